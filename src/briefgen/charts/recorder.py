"""What sheets draw, collected as a display list: no matplotlib, no canvas, nothing that the next chart could inherit."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefgen.charts.drawing import Clip, Drawing, Label, Path

DIGITS = 3  # decimals of a point: finer than any printer


@dataclass(slots=True)
class Recorder:
    """A chart in the making, `width` by `height` points.

    Each sheet has a layer of its own: what it draws lies above what sheets made before it drew, whenever it does.
    """

    width: float
    height: float
    layers: list[list[Path | Label]] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)  # labels that had no room

    def layer(self) -> list[Path | Label]:
        """A new layer above the others, to append to."""
        self.layers.append([])
        return self.layers[-1]

    def drawing(self) -> Drawing:
        """All that was drawn so far."""
        items = tuple(item for layer in self.layers for item in layer)
        return Drawing(self.width, self.height, items, tuple(dict.fromkeys(self.dropped)))


def clip(x: float, y: float, width: float, height: float) -> Clip:
    """A clip as a display list has it."""
    return round(x, DIGITS), round(y, DIGITS), round(width, DIGITS), round(height, DIGITS)
