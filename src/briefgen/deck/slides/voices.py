"""What the sources say, in their own words: one phrase large, others beside it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from briefgen.deck.draft import Draft
from briefgen.deck.placed import Box, Line, TextBox
from briefgen.editions import EditionFinding, Note, Quotation
from briefgen.outline.richtext import Inline, Text, quoted

SMALL = 18.0


def voices(draft: Draft, finding: EditionFinding) -> list[Quotation]:
    """The phrases that a finding rests on, the one that it shows first."""
    out = [finding.quotation] if finding.quotation else []
    for note in draft.edition.notes:
        if note.number in finding.notes and note.evidence.quote:
            where = cited_at(note)
            if all(note.evidence.quote != said.text for said in out):
                out.append(Quotation(note.evidence.quote, where, note.lang))
    return out


def cited_at(note: Note) -> Inline:
    """Who says it where, without the point that ends a note."""
    *runs, last = (run for run in note.where if isinstance(run, Text))
    return (*runs, replace(last, text=last.text.removesuffix(".")))


def quote_lines(draft: Draft, said: Quotation, size: float, gap: float = 10.0) -> list[Line]:
    """A phrase and who says it, at `size` points."""
    return [
        Line(
            (Text(quoted(said.text, draft.edition.locale.marks_of(said.lang)), lang=said.lang),),
            size,
            "primary",
            italic=True,
        ),
        Line(said.attribution, SMALL, "muted", gap=gap),
    ]


def quote_box(
    draft: Draft, said: Quotation, box: Box, largest: float, role: str = "free",
    least: float = SMALL,
) -> TextBox | None:  # fmt: skip
    """The phrase as large as `box` allows, from `largest` points down to `least`, or None."""
    size = largest
    while size >= least:
        lines = quote_lines(draft, said, size)
        if draft.high(lines, box.width) <= box.height:
            return draft.text(box, lines, role, "middle")
        size -= 1
    return None


def points(draft: Draft, some: Sequence[Quotation], width: float, room: float) -> list[list[Line]]:
    """The first of these phrases in small type, as many as `room` points of height hold, each as its lines."""
    out: list[list[Line]] = []
    used = 0.0
    for said in some:
        lines = [
            Line(
                (
                    Text(
                        quoted(said.text, draft.edition.locale.marks_of(said.lang)), lang=said.lang
                    ),
                ),
                20,
                "ink",
            ),
            Line(said.attribution, SMALL, "muted", gap=2),
        ]
        high = draft.high(lines, width) + (26 if out else 0)
        if used + high > room:
            break
        out.append(lines)
        used += high
    return out
