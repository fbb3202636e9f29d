"""Patterns as lines: parallel strokes cut to a shape, so that greys printed alike still differ."""

from __future__ import annotations

import math
from collections.abc import Sequence

Point = tuple[float, float]
Stroke = tuple[Point, Point]


def hatch(outline: Sequence[Point], angle: float, apart: float) -> list[Stroke]:
    """Strokes at `angle` degrees, `apart` points from each other, inside the polygon `outline`.

    A scan-line fill: the outline is turned so that strokes are level, each scan line is cut with the edges,
    and the cuts taken in pairs (even-odd rule).
    """
    turn, back = math.radians(-angle), math.radians(angle)
    turned = [_rotated(point, turn) for point in outline]
    low, high = min(p[1] for p in turned), max(p[1] for p in turned)
    strokes: list[Stroke] = []
    # Lines lie on one lattice for the whole sheet, so that neighbours of one pattern look alike.
    for index in range(math.ceil(low / apart), math.floor(high / apart) + 1):
        y = index * apart + 1e-6
        cuts = sorted(
            a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
            for a, b in zip(turned, [*turned[1:], turned[0]], strict=True)
            if (a[1] <= y) != (b[1] <= y)
        )
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            strokes.append((_rotated((start, y), back), _rotated((end, y), back)))
    return strokes


def _rotated(point: Point, angle: float) -> Point:
    x, y = point
    return (x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle))
