"""The chart kind `bar`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from briefgen.charts import axis, rows
from briefgen.charts.kind import Banded
from briefgen.charts.sheet import Scale, Sheet
from briefgen.model.figures import FigureBase, Reference, Row, Unit


class BarSpec(FigureBase, Unit):
    """A horizontal bar for each row, from zero."""

    kind: Literal["bar"]
    data: tuple[Row, ...] = Field(min_length=1, description="A row a bar, from the top down.")
    references: tuple[Reference, ...] = Field((), description="Values to compare the bars with.")


def value_scale(sheet: Sheet, marks: list[rows.Mark], extent: tuple[float, float], start: float,
                tip: float, edge: float = 0.0) -> Scale:  # fmt: skip
    """From `start` to where the widest value text still fits beyond each end that has values.

    `tip` is how far a mark may reach past its value, and `edge` what stays free at each end in any case.
    """
    size = sheet.size("label")
    room = sheet.width - start

    def beyond(below: bool) -> float:
        texts = [m.text for m in marks if ((m.reach or 0) < 0) is below]
        widest = sheet.widest(texts)
        # A point leads upwards, from a bar below zero too: beyond the scale where no value is above zero.
        least = edge if below else max(edge, tip)
        return max(least, min(widest + size * 0.5 + tip if texts else 0.0, room * 0.6))

    left, right = start + beyond(True), sheet.width - beyond(False)
    return sheet.across(*(sheet.domain or extent), left, max(right, left + 12))


class Bar(Banded[BarSpec]):
    """Bars: values compared across categories whose names need room.

    Use it to rank or compare amounts, from a few to some twenty; sort by value unless the order has a meaning.
    Do not use it for changes over many points in time (a line), or where no bar could start at zero (a dot plot).
    """

    name = "bar"
    Spec = BarSpec
    native_form = "bar"
    narrow = True

    def draw(self, spec: BarSpec, sheet: Sheet) -> None:
        marks = self.marks(spec, sheet.locale)
        size = sheet.size("label")
        plan = self.plan(spec, sheet.frame)
        top = sheet.height - axis.head(spec.references, size)
        tip = 9 * sheet.scale if any(m.open_above for m in marks) else 0.0
        extent = rows.extent(marks, axis.values(spec.references))
        scale = value_scale(sheet, marks, extent, plan.start, tip)
        zero = scale(0)
        for mark, band in zip(marks, rows.place(plan, marks, sheet, top, 0), strict=True):
            rows.bar(sheet, mark, scale, band.middle, band.thickness, "right")
            reach = zero if mark.reach is None else scale(mark.reach)
            below = mark.reach is not None and mark.reach < 0
            end = reach if below else max(reach, zero) + rows.tip(mark, band.thickness, sheet.scale)
            rows.value_beside(sheet, mark, end, band.middle, size * 0.4, below)
        sheet.line([zero, zero], [0, top], sheet.theme.colours.muted, 0.8 * sheet.scale)
        axis.across(sheet, spec.references, scale, top, 0)
