"""Tables: as many rows a slide as fit, the header on each."""

from __future__ import annotations

from briefgen.deck.draft import BODY, SOURCE, Draft
from briefgen.deck.placed import Box, Line, Part, TableBox, TextBox, height
from briefgen.editions import EditionTable
from briefgen.outline.richtext import Inline, plain

PAD_X, PAD_Y = 8.0, 5.0


def table_slides(
    draft: Draft, shown: EditionTable, section: str, notes: str, title: Inline | None = None
) -> None:
    """The table's slides, titled by its own takeaway unless `title` is given."""
    shares = [column.width for column in shown.columns]
    widths = tuple(BODY.width * share / sum(shares) for share in shares)
    heading = shown.title if title is None else title
    size = _size(draft, shown, widths)
    caption = [Line(shown.title, 20, bold=True)] if title is not None else []
    if shown.subtitle:
        caption.append(Line(shown.subtitle, draft.size("small"), "muted"))
    above = height(caption, draft.theme, BODY.width)
    source = draft.source(shown.source, shown.note)
    foot = source[0].box.y if source else SOURCE.y
    top = BODY.y + above + (8 if above else 0)

    head = row_height(draft, shown.headers, widths, size, True)
    rows: list[tuple[Inline, ...]] = []
    heights: list[float] = []

    def flush(notes: str) -> None:
        box = Box(BODY.x, top, BODY.width, head + sum(heights))
        parts: list[Part] = []
        if caption:
            parts.append(TextBox(Box(BODY.x, BODY.y, BODY.width, above), tuple(caption), "caption"))
        aligns = tuple(column.align for column in shown.columns)
        parts.append(
            TableBox(
                box,
                (shown.headers, *rows),
                widths,
                (head, *heights),
                aligns,
                size,
                plain(shown.title),
            )
        )
        draft.add("Evidence", heading, [*parts, *source], section, notes)

    for row in shown.rows:
        needed = row_height(draft, row, widths, size, False)
        if rows and top + head + sum(heights) + needed > foot - 8:
            flush(notes)
            notes = ""
            rows.clear()
            heights.clear()
        rows.append(row)
        heights.append(needed)
    flush(notes)


def row_height(
    draft: Draft, row: tuple[Inline, ...], widths: tuple[float, ...], size: float, bold: bool
) -> float:
    """Height of a row at this text size, in points; the first cell is bold, as a row's name."""
    cells = zip(row, widths, strict=True)
    lines = (
        Line(cell, size, bold=bold or not i).height(draft.theme, w - 2 * PAD_X)
        for i, (cell, w) in enumerate(cells)
    )
    return max(lines) + 2 * PAD_Y


def _size(draft: Draft, shown: EditionTable, widths: tuple[float, ...]) -> float:
    """The largest text size at which the whole table fits a slide, else the smallest allowed."""
    for size in (24.0, 22.0, 20.0):
        rows = [row_height(draft, row, widths, size, False) for row in shown.rows]
        if sum(rows) + row_height(draft, shown.headers, widths, size, True) < BODY.height - 70:
            return size
    return draft.size("small")
