"""Rows of labelled values as marks: what bars, columns and ranges have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeVar

from msgspec import Struct

from briefgen.charts.sheet import Fill, Frame, Scale, Sheet, plain_label, wrap
from briefgen.languages import font_metrics, shaping
from briefgen.languages.locale import Locale
from briefgen.model.figures import FigureBase
from briefgen.model.quantity import Qualifier, Quantity
from briefgen.model.theme import tint

_ABOVE = frozenset({Qualifier.MORE_THAN, Qualifier.AT_LEAST})
_BELOW = frozenset({Qualifier.LESS_THAN, Qualifier.AT_MOST})


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


def marks(spec: Any, locale: Locale) -> list[Mark]:
    """The rows of `spec` in order."""
    chosen, out = set(spec.highlight), []
    for row in spec.data:
        text = locale.quantity(row.value, spec, short=True)
        strong, label = row.label in chosen, name_row(row, locale)
        muted = bool(chosen) and not strong
        out.append(Mark(label, text, row.value, strong, muted, row.note or "", row.status))
    return out


# Labels that continue a sequence, such as years: where some are left out, a reader can supply them.
_SEQUENCE = re.compile(r"(FY ?)?\d{1,4}([-–/.]\d{1,4})*( \(\w+\))?|Q[1-4]\b.*")


def sequence(marks: Sequence[Mark]) -> bool:
    """Whether the rows follow each other, as years do."""
    return all(_SEQUENCE.fullmatch(mark.label) for mark in marks)


def name_row(row: Any, locale: Locale) -> str:
    """A row's label, and whether it is provisional or a forecast."""
    label = plain_label(row.label, locale)
    return f"{label} ({locale.word('status ' + row.status)})" if row.status else label


def extent(marks: list[Mark], also: Sequence[float] = ()) -> tuple[float, float]:
    """Lowest and highest value to show, zero always among them, and `also` others."""
    ends = [b for m in marks if m.quantity.bounds for b in m.quantity.bounds]
    low, high = min([0.0, *ends, *also]), max([0.0, *ends, *also])
    return (low, high) if high > low else (low, low + 1)


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
    elif mark.quantity.qualifier in (Qualifier.ABOUT, Qualifier.NEARLY):
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
    sheet.text(end - gap if left else end + gap, y - size * 0.33, mark.text,
               align="right" if left else "left", bold=not missing, italic=missing,
               colour=sheet.theme.colours.muted if missing else None)  # fmt: skip


def list_missing(sheet: Sheet, names: Sequence[str]) -> str:
    """Which of the `names` have no value, or how many where they do not fit on a line; "" for none."""
    if not names:
        return ""
    said = f"{sheet.locale.word('missing')}: {', '.join(names)}"
    if sheet.text_width(said, sheet.size("label")) <= sheet.width:
        return said
    return sheet.locale.word("values missing", count=len(names))


def soften(fill: Fill) -> Fill:
    """The same surface for a part whose length is not known exactly: paler; its pattern stays."""
    paler = fill.colour if fill.angle is not None else tint(fill.colour, 0.35)
    return Fill(paler, fill.ink, fill.angle, fill.crossed)


def is_hollow(mark: Mark) -> bool:
    """Whether the mark is drawn hollow: not exact, provisional or a forecast."""
    return not (mark.quantity.is_exact or mark.quantity.is_range) or mark.status is not None


# Rows side by side, for a sequence such as years: names below, marks upwards.
FEWEST = 3  # rows; of fewer, bars one below the other are as good and leave room for names


def fit(marks: Sequence[Mark], texts: Sequence[str], each: int, frame: Frame) -> bool:
    """Whether rows may stand side by side: a sequence whose names fit, and `texts` on `each` marks a row."""
    size, face = frame.size, font_metrics.face(frame.theme, True)
    pitch = frame.width / len(marks)
    widths = [face.width(mark.label, size) for mark in marks]
    texts_fit = all(face.width(text, size) <= pitch * 0.86 / each for text in texts)
    plain = sequence(marks) and not any(mark.note for mark in marks)
    return len(marks) >= FEWEST and plain and max(widths) <= pitch - 3 and texts_fit


def natural_height(frame: Frame) -> float:
    """Of the marks and the names below them, in points."""
    return 84 * frame.scale + 0.17 * frame.width + frame.size * 1.6


def names(sheet: Sheet, marks: Sequence[Mark]) -> float:
    """Write the names at the foot of the sheet and return where the marks begin."""
    size = sheet.size("label")
    pitch = sheet.width / len(marks)
    for index, mark in enumerate(marks):
        sheet.text((index + 0.5) * pitch, size * 0.35, mark.label, align="center",
                   bold=mark.highlighted)  # fmt: skip
    return size * 1.6


# Rows one below the other: names beside the marks where they are short, above them where they are long.
S = TypeVar("S", bound=FigureBase)
LEADING = 1.2
INDENT = 0.35  # of the label size
NARROW = 0.36  # of the width: less is too little for marks


class Bands(Struct, frozen=True):
    """The rows' names, wrapped, and the height each row asks for, in points."""

    above: bool
    start: float
    names: tuple[list[str], ...]
    notes: tuple[list[str], ...]
    heights: tuple[float, ...]
    thickness: float
    squeeze: float = 1.0
    below: tuple[float, ...] = ()

    @property
    def height(self) -> float:
        """Of all rows together."""
        return sum(self.heights)

    @property
    def least(self) -> float:
        """How low all rows together can be with their text at its size: thinner marks, less air."""
        return self.height * self.squeeze


class Band(Struct, frozen=True):
    """Where a row's marks go: around `middle`, at most `thickness` high."""

    middle: float
    thickness: float


def plan(marks: Sequence[Mark], frame: Frame,
         thickness: float = 13.0, beside: Sequence[str] = (),
         below: Sequence[float] = ()) -> Bands:  # fmt: skip
    """Rows for `marks` at `width` points, `thickness` the height of their marks at scale 1.

    `beside` is what stands beside the marks, where that is not the marks' own text; `below` the room in points
    that each row keeps free below its mark.
    """
    size, thick = frame.size, thickness * frame.scale
    face = font_metrics.face(frame.theme, True)
    widest = max(face.width(mark.label, size) for mark in marks)
    parts = [word for mark in marks for word in shaping.words(mark.label) or [""]]
    words = max(face.width(word, size) for word in parts)
    # Beside the marks: what fits in a third of the width in one or two lines.
    noted = max((face.width(mark.note, size) for mark in marks if mark.note), default=0.0)
    room = min(max(widest, noted), max(0.36 * frame.width, words))
    lines = [wrap(m.label, frame.theme, size, room, True) for m in marks]
    long = words > 0.36 * frame.width or max(map(len, lines)) > 2
    above = widest > 0.36 * frame.width and long
    # Values stand after the marks: where names leave too little for both, the names go above.
    values = max(face.width(text, size) for text in [*beside, *(mark.text for mark in marks)])
    rest = frame.width - room - values - size * 1.2
    above = above or (values > 0 and rest < NARROW * frame.width)
    # Above the marks names begin a little beside the line at zero.
    room = frame.width - size * INDENT if above else room
    names = tuple(wrap(mark.label, frame.theme, size, room, True) for mark in marks)
    notes = tuple(wrap(m.note, frame.theme, size, room) if m.note else [] for m in marks)
    heights, shares = [], []
    kept = tuple(below) or (0.0,) * len(marks)
    for name, note, under in zip(names, notes, kept, strict=True):
        text = (len(name) + len(note)) * size * LEADING
        heights.append(text + thick + size * 0.75 if above else max(thick, text) + size * 0.85)
        heights[-1] += under
        shares.append((text + under + size * 0.2) / (heights[-1] - (thick if above else 0)))
    start = 0.0 if above else room + size * 0.7
    return Bands(above, start, names, notes, tuple(heights), thick, min(1.0, max(shares)), kept)


def place(bands: Bands, marks: Sequence[Mark], sheet: Sheet, top: float, foot: float) -> list[Band]:
    """Write the names between `top` and `foot` and return where the marks go."""
    size = sheet.size("label")
    stretch = (top - foot) / bands.height
    muted = sheet.theme.colours.muted
    out = []
    texts = zip(marks, bands.names, bands.notes, bands.heights, bands.below, strict=True)
    for mark, name, note, height, below in texts:
        room, under = height * stretch, below * min(stretch, 1.0)
        # A row with more room gets a thicker mark, and the air around it stays in proportion.
        thickness = bands.thickness * min(stretch, 2.0)
        block = (len(name) + len(note)) * size * LEADING
        if bands.above:
            spare = max(0.0, room - block - thickness - under - size * 0.75) / 2
            at = top - spare
            # Where there is less room than the text needs, the mark stays in its row.
            middle = max(at - block - size * 0.1 - thickness / 2, top - room + thickness / 2)
        else:
            middle = top - (room - under) / 2
            at = middle + block / 2 - size * 0.08
        left = size * INDENT if bands.above else 0.0
        below = sheet.lines(left, at, name, bold=mark.highlighted)
        sheet.lines(left, below, note, colour=muted)
        out.append(Band(middle, thickness))
        top -= room
    return out
