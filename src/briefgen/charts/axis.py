"""Axes: round values, value axes, reference lines, and points in time."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from pydantic import Field

from briefgen.charts.sheet import Scale, Sheet, plain_label
from briefgen.languages.locale import Locale
from briefgen.model.base import Node, Number, PlainText
from briefgen.model.figures import POWERS, STATUS_TEXT, Reference, Status, Unit
from briefgen.model.quantity import Quantity, parse

References: TypeAlias = Sequence[Reference]
Ticks: TypeAlias = Sequence[float]


def nice_ticks(low: float, high: float, count: int) -> list[float]:
    """About `count` round values that enclose `low`..`high`.

    Steps are 1, 2, 2.5 or 5 times a power of ten (Heckbert, "Nice numbers for graph labels", Graphics Gems, 1990,
    with 2.5 added).
    """
    span = (high - low) or abs(high) or 1.0
    raw = span / max(1, count)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(s * power for s in (1, 2, 2.5, 5, 10) if s * power >= raw * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    digits = max(0, 2 - math.floor(math.log10(step)))
    return [round(i * step, digits) for i in range(first, max(last, first + 1) + 1)]


# Value axes, reference lines and their labels.
def number(value: float) -> Quantity:
    """A computed value as an exact quantity, without the noise of binary fractions."""
    exact = Decimal(f"{value:.12g}").normalize()
    return Quantity(exact, exact)


def tick_text(value: float, unit: Unit, locale: Locale) -> str:
    """A tick's value with its unit, with as many decimals as it needs; large ones in short: `2.5M`."""
    plain = unit.model_copy(update={"decimals": None})
    text = locale.quantity(number(value), plain, short=True)
    if len(text) > 10 and abs(value) >= 1e5:
        whole = value * 10 ** POWERS.get(unit.magnitude or "", 0)
        compact = locale.compact(whole, unit.currency)
        sign = locale.word("percent sign") if unit.unit in ("percent", "%") else ""
        return compact + sign
    return text


def across(sheet: Sheet, references: References, scale: Scale, top: float, foot: float) -> None:
    """Upright reference lines, each with its label on a line of its own above `top`."""
    size, colours = sheet.size("label"), sheet.theme.colours
    for index, reference in enumerate(reversed(references)):
        value = reference.value.value
        if value is None:
            continue
        x = scale(value)
        y = top + size * (0.3 + 1.25 * index)
        label = plain_label(reference.label, sheet.locale)
        for low, high in _gaps(sheet, x, foot, y - size * 0.25):
            sheet.line([x, x], [low, high], colours.muted, 0.9 * sheet.scale, dashed=True)
        sheet.text(x, y, label, align="center", colour=colours.muted, cut=True)


def head(references: References, size: float) -> float:
    """The height that `across` needs above the marks."""
    return len(references) * size * 1.25 + (size * 0.3 if references else 0.0)


def level(sheet: Sheet, references: References, scale: Scale, left: float, right: float) -> None:
    """Level reference lines; their labels where there is room along them."""
    size, colours = sheet.size("label"), sheet.theme.colours
    for reference in references:
        value = reference.value.value
        if value is None:
            continue
        y = scale(value)
        label = plain_label(reference.label, sheet.locale)
        for low, high in _gaps(sheet, y, left, right, level=True):
            sheet.line([low, high], [y, y], colours.muted, 0.9 * sheet.scale, dashed=True)
        width = sheet.text_width(label, size)
        lefts = (right - width, left, (left + right - width) / 2)
        spots = [(x, base) for base in (y + size * 0.35, y - size * 0.95) for x in lefts]
        if not first_free(sheet, spots, label, colour=colours.muted):
            sheet.drop(label)


def first_free(sheet: Sheet, spots: Sequence[tuple[float, float]], text: str, **style: Any) -> bool:
    """Write `text` at the first of `spots` (left end of the baseline) where there is room.

    A spot that no line of data runs through is better than one before it that lies on one.
    """
    size = sheet.size("label")
    width = sheet.text_width(text, size, bool(style.get("bold")))

    def on_data(spot: tuple[float, float]) -> bool:
        left, base = spot
        return not sheet.off_data((left, base - size * 0.2, left + width, base + size * 0.75))

    inside = [spot for spot in spots if spot[0] >= 0 and spot[0] + width <= sheet.width]
    ordered = sorted(inside or spots, key=on_data)
    return any(sheet.text(x, y, text, optional=True, **style) for x, y in ordered)


def _gaps(
    sheet: Sheet, at: float, start: float, end: float, *, level: bool = False
) -> list[tuple[float, float]]:
    """The stretches of a line at `at` from `start` to `end` that no label stands on."""
    along, beside = (0, 1) if level else (1, 0)
    on = [box for box in sheet.taken if box[beside] - 1 < at < box[beside + 2] + 1]
    cuts = sorted((box[along] - 1, box[along + 2] + 1) for box in on)
    out = []
    for low, high in cuts:
        if low > start:
            out.append((start, min(low, end)))
        start = max(start, high)
    return [*out, (start, end)] if start < end else out


def values(references: References) -> list[float]:
    """The references' values, for the extent of the axis."""
    return [r.value.value for r in references if r.value.value is not None]


def foot(sheet: Sheet, ticks: Ticks, scale: Scale, unit: Unit, top: float, bottom: float) -> None:
    """A level axis: thin upright lines between `bottom` and `top`, values below them."""
    ends = [scale(ticks[0]), scale(ticks[-1])]
    sheet.line(ends, [bottom, bottom], sheet.theme.colours.muted, 0.6 * sheet.scale)
    values_below(sheet, ticks, scale, unit, bottom, top)


def values_below(sheet: Sheet, ticks: Ticks, scale: Scale, unit: Unit, bottom: float,
                 top: float | None = None) -> None:  # fmt: skip
    """Values below a level axis that have room, the first and the last before others; lines up to `top`, if given."""
    size, colours = sheet.size("label"), sheet.theme.colours
    base = bottom - size * 1.2
    for index in dict.fromkeys([0, len(ticks) - 1, *range(len(ticks))]):
        x, text = scale(ticks[index]), tick_text(ticks[index], unit, sheet.locale)
        if top is not None:
            sheet.line([x, x], [bottom, top], colours.rule, 0.4 * sheet.scale)
        gap = sheet.text_width(text, size) / 2 + size * 0.4
        if index in (0, len(ticks) - 1) or sheet.free((x - gap, base, x + gap, bottom)):
            sheet.text(x, base, text, align="center", colour=colours.muted, optional=True)


def side(sheet: Sheet, ticks: Ticks, unit: Unit) -> float:
    """The width in points that an upright axis's values need."""
    texts = [tick_text(tick, unit, sheet.locale) for tick in ticks]
    return sheet.widest(texts, bold=False) + sheet.size("label") * 0.7


def upright(
    sheet: Sheet, ticks: Ticks, scale: Scale, unit: Unit, left: float, right: float
) -> None:
    """An upright axis: thin level lines from `left` to `right`, values to their left."""
    size, colours = sheet.size("label"), sheet.theme.colours
    for tick in ticks:
        y = scale(tick)
        zero = tick == 0
        sheet.line([left, right], [y, y], colours.muted if zero else colours.rule,
                   (0.8 if zero else 0.5) * sheet.scale)  # fmt: skip
        sheet.text(left - size * 0.5, y - size * 0.33, tick_text(tick, unit, sheet.locale),
                   align="right", colour=colours.muted, optional=True)  # fmt: skip


# Points in time or along a number line: their places, their series, the labels below them.
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Point(Node):
    """One point of one series."""

    x: PlainText = Field(description="A year, a date (`2021-05`) or a number; drawn to scale.")
    value: Number = Field(description="The quantity; `missing` breaks the line.")
    series: PlainText | None = Field(
        None, description="Which line it belongs to, where there are several."
    )
    note: PlainText | None = Field(None, description="A few words drawn beside this point.")
    status: Status | None = Field(None, description=STATUS_TEXT)


def position(x: str) -> float:
    """Where a year, a date or a number stands on the axis; a month's or day's share of its year counts.

    Raises ValueError for any other text, and for days that no month has.
    """
    found = _DATE.fullmatch(x)
    if found:
        year, month, day = (int(part) if part else None for part in found.groups())
        try:
            date(year or 1, month or 1, day or 1)
        except ValueError:
            raise ValueError(f"`{x}` is not a date") from None
        return float(year or 0) + ((month or 1) - 1) / 12 + ((day or 1) - 1) / 365.25
    try:
        value = parse(x).value
    except ValueError:
        value = None
    if value is None:
        raise ValueError(
            f"`{x}` is not a place on a line: write a year, a date such as 2021-05, or a number"
        )
    return value


def by_series(data: Sequence[Point]) -> dict[str, list[Point]]:
    """The points of each series in order of x; those without a series under ""."""
    out: dict[str, list[Point]] = {}
    for point in data:
        out.setdefault(point.series or "", []).append(point)
    return {name: sorted(points, key=lambda p: position(p.x)) for name, points in out.items()}


def format_x(x: str, locale: Locale) -> str:
    """An x as its label."""
    return locale.partial_date(x) if _DATE.fullmatch(x) else x


def along(sheet: Sheet, data: Sequence[Point], start: float, end: float) -> Scale:
    """The scale of the x axis from `start` to `end` points."""
    places = [position(point.x) for point in data]
    return sheet.across(min(places), max(places), start, end)


def labels_below(sheet: Sheet, data: Sequence[Point], across: Scale, y: float) -> None:
    """Labels with their baseline at `y`, those that have room; the first, the last and turns of status before others.

    A point that is provisional or a forecast says so, where there is room for the word.
    """
    size, colours = sheet.size("label"), sheet.theme.colours
    xs: dict[str, str | None] = {}
    for point in sorted(data, key=lambda p: position(p.x)):
        xs[point.x] = point.status or xs.get(point.x)
    items = list(xs.items())
    turns = [i for i in range(1, len(items)) if items[i][1] and items[i][1] != items[i - 1][1]]
    for index in dict.fromkeys([0, len(items) - 1, *turns, *range(len(items))]):
        x, status = items[index]
        text = format_x(x, sheet.locale)
        firm = index in (0, len(items) - 1)
        new = status is not None and (index == 0 or items[index - 1][1] != status)
        word = f"{text} ({sheet.locale.word(f'status {status}')})" if status else text
        at = across(position(x))
        for said in (word, text) if status and (new or firm) else (text,):
            half = sheet.text_width(said, size) / 2 + (0 if firm else size * 0.35)
            spot = max(half, min(at, sheet.width - half))
            box = (spot - half, y - size * 0.2, spot + half, y + size * 0.7)
            if sheet.free(box):
                sheet.text(spot, y, said, align="center", colour=colours.muted, optional=True)
                break
            if said == word and new:
                sheet.drop(word)


def at_ends(sheet: Sheet, wanted: Sequence[float], texts: Sequence[Sequence[str]],
               shades: Sequence[str], x: float, low: float, high: float, align: str = "left") -> None:  # fmt: skip
    """Labels of one or more lines at `x`, each as near to its wanted height as its neighbours allow.

    Where there is no room for all, the last are left out and noted.
    """
    size = sheet.size("label")
    leading = size * 1.15
    order = sorted(range(len(wanted)), key=lambda i: -wanted[i])
    heights = [len(texts[i]) * leading + size * 0.12 for i in order]
    tops: list[float] = []
    limit = high
    for index, i in enumerate(order):
        rest = sum(heights[index:])
        top = min(limit, max(wanted[i] + heights[index] / 2, low + rest))
        tops.append(top)
        limit = top - heights[index]
    for i, top in zip(order, tops, strict=True):
        first, *more = texts[i]
        style: dict[str, Any] = {"size": size, "align": align, "colour": shades[i]}
        sheet.text(x, top - size * 0.85, first, bold=True, **style)
        sheet.lines(x, top - size * 0.07 - leading, more, leading=1.15, **style)
