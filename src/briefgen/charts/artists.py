"""The marks and words of a chart as matplotlib Artists, on a Figure whose unit is the point, y upwards.

matplotlib's own patches, lines and texts belong to axes with data limits, units and a layout of text. A chart whose
every mark is measured before it is placed has no use for these, and they take ten times as long as drawing: these
artists only say to a renderer what it has to draw, and so any of matplotlib's can draw them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path as MplPath
from matplotlib.transforms import Affine2D, Bbox

from briefgen.charts.drawing import Clip, Command, Drawing
from briefgen.theme import Theme

_CODES: dict[str, list[Any]] = {
    "M": [MplPath.MOVETO], "L": [MplPath.LINETO], "Q": [MplPath.CURVE3] * 2, "C": [MplPath.CURVE4] * 3,
    "Z": [MplPath.CLOSEPOLY],
}  # fmt: skip
_rgba = lru_cache(maxsize=512)(to_rgba)


class Chart(Figure):
    """A Figure of `width` by `height` points with nothing on it.

    `dropped` is for labels that have no room; `drawing` is the display list that it was made from, if it was.
    """

    drawing: Drawing | None = None

    def __init__(self, theme: Theme, width: float, height: float) -> None:
        super().__init__(figsize=(width / 72, height / 72), dpi=72)
        FigureCanvasAgg(self)
        self.patch.set_alpha(0)
        self.theme = theme
        self.dropped: list[str] = []
        self.layers = 0

    def layer(self) -> int:
        """The z-order of what lies above all before."""
        self.layers += 1
        return self.layers


class _Placed(Artist):
    """What lies where it was put: its unit is the Figure's point."""

    def _scale(self) -> float:
        """Pixels in a point."""
        figure = self.get_figure(root=True)
        assert figure is not None
        return float(figure.dpi) / 72


class Mark(_Placed):
    """A path, filled and stroked; colours are matplotlib's, "none" among them, dashes and `width` in points."""

    def __init__(self, path: MplPath, *, fill: Any = "none", edge: Any = "none", width: float = 0.0,
                 dashes: Sequence[float] = (), cap: str = "butt", join: str = "miter",
                 clip: Clip | None = None, layer: int = 1) -> None:  # fmt: skip
        super().__init__()
        self.zorder = layer
        self.path, self.fill, self.edge, self.width = path, _rgba(fill), _rgba(edge), width
        self.dashes, self.cap, self.join = dashes, cap, join
        self.bounds = clip

    def draw(self, renderer: Any) -> None:
        """Draw it, as Artists do."""
        scale = self._scale()
        gc = renderer.new_gc()
        gc.set_foreground(self.edge, isRGBA=True)
        gc.set_linewidth(self.width if self.edge[3] else 0.0)
        gc.set_capstyle(self.cap)
        gc.set_joinstyle(self.join)
        gc.set_snap(self.get_snap())
        if self.dashes:
            gc.set_dashes(0, list(self.dashes))
        if self.bounds is not None:
            gc.set_clip_rectangle(Bbox.from_bounds(*(side * scale for side in self.bounds)))
        place = Affine2D.from_values(scale, 0, 0, scale, 0, 0)
        renderer.draw_path(gc, self.path, place, self.fill if self.fill[3] else None)
        gc.restore()


class Word(_Placed):
    """A line of text in one font, its baseline beginning at (x, y), `size` points high."""

    def __init__(self, text: str, x: float, y: float, font: Path, size: float, colour: str, *,
                 bold: bool = False, italic: bool = False, layer: int = 1) -> None:  # fmt: skip
        super().__init__()
        self.zorder = layer
        self.text, self.x, self.y, self.colour = text, x, y, _rgba(colour)
        self.font = _font(font, size, bold, italic)

    def draw(self, renderer: Any) -> None:
        """Draw it, as Artists do."""
        scale = self._scale()
        x, y = self.x * scale, self.y * scale
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        gc = renderer.new_gc()
        gc.set_foreground(self.colour, isRGBA=True)
        # "$" is money here, not mathematics.
        renderer.draw_text(gc, x, y, self.text, self.font, 0.0, ismath=False)
        gc.restore()


@lru_cache(maxsize=256)
def _font(path: Path, size: float, bold: bool, italic: bool) -> FontProperties:
    return FontProperties(fname=str(path), size=size, weight="bold" if bold else "normal",
                          style="italic" if italic else "normal")  # fmt: skip


def polygon(points: Sequence[tuple[float, float]], closed: bool) -> MplPath:
    """Points joined by straight lines, the last with the first where it is `closed`."""
    if not closed:
        return MplPath(points)
    corners = [*points, points[0]]
    codes = [MplPath.MOVETO, *[MplPath.LINETO] * (len(points) - 1), MplPath.CLOSEPOLY]
    return MplPath(corners, codes)


def segments(strokes: Sequence[Sequence[tuple[float, float]]]) -> MplPath:
    """Lines of two points each, as one path."""
    points = [point for stroke in strokes for point in stroke]
    return MplPath(points, [MplPath.MOVETO, MplPath.LINETO] * len(strokes))


def circles(spots: Sequence[tuple[float, float]], radius: float) -> MplPath:
    """A circle around each of the spots, as one path."""
    circle = MplPath.unit_circle()
    corners = np.asarray(circle.vertices) * radius
    placed = (np.asarray(spots)[:, None, :] + corners[None, :, :]).reshape(-1, 2)
    return MplPath(placed, np.tile(np.asarray(circle.codes), len(spots)))


def outline(commands: Sequence[Command]) -> MplPath:
    """A path of a display list or of a font, which has quadratic curves ("Q") too."""
    points: list[tuple[float, float]] = []
    codes: list[Any] = []
    for op, *at in commands:
        points += list(zip(at[::2], at[1::2], strict=True)) or [points[-1]]
        codes += _CODES[op]
    return MplPath(points, codes)
