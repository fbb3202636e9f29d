"""Cells of tables on slides: columns weighed against each other, and how high rows are. All lengths are points."""

from __future__ import annotations

from itertools import permutations

from briefgen.deck.draft import Draft
from briefgen.deck.measure import CAUTION
from briefgen.deck.placed import Line
from briefgen.editions import EditionTable
from briefgen.outline.richtext import Inline, plain
from briefgen.script import breaks

PAD_X, PAD_Y = 8.0, 3.0
# Above and below the text of a row, and where the whole table would not fit with so much.
AIR, CLOSE = 6.0, PAD_Y
# Columns of tables with more cells are not weighed against each other: it takes time, and saves no slide.
_MANY = 60


def column_widths(draft: Draft, shown: EditionTable, width: float) -> tuple[float, ...]:
    """Widths in points that add up to `width`: the outline's shares, or where these are all alike, by what stands
    in the columns, each at least as wide as its longest word."""
    shares = [column.width for column in shown.columns]
    if len(set(shares)) > 1:
        return tuple(width * share / sum(shares) for share in shares)
    return natural_widths(draft, shown, width)


def natural_widths(draft: Draft, shown: EditionTable, width: float) -> tuple[float, ...]:
    """Widths in points by what stands in the columns, each at least as wide as its longest word."""
    size = draft.size("small")
    columns = list(zip(*(shown.headers, *shown.rows), strict=True))
    wholes, words = [], []
    for number, cells in enumerate(columns):
        bold = [not number or not row for row in range(len(cells))]
        texts = [(plain(cell), heavy) for cell, heavy in zip(cells, bold, strict=True)]
        wholes.append(max(draft.face.width(t, size, b) for t, b in texts) / CAUTION + 2 * PAD_X + 1)
        parts = [(word, b) for t, b in texts for word in breaks.words(t) or [""]]
        words.append(max(draft.face.width(t, size, b) for t, b in parts) / CAUTION + 2 * PAD_X + 1)
    if sum(wholes) <= width:
        spare = (width - sum(wholes)) / sum(wholes)
        return tuple(whole * (1 + spare) for whole in wholes)
    spare = width - sum(words)
    if spare <= 0:
        return tuple(width * word / sum(words) for word in words)
    wanted = [whole - word for whole, word in zip(wholes, words, strict=True)]
    return tuple(
        word + spare * more / sum(wanted) for word, more in zip(words, wanted, strict=True)
    )


def weighed(
    draft: Draft, shown: EditionTable, widths: tuple[float, ...], size: float
) -> tuple[float, ...]:
    """The widths after width is given from column to column for as long as that makes the table lower.

    Between widths of one height those are better whose fullest cells are less full, from where lower ones are reached.
    """
    rows = [shown.headers, *shown.rows]
    texts = [
        [draft.face.width(plain(cell), size, not i) for i, cell in enumerate(row)] for row in rows
    ]

    def cost(tried: tuple[float, ...]) -> tuple[float, float]:
        full = (
            max(t / max(1.0, w - 2 * PAD_X) for t, w in zip(row, tried, strict=True))
            for row in texts
        )
        return round(total_height(draft, shown, tried, size)), round(sum(full), 1)

    best = cost(widths)
    for step in (0.08, 0.04, 0.02):
        part = sum(widths) * step
        better = True
        while better:
            better = False
            for giver, taker in permutations(range(len(widths)), 2):
                moved = list(widths)
                moved[giver], moved[taker] = moved[giver] - part, moved[taker] + part
                tried = tuple(moved)
                if moved[giver] < 4 * PAD_X or cuts_words(draft, shown, tried, size):
                    continue
                found = cost(tried)
                if found < best:
                    widths, best, better = tried, found, True
    return widths


def row_height(
    draft: Draft, row: tuple[Inline, ...], widths: tuple[float, ...], size: float, bold: bool,
    air: float = AIR,
) -> float:  # fmt: skip
    """Height of a row at this text size with `air` above and below, in points; the first cell is bold, as a row's name."""
    lines = (
        Line(cell, size, bold=bold or not index).height(draft.face, width - 2 * PAD_X)
        for index, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return max(lines) + 2 * air


def row_heights(
    draft: Draft, shown: EditionTable, widths: tuple[float, ...], size: float, air: float
) -> tuple[float, list[float]]:
    """Heights of the header and of each row."""
    rows = [row_height(draft, row, widths, size, False, air) for row in shown.rows]
    return row_height(draft, shown.headers, widths, size, True, air), rows


def total_height(
    draft: Draft, shown: EditionTable, widths: tuple[float, ...], size: float, air: float = AIR
) -> float:
    """Height of all rows together, the header among them."""
    head, rows = row_heights(draft, shown, widths, size, air)
    return head + sum(rows)


def cuts_words(draft: Draft, shown: EditionTable, widths: tuple[float, ...], size: float) -> bool:
    """Whether a word is longer than its column at this text size."""
    rooms = [max(0.0, (width - 2 * PAD_X) * CAUTION) for width in widths]
    return any(
        draft.face.longest(plain(cell), index == 0) * size > room
        for row in (shown.headers, *shown.rows)
        for index, (cell, room) in enumerate(zip(row, rooms, strict=True))
    )


def is_small(shown: EditionTable) -> bool:
    """Whether it has so few cells that it is worth while to try several ways of setting it."""
    return len(shown.rows) * len(shown.columns) <= _MANY
