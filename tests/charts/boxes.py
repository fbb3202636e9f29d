"""Faults of a drawing that no reader should see."""

from __future__ import annotations

import math
from itertools import combinations

from briefgen.charts.drawing import Drawing, Label

SLACK = 0.5  # points


def faults(picture: Drawing) -> list[str]:
    """Labels outside the figure or on each other, shapes outside it, numbers that are none."""
    found = []
    labels = list(picture.labels)
    for label in labels:
        left, bottom, right, top = label.box
        if (
            left < -SLACK
            or bottom < -SLACK
            or right > picture.width + SLACK
            or top > picture.height + SLACK
        ):
            found.append(f"outside: {label.text!r} {label.box}")
        if not label.text.strip():
            found.append("an empty label")
    for one, other in combinations(labels, 2):
        if _touch(one, other):
            found.append(f"overlap: {one.text!r} {other.text!r}")
    for path in picture.paths:
        if not all(math.isfinite(v) for v in path.box):
            found.append(f"not finite: {path.box}")
            continue
        left, bottom, right, top = path.box
        room = path.line_width + SLACK
        if (
            left < -room
            or bottom < -room
            or right > picture.width + room
            or top > picture.height + room
        ):
            found.append(f"shape outside: {path.box} fill {path.fill} stroke {path.stroke}")
    return found


def _touch(one: Label, other: Label) -> bool:
    a, b = one.box, other.box
    return (
        a[0] < b[2] - SLACK and b[0] < a[2] - SLACK and a[1] < b[3] - SLACK and b[1] < a[3] - SLACK
    )
