"""Rows from files: `data: {file: …}` in the tree becomes the rows themselves, each cell with its place.

A file's rows are filtered, sorted, cut and turned into the rows that a chart or table takes. It happens before
validation, so that a bad cell is reported like a bad value in the outline.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from briefgen.model import quantity
from briefgen.model.diagnostics import BriefgenError, Diagnostic, Place, did_you_mean, failure
from briefgen.model.figures import DataFile
from briefgen.model.loaded import MappingNode, Scalar, SequenceNode, TreeNode
from briefgen.model.registry import CHART_KINDS
from briefgen.reading import tables
from briefgen.reading.tables import Grid, read
from briefgen.storage.folder import Folder

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
        message = f"`{file.value}` has no column `{name.value}`"
        raise failure("missing-column", message, name.place, hint)
    return grid.header.index(name.value)


def row_mapping(entries: dict[str, TreeNode], place: Place) -> MappingNode:
    """A row as the tree has it, each key standing where its value does."""
    return MappingNode(entries, {key: value.place for key, value in entries.items()}, place)


def _number(text: str | None) -> float | None:
    try:
        return quantity.parse(text).value
    except ValueError:
        return None


def filter_and_sort(
    grid: Grid, conditions: TreeNode | None, order: TreeNode | None, file: Scalar
) -> Grid:
    """The rows that meet all `conditions`, in the order of the column that `order` names."""
    rows = list(grid.rows)
    if isinstance(conditions, MappingNode):
        for key, wanted in conditions.entries.items():
            index = column(Scalar(key, conditions.keys[key]), grid, file)
            items = wanted.items if isinstance(wanted, SequenceNode) else (wanted,)
            texts = [item.value or "" for item in items if isinstance(item, Scalar)]
            rows = [r for r in rows if any(_meets(r[index].value or "", text) for text in texts)]
        if not rows:
            message = f"no row of `{file.value}` meets the filter"
            raise failure("empty-filter", message, conditions.place, "widen it, or delete it")
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


def long_rows(grid: Grid, single: dict[str, int], values: Sequence[int]) -> Iterator[MappingNode]:
    """A row for each value of each row, its series named by its column."""
    for index in values:
        for row in grid.rows:
            entries: dict[str, TreeNode] = {key: row[i] for key, i in single.items()}
            series = Scalar(grid.header[index], row[index].place)
            yield row_mapping({**entries, "series": series, "value": row[index]}, row[0].place)


def wide_rows(
    grid: Grid, single: dict[str, int], values: Sequence[int], is_long: bool, file: Scalar
) -> Iterator[MappingNode]:
    """A row for each label, its values by series: from several columns, or from rows with the same label."""
    kept = {key: i for key, i in single.items() if key not in ("series", "value", "values")}
    if not is_long:
        for row in grid.rows:
            cells: dict[str, TreeNode] = {grid.header[i]: row[i] for i in values}
            entries: dict[str, TreeNode] = {key: row[i] for key, i in kept.items()}
            yield row_mapping({**entries, "values": row_mapping(cells, row[0].place)}, row[0].place)
        return
    groups: dict[tuple[str, str], tuple[dict[str, TreeNode], dict[str, TreeNode], Place]] = {}
    for row in grid.rows:
        label = row[kept["label"]].value or ""
        first = {key: row[i] for key, i in kept.items()}
        panel = row[kept["panel"]].value or "" if "panel" in kept else ""
        _, cells, _ = groups.setdefault((panel, label), (dict(first), {}, row[0].place))
        series, value = row[single["series"]], row[single["value"]]
        if not series.value:
            raise failure("empty-value", "this row does not name its series", series.place)
        if series.value in cells:
            message = f"`{file.value}` has two values for `{label}` and `{series.value}`"
            raise failure("duplicate-row", message, value.place, "choose one with `filter`")
        cells[series.value] = value
    for first_cells, cells, place in groups.values():
        yield row_mapping({**first_cells, "values": row_mapping(cells, place)}, place)


def keep_top(
    rows: list[MappingNode], count: TreeNode | None, rest: TreeNode | None, file: Scalar
) -> list[MappingNode]:
    """The first `count` rows, and one more with the sums of the others where `rest` names it."""
    if count is None:
        if rest is not None:
            hint = "say how many rows to keep: `top: 5`"
            raise failure("missing-key", "`rest` without `top`", rest.place, hint)
        return rows
    text = count.value if isinstance(count, Scalar) else None
    if not text or not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise failure("bad-number", "`top` is not a number from 1 to 1,000", count.place)
    kept, left = rows[: int(text)], rows[int(text) :]
    if not isinstance(rest, Scalar) or not rest.value or not left:
        return kept
    entries: dict[str, TreeNode] = {"label": rest}
    if all("value" in row.entries for row in left):
        entries["value"] = _sum([row.entries["value"] for row in left], rest)
    elif all(isinstance(row.entries.get("values"), MappingNode) for row in left):
        cells: dict[str, list[TreeNode]] = {}
        for row in left:
            for name, cell in _entries(row.entries["values"]).items():
                cells.setdefault(name, []).append(cell)
        sums: dict[str, TreeNode] = {name: _sum(each, rest) for name, each in cells.items()}
        entries["values"] = row_mapping(sums, rest.place)
    else:
        message = f"rows of `{file.value}` without a value cannot be put together"
        raise failure("rest", message, rest.place, "delete `rest`")
    return [*kept, row_mapping(entries, rest.place)]


def _sum(cells: Sequence[TreeNode], rest: Scalar) -> Scalar:
    """The sum as it would be written, known as well as its parts are (`quantity.total`)."""
    parts = []
    for cell in cells:
        try:
            part = quantity.parse(cell.value if isinstance(cell, Scalar) else None)
        except ValueError as exc:
            raise failure("bad-number", str(exc), cell.place) from None
        if part.bounds is None:
            message = f"a missing value cannot be part of `{rest.value}`"
            raise failure("rest", message, cell.place, "leave it out with `filter`")
        parts.append(part)
    summed = tuple(cell for cell in cells if isinstance(cell, Scalar))
    return Scalar(quantity.format_quantity(quantity.total(parts)), rest.place, summed)


def expand(root: TreeNode, folder: Folder) -> tuple[TreeNode, list[Diagnostic]]:
    """`root` with the rows of every figure's and table's data file in place of its name.

    Returns what is wrong with the files; the parts concerned are then left as they were.
    """
    found: list[Diagnostic] = []
    if not isinstance(root, MappingNode):
        return root, found
    entries = dict(root.entries)
    tag = entries.get("language")
    language = tag.value if isinstance(tag, Scalar) and tag.value else "en"
    for section, key in (("figures", "data"), ("tables", "rows")):
        parts = entries.get(section)
        if isinstance(parts, SequenceNode):
            items = tuple(_expand(part, key, folder, language, found) for part in parts.items)
            entries[section] = replace(parts, items=items)
    return replace(root, entries=entries), found


def _expand(
    part: TreeNode, key: str, folder: Folder, language: str, found: list[Diagnostic]
) -> TreeNode:
    spec = part.entries.get(key) if isinstance(part, MappingNode) else None
    if not isinstance(part, MappingNode) or not isinstance(spec, MappingNode):
        return part
    try:
        fields = _fields(part) if key == "data" else {}
        rows, left_out = _rows(spec, key, folder, language, fields, found)
    except BriefgenError as exc:
        found.extend(exc.diagnostics)
        # Empty, so that validation does not complain a second time; the errors stop the build.
        return replace(part, entries={k: v for k, v in part.entries.items() if k != key})
    entries = {**part.entries, key: rows}
    if left_out and "left_out" not in entries:
        entries["left_out"] = Scalar(str(left_out), spec.place)
    return replace(part, entries=entries)


def _fields(part: MappingNode) -> dict[str, bool]:
    """The keys of a row of this figure's kind, and whether a row must have them; empty for no known kind."""
    kind, of = (_text(part.entries.get(key)) for key in ("kind", "of"))
    if kind not in CHART_KINDS:
        return {}
    data = part.entries.get("data")
    names = _entries(_entries(data).get("columns"))
    found: dict[str, bool] = CHART_KINDS[kind].row_keys(of, names)
    return found


def _entries(node: TreeNode | None) -> dict[str, TreeNode]:
    return node.entries if isinstance(node, MappingNode) else {}


def _text(node: TreeNode | None) -> str:
    return node.value or "" if isinstance(node, Scalar) else ""


def _rows(spec: MappingNode, key: str, folder: Folder, language: str, fields: dict[str, bool],
          found: list[Diagnostic]) -> tuple[SequenceNode, int]:  # fmt: skip
    """The rows that the figure or table takes, and how many others it leaves out without a word."""
    for_table = ["file", "sheet", "columns", "filter", "sort"]
    keys = list(DataFile.model_fields) if key == "data" else for_table
    for name in spec.entries:
        if name not in keys:
            hint = did_you_mean(name, keys)
            raise failure("unknown-key", f"unknown key `{name}`", spec.keys[name], hint)
    file = spec.entries.get("file")
    if not isinstance(file, Scalar) or not file.value:
        message = f"`{key}` is neither rows nor a file"
        raise failure("missing-key", message, spec.place, "write `file: …`")
    sheet = spec.entries.get("sheet")
    sheet = sheet if isinstance(sheet, Scalar) else None
    grid = read(folder.read(file.value, file.place), file.value, file.place, sheet)
    if key == "data":
        grid = tables.use_points(grid, spec.entries.get("decimal"), language, found)
    conditions, order = spec.entries.get("filter"), spec.entries.get("sort")
    columns = spec.entries.get("columns")
    if key == "rows":
        grid = filter_and_sort(grid, conditions, order, file)
        wanted = _column_list(columns, grid, file)
        cells = [SequenceNode(tuple(row[i] for i in wanted), row[0].place) for row in grid.rows]
        return SequenceNode(tuple(cells), file.place), 0
    whole, picked = grid, _find_columns(columns, grid, file, fields)
    measures = {grid.header[i] for i in (*picked.values, *picked.measures())}
    grid, hidden = filter_and_sort(grid, conditions, order, file), 0
    if isinstance(conditions, MappingNode) and measures & set(conditions.entries):
        others = {k: v for k, v in conditions.entries.items() if k not in measures}
        kept = replace(conditions, entries=others)
        hidden = len(filter_and_sort(whole, kept, None, file).rows) - len(grid.rows)
    every = list(_shape_rows(picked, grid, file, fields))
    rows = keep_top(every, spec.entries.get("top"), spec.entries.get("rest"), file)
    left_out = hidden + max(0, len(every) - len(rows)) * ("rest" not in spec.entries)
    return SequenceNode(tuple(rows), file.place), left_out


def _column_list(columns: TreeNode | None, grid: Grid, file: Scalar) -> list[int]:
    if columns is None:
        return list(range(len(grid.header)))
    if not isinstance(columns, SequenceNode):
        hint = "write the names of the file's columns: `[year, value]`"
        raise failure("wrong-type", "`columns` is not a list", columns.place, hint)
    return [column(c, grid, file) for c in columns.items if isinstance(c, Scalar)]


class _Columns(Struct, frozen=True):
    """Which column serves as which key; several for `values`."""

    single: dict[str, int]
    values: tuple[int, ...]

    def measures(self) -> list[int]:
        """The columns of quantities that serve as a key of their own."""
        return [i for key, i in self.single.items() if key in ("value", "y", "size", "target")]


def _shape_rows(
    picked: _Columns, grid: Grid, file: Scalar, fields: dict[str, bool]
) -> Iterator[MappingNode]:
    """The rows as mappings, in the shape that the kind wants: a row a label, or a row a value."""
    if "values" in fields:
        long = "series" in picked.single and "value" in picked.single
        yield from wide_rows(grid, picked.single, picked.values, long, file)
    elif picked.values:
        yield from long_rows(grid, picked.single, picked.values)
    else:
        for row in grid.rows:
            yield row_mapping({key: row[i] for key, i in picked.single.items()}, row[0].place)


def _find_columns(
    columns: TreeNode | None, grid: Grid, file: Scalar, fields: dict[str, bool]
) -> _Columns:
    if columns is not None and not isinstance(columns, MappingNode):
        hint = "write which column serves as which key: `{label: year, value: pills}`"
        raise failure("wrong-type", "`columns` is not a mapping", columns.place, hint)
    single: dict[str, int] = {}
    values: tuple[int, ...] = ()
    for key, name in columns.entries.items() if columns is not None else ():
        if isinstance(name, SequenceNode) and key == "values":
            values = tuple(column(c, grid, file) for c in name.items if isinstance(c, Scalar))
        elif isinstance(name, Scalar) and key == "values":
            values = (column(name, grid, file),)
        elif isinstance(name, Scalar):
            single[key] = column(name, grid, file)
    # A key that is not named is looked up by its own name.
    wanted = fields or dict.fromkeys(grid.header, False)
    allowed = {*wanted, "series", "value"} if "values" in wanted else set(wanted)
    for field in allowed:
        if field in grid.header and field not in single:
            single[field] = grid.header.index(field)
    covered = {*single, *(("values", "value", "series") if values else ())}
    if "values" in wanted and {"series", "value"} <= set(single):
        covered.add("values")
    for field, required in wanted.items():
        if required and field not in covered:
            example = "values: [2019, 2021]" if field == "values" else f"{field}: {grid.header[-1]}"
            hint = f"say which column it is: `columns: {{{example}}}`"
            message = f"`{file.value}` has no column `{field}`"
            raise failure("missing-column", message, file.place, hint)
    return _Columns(single, values)
