"""XLSX files, read as data and nothing more: bounded, no formula is worked out, no link followed."""

from __future__ import annotations

import datetime
import io
import itertools
import zipfile
from decimal import Decimal
from typing import Any

from briefgen.diagnostics import BriefgenError, Place
from briefgen.outline.archives import UNREADABLE
from briefgen.outline.grids import MAX_COLUMNS, MAX_ROWS, Grid, checked, failed
from briefgen.outline.suggest import did_you_mean
from briefgen.outline.yamltree import Scalar

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
        names = [
            each.title for each in books[0].worksheets
        ]  # those with a chart alone have no cells
        if sheet is not None and sheet.value not in names:
            message = f"`{file}` has no sheet `{sheet.value}`"
            raise failed(
                "missing-sheet", message, sheet.place, did_you_mean(sheet.value or "", names)
            )
        name = sheet.value if sheet is not None else names[0]
        tables = [book[name] for book in books]
        for table in tables:
            table.reset_dimensions()  # what the file says of its size may be wrong
        return _grid(file, *tables)
    except BriefgenError:
        raise
    except Exception as exc:  # openpyxl raises whatever a broken part leads to
        message = f"`{file}` cannot be read as XLSX: {type(exc).__name__}"
        hint = "open it in a spreadsheet program and save it again, or save it as .csv"
        raise failed("xlsx-syntax", message, Place(file), hint) from None


def _check_zip(data: bytes, file: str) -> None:
    """Refuse what would unpack to far more than a table, and XML with a document type (entity bombs)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_UNPACKED:
                message = f"`{file}` unpacks to more than {MAX_UNPACKED // 1_000_000} MB"
                raise failed("file-size", message, Place(file), "save the table alone as .csv")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    content = archive.read(part)
                    # Spreadsheet programs write UTF-8; other encodings could hide a document type.
                    if b"<!DOCTYPE" in content or b"\x00" in content[:200]:
                        message = f"`{file}` holds XML that no spreadsheet program writes"
                        raise failed("xlsx-syntax", message, Place(file), "save it as .csv")
    except UNREADABLE as exc:
        message = f"`{file}` is not an XLSX file: {exc}"
        raise failed("xlsx-syntax", message, Place(file), "save it as .xlsx or .csv") from None


def _grid(file: str, stored: Any, written: Any) -> Grid:
    header: tuple[str, ...] = ()
    rows: list[tuple[Scalar, ...]] = []
    for number, (values, formulas) in enumerate(zip(stored.rows, written.rows, strict=False), 1):
        if len(values) > MAX_COLUMNS or number > 2 * MAX_ROWS or len(rows) > MAX_ROWS:
            message = f"more than {MAX_ROWS:,} rows or {MAX_COLUMNS:,} columns"
            raise failed("csv-size", message, Place(file, number))
        cells = [
            _cell(value, formula, Place(file, number, column))
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
                raise failed("csv-row", message, extra.place, "name the column in the first row")
        cells = cells[: len(header)]
        cells += [Scalar(None, Place(file, number, i + 1)) for i in range(len(cells), len(header))]
        rows.append(tuple(cells))
    return checked(file, header, rows)


def _cell(value: Any, formula: Any, place: Place) -> Scalar:
    content = getattr(value, "value", None)
    if content is None and getattr(formula, "data_type", "") == "f":
        hint = "open the file in a spreadsheet program and save it, or write the number"
        raise failed("formula", "this cell holds a formula without a stored value", place, hint)
    if getattr(value, "data_type", "") == "e":
        raise failed(
            "cell-error", f"this cell holds the error {content}", place, "correct it there"
        )
    return Scalar(_text(content, str(getattr(value, "number_format", "") or "")), place)


def _text(content: Any, number_format: str) -> str | None:
    if content is None:
        return None
    if isinstance(content, bool):
        return "true" if content else "false"
    if isinstance(content, int | float):
        exact = Decimal(f"{content:.15g}")  # the digits that a spreadsheet keeps
        if "%" in number_format:
            exact *= 100
        return f"{exact.normalize():f}"
    if isinstance(content, datetime.datetime):
        return content.date().isoformat() if content.time() == datetime.time() else str(content)
    return str(content).strip() or None
