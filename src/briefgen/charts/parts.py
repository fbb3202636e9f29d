"""A chart of many rows in parts, each a figure of its own: rows divided evenly, one extent of the value axis."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from briefgen.charts import axis, common_scale, rows, series
from briefgen.charts.alt import describe
from briefgen.charts.canvas import plain_label
from briefgen.charts.kinds import bar, column, multiples
from briefgen.charts.points import position
from briefgen.locale import Locale
from briefgen.theme import Theme

if TYPE_CHECKING:
    from briefgen.diagnostics import Place
    from briefgen.editions import EditionFigure

_FROM_ZERO = ("bar", "column", "lollipop", "range", "bullet", "grouped")
_FROM_DATA = ("dot", "dumbbell", "heat", "slope")
_NO_AXIS = ("stacked100", "panel", "timeline")
# Kinds whose marks are as long for a value on each part.
_ALIKE = (*_FROM_ZERO, "dot", "dumbbell", "stacked", "stacked100")
DIVISIBLE = frozenset((*_FROM_ZERO, *_FROM_DATA, "stacked", "multiples", *_NO_AXIS))


def laid(figure: EditionFigure, theme: Theme, locale: Locale, width: float, scale: float) -> EditionFigure:  # fmt: skip
    """The figure; one of columns whose names do not fit below them at `width` points as the bars it is drawn as."""
    spec: Any = figure.spec
    if spec.kind != "column" or column.stands(spec, theme, locale, width, scale):
        return figure
    made = bar.Spec.model_construct(**{**dict(spec), "kind": "bar"})
    made.place_at(spec.path)
    return replace(figure, spec=made)


def divided(figure: EditionFigure, count: int, locale: Locale) -> list[EditionFigure]:
    """The figure in `count` parts, as even as can be, the larger ones first; fewer where it has fewer rows.

    The highlight is the whole figure's on each, and so are the names and colours of series. Alternative text says
    which part it is of, and what stands on it.
    """
    spec: Any = figure.spec
    every = pieces(spec)
    count = min(count, len(every))
    size, larger = divmod(len(every), count)
    domain, places, out = extent(spec), _places(figure), []
    starts = [number * size + min(number, larger) for number in range(count + 1)]
    specs = tuple(_with(spec, every[start:end]) for start, end in pairwise(starts))
    shared = specs if spec.kind in _ALIKE else ()
    for number, part in enumerate(specs, 1):
        rows = places[starts[number - 1] : starts[number]]
        said = f"{spec.alt.rstrip('.')}." if spec.alt else describe(part, locale)
        which = locale.word("part of", part=number, parts=count)
        ends = "" if not spec.alt else f": {_name(part, 0, locale)} – {_name(part, -1, locale)}"
        out.append(
            replace(
                figure,
                spec=part,
                alt=f"{said} {which}{ends}.",
                rows=rows,
                domain=domain,
                shared=shared,
            )
        )
    return out


def pieces(spec: Any) -> list[Any]:
    """What is divided: rows in the order drawn, or the series of small charts."""
    if spec.kind == "multiples":
        # Small charts on several slides have one scale where it is of values alone.
        alone = spec.of in (*common_scale.SCALED, *_NO_AXIS, "share", "waffle")
        return multiples.names(spec) if alone else [", ".join(multiples.names(spec))]
    if spec.kind == "timeline":
        return sorted(spec.data, key=lambda event: position(event.date))
    return list(spec.data)


def _places(figure: EditionFigure) -> tuple[Place, ...]:
    """Where each of the pieces stands, as far as that is known."""
    spec: Any = figure.spec
    if spec.kind == "multiples" or len(figure.rows) != len(spec.data):
        return ()
    places = {id(row): place for row, place in zip(spec.data, figure.rows, strict=True)}
    return tuple(places[id(row)] for row in pieces(spec))


def _with(spec: Any, taken: list[Any]) -> Any:
    if spec.kind == "multiples" and len(pieces(spec)) == len(taken):
        return spec
    if spec.kind == "multiples" and spec.data[0].panel is not None:
        data = [row for row in spec.data if row.panel in taken]
    elif spec.kind == "multiples":
        data = [
            row.model_copy(update={"values": {n: row.values.get(n, series.MISSING) for n in taken}})
            for row in spec.data
        ]  # fmt: skip
    elif hasattr(spec.data[0], "values"):
        # Each part names all series, or their colours and the key would change from part to part.
        names = series.names(spec.data)
        data = [
            row.model_copy(update={"values": {n: row.values.get(n, series.MISSING) for n in names}})
            for row in taken
        ]  # fmt: skip
    else:
        data = taken
    return spec.model_copy(update={"data": tuple(data)})


def _name(spec: Any, index: int, locale: Locale) -> str:
    piece = pieces(spec)[index]
    return piece if isinstance(piece, str) else plain_label(piece.label, locale)


def extent(spec: Any) -> tuple[float, float] | None:
    """Lowest and highest value on the figure's axis, with what is compared with them; None where it has no axis."""
    if spec.kind == "multiples":
        return common_scale.extent(spec, tuple(part for _, part in multiples.panels(spec)))
    if spec.kind == "stacked":
        sums = [sum(q.value or 0.0 for q in row.values.values()) for row in spec.data]
        return 0.0, max(sums) or 1.0
    if spec.kind in _NO_AXIS:
        return None
    quantities = [q for row in spec.data
                  for q in (row.values.values() if hasattr(row, "values") else (row.value,))]  # fmt: skip
    quantities += [row.target for row in spec.data if hasattr(row, "target")]
    ends = [bound for q in quantities for bound in q.bounds or ()]
    ends += axis.values(getattr(spec, "references", ()))
    if spec.kind in _FROM_ZERO:
        return rows.extent([], ends)
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    return (low, high) if high > low else (low, low + 1)
