"""Puts an edition together part by part, numbering notes, sources, figures and tables in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from string import Formatter
from typing import Any, TypeVar

from briefgen.charts.kinds import Figure
from briefgen.editions.model import (
    EditionFigure,
    EditionFinding,
    EditionKeyNumber,
    EditionRecommendation,
    EditionSource,
    EditionTable,
    Note,
    Quotation,
)
from briefgen.editions.rewording import reworded
from briefgen.locale import Locale
from briefgen.outline import richtext, yamltree
from briefgen.outline.base import Node
from briefgen.outline.figure import Evidence
from briefgen.outline.models import (
    Audience,
    Finding,
    KeyNumber,
    Outline,
    Recommendation,
    Source,
    Table,
)
from briefgen.outline.richtext import Blocks, Inline, List, Mark, Paragraph, Text

T = TypeVar("T", bound=Node)


@dataclass(slots=True)
class Builder:
    """Numbers notes, sources, figures and tables in reading order while an edition is put together."""

    outline: Outline
    audience: Audience | None
    locale: Locale
    original: str
    tree: yamltree.Node
    foreign: frozenset[str] = frozenset()
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
        own = self.audience.own_recommendations if self.audience else ()
        self._by_id = {part.id: part for part in (*parts, *own)}

    def part(self, id: str) -> Any:
        """The part called `id`, in this audience's words."""
        return self.worded(id, self._by_id[id])

    def worded(self, name: str, node: T) -> T:
        """`node`, which a rewording calls `name`, in this audience's words."""
        words = self.audience.reword.get(name) if self.audience else None
        return reworded(node, words) if words else node

    def whole(self, name: str, node: T) -> T:
        """The outline's `organisation` or `report`, unless a part has that name for an id."""
        return node if name in self._by_id else self.worded(name, node)

    def inline(self, text: str | None) -> Inline:
        if text in self.foreign:
            return richtext.in_language(richtext.parse_inline(text, self.original), self.original)
        return richtext.parse_inline(text, self.locale.tag) if text else ()

    def blocks(self, text: str | None) -> Blocks:
        if text in self.foreign:
            return richtext.blocks_in_language(
                richtext.parse_blocks(text, self.original), self.original
            )
        return richtext.parse_blocks(text, self.locale.tag) if text else ()

    def lang(self, text: str) -> str | None:
        """The language of a plain text where it is not the edition's."""
        return self.original if text in self.foreign else None

    @property
    def quote_lang(self) -> str | None:
        """The language of the sources' own words where it is not the edition's."""
        return None if self.original == self.locale.tag else self.original

    # -- evidence ------------------------------------------------------------------------------

    def source(self, id: str) -> EditionSource:
        if id not in self.sources:
            s: Source = self.part(id)
            text = [*self.inline(s.author), Text(". ")] if s.author else []
            title = self.inline(s.title)
            text += [replace(t, italic=True) for t in title if isinstance(t, Text)]
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
            where = (*self.citation(evidence), Text("."))
            runs = self.citation(evidence)
            if evidence.quote:
                before, after = richtext.quoted("\n", self.locale.tag).split("\n")
                runs += (Text(": " + before), Text(evidence.quote, lang=self.quote_lang))
                # A closing mark like this one ends the sentence well enough.
                runs += (Text(after if after == "”" else after + "."),)
            elif evidence.datum:
                runs += (Text(": "), Text(evidence.datum, lang=self.lang(evidence.datum)))
                runs += () if evidence.datum.endswith(".") else (Text("."),)
            else:
                runs += (Text("."),)
            runs, where = richtext.joined(runs), richtext.joined(where)
            self.notes[key] = Note(
                len(self.notes) + 1, runs, where, source, evidence, self.quote_lang
            )
        return self.notes[key]

    def citation(self, evidence: Evidence) -> Inline:
        """`DEA, quoted in Commission 2022, paragraph 10`."""
        source = self.source(evidence.source)
        cited: Inline = (Text(source.short, lang=self.lang(source.short)),)
        if evidence.says:
            who = Text(evidence.says, lang=self.lang(evidence.says))
            cited = self.filled("quoted in", who=(who,), source=cited)
        if evidence.locator:
            cited += (Text(", "), Text(evidence.locator, lang=self.lang(evidence.locator)))
        return richtext.joined(cited)

    def filled(self, key: str, **fields: Inline) -> Inline:
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
        return richtext.joined(runs)

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
            node, _ = yamltree.find(self.tree, spec.path)
            data = node.entries.get("data") if isinstance(node, yamltree.Mapping) else None
            self.figures[id] = EditionFigure(
                id,
                len(self.figures) + 1,
                spec,
                self.inline(spec.title),
                self.inline(spec.subtitle),
                self.source_line(spec.evidence, spec.source),
                self.noted(spec),
                spec.alt or describe(spec, self.locale),
                self.lang(spec.alt) if spec.alt else None,
                node.place,
                tuple(r.place for r in data.items) if isinstance(data, yamltree.Sequence_) else (),
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
        return richtext.joined((*note, Text(" "), Text(said)) if note else (Text(said),))

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
        )

    def quotation(self, evidence: Iterable[Evidence]) -> Quotation | None:
        """The first phrase quoted in `evidence`."""
        for e in evidence:
            if e.quote:
                return Quotation(e.quote, self.citation(e), self.quote_lang)
        return None

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
            r.id, number, r.actor, action, body, supports, self.lang(r.actor)
        )


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
