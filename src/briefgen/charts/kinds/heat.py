"""The chart kind `heat`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from briefgen.charts import rows, series
from briefgen.charts.kind import ChartKind
from briefgen.charts.sheet import PROJECTED, SMALLER, Frame, Scale, Sheet, shorten, wrap
from briefgen.languages import font_metrics, shaping
from briefgen.model.figures import FigureBase, SeriesRow, Unit
from briefgen.model.quantity import Quantity
from briefgen.model.theme import readable_on, step

KEY = 1.7  # of the label size: the height of what explains the dash
GAP = "–"


class HeatSpec(FigureBase, Unit):
    """A cell for each value, darker for more."""

    kind: Literal["heat"]
    data: tuple[SeriesRow, ...] = Field(min_length=1, description="A row a row of the table.")


@dataclass(frozen=True)
class _Table:
    """The table as it is drawn: names of rows and columns, wrapped, and its cells row by row."""

    names: list[list[str]]
    heads: list[list[str]]
    cells: list[list[tuple[Quantity, bool]]]
    strong: tuple[list[bool], list[bool]]
    start: float
    cut: int  # headings with words that are too long for their column
    lost: list[str]  # headings of which only the beginning has room
    small: float  # size of the headings, in points

    @property
    def gaps(self) -> bool:
        """Whether a cell has no value."""
        return any(quantity.value is None for row in self.cells for quantity, _ in row)

    def heights(self, size: float) -> list[float]:
        """Of the heading and of each row, in points."""
        head = max(map(len, self.heads)) * size * 1.2 + size * 0.3
        return [head, *(max(size * 2.1, len(n) * size * 1.2 + size * 0.5) for n in self.names)]


def _table(spec: HeatSpec, frame: Frame) -> _Table:
    """The table, turned on its side where its columns' names do not fit and its rows' would."""
    columns = series.names(spec.data)
    labels = [rows.name_row(row, frame.locale) for row in spec.data]
    cells = []
    for row in spec.data:
        values = [row.values.get(name, series.MISSING) for name in columns]
        cells.append([(value, bool(row.status)) for value in values])
    chosen = set(spec.highlight)
    strong = [row.label in chosen for row in spec.data], [c in chosen for c in columns]
    upright = _lay_out(labels, columns, cells, strong, frame)
    if upright.cut:
        turned = [list(column) for column in zip(*cells, strict=True)]
        other = _lay_out(columns, labels, turned, (strong[1], strong[0]), frame)
        if (len(other.lost), other.cut) < (len(upright.lost), upright.cut):
            return other
    return upright


def _lay_out(labels: list[str], columns: list[str], cells: list[list[tuple[Quantity, bool]]],
             strong: tuple[list[bool], list[bool]], frame: Frame) -> _Table:  # fmt: skip
    theme, width, size = frame.theme, frame.width, frame.size
    face = font_metrics.face(theme, True)
    room = min(max(face.width(label, size) for label in labels), width * 0.34)
    names = [wrap(label, theme, size, room, True) for label in labels]
    wide = (width - room - size * 0.7) / len(columns) - 3
    heads, cut, lost = [], 0, []
    longest = [max(face.width(w, size) for w in shaping.words(name) or [""]) for name in columns]
    least = 1.0 if frame.scale >= PROJECTED else SMALLER
    small = size * max(least, min(1.0, wide / max(*longest, 1.0)))
    for name, long in zip(columns, longest, strict=True):
        # A word that is too long is broken, rather than cut, where that takes no more than four lines.
        lines = wrap(name, theme, small, wide, True)
        cut += long > wide
        if len(lines) > 4:
            lines = [shorten(name, face, small, wide)]
            lost.append(name)
        heads.append(lines)
    return _Table(names, heads, cells, strong, room + size * 0.7, cut, lost, small)


def _cell(sheet: Sheet, spec: HeatSpec, quantity: Quantity, shares: Scale,
          box: tuple[float, float, float, float], hollow: bool, owner: str) -> None:  # fmt: skip
    x, y, wide, high = box
    size, gap = sheet.size("label"), 0.6 * sheet.scale
    colours = sheet.theme.colours
    if quantity.value is None:
        sheet.text(x + wide / 2, y + high / 2 - size * 0.3, GAP, size=size, align="center",
                   colour=colours.muted, optional=True)  # fmt: skip
        return
    shade = step(sheet.theme, shares(quantity.value))
    edge = colours.ink if hollow or not quantity.is_exact else None
    box = x + gap, y + gap, wide - 2 * gap, high - 2 * gap
    sheet.rect(*box, shade, edge, True, 0.8 * sheet.scale)
    text = sheet.locale.quantity(quantity, spec, short=True)
    lines = wrap(text.replace("\u00a0", " "), sheet.theme, size, wide - 3, True)
    cut = any(line.endswith("-") and line not in text for line in lines)
    if cut or len(lines) * size * 1.1 > high:
        smaller = sheet.fit_size(text, size, wide - 3)
        if smaller is None:
            sheet.drop(f"{owner}: {text}")
            return
        lines, size = [text], smaller
    sheet.lines(x + wide / 2, y + high / 2 + len(lines) * size * 0.6, lines, size=size, align="center",
                colour=readable_on(shade, sheet.theme))  # fmt: skip


class Heat(ChartKind[HeatSpec]):
    """Heat table: a table whose cells are shaded by their values.

    Use it to let a pattern show in a table of some dozens of numbers, each still readable. Do not use it where few
    numbers matter (bars) or to read exact differences from shades alone: the values stand in the cells.
    """

    name = "heat"
    Spec = HeatSpec
    common = "peers"
    from_zero = False
    divisible = True

    def natural_height(self, spec: HeatSpec, frame: Frame) -> float:
        size = frame.size
        table = _table(spec, frame)
        return sum(table.heights(size)) + (size * KEY if table.gaps else 0.0)

    def draw(self, spec: HeatSpec, sheet: Sheet) -> None:
        """Draw the cells on `sheet`, each with its value; a missing one is empty with a dash, explained below."""
        size = sheet.size("label")
        table = _table(spec, sheet.frame)
        for heading in table.lost:
            sheet.drop(heading)
        wide = (sheet.width - table.start) / len(table.heads)
        head, *heights = table.heights(size)
        foot = size * KEY if table.gaps else 0.0
        stretch = min(1.8, (sheet.height - head - foot) / sum(heights))
        data = [row for peer in sheet.peers or (spec,) for row in peer.data]
        values = [q.value for row in data for q in row.values.values() if q.value is not None]
        ends = sheet.domain or (min(values, default=0.0), max(values, default=1.0))
        shares = Scale(*ends, 0.0, 1.0)
        for index, (lines, strong) in enumerate(zip(table.heads, table.strong[1], strict=True)):
            sheet.lines(table.start + (index + 0.5) * wide, sheet.height, lines, size=table.small, align="center",
                        bold=strong)  # fmt: skip
        top = sheet.height - head
        parts = zip(table.names, table.cells, table.strong[0], heights, strict=True)
        for name, row, strong, natural in parts:
            high = natural * stretch
            sheet.lines(0, top - high / 2 + len(name) * size * 0.6, name, bold=strong)
            for index, (quantity, hollow) in enumerate(row):
                box = (table.start + index * wide, top - high, wide, high)
                owner = " ".join([*name, *table.heads[index]])
                _cell(sheet, spec, quantity, shares, box, hollow, owner)
            top -= high
        if foot:
            said = f"{GAP} {sheet.locale.word('missing')}"
            sheet.text(table.start, top - size * 1.3, said, italic=True,
                       colour=sheet.theme.colours.muted)  # fmt: skip
