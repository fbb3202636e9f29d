"""The chart kind `dot`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from briefgen.charts import axis, rows
from briefgen.charts.axis import nice_ticks
from briefgen.charts.kind import Banded
from briefgen.charts.sheet import Sheet
from briefgen.model.figures import FigureBase, Reference, Row, Unit


class DotSpec(FigureBase, Unit):
    """A dot for each row; a range is two dots joined."""

    kind: Literal["dot"]
    data: tuple[Row, ...] = Field(min_length=1, description="A row a dot, from the top down.")
    references: tuple[Reference, ...] = Field((), description="Values to compare the rows with.")


class Dot(Banded[DotSpec]):
    """Dot plot: values as dots on a common scale that need not start at zero.

    Use it to compare levels where differences are small beside the level, or where zero has no meaning: scores,
    rates, temperatures. Do not use it for amounts whose size is the message (bars).
    """

    name = "dot"
    Spec = DotSpec
    from_zero = False
    narrow = True
    thickness = 9.0
    foot = 1.6

    def draw(self, spec: DotSpec, sheet: Sheet) -> None:
        """Draw the dots on `sheet`, over an axis that spans the data; a ring is a value that is not exact."""
        marks = rows.marks(spec, sheet.locale)
        size, colours = sheet.size("label"), sheet.theme.colours
        plan = self.plan(spec, sheet.frame)
        top, foot = sheet.height - axis.head(spec.references, size), size * self.foot
        known = [b for m in marks for b in m.quantity.bounds or ()] + axis.values(spec.references)
        low, high = sheet.domain or (min(known, default=0), max(known, default=1))
        widest = sheet.widest(m.text for m in marks) + size * 1.2
        right = max(sheet.width - min(widest, (sheet.width - plan.start) * 0.6), plan.start + 20)
        ticks = nice_ticks(low, high, 4 if right - plan.start > size * 20 else 2)
        scale = sheet.across(ticks[0], ticks[-1], plan.start + size * 0.6, right)
        axis.foot(sheet, ticks, scale, spec, top, foot)
        radius = self.thickness / 2 * sheet.scale
        for mark, band in zip(marks, rows.place(plan, marks, sheet, top, foot), strict=True):
            y, shade = band.middle, rows.colour(sheet, mark)
            end = scale.start
            if mark.quantity.bounds is not None:
                ends = [scale(b) for b in mark.quantity.bounds]
                end = ends[1] + radius
                sheet.line([scale.start, ends[0]], [y, y], colours.rule, 0.7 * sheet.scale)
                sheet.line(ends, [y, y], shade, 2.4 * sheet.scale)
                for at in dict.fromkeys(ends):
                    sheet.dot(at, y, radius, shade, hollow=rows.is_hollow(mark))
            rows.value_beside(sheet, mark, end, y, size * 0.4, left=False)
        axis.across(sheet, spec.references, scale, top, foot)
