"""The chart kind `pyramid`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

from pydantic import Field

from briefgen.charts import native, series
from briefgen.charts.kind import ChartKind
from briefgen.charts.native import NativeChart
from briefgen.charts.sheet import Frame, Sheet
from briefgen.languages.locale import Locale
from briefgen.model.figures import FigureBase, SeriesRow, Unit
from briefgen.model.theme import Theme

ROW = 1.9  # height of a row, of the label size


class PyramidSpec(FigureBase, Unit):
    """Two bars for each row, back to back."""

    kind: Literal["pyramid"]
    data: tuple[SeriesRow, ...] = Field(
        min_length=1, description="A row a pair, from the top down."
    )

    def validate_data(self) -> Self:
        """Itself, when its rows make such a chart. Raises ValueError."""
        if len(series.names(self.data)) != 2:
            raise ValueError("a pyramid has two sides: name the same two in `values` of each row")
        return self


class Pyramid(ChartKind[PyramidSpec]):
    """Pyramid: two groups back to back, row by row.

    Use it for the ages of a population, men beside women. Do not use it for more than two groups (grouped bars).
    """

    name = "pyramid"
    Spec = PyramidSpec
    words: ClassVar[Mapping[str, str]] = {"en": "Pyramid chart", "de": "Pyramidendiagramm"}
    native_form = "grouped"

    def natural_height(self, spec: PyramidSpec, frame: Frame) -> float:
        """A line for the names of the sides, and one for each row."""
        return frame.size * ROW * (len(spec.data) + 1)

    def draw(self, spec: PyramidSpec, sheet: Sheet) -> None:
        """Draw the rows on `sheet`: labels in the middle, bars to both sides, values at their ends."""
        size, sides = sheet.size("label"), series.names(spec.data)
        pitch = sheet.height / (len(spec.data) + 1)
        middle = max(sheet.text_width(row.label, size, True) for row in spec.data) + size
        room = max((sheet.width - middle) / 2 - size * 4, size)
        quantities = [[row.values.get(side, series.MISSING) for side in sides] for row in spec.data]
        most = max((q.value or 0.0 for pair in quantities for q in pair), default=0.0) or 1.0
        centre = sheet.width / 2
        for number, (row, pair) in enumerate(zip(spec.data, quantities, strict=True), 1):
            y = sheet.height - (number + 0.5) * pitch
            sheet.text(centre, y - size * 0.33, row.label, size=size, align="center",
                       bold=row.label in spec.highlight)  # fmt: skip
            for index, (way, quantity) in enumerate(zip((-1, 1), pair, strict=True)):
                start, long = centre + way * middle / 2, room * (quantity.value or 0.0) / most
                sheet.rect(min(start, start + way * long), y - pitch * 0.35, long, pitch * 0.7,
                           sheet.series(index))  # fmt: skip
                text = sheet.locale.quantity(quantity, spec, short=True)
                sheet.text(start + way * (long + size * 0.4), y - size * 0.33, text, size=size,
                           align="left" if way > 0 else "right")  # fmt: skip
        for way, side in zip((-1, 1), sides, strict=True):
            sheet.text(centre + way * middle / 2, sheet.height - size, side, size=size, bold=True,
                       align="left" if way > 0 else "right")  # fmt: skip

    def native(self, spec: PyramidSpec, theme: Theme, locale: Locale) -> NativeChart | str:
        """Grouped bars, which say the same."""
        return native.of_series("grouped", spec, theme, locale)
