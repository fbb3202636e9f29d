"""A matplotlib renderer that records what a figure draws as a `Drawing`."""

from __future__ import annotations

from typing import Any

from matplotlib.backend_bases import RendererBase
from matplotlib.path import Path as MplPath

from briefgen import fonts
from briefgen.charts.drawing import Colour, Drawing, Label, Path
from briefgen.theme import Theme

_OPS = {MplPath.MOVETO: "M", MplPath.LINETO: "L", MplPath.CURVE4: "C", MplPath.CLOSEPOLY: "Z"}


class Recorder(RendererBase):
    """Collects paths and labels; a unit is a point, since the figure is drawn at 72 dpi."""

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
        commands: list[tuple[Any, ...]] = []
        for points, code in path.iter_segments(transform, simplify=False, curves=True):
            at = [round(float(v), 3) for v in points]
            if code == MplPath.CURVE3:  # quadratic: raise its degree
                x0, y0 = commands[-1][-2:]
                cx, cy, x, y = at
                at = [x0 + 2 / 3 * (cx - x0), y0 + 2 / 3 * (cy - y0),
                      x + 2 / 3 * (cx - x), y + 2 / 3 * (cy - y), x, y]  # fmt: skip
                commands.append(("C", *(round(v, 3) for v in at)))
            elif code == MplPath.CLOSEPOLY:
                commands.append(("Z",))
            else:
                commands.append((_OPS[code], *at))
        width = float(gc.get_linewidth())
        stroke = tuple(gc.get_rgb()[:3]) if width > 0 and gc.get_rgb()[3] > 0 else None
        fill = (
            tuple(rgbFace[:3]) if rgbFace is not None and (len(rgbFace) < 4 or rgbFace[3]) else None
        )
        if not commands or (stroke is None and fill is None):
            return
        dashes = gc.get_dashes()[1]
        box = gc.get_clip_rectangle()
        alpha = float(
            gc.get_alpha()
            if gc.get_forced_alpha()
            else (rgbFace[3] if fill and len(rgbFace) > 3 else 1)
        )
        self.items.append(
            Path(
                tuple(commands), _colour(fill), _colour(stroke), width,
                tuple(float(d) for d in dashes) if dashes is not None else (),
                str(gc.get_capstyle()), str(gc.get_joinstyle()), alpha,
                _box(box),
            )
        )  # fmt: skip

    def draw_text(self, gc: Any, x: float, y: float, s: str, prop: Any, angle: float,
                  ismath: Any = False, mtext: Any = None) -> None:  # fmt: skip
        bold, italic = prop.get_weight() in ("bold", 700), prop.get_style() == "italic"
        size = float(prop.get_size_in_points())
        width = fonts.face(self.theme, bold, italic).width(s, size)
        self.items.append(
            Label(s, round(float(x), 3), round(float(y), 3), size, round(width, 3), bold, italic,
                  _colour(gc.get_rgb()[:3]) or (0, 0, 0), float(angle))
        )  # fmt: skip

    def draw_image(self, gc: Any, x: float, y: float, im: Any, transform: Any = None) -> None:
        raise NotImplementedError("charts are made of vectors and text")

    def get_text_width_height_descent(
        self, s: str, prop: Any, ismath: Any
    ) -> tuple[float, float, float]:
        bold, italic = prop.get_weight() in ("bold", 700), prop.get_style() == "italic"
        face = fonts.face(self.theme, bold, italic)
        size = float(prop.get_size_in_points())
        return face.width(s, size), (face.cap_height + face.descent) * size, face.descent * size


def _box(clip: Any) -> tuple[float, float, float, float] | None:
    if clip is None:
        return None
    x, y, width, height = (round(float(v), 3) for v in clip.bounds)
    return x, y, width, height


def _colour(rgb: Any) -> Colour | None:
    return tuple(round(float(v), 4) for v in rgb) if rgb is not None else None  # type: ignore[return-value]


def record(fig: Any) -> Drawing:
    """What `fig`, a Figure made by `briefgen.charts.draw`, draws."""
    if hasattr(fig, "briefgen_drawing"):  # made from a display list
        return fig.briefgen_drawing  # type: ignore[no-any-return]
    width, height = (float(v) * 72 for v in fig.get_size_inches())
    dpi = fig.get_dpi()
    fig.set_dpi(72)
    recorder = Recorder(width, height, fig.briefgen_theme)
    try:
        fig.draw(recorder)
    finally:
        fig.set_dpi(dpi)
    return Drawing(width, height, tuple(recorder.items), tuple(dict.fromkeys(fig.briefgen_dropped)))
