"""Ranges: intervals of estimates, each on a line of its own.

Use it for estimates that are given as a low and a high end, to show how far they overlap. Do not use it for two
values of different things, such as before and after (dumbbell).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from briefgen.charts import rows
from briefgen.charts.canvas import Scale, Sheet, wrapped
from briefgen.locale import Locale
from briefgen.outline.figure import FigureBase, Row, Unit
from briefgen.outline.quantity import Quantity
from briefgen.theme import Theme

KIND = "range"


class Spec(FigureBase, Unit):
    """An interval for each row: a low and a high end, both labelled."""

    kind: Literal["range"]
    data: tuple[Row, ...] = Field(
        min_length=1, description="A row an interval (`18..39`) or a single estimate."
    )


def _lines(spec: Spec, theme: Theme, locale: Locale, width: float, scale: float) -> list[list[str]]:
    size = theme.chart.label * scale
    return [wrapped(m.label, theme, size, width, True) for m in rows.marks(spec, locale)]


def _room(lines: list[str], size: float) -> float:
    return len(lines) * size * 1.2 + size * 2.3


def natural_height(spec: Spec, theme: Theme, locale: Locale, width: float, scale: float) -> float:
    """Height in points at `width`."""
    size = theme.chart.label * scale
    return sum(_room(text, size) for text in _lines(spec, theme, locale, width, scale)) + size * 1.2


def draw(spec: Spec, sheet: Sheet) -> None:
    """Draw the intervals on `sheet`, over a line that starts at zero."""
    marks = rows.marks(spec, sheet.locale)
    size = sheet.size("label")
    lines = _lines(spec, sheet.theme, sheet.locale, sheet.width, sheet.scale)
    low, high = rows.extent(marks)
    value = max(sheet.text_width(m.text, size, bold=True) for m in marks)
    scale = Scale(low, high, size * 0.3, sheet.width - value - size * 1.2)
    foot = size * 1.4
    extra = (sheet.height - foot - sum(_room(text, size) for text in lines)) / len(lines)
    top = sheet.height
    axis = sheet.theme.colours
    sheet.line([scale(0), scale(0)], [foot, sheet.height], axis.rule, 0.8 * sheet.scale)
    radius = size * 0.36
    for mark, text in zip(marks, lines, strict=True):
        below = sheet.lines(scale(0) + size * 0.4, top, text, size=size, bold=mark.highlighted)
        y = below - size * 0.55
        shade = rows.colour(sheet, mark)
        bounds = mark.quantity.bounds
        start = scale(bounds[0]) if bounds else scale(high)
        sheet.line([scale(0), start], [y, y], axis.rule, 0.6 * sheet.scale)
        if bounds is None:
            sheet.text(
                scale(0) + size * 0.4,
                y + size * 0.15,
                mark.text,
                size=size,
                italic=True,
                colour=axis.muted,
            )
        else:
            ends = [scale(b) for b in bounds]
            sheet.line(ends, [y, y], shade, radius * 1.1)
            hollow = not (mark.quantity.is_range or mark.quantity.is_exact)
            for end in dict.fromkeys(ends):
                sheet.dot(end, y, radius, shade, hollow=hollow)
            sheet.text(
                ends[1] + radius + size * 0.5, y - size * 0.33, mark.text, size=size, bold=True
            )
        top -= _room(text, size) + max(0.0, extra)
    zero = sheet.locale.quantity(_ZERO, spec.model_copy(update={"magnitude": None}), short=True)
    sheet.text(0, size * 0.3, zero, size=size, colour=axis.muted)


_ZERO = Quantity(Decimal(0), Decimal(0))
