"""A Table whose cells are tagged and whose rules and backgrounds are artifacts; a long one is split into parts.

`reportlab.platypus.Table` splits into two new tables, so that n rows over n / 50 pages take time in proportion to n
squared. Here what is left is a place in the whole table, and only the rows of a page become a table.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import tables as rl
from reportlab.platypus.flowables import Flowable

from briefgen.pdf.tagged.paragraph import Paragraph
from briefgen.pdf.tagged.structure import Element, Slot, StrayContentError, TagError
from briefgen.pdf.tagged.text import find_stray


class CellTag(Struct, eq=False):
    """A cell's slot, which its style carries through reportlab's splitting."""

    slot: Slot
    repeats: bool
    flows: bool

    def __deepcopy__(self, memo: Any) -> CellTag:
        return self


class Table(rl.Table):  # type: ignore[misc]
    """``reportlab.platypus.Table`` that draws into ``element``, a Table.

    The first ``repeatRows`` rows become THead, with TH of column scope; the first ``header_cols`` cells of every other
    row TH of row scope. SPAN commands become ColSpan and RowSpan. A header row that comes again on a later page is an
    artifact. Cells hold strings or flowables; a :class:`.Paragraph` without element is given one in its cell; plain
    text of other flowables raises :class:`StrayContentError`, their lines and pictures are artifacts. With ``rtl`` the
    first column stands at the right; ``colWidths`` is then a keyword, and columns in style commands count from the
    left. Raises :class:`TagError` for header cells that span into the body (ISO 14289-1, 7.5).
    """

    _asked: tuple[float, float] | None = None

    def __init__(
        self, data: Any, *args: Any, element: Element | None = None, header_cols: int = 0,
        rtl: bool = False, **kwds: Any,
    ) -> None:  # fmt: skip
        if rtl:
            data = [list(row)[::-1] for row in data]
            kwds["colWidths"] = list(kwds["colWidths"])[::-1]
        super().__init__(data, *args, **kwds)
        self._rtl = rtl
        self._element = element
        self._header_cols = header_cols
        self._later = False  # a part on a later page: its header rows are repeats
        self._drawn_in: object = None

    # -- structure -------------------------------------------------------------------------

    def _tag(self) -> None:
        """Make rows and cells; late, since setStyle may add spans until the table is laid out."""
        if self._element is None:
            return
        table, self._element = self._element, None
        if self._spanCmds:
            self._calcSpanRanges()
        heads = self.repeatRows
        groups = {True: table.add("THead")} if heads else {}
        for r in range(self._nrows):
            head = r < heads
            if head not in groups:
                groups[head] = table.add("TBody") if heads else table
            row = groups[head].add("TR")
            for c in range(self._ncols)[:: -1 if self._rtl else 1]:
                span = self._spanRanges.get((c, r)) if self._spanCmds else (c, r, c, r)
                if span is None:
                    continue  # covered by another cell
                if head and span[3] >= heads and heads < self._nrows:
                    raise TagError(f"the header cell at row {r} spans into the table's body")
                self._tag_cell(row, r, c, head, span)

    def _tag_cell(self, row: Element, r: int, c: int, head: bool, span: Any) -> None:
        value = self._cellvalues[r][c]
        heads_row = (self._ncols - 1 - c if self._rtl else c) < self._header_cols
        scope = "Column" if head else "Row" if heads_row else ""
        if head and heads_row and isinstance(value, str) and not value.strip():
            scope = ""  # an empty corner heads nothing
        entries: dict[str, Any] = {"Scope": scope} if scope else {}
        for key, size in (("ColSpan", span[2] - c + 1), ("RowSpan", span[3] - r + 1)):
            if size > 1:
                entries[key] = size
        cell = row.add("TH" if scope else "TD", attributes={"Table": entries} if entries else None)
        flows = isinstance(value, (list, tuple, Flowable))
        if flows:
            items = list(value) if isinstance(value, (list, tuple)) else [value]
            for item in items:
                if isinstance(item, Paragraph) and not item.tagged:
                    item.adopt(cell if len(items) == 1 else cell.add("P"))
        self._cellStyles[r][c].tag = CellTag(cell.content, head, flows)

    def wrap(self, availWidth: float, availHeight: float) -> Any:  # noqa: N803
        self._tag()
        # Layout asks often, and each time takes as long as there are rows left.
        if self._asked != (availWidth, availHeight):
            if self._splits_anywhere():
                measure_rows(self, availWidth)
            self._size = super().wrap(availWidth, availHeight)
            self._asked = availWidth, availHeight
        return self._size

    def split(self, availWidth: float, availHeight: float) -> Any:  # noqa: N803
        if self._splits_anywhere() and self.wrap(availWidth, HIGHEST)[1] < HIGHEST:
            return split_rows(self, availHeight, self.repeatRows)
        self._asked = None  # rows are measured for this height from now on
        return super().split(availWidth, availHeight)

    def _splits_anywhere(self) -> bool:
        """Whether it may be split between any two rows below a heading that comes again."""
        special = (self._spanCmds, self._nosplitCmds, self._srflcmds, self._sircmds)
        drawn = {command[0] for command in (*self._linecmds, *self._bkgrndcmds)}
        return (
            not any(special)
            and drawn <= PLAIN
            and self._rowSplitRange is None
            and bool(self.splitByRow)
            and not self.splitInRow
            and not self._later
            and 0 < self.repeatRows < self._nrows
            and not getattr(self, "_cornerRadii", None)
            and self._renderCB is None
        )

    def setStyle(self, tblstyle: Any) -> None:  # noqa: N802
        self._asked = None
        super().setStyle(tblstyle)

    def _splitRows(self, availHeight: float, doInRowSplit: int = 0) -> list[Any]:  # noqa: N802, N803
        parts: list[Any] = super()._splitRows(availHeight, doInRowSplit)
        if len(parts) == 2:
            parts[0]._later = self._later
            parts[1]._later = True
        return parts

    # -- drawing ---------------------------------------------------------------------------

    def draw(self) -> None:
        self._tag()
        canvas = self.canv
        if self._drawn_in is canvas.pass_token and not canvas.in_artifact:
            raise TagError("a table is drawn twice in one file")
        self._drawn_in = canvas.pass_token
        with canvas.mark_rest_as_artifact():
            super().draw()

    def _drawCell(self, cellval: Any, cellstyle: Any, pos: Any, size: Any) -> None:  # noqa: N802
        canvas = self.canv
        tag: CellTag | None = getattr(cellstyle, "tag", None)
        empty = isinstance(cellval, str) and not cellval.strip()
        if empty or not isinstance(pdfmetrics.getFont(cellstyle.fontname), TTFont):
            if not empty and isinstance(cellval, str):
                super()._drawCell(cellval, cellstyle, pos, size)  # raises FontError
            # reportlab sets the cell's font, Helvetica unless told, though no text needs it
            cellstyle = cellstyle.copy()
            cellstyle.fontname = canvas._initialFontName
        if tag is None or canvas.in_artifact:
            super()._drawCell(cellval, cellstyle, pos, size)
        elif self._later and tag.repeats:
            with canvas.artifact("Pagination"):
                super()._drawCell(cellval, cellstyle, pos, size)
        elif tag.flows or empty:
            start = len(canvas._code)
            super()._drawCell(cellval, cellstyle, pos, size)
            for entry in find_stray(canvas._code[start:]):
                if "Tj" in entry or "TJ" in entry:
                    raise StrayContentError(
                        f"text of a cell without element: {entry[:80]!r}; use Paragraph of this "
                        "package (ISO 14289-1, 7.1)"
                    )
        else:
            with canvas.mark_slot(tag.slot):
                super()._drawCell(cellval, cellstyle, pos, size)


HIGHEST = 1e6  # points: rows further down than this are not measured
# Commands that mean the same for some rows as for all.
PLAIN = frozenset(("BACKGROUND", "LINEABOVE", "LINEBELOW"))
_AT_ONCE = 200


def measure_rows(whole: Table, width: float) -> None:
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


def split_rows(whole: Table, room: float, start: int) -> list[Any]:
    """The rows of `whole` from `start` that `room` points hold, as a table, and a :class:`Rest`; empty where none fit.

    `whole` has been measured, has no spans, and repeats its first rows.
    """
    heads = whole.repeatRows
    heights = whole._rowHeights
    high = sum(heights[:heads])
    end = start
    while end < whole._nrows and high + heights[end] <= room:
        high += heights[end]
        end += 1
    return [table_of_rows(whole, start, end), Rest(whole, end)] if end > start else []


def table_of_rows(whole: Table, start: int, end: int) -> Table:
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
        self.width = self.height = 0.0
        self.hAlign = whole.hAlign
        self._whole, self._start = whole, start
        self._part: Table | None = None

    def _height(self, end: int) -> float:
        """Height in points of the heading and of the rows to before `end`."""
        heights: list[float] = self._whole._rowHeights
        return sum(heights[: self._whole.repeatRows]) + sum(heights[self._start : end])

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        if not self.height:
            self.width, self.height = self._whole._width, self._height(self._whole._nrows)
        return self.width, self.height

    def least_part(self, width: float) -> float:
        """Height in points of the heading and two rows."""
        return self._height(self._start + 2)

    def split(self, availWidth: float, availHeight: float) -> list[Any]:  # noqa: N803
        return split_rows(self._whole, availHeight, self._start)

    def draw(self) -> None:
        if self._part is None:
            self._part = table_of_rows(self._whole, self._start, self._whole._nrows)
        self._part.wrap(self.width, HIGHEST)
        self._part._drawOn(self.canv)
