"""The chart kind `timeline`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any, Literal

from msgspec import Struct
from pydantic import Field

from briefgen.charts import text_alternatives
from briefgen.charts.axis import position
from briefgen.charts.kind import ChartKind
from briefgen.charts.sheet import Frame, Scale, Sheet, plain_label, wrap
from briefgen.charts.text_alternatives import Table, Write
from briefgen.languages import font_metrics
from briefgen.languages.locale import Locale
from briefgen.model.base import InlineText, Node, PlainText
from briefgen.model.figures import FigureBase
from briefgen.model.theme import Theme

WIDE = 380.0
LEVEL = 24.0  # of the label size: where texts keep so much width, dates stand beside them


class Event(Node):
    """Something that happened at, or from, a point in time."""

    date: PlainText = Field(
        pattern=r"^(\d{4})(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
        description="`2014`, `2021-05` or `2021-05-15`: as exact as it is known.",
    )
    label: InlineText = Field(description="What happened, in a few words.")
    ongoing: bool = Field(False, description="Whether it goes on from then: `since 2014`.")


class TimelineSpec(FigureBase):
    """Events along a line to scale."""

    kind: Literal["timeline"]
    data: tuple[Event, ...] = Field(min_length=2, description="The events, in any order.")


class _Block(Struct, frozen=True):
    """An event's text, wrapped for the room it has."""

    at: float
    date: str
    lines: list[str]
    ongoing: bool
    chosen: bool
    level: bool = False  # the date stands beside the text, not over it

    def height(self, size: float) -> float:
        lines = len(self.lines) if self.level else len(self.lines) + 1
        return lines * size * 1.2 + size * (0.75 if self.level else 0.5)


def across(spec: Any, width: float, scale: float) -> bool:
    """Whether the events stand side by side under a level line; else they go down an upright one."""
    return width >= WIDE * scale and len(spec.data) <= 6


def _blocks(spec: TimelineSpec, frame: Frame) -> list[_Block]:
    size = frame.size
    events = sorted(spec.data, key=lambda e: position(e.date))
    dates = [_date(event, frame.locale) for event in events]
    if across(spec, frame.width, frame.scale):
        room, level = frame.width / len(events) - size * 1.1, False
    else:
        room = frame.width - size * 3.2
        beside = room - _column(dates, frame.theme, size)
        level = beside >= size * LEVEL
        room = beside if level else room
    blocks = []
    for event, date in zip(events, dates, strict=True):
        text = wrap(plain_label(event.label, frame.locale), frame.theme, size, room)
        chosen = event.label in spec.highlight or event.date in spec.highlight
        blocks.append(_Block(position(event.date), date, text, event.ongoing, chosen, level))
    return blocks


def _date(event: Event, locale: Locale) -> str:
    date = locale.partial_date(event.date)
    return locale.word("since", date=date) if event.ongoing else date


def _column(dates: Sequence[str], theme: Theme, size: float) -> float:
    """Width of a column of dates, with the air after it."""
    face = font_metrics.face(theme, True)
    return max(face.width(date, size) for date in dates) + size


def _span(specs: Sequence[TimelineSpec]) -> tuple[float, float]:
    every = [position(event.date) for spec in specs for event in spec.data]
    low, high = min(every), max(every)
    return (low, high) if high > low else (low, low + 1)


def _shade(sheet: Sheet, block: _Block) -> str:
    colours = sheet.theme.colours
    return colours.accent if block.chosen or block.ongoing else colours.primary


def _across(blocks: list[_Block], sheet: Sheet, span: tuple[float, float]) -> None:
    """A horizontal line; the texts in equal columns below it, dots joined to them by elbows."""
    size, colours = sheet.size("label"), sheet.theme.colours
    column = sheet.width / len(blocks)
    y = sheet.height - size * 0.9
    radius = size * 0.42
    along = Scale(*span, size, sheet.width - size)
    sheet.line([0, sheet.width], [y, y], colours.mute, 1.4 * sheet.scale)
    for block in blocks:
        if block.ongoing:
            sheet.line([along(block.at), sheet.width], [y, y], colours.accent, 2.6 * sheet.scale)
    top = y - size * 2.2
    for index, block in enumerate(blocks):
        x = index * column + size * 0.2
        at = along(block.at)
        elbow = y - size * (0.9 + 0.22 * (index if at < x else len(blocks) - index))
        ys = [y, elbow, elbow, top + size * 0.2]
        sheet.line([at, at, x, x], ys, colours.rule, 0.8 * sheet.scale)
        shade = _shade(sheet, block)
        sheet.dot(at, y, radius, shade)
        below = sheet.lines(x, top, [block.date], bold=True, colour=shade)
        sheet.lines(x, below, block.lines)


def _down(blocks: list[_Block], sheet: Sheet, span: tuple[float, float]) -> None:
    """A vertical line to scale; each text as near to its dot as its neighbours let it be."""
    size, colours = sheet.size("label"), sheet.theme.colours
    radius = size * 0.42
    x = radius + 1
    heights = [b.height(size) for b in blocks]
    down = Scale(*span, sheet.height - size * 0.6, max(size * 0.8, heights[-1] - size * 0.6))
    foot = down(blocks[-1].at)
    sheet.line([x, x], [foot, sheet.height - size * 0.6], colours.mute, 1.4 * sheet.scale)
    tops = _stack_blocks([down(b.at) + size * 0.5 for b in blocks], heights, sheet.height)
    indent = size * 2.4
    beside = indent + _column([b.date for b in blocks], sheet.theme, size)
    for block in blocks:
        if block.ongoing:
            sheet.line([x, x], [foot, down(block.at)], colours.accent, 2.6 * sheet.scale)
    for block, top in zip(blocks, tops, strict=True):
        at = down(block.at)
        middle = top - size * 0.5
        xs = [x, x + size * 0.9, indent - size * 0.4]
        sheet.line(xs, [at, middle, middle], colours.rule, 0.8 * sheet.scale)
        shade = _shade(sheet, block)
        sheet.dot(x, at, radius, shade)
        below = sheet.lines(indent, top, [block.date], bold=True, colour=shade)
        if block.level:
            sheet.lines(beside, top, block.lines)
        else:
            sheet.lines(indent, below, block.lines)


def _stack_blocks(wanted: list[float], heights: list[float], top: float) -> list[float]:
    """Tops of blocks one below the other, each as near to the wanted one as the others allow."""
    placed: list[float] = []
    limit = top
    rests = list(accumulate(reversed(heights)))  # each with all below it
    for want, height, rest in zip(wanted, heights, reversed(rests), strict=True):
        limit = min(limit, max(want, rest))
        placed.append(limit)
        limit -= height
    return placed


class Timeline(ChartKind[TimelineSpec]):
    """Timeline: dated events, at their true distance in time.

    Use it for three to eight steps whose order and spacing tell the story. Do not use it for values over time (a line)
    or for events without dates (flow).
    """

    name = "timeline"
    Spec = TimelineSpec
    divisible = True
    first_column = 0.3
    stretch = 1.2

    def natural_height(self, spec: TimelineSpec, frame: Frame) -> float:
        size = frame.size
        blocks = _blocks(spec, frame)
        if across(spec, frame.width, frame.scale):
            return max(b.height(size) for b in blocks) + size * 4.2
        return sum(b.height(size) for b in blocks) + size * 0.6

    def draw(self, spec: TimelineSpec, sheet: Sheet) -> None:
        """Draw the events on `sheet`: dots to scale on the line, each led to its text."""
        blocks = _blocks(spec, sheet.frame)
        if across(spec, sheet.width, sheet.scale):
            _across(blocks, sheet, _span(sheet.peers or (spec,)))
        else:
            _down(blocks, sheet, _span(sheet.peers or (spec,)))

    def wants_width(self, spec: TimelineSpec, fits: Callable[[], bool]) -> bool:
        """Whether it fits across; many steps run downwards."""
        return fits()

    def text_scales(self, spec: TimelineSpec, frame: Frame, larger: Sequence[float]) -> list[float]:
        """In larger type one that runs across would run downwards and leave the slide's right half empty."""
        if not across(spec, frame.width, frame.scale):
            return list(larger)
        return [scale for scale in larger if across(spec, frame.width, scale)]

    def pieces(self, spec: TimelineSpec) -> list[Event]:
        """The events in their order in time."""
        return sorted(spec.data, key=lambda event: position(event.date))

    def values_in_words(self, spec: TimelineSpec, locale: Locale) -> list[str]:
        """Dates and events, in the order of the outline."""
        return [f"{locale.partial_date(e.date)}, {plain_label(e.label, locale)}" for e in spec.data]

    def table(self, spec: TimelineSpec, locale: Locale, write: Write) -> Table:
        return text_alternatives.of_fields(spec, locale, write, words={"label": "event"})
