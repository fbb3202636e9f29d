"""Alternative text written from a figure's data, where the analyst gives none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefgen.locale import Locale
from briefgen.outline import richtext

if TYPE_CHECKING:
    from briefgen.charts.kinds import Figure

LIMIT = 300
FEW = 6  # more values than this are summed up by their extremes


def describe(spec: Figure, locale: Locale) -> str:
    """What the chart shows: its kind, its takeaway, and its values as far as 300 characters go."""
    kind = locale.word(f"chart {spec.kind}")
    head = f"{kind}: {_plain(spec.title, locale)}."
    values = _values(spec, locale)
    out = head
    for index, value in enumerate(values):
        joined = f"{out}{' ' if index == 0 else '; '}{value}"
        rest = locale.word("and more", count=len(values) - index)
        room = LIMIT - 1 - (len(rest) + 2 if index < len(values) - 1 else 0)
        if len(joined) > room:
            return f"{out}{' ' if index == 0 else '; '}{rest}."[:LIMIT]
        out = joined
    return out if out.endswith(".") else out + "."


def _plain(text: str, locale: Locale) -> str:
    return richtext.plain(richtext.parse_inline(text, locale.tag)).rstrip(".")


def _values(spec: Any, locale: Locale) -> list[str]:
    if spec.kind == "timeline":
        return [f"{locale.partial_date(e.date)}, {_plain(e.label, locale)}" for e in spec.data]
    if spec.kind == "share":
        return [f"{_plain(spec.label, locale)}: {locale.quantity(spec.value, spec, short=True)}"]
    if spec.kind == "line":
        return _trends(spec, locale)
    rows = [
        (row, f"{_plain(row.label, locale)}: {locale.quantity(row.value, spec, short=True)}")
        for row in spec.data
    ]
    if len(rows) <= FEW:
        return [said for _, said in rows]
    known = sorted((pair for pair in rows if pair[0].value.bounds), key=lambda p: p[0].value.bounds)
    if not known:
        return [locale.word("all missing", count=len(rows))]
    ends = locale.word("values from to", count=len(rows), low=known[0][1], high=known[-1][1])
    return [ends, *(said for row, said in rows if row.label in spec.highlight)]


def _trends(spec: Any, locale: Locale) -> list[str]:
    """First and last value of each line."""
    series: dict[str, list[Any]] = {}
    for point in spec.data:
        series.setdefault(point.series or "", []).append(point)
    out = []
    for name, points in series.items():
        ends = [
            f"{locale.quantity(p.value, spec, short=True)} ({p.x})" for p in (points[0], points[-1])
        ]
        said = locale.word("from to", start=ends[0], end=ends[1])
        out.append(f"{name}: {said}" if name else said)
    return out
