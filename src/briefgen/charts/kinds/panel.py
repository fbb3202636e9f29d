"""Key-number panel: a few numbers written large, each with what it counts.

Use it where two to six numbers are the message and no comparison is asked of the eye. Do not use it for numbers
in one unit that belong on one scale (bars).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from briefgen.charts import rows
from briefgen.charts.canvas import Sheet, wrapped
from briefgen.locale import Locale
from briefgen.outline.figure import FigureBase, Row, Unit
from briefgen.theme import Theme

KIND = "panel"
STRETCH = 1.4  # of its natural height, at most
LARGE = 2.6  # of the label size


class KeyRow(Row, Unit):
    """A number with a unit of its own."""


class Spec(FigureBase):
    """Numbers in a row or a grid."""

    kind: Literal["panel"]
    data: tuple[KeyRow, ...] = Field(min_length=1, max_length=12, description="A row a number.")


@dataclass(frozen=True)
class _Cell:
    qualifier: str
    number: str
    label: list[str]
    strong: bool
    missing: bool


def _columns(spec: Spec, theme: Theme, locale: Locale, width: float, scale: float) -> int:
    """As many beside each other as have room for their numbers."""
    size = theme.chart.label * scale
    widest = max(
        rows.text_width(theme, locale.parts(row.value, row, named=False)[1], size * LARGE)
        for row in spec.data
    )
    most = max(1, int(width // max(widest + size * 2, size * 11)))
    count = len(spec.data)
    lines = -(-count // min(most, count, 4))
    return -(-count // lines)


def _cells(spec: Spec, theme: Theme, locale: Locale, width: float, scale: float) -> list[_Cell]:
    size = theme.chart.label * scale
    room = width / _columns(spec, theme, locale, width, scale) - size * 2
    out = []
    for row in spec.data:
        qualifier, number = locale.parts(row.value, row, named=False)
        label = wrapped(rows.named(row, locale), theme, size, room)
        if row.note:
            label += wrapped(row.note, theme, size, room)
        out.append(
            _Cell(qualifier, number, label, row.label in spec.highlight, row.value.value is None)
        )
    return out


def _height(cells: list[_Cell], size: float) -> float:
    above = size * 1.2 if any(c.qualifier for c in cells) else 0.0
    return above + size * (LARGE + 0.9) + max(len(c.label) for c in cells) * size * 1.2 + size * 0.6


def natural_height(spec: Spec, theme: Theme, locale: Locale, width: float, scale: float) -> float:
    """Height in points at `width`."""
    cells = _cells(spec, theme, locale, width, scale)
    columns = _columns(spec, theme, locale, width, scale)
    size = theme.chart.label * scale
    return sum(_height(cells[i : i + columns], size) for i in range(0, len(cells), columns))


def draw(spec: Spec, sheet: Sheet) -> None:
    """Draw the numbers on `sheet`: the qualifier small above, the number large, what it is below."""
    size, colours = sheet.size("label"), sheet.theme.colours
    cells = _cells(spec, sheet.theme, sheet.locale, sheet.width, sheet.scale)
    columns = _columns(spec, sheet.theme, sheet.locale, sheet.width, sheet.scale)
    wide = sheet.width / columns
    natural = natural_height(spec, sheet.theme, sheet.locale, sheet.width, sheet.scale)
    lines = -(-len(cells) // columns)
    spare = max(0.0, sheet.height - natural) / lines
    top = sheet.height
    for start in range(0, len(cells), columns):
        group = cells[start : start + columns]
        above = size * 1.2 if any(c.qualifier for c in group) else 0.0
        high = _height(group, size)
        for index, cell in enumerate(group):
            x = index * wide + (size if index else 0.0)
            if index:
                rule = index * wide
                sheet.line(
                    [rule, rule], [top - high + size * 0.6, top], colours.rule, 0.8 * sheet.scale
                )
            sheet.text(x, top - size * 0.85, cell.qualifier, size=size, colour=colours.muted)
            large = size * LARGE
            fit = (wide - size * 1.4) / max(1.0, sheet.text_width(cell.number, large, True))
            large *= max(0.4, min(1.0, fit))
            shade = colours.accent if cell.strong else colours.primary
            if cell.missing:
                shade, large = colours.muted, min(large, size * 1.3)
            sheet.text(x, top - above - size * LARGE * 0.82, cell.number, size=large,
                       bold=not cell.missing, italic=cell.missing, colour=shade)  # fmt: skip
            sheet.lines(x, top - above - size * (LARGE + 0.25), cell.label, size=size)
        top -= high + spare
