"""The edition of an outline for an audience in a language, put together part by part.

Notes, sources, figures and tables are numbered in reading order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from briefgen.editions.abbreviations import spell_out
from briefgen.languages.locale import Locale
from briefgen.model import rich_text
from briefgen.model.base import Node
from briefgen.model.base import NodePath as Keys
from briefgen.model.diagnostics import BriefgenError, Place, did_you_mean, error, failure
from briefgen.model.edition import (
    Edition,
    EditionFigure,
    EditionFinding,
    EditionKeyNumber,
    EditionRecommendation,
    EditionSource,
    EditionTable,
    Note,
    Quotation,
)
from briefgen.model.figures import Evidence, Figure, rows_field, rows_of
from briefgen.model.loaded import MappingNode, SequenceNode, TreeNode, find_node
from briefgen.model.outline import (
    Audience,
    DeckOptions,
    Finding,
    KeyNumber,
    Outline,
    Recommendation,
    Source,
    Table,
)
from briefgen.model.registry import CHART_KINDS, USUAL_FORMATS
from briefgen.model.rich_text import Blocks, Inline, List, Mark, Paragraph, Text
from briefgen.model.selection import lineage, option_path, resolve_audience, reword, select_findings

if TYPE_CHECKING:
    from briefgen.model.loaded import LoadedOutline
    from briefgen.model.outline import Outline


class Places(Struct, frozen=True):
    """`tree` is the outline's, `translated` its translation's; `audiences` the edition's own and those it extends."""

    tree: TreeNode
    translated: TreeNode | None = None
    audiences: tuple[Audience, ...] = ()

    def part(self, name: str, node: Node, key: str) -> Place:
        """Where the text `key` of `node`, which a rewording or a translation calls `name`, stands."""
        worded = self._wordings(("reword", name, key))
        return self._first(*worded, (self.translated, ("parts", name, key)), at=(*node.path, key))

    def option(self, *keys: str) -> Place:
        """Where a key that audiences have for themselves stands: `title`, or `deck`, `footer`."""
        return self._first(*self._wordings(keys), (self.translated, keys), at=keys)

    def _wordings(self, keys: Keys) -> Iterator[tuple[TreeNode | None, Keys]]:
        for audience in self.audiences:
            yield self.translated, ("audiences", audience.id, *keys)
            yield self.tree, (*audience.path, *keys)

    def _first(self, *tried: tuple[TreeNode | None, Keys], at: Keys) -> Place:
        for tree, keys in tried:
            if tree is not None:
                found, walked = find_node(tree, keys)
                if walked == keys:
                    return found.place
        return find_node(self.tree, at)[0].place


# The outline's texts in an audience's words, and the notes and sources that they rest on, numbered as they are met.

T = TypeVar("T", bound=Node)


@dataclass(slots=True)
class Builder:
    """Numbers notes, sources, figures and tables in reading order while an edition is put together."""

    outline: Outline
    audience: Audience | None
    locale: Locale
    original: str
    places: Places
    foreign: frozenset[str] = frozenset()
    notes: dict[tuple[str | None, ...], Note] = field(default_factory=dict)
    sources: dict[str, EditionSource] = field(default_factory=dict)
    figures: dict[str, EditionFigure] = field(default_factory=dict)
    tables: dict[str, EditionTable] = field(default_factory=dict)
    _by_id: dict[str, Any] = field(default_factory=dict)
    _citations: dict[tuple[str | None, ...], Inline] = field(default_factory=dict)

    def __post_init__(self) -> None:
        own = self.audience.own_recommendations if self.audience else ()
        self._by_id = {part.id: part for part in (*self.outline.parts, *own)}

    def part(self, id: str) -> Any:
        """The part called `id`, in this audience's words."""
        return self.reword(id, self._by_id[id])

    def reword(self, name: str, node: T) -> T:
        """`node`, which a rewording calls `name`, in this audience's words."""
        words = self.audience.reword.get(name) if self.audience else None
        return reword(node, words) if words else node

    def reword_whole(self, name: str, node: T) -> T:
        """The outline's `organisation` or `report`, unless a part has that name for an id."""
        return node if name in self._by_id else self.reword(name, node)

    def inline(self, text: str | None) -> Inline:
        if text in self.foreign:
            runs = rich_text.parse_inline(text, self.original)
            return rich_text.mark_language(runs, self.original)
        return rich_text.parse_inline(text, self.locale.tag) if text else ()

    def blocks(self, text: str | None) -> Blocks:
        if text in self.foreign:
            blocks = rich_text.parse_blocks(text, self.original)
            return rich_text.mark_blocks_language(blocks, self.original)
        return rich_text.parse_blocks(text, self.locale.tag) if text else ()

    def lang(self, text: str) -> str | None:
        """The language of a plain text where it is not the edition's."""
        return self.original if text in self.foreign else None

    @property
    def quote_lang(self) -> str | None:
        """The language of the sources' own words where it is not the edition's."""
        return None if self.original == self.locale.tag else self.original

    def source(self, id: str) -> EditionSource:
        if id not in self.sources:
            s: Source = self.part(id)
            text = [*self.inline(s.author), Text(". ")] if s.author else []
            title = self.inline(s.title)
            text += [replace(t, italic=True) for t in title if isinstance(t, Text)]
            tail = [part for part in (s.publisher, s.date) if part]
            text.append(Text((". " + self.locale.comma.join(tail) if tail else "") + "."))
            if s.url:
                text += [Text(" "), Text(s.url, url=s.url)]
            if s.note:
                text += [Text(" "), *self.inline(s.note)]
            short = s.short or rich_text.plain(title)
            self.sources[id] = EditionSource(id, len(self.sources) + 1, tuple(text), short)
        return self.sources[id]

    def note(self, evidence: Evidence) -> Note:
        e = evidence
        key = (e.source, e.quote, e.datum, e.says, e.locator)
        if key not in self.notes:
            source = self.source(evidence.source)
            where = (*self.citation(evidence), Text("."))
            runs = self.citation(evidence)
            if evidence.quote:
                before, after = rich_text.quote_text("\n", self.locale.tag).split("\n")
                quote = Text(evidence.quote, lang=self.quote_lang)
                runs += (Text(self.locale.colon + before), quote)
                # A closing mark like this one ends the sentence well enough.
                runs += (Text(after if after == "”" else after + "."),)
            elif evidence.datum:
                datum = Text(evidence.datum, lang=self.lang(evidence.datum))
                runs += (Text(self.locale.colon), datum)
                runs += () if evidence.datum.endswith(".") else (Text("."),)
            else:
                runs += (Text("."),)
            runs, where = rich_text.join_runs(runs), rich_text.join_runs(where)
            number = len(self.notes) + 1
            self.notes[key] = Note(number, runs, where, source, evidence, self.quote_lang)
        return self.notes[key]

    def citation(self, evidence: Evidence) -> Inline:
        """`DEA, quoted in Commission 2022, paragraph 10`."""
        key = (evidence.source, evidence.says, evidence.locator)
        if key in self._citations:
            return self._citations[key]
        source = self.source(evidence.source)
        cited: Inline = (Text(source.short, lang=self.lang(source.short)),)
        if evidence.says:
            who = Text(evidence.says, lang=self.lang(evidence.says))
            cited = self.fill_phrase("quoted in", who=(who,), source=cited)
        if evidence.locator:
            locator = Text(evidence.locator, lang=self.lang(evidence.locator))
            cited += (Text(self.locale.comma), locator)
        self._citations[key] = rich_text.join_runs(cited)
        return self._citations[key]

    def fill_phrase(self, key: str, **fields: Inline) -> Inline:
        """A fixed phrase with runs in place of its fields."""
        runs: Inline = ()
        for before, name, _, _ in Formatter().parse(self.locale.word(key)):
            runs += (Text(before),) if before else ()
            runs += fields[name] if name else ()
        return runs

    def source_line(self, evidence: Iterable[Evidence], written: str | None = None) -> Inline:
        if written:
            return self.inline(written)
        runs: list[Text | Mark] = []
        for cited in dict.fromkeys(self.citation(e) for e in evidence):
            runs += [Text("; "), *cited] if runs else cited
        return rich_text.join_runs(runs)

    def number_marks(
        self, content: Blocks, evidence: Sequence[Evidence], placed: set[int]
    ) -> Blocks:
        """`content` with its marks numbered; `placed` collects the numbers it uses."""
        named = {e.id: e for e in evidence if e.id}

        def number(id: str) -> int:
            return self.note(named[id]).number if id in named else 0

        return tuple(_number_block(block, number, placed) for block in content)

    def quotation(self, evidence: Iterable[Evidence]) -> Quotation | None:
        """The first phrase quoted in `evidence`."""
        for e in evidence:
            if e.quote:
                return Quotation(e.quote, self.citation(e), self.quote_lang)
        return None

    def key_number(self, id: str) -> EditionKeyNumber:
        k: KeyNumber = self.part(id)
        qualifier, number = self.locale.parts(k.value, k)
        notes = tuple(self.note(e).number for e in k.evidence)
        source = self.source_line(k.evidence)
        return EditionKeyNumber(id, qualifier, number, self.inline(k.label), notes, source)

    def figure(self, id: str) -> EditionFigure:
        if id not in self.figures:
            spec: Figure = self.part(id)
            node, _ = find_node(self.places.tree, spec.path)
            listed = rows_field(spec)
            data = node.entries.get(listed) if isinstance(node, MappingNode) and listed else None
            # Words for a chart that is not translated are of its language too: a text cannot be in two.
            own_lang = self.lang(spec.alt or spec.title)
            self.figures[id] = EditionFigure(
                id,
                len(self.figures) + 1,
                spec,
                self.inline(spec.title),
                self.inline(spec.subtitle),
                self.source_line(spec.evidence, spec.source),
                self.figure_note(spec),
                spec.alt
                or CHART_KINDS[spec.kind].describe(
                    spec, Locale(own_lang) if own_lang else self.locale
                ),
                own_lang,
                node.place,
                tuple(r.place for r in data.items) if isinstance(data, SequenceNode) else (),
                title_place=self.places.part(id, spec, "title"),
            )
        return self.figures[id]

    def figure_note(self, figure: Figure) -> Inline:
        """The figure's note, and how much of its data is shown where some is left out."""
        note = self.inline(figure.note)
        if not figure.left_out:
            return note
        shown = len(rows_of(figure))
        counts = (self.locale.number(Decimal(n)) for n in (shown, shown + figure.left_out))
        said = self.locale.word("shown of", **dict(zip(("shown", "all"), counts, strict=True)))
        return rich_text.join_runs((*note, Text(" "), Text(said)) if note else (Text(said),))

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

    def add_notes(self, shown: Any) -> Any:
        """A figure or table, if there is one, with the notes of its own evidence, which follow all others."""
        if shown is None:
            return None
        numbers = (self.note(e).number for e in self._by_id[shown.id].evidence)
        return replace(shown, notes=tuple(dict.fromkeys(numbers)))

    def finding(self, number: int, f: Finding) -> EditionFinding:
        placed: set[int] = set()
        (headline,) = self.number_marks((Paragraph(self.inline(f.headline)),), f.evidence, placed)
        body = self.number_marks(self.blocks(f.body), f.evidence, placed)
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


def _number_block(block: Any, number: Callable[[str], int], placed: set[int]) -> Any:
    """`block` with its marks numbered, in the order in which a reader meets them."""
    if isinstance(block, List):
        items = tuple(tuple(_number_block(b, number, placed) for b in item) for item in block.items)
        return List(items, block.ordered, block.start)
    runs = []
    for run in block.runs:
        if isinstance(run, Mark) and (found := number(run.id)):
            placed.add(found)
            run = Mark(run.id, found)
        runs.append(run)
    return Paragraph(tuple(runs))


# The parts of an edition.

FIRST = 20  # gaps that a refused build names; `check` lists all


def choose_language(
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
        raise failure("unknown-language", message, hint=hint)
    if found.missing and not fallback and not found.fallback:
        errors = [error(d.code, d.message, d.place, d.hint) for d in found.missing[:FIRST]]
        message = f"{len(found.missing)} texts are not translated into `{language}`"
        hint = "translate them, or build with `--fallback`"
        raise BriefgenError([*errors, error("not-translated", message, hint=hint)])
    return found.outline, found.foreign


def _append(blocks: Blocks, runs: Inline) -> Blocks:
    """`blocks` with `runs` at the end of the last paragraph, however deep in a list it stands."""
    last = blocks[-1]
    if isinstance(last, Paragraph):
        return (*blocks[:-1], Paragraph(last.runs + runs))
    item = _append(last.items[-1], runs) if last.items[-1] else (Paragraph(runs),)
    return (*blocks[:-1], List((*last.items[:-1], item), last.ordered, last.start))


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
        usual = resolve_audience(loaded.outline, audience_id).language or original
    o, foreign = choose_language(loaded, language or usual, fallback)
    a = None if audience_id is None else resolve_audience(o, audience_id)
    locale = Locale(o.language)
    translated = loaded.translations[o.language].tree if o is not loaded.outline else None
    extended = tuple(lineage(loaded.outline, audience_id))
    places = Places(loaded.tree, translated, extended)
    b = Builder(o, a, locale, original, places, foreign)

    def ids(name: str, default: Iterable[str]) -> list[str]:
        chosen = getattr(a, name) if a else None
        return list(default if chosen is None else chosen)

    def over(name: str) -> Any:
        return (getattr(a, name, None) if a else None) or getattr(o, name)

    key_ids = ids("key_numbers", (k.id for k in o.key_numbers))
    key_numbers = tuple(b.key_number(id) for id in key_ids)
    chosen = [b.part(f.id) for f in select_findings(o, a.findings if a else None)]
    findings = tuple(b.finding(n, f) for n, f in enumerate(chosen, 1))
    exhibits = tuple(b.exhibit(id) for id in ids("exhibits", o.exhibits))
    numbers = {f.id: f.number for f in findings}
    own = a.own_recommendations if a else ()
    wanted = ids("recommendations", [r.id for r in (*o.recommendations, *own)])
    asks = [b.part(id) for id in wanted]
    recommendations = tuple(b.recommendation(n, r, numbers) for n, r in enumerate(asks, 1))
    for each in o.sources:  # those that no note names come last
        b.source(each.id)
    organisation = b.reword_whole("organisation", o.organisation)
    deck: DeckOptions = over("deck")
    report: list[Text] = []
    if o.report:
        r = b.reword_whole("report", o.report)
        report = [Text(r.title, italic=True, url=r.url, lang=b.lang(r.title))]
        tail = [part for part in (r.author, r.published) if part]
        report += [Text(locale.comma + locale.comma.join(tail))] if tail else []
    notes = tuple(b.notes.values())
    cited = b.add_notes
    findings = tuple(replace(f, figure=cited(f.figure), table=cited(f.table)) for f in findings)
    exhibits = tuple(cited(x) for x in exhibits)
    suffixes = (*([a.id] if a else []), *([o.language] if o.language != usual else []))
    resolved_edition = Edition(
        name="-".join([loaded.name, *suffixes]),
        audience_id=a.id if a else "",
        audience=a.label if a else "",
        language=o.language,
        theme=loaded.theme_for(o.theme if o.theme != loaded.outline.theme else over("theme")),
        title=b.inline(over("title")),
        subtitle=b.inline(over("subtitle")),
        date=o.date,
        date_text=b.locale.date(o.date),
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
        footer_place=places.option("deck", "footer"),
    )
    return spell_out(resolved_edition, o.glossary)


def _template(loaded: LoadedOutline, audience: str | None, deck: DeckOptions) -> Path | None:
    """The deck's template as a path. Raises BriefgenError where it is not a file that may be read."""
    if deck.template is None:
        return None
    from briefgen.storage.folder import Folder

    place = loaded.place(option_path(loaded.outline, audience, "deck", "template"))
    return Folder(loaded.path.parent, loaded.allow_outside).find(deck.template, place)
