"""A drawn chart as a neutral display list: paths and labels in points, y upwards from the lower left.

Renderers replay it (PDF, SVG); as JSON it is cached, so that a chart drawn once needs matplotlib no more. For readers
from right to left a chart is drawn from left to right, and its display list is mirrored.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, TypeAlias

from msgspec import Struct, json, structs

from briefgen.languages import font_metrics, shaping
from briefgen.model.rich_text import escape, quoteattr
from briefgen.model.theme import Theme

Colour: TypeAlias = tuple[float, float, float]
Command: TypeAlias = tuple[Any, ...]
Clip: TypeAlias = tuple[float, float, float, float]  # left, bottom, width, height


class PathShape(Struct, frozen=True, tag=True):
    """A filled or stroked path. Commands: ("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y), ("Z",)."""

    commands: tuple[Command, ...]
    fill: Colour | None = None
    stroke: Colour | None = None
    line_width: float = 1.0
    dash: tuple[float, ...] = ()
    cap: str = "butt"
    join: str = "miter"
    alpha: float = 1.0
    clip: Clip | None = None

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of its points."""
        points = [(c[i], c[i + 1]) for c in self.commands for i in range(1, len(c) - 1, 2)]
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return min(xs), min(ys), max(xs), max(ys)


class Label(Struct, frozen=True, tag=True):
    """One line of text; (x, y) is the left end of its baseline, `rotation` is in degrees."""

    text: str
    x: float
    y: float
    size: float
    width: float
    bold: bool = False
    italic: bool = False
    colour: Colour = (0.0, 0.0, 0.0)
    rotation: float = 0.0

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of an upright label, from typical ascent and descent."""
        return self.x, self.y - 0.2 * self.size, self.x + self.width, self.y + 0.72 * self.size


class Drawing(Struct, frozen=True):
    """A whole chart, `width` by `height` points; `dropped` are the labels that had no room.

    `rtl` says that its lines of text run from right to left.
    """

    width: float
    height: float
    items: tuple[PathShape | Label, ...]
    dropped: tuple[str, ...] = ()
    rtl: bool = False

    @property
    def labels(self) -> Iterator[Label]:
        """Its texts, in drawing order."""
        return (item for item in self.items if isinstance(item, Label))

    @property
    def paths(self) -> Iterator[PathShape]:
        """Its shapes, in drawing order."""
        return (item for item in self.items if isinstance(item, PathShape))

    def to_json(self) -> bytes:
        """The display list as JSON."""
        return json.encode(self)


def from_json(data: bytes) -> Drawing:
    """Return the display list that `to_json` wrote. Raises msgspec.DecodeError for anything else."""
    return json.decode(data, type=Drawing)


# Charts for readers from right to left.
# Bars grow from the right, names stand at the right of their rows, steps and events follow each other to the left. What
# has numbers or time along a horizontal axis keeps it from left to right, as schoolbooks in Arabic and Hebrew do and most
# publications (B. Gorelik, "X-axis direction in Right-To-Left languages", 2019; N. Doiron, "Charts when you read
# right-to-left", 2017); so does a map (IBM, Globalization guidelines, H4).
def mirror(drawing: Drawing, kept: int | None = None) -> Drawing:
    """Return `drawing` with left and right exchanged, letters as they are; items from number `kept` on stay."""
    items = tuple(_mirror_item(item, drawing.width) for item in drawing.items[:kept])
    rest = () if kept is None else drawing.items[kept:]
    return structs.replace(drawing, items=items + rest, rtl=True)


def _mirror_item(item: PathShape | Label, width: float) -> PathShape | Label:
    if isinstance(item, PathShape):
        commands = tuple(
            (op, *(round(width - v, 3) if i % 2 == 0 else v for i, v in enumerate(at)))
            for op, *at in item.commands
        )
        clip = item.clip and (width - item.clip[0] - item.clip[2], *item.clip[1:])
        return structs.replace(item, commands=commands, clip=clip)
    # The middle of a label is mirrored, its text is not.
    angle = math.radians(item.rotation)
    high = 0.26 * item.size  # of the middle above the baseline, as `Label.box` has it
    to_middle = item.width / 2 * math.cos(angle) - high * math.sin(angle)
    return structs.replace(item, x=round(width - item.x - 2 * to_middle, 3))


def outline_label(item: Label, theme: Theme, rtl: bool) -> PathShape:
    """Return the label's letters as one shape, joined and in their order on paper."""
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


# Fonts of the same metrics as those that come with briefgen.
_ARIAL = ("Arial", "Helvetica", "Liberation Sans")
_ALIKE = {"Carlito": ("Calibri", "Carlito"), "Liberation Sans": _ARIAL}


def to_svg(drawing: Drawing, theme: Theme, *, title: str = "", description: str = "") -> str:
    """Return the SVG 1.1 document; sizes are points. Text is text in the theme's font or one of its measures."""
    width, height = _number(drawing.width), _number(drawing.height)
    family = ", ".join(f"'{name}'" for name in _families(theme)) + ", sans-serif"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" '
        f'viewBox="0 0 {width} {height}" role="img" font-family="{family}">'
    ]
    if title:
        lines.append(f"<title>{escape(title)}</title>")
    if description:
        lines.append(f"<desc>{escape(description)}</desc>")
    # Programs that show SVG know neither how letters join nor which font has them.
    outlines = font_metrics.has_joining_letters(theme.font_path("regular"))
    for item in drawing.items:
        if isinstance(item, Label):
            if outlines:
                lines.append(_svg_path(outline_label(item, theme, drawing.rtl), drawing.height))
            else:
                lines.append(_svg_label(item, drawing.height))
        else:
            lines.append(_svg_path(item, drawing.height))
    lines.append("</svg>\n")
    return "\n".join(lines)


def _families(theme: Theme) -> tuple[str, ...]:
    """The fonts to ask for: the deck's, unless the chart's was measured by one of other widths, and labels would move."""
    deck, family = theme.fonts.deck, theme.fonts.family
    alike = _ALIKE.get(family, (deck,))
    return tuple(dict.fromkeys((deck if deck in alike else alike[0], family)))


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def _svg_path(item: PathShape, height: float) -> str:
    parts = []
    for op, *at in item.commands:
        flipped = [v if i % 2 == 0 else height - v for i, v in enumerate(at)]
        parts.append(op + " ".join(_number(v) for v in flipped))
    style = [f'fill="{_hex(item.fill)}"' if item.fill else 'fill="none"']
    if item.stroke:
        style.append(f'stroke="{_hex(item.stroke)}" stroke-width="{_number(item.line_width)}"')
        if item.dash:
            style.append(f'stroke-dasharray="{" ".join(_number(d) for d in item.dash)}"')
        if item.cap == "round":
            style.append('stroke-linecap="round"')
        if item.join == "round":
            style.append('stroke-linejoin="round"')
    if item.alpha < 1:
        style.append(f'opacity="{_number(item.alpha)}"')
    return f'<path d="{"".join(parts)}" {" ".join(style)}/>'


def _svg_label(item: Label, height: float) -> str:
    x, y = _number(item.x), _number(height - item.y)
    style = f'font-size="{_number(item.size)}" fill="{_hex(item.colour)}"'
    style += ' font-weight="bold"' if item.bold else ""
    style += ' font-style="italic"' if item.italic else ""
    if item.rotation:
        turn = quoteattr(f"rotate({_number(-item.rotation)} {x} {y})")
        style += f" transform={turn}"
    return f'<text x="{x}" y="{y}" {style} xml:space="preserve">{escape(item.text)}</text>'
