"""Stacked shares: each row a whole of 100 percent and its parts.

Use it to compare how wholes are divided: answers to a question by group, budgets by purpose. Do not use it
where the wholes' sizes matter (stacked) or for one whole (share, waffle).
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field

from briefgen.charts import series, stack
from briefgen.charts.canvas import Fill, Sheet
from briefgen.locale import Locale
from briefgen.outline.base import InlineText
from briefgen.outline.figure import FigureBase, SeriesRow, Unit
from briefgen.outline.quantity import Quantity
from briefgen.outline.shares import short_of_whole
from briefgen.theme import Theme

KIND = "stacked100"


class Spec(FigureBase, Unit):
    """A bar of one length for each row, divided as its values are.

    With `unit: percent` the values are the shares and add up to 100; otherwise shares are worked out.
    """

    kind: Literal["stacked100"]
    data: tuple[SeriesRow, ...] = Field(min_length=1, description="A row a bar, from the top down.")
    rest: InlineText | None = Field(
        None, description="What remains where percentages add up to less than 100."
    )

    def checked(self) -> Self:
        """Itself, when its rows make such a chart. Raises ValueError."""
        stack.refuse_negative(self.data)
        if self.unit in ("percent", "%"):
            for row in self.data:
                short_of_whole(row.values.values(), self.rest is not None, row.label)
        return self


def _names(spec: Spec) -> list[str]:
    return series.names(spec.data) + ([spec.rest] if spec.rest else [])


def natural_height(spec: Spec, theme: Theme, locale: Locale, width: float, scale: float) -> float:
    """Height in points at `width`."""
    return stack.natural_height(spec, _stack(spec, locale), theme, locale, width, scale)


def key(spec: Spec, sheet: Sheet) -> tuple[list[str], list[Fill]]:
    """The series, the rest after them, and how they are filled on `sheet`."""
    fills = series.fills(sheet, series.names(spec.data), spec.highlight)
    colours = sheet.theme.colours
    return _names(spec), [*fills, Fill(colours.panel, colours.muted)] if spec.rest else fills


def _stack(spec: Spec, locale: Locale) -> stack.Stack:
    names = series.names(spec.data)
    given = spec.unit in ("percent", "%")
    parts, totals = [], []
    for row in spec.data:
        lengths = stack.lengths(row, names)
        gone = None in lengths
        # What a missing part takes is not known: counts have no shares then, and a given rest has not either.
        values = [0.0 if length is None or (gone and not given) else length for length in lengths]
        whole = 100.0 if given and (spec.rest or gone) else sum(values)
        exact = given or all(q.is_exact for q in row.values.values())
        made = []
        for index, (name, value) in enumerate(zip(names, values, strict=True)):
            if value > 0:
                share = value / whole * 100
                text = _text(row.values[name], share, exact, spec, locale)
                short = text.replace(locale.word("percent sign"), "").rstrip()
                made.append(stack.Part(share, text, index, bool(row.status),
                                       not row.values[name].is_exact, short))  # fmt: skip
        remaining = whole - sum(values)
        if spec.rest and remaining > 0.05 and not gone:
            text = f"{remaining:.0f}{locale.word('percent sign')}"
            made.append(stack.Part(remaining, text, len(names)))
        parts.append(made)
        totals.append("" if made else locale.word("missing"))
    return stack.Stack(_names(spec), parts, totals, 100.0)


def draw(spec: Spec, sheet: Sheet) -> None:
    """Draw the bars on `sheet`, the share written on each part."""
    stack.draw(spec, sheet, _stack(spec, sheet.locale), key(spec, sheet)[1])


def _text(quantity: Quantity, share: float, exact: bool, spec: Spec, locale: Locale) -> str:
    """A given percentage as it is written, one worked out in whole percent: about so much of an inexact whole."""
    if spec.unit in ("percent", "%"):
        return locale.quantity(quantity, spec, short=True)
    sign = locale.word("percent sign")
    text = f"{share:.0f}" if share >= 1 else "<1"
    return (text if exact else f"~{text}") + sign
