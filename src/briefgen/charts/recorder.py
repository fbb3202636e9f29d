"""A matplotlib renderer that records what a figure draws as a `Drawing`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.backend_bases import RendererBase
from matplotlib.path import Path as MplPath

from briefgen import font_metrics
from briefgen.charts.drawing import Colour, Drawing, Label, Path
from briefgen.theme import Theme

if TYPE_CHECKING:
    from briefgen.charts.artists import Chart

DIGITS = 3  # of a point
# The command that a path's code begins, and the points that it takes.
_OPS: dict[int, tuple[str, int]] = {
    int(MplPath.MOVETO): ("M", 1), int(MplPath.LINETO): ("L", 1), int(MplPath.CURVE4): ("C", 3),
    int(MplPath.CLOSEPOLY): ("Z", 1),
}  # fmt: skip


class Recorder(RendererBase):
    """Collects paths and labels; a unit is a point, since the figure is drawn at 72 dpi.

    It takes paths of lines and cubic curves, which are all that charts have.
    """

    def __init__(self, width: float, height: float, theme: Theme) -> None:
        super().__init__()
        self.width, self.height, self.theme = width, height, theme
        self.items: list[Path | Label] = []

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.width, self.height

    def points_to_pixels(self, points: Any) -> Any:
        return points

    def flipy(self) -> bool:
        return False

    def draw_path(self, gc: Any, path: Any, transform: Any, rgbFace: Any = None) -> None:  # noqa: N803
        rgba, width = gc.get_rgb(), float(gc.get_linewidth())
        stroke = _colour(rgba) if width > 0 and rgba[3] > 0 else None
        fill = _colour(rgbFace) if rgbFace is not None and rgbFace[3] > 0 else None
        commands = _commands(path, transform)
        if not commands or (stroke is None and fill is None):
            return
        dashes, box = gc.get_dashes()[1], gc.get_clip_rectangle()
        self.items.append(Path(
            commands, fill, stroke, width, tuple(map(float, dashes)) if dashes is not None else (),
            str(gc.get_capstyle()), str(gc.get_joinstyle()), 1.0, _box(box),
        ))  # fmt: skip

    def draw_text(self, gc: Any, x: float, y: float, s: str, prop: Any, angle: float,
                  ismath: Any = False, mtext: Any = None) -> None:  # fmt: skip
        bold, italic = prop.get_weight() in ("bold", 700), prop.get_style() == "italic"
        size = float(prop.get_size_in_points())
        width = round(font_metrics.face(self.theme, bold, italic).width(s, size), DIGITS)
        x, y = round(float(x), DIGITS), round(float(y), DIGITS)
        self.items.append(
            Label(s, x, y, size, width, bold, italic, _colour(gc.get_rgb()), float(angle))
        )

    def draw_image(self, gc: Any, x: float, y: float, im: Any, transform: Any = None) -> None:
        raise NotImplementedError("charts are made of vectors and text")


def _commands(path: Any, transform: Any) -> tuple[tuple[Any, ...], ...]:
    places = transform.transform(path.vertices).round(DIGITS).tolist()
    if path.codes is None:
        first, *others = places
        return (("M", *first), *(("L", *place) for place in others))
    commands: list[tuple[Any, ...]] = []
    codes, at = path.codes.tolist(), 0
    while at < len(codes):
        op, count = _OPS[codes[at]]
        if op == "Z":
            commands.append(("Z",))
        else:
            commands.append((op, *(value for place in places[at : at + count] for value in place)))
        at += count
    return tuple(commands)


def _box(clip: Any) -> tuple[float, float, float, float] | None:
    if clip is None:
        return None
    x, y, width, height = (round(float(v), DIGITS) for v in clip.bounds)
    return x, y, width, height


def _colour(rgba: Any) -> Colour:
    red, green, blue = (round(float(part), 4) for part in rgba[:3])
    return red, green, blue


def record(fig: Chart) -> Drawing:
    """What `fig` draws."""
    if fig.drawing is not None:
        return fig.drawing
    width, height = (float(side) * 72 for side in fig.get_size_inches())
    dpi = fig.get_dpi()
    fig.set_dpi(72)
    recorder = Recorder(width, height, fig.theme)
    try:
        fig.draw(recorder)
    finally:
        fig.set_dpi(dpi)
    return Drawing(width, height, tuple(recorder.items), tuple(dict.fromkeys(fig.dropped)))
