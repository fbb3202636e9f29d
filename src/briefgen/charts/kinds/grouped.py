"""Grouped bars: a few values side by side for each row.

Use it for two or three series across a few rows, where the values themselves matter. Do not use it for more
than four series (small multiples) or where the parts make a whole (stacked).
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from briefgen.charts import axis, bands, rows, series
from briefgen.charts.canvas import Sheet
from briefgen.charts.kinds import bar
from briefgen.charts.rows import Mark
from briefgen.locale import Locale
from briefgen.outline.figure import FigureBase, Reference, SeriesRow, Unit
from briefgen.theme import Theme

KIND = "grouped"
BAR = 11.0


class Spec(FigureBase, Unit):
    """A group of horizontal bars for each row, from zero."""

    kind: Literal["grouped"]
    data: tuple[SeriesRow, ...] = Field(
        min_length=1, description="A row a group, from the top down."
    )
    references: tuple[Reference, ...] = Field((), description="Values to compare the bars with.")


def natural_height(spec: Spec, theme: Theme, locale: Locale, width: float, scale: float) -> float:
    """Height in points at `width`."""
    names = series.names(spec.data)
    marks = series.row_marks(spec.data, spec.highlight, locale)
    plan = bands.plan(marks, theme, width, scale, BAR * len(names))
    head = series.key_height(names, theme, width, scale)
    return plan.height + head + axis.head(spec.references, theme.chart.label * scale)


def draw(spec: Spec, sheet: Sheet) -> None:
    """Draw the groups on `sheet`, each bar with its value."""
    names = series.names(spec.data)
    groups = series.row_marks(spec.data, spec.highlight, sheet.locale)
    size = sheet.size("label")
    fills = series.fills(sheet, names, spec.highlight)
    plan = bands.plan(groups, sheet.theme, sheet.width, sheet.scale, BAR * len(names))
    series.key(sheet, names, fills, sheet.height)
    top = sheet.height - series.key_height(names, sheet.theme, sheet.width, sheet.scale)
    top -= axis.head(spec.references, size)
    cells = [[_mark(row, name, spec, sheet.locale) for name in names] for row in spec.data]
    marks = [mark for row in cells for mark in row]
    tip = 5 * sheet.scale if any(m.open_above for m in marks) else 0.0
    extent = rows.extent(marks, axis.values(spec.references))
    scale = bar.value_scale(sheet, marks, extent, plan.start, tip)
    zero = scale(0)
    for band, row in zip(bands.place(plan, groups, sheet, top, 0), cells, strict=True):
        pitch = band.thickness / len(names)
        for index, mark in enumerate(row):
            y = band.middle + band.thickness / 2 - (index + 0.5) * pitch
            rows.bar(sheet, mark, scale, y, pitch * 0.86, "right", fills[index])
            reach = zero if mark.reach is None else scale(mark.reach)
            below = mark.reach is not None and mark.reach < 0
            end = reach if below else max(reach, zero) + rows.tip(mark, pitch, sheet.scale)
            rows.value_beside(sheet, mark, end, y, size * 0.35, below)
    sheet.line([zero, zero], [0, top], sheet.theme.colours.muted, 0.8 * sheet.scale)
    axis.across(sheet, spec.references, scale, top, 0)


def _mark(row: SeriesRow, name: str, spec: Spec, locale: Locale) -> Mark:
    quantity = row.values.get(name, series.MISSING)
    text = locale.quantity(quantity, spec, short=True)
    return Mark(name, text, quantity, False, False, "", row.status)
