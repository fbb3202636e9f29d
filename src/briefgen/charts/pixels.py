"""A matplotlib Figure as PNG."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.transforms import Affine2D
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from briefgen.charts.letters import letters

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Of deflate, for a palette: higher ones take three times as long for a fifth less.
LEVEL = 3


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
        gc.set_snap(
            False
        )  # one of straight lines alone is no more moved to whole pixels than others
        self.draw_path(gc, shape, place, gc.get_rgb())  # type: ignore[no-untyped-call]


def to_png(
    fig: Figure, dpi: float, *, few: bool = False, title: str = "", description: str = ""
) -> bytes:
    """The picture, with the texts as metadata (PNG specification, 11.3.3.1).

    `few` takes a palette of 256 colours, none of them off by more than can be seen: half as large, in half the time.
    """
    fig.set_dpi(dpi)
    renderer: Any = _Renderer(*fig.canvas.get_width_height(), dpi)  # type: ignore[no-untyped-call]
    fig.draw(renderer)
    size = int(renderer.width), int(renderer.height)
    image = Image.frombuffer("RGBA", size, renderer.buffer_rgba(), "raw", "RGBA", 0, 1)
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
