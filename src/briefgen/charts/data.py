"""The data behind a chart, as rows of text to read and as CSV to compute with."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from briefgen.charts.canvas import plain_label
from briefgen.locale import Locale
from briefgen.outline.quantity import Quantity

if TYPE_CHECKING:
    from briefgen.charts.kinds import Figure

Rows = list[tuple[str, ...]]


def data_table(spec: Figure, locale: Locale) -> tuple[tuple[str, ...], Rows]:
    """Headings and rows, numbers as the edition writes them."""
    return _table(spec, locale, lambda q: locale.quantity(q, spec))  # type: ignore[arg-type]


def data_csv(spec: Figure, locale: Locale) -> str:
    """The same as CSV (RFC 4180), numbers plain: low and high end, and the qualifier in a column."""
    header, rows = _table(spec, locale, lambda q: q)
    out = io.StringIO()
    writer = csv.writer(out)
    quantity = next((i for i, cell in enumerate(rows[0]) if isinstance(cell, Quantity)), None)
    if quantity is None:
        writer.writerow(header)
        writer.writerows(rows)
        return out.getvalue().rstrip("\r\n")
    writer.writerow((*header[:quantity], "low", "high", "qualifier", *header[quantity + 1 :]))
    for row in rows:
        value: Any = row[quantity]
        ends = (_plain(value.low), _plain(value.high), value.qualifier.value)
        writer.writerow((*row[:quantity], *ends, *row[quantity + 1 :]))
    return out.getvalue().rstrip("\r\n")


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


def _table(spec: Any, locale: Locale, shown: Any) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    item, value, date = (locale.word(f"data {name}") for name in ("item", "value", "date"))
    if spec.kind == "timeline":
        return (date, locale.word("data event")), [
            (locale.partial_date(e.date), plain_label(e.label, locale)) for e in spec.data
        ]
    if spec.kind == "share":
        return (item, value), [
            (plain_label(spec.label, locale), shown(spec.value)),
            (locale.word("data whole"), shown(spec.whole)),
        ]
    if spec.kind == "line":
        named = any(p.series for p in spec.data)
        header = (locale.word("data series"), date, value) if named else (date, value)
        return header, [
            (p.series or "", p.x, shown(p.value)) if named else (p.x, shown(p.value))
            for p in spec.data
        ]
    return (item, value), [(plain_label(r.label, locale), shown(r.value)) for r in spec.data]
