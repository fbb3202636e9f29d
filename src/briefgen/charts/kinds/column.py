"""Columns: a few values compared side by side, often over time."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from briefgen.charts import rows
from briefgen.charts.canvas import Scale, Sheet, wrapped
from briefgen.locale import Locale
from briefgen.outline.figure import FigureBase, Row, Unit
from briefgen.theme import Theme

KIND = "column"
ELASTIC = True  # any height will do
ELASTIC = True  # its height is free


class Spec(FigureBase, Unit):
    """A column for each row, from zero."""

    kind: Literal["column"]
    data: tuple[Row, ...] = Field(min_length=1, description="A row a column, in the order drawn.")


def natural_height(spec: Spec, theme: Theme, locale: Locale, width: float, scale: float) -> float:
    """Height in points at `width`."""
    return (78 * scale + 0.17 * width) + _label_lines(spec, theme, locale, width, scale) * (
        theme.chart.label * scale * 1.2
    )


def _room(spec: Spec, width: float) -> float:
    return width / len(spec.data)


def _size(spec: Spec, theme: Theme, locale: Locale, width: float, scale: float) -> float:
    """Label size: as the theme has it, smaller where many columns leave no room."""
    size = theme.chart.label * scale
    room = _room(spec, width) - 2
    widest = max(rows.text_width(theme, m.text, size) for m in rows.marks(spec, locale))
    return size if widest <= room else max(size * 0.72, size * room / widest)


def _label_lines(spec: Spec, theme: Theme, locale: Locale, width: float, scale: float) -> int:
    size = _size(spec, theme, locale, width, scale)
    room = _room(spec, width) - 4
    return max(len(wrapped(m.label, theme, size, room, True)) for m in rows.marks(spec, locale))


def draw(spec: Spec, sheet: Sheet) -> None:
    """Draw the columns on `sheet`."""
    marks = rows.marks(spec, sheet.locale)
    size = _size(spec, sheet.theme, sheet.locale, sheet.width, sheet.scale)
    room = _room(spec, sheet.width)
    lines = [wrapped(m.label, sheet.theme, size, room - 4, True) for m in marks]
    foot = max(len(text) for text in lines) * size * 1.2 + size * 0.35
    tip = 9 * sheet.scale
    low, high = rows.extent(marks)
    head = size * 1.25 + (tip if any(m.open_above for m in marks) else 0)
    start = foot + (size * 1.3 if low < 0 else 0)
    scale = Scale(low, high, start, sheet.height - head)
    zero = scale(0)
    breadth = min(room * (1 - sheet.theme.chart.gap), 74 * sheet.scale)
    for index, mark in enumerate(marks):
        middle = (index + 0.5) * room
        rows.bar(sheet, mark, scale, middle, breadth, "up")
        sheet.lines(
            middle,
            foot - size * 0.3,
            lines[index],
            size=size,
            align="center",
            bold=mark.highlighted,
        )
        if mark.reach is None:
            sheet.text(middle, zero + size * 0.4, mark.text, size=size, align="center", italic=True,
                       colour=sheet.theme.colours.muted)  # fmt: skip
            continue
        after = min(breadth * 0.35, tip) if mark.open_above else 0
        at = scale(mark.reach) + after + size * 0.35
        if mark.reach < 0:
            at = scale(mark.reach) - size * 1.0
        if rows.text_width(sheet.theme, mark.text, size) > room + 1:
            sheet.fig.briefgen_dropped.append(mark.text)
            continue
        sheet.text(middle, at, mark.text, size=size, align="center", bold=True)
    sheet.line([0, sheet.width], [zero, zero], sheet.theme.colours.muted, 0.8 * sheet.scale)
