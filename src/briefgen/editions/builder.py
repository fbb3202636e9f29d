"""Puts an edition together part by part, numbering notes, sources, figures and tables in reading order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from briefgen.editions.citations import Citations
from briefgen.editions.model import (
    EditionFigure,
    EditionFinding,
    EditionKeyNumber,
    EditionRecommendation,
    EditionTable,
)
from briefgen.locale import Locale
from briefgen.outline import richtext, yamltree
from briefgen.outline.figure import Figure
from briefgen.outline.parts import Finding, KeyNumber, Recommendation, Table
from briefgen.outline.richtext import Blocks, Inline, List, Mark, Paragraph, Text


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
            from briefgen.charts.alt import describe

            spec: Figure = self.part(id)
            node, _ = yamltree.find(self.places.tree, spec.path)
            data = node.entries.get("data") if isinstance(node, yamltree.Mapping) else None
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
                spec.alt or describe(spec, Locale(spoken) if spoken else self.locale),
                spoken,
                node.place,
                tuple(r.place for r in data.items) if isinstance(data, yamltree.Sequence_) else (),
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
