"""The scale that small charts, or parts of one, have in common: what all of them together span, and where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from briefgen.cache import key_of
from briefgen.charts.canvas import Sheet

_MOST = 32  # margins that a process remembers
_margins: dict[str, dict[str, tuple[float, float]]] = {}
SCALED = (
    "column", "bar", "line", "area", "dot", "lollipop", "range", "grouped", "dumbbell", "bullet", "stacked", "slope",
)  # fmt: skip


def extent(spec: Any, peers: tuple[Any, ...]) -> tuple[float, float] | None:
    """The values that all small charts together span, for kinds whose scale is of values alone."""
    if spec.of not in SCALED:
        return None
    if spec.of == "stacked":
        ends = [sum(q.value or 0.0 for q in row.values.values()) for p in peers for row in p.data]
    elif spec.of == "area":
        sums: dict[tuple[int, str], float] = {}
        for number, point in ((n, point) for n, part in enumerate(peers) for point in part.data):
            at = number, point.x
            sums[at] = sums.get(at, 0.0) + (point.value.value or 0.0)
        ends = list(sums.values())
    else:
        quantities = [q for part in peers for row in part.data for q in _quantities(row)]
        quantities += [r.value for part in peers for r in getattr(part, "references", ())]
        ends = [end for quantity in quantities for end in quantity.bounds or ()]
    if spec.of not in ("dot", "dumbbell", "slope"):
        ends.append(0.0)
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    return (low, high) if high > low else (low, low + 1)


def _quantities(row: Any) -> list[Any]:
    values = [getattr(row, key, None) for key in ("value", "target")]
    return [q for q in [*values, *(getattr(row, "values", None) or {}).values()] if q is not None]


def margins(
    draw: Callable[[Any, Sheet], None], peers: tuple[Any, ...], sheet: Sheet, size: tuple[float, float],
    domain: tuple[float, float] | None,
) -> dict[str, tuple[float, float]]:  # fmt: skip
    """What the charts `peers` need beside their scales at a size in points, by the scale's direction.

    Each is drawn once on a sheet that is thrown away, and what they need is remembered: a chart in a hundred parts
    asks for it a hundred times.
    """
    asked = (sheet.theme, sheet.locale, *size, sheet.scale, sheet.greyscale, domain)
    key = key_of(draw.__module__, asked, peers)
    found = _margins.get(key)
    if found is None:
        found = {}
        for part in peers:
            draw(part, replace(Sheet(*asked), peers=peers, margins=found, keyed=True))
        if len(_margins) >= _MOST:
            _margins.clear()
        _margins[key] = found
    return dict(found)
