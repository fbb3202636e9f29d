"""Numbers with a decimal comma, as spreadsheets of most European countries export them: `1.234,5` is 1234.5.

Only columns of numbers are touched. A comma alone before three digits may also part thousands:
the other cells of the file decide, and where none does, what stands between cells and the outline's language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from msgspec.structs import replace

from briefgen.diagnostics import Diagnostic, warning
from briefgen.outline import quantity
from briefgen.outline.grids import Grid, failed
from briefgen.outline.yamltree import Node, Scalar

# Where the mark is sure: a comma before other than three digits or after points, a point in the same way.
_COMMA = re.compile(
    r"(?<![\d.,])\d+,(?!\d{3}(?!\d))\d+|\d{1,3}(?:\.\d{3})+(?:,\d+|\.\d{3})|(?<![\d.,])0\d*,\d+"
)
_POINT = re.compile(r"(?<![\d.,])\d+\.(?!\d{3}(?!\d)|\.)\d+|\d{1,3}(?:,\d{3})+(?:\.\d+|,\d{3})")
_EITHER = re.compile(r"(?<![\d.,])\d{1,3}[.,]\d{3}(?![\d.,])")
_SEPARATORS = str.maketrans({".": None, ",": "."})
_SPAN = "\u0000"


def pointed(grid: Grid, decimal: Node | None, language: str, found: list[Diagnostic]) -> Grid:
    """The grid with its numbers written with a decimal point, where they have a decimal comma.

    `decimal` is what the outline says of the file: `comma` or `point`. Adds a warning to `found` where only the
    outline's language tells what a mark is. Raises BriefgenError for another word, and where some numbers of the file
    surely have a comma and others surely have a point.
    """
    said = decimal.value if isinstance(decimal, Scalar) else None
    if decimal is not None and said not in ("comma", "point"):
        hint = "write `decimal: comma` or `decimal: point`"
        raise failed("bad-value", "`decimal` is neither `comma` nor `point`", decimal.place, hint)
    if said == "point" or (said is None and grid.delimiter == ","):
        return grid
    columns = [
        index for index in range(len(grid.header)) if _numbers(row[index] for row in grid.rows)
    ]
    if said is None and not _with_comma(grid, columns, language, found):
        return grid
    chosen = set(columns)
    rows = tuple(
        tuple(_pointed(cell) if index in chosen else cell for index, cell in enumerate(row))
        for row in grid.rows
    )
    return replace(grid, rows=rows)


def _with_comma(grid: Grid, columns: list[int], language: str, found: list[Diagnostic]) -> bool:
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
        message = (
            f"`{points[0].value}` has a decimal point, and `{commas[0].value}` a decimal comma"
        )
        raise failed("decimal-mark", message, points[0].place, "say which it is: `decimal: comma`")
    if commas or points or not either:
        return bool(commas)
    from briefgen.locale import Locale

    comma = "," in Locale(language).number(Decimal("0.5"))
    text = either[0].value or ""
    told = _translated(text) if comma else text
    message = f"`{text}` is read as {quantity.written(quantity.parse(told))}: its mark may part thousands or decimals"
    hint = "say which it is: `decimal: comma` or `decimal: point`"
    found.append(warning("decimal-mark", message, either[0].place, hint))
    return comma


def _numbers(cells: Iterable[Scalar]) -> bool:
    """Whether most of a column's cells are quantities, with a point or a comma; empty ones aside."""
    told = [cell.value for cell in cells if cell.value]
    return 2 * sum(_is_quantity(text) or _is_quantity(_translated(text)) for text in told) > len(
        told
    )


def _is_quantity(text: str) -> bool:
    try:
        quantity.parse(text)
    except ValueError:
        return False
    return True


def _pointed(cell: Scalar) -> Scalar:
    told = _translated(cell.value) if cell.value else None
    return replace(cell, value=told) if told and _is_quantity(told) else cell


def _translated(text: str) -> str:
    """`1.234,5` as `1234.5`; the dots of a range stay."""
    return text.replace("..", _SPAN).translate(_SEPARATORS).replace(_SPAN, "..")
