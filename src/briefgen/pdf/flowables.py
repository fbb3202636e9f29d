"""Boxes: flowables that stack others on a background, beside a bar or under a rule, and stay whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from reportlab.lib.colors import Color
from reportlab.platypus.flowables import Flowable

Part = tuple[Any, float]
"""A flowable and the distance above it in points."""


class Frame(Struct, frozen=True):
    """What is painted behind a stack; `padding` in points."""

    padding: float = 0.0
    background: Color | None = None
    bar: Color | None = None
    rule: Color | None = None


class Stack(Flowable):  # type: ignore[misc]
    """Flowables one below the other, each with the distance above it, drawn as one unbroken box."""

    def __init__(self, parts: Sequence[Part], frame: Frame | None = None) -> None:
        super().__init__()
        self.width = self.height = 0.0
        self.parts = list(parts)
        self.frame = frame or Frame()
        self._heights: list[float] = []
        self._wrapped: object = None

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        # Layout asks often. Nobody else wraps the parts, whose heights depend on the width and on this alone.
        key = availWidth, self._chosen_height
        if key == self._wrapped:
            return self.width, self.height
        self._wrapped = key
        frame = self.frame
        inner = availWidth - 2 * frame.padding - self._bar_room
        self._heights = [part.wrap(inner, 1e6)[1] for part, _ in self.parts]
        gaps = sum(gap for i, (_, gap) in enumerate(self.parts) if i)
        self.width = availWidth
        self.height = sum(self._heights) + gaps + 2 * frame.padding + self._rule_room
        return self.width, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Any]:  # noqa: N803
        """Two boxes, the first as high as it may be, when the whole is higher than what there is."""
        self.wrap(availWidth, availHeight)
        inner = availWidth - 2 * self.frame.padding - self._bar_room
        room = availHeight - 2 * self.frame.padding - self._rule_room
        first: list[Part] = []
        rest = list(self.parts)
        while rest:
            part, gap = rest[0]
            above = gap if first else 0.0
            needed = part.wrap(inner, 1e6)[1]
            if needed + above <= room:
                first.append(rest.pop(0))
                room -= needed + above
                continue
            self._wrapped = None  # a part that is split forgets its lines
            pieces = part.split(inner, room - above) if room > above else []
            if len(pieces) == 2:
                first.append((pieces[0], gap))
                rest[0] = (pieces[1], gap)
            break
        return [Stack(first, self.frame), Stack(rest, self.frame)] if first and rest else []

    @property
    def _chosen_height(self) -> float | None:
        """The height given to the part that can be resized, in points; None for its natural height."""
        return None

    @property
    def _bar_room(self) -> float:
        return 11.0 if self.frame.bar is not None else 0.0

    @property
    def _rule_room(self) -> float:
        return 6.0 if self.frame.rule is not None else 0.0

    def draw(self) -> None:
        frame, canvas = self.frame, self.canv
        with canvas.artifact("Layout"):
            canvas.saveState()
            if frame.background is not None:
                canvas.setFillColor(frame.background)
                canvas.rect(0, 0, self.width, self.height, stroke=0, fill=1)
            if frame.bar is not None:
                canvas.setFillColor(frame.bar)
                left = self.width - 3.5 if canvas.rtl else 0
                canvas.rect(left, 0, 3.5, self.height, stroke=0, fill=1)
            if frame.rule is not None:
                canvas.setStrokeColor(frame.rule)
                canvas.setLineWidth(0.9)
                canvas.line(0, self.height, self.width, self.height)
            canvas.restoreState()
        left = frame.padding + (0.0 if canvas.rtl else self._bar_room)
        for part, y, _ in self.places():
            part.drawOn(canvas, left, y)

    def places(self) -> Iterator[tuple[Any, float, float]]:
        """Each part, once wrapped, with its foot above the stack's and its height, in points."""
        y = self.height - self.frame.padding - self._rule_room
        for index, ((part, gap), height) in enumerate(zip(self.parts, self._heights, strict=True)):
            y -= height + (gap if index else 0)
            yield part, y, height


class Row(Flowable):  # type: ignore[misc]
    """Stacks side by side, `gutter` points apart, their tops level, with thin rules between them."""

    def __init__(self, cells: Sequence[Stack], gutter: float, rule: Color | None = None) -> None:
        super().__init__()
        self.cells = list(cells)
        self.gutter = gutter
        self.rule = rule

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        count = len(self.cells)
        self.cell_width = (availWidth - self.gutter * (count - 1)) / count
        self.heights = [cell.wrap(self.cell_width, 1e6)[1] for cell in self.cells]
        self.width, self.height = availWidth, max(self.heights)
        return self.width, self.height

    def draw(self) -> None:
        for index, (cell, height) in enumerate(zip(self.cells, self.heights, strict=True)):
            place = len(self.cells) - 1 - index if self.canv.rtl else index
            x = place * (self.cell_width + self.gutter)
            if place and self.rule is not None:
                with self.canv.artifact("Layout"):
                    self.canv.setStrokeColor(self.rule)
                    self.canv.setLineWidth(0.7)
                    middle = x - self.gutter / 2
                    self.canv.line(middle, 0, middle, self.height)
            cell.drawOn(self.canv, x, self.height - height)


class Chart(Flowable):  # type: ignore[misc]
    """Room for a chart, painted by `paint(canvas, width, height)` when its final size is known."""

    def __init__(self, paint: Callable[[Any, float, float], None], height: Callable[[float], float],
                 spread: tuple[float, float]) -> None:  # fmt: skip
        super().__init__()
        self.paint = paint
        self.natural = height
        self.spread = spread
        self.chosen_height: float | None = None

    def limits(self, width: float) -> tuple[float, float]:
        """Least and greatest height at `width`, in points."""
        natural = self.natural(width)
        return natural * self.spread[0], natural * self.spread[1]

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        self.width = availWidth
        self.height = self.natural(availWidth) if self.chosen_height is None else self.chosen_height
        return self.width, self.height

    def draw(self) -> None:
        self.paint(self.canv, self.width, self.height)


class FigureBlock(Stack):
    """A figure with its title, subtitle, source and note, kept together; its chart may be made higher or lower."""

    def __init__(self, parts: Sequence[Part], chart: Chart, frame: Frame) -> None:
        super().__init__(parts, frame)
        self.chart = chart
        self._rests: dict[float, tuple[float, float]] = {}

    def split(self, availWidth: float, availHeight: float) -> list[Any]:  # noqa: N803
        return []

    @property
    def _chosen_height(self) -> float | None:
        return self.chart.chosen_height

    def limits(self, width: float) -> tuple[float, float]:
        """Least and greatest height of the whole block at `width`, in points."""
        if width not in self._rests:
            self.wrap(width, 1e6)
            self._rests[width] = self.height - self.chart.height, self.chart.width
        rest, inner = self._rests[width]
        low, high = self.chart.limits(inner)
        return rest + low, rest + high

    def resize(self, height: float) -> None:
        """Give the chart what is left of `height` points."""
        self.chart.chosen_height = max(20.0, self.chart.height + height - self.height)
        self.wrap(self.width, 1e6)
