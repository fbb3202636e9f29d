"""Stacked bars: what bars of amounts and bars of shares have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from briefgen.charts import bands, series
from briefgen.charts.canvas import Fill, Scale, Sheet
from briefgen.charts.colour import readable_on
from briefgen.locale import Locale
from briefgen.outline.figure import SeriesRow
from briefgen.theme import Theme

BAR = 18.0


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: its length in data units, and what is written on it."""

    length: float
    text: str
    fill: Fill
    hollow: bool = False


def natural_height(spec: Any, names: Sequence[str], theme: Theme, locale: Locale, width: float,
                   scale: float) -> float:  # fmt: skip
    """Height of the key and the rows, in points at `width`."""
    marks = series.row_marks(spec.data, spec.highlight, locale)
    plan = bands.plan(marks, theme, width, scale, BAR)
    return plan.height + series.key_height(names, theme, width, scale)


def draw(spec: Any, sheet: Sheet, names: Sequence[str], fills: Sequence[Fill],
         parts: Sequence[Sequence[Part]], totals: Sequence[str], most: float) -> None:  # fmt: skip
    """Draw rows of parts on `sheet` to a scale of 0..`most`, each row's total after it."""
    size = sheet.size("label")
    marks = series.row_marks(spec.data, spec.highlight, sheet.locale)
    plan = bands.plan(marks, sheet.theme, sheet.width, sheet.scale, BAR)
    series.key(sheet, names, fills, sheet.height)
    top = sheet.height - series.key_height(names, sheet.theme, sheet.width, sheet.scale)
    widest = max((sheet.text_width(t, size, True) for t in totals), default=0.0)
    room = min(widest + size * 0.4 if widest else 0.0, (sheet.width - plan.start) * 0.5)
    scale = Scale(0, most or 1, plan.start, sheet.width - room)
    placed = bands.place(plan, marks, sheet, top, 0)
    for band, row, total in zip(placed, parts, totals, strict=True):
        at = 0.0
        for part in row:
            _part(sheet, part, scale(at), scale(at + part.length), band)
            at += part.length
        if total:
            missing = not row
            sheet.text(scale(at) + size * 0.4, band.middle - size * 0.33, total, size=size,
                       bold=not missing, italic=missing)  # fmt: skip


def _part(sheet: Sheet, part: Part, left: float, right: float, band: bands.Band) -> None:
    """A part, a hair apart from the next, its text on it where that fits."""
    size, gap = sheet.size("label"), 0.8 * sheet.scale
    width = max(right - left - gap, min(right - left, 0.4))
    fill = Fill("#ffffff", part.fill.ink, 45.0) if part.hollow else part.fill
    bottom = band.middle - band.thickness / 2
    sheet.rect(left, bottom, width, band.thickness, fill)
    wide = sheet.text_width(part.text, size)
    if wide + size * 0.5 > width or size * 0.95 > band.thickness:
        return
    x, y = left + width / 2, band.middle - size * 0.33
    if fill.angle is not None:  # strokes behind letters make them hard to read
        sheet.rect(x - wide / 2 - 1, y - size * 0.2, wide + 2, size * 0.98, fill.colour)
    sheet.text(x, y, part.text, size=size, align="center", colour=readable_on(fill.colour, sheet.theme),
               optional=True)  # fmt: skip


def lengths(row: SeriesRow, names: Sequence[str]) -> list[float | None]:
    """The row's values in the order of `names`; None where missing."""
    return [row.values.get(name, series.MISSING).value for name in names]


def refuse_negative(data: Sequence[SeriesRow]) -> None:
    """Raise ValueError where a part is below zero: parts of a whole cannot be."""
    for row in data:
        for name, quantity in row.values.items():
            if quantity.low is not None and quantity.low < 0:
                raise ValueError(
                    f"`{name}` of `{row.label}` is below zero: parts of a whole cannot be; use `grouped`"
                )
