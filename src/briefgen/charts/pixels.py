"""A matplotlib Figure as PNG."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.transforms import Affine2D
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from briefgen.charts.letters import letters

if TYPE_CHECKING:
    from matplotlib.figure import Figure

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
