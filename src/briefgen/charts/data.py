"""The data behind a chart, as rows of text to read and as CSV to compute with.

A kind gives its table with the functions here for the forms that data have, `write` making a cell of each quantity.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from briefgen.charts.points import shown
from briefgen.charts.series import MISSING, names
from briefgen.charts.textfit import plain_label
from briefgen.locale import Locale
from briefgen.outline.figure import Unit
from briefgen.outline.quantity import Quantity

Write: TypeAlias = Callable[[Quantity, Unit], Any]
Table: TypeAlias = tuple[tuple[str, ...], list[tuple[Any, ...]]]


def csv_text(table: Table) -> str:
    """A table of quantities as CSV (RFC 4180), numbers plain: low and high end, and the qualifier in a column."""
    header, rows = table
    out = io.StringIO()
    writer = csv.writer(out)
    numbers = [i for i in range(len(header)) if any(isinstance(row[i], Quantity) for row in rows)]
    titles: list[str] = []
    for index, title in enumerate(header):
        if index in numbers:
            before = f"{title} " if len(numbers) > 1 else ""
            titles += [f"{before}{name}" for name in ("low", "high", "qualifier")]
        else:
            titles.append(title)
    writer.writerow(titles)
    for row in rows:
        cells: list[str] = []
        for index, value in enumerate(row):
            if isinstance(value, Quantity):
                cells += [_plain(value.low), _plain(value.high), value.qualifier.value]
            else:
                cells += ["", "", ""] if index in numbers else [value]
        writer.writerow(cells)
    return out.getvalue()


def lines(table: Table) -> str:
    """A table of texts in words, for those who cannot see the chart: `North: 4; Coast: 9`, a row a line."""
    header, rows = table
    out = []
    for first, *rest in rows:
        cells = rest
        if len(rest) > 1:
            cells = [f"{head} {cell}" for head, cell in zip(header[1:], rest, strict=True) if cell]
        out.append(f"{first}: {'; '.join(cells)}" if cells else first)
    return "\n".join(out)


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


def of_series(spec: Any, locale: Locale, write: Write) -> Table:
    """A column for each series."""
    columns = names(spec.data)
    rows = [
        (plain_label(row.label, locale), *(write(row.values.get(n, MISSING), spec) for n in columns))
        for row in spec.data
    ]  # fmt: skip
    return _with_status(spec, locale, (locale.word("data item"), *columns), rows)


def of_parts(tables: Sequence[tuple[str, Table]], locale: Locale) -> Table:
    """The tables of small charts as one, each row with its chart's name before it."""
    header = list(dict.fromkeys(title for _, (titles, _) in tables for title in titles))
    rows = []
    for name, (titles, own) in tables:
        for cells in own:
            by_title = dict(zip(titles, cells, strict=True))
            rows.append((name, *(by_title.get(title, "") for title in header)))
    return (locale.word("data series"), *header), rows


# The fields of a row that are data, in the order of the columns, and the word that heads each.
_COLUMNS = {"series": "series", "date": "date", "label": "item", "x": "date", "y": "value", "value": "value",
            "size": "size", "target": "target"}  # fmt: skip


def of_fields(
    spec: Any, locale: Locale, write: Write, units: Mapping[str, Unit] | None = None,
    words: Mapping[str, str] | None = None,
) -> Table:  # fmt: skip
    """A column for each field of the rows that any row fills.

    `units` are those of fields that have their own, with a title that heads the column; `words` head others.
    """
    units, words = units or {}, {**_COLUMNS, **(words or {})}
    used = [
        name for name in _COLUMNS
        if name in type(spec.data[0]).model_fields and any(getattr(row, name) is not None for row in spec.data)
    ]  # fmt: skip
    header = tuple(
        plain_label(units[n].title, locale) if n in units else locale.word(f"data {words[n]}")  # type: ignore[attr-defined]
        for n in used
    )  # fmt: skip
    rows = []
    for row in spec.data:
        cells = []
        for name in used:
            value = getattr(row, name)
            unit = units.get(name) or (row if isinstance(row, Unit) else spec)
            if isinstance(value, Quantity):
                cells.append(write(value, unit if isinstance(unit, Unit) else Unit()))
            elif name in ("date", "x"):
                cells.append(shown(value, locale))
            else:
                cells.append(plain_label(value, locale) if value else "")
        rows.append(tuple(cells))
    return _with_status(spec, locale, header, rows)


def _with_status(
    spec: Any, locale: Locale, header: tuple[str, ...], rows: list[tuple[Any, ...]]
) -> Table:
    """One more column where some values are provisional or forecasts."""
    states = [getattr(row, "status", None) for row in spec.data]
    if not any(states):
        return header, rows
    cells = [locale.word(f"status {s}") if s else "" for s in states]
    return (*header, locale.word("data status")), [
        (*row, state) for row, state in zip(rows, cells, strict=True)
    ]
