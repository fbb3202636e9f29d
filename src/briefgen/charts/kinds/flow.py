"""The chart kind `flow`: steps in layers, so that every arrow leads forward.

Layers are the first two stages of Sugiyama, Tagawa and Toda (1981).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal, Self

from pydantic import Field

from briefgen.charts.kind import ChartKind
from briefgen.charts.series import MISSING
from briefgen.charts.sheet import Box, Frame, Point, Sheet, Stroke, plain_label, wrap
from briefgen.charts.text_alternatives import Table, Write, describe_value
from briefgen.languages import font_metrics
from briefgen.languages.locale import Locale
from briefgen.model.base import InlineText, Node, Number, PlainText
from briefgen.model.diagnostics import did_you_mean
from briefgen.model.figures import FigureBase, Unit
from briefgen.model.quantity import Quantity

LayerArrow = tuple[str, str]


def ranks(steps: Sequence[str], arrows: Sequence[LayerArrow]) -> dict[str, int]:
    """The layer of each step: the length of the longest way to it.

    Raises ValueError when the arrows run in a circle.
    """
    out = dict.fromkeys(steps, 0)
    for _ in range(len(steps)):
        moved = False
        for start, end in arrows:
            if out[end] < out[start] + 1:
                out[end] = out[start] + 1
                moved = True
        if not moved:
            return out
    circle = next(name for name, rank in out.items() if rank >= len(steps) - 1)
    raise ValueError(f"the arrows run in a circle through `{circle}`: a flow leads forward only")


def assign_layers(
    steps: Sequence[str], arrows: Sequence[LayerArrow]
) -> tuple[list[list[str]], list[list[str]]]:
    """The layers, with a lane in each layer that an arrow passes, and the way of each arrow through them."""
    rank = ranks(steps, arrows)
    layers: list[list[str]] = [[] for _ in range(max(rank.values()) + 1)]
    for step in steps:
        layers[rank[step]].append(step)
    paths = []
    for number, (start, end) in enumerate(arrows):
        path = [start]
        for layer in range(rank[start] + 1, rank[end]):
            lane = f"\x00{number}.{layer}"
            layers[layer].append(lane)
            path.append(lane)
        paths.append([*path, end])
    return layers, paths


# Arrows between boxes, as a flow draws them.
def arrow_along(sheet: Sheet, boxes: list[Box], across: bool, width: float,
                text: str, loose: bool) -> None:  # fmt: skip
    """A line from box to box, through lanes, with a head at its end and `text` in its first stretch.

    It is dashed where it is `loose`: not known exactly, or not at all.
    """
    size, shade = sheet.size("label"), sheet.theme.colours.mute
    spots: list[Point] = []
    for index, (x, y, wide, high) in enumerate(boxes):
        enter = (x, y + high / 2) if across else (x + wide / 2, y + high)
        leave = (x + wide, y + high / 2) if across else (x + wide / 2, y)
        spots += [leave] if index == 0 else [enter] if index == len(boxes) - 1 else [enter, leave]
    (px, py), (ex, ey) = spots[-2:]
    length = max(1e-6, math.hypot(ex - px, ey - py))
    ux, uy = (ex - px) / length, (ey - py) / length
    head, half = size * 0.6, max(size * 0.32, width * 0.9)
    back = (ex - ux * head, ey - uy * head)
    line = [*spots[:-1], back]
    for one, other in _around(sheet, line, text):
        sheet.line([one[0], other[0]], [one[1], other[1]], shade, width, loose)
    corners = [(ex, ey), (back[0] - uy * half, back[1] + ux * half),
               (back[0] + uy * half, back[1] - ux * half)]  # fmt: skip
    # In columns narrower than a head, its corners would leave the sheet.
    sheet.polygon([(min(max(x, 0.0), sheet.width), y) for x, y in corners], shade)


def _around(sheet: Sheet, line: list[Point], text: str) -> list[Stroke]:
    """The line's stretches; the first one opens around `text`, if there is room for it."""
    stretches = list(pairwise(line))
    if not text:
        return stretches
    size = sheet.size("label")
    (x0, y0), (x1, y1) = stretches[0]
    wide = sheet.text_width(text, size, True)
    for share in (0.46, 0.3, 0.62, 0.2, 0.75):
        x, y = x0 + share * (x1 - x0), y0 + share * (y1 - y0)
        if sheet.text(x, y - size * 0.32, text, bold=True, align="center", optional=True):
            reach = [(wide / 2 + size * 0.3) / abs(x1 - x0) if x1 != x0 else 1e9,
                     size * 0.65 / abs(y1 - y0) if y1 != y0 else 1e9]  # fmt: skip
            cut = min(reach)
            before, after = max(0.0, share - cut), min(1.0, share + cut)
            dx, dy = x1 - x0, y1 - y0
            ends = (x0 + before * dx, y0 + before * dy), (x0 + after * dx, y0 + after * dy)
            opened = [((x0, y0), ends[0]), (ends[1], (x1, y1))]
            return [*opened, *stretches[1:]]
    sheet.drop(text)
    return stretches


LEADING = 1.2


class Step(Node):
    """A step or a stock."""

    label: InlineText = Field(description="What it is.")
    value: Number | None = Field(None, description="How much is there.")
    to: dict[PlainText, Number] | None = Field(
        None,
        description="Where it leads, by label, and how much passes (`missing` where that is not known); "
        "default: to the next row.",
    )


class FlowSpec(FigureBase, Unit):
    """Boxes joined by arrows."""

    kind: Literal["flow"]
    data: tuple[Step, ...] = Field(min_length=2, max_length=24, description="A row a step.")

    def validate_data(self) -> Self:
        labels = [step.label for step in self.data]
        if len(set(labels)) < len(labels):
            raise ValueError("two steps have the same label: give each its own")
        for step in self.data:
            for name in step.to or ():
                if name not in labels:
                    raise ValueError(f"there is no step `{name}`: {did_you_mean(name, labels)}")
        if not arrows(self):
            raise ValueError("no step leads to another: write where they lead in `to`")
        ranks(labels, [(a.start, a.end) for a in arrows(self)])
        return self


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one step to another; `quantity` is None where the outline says nothing of it."""

    start: str
    end: str
    quantity: Quantity | None


def arrows(spec: FlowSpec) -> list[Arrow]:
    """The arrows in the order of the rows."""
    out = []
    for index, step in enumerate(spec.data):
        if step.to is not None:
            out += [Arrow(step.label, name, quantity) for name, quantity in step.to.items()]
        elif index + 1 < len(spec.data):
            out.append(Arrow(step.label, spec.data[index + 1].label, None))
    return out


@dataclass
class _Plan:
    """Boxes in layers: texts, sizes in points, and whether layers run across or down."""

    across: bool
    layers: list[list[str]]
    paths: list[list[str]]
    arrows: list[Arrow]
    texts: dict[str, list[str]] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    room: float = 0.0
    gap: float = 0.0

    def high(self, name: str, size: float) -> float:
        """Height of a box; of a lane that an arrow passes through, where `name` is no step."""
        if name not in self.texts:
            return size * 1.2
        return (len(self.texts[name]) + bool(self.values[name])) * size * LEADING + size * 0.9


def _plan(spec: FlowSpec, frame: Frame) -> _Plan:
    size, face = frame.size, font_metrics.face(frame.theme, True)
    made = arrows(spec)
    levels, paths = assign_layers([s.label for s in spec.data], [(a.start, a.end) for a in made])
    said = [frame.locale.quantity(a.quantity, spec, short=True) for a in made if a.quantity]
    widest = max((face.width(text, size) for text in said), default=0.0)
    # The text interrupts its arrow, which shows before and after it.
    gap = max(widest + size * 3.0, size * 2.6)
    across = (frame.width - gap * (len(levels) - 1)) / len(levels) >= size * 8
    plan = _Plan(across, levels, paths, made)
    texts = [plain_label(step.label, frame.locale) for step in spec.data]
    values = [step.value for step in spec.data if step.value]
    texts += [frame.locale.quantity(value, spec, short=True) for value in values]
    needed = max(face.width(text, size) for text in texts) + size * 1.2
    if across:
        plan.room = min((frame.width - gap * (len(levels) - 1)) / len(levels), needed)
        plan.gap = (frame.width - plan.room * len(levels)) / max(1, len(levels) - 1)
    else:
        plan.gap = size * (4.4 if said else 1.9)
        most = max(map(len, levels))
        plan.room = min((frame.width - size * (most - 1)) / most, max(needed, size * 9))
    for step in spec.data:
        label = plain_label(step.label, frame.locale)
        plan.texts[step.label] = wrap(label, frame.theme, size, plan.room - size, True)
        text = frame.locale.quantity(step.value, spec, short=True) if step.value else ""
        plan.values[step.label] = text
    return plan


def _boxes(plan: _Plan, sheet: Sheet) -> dict[str, Box]:
    """Left, bottom, width and height of each box and lane."""
    size = sheet.size("label")
    boxes = {}
    if plan.across:
        for index, level in enumerate(plan.layers):
            highs = [plan.high(n, size) for n in level]
            gap = min(size * 4, max(0.0, sheet.height - sum(highs)) / max(1, len(level)))
            top = (sheet.height + sum(highs) + gap * (len(level) - 1)) / 2
            for name, high in zip(level, highs, strict=True):
                boxes[name] = (index * (plan.room + plan.gap), top - high, plan.room, high)
                top -= high + gap
        return boxes
    tallest = [max(plan.high(n, size) for n in level) for level in plan.layers]
    spare = max(0.0, sheet.height - sum(tallest)) / max(1, len(plan.layers) - 1)
    gap = min(spare, plan.gap * 1.5)
    top = sheet.height
    for level, high in zip(plan.layers, tallest, strict=True):
        total = len(level) * plan.room + (len(level) - 1) * size
        left = (sheet.width - total) / 2
        for place, name in enumerate(level):
            box = plan.high(name, size) if name in plan.texts else high
            x = left + place * (plan.room + size)
            boxes[name] = (x, top - (high + box) / 2, plan.room, box)
        top -= high + gap
    return boxes


class Flow(ChartKind[FlowSpec]):
    """Flow: steps or stocks and what passes from one to the next, with quantities.

    Use it for a process, a supply chain, a budget that is passed on, in up to a dozen steps. Do not use it for
    processes that run in circles, or for more than a page can hold.
    """

    name = "flow"
    Spec = FlowSpec
    common = "peers"

    def natural_height(self, spec: FlowSpec, frame: Frame) -> float:
        plan, size = _plan(spec, frame), frame.size
        if plan.across:
            heights = [[plan.high(n, size) for n in level] for level in plan.layers]
            return max(sum(level) + size * (len(level) - 1) * 1.4 for level in heights)
        tallest = [max(plan.high(n, size) for n in level) for level in plan.layers]
        return sum(tallest) + plan.gap * (len(plan.layers) - 1)

    def draw(self, spec: FlowSpec, sheet: Sheet) -> None:
        """Draw boxes and arrows on `sheet`; where all quantities are known, arrows are as wide as they are large."""
        plan = _plan(spec, sheet.frame)
        boxes = _boxes(plan, sheet)
        size, colours = sheet.size("label"), sheet.theme.colours
        known = [a.quantity.value for a in plan.arrows if a.quantity]
        every = [a.quantity for peer in sheet.peers or (spec,) for a in arrows(peer) if a.quantity]
        most = max((q.value for q in every if q.value is not None), default=0.0)
        to_scale = len(known) == len(plan.arrows) and most > 0 and min(v or 0 for v in known) > 0
        for arrow, path in zip(plan.arrows, plan.paths, strict=True):
            value = arrow.quantity.value if arrow.quantity else None
            width = max(0.8, size * 0.9 * value / most) if to_scale and value else 1.3 * sheet.scale
            text = sheet.locale.quantity(arrow.quantity, spec, short=True) if arrow.quantity else ""
            loose = arrow.quantity is not None and not arrow.quantity.is_exact
            arrow_along(sheet, [boxes[name] for name in path], plan.across, width, text, loose)
        line = sheet.scale  # half of a chosen box's outline would lie outside
        for step in spec.data:
            x, y, wide, high = boxes[step.label]
            x, y, wide, high = x + line, y + line, wide - 2 * line, high - 2 * line
            chosen = step.label in spec.highlight
            edge = colours.accent if chosen else colours.rule
            line_width = (1.8 if chosen else 0.8) * sheet.scale
            sheet.rect(x, y, wide, high, colours.panel, edge, line=line_width)
            foot = sheet.lines(x + wide / 2, y + high - size * 0.4, plan.texts[step.label],
                               align="center", bold=chosen)  # fmt: skip
            if plan.values[step.label]:
                sheet.text(x + wide / 2, foot - size * 0.78, plan.values[step.label], align="center",
                           bold=True, colour=colours.accent if chosen else colours.primary)  # fmt: skip

    def values_in_words(self, spec: FlowSpec, locale: Locale) -> list[str]:
        out = []
        for arrow in arrows(spec):
            start, end = (plain_label(name, locale) for name in (arrow.start, arrow.end))
            text = locale.word("leads to", start=start, end=end)
            if arrow.quantity:
                text += f" ({describe_value(arrow.quantity, spec, locale)})"
            out.append(text)
        return out

    def table(self, spec: FlowSpec, locale: Locale, write: Write) -> Table:
        """What each step holds, then what passes from one to another."""
        rows: list[tuple[Any, ...]] = []
        for step in spec.data:
            if step.value:
                rows.append((plain_label(step.label, locale), "", write(step.value, spec)))
        for arrow in arrows(spec):
            ends = plain_label(arrow.start, locale), plain_label(arrow.end, locale)
            rows.append((*ends, write(arrow.quantity or MISSING, spec)))
        return tuple(locale.word(f"data {name}") for name in ("from", "to", "value")), rows
