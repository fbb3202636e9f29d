"""Where the scale stands that small charts, or parts of one, have in common."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from briefgen.cache import key_of
from briefgen.charts.canvas import Sheet
from briefgen.charts.kind import ChartKind

_MOST = 32  # margins that a process remembers
_margins: dict[str, dict[str, tuple[float, float]]] = {}


def margins(
    kind: ChartKind[Any], peers: tuple[Any, ...], sheet: Sheet, size: tuple[float, float],
    domain: tuple[float, float] | None,
) -> dict[str, tuple[float, float]]:  # fmt: skip
    """What the charts `peers` need beside their scales at a size in points, by the scale's direction.

    Each is drawn once on a sheet that is thrown away, and what they need is remembered: a chart in a hundred parts
    asks for it a hundred times.
    """
    asked = (sheet.theme, sheet.locale, *size, sheet.scale, sheet.greyscale, domain)
    key = key_of(kind.name, asked, peers)
    found = _margins.get(key)
    if found is None:
        found = {}
        for part in peers:
            kind.draw(part, replace(Sheet(*asked), peers=peers, margins=found, keyed=True))
        if len(_margins) >= _MOST:
            _margins.clear()
        _margins[key] = found
    return dict(found)
