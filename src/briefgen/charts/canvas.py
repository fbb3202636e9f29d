"""A sheet in points to draw a chart on: a matplotlib Figure, or a part of one, y upwards.

The kinds place marks and labels themselves, since only what is measured before it is placed never overlaps.
Data goes through a `Scale`, so a mark's position always follows from its value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile
from typing import Any

from briefgen import font_metrics
from briefgen.charts.colour import grey
from briefgen.charts.drawing import Clip
from briefgen.charts.geometry import Box, Scale, Segment, Taken, crosses, overlap
from briefgen.charts.shapes import Fill, Marks
from briefgen.charts.textfit import SMALLER, SMALLEST, plain_label, shortened, wrapped
from briefgen.locale import Locale
from briefgen.theme import Theme

__all__ = ["Box", "Fill", "Frame", "Scale", "Sheet", "overlap", "plain_label", "wrapped"]

PROJECTED = 1.5  # text scale from which a sheet is taken for a slide


# In greyscale the first four series are told apart by pattern, not by shade.
_PATTERNS = (
    (None, False),
    (45.0, False),
    (None, False),
    (-45.0, True),
    (90.0, False),
    (0.0, False),
)


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
class Sheet(Marks):
    """What a kind draws on. All lengths are points; `scale` multiplies text sizes and line widths.

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
            from briefgen.charts.artists import Chart

            self.fig = Chart(self.theme, self.width, self.height)
        self.layer = self.fig.layer()
        self.clip = (*self.origin, self.width, self.height)
        if self.greyscale:
            self.theme = grey(self.theme)

    def inset(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        domain: tuple[float, float] | None = None,
    ) -> Sheet:
        """A sheet of its own on a part of this one, its lower left corner at (x, y)."""
        origin = (self.origin[0] + x, self.origin[1] + y)
        return replace(
            self, width=width, height=height, origin=origin, domain=domain or self.domain
        )

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

    def fitted(self, text: str, size: float, width: float, bold: bool = False) -> float | None:
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
        angle, crossed = _PATTERNS[index % len(_PATTERNS)]
        if angle is not None:
            return Fill("#ffffff", colours.ink, angle, crossed)
        return Fill(("#2b2b2b", "#b9b9b9")[(index // 2) % 2], colours.ink)

    def agreed(self, direction: str, start: float, end: float) -> tuple[float, float]:
        """Where a scale `across` or `up` starts and ends: where the widest margins of all peers let it."""
        whole = self.width if direction == "across" else self.height
        before, after = self.margins.get(direction, (start, whole - end))
        before, after = max(before, start), max(after, whole - end)
        if self.peers:
            self.margins[direction] = before, after
        return before, max(whole - after, before + 12)

    def dropped(self, text: str) -> None:
        """Note that `text` had no room."""
        self.fig.dropped.append(text)

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
        from briefgen.charts.artists import Word

        size = size or self.size("label")
        face = font_metrics.face(self.theme, bold, italic)
        shown = shortened(text, face, size, self.width) if cut else text
        box = self._box(x, y, shown, size, align, face)
        if shown != text:
            self.dropped(text)
        if not shown.strip() or not self.free(box):
            if shown.strip() and not optional and shown == text:
                self.dropped(f"{owner}: {text}" if owner else text)
            return False
        self.taken.append(box)
        left, bottom = self.origin
        self.fig.add_artist(Word(
            font_metrics.drawn(shown), left + box[0], bottom + y, self.theme.font_path(font_metrics.face_name(bold, italic)), size,
            colour or self.theme.colours.ink, bold=bold, italic=italic, layer=self.layer,
        ))  # fmt: skip
        return True

    def lines(self, x: float, top: float, lines: Sequence[str], *, leading: float = 1.2,
              size: float | None = None, align: str = "left", **style: Any) -> float:  # fmt: skip
        """Lines downwards from `top`; returns the y of the foot of the last.

        Where not all have room, the last that has ends with an ellipsis, and the whole is noted.
        """
        size = size or self.size("label")
        face = font_metrics.face(self.theme, bool(style.get("bold")), bool(style.get("italic")))
        placed = [(top - size * (0.78 + index * leading), line) for index, line in enumerate(lines)]
        kept = list(takewhile(lambda p: self.free(self._box(x, *p, size, align, face)), placed))
        if len(kept) < len(placed):
            self.dropped(" ".join(lines))
        if kept and len(kept) < len(placed):
            y, last = kept[-1]
            kept[-1] = y, shortened(f"{last}…", face, size, max(face.width(last, size), size))
        for y, line in kept:
            self.text(x, y, line, size=size, align=align, **style)
        return top - size * leading * len(lines)
