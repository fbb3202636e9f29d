"""Where the axes of PowerPoint's charts begin, end and have their lines: as those of pictures do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from briefgen.charts import axis, points
from briefgen.charts.kinds import line, scatter
from briefgen.charts.ticks import nice_ticks
from briefgen.deck.native.texts import quoted
from briefgen.locale import Locale
from briefgen.outline.figure import Unit

_COUNT = 4
# Values across are about so many times as far apart as their type is large.
_APART = 9


def upright(spec: Any, domain: tuple[float, float] | None = None) -> tuple[float, ...]:
    """The value axis's lines of a chart over time or a scatter chart; `domain` is shared with other charts."""
    if spec.kind == "line":
        return tuple(line.value_ticks(spec, _COUNT, domain))
    if spec.kind == "scatter":
        known = [i for i in spec.data if i.x.bounds and i.y.bounds]
        return tuple(scatter.round_values([b for i in known for b in i.y.bounds or ()], _COUNT))
    groups = points.by_series(spec.data).values()
    tops = [sum(p.value.value or 0.0 for p in at) for at in zip(*groups, strict=True)]
    return tuple(nice_ticks(0, max(domain[1] if domain else max(tops), 0) or 1, _COUNT))


def across(spec: Any, width: float, size: float) -> tuple[float, ...]:
    """The lines of a scatter chart's level axis, `width` points wide in type of `size`; it ends with the data."""
    known = [b for i in spec.data if i.x.bounds and i.y.bounds for b in i.x.bounds or ()]
    return tuple(scatter.round_values(known, max(3, int(width / size / _APART))))


def settle(value_axis: Any, ticks: Sequence[float]) -> None:
    """Have one of python-pptx's value axes begin and end with `ticks`, which are evenly apart."""
    value_axis.minimum_scale, value_axis.maximum_scale = ticks[0], ticks[-1]
    value_axis.major_unit = round(ticks[1] - ticks[0], 9)


def number_format(ticks: Sequence[float], unit: Unit, locale: Locale) -> str | None:
    """The format (18.8.30) that writes the ticks as pictures do; None where there is none, as for `2.5M`."""
    found = set()
    for tick in ticks:
        plain = axis.number(abs(tick)).low
        text = axis.tick_text(tick, unit, locale).replace("\u00a0", " ").replace("\u2212", "")
        before, said, after = text.partition(
            locale.number(plain, None) if plain is not None else ""
        )
        if not said:
            return None
        found.add((before, after))
    whole = all(tick == int(tick) for tick in ticks)
    if len(found) != 1 or not (whole or max(map(abs, ticks)) < 1000):
        return None
    ((before, after),) = found
    return quoted(before) + ("#,##0" if whole else "General") + quoted(after)
