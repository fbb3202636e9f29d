"""The chart kinds `stacked` and `stacked100`: rows of parts end to end, of amounts or of shares."""

from __future__ import annotations

from typing import Literal, Self

from msgspec.structs import replace
from pydantic import Field

from briefgen.charts import native, series
from briefgen.charts.kind import ChartKind
from briefgen.charts.native import NativeChart
from briefgen.charts.sheet import Fill, Frame, Sheet
from briefgen.languages.locale import Locale
from briefgen.model.base import InlineText
from briefgen.model.figures import FigureBase, SeriesRow, Unit
from briefgen.model.quantity import Quantity, short_of_whole
from briefgen.model.quantity import total as added
from briefgen.model.theme import Theme


class StackedSpec(FigureBase, Unit):
    """A bar for each row, its parts end to end from zero; years and the like stand side by side."""

    kind: Literal["stacked"]
    data: tuple[SeriesRow, ...] = Field(min_length=1, description="A row a bar, from the top down.")

    def checked(self) -> Self:
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


class Stacked100Spec(FigureBase, Unit):
    """A bar of one length for each row, divided as its values are.

    With `unit: percent` the values are the shares and add up to 100; otherwise shares are worked out.
    """

    kind: Literal["stacked100"]
    data: tuple[SeriesRow, ...] = Field(min_length=1, description="A row a bar, from the top down.")
    rest: InlineText | None = Field(
        None, description="What remains where percentages add up to less than 100."
    )

    def checked(self) -> Self:
        series.refuse_negative(self.data)
        if self.unit in ("percent", "%"):
            for row in self.data:
                short_of_whole(row.values.values(), self.rest is not None, row.label)
        return self


def names_of(spec: Stacked100Spec) -> list[str]:
    return series.names(spec.data) + ([spec.rest] if spec.rest else [])


def _shares(spec: Stacked100Spec, locale: Locale) -> series.Stack:
    names = series.names(spec.data)
    given = spec.unit in ("percent", "%")
    parts, totals = [], []
    for row in spec.data:
        lengths = [row.values.get(name, series.MISSING).value for name in names]
        gone = None in lengths
        # What a missing part takes is not known: counts have no shares then, and a given rest has not either.
        values = [0.0 if length is None or (gone and not given) else length for length in lengths]
        whole = 100.0 if given and (spec.rest or gone) else sum(values)
        exact = given or all(q.is_exact for q in row.values.values())
        made = []
        for index, (name, value) in enumerate(zip(names, values, strict=True)):
            if value > 0:
                share = value / whole * 100
                text = _share_text(row.values[name], share, exact, spec, locale)
                short = text.replace(locale.word("percent sign"), "").rstrip()
                made.append(series.Part(share, text, index, bool(row.status),
                                       not row.values[name].is_exact, short))  # fmt: skip
        remaining = whole - sum(values)
        if spec.rest and remaining > 0.05 and not gone:
            text = f"{remaining:.0f}{locale.word('percent sign')}"
            made.append(series.Part(remaining, text, len(names)))
        parts.append(made)
        totals.append("" if made else locale.word("missing"))
    return series.Stack(names_of(spec), parts, totals, 100.0)


def _share_text(
    quantity: Quantity, share: float, exact: bool, spec: Stacked100Spec, locale: Locale
) -> str:
    """A given percentage as it is written, one worked out in whole percent: about so much of an inexact whole."""
    if spec.unit in ("percent", "%"):
        return locale.quantity(quantity, spec, short=True)
    sign = locale.word("percent sign")
    text = f"{share:.0f}" if share >= 1 else "<1"
    return (text if exact else f"~{text}") + sign


class Stacked100(ChartKind[Stacked100Spec]):
    """Stacked shares: each row a whole of 100 percent and its parts.

    Use it to compare how wholes are divided: answers to a question by group, budgets by purpose. Do not use it
    where the wholes' sizes matter (stacked) or for one whole (share, waffle).
    """

    name = "stacked100"
    Spec = Stacked100Spec
    native_form = "stacked100"
    divisible = True
    alike = True

    def natural_height(self, spec: Stacked100Spec, frame: Frame) -> float:
        return series.natural_height(spec, _shares(spec, frame.locale), frame)

    def draw(self, spec: Stacked100Spec, sheet: Sheet) -> None:
        series.draw(spec, sheet, _shares(spec, sheet.locale), self.fills(spec, sheet))

    def series(self, spec: Stacked100Spec) -> list[str]:
        """A name for each value of a row, and what the rest is called."""
        return names_of(spec)

    def fills(self, spec: Stacked100Spec, sheet: Sheet) -> list[Fill]:
        """As in other stacked bars; the rest is nearly white."""
        fills = series.fills(sheet, series.names(spec.data), spec.highlight)
        colours = sheet.theme.colours
        return [*fills, Fill(colours.panel, colours.muted)] if spec.rest else fills
