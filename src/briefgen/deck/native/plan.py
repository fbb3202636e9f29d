"""A figure as PowerPoint's own chart: its series, labels and colours, before any of it is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, TypeAlias

from briefgen.charts import points
from briefgen.charts.canvas import plain_label
from briefgen.charts.colour import contrast
from briefgen.charts.series import MISSING, names
from briefgen.locale import Locale
from briefgen.outline.quantity import Qualifier, Quantity
from briefgen.theme import Theme

Form: TypeAlias = Literal[
    "column", "bar", "line", "grouped", "stacked", "stacked100", "area", "scatter"
]
_EVEN = 1e-6


@dataclass(frozen=True, slots=True)
class NativeSeries:
    """One series: a value a category (None: missing), its label as a text, its colour as #RRGGBB.

    `open` marks values that are only an upper bound; `xs` are places along the axis of a scatter chart.
    """

    name: str
    values: tuple[float | None, ...]
    labels: tuple[str, ...]
    colours: tuple[str, ...]
    open: tuple[bool, ...]
    xs: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class NativeChart:
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
        """Whether the series need a legend; lines are named at their ends."""
        named = [s for s in self.series if s.name]
        return len(named) > 1 and self.form not in ("line", "scatter")


def plan(spec: Any, theme: Theme, locale: Locale) -> NativeChart | str:
    """The chart, or why PowerPoint's own cannot show what the figure says."""
    if spec.kind not in _PLANS:
        return f"PowerPoint has no chart of the kind `{spec.kind}`"
    if getattr(spec, "references", ()):
        return "PowerPoint's charts have no lines to compare values with"
    if spec.kind in ("line", "area", "scatter") and locale.language == "zh":
        unit = getattr(spec, "y", spec)
        if unit.magnitude:
            return "axes of PowerPoint's charts cannot count in ten thousands (万)"
    return _PLANS[spec.kind](spec, theme, locale)


def _values(quantities: Sequence[Quantity]) -> tuple[float | None, ...]:
    return tuple(q.value for q in quantities)


def _open(quantities: Sequence[Quantity]) -> tuple[bool, ...]:
    return tuple(q.qualifier in (Qualifier.LESS_THAN, Qualifier.AT_MOST) for q in quantities)


def _labels(quantities: Sequence[Quantity], unit: Any, locale: Locale) -> tuple[str, ...]:
    return tuple(locale.quantity(q, unit, short=True) for q in quantities)


def _format(quantities: Sequence[Quantity], unit: Any, locale: Locale) -> str:
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
        found.add(_quoted(before) + pattern + _quoted(after))
    return found.pop() if len(found) == 1 else "General"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "") + '"' if text else ""


def _shades(count: int, theme: Theme) -> list[str]:
    return [theme.colours.series[i % len(theme.colours.series)] for i in range(count)]


def _category(label: str, quantity: Quantity, locale: Locale) -> str:
    """A missing value is said in words, since PowerPoint labels what is there only."""
    text = plain_label(label, locale)
    return f"{text} ({locale.word('missing')})" if quantity.value is None else text


def _rows(spec: Any, theme: Theme, locale: Locale) -> NativeChart | str:
    quantities = [row.value for row in spec.data]
    if any(q.is_range for q in quantities):
        return "PowerPoint's charts have no values that are ranges"
    chosen, c = set(spec.highlight), theme.colours
    colours = tuple(
        c.accent if row.label in chosen else c.mute if chosen else c.series[0] for row in spec.data
    )
    categories = tuple(_category(row.label, row.value, locale) for row in spec.data)
    series = NativeSeries(plain_label(spec.title, locale), _values(quantities),
                          _labels(quantities, spec, locale), colours, _open(quantities))  # fmt: skip
    return NativeChart(spec.kind, categories, (series,), _format(quantities, spec, locale))


def _several(spec: Any, theme: Theme, locale: Locale) -> NativeChart | str:
    series_names = names(spec.data)
    columns = {n: [row.values.get(n, MISSING) for row in spec.data] for n in series_names}
    quantities = [q for column in columns.values() for q in column]
    if any(q.is_range for q in quantities):
        return "PowerPoint's charts have no values that are ranges"
    if getattr(spec, "rest", None):
        return "PowerPoint's charts do not name what remains of a whole"
    chosen = set(spec.highlight) & set(series_names)
    shades = _shades(len(series_names), theme)
    if chosen:
        shades = [theme.colours.accent if n in chosen else theme.colours.mute for n in series_names]
    made = tuple(
        NativeSeries(
            name,
            _values(column),
            _labels(column, spec, locale),
            (shade,) * len(column),
            _open(column),
        )
        for (name, column), shade in zip(columns.items(), shades, strict=True)
    )
    categories = tuple(plain_label(row.label, locale) for row in spec.data)
    return NativeChart(spec.kind, categories, made, _format(quantities, spec, locale))


def _over_time(spec: Any, theme: Theme, locale: Locale) -> NativeChart | str:
    groups = points.by_series(spec.data)
    if any(p.value.is_range for p in spec.data):
        return "PowerPoint's charts have no values that are ranges"
    places = {p.x: points.position(p.x) for p in spec.data}
    xs = sorted(places, key=lambda x: places[x])
    steps = [places[b] - places[a] for a, b in pairwise(xs)]
    if steps and max(steps) - min(steps) > 0.02 * max(steps) + _EVEN:
        return "PowerPoint's line charts space all points evenly, and these are not"
    chosen = set(spec.highlight) & set(groups)
    shades = _shades(len(groups), theme)
    if chosen:
        shades = [theme.colours.accent if n in chosen else theme.colours.mute for n in groups]
    made = []
    for (name, held), shade in zip(groups.items(), shades, strict=True):
        by_x = {p.x: p.value for p in held}
        column = [by_x.get(x, MISSING) for x in xs]
        made.append(NativeSeries(name, _values(column), _labels(column, spec, locale),
                                 (shade,) * len(column), _open(column)))  # fmt: skip
    categories = tuple(points.shown(x, locale) for x in xs)
    return NativeChart(
        spec.kind, categories, tuple(made), _format([p.value for p in spec.data], spec, locale)
    )


def _scatter(spec: Any, theme: Theme, locale: Locale) -> NativeChart | str:
    known = [item for item in spec.data if item.x.value is not None and item.y.value is not None]
    if any(item.x.is_range or item.y.is_range for item in known):
        return "PowerPoint's charts have no values that are ranges"
    if any(item.size for item in known):
        return "circles of several sizes are drawn as a picture"
    chosen, c = set(spec.highlight), theme.colours
    # What is highlighted is a series of its own: not every program colours single dots.
    parts = [([i for i in known if i.label not in chosen], c.mute if chosen else c.series[0], not chosen),
             ([i for i in known if i.label in chosen], c.accent, True)]  # fmt: skip
    ys = [item.y for item in known]
    made = tuple(
        NativeSeries(
            plain_label(spec.title if shade != c.accent else "; ".join(i.label for i in items), locale),
            _values([i.y for i in items]),
            tuple(plain_label(i.label, locale) if named else "" for i in items),
            (shade,) * len(items), (False,) * len(items), tuple(float(i.x.value) for i in items),
        )
        for items, shade, named in parts if items
    )  # fmt: skip
    titles = (plain_label(spec.x.title, locale), plain_label(spec.y.title, locale))
    return NativeChart("scatter", (), made, _format(ys, spec.y, locale), titles=titles)


def _share(spec: Any, theme: Theme, locale: Locale) -> NativeChart | str:
    if spec.value.is_range or not spec.whole.is_exact:
        return "PowerPoint's charts have no values that are ranges"
    part, whole = spec.value.value, spec.whole.value
    assert part is not None and whole is not None
    c = theme.colours
    shown = locale.quantity(spec.value, spec, short=True)
    ends = [(plain_label(spec.label, locale), part, shown, c.accent),
            (plain_label(spec.rest, locale), whole - part, "", c.mute)]  # fmt: skip
    made = tuple(
        NativeSeries(name, (value,), (label,), (shade,), (False,))
        for name, value, label, shade in ends
    )
    return NativeChart("stacked100", (" ",), made, _format([spec.value], spec, locale))


_PLANS: dict[str, Callable[[Any, Theme, Locale], NativeChart | str]] = {
    "column": _rows, "bar": _rows, "line": _over_time, "area": _over_time, "grouped": _several,
    "stacked": _several, "stacked100": _several, "scatter": _scatter, "share": _share,
}  # fmt: skip


def ink_on(shade: str, theme: Theme) -> str:
    """The colour for a label on a mark of this shade: the theme's text colour, or white."""
    return max((theme.colours.ink, "#ffffff"), key=lambda ink: contrast(ink, shade))
