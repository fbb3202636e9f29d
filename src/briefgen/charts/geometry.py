"""Places on a sheet: scales, boxes, lines, and whether they meet. All in points."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

Box: TypeAlias = tuple[float, float, float, float]  # left, bottom, right, top
Segment: TypeAlias = tuple[float, float, float, float]  # from x, y to x, y


class Scale(Struct, frozen=True):
    """Linear: `low`..`high` in data units becomes `start`..`end` in points."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Position of `value`, in points; the middle where the scale has no extent."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def crosses(segment: Segment, box: Box) -> bool:
    """Whether a line segment has a part inside a box (Liang and Barsky 1984)."""
    x, y, dx, dy = segment[0], segment[1], segment[2] - segment[0], segment[3] - segment[1]
    enter, leave = 0.0, 1.0
    for step, room in ((-dx, x - box[0]), (dx, box[2] - x), (-dy, y - box[1]), (dy, box[3] - y)):
        if step == 0:
            if room < 0:
                return False
        elif step < 0:
            enter = max(enter, room / step)
        else:
            leave = min(leave, room / step)
    return enter <= leave


class Taken:
    """Boxes that labels take, found by height: looking for one costs as much however many there are elsewhere."""

    BAND = 16.0  # points

    def __init__(self) -> None:
        self._bands: dict[int, list[Box]] = {}
        self._all: list[Box] = []

    def __iter__(self) -> Iterator[Box]:
        return iter(self._all)

    def append(self, box: Box) -> None:
        """Add a box."""
        self._all.append(box)
        for band in self._of(box):
            self._bands.setdefault(band, []).append(box)

    def meets(self, box: Box) -> bool:
        """Whether `box` shares more than an edge with one of these."""
        return any(
            overlap(box, other) for band in self._of(box) for other in self._bands.get(band, ())
        )

    def _of(self, box: Box) -> range:
        return range(math.floor(box[1] / self.BAND), math.floor(box[3] / self.BAND) + 1)


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes (left, bottom, right, top) share more than an edge."""
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]
