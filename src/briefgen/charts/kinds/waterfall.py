"""The chart kind `waterfall`."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, Self

from msgspec.structs import replace
from pydantic import Field

from briefgen.charts import rows
from briefgen.charts.kind import ChartKind
from briefgen.charts.sheet import Fill, Frame, Scale, Sheet
from briefgen.languages.locale import LRM, Locale
from briefgen.model.figures import FigureBase, Row, Unit

BAR = 15.0


class Step(Row):
    """A change, or a total that has been reached."""

    total: bool = Field(
        False, description="Whether this is the sum so far, drawn from zero, and not a change."
    )


class WaterfallSpec(FigureBase, Unit):
    """Changes one below the other, each from where the last one ended."""

    kind: Literal["waterfall"]
    data: tuple[Step, ...] = Field(min_length=2, description="A row a change or a total, in order.")

    def validate_data(self) -> Self:
        ends(self.data)
        return self


def ends(data: tuple[Step, ...]) -> list[tuple[float, float]]:
    """Where each bar starts and ends.

    Raises ValueError for a missing value, and for a total that its changes do not add up to (allowing half a
    unit of the last digit for each).
    """
    out: list[tuple[float, float]] = []
    at, slack = Decimal(0), Decimal(0)
    for index, step in enumerate(data):
        low, high = step.value.low, step.value.high
        if low is None or high is None:
            raise ValueError(f"`{step.label}` has no value: a waterfall needs each of its steps")
        value = (low + high) / 2
        slack += Decimal(1).scaleb(min(0, int(value.as_tuple().exponent))) / 2
        if not step.value.is_exact:
            slack += abs(value)
        if not step.total:
            out.append((float(at), float(at + value)))
            at += value
            continue
        if index and abs(value - at) > slack:
            raise ValueError(f"the total `{step.label}` is {value}, but the steps add up to {at}")
        out.append((0.0, float(value)))
        at, slack = value, Decimal(0)
    return out


def _marks(spec: WaterfallSpec, locale: Locale) -> list[rows.Mark]:
    """Changes with their sign."""
    plus = f"{LRM}+" if locale.right_to_left else "+"
    out = []
    for step, mark in zip(spec.data, rows.marks(spec, locale), strict=True):
        signed = not step.total and mark.quantity.is_exact and (mark.quantity.value or 0) > 0
        out.append(replace(mark, text=f"{plus}{mark.text}") if signed else mark)
    return out


def _scale(
    marks: list[rows.Mark], spans: list[tuple[float, float]], sheet: Sheet, start: float
) -> Scale:
    """From zero or below to the highest bar, with room for values after them, and before those below zero."""
    size = sheet.size("label")
    room = sheet.widest(m.text for m in marks) + size * 0.5
    room = min(room, (sheet.width - start) * 0.6)
    every = [v for span in spans for v in span]
    low, high = min(0.0, *every), max(0.0, *every)
    left = start + (room if any(end < 0 for _, end in spans) else 0.0)
    high = high if high > low else low + 1
    return sheet.across(low, high, left, max(sheet.width - room, left + 12))


def _fill(sheet: Sheet, step: Step, mark: rows.Mark, span: tuple[float, float]) -> Fill:
    colours = sheet.theme.colours
    if mark.highlighted:
        shade = colours.accent
    elif step.total:
        shade = colours.primary
    elif span[1] < span[0]:
        return sheet.series(1)
    else:
        shade = colours.mute
    return Fill("#ffffff", shade, 45.0) if mark.status else Fill(shade, shade)


class Waterfall(ChartKind[WaterfallSpec]):
    """Waterfall: how a total comes about from what is added and taken away.

    Use it to walk from one total to another: a budget, a change in numbers by cause. Do not use it for parts that
    only add (stacked) or for values over time (columns).
    """

    name = "waterfall"
    Spec = WaterfallSpec
    common = "peers"

    def natural_height(self, spec: WaterfallSpec, frame: Frame) -> float:
        return rows.plan(_marks(spec, frame.locale), frame, BAR).height

    def draw(self, spec: WaterfallSpec, sheet: Sheet) -> None:
        """Draw the steps on `sheet`: totals dark, increases and decreases in two colours, joined by hairlines."""
        marks, spans = _marks(spec, sheet.locale), ends(spec.data)
        size, colours = sheet.size("label"), sheet.theme.colours
        plan = rows.plan(marks, sheet.frame, BAR)
        every = [span for peer in sheet.peers or (spec,) for span in ends(peer.data)]
        scale = _scale(marks, every, sheet, plan.start)
        zero = scale(0)
        before: float | None = None
        for step, mark, span, band in zip(
            spec.data, marks, spans, rows.place(plan, marks, sheet, sheet.height, 0), strict=True
        ):
            half = band.thickness / 2
            left, right = scale(min(span)), scale(max(span))
            if before is not None and not step.total:
                x = scale(span[0])
                sheet.line([x, x], [before, band.middle + half], colours.muted, 0.6 * sheet.scale)
            fill, exact = _fill(sheet, step, mark, span), mark.quantity.is_exact
            sheet.rect(left, band.middle - half, max(right - left, 0.6), band.thickness,
                       fill if exact else rows.soften(fill), None if exact else fill.ink, not exact)  # fmt: skip
            before = band.middle - half
            wide = sheet.text_width(mark.text, size, True) + size * 0.6
            falling = span[1] < 0 or (span[1] < span[0] and left - zero > wide)
            after = left if falling else right
            rows.value_beside(sheet, mark, after, band.middle, size * 0.35, falling)
        sheet.line([zero, zero], [0, sheet.height], colours.muted, 0.8 * sheet.scale)
