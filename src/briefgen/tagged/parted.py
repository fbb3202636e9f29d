"""A long table in parts: what reportlab does for each page, without a copy of all the rows that are left.

`reportlab.platypus.Table` splits into two new tables, so that n rows over n / 50 pages take time in proportion to n
squared. Here what is left is a place in the whole table, and only the rows of a page become a table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportlab.platypus import tables as rl
from reportlab.platypus.flowables import Flowable

if TYPE_CHECKING:
    from .table import Table

HIGHEST = 1e6  # points: rows further down than this are not measured
PLAIN = frozenset(
    ("BACKGROUND", "LINEABOVE", "LINEBELOW")
)  # commands that mean the same for some rows as for all
_AT_ONCE = 200


def measure(whole: Table, width: float) -> None:
    """Find the heights of the rows, some at once: reportlab looks through all the rows again for each of many."""
    if whole._nrows <= _AT_ONCE or None in whole._colWidths:
        return
    for start in range(0, whole._nrows, _AT_ONCE):
        rows = slice(start, start + _AT_ONCE)
        some = rl.Table(
            whole._cellvalues[rows], colWidths=whole._colWidths, rowHeights=whole._argH[rows],
            normalizedData=1, cellStyles=whole._cellStyles[rows],
        )  # fmt: skip
        some._calc_height(HIGHEST, width)
        whole._argH[rows] = some._rowHeights


def parts(whole: Table, room: float, start: int) -> list[Any]:
    """The rows of `whole` from `start` that `room` points hold, as a table, and a :class:`Rest`; empty where none fit.

    `whole` has been measured, has no spans, and repeats its first rows.
    """
    heads = whole.repeatRows
    heights = whole._rowHeights
    high = 0.0
    end = start
    for row in (*range(heads), *range(start, whole._nrows)):
        if high + heights[row] > room:
            break
        high += heights[row]
        end = max(start, row + 1)
    if end <= start:
        return []
    return [part(whole, start, end), Rest(whole, end)]


def part(whole: Table, start: int, end: int) -> Table:
    """The heading of `whole` and its rows from `start` to before `end`, as a table of its own."""
    heads = whole.repeatRows
    first = start == heads

    def rows(all_rows: list[Any]) -> list[Any]:
        return all_rows[:end] if first else all_rows[:heads] + all_rows[start:end]

    made = type(whole)(
        rows(whole._cellvalues), colWidths=whole._colWidths, rowHeights=rows(whole._rowHeights), repeatRows=heads,
        normalizedData=1, cellStyles=rows(whole._cellStyles), hAlign=whole.hAlign, vAlign=whole.vAlign,
    )  # fmt: skip
    for name, (left, top), (right, bottom), *rest in (*whole._linecmds, *whole._bkgrndcmds):
        top += whole._nrows if top < 0 else 0
        bottom += whole._nrows if bottom < 0 else 0
        if first:
            spans = [(top, min(bottom, end - 1))]
        else:
            shift = heads - start
            spans = [
                (top, min(bottom, heads - 1)),
                (max(top, start) + shift, min(bottom, end - 1) + shift),
            ]
        for above, below in spans:
            if above <= below:
                made._addCommand((name, (left, above), (right, below), *rest))
    made._later = not first
    return made


class Rest(Flowable):  # type: ignore[misc]
    """The rows of a table from `start`, under its heading."""

    def __init__(self, whole: Table, start: int) -> None:
        super().__init__()
        self.hAlign = whole.hAlign
        self._whole, self._start = whole, start
        self._part: Table | None = None

    def rows(self, most: int | None = None) -> list[float]:
        """Heights in points of the heading and of the first `most` rows, or all."""
        heights: list[float] = self._whole._rowHeights
        end = None if most is None else self._start + most
        return heights[: self._whole.repeatRows] + heights[self._start : end]

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        self.width, self.height = self._whole._width, sum(self.rows())
        return self.width, self.height

    def least_part(self, width: float) -> float:
        """Height in points of the heading and two rows."""
        return sum(self.rows(2))

    def split(self, availWidth: float, availHeight: float) -> list[Any]:  # noqa: N803
        return parts(self._whole, availHeight, self._start)

    def draw(self) -> None:
        if self._part is None:
            self._part = part(self._whole, self._start, self._whole._nrows)
        self._part.wrap(self.width, HIGHEST)
        self._part._drawOn(self.canv)
