"""A figure as PowerPoint's own chart: its series, labels and colours, before any of it is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from briefgen.charts import points
from briefgen.charts.canvas import plain_label
from briefgen.charts.colour import contrast
from briefgen.charts.kinds import share, stacked
from briefgen.charts.series import MISSING, names
from briefgen.deck.native.texts import at_points, number_format
from briefgen.locale import Locale
from briefgen.outline.quantity import Qualifier, Quantity
from briefgen.outline.quantity import total as added
from briefgen.theme import Theme

Form: TypeAlias = Literal[
    "column", "bar", "line", "grouped", "stacked", "stacked100", "area", "scatter"
]
STACKED = ("stacked", "stacked100")
_EVEN = 1e-6
# More dots than this are not all named where some are highlighted: PowerPoint does not keep names apart.
_NAMED = 12


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


def plan(spec: Any, theme: Theme, locale: Locale) -> NativeChart | str:
    """The chart, or why PowerPoint's own cannot show what the figure says."""
    if spec.kind not in _PLANS:
        return f"PowerPoint has no chart of the kind `{spec.kind}`"
    data = getattr(spec, "data", ())
    if spec.kind != "line" and any(getattr(row, "note", None) for row in data):
        return "PowerPoint's charts have no words beside what is drawn"
    if any(getattr(row, "status", None) for row in data):
        return "PowerPoint's charts do not tell provisional values and forecasts from others"
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
    return NativeChart(spec.kind, categories, (series,), number_format(quantities, spec, locale))


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
    if spec.kind == "stacked":
        made += _totals(spec, locale)
    empty = [all(q.value is None for q in row) for row in zip(*columns.values(), strict=True)]
    categories = tuple(
        _category(row.label, MISSING if none else Quantity(Decimal(0), Decimal(0)), locale)
        for row, none in zip(spec.data, empty, strict=True)
    )
    return NativeChart(spec.kind, categories, made, number_format(quantities, spec, locale))


def _totals(spec: Any, locale: Locale) -> tuple[NativeSeries, ...]:
    """What the parts of each bar add up to, as a series without marks or a name in the legend; none where there is one part only."""
    columns = names(spec.data)
    if len(columns) < 2:
        return ()
    sums = [added([row.values.get(n, MISSING) for n in columns]) for row in spec.data]
    labels = tuple(
        text if q.value is not None else ""
        for text, q in zip(stacked.totals_of(spec, locale), sums, strict=True)
    )
    none = ("",) * len(sums)
    return (NativeSeries(" ", _values(sums), labels, none, (False,) * len(sums), hidden=True),)


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
        said = at_points(spec, held, name, locale, len(groups) == 1)
        made.append(NativeSeries(name, _values(column), tuple(said.get(x, "") for x in xs),
                                 (shade,) * len(column), _open(column)))  # fmt: skip
    categories = tuple(points.shown(x, locale) for x in xs)
    return NativeChart(
        spec.kind,
        categories,
        tuple(made),
        number_format([p.value for p in spec.data], spec, locale),
    )


def _scatter(spec: Any, theme: Theme, locale: Locale) -> NativeChart | str:
    known = [item for item in spec.data if item.x.value is not None and item.y.value is not None]
    if any(item.x.is_range or item.y.is_range for item in known):
        return "PowerPoint's charts have no values that are ranges"
    if any(item.size for item in known):
        return "circles of several sizes are drawn as a picture"
    chosen, c = set(spec.highlight), theme.colours
    # What is highlighted is a series of its own: not every program colours single dots.
    parts = [([i for i in known if i.label not in chosen], c.mute if chosen else c.series[0],
              not chosen or len(known) <= _NAMED),
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
    return NativeChart("scatter", (), made, number_format(ys, spec.y, locale), titles=titles)


def _share(spec: Any, theme: Theme, locale: Locale) -> NativeChart | str:
    if spec.value.is_range or not spec.whole.is_exact:
        return "PowerPoint's charts have no values that are ranges"
    part, whole = spec.value.value, spec.whole.value
    assert part is not None and whole is not None
    c = theme.colours
    shown, left = share.numbers(spec, locale)
    ends = [(plain_label(spec.label, locale), part, shown, c.accent),
            (plain_label(spec.rest, locale), whole - part, left, c.mute)]  # fmt: skip
    made = tuple(
        NativeSeries(name, (value,), (label,), (shade,), (False,))
        for name, value, label, shade in ends
    )
    return NativeChart("stacked100", (" ",), made, number_format([spec.value], spec, locale))


_PLANS: dict[str, Callable[[Any, Theme, Locale], NativeChart | str]] = {
    "column": _rows, "bar": _rows, "line": _over_time, "area": _over_time, "grouped": _several,
    "stacked": _several, "stacked100": _several, "scatter": _scatter, "share": _share,
}  # fmt: skip


def ink_on(shade: str, theme: Theme) -> str:
    """The colour for a label on a mark of this shade: the theme's text colour, or white."""
    return max((theme.colours.ink, "#ffffff"), key=lambda ink: contrast(ink, shade))
