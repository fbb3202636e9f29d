"""The data table and the words of a chart whose rows briefgen does not know, derived from the fields of its models.

Of a specification with rows each row is a row of the table, and each field that any of them fills a column. Of one
without rows each of its own fields is a row: its name and its value.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from briefgen.charts.axis import format_x
from briefgen.charts.sheet import plain_label
from briefgen.charts.text_alternatives import COLUMNS, Table, Write, describe_value
from briefgen.languages.locale import Locale
from briefgen.model.figures import FigureBase, Unit, own_fields, rows_of
from briefgen.model.quantity import Quantity

_STATUSES = ("provisional", "forecast")
# Fields of a row that are no data: those say how numbers are written, and a note is said beside the table.
_BESIDE = {*Unit.model_fields, "note"}


@dataclass(frozen=True, slots=True)
class _Value:
    """A text, a quantity or a number with the keys and numbers that lead to it, as a heading has them."""

    path: tuple[str, ...]
    value: str | Quantity | int | float | Decimal
    unit: Unit


def has_known_fields(row: Any) -> bool:
    """Whether a row has data, and none but in fields that rows of briefgen's own kinds have too."""
    if not isinstance(row, BaseModel) or getattr(row, "status", None) not in (None, *_STATUSES):
        return False
    known = [getattr(row, name) for name in COLUMNS if getattr(row, name, None) is not None]
    unknown = type(row).model_fields.keys() - COLUMNS.keys() - _BESIDE - {"status"}
    return (
        bool(known)
        and all(isinstance(value, str | Quantity) for value in known)
        and not any(True for name in unknown for _ in _values(getattr(row, name), (name,)))
    )


def table(spec: FigureBase, locale: Locale, write: Write) -> Table:
    """The headings and rows of the data table, neither where there are no data; `write` gives the cell for a quantity."""
    header, rows, _ = _derive(spec, locale, write)
    return header, rows


def values_in_words(spec: FigureBase, locale: Locale) -> list[str]:
    """The rows of the data table in words, the highlighted ones first."""
    header, rows, named = _derive(spec, locale, lambda q, unit: describe_value(q, unit, locale))
    chosen = {plain_label(label, locale) for label in spec.highlight}
    out = []
    for cells in sorted(rows, key=lambda cells: chosen.isdisjoint(cells)):
        pairs = [pair for pair in zip(header, cells, strict=True) if pair[1]]
        name = f"{cells[0]}: " if named and cells[0] and len(pairs) > 1 else ""
        with_headings = len(header) > 2 or not named
        texts = [f"{head} {cell}" if with_headings else cell for head, cell in pairs]
        out.append(name + ", ".join(texts[1:] if name else texts))
    return [text for text in out if text]


def _derive(
    spec: FigureBase, locale: Locale, write: Write
) -> tuple[tuple[str, ...], list[tuple[Any, ...]], bool]:
    """The table, and whether its first column has the rows' names."""
    unit = spec if isinstance(spec, Unit) else Unit()
    listed = rows_of(spec)
    if not listed:
        own = list(_own_values(spec, unit))
        header = (locale.word("data item"), locale.word("data value")) if own else ()
        return header, [(_heading(v.path, locale), _cell(v, locale, write)) for v in own], True
    found = [{v.path: v for v in _values(row, (), unit)} for row in listed]
    paths = list(dict.fromkeys(path for row in found for path in row))
    texts = [path for path in paths if path[-1] != "status" and _is_text_column(path, found)]
    paths.sort(key=lambda path: path != texts[0] if texts else False)
    rows = [tuple(_cell(row[p], locale, write) if p in row else "" for p in paths) for row in found]
    return tuple(_heading(path, locale) for path in paths), rows, bool(texts)


def _own_values(spec: FigureBase, unit: Unit) -> Iterator[_Value]:
    """What a specification without rows says in fields of its kind's own that are no options of how it is drawn."""
    for name in own_fields(spec):
        field = type(spec).model_fields[name]
        if name not in Unit.model_fields and not _is_option(field.annotation):
            yield from _values(getattr(spec, name), (field.title or name,), unit)


def _values(value: Any, path: tuple[str, ...], unit: Unit | None = None) -> Iterator[_Value]:
    """The texts and quantities in a field, in order; none of a switch."""
    unit = value if isinstance(value, Unit) else unit or Unit()
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            if name not in _BESIDE:
                yield from _values(getattr(value, name), (*path, field.title or name), unit)
    elif isinstance(value, Mapping):  # its keys say enough
        for key, item in value.items():
            yield from _values(item, (*path[:-1], str(key)), unit)
    elif isinstance(value, tuple | list):
        if value and all(isinstance(item, str) for item in value):
            yield _Value(path, ", ".join(value), unit)
        else:
            for number, item in enumerate(value, 1):
                yield from _values(item, (*path, str(number)), unit)
    elif isinstance(value, Quantity):
        yield _Value(path, value, unit)
    elif isinstance(value, datetime.date):
        yield _Value(path, value.isoformat(), unit)
    elif isinstance(value, str | int | float | Decimal) and not isinstance(value, bool):
        yield _Value(path, value, unit)


def _is_option(annotation: Any) -> bool:
    """Whether a field takes one of a few words, or nothing."""
    if get_origin(annotation) is Literal:
        return True
    parts: Sequence[Any] = [arg for arg in get_args(annotation) if arg is not type(None)]
    return bool(parts) and all(get_origin(arg) is Literal for arg in parts)


def _is_text_column(
    path: tuple[str, ...], rows: Sequence[Mapping[tuple[str, ...], _Value]]
) -> bool:
    """Whether all values in a column are texts."""
    return all(isinstance(row[path].value, str) for row in rows if path in row)


def _heading(path: tuple[str, ...], locale: Locale) -> str:
    """The fixed word for a field that rows of briefgen's own kinds have too; else its title, or its name in words."""
    if len(path) == 1 and path[0] in COLUMNS:
        return locale.word(f"data {COLUMNS[path[0]]}")
    if path == ("status",):
        return locale.word("data status")
    text = plain_label(" ".join(part.replace("_", " ").strip() for part in path), locale)
    return text[:1].upper() + text[1:]


def _cell(found: _Value, locale: Locale, write: Write) -> Any:
    if isinstance(found.value, Quantity):
        return write(found.value, found.unit)
    if found.path == ("status",) and found.value in _STATUSES:
        return locale.word(f"status {found.value}")
    return plain_label(format_x(str(found.value), locale), locale)
