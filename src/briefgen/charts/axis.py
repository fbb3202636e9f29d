"""Value axes, reference lines and their labels."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from briefgen.charts.canvas import Scale, Sheet, plain_label
from briefgen.locale import Locale
from briefgen.outline.figure import POWERS, Reference, Unit
from briefgen.outline.quantity import Quantity


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


def across(
    sheet: Sheet, references: Sequence[Reference], scale: Scale, top: float, foot: float
) -> None:
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
        sheet.text(x, y, label, size=size, align="center", colour=colours.muted, cut=True)


def head(references: Sequence[Reference], size: float) -> float:
    """The height that `across` needs above the marks."""
    return len(references) * size * 1.25 + (size * 0.3 if references else 0.0)


def level(
    sheet: Sheet, references: Sequence[Reference], scale: Scale, left: float, right: float
) -> None:
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
        spots = [
            (x, base)
            for base in (y + size * 0.35, y - size * 0.95)
            for x in (right - width, left, (left + right - width) / 2)
        ]
        if not first_free(sheet, spots, label, size, colour=colours.muted):
            sheet.dropped(label)


def first_free(
    sheet: Sheet, spots: Sequence[tuple[float, float]], text: str, size: float, **style: Any
) -> bool:
    """Write `text` at the first of `spots` (left end of the baseline) where there is room.

    A spot that no line of data runs through is better than one before it that lies on one.
    """
    width = sheet.text_width(text, size, bool(style.get("bold")))

    def on_data(spot: tuple[float, float]) -> bool:
        return not sheet.off_data(
            (spot[0], spot[1] - size * 0.2, spot[0] + width, spot[1] + size * 0.75)
        )

    inside = [spot for spot in spots if spot[0] >= 0 and spot[0] + width <= sheet.width]
    return any(
        sheet.text(x, y, text, size=size, optional=True, **style)
        for x, y in sorted(inside or spots, key=on_data)
    )


def _gaps(
    sheet: Sheet, at: float, start: float, end: float, *, level: bool = False
) -> list[tuple[float, float]]:
    """The stretches of a line at `at` from `start` to `end` that no label stands on."""
    along, beside = (0, 1) if level else (1, 0)
    cuts = sorted(
        (box[along] - 1, box[along + 2] + 1)
        for box in sheet.taken
        if box[beside] - 1 < at < box[beside + 2] + 1
    )
    out = []
    for low, high in cuts:
        if low > start:
            out.append((start, min(low, end)))
        start = max(start, high)
    return [*out, (start, end)] if start < end else out


def values(references: Sequence[Reference]) -> list[float]:
    """The references' values, for the extent of the axis."""
    return [r.value.value for r in references if r.value.value is not None]


def foot(
    sheet: Sheet, ticks: Sequence[float], scale: Scale, unit: Unit, top: float, bottom: float
) -> None:
    """A level axis: thin upright lines between `bottom` and `top`, values below them."""
    size, colours = sheet.size("label"), sheet.theme.colours
    sheet.line(
        [scale(ticks[0]), scale(ticks[-1])], [bottom, bottom], colours.muted, 0.6 * sheet.scale
    )
    for index in dict.fromkeys([0, len(ticks) - 1, *range(len(ticks))]):
        x = scale(ticks[index])
        sheet.line([x, x], [bottom, top], colours.rule, 0.4 * sheet.scale)
        text = tick_text(ticks[index], unit, sheet.locale)
        gap = sheet.text_width(text, size) / 2 + size * 0.4
        below = bottom - size * 1.2
        if index in (0, len(ticks) - 1) or sheet.free((x - gap, below, x + gap, bottom)):
            sheet.text(x, bottom - size * 1.2, text, size=size, align="center",
                       colour=colours.muted, optional=True)  # fmt: skip


def side(sheet: Sheet, ticks: Sequence[float], unit: Unit) -> float:
    """The width in points that an upright axis's values need."""
    size = sheet.size("label")
    return max(sheet.text_width(tick_text(t, unit, sheet.locale), size) for t in ticks) + size * 0.7


def upright(
    sheet: Sheet, ticks: Sequence[float], scale: Scale, unit: Unit, left: float, right: float
) -> None:
    """An upright axis: thin level lines from `left` to `right`, values to their left."""
    size, colours = sheet.size("label"), sheet.theme.colours
    for tick in ticks:
        y = scale(tick)
        zero = tick == 0
        sheet.line([left, right], [y, y], colours.muted if zero else colours.rule,
                   (0.8 if zero else 0.5) * sheet.scale)  # fmt: skip
        sheet.text(left - size * 0.5, y - size * 0.33, tick_text(tick, unit, sheet.locale), size=size,
                   align="right", colour=colours.muted, optional=True)  # fmt: skip
