"""A file's rows chosen, ordered, cut and turned into the rows that a chart takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from briefgen.diagnostics import Place
from briefgen.outline import quantity
from briefgen.outline.grids import Grid, failed
from briefgen.outline.suggest import did_you_mean
from briefgen.outline.yamltree import Mapping, Node, Scalar, Sequence_

_COMPARE: dict[str, Any] = {
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
}


def column(name: Scalar, grid: Grid, file: Scalar) -> int:
    """The number of the column called `name`; raises BriefgenError where the file has none."""
    if name.value not in grid.header:
        hint = did_you_mean(name.value or "", grid.header)
        raise failed(
            "missing-column", f"`{file.value}` has no column `{name.value}`", name.place, hint
        )
    return grid.header.index(name.value)


def mapping(entries: dict[str, Node], place: Place) -> Mapping:
    """A row as the tree has it, each key standing where its value does."""
    return Mapping(entries, {key: value.place for key, value in entries.items()}, place)


def _number(text: str | None) -> float | None:
    try:
        return quantity.parse(text).value
    except ValueError:
        return None


# -- rows ----------------------------------------------------------------------------------------


def chosen(grid: Grid, conditions: Node | None, order: Node | None, file: Scalar) -> Grid:
    """The rows that meet all `conditions`, in the order of the column that `order` names."""
    rows = list(grid.rows)
    if isinstance(conditions, Mapping):
        for key, wanted in conditions.entries.items():
            index = column(Scalar(key, conditions.keys[key]), grid, file)
            items = wanted.items if isinstance(wanted, Sequence_) else (wanted,)
            texts = [item.value or "" for item in items if isinstance(item, Scalar)]
            rows = [
                row for row in rows if any(_meets(row[index].value or "", text) for text in texts)
            ]
        if not rows:
            message = f"no row of `{file.value}` meets the filter"
            raise failed("empty-filter", message, conditions.place, "widen it, or delete it")
    if isinstance(order, Scalar) and order.value:
        falling = order.value.startswith("-") and order.value not in grid.header
        name = Scalar(order.value[1:] if falling else order.value, order.place)
        index = column(name, grid, file)
        numbers = [_number(row[index].value) for row in rows]
        by_number = any(n is not None for n in numbers)

        def rank(row: tuple[Scalar, ...]) -> tuple[bool, Any]:
            # Rows without a value come last, whichever way the others run.
            value = _number(row[index].value) if by_number else (row[index].value or "").casefold()
            return ((value is None or value == "") != falling, 0 if value is None else value)

        rows.sort(key=rank, reverse=falling)
    return replace(grid, rows=tuple(rows))


def _meets(cell: str, wanted: str) -> bool:
    for sign, compare in _COMPARE.items():
        if wanted.startswith(sign):
            value, limit = _number(cell or None), _number(wanted[len(sign) :].strip())
            return value is not None and limit is not None and bool(compare(value, limit))
    return cell == wanted


# -- long and wide ------------------------------------------------------------------------------


def long(grid: Grid, single: dict[str, int], values: Sequence[int]) -> Iterator[Mapping]:
    """A row for each value of each row, its series named by its column."""
    for index in values:
        for row in grid.rows:
            entries: dict[str, Node] = {key: row[i] for key, i in single.items()}
            series = Scalar(grid.header[index], row[index].place)
            yield mapping({**entries, "series": series, "value": row[index]}, row[0].place)


def wide(
    grid: Grid, single: dict[str, int], values: Sequence[int], is_long: bool, file: Scalar
) -> Iterator[Mapping]:
    """A row for each label, its values by series: from several columns, or from rows with the same label."""
    kept = {key: i for key, i in single.items() if key not in ("series", "value", "values")}
    if not is_long:
        for row in grid.rows:
            cells: dict[str, Node] = {grid.header[i]: row[i] for i in values}
            entries: dict[str, Node] = {key: row[i] for key, i in kept.items()}
            yield mapping({**entries, "values": mapping(cells, row[0].place)}, row[0].place)
        return
    groups: dict[tuple[str, str], tuple[dict[str, Node], dict[str, Node], Place]] = {}
    for row in grid.rows:
        label = row[kept["label"]].value or ""
        first = {key: row[i] for key, i in kept.items()}
        panel = row[kept["panel"]].value or "" if "panel" in kept else ""
        _, cells, _ = groups.setdefault((panel, label), (dict(first), {}, row[0].place))
        series, value = row[single["series"]], row[single["value"]]
        if not series.value:
            raise failed("empty-value", "this row does not name its series", series.place)
        if series.value in cells:
            message = f"`{file.value}` has two values for `{label}` and `{series.value}`"
            raise failed("duplicate-row", message, value.place, "choose one with `filter`")
        cells[series.value] = value
    for first_cells, cells, place in groups.values():
        yield mapping({**first_cells, "values": mapping(cells, place)}, place)


# -- top and rest -------------------------------------------------------------------------------


def top(rows: list[Mapping], count: Node | None, rest: Node | None, file: Scalar) -> list[Mapping]:
    """The first `count` rows, and one more with the sums of the others where `rest` names it."""
    if count is None:
        if rest is not None:
            hint = "say how many rows to keep: `top: 5`"
            raise failed("missing-key", "`rest` without `top`", rest.place, hint)
        return rows
    text = count.value if isinstance(count, Scalar) else None
    if not text or not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise failed("bad-number", "`top` is not a number from 1 to 1,000", count.place)
    kept, left = rows[: int(text)], rows[int(text) :]
    if not isinstance(rest, Scalar) or not rest.value or not left:
        return kept
    entries: dict[str, Node] = {"label": rest}
    if all("value" in row.entries for row in left):
        entries["value"] = _sum([row.entries["value"] for row in left], rest)
    elif all(isinstance(row.entries.get("values"), Mapping) for row in left):
        groups = [row.entries["values"] for row in left]
        names = dict.fromkeys(n for g in groups if isinstance(g, Mapping) for n in g.entries)
        sums: dict[str, Node] = {
            name: _sum(
                [g.entries[name] for g in groups if isinstance(g, Mapping) and name in g.entries],
                rest,
            )
            for name in names
        }
        entries["values"] = mapping(sums, rest.place)
    else:
        message = f"rows of `{file.value}` without a value cannot be put together"
        raise failed("rest", message, rest.place, "delete `rest`")
    return [*kept, mapping(entries, rest.place)]


def _sum(cells: Sequence[Node], rest: Scalar) -> Scalar:
    """The sum as it would be written, known as well as its parts are (`quantity.total`)."""
    parts = []
    for cell in cells:
        try:
            part = quantity.parse(cell.value if isinstance(cell, Scalar) else None)
        except ValueError as exc:
            raise failed("bad-number", str(exc), cell.place) from None
        if part.bounds is None:
            message = f"a missing value cannot be part of `{rest.value}`"
            raise failed("rest", message, cell.place, "leave it out with `filter`")
        parts.append(part)
    summed = tuple(cell for cell in cells if isinstance(cell, Scalar))
    return Scalar(quantity.written(quantity.total(parts)), rest.place, summed)
