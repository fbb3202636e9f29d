"""Bars: values compared across categories whose names need room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from briefgen.charts import rows
from briefgen.charts.canvas import Scale, Sheet, wrapped
from briefgen.locale import Locale
from briefgen.outline.figure import FigureBase, Row, Unit
from briefgen.theme import Theme

KIND = "bar"


class Spec(FigureBase, Unit):
    """A horizontal bar for each row, from zero."""

    kind: Literal["bar"]
    data: tuple[Row, ...] = Field(min_length=1, description="A row a bar, from the top down.")


@dataclass(frozen=True)
class _Plan:
    """Where labels stand: beside the bars when they are short, above them when they are long."""

    above: bool
    label_width: float
    lines: tuple[list[str], ...]
    heights: tuple[float, ...]
    thickness: float


def _plan(spec: Spec, theme: Theme, locale: Locale, width: float, scale: float) -> _Plan:
    size = theme.chart.label * scale
    marks = rows.marks(spec, locale)
    widest = max(rows.text_width(theme, m.label, size) for m in marks)
    above = widest > 0.36 * width
    room = width if above else widest
    lines = tuple(wrapped(m.label, theme, size, room) for m in marks)
    thickness = 13 * scale
    heights = tuple(
        (len(text) * size * 1.2 + thickness + size * 0.75)
        if above
        else max(thickness, len(text) * size * 1.2) + size * 0.85
        for text in lines
    )
    return _Plan(above, room, lines, heights, thickness)


def natural_height(spec: Spec, theme: Theme, locale: Locale, width: float, scale: float) -> float:
    """Height in points at `width`."""
    return sum(_plan(spec, theme, locale, width, scale).heights)


def draw(spec: Spec, sheet: Sheet) -> None:
    """Draw the bars on `sheet`."""
    plan = _plan(spec, sheet.theme, sheet.locale, sheet.width, sheet.scale)
    marks = rows.marks(spec, sheet.locale)
    size = sheet.size("label")
    stretch = max(1.0, sheet.height / sum(plan.heights))
    start = 0.0 if plan.above else plan.label_width + size * 0.7
    tip = 9 * sheet.scale
    values = [sheet.text_width(m.text, size, bold=True) + size * 0.5 + tip for m in marks]
    low, high = rows.extent(marks)
    end = sheet.width - max(values)
    left = start + (max(values) if low < 0 else 0)
    scale = Scale(low, high, left, max(end, left + 20))
    zero = scale(0)
    top = sheet.height
    for mark, lines, height in zip(marks, plan.lines, plan.heights, strict=True):
        room = height * stretch
        thickness = plan.thickness * min(stretch, 1.5)
        if plan.above:
            foot = sheet.lines(0, top, lines, size=size, bold=mark.highlighted)
            middle = foot - size * 0.1 - thickness / 2
        else:
            middle = top - room / 2
            block = len(lines) * size * 1.2
            sheet.lines(
                0, middle + block / 2 - size * 0.08, lines, size=size, bold=mark.highlighted
            )
        rows.bar(sheet, mark, scale, middle, thickness, "right")
        reach = scale(mark.reach) if mark.reach is not None else zero
        after = tip if mark.open_above else 0
        if mark.reach is not None and mark.reach < 0:
            sheet.text(
                reach - size * 0.4,
                middle - size * 0.33,
                mark.text,
                size=size,
                bold=True,
                align="right",
            )
        else:
            colour = sheet.theme.colours.muted if mark.reach is None else None
            sheet.text(max(reach, zero) + after + size * 0.4, middle - size * 0.33, mark.text, size=size,
                       bold=mark.reach is not None, italic=mark.reach is None, colour=colour)  # fmt: skip
        top -= room
    sheet.line([zero, zero], [0, sheet.height], sheet.theme.colours.muted, 0.8 * sheet.scale)
