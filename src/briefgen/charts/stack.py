"""Stacked bars: what bars of amounts and bars of shares have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from briefgen import font_metrics
from briefgen.charts import bands, rows, series, thin, uprights
from briefgen.charts.canvas import Fill, Frame, Scale, Sheet
from briefgen.outline.figure import SeriesRow

BAR = 18.0


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: its length in data units, what is written on it, and `short` where that has no room.

    `series` is its place among the fills, `hollow` is provisional or a forecast, `loose` not known exactly.
    """

    length: float
    text: str
    series: int
    hollow: bool = False
    loose: bool = False
    short: str = ""


@dataclass(frozen=True, slots=True)
class Stack:
    """The rows' parts, each row's total, and where the scale ends if nothing else says so."""

    names: Sequence[str]
    parts: Sequence[Sequence[Part]]
    totals: Sequence[str]
    most: float


def natural_height(spec: Any, stack: Stack, frame: Frame) -> float:  # fmt: skip
    """Height of the key and the rows, in points at `width`."""
    marks = series.row_marks(spec.data, spec.highlight, frame.locale, series.names(spec.data))
    key = series.key_height(stack.names, frame)
    if uprights.fit(marks, stack.totals, 1, frame):
        return key + uprights.natural_height(frame)
    plan = bands.plan(marks, frame, BAR, stack.totals)
    long = frame.width - plan.start - _after(stack.totals, frame.within(frame.width - plan.start))
    below = thin.below(stack.parts, long / (stack.most or 1), frame.theme, frame.scale)
    return key + plan.height + sum(below)


def _after(totals: Sequence[str], frame: Frame) -> float:
    """Room in points for the totals after bars that have `width` with them."""
    size, face = frame.size, font_metrics.face(frame.theme, True)
    widest = max((face.width(t, size) for t in totals), default=0.0)
    return min(widest + size * 0.4 if widest else 0.0, frame.width * 0.5)


def draw(spec: Any, sheet: Sheet, stack: Stack, fills: Sequence[Fill],
         widest: Sequence[str] = ()) -> None:  # fmt: skip
    """Draw rows of parts on `sheet`, each row's total after it.

    Years and the like stand side by side where they fit, `widest` too, the totals of charts that share the scale;
    other rows lie one below the other.
    """
    marks = series.row_marks(spec.data, spec.highlight, sheet.locale, series.names(spec.data))
    top = sheet.height - series.key(sheet, stack.names, fills)
    every = [series.row_marks(peer.data, (), sheet.locale, series.names(peer.data))
             for peer in sheet.peers] or [marks]  # fmt: skip
    texts = [*stack.totals, *widest]
    if all(uprights.fit(m, texts, 1, sheet.frame) for m in every):
        _upright(sheet, marks, stack, fills, top)
    else:
        _level(sheet, marks, stack, fills, top)


def _end(sheet: Sheet, stack: Stack) -> float:
    return (sheet.domain[1] if sheet.domain else stack.most) or 1


def _level(sheet: Sheet, marks: Sequence[rows.Mark], stack: Stack, fills: Sequence[Fill],
           top: float) -> None:  # fmt: skip
    size, theme, totals = sheet.size("label"), sheet.theme, stack.totals
    plan = bands.plan(marks, sheet.frame, BAR, totals)
    room = _after(totals, sheet.frame.within(sheet.width - plan.start))
    scale = Scale(0, _end(sheet, stack), *sheet.agreed("across", plan.start, sheet.width - room))
    below = thin.below(stack.parts, scale(1) - scale(0), theme, sheet.scale)
    # Where the rows have not the height, thinner bars make room for the values below them.
    excess = max(0.0, plan.height + sum(below) - top) / len(marks) / sheet.scale
    thick = max(BAR - excess, size * 1.15 / sheet.scale) if any(below) else BAR
    plan = bands.plan(marks, sheet.frame, thick, totals, below)
    placed = bands.place(plan, marks, sheet, top, 0)
    for mark, band, row, total in zip(marks, placed, stack.parts, totals, strict=True):
        at, foot, untold = 0.0, band.middle - band.thickness / 2, []
        for part in row:
            left, right = scale(at), scale(at + part.length)
            place = left, foot, _short(sheet, right - left), band.thickness
            if not _part(sheet, part, fills[part.series], place):
                untold.append((part, place))
            at += part.length
        sheet.text(scale(at) + size * 0.4, band.middle - size * 0.33, total, size=size, bold=bool(row),
                   italic=not row)  # fmt: skip
        thin.under(sheet, untold, fills, (plan.start, sheet.width), mark.label)


def _upright(sheet: Sheet, marks: Sequence[rows.Mark], stack: Stack, fills: Sequence[Fill],
             top: float) -> None:  # fmt: skip
    size, totals = sheet.size("label"), stack.totals
    foot = uprights.names(sheet, marks)
    pitch = sheet.width / len(marks)
    breadth = min(pitch * (1 - sheet.theme.chart.gap * 0.7), 74 * sheet.scale)
    scale = Scale(
        0, _end(sheet, stack), *sheet.agreed("up", foot, top - (size * 1.3 if any(totals) else 0))
    )
    breadth = thin.breadth(stack.parts, scale(1) - scale(0), (breadth, pitch), sheet)
    untold = []
    for index, (row, total) in enumerate(zip(stack.parts, totals, strict=True)):
        middle, at = (index + 0.5) * pitch, 0.0
        for part in row:
            low, high = scale(at), scale(at + part.length)
            place = middle - breadth / 2, low, breadth, _short(sheet, high - low)
            if not _part(sheet, part, fills[part.series], place):
                untold.append((part, place, marks[index].label))
            at += part.length
        sheet.text(middle, scale(at) + size * 0.35, total, size=size, align="center", bold=bool(row),
                   italic=not row)  # fmt: skip
    for part, place, owner in untold:
        thin.beside(sheet, part, fills[part.series], place, pitch - breadth, owner)


def _short(sheet: Sheet, length: float) -> float:
    """A part's length, a hair less, so that it stands apart from the next."""
    return max(length - 0.8 * sheet.scale, min(length, 0.4))


def _part(sheet: Sheet, part: Part, fill: Fill, place: thin.Place) -> bool:
    """A part at left, bottom, width and height; returns whether its text has room on it at its size."""
    left, bottom, width, height = place
    fill = thin.shown(part, fill)
    if part.loose:
        sheet.rect(left, bottom, width, height, fill, fill.ink, True, sheet.scale)
    else:
        sheet.rect(left, bottom, width, height, fill)
    size = sheet.size("label")
    text = thin.inside(part, width, height, sheet.theme, size)
    if text:
        thin.write(sheet, text, fill, place, size)
    return bool(text)


def lengths(row: SeriesRow, names: Sequence[str]) -> list[float | None]:
    """The row's values in the order of `names`; None where missing."""
    return [row.values.get(name, series.MISSING).value for name in names]


def refuse_negative(data: Sequence[SeriesRow]) -> None:
    """Raise ValueError where a part is below zero: parts of a whole cannot be."""
    for row in data:
        for name, quantity in row.values.items():
            if quantity.low is not None and quantity.low < 0:
                raise ValueError(
                    f"`{name}` of `{row.label}` is below zero: parts of a whole cannot be; use `grouped`"
                )
