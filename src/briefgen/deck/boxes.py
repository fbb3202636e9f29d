"""Slides with everything in its place, measured, before any of it is written. All lengths are points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from briefgen.deck.measure import Typeface, break_lines
from briefgen.model.diagnostics import Diagnostic
from briefgen.model.edition import EditionFigure
from briefgen.model.rich_text import Blocks, Inline, List, Paragraph, Text, plain
from briefgen.model.theme import Theme

if TYPE_CHECKING:
    from briefgen.charts.native import NativeChart

Align: TypeAlias = Literal["left", "center", "right"]
Anchor: TypeAlias = Literal["top", "middle", "bottom"]
Role: TypeAlias = Literal[
    "title", "subtitle", "organisation", "body", "side", "caption", "source", "free"
]
Row: TypeAlias = tuple[Text, ...]
Kind: TypeAlias = str  # the name of a kind of slide
# What a cell of a table keeps free at its sides, and above and below its text.
CELL_X, CELL_Y = 8.0, 3.0
_BEGUN = 3  # lines of a long paragraph, at least, that begin under another on a slide
_SIDES: dict[Align, Align] = {"left": "right", "right": "left", "center": "center"}


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
        width, height = max(1.0, self.width - 2 * x), max(1.0, self.height - 2 * y)
        return Box(self.x + x, self.y + y, width, height)

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

    def break_lines(self, face: Typeface, width: float) -> list[tuple[Text, ...]]:
        """The lines that it takes at `width`."""
        room = width - self.indent
        return break_lines(self.runs, face, self.size, room, bold=self.bold, italic=self.italic)

    def height(self, face: Typeface, width: float) -> float:
        """Height at `width`, without the gap."""
        return len(self.break_lines(face, width)) * self.size * face.leading


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


def lines_of(
    blocks: Blocks, size: float, *, gap: float | None = None, level: int = 0
) -> list[Line]:
    """Paragraphs and lists as lines at `size` points."""
    out: list[Line] = []
    space = size * 0.45 if gap is None else gap
    for block in blocks:
        if isinstance(block, Paragraph):
            out.append(Line(block.runs, size, gap=space, level=level))
        elif isinstance(block, List):
            for number, item in enumerate(block.items, block.start):
                out += _item(lines_of(item, size, gap=space, level=level),
                             f"{number}." if block.ordered else "•", space * 0.7)  # fmt: skip
    return out


def _item(lines: list[Line], bullet: str, gap: float) -> Iterator[Line]:
    """A list item: its first line has the bullet, what follows stands under its text."""
    for index, line in enumerate(lines):
        if index == 0 and not line.bullet:
            yield replace(line, bullet=bullet, gap=gap)
        else:
            yield replace(line, level=line.level + 1, gap=gap)


def fit_lines(
    content: Blocks, face: Typeface, box: Box, largest: float, least: float
) -> list[Line] | None:
    """The content at the largest size from `largest` down to `least` that fits `box`, or None."""
    size = largest
    while size >= least:
        lines = lines_of(content, size)
        if height(lines, face, box.width) <= box.height:
            return lines
        size -= 1
    return None


def paginate(lines: Sequence[Line], face: Typeface, width: float, room: float) -> list[list[Line]]:
    """Lines in runs that each fit `room`; a paragraph higher than that is cut between its lines."""
    out: list[list[Line]] = [[]]
    for unit in _units(lines):
        if height([*out[-1], *unit], face, width) <= room:
            out[-1] += unit
        elif height(unit, face, width) <= room:
            out.append(list(unit))
        else:
            for line in unit:
                _put(out, line, face, width, room)
    return out


def _put(out: list[list[Line]], line: Line, face: Typeface, width: float, room: float) -> None:
    """Add a line to the last run, on to next ones where it is long."""
    if height([*out[-1], line], face, width) <= room:
        out[-1].append(line)
        return
    high = line.size * face.leading
    rows = list(restore_spaces(line.runs, line.break_lines(face, width)))
    left = room - height(out[-1], face, width) - line.gap
    if out[-1] and (len(rows) * high <= room or left < _BEGUN * high):
        out.append([])
        left = room
    most = max(1, int((left if out[-1] else room) / high))
    starts = [0, *range(most, len(rows), max(1, int(room / high))), len(rows)]
    for start, end in pairwise(starts):
        if start:
            out.append([])
        runs = tuple(run for row in rows[start:end] for run in row)
        keep = line.keep and end == len(rows)
        out[-1].append(replace(line, runs=runs, bullet="" if start else line.bullet, keep=keep))


def _units(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines with those that they stand together with."""
    unit: list[Line] = []
    for line in lines:
        unit.append(line)
        if not line.keep:
            yield unit
            unit = []
    if unit:
        yield unit


def balance(lines: Sequence[Line], face: Typeface, width: float, room: float) -> list[list[Line]]:
    """As `paginate`, on as few slides, but with about as much on each."""
    found = paginate(lines, face, width, room)
    count = len(found)
    least = max(height(unit, face, width) for run in found for unit in _units(run))
    for share in range(50, 100, 5) if count > 1 else ():
        even = paginate(lines, face, width, max(room * share / 100, least))
        if len(even) == count:
            return even
    return found


def fill_slides(
    set_lines: Callable[[float], Sequence[Line]], sizes: Sequence[float], face: Typeface, width: float, room: float
) -> list[list[Line]]:  # fmt: skip
    """What `set_lines` sets at a size in points, `balance`, at the first of `sizes` that takes no more slides than the last."""
    least = len(paginate(set_lines(sizes[-1]), face, width, room))
    tried = (set_lines(size) for size in sizes)
    lines = next(some for some in tried if len(paginate(some, face, width, room)) <= least)
    return balance(lines, face, width, room)


def restore_spaces(runs: Inline, rows: Sequence[Row]) -> Iterator[Row]:
    """The lines that `runs` were broken into, each with the space that the break took, if it took one."""
    text, at = plain(runs), 0
    for row in rows:
        for character in "".join(run.text for run in row):
            if character != " ":
                at = text.index(character, at) + 1
        taken = text[at : at + 1] == " "
        yield (*row[:-1], replace(row[-1], text=row[-1].text + " ")) if taken and row else row


def mirror(deck: Deck) -> Deck:
    """`deck` with left and right exchanged."""

    def mirror_text(part: TextBox) -> TextBox:
        lines = tuple(replace(line, align=_SIDES[line.align]) for line in part.lines)
        return replace(part, box=mirror_box(part.box, deck.width), lines=lines)

    def mirror_part(part: Part) -> Part:
        if isinstance(part, TextBox):
            return mirror_text(part)
        box = mirror_box(part.box, deck.width)
        if isinstance(part, TableBox):  # its first column is the first at the right by itself
            return replace(part, box=box, aligns=tuple(_SIDES[align] for align in part.aligns))
        return replace(part, box=box)

    def mirror_slide(slide: Slide) -> Slide:
        parts = tuple(mirror_part(part) for part in slide.parts)
        return replace(slide, title=mirror_text(slide.title), parts=parts)

    return replace(deck, slides=tuple(mirror_slide(slide) for slide in deck.slides), rtl=True)


def mirror_box(box: Box, width: float) -> Box:
    """The box on a slide of this width with left and right exchanged."""
    return replace(box, x=width - box.right)
