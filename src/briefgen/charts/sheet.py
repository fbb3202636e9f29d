"""A sheet to draw a chart on, y upwards, all in points: scales, marks, and labels that do not touch."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import Any, TypeAlias

from msgspec import Struct

from briefgen.charts.drawing import Clip
from briefgen.languages import font_metrics
from briefgen.languages.locale import Locale
from briefgen.model import rich_text
from briefgen.model.theme import Theme, contrast, grey

Box: TypeAlias = tuple[float, float, float, float]  # left, bottom, right, top
Segment: TypeAlias = tuple[float, float, float, float]  # from x, y to x, y


class Scale(Struct, frozen=True):
    """Linear: `low`..`high` in data units becomes `start`..`end` in points."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Position of `value`, in points; the middle where the scale has no extent."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def crosses(segment: Segment, box: Box) -> bool:
    """Whether a line segment has a part inside a box (Liang and Barsky 1984)."""
    x, y, dx, dy = segment[0], segment[1], segment[2] - segment[0], segment[3] - segment[1]
    enter, leave = 0.0, 1.0
    for step, room in ((-dx, x - box[0]), (dx, box[2] - x), (-dy, y - box[1]), (dy, box[3] - y)):
        if step == 0:
            if room < 0:
                return False
        elif step < 0:
            enter = max(enter, room / step)
        else:
            leave = min(leave, room / step)
    return enter <= leave


class Taken:
    """Boxes that labels take, found by height: looking for one costs as much however many there are elsewhere."""

    BAND = 16.0  # points

    def __init__(self) -> None:
        self._bands: dict[int, list[Box]] = {}
        self._all: list[Box] = []

    def __iter__(self) -> Iterator[Box]:
        return iter(self._all)

    def append(self, box: Box) -> None:
        """Add a box."""
        self._all.append(box)
        for band in self._of(box):
            self._bands.setdefault(band, []).append(box)

    def meets(self, box: Box) -> bool:
        """Whether `box` shares more than an edge with one of these."""
        others = (other for band in self._of(box) for other in self._bands.get(band, ()))
        return any(overlap(box, other) for other in others)

    def _of(self, box: Box) -> range:
        return range(math.floor(box[1] / self.BAND), math.floor(box[3] / self.BAND) + 1)


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes (left, bottom, right, top) share more than an edge."""
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


# Labels as text that fits: read, wrapped, shortened. Measured with the font's own widths.
SMALLEST = 5.0  # points: the smallest type that a label without room is set in
SMALLER = 0.72  # of the label size: the least that one label may be beside others


@lru_cache(maxsize=20_000)
def plain_label(text: str, locale: Locale) -> str:
    """A label of the outline as the text it is."""
    return rich_text.plain(rich_text.parse_inline(text, locale.tag))


def wrap(text: str, theme: Theme, size: float, width: float, bold: bool = False) -> list[str]:
    """`text` in lines of at most `width` points; a word that is longer is cut, with a hyphen."""
    face = font_metrics.face(theme, bold)
    out: list[str] = []
    for line in font_metrics.wrap(text, face, size, width):
        while face.width(line, size) > width and len(line) > 2:
            cut = len(line) - 1
            while cut > 1 and face.width(line[:cut] + "-", size) > width:
                cut -= 1
            out.append(line[:cut] + "-")
            line = line[cut:]
        out.append(line)
    return out


def shorten(text: str, face: font_metrics.Face, size: float, width: float) -> str:
    """`text`, or as much of it as fits in `width` points before an ellipsis."""
    if face.width(text, size) <= width:
        return text
    kept = text
    while kept and face.width(kept.rstrip() + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…" if kept else ""


# Patterns as lines: parallel strokes cut to a shape, so that greys printed alike still differ.
Point = tuple[float, float]
Stroke = tuple[Point, Point]


def hatch(outline: Sequence[Point], angle: float, apart: float) -> list[Stroke]:
    """Strokes at `angle` degrees, `apart` points from each other, inside the polygon `outline`.

    A scan-line fill: the outline is turned so that strokes are level, each scan line is cut with the edges,
    and the cuts taken in pairs (even-odd rule).
    """
    turn, back = math.radians(-angle), math.radians(angle)
    turned = [_rotate(point, turn) for point in outline]
    low, high = min(p[1] for p in turned), max(p[1] for p in turned)
    strokes: list[Stroke] = []
    # Lines lie on one lattice for the whole sheet, so that neighbours of one pattern look alike.
    for index in range(math.ceil(low / apart), math.floor(high / apart) + 1):
        y = index * apart + 1e-6
        edges = zip(turned, [*turned[1:], turned[0]], strict=True)
        crossed = [(a, b) for a, b in edges if (a[1] <= y) != (b[1] <= y)]
        cuts = sorted(a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) for a, b in crossed)
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            strokes.append((_rotate((start, y), back), _rotate((end, y), back)))
    return strokes


def _rotate(point: Point, angle: float) -> Point:
    x, y = point
    return (x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle))


class Fill(Struct, frozen=True):
    """How a surface is filled: a colour, and in greyscale strokes at `angle` degrees, if not None."""

    colour: str
    ink: str
    angle: float | None = None
    crossed: bool = False


PROJECTED = 1.5  # text scale from which a sheet is taken for a slide


# In greyscale the first four series are told apart by pattern, not by shade.
_ANGLES = (None, 45.0, None, -45.0, 90.0, 0.0)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a chart is laid out for: theme, language, width in points, and what multiplies text sizes."""

    theme: Theme
    locale: Locale
    width: float
    scale: float = 1.0

    @property
    def size(self) -> float:
        """The size of labels, in points."""
        return self.theme.chart.label * self.scale

    def within(self, width: float) -> Frame:
        """The same for another width."""
        return replace(self, width=width)


@dataclass
class Sheet:
    """What a kind draws on: a matplotlib Figure, or a part of one, y upwards.

    All lengths are points; `scale` multiplies text sizes and line widths. Kinds place marks and labels themselves, since
    only what is measured before it is placed never overlaps; data goes through a `Scale`.

    No label leaves the sheet or lies on another: one that would is left out and listed in the Figure's `dropped`. So
    what matters most is drawn first.
    """

    theme: Theme
    locale: Locale
    width: float
    height: float
    scale: float = 1.0
    greyscale: bool = False
    domain: tuple[float, float] | None = None  # of values, where several sheets share one
    peers: tuple[Any, ...] = ()  # the specs that share this one's scales, itself among them
    # What each of the peers needs before and after its scales, in points, by the scale's direction.
    margins: dict[str, tuple[float, float]] = field(default_factory=dict)
    keyed: bool = False  # whether the key to its series stands on another sheet
    fig: Any = None  # what it draws on; one of its own where none is given
    origin: tuple[float, float] = (0.0, 0.0)
    clip: Clip = field(init=False)
    layer: int = field(init=False)
    taken: Taken = field(init=False, default_factory=Taken)
    data: list[Segment] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        if self.fig is None:
            from briefgen.charts.matplotlib_backend import Chart

            self.fig = Chart(self.theme, self.width, self.height)
        self.layer = self.fig.layer()
        self.clip = (*self.origin, self.width, self.height)
        if self.greyscale:
            self.theme = grey(self.theme)

    def inset(self, x: float, y: float, width: float, height: float) -> Sheet:
        """A sheet of its own on a part of this one, its lower left corner at (x, y)."""
        origin = (self.origin[0] + x, self.origin[1] + y)
        return replace(self, width=width, height=height, origin=origin)

    @property
    def frame(self) -> Frame:
        """What the chart on it is laid out for."""
        return Frame(self.theme, self.locale, self.width, self.scale)

    # -- measures ------------------------------------------------------------------------------

    def size(self, name: str) -> float:
        """The chart style's text size `name`, scaled."""
        return float(getattr(self.theme.chart, name)) * self.scale

    def text_width(self, text: str, size: float, bold: bool = False) -> float:
        """Width of `text` in points."""
        return font_metrics.face(self.theme, bold).width(text, size)

    def widest(self, texts: Iterable[str], bold: bool = True) -> float:
        """Width in points of the widest of the labels `texts`; 0 for none."""
        return max((self.text_width(text, self.size("label"), bold) for text in texts), default=0.0)

    def note(self, y: float, text: str) -> None:
        """A remark on the chart at its left edge, its baseline at `y`."""
        self.text(0, y, text, italic=True, colour=self.theme.colours.muted, cut=True)

    def fit_size(self, text: str, size: float, width: float, bold: bool = False) -> float | None:
        """The size in points, at most `size`, at which `text` is `width` wide; None where it were too small to read.

        On slides, which are read from afar, no label is smaller than the others.
        """
        least = size if self.scale >= PROJECTED else min(size, max(SMALLEST, size * SMALLER))
        fits = size * width / max(self.text_width(text, size, bold), 1e-6)
        return min(size, fits) if fits >= least - 1e-6 else None

    def series(self, index: int) -> Fill:
        """How the series number `index` is filled: by colour, in greyscale by pattern."""
        colours = self.theme.colours
        shade = colours.series[index % len(colours.series)]
        if not self.greyscale:
            return Fill(shade, shade)
        angle = _ANGLES[index % len(_ANGLES)]
        if angle is not None:
            return Fill("#ffffff", colours.ink, angle, crossed=angle < 0)
        return Fill(("#2b2b2b", "#b9b9b9")[(index // 2) % 2], colours.ink)

    def across(self, low: float, high: float, start: float, end: float) -> Scale:
        """A level scale from `start` to `end` points, or as much of that as the margins of all peers leave."""
        return Scale(low, high, *self._agree("across", self.width, start, end))

    def up(self, low: float, high: float, start: float, end: float) -> Scale:
        """An upright scale, in the same way."""
        return Scale(low, high, *self._agree("up", self.height, start, end))

    def _agree(self, direction: str, whole: float, start: float, end: float) -> tuple[float, float]:
        before, after = self.margins.get(direction, (start, whole - end))
        before, after = max(before, start), max(after, whole - end)
        if self.peers:
            self.margins[direction] = before, after
        return before, max(whole - after, before + 12)

    def drop(self, text: str) -> None:
        """Note that `text` had no room."""
        self.fig.dropped.append(text)

    # -- marks, each above what was drawn before it ---------------------------------------------

    def _add(self, path: Any, *, fill: str = "none", edge: str = "none", width: float = 0.0,
             dashed: bool = False, join: str = "miter") -> None:  # fmt: skip
        from briefgen.charts.matplotlib_backend import Mark

        dashes = (3 * width, 2 * width) if dashed and width > 0 else ()
        self.fig.add_artist(Mark(path, fill=fill, edge=edge, width=width, dashes=dashes, join=join,
                                 clip=self.clip, layer=self.layer))  # fmt: skip

    def _at(self, points: Sequence[Point]) -> list[Point]:
        left, bottom = self.origin
        return [(left + x, bottom + y) for x, y in points]

    def rect(self, x: float, y: float, width: float, height: float, colour: str | Fill,
             edge: str | None = None, dashed: bool = False, line: float = 1.0) -> None:  # fmt: skip
        """A rectangle; with `edge` it is outlined."""
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        self.polygon(corners, colour, edge, dashed, line)

    def polygon(self, points: Sequence[Point], colour: str | Fill, edge: str | None = None,
                dashed: bool = False, line: float = 1.0) -> None:  # fmt: skip
        """A filled polygon; "none" as its colour leaves it empty."""
        from briefgen.charts.matplotlib_backend import polygon

        fill = colour if isinstance(colour, Fill) else Fill(colour, colour)
        pale = fill.colour != "none" and contrast(fill.colour, "#ffffff") < 3
        if isinstance(colour, Fill) and edge is None and (fill.angle is not None or pale):
            edge, line = fill.ink, 0.7 * self.scale
        closed = points[:-1] if len(points) > 1 and points[0] == points[-1] else points
        self._add(polygon(self._at(closed), True), fill=fill.colour, edge=edge or "none",
                  width=line if edge else 0.0, dashed=dashed)  # fmt: skip
        if fill.angle is not None:
            for angle in (fill.angle, -fill.angle) if fill.crossed else (fill.angle,):
                self.strokes(hatch(points, angle, 3.2 * self.scale), fill.ink, 0.7 * self.scale)

    def strokes(self, strokes: Sequence[Stroke], colour: str, width: float) -> None:
        """Many short lines as one path."""
        from briefgen.charts.matplotlib_backend import segments

        if strokes:
            self._add(segments([self._at(stroke) for stroke in strokes]), edge=colour, width=width)

    def line(self, xs: Sequence[float], ys: Sequence[float], colour: str, width: float = 0.8,
             dashed: bool = False) -> None:  # fmt: skip
        """A line through the points."""
        from briefgen.charts.matplotlib_backend import polygon

        path = polygon(self._at(list(zip(xs, ys, strict=True))), False)
        self._add(path, edge=colour, width=width, dashed=dashed, join="round")

    def dot(self, x: float, y: float, radius: float, colour: str, hollow: bool = False,
            line: float = 1.6) -> None:  # fmt: skip
        """A dot, or a ring where the value is not exact."""
        self.dots([(x, y)], radius, colour, hollow, line)

    def dots(self, spots: Sequence[Point], radius: float, colour: str, hollow: bool = False,
             line: float = 1.6) -> None:  # fmt: skip
        """Many dots or rings of one size as one path."""
        from briefgen.charts.matplotlib_backend import circles

        if spots:
            path = circles(self._at(spots), radius)
            self._add(path, fill="#ffffff" if hollow else colour, edge=colour, width=line)

    # -- labels --------------------------------------------------------------------------------

    def free(self, box: Box) -> bool:
        """Whether a label may take `box`: inside the sheet and clear of other labels."""
        left, bottom, right, top = box
        if left < -0.3 or right > self.width + 0.3 or bottom < -0.3 or top > self.height + 0.3:
            return False
        inner = left + 0.2, bottom + 0.2, right - 0.2, top - 0.2
        return not self.taken.meets(inner)

    def avoid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """Remember a line of data, which labels keep off where they have a choice."""
        spots = list(zip(xs, ys, strict=True))
        self.data += [(*one, *other) for one, other in pairwise(spots)]

    def off_data(self, box: Box) -> bool:
        """Whether no line of data runs through `box`."""
        return not any(crosses(segment, box) for segment in self.data)

    def _box(
        self, x: float, y: float, text: str, size: float, align: str, face: font_metrics.Face
    ) -> Box:
        """What a line of text takes with its baseline at `y`, moved sideways to stay inside."""
        width = face.width(text, size)
        left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        left = max(0.0, min(left, self.width - width))
        return left, y - 0.2 * size, left + width, y + 0.72 * size

    def text(self, x: float, y: float, text: str, *, size: float | None = None, align: str = "left",
             bold: bool = False, italic: bool = False, colour: str | None = None,
             optional: bool = False, cut: bool = False, owner: str = "") -> bool:  # fmt: skip
        """One line with its baseline at `y`; `align` says which end or middle `x` is.

        It is moved sideways to stay inside; `cut` ends what is too long with an ellipsis, and notes it. Returns
        whether there was room; what had none is noted, after the name of its `owner` if one is given, unless it
        is `optional`.
        """
        from briefgen.charts.matplotlib_backend import Word

        size = size or self.size("label")
        face = font_metrics.face(self.theme, bold, italic)
        shown = shorten(text, face, size, self.width) if cut else text
        box = self._box(x, y, shown, size, align, face)
        if shown != text:
            self.drop(text)
        if not shown.strip() or not self.free(box):
            if shown.strip() and not optional and shown == text:
                self.drop(f"{owner}: {text}" if owner else text)
            return False
        self.taken.append(box)
        left, bottom = self.origin
        self.fig.add_artist(Word(
            font_metrics.replace_rare_characters(shown), left + box[0], bottom + y, self.theme.font_path(font_metrics.face_name(bold, italic)), size,
            colour or self.theme.colours.ink, bold=bold, italic=italic, layer=self.layer,
        ))  # fmt: skip
        return True

    def lines(self, x: float, top: float, lines: Sequence[str], *, leading: float = 1.2,
              size: float | None = None, align: str = "left", **style: Any) -> float:  # fmt: skip
        """Write lines downwards from `top` and return the y of the foot of the last.

        Where not all have room, the last that has ends with an ellipsis, and the whole is noted.
        """
        size = size or self.size("label")
        face = font_metrics.face(self.theme, bool(style.get("bold")), bool(style.get("italic")))
        placed = [(top - size * (0.78 + index * leading), line) for index, line in enumerate(lines)]
        kept = list(takewhile(lambda p: self.free(self._box(x, *p, size, align, face)), placed))
        if len(kept) < len(placed):
            self.drop(" ".join(lines))
        if kept and len(kept) < len(placed):
            y, last = kept[-1]
            kept[-1] = y, shorten(f"{last}…", face, size, max(face.width(last, size), size))
        for y, line in kept:
            self.text(x, y, line, size=size, align=align, **style)
        return top - size * leading * len(lines)
