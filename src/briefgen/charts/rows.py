"""Rows of labelled values as marks: what bars, columns and ranges have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from briefgen import fonts
from briefgen.charts.canvas import Scale, Sheet, plain_label
from briefgen.locale import Locale
from briefgen.outline.quantity import Qualifier, Quantity
from briefgen.theme import Theme

_ABOVE = frozenset({Qualifier.MORE_THAN, Qualifier.AT_LEAST})
_BELOW = frozenset({Qualifier.LESS_THAN, Qualifier.AT_MOST})
_ABOUT = frozenset({Qualifier.ABOUT, Qualifier.NEARLY})


@dataclass(frozen=True, slots=True)
class Mark:
    """A row ready to draw: label, value text, and how exactly its end is known."""

    label: str
    text: str
    quantity: Quantity
    highlighted: bool
    muted: bool

    @property
    def reach(self) -> float | None:
        """Where the bar ends: the value, or a range's upper end; None when missing."""
        bounds = self.quantity.bounds
        return None if bounds is None else bounds[1]

    @property
    def open_above(self) -> bool:
        """Whether the true value lies beyond the end."""
        return self.quantity.qualifier in _ABOVE

    @property
    def open_below(self) -> bool:
        """Whether the end is only an upper bound."""
        return self.quantity.qualifier in _BELOW

    @property
    def approximate(self) -> bool:
        """Whether the end is only about right."""
        return self.quantity.qualifier in _ABOUT


def marks(spec: Any, locale: Locale) -> list[Mark]:
    """The rows of `spec` in order."""
    chosen = set(spec.highlight)
    return [
        Mark(
            plain_label(row.label, locale),
            locale.quantity(row.value, spec, short=True),
            row.value,
            row.label in chosen,
            bool(chosen) and row.label not in chosen,
        )
        for row in spec.data
    ]


def extent(marks: list[Mark]) -> tuple[float, float]:
    """Lowest and highest value to show, zero always among them."""
    ends = [b for m in marks if m.quantity.bounds for b in m.quantity.bounds]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    return (low, high) if high > low else (low, low + 1)


def text_width(theme: Theme, text: str, size: float, bold: bool = True) -> float:
    """Width of a label in points; bold, the wider face, unless told."""
    return fonts.face(theme, bold).width(text, size)


def colour(sheet: Sheet, mark: Mark) -> str:
    """The accent for a highlighted mark, muted for those beside it, else the first series' colour."""
    colours = sheet.theme.colours
    if mark.highlighted:
        return colours.accent
    return colours.mute if mark.muted else colours.series[0]


def bar(sheet: Sheet, mark: Mark, scale: Scale, middle: float, breadth: float, along: str) -> None:
    """A bar from zero along the scale, its end drawn as exactly as it is known.

    Solid: exact. A point beyond the end: or more. Outlined and dashed: at most so much. A solid bar with
    a dashed end: about so much. A range: a faint bar to its low end, and its span solid.
    """
    bounds = mark.quantity.bounds
    if bounds is None:
        return
    shade = colour(sheet, mark)
    zero, low, high = scale(0), scale(bounds[0]), scale(bounds[1])

    def rect(start: float, end: float, **style: Any) -> None:
        a, b = min(start, end), max(start, end)
        if along == "up":
            sheet.rect(middle - breadth / 2, a, breadth, b - a, **style)
        else:
            sheet.rect(a, middle - breadth / 2, b - a, breadth, **style)

    line = 1.2 * sheet.scale
    if mark.quantity.is_range:
        rect(low, high, colour=shade)
    elif mark.open_below:
        rect(zero, high, colour="none", edge=shade, dashed=True, line=line)
    elif mark.approximate:
        fade = min(abs(high - zero) * 0.3, 5 * sheet.scale)
        inner = high - fade if high >= zero else high + fade
        rect(zero, inner, colour=shade)
        rect(inner, high, colour="none", edge=shade, dashed=True, line=line)
    else:
        rect(zero, high, colour=shade)
        if mark.open_above:
            at = (middle, high) if along == "up" else (high, middle)
            sheet.open_end(*at, along=along, breadth=breadth, colour=shade)
