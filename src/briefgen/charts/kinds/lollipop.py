"""The chart kind `lollipop`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from briefgen.charts import axis, rows
from briefgen.charts.kind import Banded
from briefgen.charts.kinds import bar
from briefgen.charts.sheet import Sheet
from briefgen.model.figures import FigureBase, Reference, Row, Unit


class LollipopSpec(FigureBase, Unit):
    """A dot at the end of a stem for each row, from zero."""

    kind: Literal["lollipop"]
    data: tuple[Row, ...] = Field(min_length=1, description="A row a stem, from the top down.")
    references: tuple[Reference, ...] = Field((), description="Values to compare the rows with.")


class Lollipop(Banded[LollipopSpec]):
    """Lollipop: a dot on a thin stem from zero, for many rows of similar size.

    Use it where bars would be a wall of ink: ten or more rows with values close together. Do not use it for a few
    rows (bars are read faster), or where zero has no meaning (a dot plot).
    """

    name = "lollipop"
    Spec = LollipopSpec
    narrow = True
    thickness = 9.0  # the diameter of a dot

    def draw(self, spec: LollipopSpec, sheet: Sheet) -> None:
        """Draw the stems and dots on `sheet`; a ring is a value that is not exact."""
        marks = rows.marks(spec, sheet.locale)
        size = sheet.size("label")
        plan = rows.plan(marks, sheet.frame, self.thickness)
        top = sheet.height - axis.head(spec.references, size)
        extent = rows.extent(marks, axis.values(spec.references))
        radius = self.thickness / 2 * sheet.scale
        scale = bar.value_scale(sheet, marks, extent, plan.start, size * 0.6, radius + 1)
        zero = scale(0)
        sheet.line([zero, zero], [0, top], sheet.theme.colours.muted, 0.8 * sheet.scale)
        for mark, band in zip(marks, rows.place(plan, marks, sheet, top, 0), strict=True):
            y, shade = band.middle, rows.colour(sheet, mark)
            end = zero
            below = mark.reach is not None and mark.reach < 0
            if mark.quantity.bounds is not None:
                ends = [scale(b) for b in mark.quantity.bounds]
                end = ends[0] if below else ends[1]
                # A range has no stem: nothing says that all below the interval is there.
                if mark.quantity.is_range:
                    near = ends[1] if below else ends[0]
                    sheet.line([zero, near], [y, y], sheet.theme.colours.rule, 0.7 * sheet.scale)
                    sheet.line(ends, [y, y], shade, 2.4 * sheet.scale, dashed=rows.is_hollow(mark))
                else:
                    sheet.line([zero, end], [y, y], shade, 1.6 * sheet.scale, rows.is_hollow(mark))
                for at in dict.fromkeys(ends):
                    sheet.dot(at, y, radius, shade, hollow=rows.is_hollow(mark))
            after = end if mark.reach is None else end - radius if below else end + radius
            rows.value_beside(sheet, mark, after, y, size * 0.4, below)
        axis.across(sheet, spec.references, scale, top, 0)
