"""Shapes on a sheet: rectangles, polygons, lines and dots, each above what was drawn before it. All in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from briefgen.charts.colour import contrast
from briefgen.charts.hatch import Stroke, hatch


@dataclass(frozen=True, slots=True)
class Fill:
    """How a surface is filled: a colour, and in greyscale strokes at `angle` degrees, if not None."""

    colour: str
    ink: str
    angle: float | None = None
    crossed: bool = False


class Marks:
    """What draws on the axes `ax`; `scale` multiplies line widths."""

    ax: Any
    scale: float
    _order: int

    def _above(self) -> int:
        """A z-order above everything so far: what is drawn later lies on top, whatever its type."""
        self._order += 1
        return self._order

    def _add(self, artist: Any) -> None:
        """Put a mark on the axes, whose limits are fixed: matplotlib need not measure it."""
        self.ax.add_artist(artist)

    def rect(self, x: float, y: float, width: float, height: float, colour: str | Fill,
             edge: str | None = None, dashed: bool = False, line: float = 1.0) -> None:  # fmt: skip
        """A rectangle; with `edge` it is outlined."""
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        self.polygon(corners, colour, edge, dashed, line)

    def polygon(self, points: Sequence[tuple[float, float]], colour: str | Fill,
                edge: str | None = None, dashed: bool = False, line: float = 1.0) -> None:  # fmt: skip
        """A filled polygon; "none" as its colour leaves it empty."""
        from matplotlib.patches import Polygon

        fill = colour if isinstance(colour, Fill) else Fill(colour, colour)
        pale = fill.colour != "none" and contrast(fill.colour, "#ffffff") < 3
        if isinstance(colour, Fill) and edge is None and (fill.angle is not None or pale):
            edge, line = fill.ink, 0.7 * self.scale
        self._add(Polygon(points, closed=True, facecolor=fill.colour,
                                  linewidth=line if edge else 0, edgecolor=edge or "none",
                                  linestyle=(0, (3, 2)) if dashed else "solid", joinstyle="miter",
                                  zorder=self._above()))  # fmt: skip
        if fill.angle is not None:
            for angle in (fill.angle, -fill.angle) if fill.crossed else (fill.angle,):
                self.strokes(hatch(points, angle, 3.2 * self.scale), fill.ink, 0.7 * self.scale)

    def strokes(self, strokes: Sequence[Stroke], colour: str, width: float) -> None:
        """Many short lines as one path."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        if not strokes:
            return
        points = [point for stroke in strokes for point in stroke]
        codes = [Path.MOVETO, Path.LINETO] * len(strokes)
        self._add(PathPatch(Path(points, codes), facecolor="none", edgecolor=colour,
                                    linewidth=width, zorder=self._above()))  # fmt: skip

    def line(self, xs: Sequence[float], ys: Sequence[float], colour: str, width: float = 0.8,
             dashed: bool = False) -> None:  # fmt: skip
        """A line through the points."""
        from matplotlib.lines import Line2D

        style: Any = (0, (3, 2)) if dashed else "solid"
        self._add(Line2D(xs, ys, color=colour, linewidth=width, linestyle=style,
                                solid_capstyle="butt", solid_joinstyle="round",
                                zorder=self._above()))  # fmt: skip

    def dot(self, x: float, y: float, radius: float, colour: str, hollow: bool = False,
            line: float = 1.6) -> None:  # fmt: skip
        """A dot, or a ring where the value is not exact."""
        from matplotlib.patches import Circle

        self._add(Circle((x, y), radius, facecolor="#ffffff" if hollow else colour,
                                 edgecolor=colour, linewidth=line, zorder=self._above()))  # fmt: skip

    def dots(self, spots: Sequence[tuple[float, float]], radius: float, colour: str,
             hollow: bool = False, line: float = 1.6) -> None:  # fmt: skip
        """Many dots or rings of one size as one path."""
        import numpy as np
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        if not spots:
            return
        circle = Path.unit_circle()
        corners = np.asarray(circle.vertices) * radius
        placed = (np.asarray(spots)[:, None, :] + corners[None, :, :]).reshape(-1, 2)
        codes = np.tile(np.asarray(circle.codes), len(spots))
        self._add(PathPatch(Path(placed, codes), facecolor="#ffffff" if hollow else colour,
                            edgecolor=colour, linewidth=line, zorder=self._above()))  # fmt: skip
