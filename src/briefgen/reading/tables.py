"""Tables in CSV, JSON and XLSX files; every cell knows its file, row and column."""

from __future__ import annotations

import csv
import datetime
import io
import itertools
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain, islice
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from briefgen.model import quantity
from briefgen.model.diagnostics import (
    BriefgenError,
    Diagnostic,
    Place,
    did_you_mean,
    failure,
    warning,
)
from briefgen.model.loaded import Scalar, TreeNode
from briefgen.reading.yaml_parser import HIDDEN_HINT, decode, find_hidden
from briefgen.storage.folder import UNREADABLE

MAX_COLUMNS = 1_000
MAX_ROWS = 100_000
DELIMITERS = {"\t": "tab", ";": "semicolon", "|": "bar", ",": "comma"}  # the surest first
_SNIFFED = 100  # rows that are looked at to find the delimiter
_SEP = re.compile(r"sep=([,;|\t])\r?\n")  # the line that Excel reads and some programs write


class Grid(Struct, frozen=True):
    """A file of rows: the header's names, and cells that know their place."""

    header: tuple[str, ...]
    rows: tuple[tuple[Scalar, ...], ...]
    delimiter: str = ","


def check_grid(file: str, header: tuple[str, ...], rows: list[tuple[Scalar, ...]]) -> Grid:
    """The grid, unless its header does not name each column or there are no rows; raises BriefgenError."""
    check_header(file, header)
    for cell in chain((Scalar(name, Place(file)) for name in header), *rows):
        if cell.value and (said := find_hidden(cell.value)):
            raise failure("control-character", said, cell.place, HIDDEN_HINT)
    if not rows:
        raise failure("csv-empty", "there are no rows below the header", Place(file))
    return Grid(header, tuple(rows))


def check_header(file: str, header: tuple[str, ...]) -> None:
    """Raise BriefgenError unless each column has a name of its own."""
    if len(header) > MAX_COLUMNS:
        raise failure("csv-size", f"more than {MAX_COLUMNS:,} columns", Place(file))
    if not any(header) or len(set(header)) != len(header):
        hint = "give each column a name of its own in the first row"
        raise failure("csv-header", "the first row does not name the columns", Place(file), hint)


def read(data: bytes, file: str, place: Place, sheet: Scalar | None = None) -> Grid:
    """The table in `data`, by the ending of `file`; `place` is where the outline names it.

    Raises BriefgenError for other endings and for what cannot be read.
    """
    ending = file.lower().rpartition(".")[2]
    if sheet is not None and ending != "xlsx":
        raise failure("sheet", f"`{file}` has no sheets", sheet.place, "delete the key `sheet`")
    if ending == "csv":
        return read_csv(data, file)
    if ending == "json":
        return read_json(data, file)
    if ending == "xlsx":
        return read_xlsx(data, file, sheet)
    message = f"`{file}` is not a CSV, XLSX or JSON file"
    raise failure("file-type", message, place, "save it as .csv, .xlsx or .json")


def read_csv(data: bytes, file: str) -> Grid:
    """A CSV file (RFC 4180, UTF-8; commas, semicolons, tabs or bars between cells) with a header row.

    A place's line is the line in the file, its column the number of the cell. Raises BriefgenError.
    """
    text = decode(data, file)
    delimiter = find_delimiter(text)
    header, lines = csv_lines(text, file, delimiter)
    check_header(file, header)
    rows: list[tuple[Scalar, ...]] = []
    for line, row in lines:
        if len(row) != len(header):
            message = f"{len(row)} cells in a table of {len(header)} columns"
            hint = f"put a cell that holds a {DELIMITERS[delimiter]} in quotes"
            raise failure("csv-row", message, Place(file, line), hint)
        cells = enumerate(row, 1)
        rows.append(tuple(Scalar(cell or None, Place(file, line, n)) for n, cell in cells))
    return replace(check_grid(file, header, rows), delimiter=delimiter)


def find_delimiter(text: str) -> str:
    """What stands between the cells of `text`: a comma, semicolon, tab or bar.

    It is the one that parts the first rows, quotes heeded, into the most columns of which each row has as many as the
    header; of two as good, a comma is taken for a decimal mark or a part of a text.
    """
    named = _SEP.match(text)
    if named:
        return named[1]

    def fitness(delimiter: str) -> tuple[bool, int]:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        widths: list[int] = []
        try:
            for row in islice(rows, _SNIFFED):
                if any(cell.strip() for cell in row):
                    widths.append(len(row))
        except csv.Error:
            return False, 0
        width = widths[0] if widths else 0
        return width > 1 and set(widths) == {width}, width

    return max(DELIMITERS, key=fitness)


def csv_lines(
    text: str, file: str, delimiter: str = ""
) -> tuple[tuple[str, ...], Iterator[tuple[int, tuple[str, ...]]]]:
    """The header of the CSV `text` and, as they are asked for, its rows that are not empty.

    `delimiter` is found in the text where it is not given. Each row comes with its line, its cells stripped of
    spaces. Getting rows raises BriefgenError.
    """
    stream = io.StringIO(text, newline="")
    above = 1 if _SEP.match(text) else 0
    if above:
        stream.readline()
    reader = csv.reader(stream, delimiter=delimiter or find_delimiter(text), strict=True)

    def rows() -> Iterator[tuple[int, tuple[str, ...]]]:
        count = 0
        try:
            for row in reader:
                cells = tuple(cell.strip() for cell in row)
                if not any(cells):
                    continue
                count += 1
                if count > MAX_ROWS:
                    raise failure("csv-size", f"more than {MAX_ROWS:,} rows", Place(file))
                yield reader.line_num + above, cells
        except csv.Error as exc:
            place = Place(file, reader.line_num + above or 1)
            raise failure("csv-syntax", f"not a CSV file: {exc}", place) from None

    try:
        header = tuple(cell.strip() for cell in next(reader, []))
    except csv.Error as exc:
        raise failure("csv-syntax", f"not a CSV file: {exc}", Place(file)) from None
    return header, rows()


def read_json(data: bytes, file: str) -> Grid:
    """A JSON file with a list of flat objects; numbers stay the text that was written.

    A place's line is the line where the object begins, its column the number of the key. Raises BriefgenError.
    """
    text = decode(data, file)
    header: dict[str, None] = {}
    records: list[tuple[int, dict[str, Any]]] = []
    for line, record in _json_records(text, file):
        if not isinstance(record, dict):
            hint = 'write `[{"label": "A", "value": 1}, …]`'
            message = "an item of the list is not an object"
            raise failure("json-row", message, Place(file, line), hint)
        header.update(dict.fromkeys(record))
        records.append((line, record))
        if len(records) > MAX_ROWS or len(header) > MAX_COLUMNS:
            message = f"more than {MAX_ROWS:,} rows or {MAX_COLUMNS:,} columns"
            raise failure("csv-size", message, Place(file, line))
    rows = [
        tuple(_json_cell(record.get(key), Place(file, line, n)) for n, key in enumerate(header, 1))
        for line, record in records
    ]
    return check_grid(file, tuple(header), rows)


def _json_cell(value: Any, place: Place) -> Scalar:
    if isinstance(value, dict | list):
        hint = "write one text or number for each key"
        raise failure("json-cell", "a value is itself a list or an object", place, hint)
    if isinstance(value, bool):
        return Scalar("true" if value else "false", place)
    return Scalar(value.strip() or None if isinstance(value, str) else None, place)


def _json_records(text: str, file: str) -> list[tuple[int, Any]]:
    """Each item of the list in `text`, with the line it begins on."""
    decoder = json.JSONDecoder(
        parse_float=str, parse_int=str, parse_constant=_no_constant, object_pairs_hook=_unique_keys
    )
    out: list[tuple[int, Any]] = []
    at, line, counted = _skip_space(text, 0), 1, 0
    try:
        if text[at : at + 1] != "[":
            raise ValueError("it does not begin with `[`")
        at = _skip_space(text, at + 1)
        while text[at : at + 1] != "]":
            line += text.count("\n", counted, at)
            counted = at
            value, at = decoder.raw_decode(text, at)
            out.append((line, value))
            at = _skip_space(text, at)
            if text[at : at + 1] == ",":
                at = _skip_space(text, at + 1)
            elif text[at : at + 1] != "]":
                raise ValueError("an item is not followed by `,` or `]`")
        if _skip_space(text, at + 1) != len(text):
            raise ValueError("there is more after the list")
    except (ValueError, RecursionError) as exc:
        said = exc.msg if isinstance(exc, json.JSONDecodeError) else str(exc)
        line = exc.lineno if isinstance(exc, json.JSONDecodeError) else line
        raise failure("json-syntax", f"not a JSON list: {said}", Place(file, line)) from None
    return out


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _no_constant(name: str) -> None:
    raise ValueError(f"`{name}` is not a number in JSON")


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an object has the same key twice")
    return found


# XLSX files, read as data and nothing more: bounded, no formula is worked out, no link followed.

MAX_UNPACKED = 100_000_000
MAX_PARTS = 2_000


def read_xlsx(data: bytes, file: str, sheet: Scalar | None = None) -> Grid:
    """The sheet called `sheet`, or the first; its first row that is not empty names the columns.

    A cell shown as a percentage is read as shown: 12% is `12`. A formula is read as the value that was last
    stored for it. A place's line is the row, its column the number of the cell. Raises BriefgenError.
    """
    _check_zip(data, file)
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    try:
        # Twice: a formula shows in one and its stored value in the other.
        books = [
            load_workbook(io.BytesIO(data), read_only=True, data_only=stored, keep_links=False)
            for stored in (True, False)
        ]
        # Sheets with a chart alone have no cells.
        names = [each.title for each in books[0].worksheets]
        if sheet is not None and sheet.value not in names:
            message = f"`{file}` has no sheet `{sheet.value}`"
            hint = did_you_mean(sheet.value or "", names)
            raise failure("missing-sheet", message, sheet.place, hint)
        name = sheet.value if sheet is not None else names[0]
        tables = [book[name] for book in books]
        for table in tables:
            table.reset_dimensions()  # what the file says of its size may be wrong
        return _sheet_grid(file, *tables)
    except BriefgenError:
        raise
    except Exception as exc:  # openpyxl raises whatever a broken part leads to
        message = f"`{file}` cannot be read as XLSX: {type(exc).__name__}"
        hint = "open it in a spreadsheet program and save it again, or save it as .csv"
        raise failure("xlsx-syntax", message, Place(file), hint) from None


def _check_zip(data: bytes, file: str) -> None:
    """Refuse what would unpack to far more than a table, and XML with a document type (entity bombs)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_UNPACKED:
                message = f"`{file}` unpacks to more than {MAX_UNPACKED // 1_000_000} MB"
                raise failure("file-size", message, Place(file), "save the table alone as .csv")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    content = archive.read(part)
                    # Spreadsheet programs write UTF-8; other encodings could hide a document type.
                    if b"<!DOCTYPE" in content or b"\x00" in content[:200]:
                        message = f"`{file}` holds XML that no spreadsheet program writes"
                        raise failure("xlsx-syntax", message, Place(file), "save it as .csv")
    except UNREADABLE as exc:
        message = f"`{file}` is not an XLSX file: {exc}"
        raise failure("xlsx-syntax", message, Place(file), "save it as .xlsx or .csv") from None


def _sheet_grid(file: str, stored: Any, written: Any) -> Grid:
    header: tuple[str, ...] = ()
    rows: list[tuple[Scalar, ...]] = []
    for number, (values, formulas) in enumerate(zip(stored.rows, written.rows, strict=False), 1):
        if len(values) > MAX_COLUMNS or number > 2 * MAX_ROWS or len(rows) > MAX_ROWS:
            message = f"more than {MAX_ROWS:,} rows or {MAX_COLUMNS:,} columns"
            raise failure("csv-size", message, Place(file, number))
        cells = [
            _spreadsheet_cell(value, formula, Place(file, number, column))
            for column, (value, formula) in enumerate(itertools.zip_longest(values, formulas), 1)
        ]
        while cells and cells[-1].value is None:
            cells.pop()
        if not cells:
            continue
        if not header:
            header = tuple(cell.value or "" for cell in cells)
            continue
        for extra in cells[len(header) :]:
            if extra.value is not None:
                message = f"`{extra.value}` stands in a column that has no name"
                raise failure("csv-row", message, extra.place, "name the column in the first row")
        cells = cells[: len(header)]
        cells += [Scalar(None, Place(file, number, i + 1)) for i in range(len(cells), len(header))]
        rows.append(tuple(cells))
    return check_grid(file, header, rows)


def _spreadsheet_cell(value: Any, formula: Any, place: Place) -> Scalar:
    content = getattr(value, "value", None)
    if content is None and getattr(formula, "data_type", "") == "f":
        hint = "open the file in a spreadsheet program and save it, or write the number"
        raise failure("formula", "this cell holds a formula without a stored value", place, hint)
    if getattr(value, "data_type", "") == "e":
        message = f"this cell holds the error {content}"
        raise failure("cell-error", message, place, "correct it there")
    return Scalar(_text(content, str(getattr(value, "number_format", "") or "")), place)


def _text(content: Any, number_format: str) -> str | None:
    if isinstance(content, bool):
        return "true" if content else "false"
    if isinstance(content, int | float):
        exact = Decimal(f"{content:.15g}")  # the digits that a spreadsheet keeps
        if "%" in number_format:
            exact *= 100
        return f"{exact.normalize():f}"
    if isinstance(content, datetime.datetime):
        return content.date().isoformat() if content.time() == datetime.time() else str(content)
    return None if content is None else str(content).strip() or None


# Numbers with a decimal comma, as spreadsheets of most European countries export them: `1.234,5` is 1234.5. Only
# columns of numbers are touched. A comma alone before three digits may also part thousands: the other cells of the
# file decide, and where none does, what stands between cells and the outline's language.


# Where the mark is sure: a comma before other than three digits or after points, a point in the same way.
_COMMA = re.compile(
    r"(?<![\d.,])\d+,(?!\d{3}(?!\d))\d+|\d{1,3}(?:\.\d{3})+(?:,\d+|\.\d{3})|(?<![\d.,])0\d*,\d+"
)
_POINT = re.compile(r"(?<![\d.,])\d+\.(?!\d{3}(?!\d)|\.)\d+|\d{1,3}(?:,\d{3})+(?:\.\d+|,\d{3})")
_EITHER = re.compile(r"(?<![\d.,])\d{1,3}[.,]\d{3}(?![\d.,])")
_SEPARATORS = str.maketrans({".": None, ",": "."})
_SPAN = "\u0000"


def use_points(
    grid: Grid, decimal: TreeNode | None, language: str, found: list[Diagnostic]
) -> Grid:
    """The grid with its numbers written with a decimal point, where they have a decimal comma.

    `decimal` is what the outline says of the file: `comma` or `point`. Adds a warning to `found` where only the
    outline's language tells what a mark is. Raises BriefgenError for another word, and where some numbers of the file
    surely have a comma and others surely have a point.
    """
    said = decimal.value if isinstance(decimal, Scalar) else None
    if decimal is not None and said not in ("comma", "point"):
        hint = "write `decimal: comma` or `decimal: point`"
        raise failure("bad-value", "`decimal` is neither `comma` nor `point`", decimal.place, hint)
    if said == "point" or (said is None and grid.delimiter == ","):
        return grid
    columns = [i for i in range(len(grid.header)) if _is_number_column(row[i] for row in grid.rows)]
    if said is None and not _uses_comma(grid, columns, language, found):
        return grid
    chosen = set(columns)
    rows = tuple(
        tuple(_convert_cell(cell) if index in chosen else cell for index, cell in enumerate(row))
        for row in grid.rows
    )
    return replace(grid, rows=rows)


def _uses_comma(grid: Grid, columns: list[int], language: str, found: list[Diagnostic]) -> bool:
    """Whether the file's numbers have a decimal comma."""
    commas: list[Scalar] = []
    points: list[Scalar] = []
    either: list[Scalar] = []
    for row in grid.rows:
        for cell in (row[index] for index in columns):
            text = cell.value or ""
            if _COMMA.search(text):
                commas.append(cell)
            elif _POINT.search(text):
                points.append(cell)
            elif _EITHER.search(text):
                either.append(cell)
    if commas and points:
        pointed, other = points[0], commas[0]
        message = f"`{pointed.value}` has a decimal point, and `{other.value}` a decimal comma"
        raise failure("decimal-mark", message, pointed.place, "say which it is: `decimal: comma`")
    if commas or points or not either:
        return bool(commas)
    from briefgen.languages.locale import Locale

    comma = "," in Locale(language).number(Decimal("0.5"))
    text = either[0].value or ""
    told = _swap_marks(text) if comma else text
    message = f"`{text}` is read as {quantity.format_quantity(quantity.parse(told))}: its mark may part thousands or decimals"
    hint = "say which it is: `decimal: comma` or `decimal: point`"
    found.append(warning("decimal-mark", message, either[0].place, hint))
    return comma


def _is_number_column(cells: Iterable[Scalar]) -> bool:
    """Whether most of a column's cells are quantities, with a point or a comma; empty ones aside."""
    texts = [cell.value for cell in cells if cell.value]
    count = sum(_is_quantity(text) or _is_quantity(_swap_marks(text)) for text in texts)
    return 2 * count > len(texts)


def _is_quantity(text: str) -> bool:
    try:
        quantity.parse(text)
    except ValueError:
        return False
    return True


def _convert_cell(cell: Scalar) -> Scalar:
    told = _swap_marks(cell.value) if cell.value else None
    return replace(cell, value=told) if told and _is_quantity(told) else cell


def _swap_marks(text: str) -> str:
    """`1.234,5` as `1234.5`; the dots of a range stay."""
    return text.replace("..", _SPAN).translate(_SEPARATORS).replace(_SPAN, "..")
