"""Outline -> Edition: one audience's document, fully resolved and immutable.

An edition is the only thing that a renderer sees: texts are parsed, numbers formatted, evidence numbered,
sources listed, defaults filled in. A renderer never asks the outline.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from briefgen.charts.kinds import Figure
from briefgen.locale import Locale
from briefgen.outline import richtext
from briefgen.outline.base import Node
from briefgen.outline.figure import Evidence
from briefgen.outline.models import (
    USUAL_FORMATS,
    Audience,
    BriefOptions,
    Column,
    DeckOptions,
    Finding,
    KeyNumber,
    Organisation,
    Outline,
    Recommendation,
    Selection,
    Source,
    Table,
)
from briefgen.outline.richtext import Blocks, Inline, List, Mark, Paragraph, Text
from briefgen.theme import Theme

if TYPE_CHECKING:
    from briefgen.outline.loader import LoadedOutline

T = TypeVar("T", bound=Node)


@dataclass(frozen=True, slots=True)
class EditionSource:
    """An entry of the list of sources; `text` is the whole entry, its link in it."""

    id: str
    number: int
    text: Inline
    short: str


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered note: who says what, the phrase, its source and the place in it; `where` is all but the phrase."""

    number: int
    text: Inline
    where: Inline
    source: EditionSource
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class EditionFigure:
    """A figure with its furniture resolved. `spec` holds the data and the kind's options."""

    id: str
    number: int
    spec: Figure
    title: Inline
    subtitle: Inline
    source: Inline
    note: Inline
    alt: str


@dataclass(frozen=True, slots=True)
class EditionTable:
    """A table; `rows` are cells in the order of `columns`, the first naming the row."""

    id: str
    number: int
    title: Inline
    subtitle: Inline
    columns: tuple[Column, ...]
    headers: tuple[Inline, ...]
    rows: tuple[tuple[Inline, ...], ...]
    source: Inline
    note: Inline


@dataclass(frozen=True, slots=True)
class EditionKeyNumber:
    """A number drawn large: `qualifier` ("more than", or "") small, `number` ("20 million") large."""

    id: str
    qualifier: str
    number: str
    label: Inline
    notes: tuple[int, ...]
    source: Inline


@dataclass(frozen=True, slots=True)
class Quotation:
    """A phrase worth showing, without its quotation marks, and who says it."""

    text: str
    attribution: str


@dataclass(frozen=True, slots=True)
class EditionFinding:
    """One claim; `body` ends with the marks of the evidence that the text itself does not place."""

    id: str
    number: int
    headline: Inline
    body: Blocks
    figure: EditionFigure | None
    table: EditionTable | None
    key_number: EditionKeyNumber | None
    quotation: Quotation | None
    notes: tuple[int, ...]
    source: Inline


@dataclass(frozen=True, slots=True)
class EditionRecommendation:
    """What to do, who should do it, and the numbers and ids of the findings that support it."""

    id: str
    number: int
    actor: str
    action: Inline
    body: Blocks
    findings: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """The document of one audience in one language.

    `name` is the stem of its output files; `audience` is the audience's label, "" in an edition for all;
    `contact` is whom to ask, or else the organisation's name; `template` the file whose look the slides take.
    """

    name: str
    audience_id: str
    audience: str
    locale: Locale
    theme: Theme
    title: Inline
    subtitle: Inline
    date: datetime.date
    organisation: Organisation
    contact: Inline
    logo: Path | None
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    report: Inline
    message: Blocks
    key_numbers: tuple[EditionKeyNumber, ...]
    findings: tuple[EditionFinding, ...]
    exhibits: tuple[EditionFigure | EditionTable, ...]
    recommendations: tuple[EditionRecommendation, ...]
    about: Blocks
    notes: tuple[Note, ...]
    sources: tuple[EditionSource, ...]
    formats: tuple[str, ...]
    brief: BriefOptions
    deck: DeckOptions
    template: Path | None

    @property
    def figures(self) -> tuple[EditionFigure, ...]:
        """Every figure, in the order of their numbers."""
        shown = [f.figure for f in self.findings] + [
            e for e in self.exhibits if isinstance(e, EditionFigure)
        ]
        return tuple(f for f in shown if f)


@dataclass(slots=True)
class _Builder:
    """Numbers notes, sources, figures and tables in reading order while an edition is put together."""

    outline: Outline
    audience: Audience | None
    locale: Locale
    notes: dict[tuple[str | None, ...], Note] = field(default_factory=dict)
    sources: dict[str, EditionSource] = field(default_factory=dict)
    figures: dict[str, EditionFigure] = field(default_factory=dict)
    tables: dict[str, EditionTable] = field(default_factory=dict)
    _by_id: dict[str, Node] = field(default_factory=dict)

    def __post_init__(self) -> None:
        o = self.outline
        parts: Iterable[Any] = (
            *o.key_numbers, *o.findings, *o.figures, *o.tables, *o.recommendations, *o.sources
        )  # fmt: skip
        self._by_id = {part.id: part for part in parts}

    def part(self, id: str) -> Any:
        """The part called `id`, in this audience's words."""
        node = self._by_id[id]
        words = self.audience.reword.get(id) if self.audience else None
        return reworded(node, words) if words else node

    def inline(self, text: str | None) -> Inline:
        return richtext.parse_inline(text, self.locale.tag) if text else ()

    def blocks(self, text: str | None) -> Blocks:
        return richtext.parse_blocks(text, self.locale.tag) if text else ()

    # -- evidence ------------------------------------------------------------------------------

    def source(self, id: str) -> EditionSource:
        if id not in self.sources:
            s: Source = self.part(id)
            text = [*self.inline(s.author), Text(". ")] if s.author else []
            title = self.inline(s.title)
            text += [Text(t.text, t.bold, True, t.url) for t in title if isinstance(t, Text)]
            tail = [part for part in (s.publisher, s.date) if part]
            text.append(Text((". " + ", ".join(tail) if tail else "") + "."))
            if s.url:
                text += [Text(" "), Text(s.url, url=s.url)]
            if s.note:
                text += [Text(" "), *self.inline(s.note)]
            short = s.short or richtext.plain(title)
            self.sources[id] = EditionSource(id, len(self.sources) + 1, tuple(text), short)
        return self.sources[id]

    def note(self, evidence: Evidence) -> Note:
        e = evidence
        key = (e.source, e.quote, e.datum, e.says, e.locator)
        if key not in self.notes:
            source = self.source(evidence.source)
            text = self.citation(evidence)
            where = (Text(text + "."),)
            said = (
                richtext.quoted(evidence.quote, self.locale.tag)
                if evidence.quote
                else evidence.datum
            )
            text += f": {said}" if said else ""
            runs = (Text(text if text.endswith((".", "”")) else text + "."),)
            self.notes[key] = Note(len(self.notes) + 1, runs, where, source, evidence)
        return self.notes[key]

    def citation(self, evidence: Evidence) -> str:
        """`DEA, quoted in Commission 2022, paragraph 10`."""
        short = self.source(evidence.source).short
        if evidence.says:
            short = self.locale.word("quoted in", who=evidence.says, source=short)
        return ", ".join(part for part in (short, evidence.locator) if part)

    def source_line(self, evidence: Iterable[Evidence], written: str | None = None) -> Inline:
        if written:
            return self.inline(written)
        return tuple(self.inline("; ".join(dict.fromkeys(self.citation(e) for e in evidence))))

    def marked(self, content: Blocks, evidence: Sequence[Evidence], placed: set[int]) -> Blocks:
        """`content` with its marks numbered; `placed` collects the numbers it uses."""
        named = {e.id: e for e in evidence if e.id}

        def number(id: str) -> int:
            return self.note(named[id]).number if id in named else 0

        return tuple(_numbered(block, number, placed) for block in content)

    # -- parts ---------------------------------------------------------------------------------

    def key_number(self, id: str) -> EditionKeyNumber:
        k: KeyNumber = self.part(id)
        qualifier, number = self.locale.parts(k.value, k)
        notes = tuple(self.note(e).number for e in k.evidence)
        source = self.source_line(k.evidence)
        return EditionKeyNumber(id, qualifier, number, self.inline(k.label), notes, source)

    def figure(self, id: str) -> EditionFigure:
        if id not in self.figures:
            from briefgen.charts.alt import describe

            spec: Figure = self.part(id)
            self.figures[id] = EditionFigure(
                id,
                len(self.figures) + 1,
                spec,
                self.inline(spec.title),
                self.inline(spec.subtitle),
                self.source_line(spec.evidence, spec.source),
                self.inline(spec.note),
                spec.alt or describe(spec, self.locale),
            )
        return self.figures[id]

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
            )
        return self.tables[id]

    def exhibit(self, id: str) -> EditionFigure | EditionTable:
        return self.table(id) if isinstance(self._by_id[id], Table) else self.figure(id)

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
        quoted = next((e for e in f.evidence if e.quote), None)
        return EditionFinding(
            f.id,
            number,
            headline.runs,
            body,
            self.figure(f.figure) if f.figure else None,
            self.table(f.table) if f.table else None,
            self.key_number(f.key_number) if f.key_number else None,
            Quotation(quoted.quote, self.citation(quoted)) if quoted and quoted.quote else None,
            notes,
            self.source_line(f.evidence),
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
        return EditionRecommendation(r.id, number, r.actor, action, body, supports)


def _numbered(block: Any, number: Callable[[str], int], placed: set[int]) -> Any:
    """`block` with its marks numbered, in the order in which a reader meets them."""
    if isinstance(block, List):
        items = tuple(tuple(_numbered(b, number, placed) for b in item) for item in block.items)
        return List(items, block.ordered, block.start)
    runs = []
    for run in block.runs:
        if isinstance(run, Mark) and (found := number(run.id)):
            placed.add(found)
            run = Mark(run.id, found)
        runs.append(run)
    return Paragraph(tuple(runs))


def _append(blocks: Blocks, runs: Inline) -> Blocks:
    """`blocks` with `runs` at the end of the last paragraph, however deep in a list it stands."""
    last = blocks[-1]
    if isinstance(last, Paragraph):
        return (*blocks[:-1], Paragraph(last.runs + runs))
    item = _append(last.items[-1], runs) if last.items[-1] else (Paragraph(runs),)
    return (*blocks[:-1], List((*last.items[:-1], item), last.ordered, last.start))


def reworded(node: T, words: dict[str, str]) -> T:
    """`node` with other texts, validated as its own were; its evidence stays."""
    changed = type(node).model_validate({**dict(node), **words})
    changed.place_at(node.path)
    return changed


def selected(outline: Outline, selection: Selection | None) -> list[Finding]:
    """The findings that `selection` leaves, in its order or else in the outline's."""
    if selection is None:
        return list(outline.findings)
    by_id = {f.id: f for f in outline.findings}
    chosen = [by_id[id] for id in selection.ids] if selection.ids else list(outline.findings)
    if selection.tags:
        chosen = [f for f in chosen if set(f.tags) & set(selection.tags)]
    if selection.importance:
        chosen = [f for f in chosen if f.importance <= selection.importance]
    if selection.limit and len(chosen) > selection.limit:
        kept = sorted(chosen, key=lambda f: f.importance)[: selection.limit]
        chosen = [f for f in chosen if f in kept]
    return chosen


def resolved(outline: Outline, id: str) -> Audience:
    """The audience called `id` with what it takes over from those it extends. Raises KeyError."""
    by_id = {a.id: a for a in outline.audiences}
    audience = by_id[id]
    chain = [audience]
    while chain[-1].extends is not None:
        chain.append(by_id[chain[-1].extends])
    said: dict[str, Any] = {}
    words: dict[str, dict[str, str]] = {}
    for each in reversed(chain):
        said |= {name: getattr(each, name) for name in each.model_fields_set}
        for part, new in each.reword.items():
            words[part] = {**words.get(part, {}), **new}
    return audience.model_copy(update={**said, "reword": words})


def edition(loaded: LoadedOutline, audience_id: str | None = None) -> Edition:
    """The edition for the audience called `audience_id`, or the whole outline when None.

    Raises KeyError when the outline has no such audience.
    """
    o, theme = loaded.outline, loaded.theme
    a = None
    if audience_id is not None:
        a = resolved(o, audience_id)
    locale = Locale(o.language)
    b = _Builder(o, a, locale)

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
    asks = [b.part(id) for id in ids("recommendations", (r.id for r in o.recommendations))]
    recommendations = tuple(b.recommendation(n, r, numbers) for n, r in enumerate(asks, 1))
    for each in o.sources:  # those that no note names come last
        b.source(each.id)
    deck: DeckOptions = over("deck")
    report: list[Text] = []
    if o.report:
        report = [Text(o.report.title, italic=True, url=o.report.url)]
        tail = [part for part in (o.report.author, o.report.published) if part]
        report += [Text(", " + ", ".join(tail))] if tail else []
    return Edition(
        name=f"{loaded.name}-{a.id}" if a else loaded.name,
        audience_id=a.id if a else "",
        audience=a.label if a else "",
        locale=locale,
        theme=theme,
        title=b.inline(over("title")),
        subtitle=b.inline(over("subtitle")),
        date=o.date,
        organisation=o.organisation,
        contact=b.inline(o.organisation.contact or o.organisation.name),
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
        notes=tuple(b.notes.values()),
        sources=tuple(b.sources.values()),
        formats=(a.formats if a else None) or USUAL_FORMATS,
        brief=over("brief"),
        deck=deck,
        template=_template(loaded, deck),
    )


def _template(loaded: LoadedOutline, deck: DeckOptions) -> Path | None:
    """The deck's template as a path. Raises BriefgenError where it is not a file that may be read."""
    if deck.template is None:
        return None
    from briefgen.outline.files import Folder

    place = loaded.place(("deck", "template"))
    return Folder(loaded.path.parent, loaded.allow_outside).find(deck.template, place)
