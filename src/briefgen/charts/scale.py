"""From values to points on the sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
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


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """The places nearest to `wanted` that are at least `apart` from each other and within low..high.

    Where there is no room for all, they are `apart` * room / needed from each other.
    """
    count = len(wanted)
    if count > 1:
        apart = min(apart, (high - low) / (count - 1))
    order = sorted(range(count), key=lambda i: wanted[i])
    placed = [0.0] * count
    at = low - apart
    for i in order:
        at = placed[i] = max(wanted[i], at + apart)
    at = high + apart
    for i in reversed(order):
        at = placed[i] = min(placed[i], at - apart)
    return placed
