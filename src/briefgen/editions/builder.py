"""The outline in the language asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from briefgen.editions.abbreviations import spelled_out
from briefgen.editions.citations import Citations, Places
from briefgen.languages.locale import Locale
from briefgen.model import rich_text, source_map
from briefgen.model.diagnostics import BriefgenError, did_you_mean, error
from briefgen.model.edition import (
    Edition,
    EditionFigure,
    EditionFinding,
    EditionKeyNumber,
    EditionRecommendation,
    EditionTable,
)
from briefgen.model.figures import Figure
from briefgen.model.outline import DeckOptions, Finding, KeyNumber, Recommendation, Table
from briefgen.model.registry import CHART_KINDS, USUAL_FORMATS
from briefgen.model.rich_text import Blocks, Inline, List, Mark, Paragraph, Text
from briefgen.model.selection import chain, resolved, selected, written_at

if TYPE_CHECKING:
    from briefgen.model.loaded import LoadedOutline
    from briefgen.model.outline import Outline


FIRST = 20  # gaps that a refused build names; `check` lists all


def spoken(
    loaded: LoadedOutline, language: str, fallback: bool = False
) -> tuple[Outline, frozenset[str]]:
    """The outline in `language`, and the texts in it that are still in the outline's own.

    Raises BriefgenError where there is no such translation, or one with gaps and neither it nor `fallback` says to
    fill them with the outline's own text.
    """
    if language == loaded.outline.language:
        return loaded.outline, frozenset()
    found = loaded.translations.get(language)
    if found is None:
        message = f"the outline is not translated into `{language}`"
        hint = did_you_mean(language, loaded.languages)
        raise BriefgenError(error("unknown-language", message, hint=hint))
    if found.missing and not fallback and not found.fallback:
        raise BriefgenError(
            [error(d.code, d.message, d.place, d.hint) for d in found.missing[:FIRST]]
            + [
                error(
                    "not-translated",
                    f"{len(found.missing)} texts are not translated into `{language}`",
                    hint="translate them, or build with `--fallback`",
                )
            ]
        )
    return found.outline, found.foreign


# Puts an edition together part by part, numbering notes, sources, figures and tables in reading order.


@dataclass(slots=True)
class Builder(Citations):
    """Numbers notes, sources, figures and tables in reading order while an edition is put together."""

    figures: dict[str, EditionFigure] = field(default_factory=dict)
    tables: dict[str, EditionTable] = field(default_factory=dict)

    def key_number(self, id: str) -> EditionKeyNumber:
        k: KeyNumber = self.part(id)
        qualifier, number = self.locale.parts(k.value, k)
        notes = tuple(self.note(e).number for e in k.evidence)
        source = self.source_line(k.evidence)
        return EditionKeyNumber(id, qualifier, number, self.inline(k.label), notes, source)

    def figure(self, id: str) -> EditionFigure:
        if id not in self.figures:
            spec: Figure = self.part(id)
            node, _ = source_map.find(self.places.tree, spec.path)
            data = node.entries.get("data") if isinstance(node, source_map.MappingNode) else None
            # Words for a chart that is not translated are of its language too: a text cannot be in two.
            spoken = self.lang(spec.alt or spec.title)
            self.figures[id] = EditionFigure(
                id,
                len(self.figures) + 1,
                spec,
                self.inline(spec.title),
                self.inline(spec.subtitle),
                self.source_line(spec.evidence, spec.source),
                self.noted(spec),
                spec.alt
                or CHART_KINDS[spec.kind].describe(spec, Locale(spoken) if spoken else self.locale),
                spoken,
                node.place,
                tuple(r.place for r in data.items)
                if isinstance(data, source_map.SequenceNode)
                else (),
                titled=self.places.part(id, spec, "title"),
            )
        return self.figures[id]

    def noted(self, figure: Figure) -> Inline:
        """The figure's note, and how much of its data is shown where some is left out."""
        note = self.inline(figure.note)
        if not figure.left_out:
            return note
        shown = len(getattr(figure, "data", ()))
        counts = (self.locale.number(Decimal(n)) for n in (shown, shown + figure.left_out))
        said = self.locale.word("shown of", **dict(zip(("shown", "all"), counts, strict=True)))
        return rich_text.joined((*note, Text(" "), Text(said)) if note else (Text(said),))

    def table(self, id: str) -> EditionTable:
        if id not in self.tables:
            t: Table = self.part(id)
            self.tables[id] = EditionTable(
                id,
                len(self.tables) + 1,
                self.inline(t.title),
                self.inline(t.subtitle),
                t.columns,
                tuple(self.inline(c.header) for c in t.columns),
                tuple(tuple(self.inline(cell) for cell in row) for row in t.rows),
                self.source_line(t.evidence, t.source),
                self.inline(t.note),
                place=self.places.part(id, t, "title"),
            )
        return self.tables[id]

    def exhibit(self, id: str) -> EditionFigure | EditionTable:
        return self.table(id) if isinstance(self._by_id[id], Table) else self.figure(id)

    def with_notes(self, findings: Iterable[EditionFinding]) -> tuple[EditionFinding, ...]:
        """`findings`, their figures and tables with the notes of their own evidence."""
        return tuple(
            replace(
                f,
                figure=self._cited(f.figure) if f.figure else None,
                table=self._cited(f.table) if f.table else None,
            )
            for f in findings
        )

    def exhibits_with_notes(
        self, exhibits: Iterable[EditionFigure | EditionTable]
    ) -> tuple[EditionFigure | EditionTable, ...]:
        """`exhibits` with the notes of their own evidence."""
        return tuple(self._cited(x) for x in exhibits)

    def _cited(self, shown: Any) -> Any:
        """A figure or table with the notes of its own evidence, which follow all others."""
        numbers = (self.note(e).number for e in self._by_id[shown.id].evidence)  # type: ignore[attr-defined]
        return replace(shown, notes=tuple(dict.fromkeys(numbers)))

    def finding(self, number: int, f: Finding) -> EditionFinding:
        placed: set[int] = set()
        (headline,) = self.marked((Paragraph(self.inline(f.headline)),), f.evidence, placed)
        body = self.marked(self.blocks(f.body), f.evidence, placed)
        notes = tuple(dict.fromkeys(self.note(e).number for e in f.evidence))
        rest = tuple(Mark("", n) for n in notes if n not in placed)
        assert isinstance(headline, Paragraph)
        if body:
            body = _append(body, rest)
        else:
            headline = Paragraph(headline.runs + rest)
        return EditionFinding(
            f.id,
            number,
            headline.runs,
            body,
            self.figure(f.figure) if f.figure else None,
            self.table(f.table) if f.table else None,
            self.key_number(f.key_number) if f.key_number else None,
            self.quotation(f.evidence),
            notes,
            self.source_line(f.evidence),
            f.importance,
            self.places.part(f.id, f, "headline"),
        )

    def recommendation(
        self, number: int, r: Recommendation, findings: dict[str, int]
    ) -> EditionRecommendation:
        supports = tuple((findings[id], id) for id in r.findings if id in findings)
        rest = tuple(Mark("", self.note(e).number) for e in r.evidence)
        action, body = self.inline(r.action), self.blocks(r.body)
        if body:
            body = _append(body, rest)
        else:
            action += rest
        return EditionRecommendation(
            r.id,
            number,
            r.actor,
            action,
            body,
            supports,
            self.lang(r.actor),
            self.places.part(r.id, r, "actor"),
        )


def _append(blocks: Blocks, runs: Inline) -> Blocks:
    """`blocks` with `runs` at the end of the last paragraph, however deep in a list it stands."""
    last = blocks[-1]
    if isinstance(last, Paragraph):
        return (*blocks[:-1], Paragraph(last.runs + runs))
    item = _append(last.items[-1], runs) if last.items[-1] else (Paragraph(runs),)
    return (*blocks[:-1], List((*last.items[:-1], item), last.ordered, last.start))


# Puts the whole of an edition together.


def edition(
    loaded: LoadedOutline,
    audience_id: str | None = None,
    language: str | None = None,
    *,
    fallback: bool = False,
) -> Edition:
    """The edition for the audience called `audience_id`, or the whole outline when None.

    `language` is one of `loaded.languages`, by default the audience's own or the outline's. Where not every text is
    in it, `fallback` takes the outline's own. Raises KeyError when the outline has no such audience, BriefgenError
    when it has not the language, or not all texts in it.
    """
    original = loaded.outline.language
    usual = original
    if audience_id is not None:
        usual = resolved(loaded.outline, audience_id).language or original
    o, foreign = spoken(loaded, language or usual, fallback)
    a = None if audience_id is None else resolved(o, audience_id)
    locale = Locale(o.language)
    translated = loaded.translations[o.language].tree if o is not loaded.outline else None
    extended = tuple(chain(loaded.outline, audience_id)) if audience_id else ()
    places = Places(loaded.tree, translated, extended)
    b = Builder(o, a, locale, original, places, foreign)

    def ids(name: str, default: Iterable[str]) -> list[str]:
        chosen = getattr(a, name) if a else None
        return list(default if chosen is None else chosen)

    def over(name: str) -> Any:
        return (getattr(a, name, None) if a else None) or getattr(o, name)

    key_numbers = tuple(
        b.key_number(id) for id in ids("key_numbers", (k.id for k in o.key_numbers))
    )
    chosen = [b.part(f.id) for f in selected(o, a.findings if a else None)]
    findings = tuple(b.finding(n, f) for n, f in enumerate(chosen, 1))
    exhibits = tuple(b.exhibit(id) for id in ids("exhibits", o.exhibits))
    numbers = {f.id: f.number for f in findings}
    own = a.own_recommendations if a else ()
    wanted = ids("recommendations", [r.id for r in (*o.recommendations, *own)])
    asks = [b.part(id) for id in wanted]
    recommendations = tuple(b.recommendation(n, r, numbers) for n, r in enumerate(asks, 1))
    for each in o.sources:  # those that no note names come last
        b.source(each.id)
    organisation = b.whole("organisation", o.organisation)
    deck: DeckOptions = over("deck")
    report: list[Text] = []
    if o.report:
        r = b.whole("report", o.report)
        report = [Text(r.title, italic=True, url=r.url, lang=b.lang(r.title))]
        tail = [part for part in (r.author, r.published) if part]
        report += [Text(locale.comma + locale.comma.join(tail))] if tail else []
    notes = tuple(b.notes.values())
    findings, exhibits = b.with_notes(findings), b.exhibits_with_notes(exhibits)
    made = Edition(
        name="-".join(
            [loaded.name, *([a.id] if a else []), *([o.language] if o.language != usual else [])]
        ),
        audience_id=a.id if a else "",
        audience=a.label if a else "",
        language=o.language,
        theme=loaded.theme_for(o.theme if o.theme != loaded.outline.theme else over("theme")),
        title=b.inline(over("title")),
        subtitle=b.inline(over("subtitle")),
        date=o.date,
        dated=b.locale.date(o.date),
        organisation=organisation,
        contact=b.inline(organisation.contact or organisation.name),
        logo=loaded.logo,
        authors=o.authors,
        keywords=o.keywords,
        report=tuple(report),
        message=b.blocks(over("message")),
        key_numbers=key_numbers,
        findings=findings,
        exhibits=exhibits,
        recommendations=recommendations,
        about=b.blocks(over("about")),
        notes=notes,
        exhibit_notes=tuple(b.notes.values())[len(notes) :],
        sources=tuple(b.sources.values()),
        formats=(a.formats if a else None) or USUAL_FORMATS,
        brief=over("brief"),
        deck=deck,
        template=_template(loaded, audience_id, deck),
        foreign=foreign,
        original=original,
        place=places.option("title"),
        footed=places.option("deck", "footer"),
    )
    return spelled_out(made, o.glossary)


def _template(loaded: LoadedOutline, audience: str | None, deck: DeckOptions) -> Path | None:
    """The deck's template as a path. Raises BriefgenError where it is not a file that may be read."""
    if deck.template is None:
        return None
    from briefgen.storage.folder import Folder

    place = loaded.place(written_at(loaded.outline, audience, "deck", "template"))
    return Folder(loaded.path.parent, loaded.allow_outside).find(deck.template, place)
