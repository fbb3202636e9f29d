"""The chart kind `stacked`: rows of amounts, their parts end to end."""

from __future__ import annotations

from typing import Literal, Self

from msgspec.structs import replace
from pydantic import Field

from briefgen.charts import native, series
from briefgen.charts.kind import ChartKind
from briefgen.charts.native import NativeChart
from briefgen.charts.sheet import Frame, Sheet
from briefgen.languages.locale import Locale
from briefgen.model.figures import FigureBase, SeriesRow, Unit
from briefgen.model.quantity import total as added
from briefgen.model.theme import Theme


class StackedSpec(FigureBase, Unit):
    """A bar for each row, its parts end to end from zero; years and the like stand side by side."""

    kind: Literal["stacked"]
    data: tuple[SeriesRow, ...] = Field(min_length=1, description="A row a bar, from the top down.")

    def validate_data(self) -> Self:
        series.refuse_negative(self.data)
        return self


def totals_of(spec: StackedSpec, locale: Locale) -> list[str]:
    """The total of each row as text, as exact as its parts are; `no data` where all of them are missing.

    A sum is not written where a part is missing, nor where there is a single series.
    """
    names, texts = series.names(spec.data), []
    for row in spec.data:
        parts = [row.values.get(name, series.MISSING) for name in names]
        whole = added(parts)
        if all(q.value is None for q in parts):
            texts.append(locale.word("missing"))
        else:
            written = len(names) > 1 and whole.bounds
            texts.append(locale.quantity(whole, spec, short=True) if written else "")
    return texts


def _stack(spec: StackedSpec, locale: Locale) -> series.Stack:
    names = series.names(spec.data)
    # On a part too short for it the unit is left out: the total says it.
    bare = Unit(decimals=spec.decimals)
    parts = []
    for row in spec.data:
        made = []
        for index, name in enumerate(names):
            quantity = row.values.get(name, series.MISSING)
            if quantity.value:
                text = locale.quantity(quantity, spec, short=True)
                short = locale.quantity(quantity, bare, short=True)
                made.append(series.Part(quantity.value, text, index, bool(row.status),
                                       not quantity.is_exact, short))  # fmt: skip
        parts.append(made)
    most = max(sum(p.length for p in row) for row in parts)
    return series.Stack(names, parts, totals_of(spec, locale), most)


class Stacked(ChartKind[StackedSpec]):
    """Stacked bars: amounts and what they are made of.

    Use it where the total matters first and its parts second, with two to five parts. Do not use it to compare
    parts across rows (grouped bars, small multiples): only the first part starts at a common line.
    """

    name = "stacked"
    Spec = StackedSpec
    keyed = True
    native_form = "stacked"
    common = "values"
    divisible = True

    def natural_height(self, spec: StackedSpec, frame: Frame) -> float:
        return series.natural_height(spec, _stack(spec, frame.locale), frame)

    def draw(self, spec: StackedSpec, sheet: Sheet) -> None:
        """Draw the bars on `sheet`, values on the parts, totals after them."""
        widest = [total for peer in sheet.peers for total in totals_of(peer, sheet.locale)]
        series.draw(spec, sheet, _stack(spec, sheet.locale), self.fills(spec, sheet), widest)

    def ends(self, spec: StackedSpec) -> list[float]:
        return [sum(q.value or 0.0 for q in row.values.values()) for row in spec.data]

    def native(self, spec: StackedSpec, theme: Theme, locale: Locale) -> NativeChart | str:
        """The parts, and their sums as a series without marks; none where there is one part only."""
        made = native.of_series("stacked", spec, theme, locale)
        columns = series.names(spec.data)
        if isinstance(made, str) or len(columns) < 2:
            return made
        sums = [added([row.values.get(n, series.MISSING) for n in columns]) for row in spec.data]
        pairs = zip(totals_of(spec, locale), sums, strict=True)
        labels = [text if q.value is not None else "" for text, q in pairs]
        totals = native.one_series(" ", sums, labels, [""] * len(sums), hidden=True)
        return replace(made, series=(*made.series, totals))
