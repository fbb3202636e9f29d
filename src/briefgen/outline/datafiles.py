"""Rows from files: `data: {file: …}` in the tree becomes the rows themselves, each cell with its place.

It happens before validation, so that a bad cell is reported like a bad value in the outline.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace

from briefgen.diagnostics import BriefgenError, Diagnostic, Place, error
from briefgen.outline.files import Folder
from briefgen.outline.suggest import did_you_mean
from briefgen.outline.yamltree import Mapping, Node, Scalar, Sequence_, decode

MAX_COLUMNS = 1_000
MAX_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Grid:
    """A file of rows: the header's names, and cells that know their place."""

    header: tuple[str, ...]
    rows: tuple[tuple[Scalar, ...], ...]


def expand(root: Node, folder: Folder) -> tuple[Node, list[Diagnostic]]:
    """`root` with the rows of every figure's and table's data file in place of its name.

    Returns what is wrong with the files; the parts concerned are then left as they were.
    """
    found: list[Diagnostic] = []
    if not isinstance(root, Mapping):
        return root, found
    entries = dict(root.entries)
    for section, key in (("figures", "data"), ("tables", "rows")):
        parts = entries.get(section)
        if isinstance(parts, Sequence_):
            items = tuple(_expand(part, key, folder, found) for part in parts.items)
            entries[section] = replace(parts, items=items)
    return replace(root, entries=entries), found


def _expand(part: Node, key: str, folder: Folder, found: list[Diagnostic]) -> Node:
    spec = part.entries.get(key) if isinstance(part, Mapping) else None
    if not isinstance(part, Mapping) or not isinstance(spec, Mapping):
        return part
    try:
        rows = _rows(spec, key, folder)
    except BriefgenError as exc:
        found.extend(exc.diagnostics)
        # Empty, so that validation does not complain a second time; the errors stop the build.
        return replace(part, entries={k: v for k, v in part.entries.items() if k != key})
    return replace(part, entries={**part.entries, key: rows})


def _rows(spec: Mapping, key: str, folder: Folder) -> Sequence_:
    for name in spec.entries:
        if name not in ("file", "columns"):
            hint = did_you_mean(name, ("file", "columns"))
            raise BriefgenError(
                error("unknown-key", f"unknown key `{name}`", spec.keys[name], hint)
            )
    file = spec.entries.get("file")
    if not isinstance(file, Scalar) or not file.value:
        raise BriefgenError(
            error(
                "missing-key", f"`{key}` is neither rows nor a file", spec.place, "write `file: …`"
            )
        )
    if not file.value.lower().endswith(".csv"):
        raise BriefgenError(
            error("file-type", f"`{file.value}` is not a CSV file", file.place, "save it as .csv")
        )
    grid = read_csv(folder.read(file.value, file.place), file.value)
    columns = spec.entries.get("columns")
    if key == "rows":
        wanted = _listed(columns, grid, file)
        cells = [Sequence_(tuple(row[i] for i in wanted), row[0].place) for row in grid.rows]
        return Sequence_(tuple(cells), file.place)
    return Sequence_(tuple(_keyed(columns, grid, file)), file.place)


def _column(name: Scalar, grid: Grid, file: Scalar) -> int:
    if name.value not in grid.header:
        hint = did_you_mean(name.value or "", grid.header)
        message = f"`{file.value}` has no column `{name.value}`"
        raise BriefgenError(error("missing-column", message, name.place, hint))
    return grid.header.index(name.value)


def _listed(columns: Node | None, grid: Grid, file: Scalar) -> list[int]:
    if columns is None:
        return list(range(len(grid.header)))
    if not isinstance(columns, Sequence_):
        hint = "write the names of the file's columns: `[year, value]`"
        raise BriefgenError(error("wrong-type", "`columns` is not a list", columns.place, hint))
    return [_column(c, grid, file) for c in columns.items if isinstance(c, Scalar)]


def _keyed(columns: Node | None, grid: Grid, file: Scalar) -> Iterable[Mapping]:
    if columns is not None and not isinstance(columns, Mapping):
        hint = "write which column serves as which key: `{label: year, value: pills}`"
        raise BriefgenError(error("wrong-type", "`columns` is not a mapping", columns.place, hint))
    keys = {name: grid.header.index(name) for name in grid.header}
    if columns is not None:
        named = {k: v for k, v in columns.entries.items() if isinstance(v, Scalar)}
        keys = {key: _column(name, grid, file) for key, name in named.items()}
    for row in grid.rows:
        entries: dict[str, Node] = {key: row[index] for key, index in keys.items()}
        yield Mapping(entries, {key: row[i].place for key, i in keys.items()}, row[0].place)


def read_csv(data: bytes, file: str) -> Grid:
    """A CSV file (RFC 4180, UTF-8, comma or semicolon) with a header row.

    A place's line is the line in the file, its column the number of the cell. Raises BriefgenError.
    """
    text = decode(data, file)
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = tuple(cell.strip() for cell in next(reader, []))
        if not any(header) or len(set(header)) != len(header):
            hint = "give each column a name of its own in the first row"
            raise BriefgenError(
                error("csv-header", "the first row does not name the columns", Place(file), hint)
            )
        if len(header) > MAX_COLUMNS:
            raise BriefgenError(
                error("csv-size", f"more than {MAX_COLUMNS:,} columns", Place(file))
            )
        rows: list[tuple[Scalar, ...]] = []
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            line = reader.line_num
            if len(row) != len(header):
                message = f"{len(row)} cells in a table of {len(header)} columns"
                hint = "put a cell that holds a comma in quotes"
                raise BriefgenError(error("csv-row", message, Place(file, line), hint))
            if len(rows) >= MAX_ROWS:
                raise BriefgenError(error("csv-size", f"more than {MAX_ROWS:,} rows", Place(file)))
            rows.append(
                tuple(
                    Scalar(cell.strip() or None, Place(file, line, number))
                    for number, cell in enumerate(row, 1)
                )
            )
    except csv.Error as exc:
        raise BriefgenError(
            error("csv-syntax", f"not a CSV file: {exc}", Place(file, reader.line_num or 1))
        ) from None
    if not rows:
        raise BriefgenError(error("csv-empty", "there are no rows below the header", Place(file)))
    return Grid(header, tuple(rows))
