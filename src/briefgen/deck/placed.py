"""Slides with everything in its place, measured, before any of it is written. All lengths are points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from briefgen import fonts
from briefgen.editions import EditionFigure
from briefgen.outline.richtext import Blocks, Inline, List, Paragraph, Text
from briefgen.theme import Theme

WIDTH, HEIGHT = 960.0, 540.0  # 13.333 by 7.5 inches, PowerPoint's 16:9
MARGIN = 48.0
LEADING = 1.2  # PowerPoint's single spacing of Calibri and Carlito, as a multiple of the size
Role: TypeAlias = Literal["title", "subtitle", "body", "caption", "source", "free"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle from the slide's upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph on a slide; `level` indents it, `bullet` marks it, `gap` is the space before it."""

    runs: Inline
    size: float
    colour: str = "ink"
    bold: bool = False
    italic: bool = False
    bullet: str = ""
    level: int = 0
    gap: float = 0.0
    align: Literal["left", "center", "right"] = "left"

    @property
    def indent(self) -> float:
        """Width that bullet and level take."""
        return self.size * (0.9 if self.bullet else 0.0) + self.level * self.size

    def height(self, theme: Theme, width: float) -> float:
        """Height at `width`, without the gap."""
        return len(wrapped(self, theme, width)) * self.size * LEADING


@dataclass(frozen=True, slots=True)
class TextBox:
    """Text; `role` says which placeholder it belongs into ("free" for none)."""

    box: Box
    lines: tuple[Line, ...]
    role: Role = "free"
    anchor: Literal["top", "middle", "bottom"] = "top"


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, drawn at the box's size, or an image file with its alternative text."""

    box: Box
    alt: str
    figure: EditionFigure | None = None
    file: str | None = None
    text_scale: float = 2.0


@dataclass(frozen=True, slots=True)
class Panel:
    """A decorative rectangle in a theme colour."""

    box: Box
    colour: str


@dataclass(frozen=True, slots=True)
class TableBox:
    """A table: its first row is the header; `heights` are its rows'."""

    box: Box
    rows: tuple[tuple[Inline, ...], ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    aligns: tuple[Literal["left", "center", "right"], ...]
    size: float
    alt: str


Part: TypeAlias = TextBox | Picture | Panel | TableBox


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: `layout` names the template's layout, `section` its part of the slide sorter."""

    layout: str
    title: TextBox
    parts: tuple[Part, ...]
    section: str
    notes: str = ""

    @property
    def title_text(self) -> str:
        """The title as plain text."""
        return "".join(
            r.text for line in self.title.lines for r in line.runs if isinstance(r, Text)
        )


@dataclass
class Deck:
    """All slides in order."""

    slides: list[Slide] = field(default_factory=list)


def wrapped(line: Line, theme: Theme, width: float) -> list[str]:
    """The lines that a paragraph takes at `width`; bold is measured bold throughout, the wider face."""
    text = "".join(r.text for r in line.runs if isinstance(r, Text))
    bold = line.bold or any(isinstance(r, Text) and r.bold for r in line.runs)
    # PowerPoint and LibreOffice round advances; a hair less room keeps their breaks where ours are.
    return fonts.wrap(
        text, fonts.face(theme, bold, line.italic), line.size, (width - line.indent) * 0.985
    )


def height(lines: Iterable[Line], theme: Theme, width: float) -> float:
    """Height of paragraphs one below the other, gaps between them."""
    return sum(line.height(theme, width) + (line.gap if i else 0) for i, line in enumerate(lines))


def lines_of(
    blocks: Blocks, size: float, *, gap: float | None = None, level: int = 0
) -> list[Line]:
    """Paragraphs and lists as lines at `size`."""
    out: list[Line] = []
    space = size * 0.45 if gap is None else gap
    for block in blocks:
        if isinstance(block, List):
            for number, item in enumerate(block.items, block.start):
                bullet = f"{number}." if block.ordered else "•"
                for index, line in enumerate(lines_of(item, size, gap=space, level=level)):
                    first = index == 0 and not line.bullet
                    out.append(Line(line.runs, size, bullet=bullet if first else line.bullet,
                                    level=line.level + (0 if first else 1), gap=space * 0.7))  # fmt: skip
        elif isinstance(block, Paragraph):
            out.append(Line(block.runs, size, gap=space, level=level))
    return out


def fitted(
    content: Blocks, theme: Theme, box: Box, largest: float, least: float
) -> list[Line] | None:
    """The content at the largest size from `largest` down to `least` that fits `box`, or None."""
    size = largest
    while size >= least:
        lines = lines_of(content, size)
        if height(lines, theme, box.width) <= box.height:
            return lines
        size -= 1
    return None


def pages(lines: Sequence[Line], theme: Theme, width: float, room: float) -> list[list[Line]]:
    """Lines in runs that each fit `room`; a paragraph higher than that is cut between its lines."""
    out: list[list[Line]] = [[]]
    for line in _cut(lines, theme, width, room):
        if out[-1] and height([*out[-1], line], theme, width) > room:
            out.append([])
        out[-1].append(line)
    return out


def _cut(lines: Iterable[Line], theme: Theme, width: float, room: float) -> Iterable[Line]:
    for line in lines:
        if line.height(theme, width) <= room:
            yield line
            continue
        rows = wrapped(line, theme, width)
        most = max(1, int(room // (line.size * LEADING)))
        for start in range(0, len(rows), most):
            text = " ".join(rows[start : start + most])
            yield Line((Text(text),), line.size, line.colour, line.bold, line.italic,
                       line.bullet if not start else "", line.level, line.gap, line.align)  # fmt: skip
