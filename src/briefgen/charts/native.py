"""A chart as PowerPoint's own, as plain data: its form, series, labels and colours. What writes it is in the deck.

A kind says so what PowerPoint can draw of its figures; the functions here serve kinds whose data have the same form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from briefgen.charts import axis
from briefgen.charts.series import MISSING, names, shades
from briefgen.charts.sheet import plain_label
from briefgen.languages.locale import Locale
from briefgen.model.figures import Unit
from briefgen.model.quantity import Qualifier, Quantity
from briefgen.model.theme import Theme

Bars = Literal["column", "bar", "grouped", "stacked", "stacked100"]
Form: TypeAlias = Bars | Literal["line", "area", "scatter"]
RANGES = "PowerPoint's charts have no values that are ranges"
Domain: TypeAlias = tuple[float, float] | None
Axes: TypeAlias = list[tuple[Sequence[float], Unit]]
TICKS = 4  # about so many ticks on a value axis
_EVEN = 1e-6


@dataclass(frozen=True, slots=True)
class NativeSeries:
    """One series: a value a category (None: missing), its label as a text, its colour as #RRGGBB.

    `open` marks values that are only an upper bound; `xs` are places along the axis of a scatter chart. One that is
    `hidden` has no marks, only labels: the totals of stacked bars.
    """

    name: str
    values: tuple[float | None, ...]
    labels: tuple[str, ...]
    colours: tuple[str, ...]
    open: tuple[bool, ...]
    xs: tuple[float, ...] = ()
    hidden: bool = False


class NativeChart(Struct, frozen=True):
    """A chart of PowerPoint's; `titles` are those of its two axes, where they have any.

    `domain` is the extent of the value axis where the data's is not to be taken: several charts share it.
    """

    form: Form
    categories: tuple[str, ...]
    series: tuple[NativeSeries, ...]
    number_format: str
    titles: tuple[str, str] = ("", "")
    domain: tuple[float, float] | None = None

    @property
    def legend(self) -> bool:
        """Whether the series need a legend; lines and areas are named at their ends."""
        named = [s for s in self.series if s.name and not s.hidden]
        return len(named) > 1 and self.form not in ("line", "area", "scatter")


def of_data(form: Form, spec: Any, theme: Theme, locale: Locale) -> NativeChart | str:
    """A chart of the form that shows the rows of `data` as they are, or why PowerPoint has none."""
    if form in ("line", "area"):
        return over_time(form, spec, theme, locale)
    make = of_series if hasattr(spec.data[0], "values") else of_rows
    return make(form, spec, theme, locale)


def of_rows(form: Form, spec: Any, theme: Theme, locale: Locale) -> NativeChart | str:
    """A chart of one series: a mark for each labelled value."""
    quantities = [row.value for row in spec.data]
    if any(q.is_range for q in quantities):
        return RANGES
    chosen, c = set(spec.highlight), theme.colours
    others = c.mute if chosen else c.series[0]
    colours = [c.accent if row.label in chosen else others for row in spec.data]
    categories = tuple(_category(row.label, row.value, locale) for row in spec.data)
    labels = [locale.quantity(q, spec, short=True) for q in quantities]
    series = one_series(plain_label(spec.title, locale), quantities, labels, colours)
    return NativeChart(form, categories, (series,), number_format(quantities, spec, locale))


def of_series(form: Form, spec: Any, theme: Theme, locale: Locale) -> NativeChart | str:
    """A chart of several series: a mark for each value of each row."""
    series_names = names(spec.data)
    columns = {n: [row.values.get(n, MISSING) for row in spec.data] for n in series_names}
    quantities = [q for column in columns.values() for q in column]
    if any(q.is_range for q in quantities):
        return RANGES
    if getattr(spec, "rest", None):
        return "PowerPoint's charts do not name what remains of a whole"
    made = []
    for (name, column), shade in zip(columns.items(), shades(series_names, spec.highlight, theme), strict=True):  # fmt: skip
        labels = [locale.quantity(q, spec, short=True) for q in column]
        made.append(one_series(name, column, labels, [shade] * len(column)))
    empty = [all(q.value is None for q in row) for row in zip(*columns.values(), strict=True)]
    shown = [MISSING if none else Quantity(Decimal(0), Decimal(0)) for none in empty]
    labels = [row.label for row in spec.data]
    categories = tuple(_category(*pair, locale) for pair in zip(labels, shown, strict=True))
    return NativeChart(form, categories, tuple(made), number_format(quantities, spec, locale))


def over_time(form: Form, spec: Any, theme: Theme, locale: Locale) -> NativeChart | str:
    """A chart over time; PowerPoint's have points that are evenly apart only."""
    groups = axis.by_series(spec.data)
    if any(p.value.is_range for p in spec.data):
        return RANGES
    places = {p.x: axis.position(p.x) for p in spec.data}
    xs = sorted(places, key=lambda x: places[x])
    steps = [places[b] - places[a] for a, b in pairwise(xs)]
    if steps and max(steps) - min(steps) > 0.02 * max(steps) + _EVEN:
        return "PowerPoint's line charts space all points evenly, and these are not"
    made = []
    colours = shades(list(groups), spec.highlight, theme)
    for (name, held), shade in zip(groups.items(), colours, strict=True):
        by_x = {p.x: p.value for p in held}
        texts = _at_points(form == "line", spec, held, name, locale, len(groups) == 1)
        labels = [texts.get(x, "") for x in xs]
        column = [by_x.get(x, MISSING) for x in xs]
        made.append(one_series(name, column, labels, [shade] * len(xs)))
    categories = tuple(axis.format_x(x, locale) for x in xs)
    written = number_format([p.value for p in spec.data], spec, locale)
    return NativeChart(form, categories, tuple(made), written)


def one_series(name: str, quantities: Sequence[Quantity], labels: Sequence[str],
               colours: Sequence[str], *, hidden: bool = False, xs: Sequence[float] = ()) -> NativeSeries:  # fmt: skip
    """A series of quantities with a label and a colour for each."""
    below = Qualifier.LESS_THAN, Qualifier.AT_MOST
    is_open = tuple(not hidden and not xs and q.qualifier in below for q in quantities)
    values = tuple(q.value for q in quantities)
    return NativeSeries(name, values, tuple(labels), tuple(colours), is_open, tuple(xs), hidden)


def number_format(quantities: Sequence[Quantity], unit: Any, locale: Locale) -> str:
    """The number format (18.8.30) that writes exact values as the edition does, or General."""
    found = set()
    for q in quantities:
        if q.low is None or not q.is_exact:
            continue
        number = locale.number(abs(q.low), unit.decimals)
        text = locale.quantity(q, unit, short=True).replace("\u00a0", " ")
        if number not in text:  # 260万 of 2.6 million
            return "General"
        before, _, after = text.replace("−", "").partition(number)
        digits = -int(q.low.as_tuple().exponent) if unit.decimals is None else unit.decimals
        pattern = "#,##0" + ("." + "0" * digits if digits > 0 else "")
        found.add(quote(before) + pattern + quote(after))
    return found.pop() if len(found) == 1 else "General"


def quote(text: str) -> str:
    """`text` as a number format writes it."""
    return '"' + text.replace('"', "") + '"' if text else ""


def _category(label: str, quantity: Quantity, locale: Locale) -> str:
    """A missing value is said in words, since PowerPoint labels what is there only."""
    text = plain_label(label, locale)
    return f"{text} ({locale.word('missing')})" if quantity.value is None else text


def _at_points(line: bool, spec: Any, held: Sequence[axis.Point], name: str, locale: Locale,
               alone: bool) -> dict[str, str]:  # fmt: skip
    """What is written at points of a line or an area, as pictures have it: at its end, and where the axis does not tell.

    A single line has its first value too, and each what is highlighted, not exact, or noted.
    """
    out = {}
    for index, p in enumerate(held):
        text = locale.quantity(p.value, spec, short=True)
        last = index == len(held) - 1
        at_start = alone and not index
        wanted = last or not p.value.is_exact or (line and (p.x in spec.highlight or at_start))
        parts = [text if wanted else "", (p.note or "") if line else "", name if last else ""]
        out[p.x] = "  ".join(part for part in parts if part) if p.value.value is not None else ""
    return out
