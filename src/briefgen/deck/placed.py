"""Slides with everything in its place, measured, before any of it is written. All lengths are points."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from briefgen.deck.measure import Typeface, broken
from briefgen.diagnostics import Diagnostic
from briefgen.editions import EditionFigure
from briefgen.outline.options import SlideKind
from briefgen.outline.richtext import Inline, Text, plain
from briefgen.theme import Theme

if TYPE_CHECKING:
    from briefgen.charts.native import NativeChart

Align: TypeAlias = Literal["left", "center", "right"]
Anchor: TypeAlias = Literal["top", "middle", "bottom"]
Role: TypeAlias = Literal[
    "title", "subtitle", "organisation", "body", "side", "caption", "source", "free"
]
Kind: TypeAlias = SlideKind


class Box(Struct, frozen=True):
    """A rectangle from the slide's upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    def inset(self, x: float, y: float | None = None) -> Box:
        """This without `x` at left and right and `y` (default: as much) above and below."""
        y = x if y is None else y
        return Box(
            self.x + x, self.y + y, max(1.0, self.width - 2 * x), max(1.0, self.height - 2 * y)
        )

    def below(self, taken: float) -> Box:
        """What is left of this under its first `taken` points."""
        return Box(self.x, self.y + taken, self.width, self.height - taken)

    def around(self, used: float, least: float = 0.45) -> Box:
        """The part of this that a panel with `used` points of content takes, a little above the middle.

        It is at least the share `least` of this, and no higher than this.
        """
        high = min(self.height, max(used, self.height * least))
        return Box(self.x, self.y + (self.height - high) * 0.35, self.width, high)

    def until(self, bottom: float) -> Box:
        """This, ending at `bottom`."""
        return Box(self.x, self.y, self.width, bottom - self.y)


class Line(Struct, frozen=True):
    """A paragraph on a slide; `level` indents it, `bullet` marks it, `gap` is the space before it.

    `keep` says that the next one stands on the same slide, where both have room on one.
    """

    runs: Inline
    size: float
    colour: str = "ink"
    bold: bool = False
    italic: bool = False
    bullet: str = ""
    level: int = 0
    gap: float = 0.0
    align: Align = "left"
    keep: bool = False

    @property
    def indent(self) -> float:
        """Width that bullet and level take."""
        return self.size * (0.9 if self.bullet else 0.0) + self.level * self.size

    def broken(self, face: Typeface, width: float) -> list[tuple[Text, ...]]:
        """The lines that it takes at `width`."""
        return broken(
            self.runs, face, self.size, width - self.indent, bold=self.bold, italic=self.italic
        )

    def height(self, face: Typeface, width: float) -> float:
        """Height at `width`, without the gap."""
        return len(self.broken(face, width)) * self.size * face.leading


def height(lines: Iterable[Line], face: Typeface, width: float) -> float:
    """Height of paragraphs one below the other, gaps between them."""
    return sum(line.height(face, width) + (line.gap if i else 0) for i, line in enumerate(lines))


class TextBox(Struct, frozen=True):
    """Text set in `face`; `role` says which placeholder it belongs into ("free" for none).

    `own_style` leaves position, weight and colour to that placeholder, whose place `box` is.
    """

    box: Box
    lines: tuple[Line, ...]
    face: Typeface
    role: Role = "free"
    anchor: Anchor = "top"
    own_style: bool = False

    @property
    def text_height(self) -> float:
        """The height that the text takes."""
        return height(self.lines, self.face, self.box.width)

    @property
    def fits(self) -> bool:
        """Whether the box holds the text."""
        return self.text_height <= self.box.height + 0.1


class Picture(Struct, frozen=True):
    """A chart, drawn at the box's size, or an image file with its alternative text."""

    box: Box
    alt: str
    figure: EditionFigure | None = None
    file: str | None = None
    text_scale: float = 2.0
    role: Literal["picture", "logo", "free"] = "picture"


class ChartBox(Struct, frozen=True):
    """A chart that PowerPoint draws and can edit; `size` is that of its text, in points."""

    box: Box
    alt: str
    figure: EditionFigure
    plan: NativeChart
    size: float = 18.0


class Panel(Struct, frozen=True):
    """A decorative rectangle in a theme colour."""

    box: Box
    colour: str


class TableBox(Struct, frozen=True):
    """A table: its first row is the header; `heights` are its rows', `alt` says what it lists."""

    box: Box
    rows: tuple[tuple[Inline, ...], ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    aligns: tuple[Align, ...]
    size: float
    alt: str
    face: Typeface


Part: TypeAlias = TextBox | Picture | ChartBox | Panel | TableBox


class Slide(Struct, frozen=True):
    """One slide: `kind` chooses the layout, `section` is its part of the slide sorter.

    `parts` stand in reading order; `minutes` is how long its notes take to say.
    """

    kind: Kind
    title: TextBox
    parts: tuple[Part, ...]
    section: str
    notes: str = ""
    minutes: float = 0.0

    @property
    def title_text(self) -> str:
        """The title as plain text."""
        return plain(tuple(run for line in self.title.lines for run in line.runs))


class Deck(Struct, frozen=True):
    """All slides in order, `width` by `height` points; charts are drawn in the look of `theme`.

    `rtl` says that text runs from right to left: bullets and indents are at the right.
    """

    slides: tuple[Slide, ...]
    width: float
    height: float
    theme: Theme
    diagnostics: tuple[Diagnostic, ...] = ()
    rtl: bool = False
