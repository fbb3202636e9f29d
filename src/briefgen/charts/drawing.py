"""A drawn chart as a neutral display list: paths and labels in points, y upwards from the lower left.

Renderers replay it (PDF, SVG); as JSON it can be kept, so that a chart drawn once needs matplotlib no more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TypeAlias

from msgspec import Struct

Colour: TypeAlias = tuple[float, float, float]
Command: TypeAlias = tuple[Any, ...]
Clip: TypeAlias = tuple[float, float, float, float]  # left, bottom, width, height


class PathShape(Struct, frozen=True):
    """A filled or stroked path. Commands: ("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y), ("Z",)."""

    commands: tuple[Command, ...]
    fill: Colour | None = None
    stroke: Colour | None = None
    line_width: float = 1.0
    dash: tuple[float, ...] = ()
    cap: str = "butt"
    join: str = "miter"
    alpha: float = 1.0
    clip: Clip | None = None

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of its points."""
        points = [(c[i], c[i + 1]) for c in self.commands for i in range(1, len(c) - 1, 2)]
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return min(xs), min(ys), max(xs), max(ys)


class Label(Struct, frozen=True):
    """One line of text; (x, y) is the left end of its baseline, `rotation` is in degrees."""

    text: str
    x: float
    y: float
    size: float
    width: float
    bold: bool = False
    italic: bool = False
    colour: Colour = (0.0, 0.0, 0.0)
    rotation: float = 0.0

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of an upright label, from typical ascent and descent."""
        return self.x, self.y - 0.2 * self.size, self.x + self.width, self.y + 0.72 * self.size


class Drawing(Struct, frozen=True):
    """A whole chart, `width` by `height` points; `dropped` are the labels that had no room.

    `rtl` says that its lines of text run from right to left.
    """

    width: float
    height: float
    items: tuple[PathShape | Label, ...]
    dropped: tuple[str, ...] = ()
    rtl: bool = False

    @property
    def labels(self) -> Iterator[Label]:
        """Its texts, in drawing order."""
        return (item for item in self.items if isinstance(item, Label))

    @property
    def paths(self) -> Iterator[PathShape]:
        """Its shapes, in drawing order."""
        return (item for item in self.items if isinstance(item, PathShape))

    def to_json(self) -> str:
        """The display list as JSON."""
        items = [
            {
                "is": type(item).__name__,
                **{name: getattr(item, name) for name in _FIELDS[type(item)]},
            }
            for item in self.items
        ]
        whole = {
            "width": self.width,
            "height": self.height,
            "items": items,
            "dropped": self.dropped,
            "rtl": self.rtl,
        }
        return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))  # fmt: skip


_FIELDS = {kind: kind.__struct_fields__ for kind in (PathShape, Label)}


def from_json(text: str) -> Drawing:
    """The display list that `to_json` wrote. Raises ValueError or KeyError for anything else."""
    data = json.loads(text)
    items = tuple(_item(item) for item in data["items"])
    return Drawing(data["width"], data["height"], items, tuple(data.get("dropped", ())),
                   bool(data.get("rtl")))  # fmt: skip


def _item(data: dict[str, Any]) -> PathShape | Label:
    kinds: dict[str, type[PathShape] | type[Label]] = {"PathShape": PathShape, "Label": Label}
    return kinds[data.pop("is")](**{key: _tuple(value) for key, value in data.items()})


def _tuple(value: Any) -> Any:
    return tuple(_tuple(v) for v in value) if isinstance(value, list) else value
