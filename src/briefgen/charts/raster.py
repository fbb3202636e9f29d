"""A display list as PNG, by the rasteriser that matplotlib draws with (Anti-Grain Geometry).

A Figure with its artists, its text layout and its canvas takes several times as long to make as the picture, and
importing what makes them longer than all else; the rasteriser itself takes paths. Letters are filled outlines at
the very places that were measured.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.path import Path as MplPath

from briefgen import fonts
from briefgen.charts.drawing import Colour, Drawing, Label, Path
from briefgen.charts.mirror import cubic, outlined
from briefgen.script import shaping
from briefgen.theme import Theme

# Of deflate, for a palette: higher ones take three times as long for a fifth less.
LEVEL = 3


@dataclass(frozen=True, slots=True)
class _Style:
    """What the rasteriser asks of a graphics context: widths and dashes in points, the clip in pixels."""

    _rgb: tuple[float, ...] = (0.0, 0.0, 0.0, 1.0)
    _linewidth: float = 0.0
    _capstyle: str = "butt"
    _joinstyle: str = "miter"
    _alpha: float = 1.0
    _cliprect: Any = None
    dashes: tuple[float, Any] = (0, None)
    snap: bool | None = None
    _forced_alpha: bool = False
    _antialiased: bool = True

    def get_dashes(self) -> tuple[float, Any]:
        return self.dashes

    def get_snap(self) -> bool | None:
        return self.snap

    def get_clip_path(self) -> tuple[None, None]:
        return None, None

    def get_hatch_path(self) -> None:
        return None

    def get_hatch_color(self) -> tuple[float, ...]:
        return self._rgb

    def get_hatch_linewidth(self) -> float:
        return 0.0

    def get_sketch_params(self) -> None:
        return None


_LETTERS = _Style(
    snap=False
)  # a letter of straight lines is no more moved to whole pixels than others


def to_png(drawing: Drawing, theme: Theme, dpi: float, *, few: bool = False, title: str = "",
           description: str = "") -> bytes:  # fmt: skip
    """The picture on transparent ground, with the texts as metadata (PNG specification, 11.3.3.1).

    `few` takes a palette of 256 colours, none of them off by more than can be seen: half as large, in half the time.
    """
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    try:
        pixels = _drawn(drawing, theme, dpi / 72)
    except (
        ImportError,
        AttributeError,
        TypeError,
    ):  # no public part of matplotlib: a later one may have another
        from briefgen.charts.figures import pixels as through_a_figure

        pixels = through_a_figure(drawing, theme, dpi)
    image = Image.frombuffer(
        "RGBA", (pixels.shape[1], pixels.shape[0]), pixels, "raw", "RGBA", 0, 1
    )
    how: dict[str, Any] = {}
    if few:
        image = image.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        how["compress_level"] = LEVEL
    about = PngInfo()
    for key, text in (("Title", title), ("Description", description)):
        if text:
            about.add_text(key, text)
    stream = io.BytesIO()
    image.save(stream, "png", dpi=(dpi, dpi), pnginfo=about, **how)
    return stream.getvalue()


def _drawn(drawing: Drawing, theme: Theme, scale: float) -> Any:
    """Rows of pixels, each red, green, blue and alpha, `scale` of them a point."""
    from matplotlib.backends._backend_agg import RendererAgg  # type: ignore[attr-defined]

    # A whole number of points and pixels may come out a hair less.
    size = [int(side * scale + 1e-6) for side in (drawing.width, drawing.height)]
    renderer = RendererAgg(*size, 72 * scale)
    larger = np.diag((scale, scale, 1.0))
    shaped = drawing.rtl or fonts.joins(theme.font_path("regular"))
    for item in drawing.items:
        if isinstance(item, Label) and not shaped:
            letters = _letters(item, theme)
            if letters is not None:
                renderer.draw_path(_LETTERS, letters, larger, (*item.colour, 1.0))
            continue
        shape = outlined(item, theme, drawing.rtl) if isinstance(item, Label) else item
        if shape.commands:
            style = _LETTERS if shape is not item else _style(shape, scale)
            face = (*shape.fill, shape.alpha) if shape.fill else None
            renderer.draw_path(style, _path(shape), larger, face)
    return np.asarray(renderer)


def _style(shape: Path, scale: float) -> _Style:
    ink: Colour = shape.stroke or (0.0, 0.0, 0.0)
    clip = None
    if shape.clip is not None:
        x, y, width, height = (side * scale for side in shape.clip)
        clip = np.array(((x, y), (x + width, y + height)))
    dashes = (0, list(shape.dash)) if shape.dash else (0, None)
    width = shape.line_width if shape.stroke else 0.0
    return _Style((*ink, shape.alpha), width, shape.cap, shape.join, shape.alpha, clip, dashes)


_CODES = {
    "M": (MplPath.MOVETO,),
    "L": (MplPath.LINETO,),
    "C": (MplPath.CURVE4,) * 3,
    "Z": (MplPath.CLOSEPOLY,),
}


def _path(shape: Path) -> MplPath:
    values: list[float] = []
    codes: list[Any] = []
    for op, *at in shape.commands:
        values += at or (0.0, 0.0)  # the point of a closing command is not looked at
        codes += _CODES[op]
    return MplPath(np.array(values).reshape(-1, 2), codes)


def _letters(item: Label, theme: Theme) -> MplPath | None:
    """The label's letters as one path; None where nothing of it shows."""
    font = shaping.outlines(theme.font_path(fonts.face_name(item.bold, item.italic)))
    pen, places, codes = 0.0, [], []
    for glyph in shaping.plain(fonts.drawn(item.text), font, 0):
        points, ops = _glyph(font, glyph.index)
        if len(ops):
            places.append(points + np.array((pen, 0.0)))
            codes.append(ops)
        pen += glyph.advance
    if not codes:
        return None
    corners = np.concatenate(places) * item.size
    if item.rotation:
        angle = np.radians(item.rotation)
        cos, sin = np.cos(angle), np.sin(angle)
        corners = corners @ np.array(((cos, sin), (-sin, cos)))
    return MplPath(corners + np.array((item.x, item.y)), np.concatenate(codes))


@lru_cache(maxsize=2048)
def _glyph(font: shaping.Outlines, index: int) -> tuple[Any, Any]:
    """A glyph's outline: its points in ems, and what each of them is."""
    shape = Path(tuple(cubic(font.path_of(index))))
    path = _path(shape) if shape.commands else MplPath(np.zeros((0, 2)), [])
    return path.vertices, path.codes
