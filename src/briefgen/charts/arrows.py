"""Arrows between boxes, as a flow draws them."""

from __future__ import annotations

import math
from itertools import pairwise

from briefgen.charts.canvas import Sheet


def arrow_along(sheet: Sheet, boxes: list[tuple[float, float, float, float]], across: bool, width: float,
                text: str, loose: bool) -> None:  # fmt: skip
    """A line from box to box, through lanes, with a head at its end and `text` in its first stretch.

    It is dashed where it is `loose`: not known exactly, or not at all.
    """
    size, shade = sheet.size("label"), sheet.theme.colours.mute
    spots: list[tuple[float, float]] = []
    for index, (x, y, wide, high) in enumerate(boxes):
        enter = (x, y + high / 2) if across else (x + wide / 2, y + high)
        leave = (x + wide, y + high / 2) if across else (x + wide / 2, y)
        spots += [leave] if index == 0 else [enter] if index == len(boxes) - 1 else [enter, leave]
    (px, py), (ex, ey) = spots[-2:]
    length = max(1e-6, math.hypot(ex - px, ey - py))
    ux, uy = (ex - px) / length, (ey - py) / length
    head, half = size * 0.6, max(size * 0.32, width * 0.9)
    back = (ex - ux * head, ey - uy * head)
    line = [*spots[:-1], back]
    for one, other in _around(sheet, line, text):
        sheet.line([one[0], other[0]], [one[1], other[1]], shade, width, loose)
    sheet.polygon([(ex, ey), (back[0] - uy * half, back[1] + ux * half),
                   (back[0] + uy * half, back[1] - ux * half)], shade)  # fmt: skip


def _around(
    sheet: Sheet, line: list[tuple[float, float]], text: str
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """The line's stretches; the first one opens around `text`, if there is room for it."""
    stretches = list(pairwise(line))
    if not text:
        return stretches
    size = sheet.size("label")
    (x0, y0), (x1, y1) = stretches[0]
    wide = sheet.text_width(text, size, True)
    for share in (0.46, 0.3, 0.62, 0.2, 0.75):
        x, y = x0 + share * (x1 - x0), y0 + share * (y1 - y0)
        if sheet.text(
            x, y - size * 0.32, text, size=size, bold=True, align="center", optional=True
        ):
            reach = [(wide / 2 + size * 0.3) / abs(x1 - x0) if x1 != x0 else 1e9,
                     size * 0.65 / abs(y1 - y0) if y1 != y0 else 1e9]  # fmt: skip
            cut = min(reach)
            before, after = max(0.0, share - cut), min(1.0, share + cut)
            opened = [
                ((x0, y0), (x0 + before * (x1 - x0), y0 + before * (y1 - y0))),
                ((x0 + after * (x1 - x0), y0 + after * (y1 - y0)), (x1, y1)),
            ]
            return [*opened, *stretches[1:]]
    sheet.dropped(text)
    return stretches
