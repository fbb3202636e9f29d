"""Heat table: a table whose cells are shaded by their values.

Use it to let a pattern show in a table of some dozens of numbers, each still readable. Do not use it where few
numbers matter (bars) or to read exact differences from shades alone: the values stand in the cells.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from briefgen.charts import rows, series
from briefgen.charts.canvas import Scale, Sheet, wrapped
from briefgen.charts.colour import readable_on, step
from briefgen.locale import Locale
from briefgen.outline.figure import FigureBase, SeriesRow, Unit
from briefgen.outline.quantity import Quantity
from briefgen.theme import Theme

KIND = "heat"


class Spec(FigureBase, Unit):
    """A cell for each value, darker for more."""

    kind: Literal["heat"]
    data: tuple[SeriesRow, ...] = Field(min_length=1, description="A row a row of the table.")


def _rows(
    spec: Spec, theme: Theme, locale: Locale, width: float, scale: float
) -> tuple[list[list[str]], float]:
    """The rows' names, wrapped, and the room they take."""
    size = theme.chart.label * scale
    marks = series.row_marks(spec.data, spec.highlight, locale)
    room = min(max(rows.text_width(theme, m.label, size) for m in marks), width * 0.34)
    return [wrapped(m.label, theme, size, room, True) for m in marks], room + size * 0.7


def _heads(spec: Spec, theme: Theme, locale: Locale, width: float, scale: float) -> list[list[str]]:
    names = series.names(spec.data)
    _, start = _rows(spec, theme, locale, width, scale)
    room = (width - start) / len(names) - 3
    return [wrapped(name, theme, theme.chart.label * scale, room, True)[:4] for name in names]


def natural_height(spec: Spec, theme: Theme, locale: Locale, width: float, scale: float) -> float:
    """Height in points at `width`."""
    size = theme.chart.label * scale
    names, _ = _rows(spec, theme, locale, width, scale)
    head = max(len(h) for h in _heads(spec, theme, locale, width, scale)) * size * 1.2 + size * 0.3
    return head + sum(max(size * 2.1, len(n) * size * 1.2 + size * 0.5) for n in names)


def draw(spec: Spec, sheet: Sheet) -> None:
    """Draw the cells on `sheet`, each with its value; a missing one is empty with a dash."""
    size = sheet.size("label")
    names, start = _rows(spec, sheet.theme, sheet.locale, sheet.width, sheet.scale)
    heads = _heads(spec, sheet.theme, sheet.locale, sheet.width, sheet.scale)
    columns = series.names(spec.data)
    wide = (sheet.width - start) / len(columns)
    head = max(len(h) for h in heads) * size * 1.2 + size * 0.3
    stretch = sheet.height / natural_height(
        spec, sheet.theme, sheet.locale, sheet.width, sheet.scale
    )
    values = [q.value for row in spec.data for q in row.values.values() if q.value is not None]
    shares = Scale(min(values, default=0.0), max(values, default=1.0), 0.0, 1.0)
    top = sheet.height
    for index, lines in enumerate(heads):
        x = start + (index + 0.5) * wide
        strong = columns[index] in spec.highlight
        sheet.lines(x, top, lines, size=size, align="center", bold=strong)
    top -= head
    for row, name in zip(spec.data, names, strict=True):
        high = max(size * 2.1, len(name) * size * 1.2 + size * 0.5) * min(stretch, 1.8)
        middle = top - high / 2
        sheet.lines(
            0, middle + len(name) * size * 0.6, name, size=size, bold=row.label in spec.highlight
        )
        for index, column in enumerate(columns):
            quantity = row.values.get(column, series.MISSING)
            box = (start + index * wide, top - high, wide, high)
            _cell(sheet, spec, quantity, shares, box, bool(row.status))
        top -= high


def _cell(sheet: Sheet, spec: Spec, quantity: Quantity, shares: Scale,
          box: tuple[float, float, float, float], hollow: bool) -> None:  # fmt: skip
    x, y, wide, high = box
    size, gap = sheet.size("label"), 0.6 * sheet.scale
    colours = sheet.theme.colours
    if quantity.value is None:
        sheet.text(x + wide / 2, y + high / 2 - size * 0.3, "–", size=size, align="center",
                   colour=colours.muted, optional=True)  # fmt: skip
        return
    shade = step(sheet.theme, shares(quantity.value))
    edge = colours.ink if hollow or not quantity.is_exact else None
    sheet.rect(
        x + gap, y + gap, wide - 2 * gap, high - 2 * gap, shade, edge, True, 0.8 * sheet.scale
    )
    text = sheet.locale.quantity(quantity, spec, short=True)
    lines = wrapped(text.replace("\u00a0", " "), sheet.theme, size, wide - 3, True)
    if len(lines) * size * 1.1 > high or any(
        line.endswith("-") and line not in text for line in lines
    ):
        sheet.dropped(text)
        return
    sheet.lines(x + wide / 2, y + high / 2 + len(lines) * size * 0.6, lines, size=size, align="center",
                colour=readable_on(shade, sheet.theme))  # fmt: skip
