"""Rows of labelled values as marks: what bars, columns and ranges have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from briefgen import font_metrics
from briefgen.charts.canvas import Fill, Scale, Sheet, plain_label
from briefgen.charts.colour import tint
from briefgen.locale import Locale
from briefgen.outline.quantity import Qualifier, Quantity
from briefgen.theme import Theme

_ABOVE = frozenset({Qualifier.MORE_THAN, Qualifier.AT_LEAST})
_BELOW = frozenset({Qualifier.LESS_THAN, Qualifier.AT_MOST})
_ABOUT = frozenset({Qualifier.ABOUT, Qualifier.NEARLY})


class Mark(Struct, frozen=True):
    """A row ready to draw: label, value text, and how exactly its end is known."""

    label: str
    text: str
    quantity: Quantity
    highlighted: bool
    muted: bool
    note: str = ""
    status: str | None = None

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
            named(row, locale),
            locale.quantity(row.value, spec, short=True),
            row.value,
            row.label in chosen,
            bool(chosen) and row.label not in chosen,
            row.note or "",
            row.status,
        )
        for row in spec.data
    ]


def replace_text(mark: Mark, text: str) -> Mark:
    """The mark with another text for its value."""
    return replace(mark, text=text)


# Labels that continue a sequence, such as years: where some are left out, a reader can supply them.
_SEQUENCE = re.compile(r"(FY ?)?\d{1,4}([-–/.]\d{1,4})*( \(\w+\))?|Q[1-4]\b.*")


def sequence(marks: Sequence[Mark]) -> bool:
    """Whether the rows follow each other, as years do."""
    return all(_SEQUENCE.fullmatch(mark.label) for mark in marks)


def named(row: Any, locale: Locale) -> str:
    """A row's label, and whether it is provisional or a forecast."""
    label = plain_label(row.label, locale)
    return f"{label} ({locale.word('status ' + row.status)})" if row.status else label


def extent(marks: list[Mark], also: Sequence[float] = ()) -> tuple[float, float]:
    """Lowest and highest value to show, zero always among them, and `also` others."""
    ends = [b for m in marks if m.quantity.bounds for b in m.quantity.bounds]
    low, high = min([0.0, *ends, *also]), max([0.0, *ends, *also])
    return (low, high) if high > low else (low, low + 1)


def text_width(theme: Theme, text: str, size: float, bold: bool = True) -> float:
    """Width of a label in points; bold, the wider face, unless told."""
    return font_metrics.face(theme, bold).width(text, size)


def colour(sheet: Sheet, mark: Mark) -> str:
    """The accent for a highlighted mark, muted for those beside it, else the first series' colour."""
    colours = sheet.theme.colours
    if mark.highlighted:
        return colours.accent
    return colours.mute if mark.muted else colours.series[0]


def bar(sheet: Sheet, mark: Mark, scale: Scale, middle: float, breadth: float, along: str,
        fill: Fill | None = None) -> None:  # fmt: skip
    """A bar from zero along the scale, its end drawn as exactly as it is known.

    Solid: exact. A point beyond the end: or more. Outlined and dashed: at most so much. A solid bar with
    a dashed end: about so much. A range: its span solid. Provisional or a forecast: hatched.
    """
    bounds = mark.quantity.bounds
    if bounds is None:
        return
    shade = fill.ink if fill else colour(sheet, mark)
    zero, low, high = scale(0), scale(bounds[0]), scale(bounds[1])

    solid: str | Fill = fill or shade
    if mark.status:
        solid = Fill("#ffffff", shade, 45.0)

    def rect(start: float, end: float, **style: Any) -> None:
        a, b = min(start, end), max(start, end)
        if along == "up":
            sheet.rect(middle - breadth / 2, a, breadth, b - a, **style)
        else:
            sheet.rect(a, middle - breadth / 2, b - a, breadth, **style)

    line = 1.2 * sheet.scale
    if mark.quantity.is_range:
        rect(low, high, colour=solid)
    elif mark.open_below:
        rect(zero, high, colour="none", edge=shade, dashed=True, line=line)
    elif mark.approximate:
        fade = min(abs(high - zero) * 0.3, 5 * sheet.scale)
        inner = high - fade if high >= zero else high + fade
        rect(zero, inner, colour=solid)
        rect(inner, high, colour="none", edge=shade, dashed=True, line=line)
    else:
        beyond = tip(mark, breadth, sheet.scale)
        half, end = breadth / 2, high + beyond
        # From zero to the end, and the point, in one outline: no seam shows between them.
        outline = [(zero, -half), (high, -half), (end, 0.0), (high, half), (zero, half)]
        if not beyond:
            del outline[2]
        points = [(middle + b, a) if along == "up" else (a, middle + b) for a, b in outline]
        sheet.polygon(points, solid)


def tip(mark: Mark, breadth: float, scale: float) -> float:
    """Length in points of the open end of a bar `breadth` wide; 0 where its end is known."""
    return min(breadth * 0.35, 9 * scale) if mark.open_above else 0.0


def value_beside(sheet: Sheet, mark: Mark, end: float, y: float, gap: float, left: bool) -> None:
    """A row's value at `end`, to its left or right; `no data` in italics."""
    size = sheet.size("label")
    missing = mark.reach is None
    sheet.text(end - gap if left else end + gap, y - size * 0.33, mark.text, size=size,
               align="right" if left else "left", bold=not missing, italic=missing,
               colour=sheet.theme.colours.muted if missing else None)  # fmt: skip


def without_data(sheet: Sheet, names: Sequence[str]) -> str:
    """Which of the `names` have no value, or how many where they do not fit on a line; "" for none."""
    if not names:
        return ""
    said = f"{sheet.locale.word('missing')}: {', '.join(names)}"
    if sheet.text_width(said, sheet.size("label")) <= sheet.width:
        return said
    return sheet.locale.word("values missing", count=len(names))


def unsure(fill: Fill) -> Fill:
    """The same surface for a part whose length is not known exactly: paler; its pattern stays."""
    paler = fill.colour if fill.angle is not None else tint(fill.colour, 0.35)
    return Fill(paler, fill.ink, fill.angle, fill.crossed)


def loose(mark: Mark) -> bool:
    """Whether the mark is drawn hollow: not exact, provisional or a forecast."""
    return not (mark.quantity.is_exact or mark.quantity.is_range) or mark.status is not None
