"""Tables in files: CSV and JSON read here, XLSX in `spreadsheets`; every cell knows its file, row and column."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from briefgen.diagnostics import BriefgenError, Diagnostic, Place, error
from briefgen.outline.characters import HIDDEN_HINT, decode, hidden
from briefgen.outline.yamltree import Scalar

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


def checked(file: str, header: tuple[str, ...], rows: list[tuple[Scalar, ...]]) -> Grid:
    """The grid, unless its header does not name each column or there are no rows; raises BriefgenError."""
    check_header(file, header)
    for cell in chain((Scalar(name, Place(file)) for name in header), *rows):
        if cell.value and (said := hidden(cell.value)):
            raise failed("control-character", said, cell.place, HIDDEN_HINT)
    if not rows:
        raise failed("csv-empty", "there are no rows below the header", Place(file))
    return Grid(header, tuple(rows))


def check_header(file: str, header: tuple[str, ...]) -> None:
    """Raise BriefgenError unless each column has a name of its own."""
    if len(header) > MAX_COLUMNS:
        raise failed("csv-size", f"more than {MAX_COLUMNS:,} columns", Place(file))
    if not any(header) or len(set(header)) != len(header):
        hint = "give each column a name of its own in the first row"
        raise failed("csv-header", "the first row does not name the columns", Place(file), hint)


def failed(code: str, message: str, place: Place, hint: str | None = None) -> BriefgenError:
    """The exception for one error."""
    found: Diagnostic = error(code, message, place, hint)
    return BriefgenError(found)


def read(data: bytes, file: str, place: Place, sheet: Scalar | None = None) -> Grid:
    """The table in `data`, by the ending of `file`; `place` is where the outline names it.

    Raises BriefgenError for other endings and for what cannot be read.
    """
    ending = file.lower().rpartition(".")[2]
    if sheet is not None and ending != "xlsx":
        raise failed("sheet", f"`{file}` has no sheets", sheet.place, "delete the key `sheet`")
    if ending == "csv":
        return read_csv(data, file)
    if ending == "json":
        return read_json(data, file)
    if ending == "xlsx":
        from briefgen.outline.spreadsheets import read_xlsx

        return read_xlsx(data, file, sheet)
    message = f"`{file}` is not a CSV, XLSX or JSON file"
    raise failed("file-type", message, place, "save it as .csv, .xlsx or .json")


def read_csv(data: bytes, file: str) -> Grid:
    """A CSV file (RFC 4180, UTF-8; commas, semicolons, tabs or bars between cells) with a header row.

    A place's line is the line in the file, its column the number of the cell. Raises BriefgenError.
    """
    text = decode(data, file)
    delimiter = sniffed(text)
    header, lines = csv_lines(text, file, delimiter)
    check_header(file, header)
    rows: list[tuple[Scalar, ...]] = []
    for line, row in lines:
        if len(row) != len(header):
            message = f"{len(row)} cells in a table of {len(header)} columns"
            hint = f"put a cell that holds a {DELIMITERS[delimiter]} in quotes"
            raise failed("csv-row", message, Place(file, line), hint)
        rows.append(
            tuple(
                Scalar(cell or None, Place(file, line, number))
                for number, cell in enumerate(row, 1)
            )
        )
    return replace(checked(file, header, rows), delimiter=delimiter)


def sniffed(text: str) -> str:
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
    reader = csv.reader(stream, delimiter=delimiter or sniffed(text), strict=True)

    def rows() -> Iterator[tuple[int, tuple[str, ...]]]:
        count = 0
        try:
            for row in reader:
                cells = tuple(cell.strip() for cell in row)
                if not any(cells):
                    continue
                count += 1
                if count > MAX_ROWS:
                    raise failed("csv-size", f"more than {MAX_ROWS:,} rows", Place(file))
                yield reader.line_num + above, cells
        except csv.Error as exc:
            place = Place(file, reader.line_num + above or 1)
            raise failed("csv-syntax", f"not a CSV file: {exc}", place) from None

    try:
        header = tuple(cell.strip() for cell in next(reader, []))
    except csv.Error as exc:
        raise failed("csv-syntax", f"not a CSV file: {exc}", Place(file)) from None
    return header, rows()


def read_json(data: bytes, file: str) -> Grid:
    """A JSON file with a list of flat objects; numbers stay the text that was written.

    A place's line is the line where the object begins, its column the number of the key. Raises BriefgenError.
    """
    text = decode(data, file)
    header: dict[str, None] = {}
    records: list[tuple[int, dict[str, Any]]] = []
    for line, record in _records(text, file):
        if not isinstance(record, dict):
            hint = 'write `[{"label": "A", "value": 1}, …]`'
            raise failed(
                "json-row", "an item of the list is not an object", Place(file, line), hint
            )
        header.update(dict.fromkeys(record))
        records.append((line, record))
        if len(records) > MAX_ROWS or len(header) > MAX_COLUMNS:
            message = f"more than {MAX_ROWS:,} rows or {MAX_COLUMNS:,} columns"
            raise failed("csv-size", message, Place(file, line))
    rows = [
        tuple(
            _cell(record.get(key), Place(file, line, number))
            for number, key in enumerate(header, 1)
        )
        for line, record in records
    ]
    return checked(file, tuple(header), rows)


def _cell(value: Any, place: Place) -> Scalar:
    if isinstance(value, dict | list):
        hint = "write one text or number for each key"
        raise failed("json-cell", "a value is itself a list or an object", place, hint)
    if isinstance(value, bool):
        return Scalar("true" if value else "false", place)
    return Scalar(value.strip() or None if isinstance(value, str) else None, place)


def _records(text: str, file: str) -> list[tuple[int, Any]]:
    """Each item of the list in `text`, with the line it begins on."""
    decoder = json.JSONDecoder(
        parse_float=str, parse_int=str, parse_constant=_no_constant, object_pairs_hook=_unique
    )
    out: list[tuple[int, Any]] = []
    at, line, counted = _space(text, 0), 1, 0
    try:
        if text[at : at + 1] != "[":
            raise ValueError("it does not begin with `[`")
        at = _space(text, at + 1)
        while text[at : at + 1] != "]":
            line += text.count("\n", counted, at)
            counted = at
            value, at = decoder.raw_decode(text, at)
            out.append((line, value))
            at = _space(text, at)
            if text[at : at + 1] == ",":
                at = _space(text, at + 1)
            elif text[at : at + 1] != "]":
                raise ValueError("an item is not followed by `,` or `]`")
        if _space(text, at + 1) != len(text):
            raise ValueError("there is more after the list")
    except (ValueError, RecursionError) as exc:
        said = exc.msg if isinstance(exc, json.JSONDecodeError) else str(exc)
        line = exc.lineno if isinstance(exc, json.JSONDecodeError) else line
        raise failed("json-syntax", f"not a JSON list: {said}", Place(file, line)) from None
    return out


def _space(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _no_constant(name: str) -> None:
    raise ValueError(f"`{name}` is not a number in JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an object has the same key twice")
    return found
