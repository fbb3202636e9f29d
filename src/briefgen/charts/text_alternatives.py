"""The values of a chart in words, as its alternative text tells them: a function for each form that data has."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from briefgen.charts import rows
from briefgen.charts.axis import by_series, format_x
from briefgen.charts.series import MISSING, names
from briefgen.charts.sheet import plain_label
from briefgen.languages.locale import Locale
from briefgen.model.figures import Row, Unit
from briefgen.model.quantity import Quantity

Named: TypeAlias = Callable[[str, Locale], str]
DENSE = 3  # letters that a sign of Chinese stands for
WORDS = 0.5  # at least this share are letters: a row of figures does not read as language
FEW = 6  # more values than this are summed up by their extremes


def describe_value(quantity: Quantity, unit: Unit, locale: Locale) -> str:
    """A value with its qualifier in words: a sign such as `~` is not read aloud."""
    return locale.join_qualifier(*locale.parts(quantity, unit, named=False))


def reads(text: str) -> bool:
    """Whether a text reads as language, rather than as a row of figures."""
    dense = 0 if text.isascii() else sum("\u2e80" <= c <= "\u9fff" for c in text)
    letters = sum(map(str.isalpha, text)) + dense * (DENSE - 1)
    return letters >= WORDS * (len(text) + 1)


def of_rows(
    data: Sequence[Row], spec: Any, locale: Locale, named: Named = plain_label
) -> list[str]:
    """All values of a few rows; of many, the lowest and the highest, and the highlighted rows."""
    if len(data) <= FEW:
        return [_row(row, spec, locale, named) for row in data]
    known = [(row.value.bounds, row) for row in data if row.value.bounds]
    if not known:
        return [locale.word("all missing", count=len(data))]
    known.sort(key=lambda pair: pair[0])
    low, high = (_row(row, spec, locale, named) for _, row in (known[0], known[-1]))
    ends = locale.word("values from to", count=len(known), low=low, high=high)
    chosen = [_row(row, spec, locale, named) for row in data if row.label in spec.highlight]
    return [ends, *(text for text in chosen if text not in (low, high))]


def _row(row: Any, spec: Any, locale: Locale, named: Named) -> str:
    unit = row if isinstance(row, Unit) else spec
    text = describe_value(row.value, unit, locale)
    target = getattr(row, "target", None)
    if target is not None and target.bounds:
        text = locale.word("of target", value=text, target=describe_value(target, unit, locale))
    status = f" ({locale.word('status ' + row.status)})" if row.status else ""
    return f"{named(row.label, locale)}: {text}{status}"


def of_pairs(spec: Any, locale: Locale, trend: bool) -> list[str]:
    """Both values of each row, the highlighted rows first; with `trend` also whether they rise or fall."""
    order = sorted(spec.data, key=lambda row: row.label not in spec.highlight)
    out = []
    for row in order:
        label, values = rows.name_row(row, locale), list(row.values.items())
        if trend and all(q.value is not None for _, q in values):
            out.append(f"{label}: {change(values, spec, locale)}")
        else:
            cells = [f"{name} {describe_value(q, spec, locale)}" for name, q in values]
            out.append(f"{label}: {', '.join(cells)}")
    return out


def change(values: Sequence[tuple[str, Quantity]], spec: Any, locale: Locale) -> str:
    """`rises from 12 (2015) to 15 (2025)`, of the first and the last of these."""
    ends = values[0], values[-1]
    texts = [(describe_value(q, spec, locale), plain_label(name, locale)) for name, q in ends]
    start, end = (f"{value} ({name})" for value, name in texts)
    trend = _trend(values[0][1], values[-1][1])
    return f"{locale.word(trend)} {locale.word('from to', start=start, end=end)}"


def _trend(first: Quantity, last: Quantity) -> str:
    """The word's key: what is known only as a bound or about counts by the number given."""
    before, after = first.value or 0.0, last.value or 0.0
    return "rises" if after > before else "falls" if after < before else "stays"


def of_table(spec: Any, locale: Locale) -> list[str]:
    """All values of a few cells; of many, the highlighted rows, and each series' lowest and highest value."""
    columns, out = names(spec.data), []
    few = len(columns) * len(spec.data) <= FEW
    for row in spec.data:
        if few or row.label in spec.highlight:
            cells = [f"{name} {describe_value(q, spec, locale)}" for name, q in row.values.items()]
            out.append(f"{rows.name_row(row, locale)}: {', '.join(cells)}")
    if few:
        return out
    for name in sorted(columns, key=lambda name: name not in spec.highlight):
        known = [(row.values[name], row.label) for row in spec.data if name in row.values]
        out.append(f"{name}: {span(known, spec, locale)}")
    return out


def span(known: Iterable[tuple[Quantity, str]], unit: Unit, locale: Locale) -> str:
    """From the lowest value to the highest, each with its label."""
    ordered = sorted((k for k in known if k[0].value is not None), key=lambda k: k[0].value or 0)
    if not ordered:
        return locale.word("missing")
    ends = [("lowest", *ordered[0]), ("highest", *ordered[-1])]
    texts = [(locale.word(word), describe_value(q, unit, locale), label) for word, q, label in ends]
    return ", ".join(
        f"{word} {value} ({plain_label(label, locale)})" for word, value, label in texts
    )


def of_points(spec: Any, locale: Locale) -> list[str]:
    """Whether each line rises or falls, from what to what; of a single one also a peak or low between."""
    series = by_series(spec.data)
    order = sorted(series, key=lambda name: name not in spec.highlight)
    out = []
    for name in order:
        points = [p for p in series[name] if p.value.value is not None]
        if not points:
            out.append(f"{name}: {locale.word('missing')}" if name else locale.word("missing"))
            continue
        ends = [_in(p, spec, locale) for p in (points[0], points[-1])]
        trend = _trend(points[0].value, points[-1].value)
        text = f"{locale.word(trend)} {locale.word('from to', start=ends[0], end=ends[1])}"
        for word, pick in (("highest", max), ("lowest", min)):
            peak = pick(points, key=lambda p: p.value.value or 0.0)
            at_ends = peak.value.value in (points[0].value.value, points[-1].value.value)
            if len(series) == 1 and not at_ends:
                text += f", {locale.word(word)} {_in(peak, spec, locale)}"
        for point in points[1:-1]:
            if point.x in spec.highlight:
                text += f", {_in(point, spec, locale)}"
        out.append(f"{name}: {text}" if name else text)
    return out


def _in(point: Any, spec: Any, locale: Locale) -> str:
    value = describe_value(point.value, spec, locale)
    status = f" ({locale.word('status ' + point.status)})" if point.status else ""
    return locale.word("value in", value=value, date=format_x(point.x, locale) + status)


# The data behind a chart as a table; `write` makes a cell of each quantity.
Write: TypeAlias = Callable[[Quantity, Unit], Any]
Table: TypeAlias = tuple[tuple[str, ...], list[tuple[Any, ...]]]


def csv_text(table: Table) -> str:
    """A table of quantities as CSV (RFC 4180), numbers plain: low and high end, and the qualifier in a column.

    A text among numbers stands where the qualifier does. Empty where the table is.
    """
    header, rows = table
    if not header:
        return ""
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
                ends = ["" if end is None else f"{end:f}" for end in (value.low, value.high)]
                cells += [*ends, value.qualifier.value]
            else:
                cells += ["", "", value] if index in numbers else [value]
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


def of_series(spec: Any, locale: Locale, write: Write) -> Table:
    """A column for each series."""
    columns = names(spec.data)
    rows = []
    for row in spec.data:
        cells = [write(row.values.get(name, MISSING), spec) for name in columns]
        rows.append((plain_label(row.label, locale), *cells))
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
COLUMNS = {"series": "series", "date": "date", "label": "item", "x": "date", "y": "value", "value": "value",
            "size": "size", "target": "target"}  # fmt: skip


def of_fields(spec: Any, locale: Locale, write: Write, units: Mapping[str, Unit] = {},
              words: Mapping[str, str] = {}) -> Table:  # fmt: skip
    """A column for each field of the rows that any row fills.

    `units` are those of fields that have their own, with a title that heads the column; `words` head others.
    """
    words = {**COLUMNS, **words}
    fields = type(spec.data[0]).model_fields
    used = [name for name in COLUMNS if name in fields]
    used = [name for name in used if any(getattr(row, name) is not None for row in spec.data)]
    header = tuple(
        plain_label(units[n].title, locale) if n in units else locale.word(f"data {words[n]}")  # type: ignore[attr-defined]
        for n in used
    )
    rows = []
    for row in spec.data:
        cells = []
        for name in used:
            value = getattr(row, name)
            unit = units.get(name) or (row if isinstance(row, Unit) else spec)
            if isinstance(value, Quantity):
                cells.append(write(value, unit if isinstance(unit, Unit) else Unit()))
            elif name in ("date", "x"):
                cells.append(format_x(value, locale))
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
    rows = [(*row, cell) for row, cell in zip(rows, cells, strict=True)]
    return (*header, locale.word("data status")), rows
