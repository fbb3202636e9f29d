"""Charts for readers from right to left: drawn as ever, then turned round as a display list.

Bars grow from the right, names stand at the right of their rows, steps and events follow each other to the left. What
has numbers or time along a horizontal axis keeps it from left to right, as schoolbooks in Arabic and Hebrew do and most
publications (B. Gorelik, "X-axis direction in Right-To-Left languages", 2019; N. Doiron, "Charts when you read
right-to-left", 2017); so does a map (IBM, Globalization guidelines, H4).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefgen.charts.drawing import Command, Drawing, Label, PathShape
from briefgen.languages import font_metrics, shaping
from briefgen.model.theme import Theme

if TYPE_CHECKING:
    from briefgen.charts.matplotlib_backend import Chart


def mirrored(drawing: Drawing, kept: int | None = None) -> Drawing:
    """`drawing` with left and right exchanged, letters as they are; from its item number `kept` on nothing changes."""
    stop = len(drawing.items) if kept is None else kept
    items = tuple(
        item if n >= stop else _label(item, drawing.width) if isinstance(item, Label) else _path(item, drawing.width)
        for n, item in enumerate(drawing.items)
    )  # fmt: skip
    return replace(drawing, items=items, rtl=True)


def _path(item: PathShape, width: float) -> PathShape:
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


def outlined(item: Label, theme: Theme, rtl: bool) -> PathShape:
    """The label's letters as one shape, joined and in their order on paper."""
    face = font_metrics.face(theme, item.bold, item.italic)
    used = [shaping.outlines(f.path) for f in (face, face.spare) if f is not None]
    commands: list[Command] = []
    pen, size = 0.0, item.size
    cos, sin = math.cos(math.radians(item.rotation)), math.sin(math.radians(item.rotation))

    def at(x: float, y: float) -> tuple[float, float]:
        x, y = x * size, y * size
        return round(item.x + x * cos - y * sin, 3), round(item.y + x * sin + y * cos, 3)

    for run in shaping.lay_out_line(
        [(font_metrics.replace_rare_characters(item.text), used)], int(rtl)
    ):
        for glyph in run.glyphs:
            for op, *points in _cubic(used[run.font].path_of(glyph.index)):
                pairs = zip(points[::2], points[1::2], strict=True)
                moved = [at(pen + glyph.x + x, glyph.y + y) for x, y in pairs]
                commands.append((op, *(value for pair in moved for value in pair)))
            pen += glyph.advance
    return PathShape(tuple(commands), fill=item.colour)


def figure(drawing: Drawing, theme: Theme) -> Chart:
    """A matplotlib Figure that draws `drawing`, its letters as shapes."""
    from briefgen.charts.matplotlib_backend import Chart, Mark, outline

    fig = Chart(theme, drawing.width, drawing.height)
    fig.dropped, fig.drawing = list(drawing.dropped), drawing
    for item in drawing.items:
        shape = outlined(item, theme, True) if isinstance(item, Label) else item
        if shape.commands:
            fig.add_artist(Mark(
                outline(shape.commands), fill=shape.fill or "none", edge=shape.stroke or "none",
                width=shape.line_width, dashes=shape.dash, cap=shape.cap, join=shape.join, clip=shape.clip,
            ))  # fmt: skip
    return fig


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
