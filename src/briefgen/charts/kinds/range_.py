"""The chart kind `range`."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from briefgen.charts import rows
from briefgen.charts.kind import ChartKind
from briefgen.charts.sheet import Frame, Sheet, wrap
from briefgen.model.figures import FigureBase, Row, Unit
from briefgen.model.quantity import Quantity

AIR = 1.0  # of the label size: what each row can give up


class RangeSpec(FigureBase, Unit):
    """An interval for each row: a low and a high end, both labelled."""

    kind: Literal["range"]
    data: tuple[Row, ...] = Field(
        min_length=1, description="A row an interval (`18..39`) or a single estimate."
    )


def _texts(spec: RangeSpec, frame: Frame) -> list[tuple[list[str], list[str]]]:
    """Name and note of each row, wrapped."""
    theme, size, width = frame.theme, frame.size, frame.width - frame.size
    marks = rows.marks(spec, frame.locale)
    notes = [wrap(m.note, theme, size, width) if m.note else [] for m in marks]
    return [(wrap(m.label, theme, size, width, True), n) for m, n in zip(marks, notes, strict=True)]


def _room(text: tuple[list[str], list[str]], size: float) -> float:
    return (len(text[0]) + len(text[1])) * size * 1.2 + size * 2.3


_ZERO = Quantity(Decimal(0), Decimal(0))


class Range(ChartKind[RangeSpec]):
    """Ranges: intervals of estimates, each on a line of its own.

    Use it for estimates that are given as a low and a high end, to show how far they overlap. Do not use it for two
    values of different things, such as before and after (dumbbell).
    """

    name = "range"
    Spec = RangeSpec
    common = "values"
    narrow = True
    divisible = True

    def natural_height(self, spec: RangeSpec, frame: Frame) -> float:
        size = frame.size
        return sum(_room(text, size) for text in _texts(spec, frame)) + size * 1.4

    def least_height(self, spec: RangeSpec, frame: Frame) -> float:
        size = frame.size
        natural = self.natural_height(spec, frame)
        return natural - len(spec.data) * size * AIR

    def draw(self, spec: RangeSpec, sheet: Sheet) -> None:
        """Draw the intervals on `sheet`, over a line that starts at zero."""
        marks = rows.marks(spec, sheet.locale)
        size, colours = sheet.size("label"), sheet.theme.colours
        texts = _texts(spec, sheet.frame)
        value = sheet.widest(m.text for m in marks) + size * 1.2
        right = sheet.width - min(value, sheet.width * 0.6)
        scale = sheet.across(*(sheet.domain or rows.extent(marks)), size * 0.4, right)
        foot = size * 1.4
        extra = (sheet.height - foot - sum(_room(text, size) for text in texts)) / len(texts)
        top = sheet.height
        zero, radius = scale(0), size * 0.36
        sheet.line([zero, zero], [foot, sheet.height], colours.rule, 0.8 * sheet.scale)
        for mark, text in zip(marks, texts, strict=True):
            # Names begin beside the line at zero, unless values below zero are to its left.
            left = zero + size * 0.4 if scale.low == 0 else 0.0
            below = sheet.lines(left, top, text[0], bold=mark.highlighted)
            y = sheet.lines(left, below, text[1], colour=colours.muted) - size * 0.55
            end = zero
            if mark.quantity.bounds is not None:
                ends = [scale(b) for b in mark.quantity.bounds]
                shade = rows.colour(sheet, mark)
                sheet.line([zero, ends[0]], [y, y], colours.rule, 0.6 * sheet.scale)
                sheet.line(ends, [y, y], shade, radius * 1.1, dashed=mark.status is not None)
                for at in dict.fromkeys(ends):
                    sheet.dot(at, y, radius, shade, hollow=rows.is_hollow(mark))
                end = ends[1] + radius
            rows.value_beside(sheet, mark, end, y, size * 0.5, left=False)
            top -= _room(text, size) + max(-size * AIR, extra)
        unit = spec.model_copy(update={"magnitude": None})
        text_zero = sheet.locale.quantity(_ZERO, unit, short=True)
        sheet.text(zero, size * 0.3, text_zero, align="center", colour=colours.muted)
