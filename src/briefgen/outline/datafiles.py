"""Rows from files: `data: {file: …}` in the tree becomes the rows themselves, each cell with its place.

It happens before validation, so that a bad cell is reported like a bad value in the outline.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from briefgen.diagnostics import BriefgenError, Diagnostic
from briefgen.outline import decimals, shaping
from briefgen.outline.figure import DataFile, kinds
from briefgen.outline.files import Folder
from briefgen.outline.grids import Grid, failed, read
from briefgen.outline.suggest import did_you_mean
from briefgen.outline.yamltree import Mapping, Node, Scalar, Sequence_


def expand(root: Node, folder: Folder) -> tuple[Node, list[Diagnostic]]:
    """`root` with the rows of every figure's and table's data file in place of its name.

    Returns what is wrong with the files; the parts concerned are then left as they were.
    """
    found: list[Diagnostic] = []
    if not isinstance(root, Mapping):
        return root, found
    entries = dict(root.entries)
    tag = entries.get("language")
    language = tag.value if isinstance(tag, Scalar) and tag.value else "en"
    for section, key in (("figures", "data"), ("tables", "rows")):
        parts = entries.get(section)
        if isinstance(parts, Sequence_):
            items = tuple(_expand(part, key, folder, language, found) for part in parts.items)
            entries[section] = replace(parts, items=items)
    return replace(root, entries=entries), found


def _expand(part: Node, key: str, folder: Folder, language: str, found: list[Diagnostic]) -> Node:
    spec = part.entries.get(key) if isinstance(part, Mapping) else None
    if not isinstance(part, Mapping) or not isinstance(spec, Mapping):
        return part
    try:
        rows, left_out = _rows(
            spec, key, folder, language, _fields(part) if key == "data" else {}, found
        )
    except BriefgenError as exc:
        found.extend(exc.diagnostics)
        # Empty, so that validation does not complain a second time; the errors stop the build.
        return replace(part, entries={k: v for k, v in part.entries.items() if k != key})
    entries = {**part.entries, key: rows}
    if left_out and "left_out" not in entries:
        entries["left_out"] = Scalar(str(left_out), spec.place)
    return replace(part, entries=entries)


def _fields(part: Mapping) -> dict[str, bool]:
    """The keys of a row of this figure's kind, and whether a row must have them; empty for no known kind."""
    kind, of = (_text(part.entries.get(key)) for key in ("kind", "of"))
    if kind not in kinds():
        return {}
    data = part.entries.get("data")
    columns = data.entries.get("columns") if isinstance(data, Mapping) else None
    found: dict[str, bool] = kinds()[kind].row_keys(
        of, columns.entries if isinstance(columns, Mapping) else ()
    )
    return found


def _text(node: Node | None) -> str:
    return node.value or "" if isinstance(node, Scalar) else ""


def _rows(spec: Mapping, key: str, folder: Folder, language: str, fields: dict[str, bool],
          found: list[Diagnostic]) -> tuple[Sequence_, int]:  # fmt: skip
    """The rows that the figure or table takes, and how many others it leaves out without a word."""
    keys = (
        list(DataFile.model_fields)
        if key == "data"
        else ["file", "sheet", "columns", "filter", "sort"]
    )
    for name in spec.entries:
        if name not in keys:
            hint = did_you_mean(name, keys)
            raise failed("unknown-key", f"unknown key `{name}`", spec.keys[name], hint)
    file = spec.entries.get("file")
    if not isinstance(file, Scalar) or not file.value:
        message = f"`{key}` is neither rows nor a file"
        raise failed("missing-key", message, spec.place, "write `file: …`")
    sheet = spec.entries.get("sheet")
    grid = read(
        folder.read(file.value, file.place),
        file.value,
        file.place,
        sheet if isinstance(sheet, Scalar) else None,
    )
    if key == "data":
        grid = decimals.pointed(grid, spec.entries.get("decimal"), language, found)
    conditions, order = spec.entries.get("filter"), spec.entries.get("sort")
    columns = spec.entries.get("columns")
    if key == "rows":
        grid = shaping.chosen(grid, conditions, order, file)
        wanted = _listed(columns, grid, file)
        cells = [Sequence_(tuple(row[i] for i in wanted), row[0].place) for row in grid.rows]
        return Sequence_(tuple(cells), file.place), 0
    whole, picked = grid, _picked(columns, grid, file, fields)
    measures = {grid.header[i] for i in (*picked.values, *picked.measured())}
    grid, hidden = shaping.chosen(grid, conditions, order, file), 0
    if isinstance(conditions, Mapping) and measures & set(conditions.entries):
        others = {k: v for k, v in conditions.entries.items() if k not in measures}
        kept = replace(conditions, entries=others)
        hidden = len(shaping.chosen(whole, kept, None, file).rows) - len(grid.rows)
    every = list(_keyed(picked, grid, file, fields))
    rows = shaping.top(every, spec.entries.get("top"), spec.entries.get("rest"), file)
    left_out = hidden + max(0, len(every) - len(rows)) * ("rest" not in spec.entries)
    return Sequence_(tuple(rows), file.place), left_out


def _listed(columns: Node | None, grid: Grid, file: Scalar) -> list[int]:
    if columns is None:
        return list(range(len(grid.header)))
    if not isinstance(columns, Sequence_):
        hint = "write the names of the file's columns: `[year, value]`"
        raise failed("wrong-type", "`columns` is not a list", columns.place, hint)
    return [shaping.column(c, grid, file) for c in columns.items if isinstance(c, Scalar)]


class _Columns(Struct, frozen=True):
    """Which column serves as which key; several for `values`."""

    single: dict[str, int]
    values: tuple[int, ...]

    def measured(self) -> list[int]:
        """The columns of quantities that serve as a key of their own."""
        return [i for key, i in self.single.items() if key in ("value", "y", "size", "target")]


def _keyed(
    picked: _Columns, grid: Grid, file: Scalar, fields: dict[str, bool]
) -> Iterator[Mapping]:
    """The rows as mappings, in the shape that the kind wants: a row a label, or a row a value."""
    if "values" in fields:
        long = "series" in picked.single and "value" in picked.single
        yield from shaping.wide(grid, picked.single, picked.values, long, file)
    elif picked.values:
        yield from shaping.long(grid, picked.single, picked.values)
    else:
        for row in grid.rows:
            yield shaping.mapping({key: row[i] for key, i in picked.single.items()}, row[0].place)


def _picked(columns: Node | None, grid: Grid, file: Scalar, fields: dict[str, bool]) -> _Columns:
    if columns is not None and not isinstance(columns, Mapping):
        hint = "write which column serves as which key: `{label: year, value: pills}`"
        raise failed("wrong-type", "`columns` is not a mapping", columns.place, hint)
    single: dict[str, int] = {}
    values: tuple[int, ...] = ()
    for key, name in columns.entries.items() if columns is not None else ():
        if isinstance(name, Sequence_) and key == "values":
            values = tuple(
                shaping.column(c, grid, file) for c in name.items if isinstance(c, Scalar)
            )
        elif isinstance(name, Scalar) and key == "values":
            values = (shaping.column(name, grid, file),)
        elif isinstance(name, Scalar):
            single[key] = shaping.column(name, grid, file)
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
            raise failed(
                "missing-column", f"`{file.value}` has no column `{field}`", file.place, hint
            )
    return _Columns(single, values)
