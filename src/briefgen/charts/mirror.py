"""Charts for readers from right to left: drawn as ever, then turned round as a display list.

Bars grow from the right, names stand at the right of their rows, steps and events follow each other to the left. What
has numbers or time along a horizontal axis keeps it from left to right, as schoolbooks in Arabic and Hebrew do and most
publications (B. Gorelik, "X-axis direction in Right-To-Left languages", 2019; N. Doiron, "Charts when you read
right-to-left", 2017); so does a map (IBM, Globalization guidelines, H4).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from briefgen import fonts
from briefgen.charts.drawing import Command, Drawing, Label, Path
from briefgen.script import shaping
from briefgen.theme import Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_KEPT = frozenset(("line", "area", "slope", "scatter", "histogram", "tilemap"))


def keeps(spec: Any) -> bool:
    """Whether the chart's horizontal axis, or its map, stays as it is."""
    kind = spec.of if spec.kind == "multiples" else spec.kind
    if kind == "column":  # years and their parts, or names
        return all(row.label[:1].isdecimal() for row in spec.data)
    return kind in _KEPT


def mirrored(drawing: Drawing, kept: int | None = None) -> Drawing:
    """`drawing` with left and right exchanged, letters as they are; from its item number `kept` on nothing changes."""
    stop = len(drawing.items) if kept is None else kept
    items = tuple(
        item if n >= stop else _label(item, drawing.width) if isinstance(item, Label) else _path(item, drawing.width)
        for n, item in enumerate(drawing.items)
    )  # fmt: skip
    return replace(drawing, items=items, rtl=True)


def _path(item: Path, width: float) -> Path:
    commands = tuple(
        (op, *(round(width - v, 3) if i % 2 == 0 else v for i, v in enumerate(at)))
        for op, *at in item.commands
    )
    clip = item.clip
    if clip is not None:
        clip = (width - clip[0] - clip[2], *clip[1:])
    return replace(item, commands=commands, clip=clip)


def _label(item: Label, width: float) -> Label:
    """The label in the mirrored place: its middle is turned round, the text is not."""
    angle = math.radians(item.rotation)
    high = 0.26 * item.size  # of the middle above the baseline, as `Label.box` has it
    to_middle = item.width / 2 * math.cos(angle) - high * math.sin(angle)
    return replace(item, x=round(width - item.x - 2 * to_middle, 3))


def outlined(item: Label, theme: Theme, rtl: bool) -> Path:
    """The label's letters as one shape, joined and in their order on paper."""
    face = fonts.face(theme, item.bold, item.italic)
    used = [shaping.outlines(f.path) for f in (face, face.spare) if f is not None]
    commands: list[Command] = []
    pen, size = 0.0, item.size
    cos, sin = math.cos(math.radians(item.rotation)), math.sin(math.radians(item.rotation))

    def at(x: float, y: float) -> tuple[float, float]:
        x, y = x * size, y * size
        return round(item.x + x * cos - y * sin, 3), round(item.y + x * sin + y * cos, 3)

    for run in shaping.laid([(fonts.drawn(item.text), used)], int(rtl)):
        for glyph in run.glyphs:
            for op, *points in _cubic(used[run.font].path_of(glyph.index)):
                pairs = zip(points[::2], points[1::2], strict=True)
                moved = [at(pen + glyph.x + x, glyph.y + y) for x, y in pairs]
                commands.append((op, *(value for pair in moved for value in pair)))
            pen += glyph.advance
    return Path(tuple(commands), fill=item.colour)


def _cubic(commands: tuple[Command, ...]) -> Iterator[Command]:
    """The same outline with its quadratic curves raised to cubic ones."""
    x0 = y0 = 0.0
    for op, *at in commands:
        if op == "Q":
            cx, cy, x, y = at
            at = [x0 + 2 / 3 * (cx - x0), y0 + 2 / 3 * (cy - y0),
                  x + 2 / 3 * (cx - x), y + 2 / 3 * (cy - y), x, y]  # fmt: skip
            op = "C"
        yield (op, *at)
        if at:
            x0, y0 = at[-2:]


def figure(drawing: Drawing, theme: Theme, like: Figure) -> Figure:
    """A matplotlib Figure that draws `drawing`, its letters as shapes, with what `like` says of itself."""
    from matplotlib.patches import PathPatch
    from matplotlib.transforms import Bbox, TransformedBbox

    from briefgen.charts.axes import Plain
    from briefgen.charts.canvas import blank

    fig = blank(theme, drawing.width, drawing.height)
    fig.patch.set_alpha(like.patch.get_alpha())
    fig.briefgen_dropped = list(drawing.dropped)  # type: ignore[attr-defined]
    fig.briefgen_drawing = drawing  # type: ignore[attr-defined]
    ax: Any = fig.add_axes((0, 0, 1, 1), axes_class=Plain)
    ax.set_xlim(0, drawing.width)
    ax.set_ylim(0, drawing.height)
    ax.set_axis_off()
    for order, item in enumerate(drawing.items, 10):
        shape = outlined(item, theme, True) if isinstance(item, Label) else item
        if not shape.commands:
            continue
        patch = PathPatch(
            _mpl(shape.commands), facecolor=shape.fill or "none", edgecolor=shape.stroke or "none",
            linewidth=shape.line_width if shape.stroke else 0, capstyle=shape.cap, joinstyle=shape.join,
            linestyle=(0, [d / (shape.line_width or 1) for d in shape.dash]) if shape.dash else "solid",
            alpha=shape.alpha, zorder=order,
        )  # fmt: skip
        ax.add_patch(patch)
        if shape.clip is not None:
            patch.set_clip_box(TransformedBbox(Bbox.from_bounds(*shape.clip), ax.transData))
    return fig


def _mpl(commands: tuple[Command, ...]) -> Any:
    from matplotlib.path import Path as MplPath

    points: list[tuple[float, float]] = []
    codes: list[Any] = []
    for op, *at in commands:
        pairs = list(zip(at[::2], at[1::2], strict=True)) or [points[-1]]
        points += pairs
        codes += {"M": [MplPath.MOVETO], "L": [MplPath.LINETO], "C": [MplPath.CURVE4] * 3,
                  "Z": [MplPath.CLOSEPOLY]}[op]  # fmt: skip
    return MplPath(points, codes)
