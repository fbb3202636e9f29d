"""Rows one below the other: names beside the marks where they are short, above them where they are long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, TypeVar

from msgspec import Struct

from briefgen import font_metrics
from briefgen.charts import axis, rows
from briefgen.charts.canvas import Frame, Sheet, wrapped
from briefgen.charts.kind import ChartKind
from briefgen.charts.rows import Mark
from briefgen.locale import Locale
from briefgen.outline.figure import FigureBase
from briefgen.script import breaks

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
    words = max(
        face.width(word, size) for mark in marks for word in breaks.words(mark.label) or [""]
    )
    # Beside the marks: what fits in a third of the width in one or two lines.
    noted = max((face.width(mark.note, size) for mark in marks if mark.note), default=0.0)
    room = min(max(widest, noted), max(0.36 * frame.width, words))
    above = widest > 0.36 * frame.width and (
        words > 0.36 * frame.width
        or any(len(wrapped(m.label, frame.theme, size, room, True)) > 2 for m in marks)
    )
    # Values stand after the marks: where names leave too little for both, the names go above.
    values = max(face.width(text, size) for text in [*beside, *(mark.text for mark in marks)])
    above = above or (
        values > 0 and frame.width - room - values - size * 1.2 < NARROW * frame.width
    )
    # Above the marks names begin a little beside the line at zero.
    room = frame.width - size * INDENT if above else room
    names = tuple(wrapped(mark.label, frame.theme, size, room, True) for mark in marks)
    notes = tuple(wrapped(m.note, frame.theme, size, room) if m.note else [] for m in marks)
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
    """Write the names between `top` and `foot`; returns where the marks go."""
    size = sheet.size("label")
    stretch = (top - foot) / bands.height
    muted = sheet.theme.colours.muted
    out = []
    for mark, name, note, height, below in zip(
        marks, bands.names, bands.notes, bands.heights, bands.below, strict=True
    ):
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
        below = sheet.lines(left, at, name, size=size, bold=mark.highlighted)
        sheet.lines(left, below, note, size=size, colour=muted)
        out.append(Band(middle, thickness))
        top -= room
    return out


class Banded(ChartKind[S]):
    """A kind with one row below the other, each with a mark of its value."""

    thickness: ClassVar[float] = 13.0
    """Of the marks, in points at scale 1."""
    foot: ClassVar[float] = 0.0
    """Room for an axis or a key besides, of the label size."""
    common = "values"
    divisible = True

    def natural_height(self, spec: S, frame: Frame) -> float:
        return self.plan(spec, frame).height + self.besides(spec, frame)

    def least_height(self, spec: S, frame: Frame) -> float:
        return self.plan(spec, frame).least + self.besides(spec, frame)

    def marks(self, spec: Any, locale: Locale) -> list[Mark]:
        """The rows' names, notes and values."""
        return rows.marks(spec, locale)

    def plan(self, spec: S, frame: Frame) -> Bands:
        """The rows' heights and the places of their names."""
        return plan(self.marks(spec, frame.locale), frame, self.thickness)

    def besides(self, spec: S, frame: Frame) -> float:
        """The height in points above and below the rows."""
        return axis.head(getattr(spec, "references", ()), frame.size) + frame.size * self.foot
