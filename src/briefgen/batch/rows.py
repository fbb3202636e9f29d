"""The rows of a batch, one at a time: a table of ten thousand rows takes no more memory than its text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from briefgen.batch.language import Columns
from briefgen.diagnostics import Diagnostic, Place, error
from briefgen.outline import grids
from briefgen.outline.characters import decode
from briefgen.outline.files import Folder

MAX_CELL = 10_000  # characters


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number among the rows, from 1, the line of the file it ends on, and its cells.

    `problem` is why no edition can be made of it.
    """

    number: int
    line: int
    cells: tuple[str, ...]
    problem: Diagnostic | None = None


class Rows:
    """The rows of a CSV file, which are read as they are asked for, or of a JSON or XLSX file."""

    def __init__(self, path: Path, shown: str) -> None:
        """Read the file at `path`, which diagnostics call `shown`. Raises BriefgenError."""
        self.file = shown
        # The user names this file on the command line: it may be anywhere.
        data = Folder(path.parent, True).read(path.name)
        self.digest = hashlib.sha256(data).hexdigest()
        self._text: str | None = None
        self._read: list[tuple[int, tuple[str, ...]]] = []
        if path.suffix.lower() == ".csv":
            self._text = decode(data, shown)
            header, _ = grids.csv_lines(self._text, shown)
            grids.check_header(shown, header)
        else:
            grid = grids.read(data, shown, Place(shown))
            header = grid.header
            for row in grid.rows:
                cells = tuple(cell.value or "" for cell in row)
                self._read.append((row[0].place.line, cells))
        self.columns = Columns(header)

    def __iter__(self) -> Iterator[Row]:
        """Each row in turn; raises BriefgenError where the file is not CSV after all."""
        width = len(self.columns.header)
        if self._text is None:
            lines: Iterator[tuple[int, tuple[str, ...]]] = iter(self._read)
        else:
            _, lines = grids.csv_lines(self._text, self.file)
        for number, (line, cells) in enumerate(lines, 1):
            yield Row(number, line, cells, self._problem(line, cells, width))

    def _problem(self, line: int, cells: tuple[str, ...], width: int) -> Diagnostic | None:
        place = Place(self.file, line)
        if len(cells) != width:
            message = f"{len(cells)} cells in a table of {width} columns"
            return error("csv-row", message, place, "put a cell that holds a comma in quotes")
        longest = max(map(len, cells))
        if longest > MAX_CELL:
            return error("csv-cell", f"a cell of {longest:,} characters: too long", place)
        return None
