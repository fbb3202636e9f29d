"""The chart kind `stacked100`: rows of shares, each a whole and its parts."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field

from briefgen.charts import series
from briefgen.charts.kind import ChartKind
from briefgen.charts.sheet import Fill, Frame, Sheet
from briefgen.languages.locale import Locale
from briefgen.model.base import InlineText
from briefgen.model.figures import FigureBase, SeriesRow, Unit
from briefgen.model.quantity import Quantity, short_of_whole


class Stacked100Spec(FigureBase, Unit):
    """A bar of one length for each row, divided as its values are.

    With `unit: percent` the values are the shares and add up to 100; otherwise shares are worked out.
    """

    kind: Literal["stacked100"]
    data: tuple[SeriesRow, ...] = Field(min_length=1, description="A row a bar, from the top down.")
    rest: InlineText | None = Field(
        None, description="What remains where percentages add up to less than 100."
    )

    def validate_data(self) -> Self:
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
