"""A display list as a matplotlib Figure, for notebooks and for what matplotlib can write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefgen import fonts
from briefgen.charts.drawing import Clip, Drawing, Label, Path
from briefgen.charts.mirror import outlined
from briefgen.theme import Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def figure(drawing: Drawing, theme: Theme) -> Figure:
    """A Figure of the drawing's size whose one axes is in points; letters that join are shapes, other text is text."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox, TransformedBbox

    fig: Figure = Figure(figsize=(drawing.width / 72, drawing.height / 72), dpi=72)
    FigureCanvasAgg(fig)
    fig.patch.set_alpha(0)
    ax = fig.add_axes((0, 0, 1, 1), xlim=(0, drawing.width), ylim=(0, drawing.height))
    ax.set_axis_off()
    shaped = drawing.rtl or fonts.joins(theme.font_path("regular"))
    clips: dict[Clip, Any] = {}
    for order, item in enumerate(drawing.items, 10):
        if isinstance(item, Label) and not shaped:
            _text(ax, item, theme, order)
            continue
        shape = outlined(item, theme, drawing.rtl) if isinstance(item, Label) else item
        if not shape.commands:
            continue
        patch = _patch(shape, order)
        ax.add_artist(patch)
        if shape.clip is not None:
            if shape.clip not in clips:
                clips[shape.clip] = TransformedBbox(Bbox.from_bounds(*shape.clip), ax.transData)
            patch.set_clip_box(clips[shape.clip])
    return fig


def pixels(drawing: Drawing, theme: Theme, dpi: float) -> Any:
    """Rows of pixels, each red, green, blue and alpha, as matplotlib draws the Figure."""
    import numpy as np
    from matplotlib import rc_context

    fig: Any = figure(drawing, theme)
    fig.set_dpi(dpi)
    # Hinting rounds each letter's width to pixels: a line would be longer than measured.
    with rc_context({"text.hinting": "none"}):
        fig.canvas.draw()
    return np.asarray(fig.canvas.buffer_rgba())


def _text(ax: Any, item: Label, theme: Theme, order: int) -> None:
    from matplotlib.font_manager import FontProperties

    path = theme.font_path(fonts.face_name(item.bold, item.italic))
    prop = FontProperties(fname=str(path), size=item.size, weight="bold" if item.bold else "normal",
                          style="italic" if item.italic else "normal")  # fmt: skip
    # "$" is money here, not mathematics.
    ax.text(item.x, item.y, item.text, fontproperties=prop, ha="left", va="baseline", color=item.colour,
            parse_math=False, rotation=item.rotation, rotation_mode="anchor", zorder=order)  # fmt: skip


def _patch(shape: Path, order: int) -> Any:
    from matplotlib.patches import PathPatch

    return PathPatch(
        _path(shape), facecolor=shape.fill or "none", edgecolor=shape.stroke or "none",
        linewidth=shape.line_width if shape.stroke else 0, capstyle=shape.cap, joinstyle=shape.join,
        linestyle=(0, [d / (shape.line_width or 1) for d in shape.dash]) if shape.dash else "solid",
        alpha=shape.alpha, zorder=order,
    )  # fmt: skip


def _path(shape: Path) -> Any:
    from matplotlib.path import Path as MplPath

    points: list[tuple[float, float]] = []
    codes: list[Any] = []
    for op, *at in shape.commands:
        pairs = list(zip(at[::2], at[1::2], strict=True)) or [points[-1]]
        points += pairs
        codes += {"M": [MplPath.MOVETO], "L": [MplPath.LINETO], "C": [MplPath.CURVE4] * 3,
                  "Z": [MplPath.CLOSEPOLY]}[op]  # fmt: skip
    return MplPath(points, codes)
