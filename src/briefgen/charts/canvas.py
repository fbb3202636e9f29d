"""A sheet in points to draw a chart on: a matplotlib Figure whose one axes spans it, y upwards.

The kinds place marks and labels themselves, since only what is measured before it is placed never overlaps.
Data goes through a `Scale`, so a mark's position always follows from its value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from briefgen import fonts
from briefgen.locale import Locale
from briefgen.outline import richtext
from briefgen.theme import Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Scale:
    """Linear: `low`..`high` in data units becomes `start`..`end` in points."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Position of `value`, in points."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


@dataclass
class Sheet:
    """What a kind draws on. All lengths are points; `scale` multiplies text sizes and line widths."""

    theme: Theme
    locale: Locale
    width: float
    height: float
    scale: float = 1.0
    greyscale: bool = False
    fig: Any = field(init=False)
    ax: Any = field(init=False)
    _order: int = field(init=False, default=10)

    def __post_init__(self) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        fig: Figure = Figure(figsize=(self.width / 72, self.height / 72), dpi=72)
        FigureCanvasAgg(fig)
        fig.patch.set_alpha(0)
        fig.briefgen_theme = self.theme  # type: ignore[attr-defined]
        fig.briefgen_dropped = []  # type: ignore[attr-defined]
        self.fig = fig
        self.ax = fig.add_axes((0, 0, 1, 1))
        self.ax.set_xlim(0, self.width)
        self.ax.set_ylim(0, self.height)
        self.ax.set_axis_off()

    # -- measures ------------------------------------------------------------------------------

    def size(self, name: str) -> float:
        """The chart style's text size `name`, scaled."""
        return float(getattr(self.theme.chart, name)) * self.scale

    def text_width(self, text: str, size: float, bold: bool = False) -> float:
        """Width of `text` in points."""
        return fonts.face(self.theme, bold).width(text, size)

    def colour(self, name: str) -> str:
        """The theme's colour `name`, or its grey."""
        return self.shade(getattr(self.theme.colours, name))

    def shade(self, value: str) -> str:
        """`value`, or the grey of its luma in a greyscale edition (ITU-R BT.709)."""
        if not self.greyscale:
            return value
        red, green, blue = (int(value[i : i + 2], 16) for i in (1, 3, 5))
        luma = round(0.2126 * red + 0.7152 * green + 0.0722 * blue)
        return f"#{luma:02x}{luma:02x}{luma:02x}"

    # -- marks ---------------------------------------------------------------------------------

    def _above(self) -> int:
        """A z-order above everything so far: what is drawn later lies on top, whatever its type."""
        self._order += 1
        return self._order

    def text(self, x: float, y: float, text: str, *, size: float | None = None, align: str = "left",
             bold: bool = False, italic: bool = False, colour: str | None = None) -> None:  # fmt: skip
        """One line with its baseline at `y`; `align` says which end or middle `x` is."""
        from matplotlib.font_manager import FontProperties

        size = size or self.size("label")
        path = self.theme.font_path(fonts.face_name(bold, italic))
        prop = FontProperties(fname=str(path), size=size, weight="bold" if bold else "normal",
                              style="italic" if italic else "normal")  # fmt: skip
        width = fonts.face(self.theme, bold, italic).width(text, size)
        left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        # "$" is money here, not mathematics.
        self.ax.text(left, y, fonts.drawn(text), fontproperties=prop, ha="left", va="baseline",
                     color=self.shade(colour or self.theme.colours.ink), parse_math=False, zorder=self._above())  # fmt: skip

    def lines(self, x: float, top: float, lines: Sequence[str], *, leading: float = 1.2,
              size: float | None = None, **style: Any) -> float:  # fmt: skip
        """Lines downwards from `top`; returns the y of the foot of the last."""
        size = size or self.size("label")
        for index, line in enumerate(lines):
            self.text(x, top - size * (0.78 + index * leading), line, size=size, **style)
        return top - size * leading * len(lines)

    def rect(self, x: float, y: float, width: float, height: float, colour: str,
             edge: str | None = None, dashed: bool = False, line: float = 1.0) -> None:  # fmt: skip
        """A rectangle; with `edge` it is outlined."""
        from matplotlib.patches import Rectangle

        face = "none" if colour == "none" else self.shade(colour)
        self.ax.add_patch(
            Rectangle((x, y), width, height, facecolor=face, linewidth=line if edge else 0,
                      edgecolor=self.shade(edge) if edge else "none",
                      linestyle=(0, (3, 2)) if dashed else "solid", zorder=self._above())
        )  # fmt: skip

    def polygon(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        """A filled polygon."""
        from matplotlib.patches import Polygon

        self.ax.add_patch(Polygon(points, closed=True, facecolor=self.shade(colour), linewidth=0,
                                  zorder=self._above()))  # fmt: skip

    def line(self, xs: Sequence[float], ys: Sequence[float], colour: str, width: float = 0.8,
             dashed: bool = False) -> None:  # fmt: skip
        """A line through the points."""
        from matplotlib.lines import Line2D

        style: Any = (0, (3, 2)) if dashed else "solid"
        self.ax.add_line(Line2D(xs, ys, color=self.shade(colour), linewidth=width, linestyle=style,
                                solid_capstyle="butt", solid_joinstyle="round",
                                zorder=self._above()))  # fmt: skip

    def dot(self, x: float, y: float, radius: float, colour: str, hollow: bool = False,
            line: float = 1.6) -> None:  # fmt: skip
        """A dot, or a ring where the value is not exact."""
        from matplotlib.patches import Circle

        shade = self.shade(colour)
        self.ax.add_patch(Circle((x, y), radius, facecolor="#ffffff" if hollow else shade,
                                 edgecolor=shade, linewidth=line, zorder=self._above()))  # fmt: skip

    def open_end(self, x: float, y: float, along: str, breadth: float, colour: str) -> None:
        """The mark of an open-ended value: a point that says "or more", from a bar's end at (x, y)."""
        tip = min(breadth * 0.35, 9 * self.scale)
        half = breadth / 2
        if along == "up":
            self.polygon([(x - half, y), (x + half, y), (x, y + tip)], colour)
        else:
            self.polygon([(x, y - half), (x, y + half), (x + tip, y)], colour)


def plain_label(text: str, locale: Locale) -> str:
    """A label of the outline as the text it is."""
    return richtext.plain(richtext.parse_inline(text, locale.tag))


def wrapped(text: str, theme: Theme, size: float, width: float, bold: bool = False) -> list[str]:
    """`text` in lines of at most `width` points; a word that is longer is cut, with a hyphen."""
    face = fonts.face(theme, bold)
    out: list[str] = []
    for line in fonts.wrap(text, face, size, width):
        while face.width(line, size) > width and len(line) > 2:
            cut = len(line) - 1
            while cut > 1 and face.width(line[:cut] + "-", size) > width:
                cut -= 1
            out.append(line[:cut] + "-")
            line = line[cut:]
        out.append(line)
    return out
