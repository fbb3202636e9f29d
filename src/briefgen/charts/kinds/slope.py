"""The chart kind `slope`."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field

from briefgen.charts import axis, series, text_alternatives
from briefgen.charts.kind import ChartKind
from briefgen.charts.sheet import Frame, Sheet, wrap
from briefgen.languages.locale import Locale
from briefgen.model.figures import FigureBase, SeriesRow, Unit


class SlopeSpec(FigureBase, Unit):
    """A line for each row between its two values."""

    kind: Literal["slope"]
    data: tuple[SeriesRow, ...] = Field(min_length=1, description="A row a line; two values each.")

    def validate_data(self) -> Self:
        if len(series.names(self.data)) != 2:
            raise ValueError("a slope joins two values: name the same two in `values` of each row")
        return self


def _names(spec: SlopeSpec, frame: Frame) -> list[list[str]]:
    """Value and name at the right end of each line."""
    second = series.names(spec.data)[1]
    size = frame.size
    out = []
    for row, mark in zip(spec.data, series.row_marks(spec.data, (), frame.locale), strict=True):
        value = frame.locale.quantity(row.values.get(second, series.MISSING), spec, short=True)
        out.append(wrap(f"{value} {mark.label}", frame.theme, size, frame.width * 0.44, True))
    return out


class Slope(ChartKind[SlopeSpec]):
    """Slope: two points in time for several rows, each a line from one to the other.

    Use it to show who rose, who fell and who changed places between two dates, for three to ten rows. Do not use
    it for more dates (a line) or where the gap matters more than its direction (dumbbell).
    """

    name = "slope"
    Spec = SlopeSpec
    common = "values"
    from_zero = False
    divisible = True
    keeps_direction = True

    def natural_height(self, spec: SlopeSpec, frame: Frame) -> float:
        size = frame.size
        labels = self.least_height(spec, frame) - size * 2
        return max(100 * frame.scale + 0.12 * frame.width, labels) + size * 2

    def least_height(self, spec: SlopeSpec, frame: Frame) -> float:
        """The lowest height in points at which all names have room at the lines' ends."""
        size = frame.size
        lines = sum(map(len, _names(spec, frame)))
        return lines * size * 1.3 + len(spec.data) * size * 0.2 + size * 2

    def draw(self, spec: SlopeSpec, sheet: Sheet) -> None:
        """Draw the lines on `sheet`, values at their left, values and names at their right."""
        first, second = series.names(spec.data)
        size, colours = sheet.size("label"), sheet.theme.colours
        names = _names(spec, sheet.frame)
        befores = [row.values.get(first, series.MISSING) for row in spec.data]
        afters = [row.values.get(second, series.MISSING) for row in spec.data]
        texts = [sheet.locale.quantity(q, spec, short=True) for q in befores]
        left = min(sheet.widest(texts) + size * 0.8, sheet.width * 0.4)
        right = sheet.widest(line for name in names for line in name) + size * 0.8
        right = max(sheet.width - right, left + size * 2)
        known = [b for q in (*befores, *afters) for b in q.bounds or ()]
        low, high = sheet.domain or (min(known, default=0), max(known, default=1))
        up = sheet.up(low, high, size, sheet.height - size * 2.4)
        for x, name, align in ((left, first, "right"), (right, second, "left")):
            sheet.line([x, x], [0, sheet.height - size * 1.5], colours.rule, 0.7 * sheet.scale)
            sheet.text(x, sheet.height - size, name, align=align, bold=True, cut=True)
        shades = []
        for row, one, two in zip(spec.data, befores, afters, strict=True):
            shade = colours.primary
            if spec.highlight:
                shade = colours.accent if row.label in spec.highlight else colours.mute
            shades.append(colours.muted if shade == colours.mute else shade)
            width = sheet.theme.chart.line * sheet.scale * (1 if shade != colours.mute else 0.7)
            if one.value is not None and two.value is not None:
                ys = [up(one.value), up(two.value)]
                sheet.line([left, right], ys, shade, width, bool(row.status))
            for x, quantity in ((left, one), (right, two)):
                if quantity.value is not None:
                    loose = not quantity.is_exact or (row.status is not None and x == right)
                    if quantity.is_range:
                        ends = [up(b) for b in quantity.bounds or ()]
                        sheet.line([x, x], ends, shade, width * 1.6)
                    sheet.dot(x, up(quantity.value), width * 1.3, shade, loose, 1.2 * sheet.scale)
        room = sheet.height - size * 1.5
        rights = [up(q.value) if q.value is not None else size for q in afters]
        axis.at_ends(sheet, rights, names, shades, right + size * 0.7, 0, room)
        lefts = [up(q.value) if q.value is not None else size for q in befores]
        x = left - size * 0.7
        axis.at_ends(sheet, lefts, [[t] for t in texts], shades, x, 0, room, align="right")

    def values_in_words(self, spec: SlopeSpec, locale: Locale) -> list[str]:
        """Whether each row rises or falls, from what to what."""
        return text_alternatives.of_pairs(spec, locale, trend=True)
