"""Shapes on a sheet: rectangles, polygons, lines and dots, each above what was drawn before it. All in points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from briefgen.charts.colour import contrast
from briefgen.charts.drawing import Clip
from briefgen.charts.hatch import Stroke, hatch

if TYPE_CHECKING:
    from briefgen.charts.artists import Chart

Point = tuple[float, float]


class Fill(Struct, frozen=True):
    """How a surface is filled: a colour, and in greyscale strokes at `angle` degrees, if not None."""

    colour: str
    ink: str
    angle: float | None = None
    crossed: bool = False


class Marks:
    """What draws on the `layer` of a chart whose lower left corner is at `origin`; `scale` multiplies line widths."""

    fig: Chart
    origin: Point
    clip: Clip
    layer: int
    scale: float

    def _add(self, path: Any, *, fill: str = "none", edge: str = "none", width: float = 0.0,
             dashed: bool = False, join: str = "miter") -> None:  # fmt: skip
        from briefgen.charts.artists import Mark

        dashes = (3 * width, 2 * width) if dashed and width > 0 else ()
        self.fig.add_artist(Mark(path, fill=fill, edge=edge, width=width, dashes=dashes, join=join,
                                 clip=self.clip, layer=self.layer))  # fmt: skip

    def _at(self, points: Sequence[Point]) -> list[Point]:
        left, bottom = self.origin
        return [(left + x, bottom + y) for x, y in points]

    def rect(self, x: float, y: float, width: float, height: float, colour: str | Fill,
             edge: str | None = None, dashed: bool = False, line: float = 1.0) -> None:  # fmt: skip
        """A rectangle; with `edge` it is outlined."""
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        self.polygon(corners, colour, edge, dashed, line)

    def polygon(self, points: Sequence[Point], colour: str | Fill, edge: str | None = None,
                dashed: bool = False, line: float = 1.0) -> None:  # fmt: skip
        """A filled polygon; "none" as its colour leaves it empty."""
        from briefgen.charts.artists import polygon

        fill = colour if isinstance(colour, Fill) else Fill(colour, colour)
        pale = fill.colour != "none" and contrast(fill.colour, "#ffffff") < 3
        if isinstance(colour, Fill) and edge is None and (fill.angle is not None or pale):
            edge, line = fill.ink, 0.7 * self.scale
        closed = points[:-1] if len(points) > 1 and points[0] == points[-1] else points
        self._add(polygon(self._at(closed), True), fill=fill.colour, edge=edge or "none",
                  width=line if edge else 0.0, dashed=dashed)  # fmt: skip
        if fill.angle is not None:
            for angle in (fill.angle, -fill.angle) if fill.crossed else (fill.angle,):
                self.strokes(hatch(points, angle, 3.2 * self.scale), fill.ink, 0.7 * self.scale)

    def strokes(self, strokes: Sequence[Stroke], colour: str, width: float) -> None:
        """Many short lines as one path."""
        from briefgen.charts.artists import segments

        if strokes:
            self._add(segments([self._at(stroke) for stroke in strokes]), edge=colour, width=width)

    def line(self, xs: Sequence[float], ys: Sequence[float], colour: str, width: float = 0.8,
             dashed: bool = False) -> None:  # fmt: skip
        """A line through the points."""
        from briefgen.charts.artists import polygon

        path = polygon(self._at(list(zip(xs, ys, strict=True))), False)
        self._add(path, edge=colour, width=width, dashed=dashed, join="round")

    def dot(self, x: float, y: float, radius: float, colour: str, hollow: bool = False,
            line: float = 1.6) -> None:  # fmt: skip
        """A dot, or a ring where the value is not exact."""
        self.dots([(x, y)], radius, colour, hollow, line)

    def dots(self, spots: Sequence[Point], radius: float, colour: str, hollow: bool = False,
             line: float = 1.6) -> None:  # fmt: skip
        """Many dots or rings of one size as one path."""
        from briefgen.charts.artists import circles

        if spots:
            path = circles(self._at(spots), radius)
            self._add(path, fill="#ffffff" if hollow else colour, edge=colour, width=line)
