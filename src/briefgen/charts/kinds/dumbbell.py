"""The chart kind `dumbbell`."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field

from briefgen.charts import axis, rows, series, text_alternatives
from briefgen.charts.axis import nice_ticks
from briefgen.charts.kind import Banded
from briefgen.charts.sheet import Fill, Frame, Scale, Sheet
from briefgen.languages.locale import Locale
from briefgen.model.figures import FigureBase, SeriesRow, Unit

MARK = 10.0


class DumbbellSpec(FigureBase, Unit):
    """Two dots for each row, joined by a line."""

    kind: Literal["dumbbell"]
    data: tuple[SeriesRow, ...] = Field(
        min_length=1, description="A row a pair, from the top down."
    )

    def validate_data(self) -> Self:
        if len(series.names(self.data)) != 2:
            raise ValueError(
                "a dumbbell joins two values: name the same two in `values` of each row"
            )
        return self


def _pair(sheet: Sheet, spec: DumbbellSpec, row: SeriesRow, y: float, scale: Scale, shades: dict[str, str],
          highlighted: bool) -> None:  # fmt: skip
    size, colours = sheet.size("label"), sheet.theme.colours
    radius = MARK / 2 * sheet.scale
    pairs = [(q.value, name, q) for name, q in row.values.items() if q.value is not None]
    known = sorted(pairs, key=lambda item: item[0])
    if len(known) == 2:
        ends = [scale(item[0]) for item in known]
        sheet.line(ends, [y, y], colours.accent if highlighted else colours.mute, 2.4 * sheet.scale)
    for _, name, quantity in sorted(known, key=lambda item: not item[2].is_range):
        loose = not (quantity.is_exact or quantity.is_range) or row.status is not None
        ends = [scale(b) for b in quantity.bounds or ()]
        if quantity.is_range:
            sheet.line(ends, [y, y], shades[name], radius * 1.1)
        for end in dict.fromkeys(ends):
            sheet.dot(end, y, radius, shades[name], hollow=loose)
    # Texts stand beyond the marks of both values, which may lie across each other.
    every = [scale(b) for *_, q in known for b in q.bounds or ()]
    for index, (*_, quantity) in enumerate(known):
        text = sheet.locale.quantity(quantity, spec, short=True)
        after = index == len(known) - 1
        at = max(every) if after else min(every)
        sheet.text(at + radius + size * 0.35 if after else at - radius - size * 0.35, y - size * 0.33,
                   text, bold=True, align="left" if after else "right")  # fmt: skip
    if not known:
        sheet.text(scale.start, y - size * 0.33, sheet.locale.word("missing"), italic=True,
                   colour=colours.muted)  # fmt: skip


class Dumbbell(Banded[DumbbellSpec]):
    """Dumbbell: two values for each row, joined, so that the gap between them is what one sees.

    Use it for before and after, or for two groups, across several rows. Do not use it for more than two values
    (grouped bars) or for the low and high end of one estimate (range).
    """

    name = "dumbbell"
    Spec = DumbbellSpec
    keyed = True
    from_zero = False

    def plan(self, spec: DumbbellSpec, frame: Frame) -> rows.Bands:
        """With room for both values of each row, beside its dots."""
        marks = series.row_marks(spec.data, spec.highlight, frame.locale, self.series(spec))
        texts = [[frame.locale.quantity(q, spec, short=True) for q in row.values.values()]
                 for row in spec.data]  # fmt: skip
        pairs = [" ".join(pair) for pair in texts]
        return rows.plan(marks, frame, MARK, pairs)

    def besides(self, spec: DumbbellSpec, frame: Frame) -> float:
        """The key above them, an axis below."""
        return series.key_height(self.series(spec), frame) + frame.size * 1.6

    def draw(self, spec: DumbbellSpec, sheet: Sheet) -> None:
        """Draw the pairs on `sheet`: the first of the two grey, the second in colour, each with its value."""
        names, fills = self.series(spec), self.fills(spec, sheet)
        marks = series.row_marks(spec.data, spec.highlight, sheet.locale, names)
        size = sheet.size("label")
        shades = {name: fill.colour for name, fill in zip(names, fills, strict=True)}
        plan = self.plan(spec, sheet.frame)
        head = series.key(sheet, names, fills)
        quantities = [q for row in spec.data for q in row.values.values()]
        texts = [sheet.locale.quantity(q, spec, short=True) for q in quantities]
        known = [b for q in quantities for b in q.bounds or ()]
        room = min(sheet.widest(texts) + size * 0.9, (sheet.width - plan.start) * 0.36)
        left, right = plan.start + room, sheet.width - room
        ticks = nice_ticks(*(sheet.domain or (min(known, default=0), max(known, default=1))), 3)
        scale = sheet.across(ticks[0], ticks[-1], left, max(right, left + 12))
        top, foot = sheet.height - head, size * 1.6
        axis.foot(sheet, ticks, scale, spec, top, foot)
        placed = rows.place(plan, marks, sheet, top, foot)
        for row, mark, band in zip(spec.data, marks, placed, strict=True):
            _pair(sheet, spec, row, band.middle, scale, shades, mark.highlighted)

    def fills(self, spec: DumbbellSpec, sheet: Sheet) -> list[Fill]:
        """The first grey, the second in colour; a highlighted one in the accent."""
        names, colours = self.series(spec), sheet.theme.colours
        shades = [colours.mute, colours.primary][: len(names)]
        if set(names) & set(spec.highlight):
            shades = [colours.accent if n in spec.highlight else colours.mute for n in names]
        return [Fill(shade, shade) for shade in shades]

    def values_in_words(self, spec: DumbbellSpec, locale: Locale) -> list[str]:
        return text_alternatives.of_pairs(spec, locale, trend=False)
