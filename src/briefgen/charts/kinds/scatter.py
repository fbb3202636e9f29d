"""The chart kind `scatter`."""

from __future__ import annotations

import math
from typing import Literal

from pydantic import Field

from briefgen.charts import axis, native, rows, text_alternatives
from briefgen.charts.axis import nice_ticks
from briefgen.charts.kind import ChartKind
from briefgen.charts.native import TICKS, Axes, Domain, NativeChart
from briefgen.charts.sheet import Frame, Scale, Sheet, overlap, plain_label, wrap
from briefgen.charts.text_alternatives import Table, Write, describe_value, span
from briefgen.languages.locale import Locale
from briefgen.model.base import InlineText, Node, Number
from briefgen.model.figures import FigureBase, Unit
from briefgen.model.theme import Theme

LARGEST = 15.0  # radius of the largest circle
MANY = 200  # items without a size that are drawn in one, as a cloud
NAMED = 60  # items; of more, only highlighted ones are named: the others are a cloud


# More dots than this are not all named where some are highlighted: PowerPoint does not keep names apart.
NATIVELY_NAMED = 12


class Item(Node):
    """One item and its measures."""

    label: InlineText = Field(description="What it is.")
    x: Number = Field(description="The measure across.")
    y: Number = Field(description="The measure upwards.")
    size: Number | None = Field(None, description="A third measure: the area of the circle.")


class Measure(Unit):
    """What an axis shows."""

    title: InlineText = Field(description="The measure with its unit, drawn at the axis.")


class ScatterSpec(FigureBase):
    """A dot for each item; items are named where there is room, highlighted ones first."""

    kind: Literal["scatter"]
    x: Measure = Field(description="The axis across.")
    y: Measure = Field(description="The axis upwards.")
    data: tuple[Item, ...] = Field(min_length=2, description="A row a dot.")


def round_values(values: list[float], count: int) -> list[float]:
    """About `count` round values of an axis that shows `values`."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    # Zero belongs to the axis where the data come near to it.
    if 0 < low < high * 0.4:
        low = 0.0
    return nice_ticks(low, high, count)


def _exact(item: Item) -> bool:
    return item.x.is_exact and item.y.is_exact


def _cloud(sheet: Sheet, items: list[Item], across: Scale, up: Scale, shade: str) -> None:
    """Many dots, the smaller the more there are, so that they do not merge."""
    radius = sheet.size("label") * 0.36 * max(0.3, (MANY / max(1, len(items))) ** 0.4)
    for exact in (True, False):
        spots = [(across(i.x.value or 0), up(i.y.value or 0)) for i in items if _exact(i) is exact]
        sheet.dots(spots, radius, shade, not exact, min(1.2 * sheet.scale, radius * 0.5))


def _intervals(sheet: Sheet, item: Item, across: Scale, up: Scale, shade: str) -> None:
    """A line from the low to the high end of a measure that is given as a range."""
    x, y = across(item.x.value or 0), up(item.y.value or 0)
    if item.x.is_range:
        sheet.line([across(b) for b in item.x.bounds or ()], [y, y], shade, 1.6 * sheet.scale)
    if item.y.is_range:
        sheet.line([x, x], [up(b) for b in item.y.bounds or ()], shade, 1.6 * sheet.scale)


def _label_text(item: Item, spec: ScatterSpec, locale: Locale) -> str:
    """The item's name, with those of its measures that are not exact."""
    label = plain_label(item.label, locale)
    pairs = ((item.x, spec.x), (item.y, spec.y))
    loose = [locale.quantity(q, unit, short=True) for q, unit in pairs if not q.is_exact]
    return f"{label} ({', '.join(loose)})" if loose else label


def _name(sheet: Sheet, text: str, circle: tuple[float, float, float], strong: bool,
          dots: list[tuple[float, float, float, float]]) -> None:  # fmt: skip
    """The name right of its dot, left, above or below, clear of other dots."""
    size = sheet.size("label")
    x, y, radius = circle
    wide = sheet.text_width(text, size, strong)
    gap = radius + size * 0.3
    middle = max(0.0, min(x - wide / 2, sheet.width - wide))
    spots = [(x + gap, y - size * 0.3), (x - gap - wide, y - size * 0.3),
             (middle, y + gap), (middle, y - gap - size * 0.7),
             (x + gap * 0.7, y + gap * 0.7), (x - gap * 0.7 - wide, y - gap * 0.7 - size * 0.6)]  # fmt: skip
    for left, base in spots:
        box = (left, base - size * 0.2, left + wide, base + size * 0.72)
        inside = left >= 0 and left + wide <= sheet.width
        clear = not any(overlap(box, dot) for dot in dots)
        if inside and clear and sheet.text(left, base, text, bold=strong, optional=True):
            return
    sheet.drop(text)


class Scatter(ChartKind[ScatterSpec]):
    """Scatter: two measures of each item against each other.

    Use it to show how two measures go together, and which items stand apart. Do not use it where one of the two is
    time (a line) or for fewer than five items (a table says it better).
    """

    name = "scatter"
    Spec = ScatterSpec
    native_form = "scatter"
    common = "peers"
    wide = True
    keeps_direction = True
    elastic = True

    def natural_height(self, spec: ScatterSpec, frame: Frame) -> float:
        return 110 * frame.scale + 0.34 * frame.width

    def draw(self, spec: ScatterSpec, sheet: Sheet) -> None:
        """Draw the axes and dots on `sheet`. An item that lacks a measure is named below the chart."""
        size, colours = sheet.size("label"), sheet.theme.colours
        known = [i for i in spec.data if i.x.value is not None and i.y.value is not None]
        data = [item for peer in sheet.peers or (spec,) for item in peer.data]
        every = [i for i in data if i.x.bounds and i.y.bounds]
        count = max(3, int(sheet.width / size / 9))
        xs = round_values([b for i in every for b in i.x.bounds or ()], count)
        ys = round_values([b for i in every for b in i.y.bounds or ()], 4)
        foot = size * 3.0
        if len(known) < len(spec.data):
            lacking = [i for i in spec.data if not (i.x.bounds and i.y.bounds)]
            gone = [plain_label(i.label, sheet.locale) for i in lacking]
            sheet.note(size * 0.3, rows.list_missing(sheet, gone))
            foot += size * 1.3
        # The axis across ends with the data, not with the next round number after them.
        most_x = max((b for i in every for b in i.x.bounds or ()), default=xs[-1])
        if len(xs) > 2 and xs[-1] > most_x:
            xs = xs[:-1]
        left = axis.side(sheet, ys, spec.y)
        # Circles grow with the chart: all together they should leave it readable.
        largest = size * 0.4
        if any(i.size for i in known):
            largest = min(LARGEST * sheet.scale, sheet.width * 0.035)
        end = xs[-1] if most_x <= xs[-1] else most_x + (most_x - xs[0]) * 0.06
        across = sheet.across(xs[0], end, left + largest, sheet.width - max(largest, size))
        measure = plain_label(spec.y.title, sheet.locale)
        title = wrap(measure, sheet.theme, size, sheet.width, True)
        below = sheet.lines(0, sheet.height, title, bold=True)
        up = sheet.up(ys[0], ys[-1], foot + largest, below - size * 0.5 - largest)
        sheet.text(sheet.width, foot - size * 2.5, plain_label(spec.x.title, sheet.locale), bold=True,
                   align="right", cut=True)  # fmt: skip
        axis.upright(sheet, ys, up, spec.y, left, sheet.width)
        axis.foot(sheet, xs, across, spec.x, up.end + largest, foot)
        names = set(spec.highlight)
        chosen = [i for i in known if i.label in names]

        def size_of(item: Item) -> float:
            return (item.size.value or 0.0) if item.size else 0.0

        order = sorted(known, key=lambda i: (i.label in names, -size_of(i)))
        most = max(map(size_of, every), default=0.0)
        cloud = len(known) > MANY and not most
        others = colours.mute if chosen else colours.primary
        circles = {}
        if cloud:
            _cloud(sheet, [i for i in known if i.label not in names], across, up, others)
        for item in order:
            spot = across(item.x.value or 0), up(item.y.value or 0)
            radius = size * 0.36
            if most > 0:  # the area, not the radius, follows the value
                part = max(0.0, size_of(item) / most)
                radius = max(largest * math.sqrt(part), size * 0.12)
            shade = colours.accent if item.label in names else others
            _intervals(sheet, item, across, up, shade)
            if not cloud or item.label in names:
                sheet.dot(*spot, radius, shade, not _exact(item), 1.2 * sheet.scale)
            circles[id(item)] = (*spot, radius)
        dots = [(x - r, y - r, x + r, y + r) for x, y, r in circles.values()]
        for item in known:  # names keep off intervals too
            x, y, _ = circles[id(item)]
            if item.x.is_range:
                low, high = (across(b) for b in item.x.bounds or (0, 0))
                dots.append((low, y - 1, high, y + 1))
            if item.y.is_range:
                low, high = (up(b) for b in item.y.bounds or (0, 0))
                dots.append((x - 1, low, x + 1, high))
        named = order if len(order) <= NAMED else []
        for item in [*chosen, *(i for i in named if i.label not in names)]:
            text = _label_text(item, spec, sheet.locale)
            _name(sheet, text, circles[id(item)], item.label in names, dots)

    def values_in_words(self, spec: ScatterSpec, locale: Locale) -> list[str]:
        """The span of both measures, and the highlighted items."""
        out = []
        for key, unit in (("x", spec.x), ("y", spec.y)):
            known = [(getattr(item, key), item.label) for item in spec.data]
            out.append(f"{plain_label(unit.title, locale)}: {span(known, unit, locale)}")
        for item in spec.data:
            if item.label in spec.highlight:
                both = f"{describe_value(item.x, spec.x, locale)}, {describe_value(item.y, spec.y, locale)}"
                out.append(f"{plain_label(item.label, locale)}: {both}")
        return out

    def table(self, spec: ScatterSpec, locale: Locale, write: Write) -> Table:
        return text_alternatives.of_fields(spec, locale, write, {"x": spec.x, "y": spec.y})

    def native(self, spec: ScatterSpec, theme: Theme, locale: Locale) -> NativeChart | str:
        """A dot for each item."""
        known = [i for i in spec.data if i.x.value is not None and i.y.value is not None]
        if any(item.x.is_range or item.y.is_range for item in known):
            return native.RANGES
        if any(item.size for item in known):
            return "circles of several sizes are drawn as a picture"
        chosen, c = set(spec.highlight), theme.colours
        # What is highlighted is a series of its own: not every program colours single dots.
        parts = [([i for i in known if i.label not in chosen], c.mute if chosen else c.series[0],
                  not chosen or len(known) <= NATIVELY_NAMED),
                 ([i for i in known if i.label in chosen], c.accent, True)]  # fmt: skip
        made = []
        for items, shade, named in parts:
            if items:
                title = "; ".join(i.label for i in items) if shade == c.accent else spec.title
                labels = [plain_label(i.label, locale) if named else "" for i in items]
                xs = [i.x.value or 0.0 for i in items]
                made.append(native.one_series(plain_label(title, locale), [i.y for i in items], labels,
                                              [shade] * len(items), xs=xs))  # fmt: skip
        titles = (plain_label(spec.x.title, locale), plain_label(spec.y.title, locale))
        written = native.number_format([item.y for item in known], spec.y, locale)
        return NativeChart("scatter", (), tuple(made), written, titles=titles)

    def native_axes(self, spec: ScatterSpec, domain: Domain, across: int) -> Axes:
        known = [i for i in spec.data if i.x.bounds and i.y.bounds]
        ys = round_values([b for i in known for b in i.y.bounds or ()], TICKS)
        xs = round_values([b for i in known for b in i.x.bounds or ()], across)
        return [(ys, spec.y), (xs, spec.x)]
