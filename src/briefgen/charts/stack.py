"""Stacked bars: what bars of amounts and bars of shares have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from briefgen.charts import bands, rows, series, uprights
from briefgen.charts.canvas import Fill, Scale, Sheet
from briefgen.charts.colour import readable_on
from briefgen.locale import Locale
from briefgen.outline.figure import SeriesRow
from briefgen.theme import Theme

BAR = 18.0


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: its length in data units, what is written on it, and `short` where that has no room.

    `hollow` is provisional or a forecast, `loose` not known exactly.
    """

    length: float
    text: str
    fill: Fill
    hollow: bool = False
    loose: bool = False
    short: str = ""


def natural_height(spec: Any, names: Sequence[str], totals: Sequence[str], theme: Theme, locale: Locale,
                   width: float, scale: float) -> float:  # fmt: skip
    """Height of the key and the rows, in points at `width`."""
    marks = series.row_marks(spec.data, spec.highlight, locale, series.names(spec.data))
    key = series.key_height(names, theme, width, scale)
    if uprights.fit(marks, totals, 1, theme, width, scale):
        return key + uprights.natural_height(theme, width, scale)
    return key + bands.plan(marks, theme, width, scale, BAR, totals).height


def draw(spec: Any, sheet: Sheet, names: Sequence[str], fills: Sequence[Fill],
         parts: Sequence[Sequence[Part]], totals: Sequence[str], most: float,
         widest: Sequence[str] = ()) -> None:  # fmt: skip
    """Draw rows of parts on `sheet` to a scale of 0..`most`, each row's total after it.

    Years and the like stand side by side where they fit, `widest` too, the totals of charts that share the scale;
    other rows lie one below the other.
    """
    marks = series.row_marks(spec.data, spec.highlight, sheet.locale, series.names(spec.data))
    top = sheet.height - series.key(sheet, names, fills)
    every = [series.row_marks(peer.data, (), sheet.locale, series.names(peer.data))
             for peer in sheet.peers] or [marks]  # fmt: skip
    texts = [*totals, *widest]
    if all(uprights.fit(m, texts, 1, sheet.theme, sheet.width, sheet.scale) for m in every):
        _upright(sheet, marks, parts, totals, most, top)
    else:
        _level(sheet, marks, parts, totals, most, top)


def _level(sheet: Sheet, marks: Sequence[rows.Mark], parts: Sequence[Sequence[Part]],
           totals: Sequence[str], most: float, top: float) -> None:  # fmt: skip
    size = sheet.size("label")
    plan = bands.plan(marks, sheet.theme, sheet.width, sheet.scale, BAR, totals)
    widest = max((sheet.text_width(t, size, True) for t in totals), default=0.0)
    room = min(widest + size * 0.4 if widest else 0.0, (sheet.width - plan.start) * 0.5)
    scale = Scale(0, most or 1, *sheet.agreed("across", plan.start, sheet.width - room))
    placed = bands.place(plan, marks, sheet, top, 0)
    for mark, band, row, total in zip(marks, placed, parts, totals, strict=True):
        at = 0.0
        for part in row:
            left, right = scale(at), scale(at + part.length)
            foot = band.middle - band.thickness / 2
            _part(
                sheet, part, (left, foot, _short(sheet, right - left), band.thickness), mark.label
            )
            at += part.length
        sheet.text(scale(at) + size * 0.4, band.middle - size * 0.33, total, size=size, bold=bool(row),
                   italic=not row)  # fmt: skip


def _upright(sheet: Sheet, marks: Sequence[rows.Mark], parts: Sequence[Sequence[Part]],
             totals: Sequence[str], most: float, top: float) -> None:  # fmt: skip
    size = sheet.size("label")
    foot = uprights.names(sheet, marks)
    pitch = sheet.width / len(marks)
    breadth = min(pitch * (1 - sheet.theme.chart.gap * 0.7), 74 * sheet.scale)
    scale = Scale(0, most or 1, *sheet.agreed("up", foot, top - (size * 1.3 if any(totals) else 0)))
    for index, (row, total) in enumerate(zip(parts, totals, strict=True)):
        middle, at = (index + 0.5) * pitch, 0.0
        for part in row:
            low, high = scale(at), scale(at + part.length)
            _part(
                sheet,
                part,
                (middle - breadth / 2, low, breadth, _short(sheet, high - low)),
                marks[index].label,
            )
            at += part.length
        sheet.text(middle, scale(at) + size * 0.35, total, size=size, align="center", bold=bool(row),
                   italic=not row)  # fmt: skip


def _short(sheet: Sheet, length: float) -> float:
    """A part's length, a hair less, so that it stands apart from the next."""
    return max(length - 0.8 * sheet.scale, min(length, 0.4))


def _part(sheet: Sheet, part: Part, place: tuple[float, float, float, float], owner: str) -> None:
    """A part at left, bottom, width and height, its text on it where that fits."""
    size = sheet.size("label")
    left, bottom, width, height = place
    fill = Fill("#ffffff", part.fill.ink, 45.0) if part.hollow else part.fill
    if part.loose:
        fill = rows.unsure(fill)
        sheet.rect(left, bottom, width, height, fill, fill.ink, True, sheet.scale)
    else:
        sheet.rect(left, bottom, width, height, fill)
    text, size = _fitting(sheet, part, width)
    if not text or size * 0.95 > height:
        sheet.dropped(f"{owner}: {part.text}")
        return
    wide = sheet.text_width(text, size)
    x, y = left + width / 2, bottom + height / 2 - size * 0.33
    if fill.angle is not None:  # strokes behind letters make them hard to read
        sheet.rect(x - wide / 2 - 1, y - size * 0.2, wide + 2, size * 0.98, fill.colour)
    sheet.text(x, y, text, size=size, align="center", colour=readable_on(fill.colour, sheet.theme))


def _fitting(sheet: Sheet, part: Part, width: float) -> tuple[str, float]:
    """What is written on a part `width` points wide, and its size: with its unit, without, or smaller; or nothing."""
    size = sheet.size("label")
    texts = [t for t in (part.text, part.short) if t]
    for text in texts:
        if sheet.text_width(text, size) + size * 0.5 <= width:
            return text, size
    for text in texts:
        smaller = sheet.fitted(text, size, width - 1.5)
        if smaller:
            return text, smaller
    return "", size


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
