"""The data behind a chart, as rows of text to read and as CSV to compute with."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from briefgen.charts.textfit import plain_label
from briefgen.locale import Locale
from briefgen.outline.figure import SeriesRow, Unit
from briefgen.outline.quantity import Qualifier, Quantity

if TYPE_CHECKING:
    from briefgen.outline.figure import Figure

Rows = list[tuple[str, ...]]
Write = Callable[[Quantity, Unit], Any]
_MISSING = Quantity(None, None, Qualifier.MISSING)


def data_table(spec: Figure, locale: Locale) -> tuple[tuple[str, ...], Rows]:
    """Headings and rows, numbers as the edition writes them."""
    return _table(spec, locale, lambda quantity, unit: locale.quantity(quantity, unit))


def data_csv(spec: Figure, locale: Locale) -> str:
    """The same as CSV (RFC 4180), numbers plain: low and high end, and the qualifier in a column."""
    header, rows = _table(spec, locale, lambda quantity, _: quantity)
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


def long_description(spec: Figure, locale: Locale) -> str:
    """The table in words, for those who cannot see the chart: `North: 4; Coast: 9`, a row a line."""
    header, rows = data_table(spec, locale)
    lines = []
    for first, *rest in rows:
        cells = rest
        if len(rest) > 1:
            cells = [f"{head} {cell}" for head, cell in zip(header[1:], rest, strict=True) if cell]
        lines.append(f"{first}: {'; '.join(cells)}" if cells else first)
    return "\n".join(lines)


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


def _table(
    spec: Any, locale: Locale, write: Write
) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    from briefgen.charts.small import SmallRow

    if spec.kind == "share":
        return _words(locale, "item", "value"), [
            (plain_label(spec.label, locale), write(spec.value, spec)),
            (locale.word("data whole"), write(spec.whole, spec)),
        ]
    if spec.kind == "flow":
        return _flow(spec, locale, write)
    if spec.kind == "multiples" and spec.data[0].panel is not None:
        from briefgen.charts.kinds import multiples

        return _stacked(
            [(name, _table(part, locale, write)) for name, part in multiples.panels(spec)], locale
        )
    if isinstance(spec.data[0], SeriesRow | SmallRow):
        names = list(dict.fromkeys(name for row in spec.data for name in row.values))
        header = (locale.word("data item"), *names)
        rows = [
            (
                plain_label(row.label, locale),
                *(write(row.values.get(n, _MISSING), spec) for n in names),
            )
            for row in spec.data
        ]
        return _with_status(spec, locale, header, rows)
    return _fields(spec, locale, write)


def _stacked(
    tables: Sequence[tuple[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]]], locale: Locale
) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """The tables of small charts as one, each row with its chart's name before it."""
    header = list(dict.fromkeys(title for _, (titles, _) in tables for title in titles))
    rows = []
    for name, (titles, own) in tables:
        for cells in own:
            told = dict(zip(titles, cells, strict=True))
            rows.append((name, *(told.get(title, "") for title in header)))
    return (locale.word("data series"), *header), rows


# The fields of a row that are data, in the order of the columns, and the word that heads each.
_COLUMNS = {"series": "series", "date": "date", "label": "item", "x": "date", "y": "value", "value": "value",
            "size": "size", "target": "target"}  # fmt: skip


def _fields(
    spec: Any, locale: Locale, write: Write
) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """A column for each field of the rows that any row fills."""
    used = [
        name for name in _COLUMNS
        if name in type(spec.data[0]).model_fields and any(getattr(row, name) is not None for row in spec.data)
    ]  # fmt: skip
    header = [locale.word(f"data {_COLUMNS[name]}") for name in used]
    units: dict[str, Unit] = {}
    if spec.kind == "scatter":
        units = {"x": spec.x, "y": spec.y}
        header = [plain_label(units[n].title, locale) if n in units else h  # type: ignore[attr-defined]
                  for n, h in zip(used, header, strict=True)]  # fmt: skip
    if spec.kind == "timeline":
        header[used.index("label")] = locale.word("data event")
    rows = []
    for row in spec.data:
        cells = []
        for name in used:
            value = getattr(row, name)
            unit = units.get(name) or (row if isinstance(row, Unit) else spec)
            if isinstance(value, Quantity):
                cells.append(write(value, unit if isinstance(unit, Unit) else Unit()))
            elif name in ("date", "x"):
                from briefgen.charts.points import shown

                cells.append(shown(value, locale))
            else:
                cells.append(plain_label(value, locale) if value else "")
        rows.append(tuple(cells))
    return _with_status(spec, locale, tuple(header), rows)


def _with_status(
    spec: Any, locale: Locale, header: tuple[str, ...], rows: list[tuple[Any, ...]]
) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """One more column where some values are provisional or forecasts."""
    states = [getattr(row, "status", None) for row in spec.data]
    if not any(states):
        return header, rows
    shown = [locale.word(f"status {s}") if s else "" for s in states]
    return (*header, locale.word("data status")), [
        (*row, state) for row, state in zip(rows, shown, strict=True)
    ]


def _flow(spec: Any, locale: Locale, write: Write) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """What each step holds, then what passes from one to another."""
    from briefgen.charts.kinds.flow import arrows

    rows: list[tuple[Any, ...]] = [
        (plain_label(step.label, locale), "", write(step.value, spec))
        for step in spec.data
        if step.value
    ]
    rows += [
        (
            plain_label(a.start, locale),
            plain_label(a.end, locale),
            write(a.quantity or _MISSING, spec),
        )
        for a in arrows(spec)
    ]
    return _words(locale, "from", "to", "value"), rows


def _words(locale: Locale, *names: str) -> tuple[str, ...]:
    return tuple(locale.word(f"data {name}") for name in names)
