"""matplotlib: artists that draw a chart's marks, a renderer that records them as a `Drawing`, and PNG.

matplotlib's own patches, lines and texts belong to axes with data limits, units and a layout of text. A chart whose
every mark is measured before it is placed has no use for these, and they take ten times as long as drawing: these
artists only say to a renderer what it has to draw, and so any of matplotlib's can draw them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib import rc_context, rcParams, rcParamsDefault
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path as MplPath
from matplotlib.transforms import Affine2D, Bbox
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from briefgen.charts.drawing import Clip, Colour, Command, Drawing, Label, PathShape, outline_label
from briefgen.languages import font_metrics, shaping
from briefgen.model.theme import Theme

_OWN_SETTINGS = [item for item in rcParamsDefault.items() if not item[0].startswith("backend")]


@contextmanager
def defaults() -> Iterator[None]:
    """Give matplotlib its own settings while it lasts, then again those of the process.

    The backend stays: it is chosen by name, and loaded when it is asked for.
    """
    changed = {name: own for name, own in _OWN_SETTINGS if rcParams[name] != own}
    with rc_context(changed) if changed else nullcontext():
        yield


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


# A matplotlib renderer that records what a figure draws as a `Drawing`.
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
        self.items: list[PathShape | Label] = []

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
        dashes, clip = gc.get_dashes()[1], gc.get_clip_rectangle()
        box: Any = clip and tuple(round(float(side), DIGITS) for side in clip.bounds)
        self.items.append(PathShape(
            commands, fill, stroke, width, tuple(map(float, dashes)) if dashes is not None else (),
            str(gc.get_capstyle()), str(gc.get_joinstyle()), 1.0, box,
        ))  # fmt: skip

    def draw_text(self, gc: Any, x: float, y: float, s: str, prop: Any, angle: float,
                  ismath: Any = False, mtext: Any = None) -> None:  # fmt: skip
        bold, italic = prop.get_weight() in ("bold", 700), prop.get_style() == "italic"
        size = float(prop.get_size_in_points())
        width = round(font_metrics.face(self.theme, bold, italic).width(s, size), DIGITS)
        x, y = round(float(x), DIGITS), round(float(y), DIGITS)
        colour = _colour(gc.get_rgb())
        self.items.append(Label(s, x, y, size, width, bold, italic, colour, float(angle)))

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


def _colour(rgba: Any) -> Colour:
    red, green, blue = (round(float(part), 4) for part in rgba[:3])
    return red, green, blue


@defaults()
def record(fig: Chart) -> Drawing:
    """Return what `fig` draws as a display list."""
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


def figure_of(drawing: Drawing, theme: Theme) -> Chart:
    """Return a matplotlib Figure that draws `drawing`, its letters as shapes."""
    fig = Chart(theme, drawing.width, drawing.height)
    fig.dropped, fig.drawing = list(drawing.dropped), drawing
    for item in drawing.items:
        shape = outline_label(item, theme, True) if isinstance(item, Label) else item
        if shape.commands:
            fig.add_artist(Mark(
                outline(shape.commands), fill=shape.fill or "none", edge=shape.stroke or "none",
                width=shape.line_width, dashes=shape.dash, cap=shape.cap, join=shape.join, clip=shape.clip,
            ))  # fmt: skip
    return fig


# A line of text as the outlines of its letters, where they were measured to stand.
def letters(text: str, font: Path) -> MplPath | None:
    """`text`, written from left to right, as one path whose unit is the em; None where nothing of it shows."""
    face = shaping.outlines(font)
    pen = 0.0
    places, codes = [], []
    for glyph in shaping.map_characters(text, face, 0):
        corners, ops = _glyph(face, glyph.index)
        if len(ops):
            places.append(corners + np.array((pen, 0.0)))
            codes.append(ops)
        pen += glyph.advance
    if not codes:
        return None
    return MplPath(np.concatenate(places), np.concatenate(codes))


@lru_cache(maxsize=2048)
def _glyph(face: shaping.Outlines, index: int) -> tuple[Any, Any]:
    """A glyph's outline: its points in ems, and what each of them is."""
    commands = face.path_of(index)
    if not commands:
        return np.zeros((0, 2)), ()
    path = outline(commands)
    return path.vertices, path.codes


# A matplotlib Figure as PNG.
# Of deflate, for a palette: higher ones take three times as long for a fifth less.
LEVEL = 3
COLOURS = 256  # in a palette (PNG specification, 11.2.2)
AREAS = 64  # of these are left as they are


class _Renderer(RendererAgg):
    """Fills the outlines of letters where they were measured to stand.

    matplotlib lays a text out again, which takes longer than all else in a chart, and kerns it.
    """

    def draw_text(self, gc: Any, x: float, y: float, s: str, prop: Any, angle: float,
                  ismath: Any = False, mtext: Any = None) -> None:  # fmt: skip
        shape = letters(s, Path(prop.get_file()))
        if shape is None:
            return
        em = prop.get_size_in_points() * self.dpi / 72
        place = Affine2D().scale(em).rotate_deg(angle).translate(x, self.height - y)
        gc.set_linewidth(0.0)
        # A letter of straight lines alone is no more moved to whole pixels than others.
        gc.set_snap(False)
        self.draw_path(gc, shape, place, gc.get_rgb())  # type: ignore[no-untyped-call]


@defaults()
def to_png(
    fig: Figure, dpi: float, *, few: bool = False, title: str = "", description: str = ""
) -> bytes:
    """Return a Figure as PNG, the same from run to run, with the texts as metadata (PNG specification, 11.3.3.1).

    `few` takes a palette of 256 colours, none of them off by more than can be seen: half as large, in half the time.
    """
    fig.set_dpi(dpi)
    renderer: Any = _Renderer(*fig.canvas.get_width_height(), dpi)  # type: ignore[no-untyped-call]
    fig.draw(renderer)
    drawn = np.asarray(renderer.buffer_rgba())
    image = _few(drawn) if few else Image.fromarray(drawn)
    how = {"compress_level": LEVEL} if few else {}
    about = PngInfo()
    for key, text in (("Title", title), ("Description", description)):
        if text:
            about.add_text(key, text)
    stream = io.BytesIO()
    image.save(stream, "png", dpi=(dpi, dpi), pnginfo=about, **how)
    return stream.getvalue()


def _few(drawn: Any) -> Image.Image:
    """Rows of RGBA pixels as a picture with a palette: the colours of areas as they are, those between them about.

    Nearly all pixels of a chart are as the one before, so that its runs are looked at, not its pixels.
    """
    height, width, _ = drawn.shape
    pixels = np.ascontiguousarray(drawn).view(np.uint32).ravel()
    starts = np.flatnonzero(np.append(True, pixels[1:] != pixels[:-1]))
    lengths = np.diff(starts, append=pixels.size)
    colours, of_runs = np.unique(pixels[starts], return_inverse=True)
    order = np.argsort(-np.bincount(of_runs, lengths), kind="stable")  # the commonest first
    parts = colours.view(np.uint8).reshape(-1, 4)[order]
    areas = parts[: COLOURS if len(parts) <= COLOURS else AREAS]
    rest = parts[len(areas) :]
    palette, entries = areas.tobytes(), np.arange(len(parts), dtype=np.int64)
    if len(rest):
        row = Image.frombytes("RGBA", (len(rest), 1), rest.tobytes())
        few = row.quantize(COLOURS - len(areas), method=Image.Quantize.FASTOCTREE)
        palette += bytes(few.getpalette("RGBA") or ())
        entries[len(areas) :] = np.asarray(few).ravel() + len(areas)
    entry = np.empty(len(parts), np.uint8)
    entry[order] = entries
    image = Image.frombytes("P", (width, height), np.repeat(entry[of_runs], lengths).tobytes())
    image.putpalette(palette, "RGBA")
    return image
