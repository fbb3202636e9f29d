"""Shapes on a sheet: rectangles, polygons, lines and dots, each above what was drawn before it. All in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from briefgen.charts.colour import contrast, rgb
from briefgen.charts.drawing import Clip, Colour, Command, Label, Path
from briefgen.charts.hatch import Stroke, hatch
from briefgen.charts.recorder import DIGITS

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Fill:
    """How a surface is filled: a colour, and in greyscale strokes at `angle` degrees, if not None."""

    colour: str
    ink: str
    angle: float | None = None
    crossed: bool = False


@lru_cache(maxsize=512)
def shade(colour: str) -> Colour | None:
    """#RRGGBB as a display list has it; None for "none"."""
    if colour == "none":
        return None
    red, green, blue = rgb(colour)
    return round(red, 4), round(green, 4), round(blue, 4)


def _circle() -> tuple[Point, ...]:
    """The unit circle as points of eight cubic curves, from its foot (D. Lancaster, "Approximating a circle")."""
    reach = 0.2652031  # of the control points
    half = sqrt(0.5)
    eighth: list[Point] = [(0.0, -1.0), (reach, -1.0), (half - half * reach, -half - half * reach)]
    quarter = [*eighth, (half, -half), *((-y, -x) for x, y in reversed(eighth[1:]))]
    out: list[Point] = []
    for turn in ((1, 0, 0, 1), (0, -1, 1, 0), (-1, 0, 0, -1), (0, 1, -1, 0)):
        out += [(turn[0] * x + turn[1] * y, turn[2] * x + turn[3] * y) for x, y in quarter]
    return (*out, (0.0, -1.0))


_CIRCLE = _circle()


class Marks:
    """What draws on the layer `items`, whose lower left corner is at `origin`; `scale` multiplies line widths."""

    items: list[Path | Label]
    origin: Point
    clip: Clip
    scale: float

    def _shape(self, commands: list[Command], fill: Colour | None, stroke: Colour | None, width: float,
               dashed: bool = False, join: str = "miter") -> None:  # fmt: skip
        """Put a path on the layer, unless nothing of it would show."""
        if width <= 0:
            stroke = None
        if commands and (fill or stroke):
            dash = (3 * width, 2 * width) if dashed and stroke else ()
            self.items.append(Path(
                tuple(commands), fill, stroke, width if stroke else 0.0, dash, "butt", join, 1.0, self.clip
            ))  # fmt: skip

    def _run(self, points: Sequence[Point]) -> list[Command]:
        """The points joined by lines."""
        left, bottom = self.origin
        run: list[Command] = [
            ("L", round(left + x, DIGITS), round(bottom + y, DIGITS)) for x, y in points
        ]
        if run:
            run[0] = ("M", *run[0][1:])
        return run

    def rect(self, x: float, y: float, width: float, height: float, colour: str | Fill,
             edge: str | None = None, dashed: bool = False, line: float = 1.0) -> None:  # fmt: skip
        """A rectangle; with `edge` it is outlined."""
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        self.polygon(corners, colour, edge, dashed, line)

    def polygon(self, points: Sequence[Point], colour: str | Fill, edge: str | None = None,
                dashed: bool = False, line: float = 1.0) -> None:  # fmt: skip
        """A filled polygon; "none" as its colour leaves it empty."""
        fill = colour if isinstance(colour, Fill) else Fill(colour, colour)
        pale = fill.colour != "none" and contrast(fill.colour, "#ffffff") < 3
        if isinstance(colour, Fill) and edge is None and (fill.angle is not None or pale):
            edge, line = fill.ink, 0.7 * self.scale
        closed = points[:-1] if len(points) > 1 and points[0] == points[-1] else points
        self._shape(
            [*self._run(closed), ("Z",)], shade(fill.colour), shade(edge or "none"), line, dashed
        )
        if fill.angle is not None:
            for angle in (fill.angle, -fill.angle) if fill.crossed else (fill.angle,):
                self.strokes(hatch(points, angle, 3.2 * self.scale), fill.ink, 0.7 * self.scale)

    def strokes(self, strokes: Sequence[Stroke], colour: str, width: float) -> None:
        """Many short lines as one path."""
        commands = [command for stroke in strokes for command in self._run(stroke)]
        self._shape(commands, None, shade(colour), width)

    def line(self, xs: Sequence[float], ys: Sequence[float], colour: str, width: float = 0.8,
             dashed: bool = False) -> None:  # fmt: skip
        """A line through the points."""
        points = self._run(list(zip(xs, ys, strict=True)))
        self._shape(points, None, shade(colour), width, dashed, "round")

    def dot(self, x: float, y: float, radius: float, colour: str, hollow: bool = False,
            line: float = 1.6) -> None:  # fmt: skip
        """A dot, or a ring where the value is not exact."""
        self.dots([(x, y)], radius, colour, hollow, line)

    def dots(self, spots: Sequence[Point], radius: float, colour: str, hollow: bool = False,
             line: float = 1.6) -> None:  # fmt: skip
        """Many dots or rings of one size as one path."""
        commands: list[Command] = []
        for x, y in spots:
            left, bottom = self.origin[0] + x, self.origin[1] + y
            around = [
                round(v, DIGITS)
                for dx, dy in _CIRCLE
                for v in (left + dx * radius, bottom + dy * radius)
            ]
            commands.append(("M", *around[:2]))
            commands += [("C", *around[n : n + 6]) for n in range(2, len(around), 6)]
            commands.append(("Z",))
        self._shape(commands, shade("#ffffff" if hollow else colour), shade(colour), line)
