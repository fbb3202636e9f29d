"""The rows of a batch, what their files are called, and what is remembered of them.

Rows of a CSV file are read one at a time: a table of ten thousand takes no more memory than its text. Every name is
known, and found good, before anything is written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BufferedRandom
from operator import methodcaller
from pathlib import Path, PurePosixPath

from msgspec import Struct, ValidationError, convert, to_builtins

from briefgen.batch.templates import Columns, Templates
from briefgen.model.diagnostics import BriefgenError, Diagnostic, Place, error, failure
from briefgen.reading import tables
from briefgen.reading.yaml_parser import decode
from briefgen.storage.files import digest, open_regular, open_to_append, output_errors, write_whole
from briefgen.storage.folder import Folder

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
            header, _ = tables.csv_lines(self._text, shown)
            tables.check_header(shown, header)
        else:
            grid = tables.read(data, shown, Place(shown))
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
            _, lines = tables.csv_lines(self._text, self.file)
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


# Bytes of a name; file systems allow 255, and the audience, the ending and a temporary name's follow.
MAX_NAME = 180
_MANY = 20


class Names:
    """Names from a pattern such as `{{ region }}/{{ state }}`, whose values become slugs."""

    def __init__(self, pattern: str, columns: Columns) -> None:
        """Raises BriefgenError for what is no template of these columns."""
        try:
            self._template = Templates(columns, slugs=True).compile(pattern, None)
        except BriefgenError as exc:
            raise BriefgenError(
                error("name-pattern", f"--name: {d.message}", None, d.hint) for d in exc.diagnostics
            ) from None
        self._columns = columns

    def name(self, cells: Sequence[str]) -> str:
        """The name of a row's files without audience and ending, relative to the folder for outputs.

        Raises BriefgenError where it would be empty, too long or outside the folder.
        """
        name = self._template.fill(self._columns.context(cells, "en-US")).strip()
        parts = name.split("/")
        if ".." in parts or name.startswith("/") or "\\" in name or ":" in name or "\x00" in name:
            raise failure("name-outside", f"the name `{name}` leads out of the folder for outputs",
                      hint="a pattern names files and folders below it: `{{ region }}/{{ state }}`")  # fmt: skip
        if any(not part.strip(" .-") for part in parts):
            hint = "fill in the row's cell, or take another column for --name"
            raise failure("name-empty", f"the name `{name}` is empty", hint=hint)
        if any(len(part.encode()) > MAX_NAME for part in parts):
            raise failure("name-long", f"the name `{name[:60]}…` is too long")
        return str(PurePosixPath(*parts))

    def check(self, rows: Rows, endings: Sequence[str]) -> list[str]:
        """Go through all rows, and return the name of each, "" of one that has none.

        `endings` is what follows a name in the files of one row. Raises BriefgenError when two rows would write
        the same file or a pattern leads out of the folder. A row that has no name fails later, alone.
        """
        lines: dict[str, int] = {}
        found: list[Diagnostic] = []
        names: list[str] = []
        for row in rows:
            names.append("")
            if row.problem is not None:
                continue
            place = Place(rows.file, row.line)
            try:
                name = names[-1] = self.name(row.cells)
            except BriefgenError as exc:
                outside = [d for d in exc.diagnostics if d.code == "name-outside"]
                found += [error(d.code, d.message, place, d.hint) for d in outside]
                continue
            # Some file systems take capitals for small letters, some names for others' accents.
            files = [(name + ending).casefold() for ending in endings]
            earlier = next((lines[file] for file in files if file in lines), None)
            if earlier is not None:
                message = f"this row's files would be called `{name}`, like those of line {earlier}"
                hint = "add a column to --name that tells the rows apart"
                found.append(error("name-taken", message, place, hint))
            lines.update(dict.fromkeys(files, row.line))
            if len(found) == _MANY:
                break
        if found:
            raise BriefgenError(found)
        return names


class Record(Struct, frozen=True):
    """A row that was built: what went in, and the SHA-256 of each file that was read or written.

    `inputs` are digests by real path, None for a file that was looked for and not there. `files` has digest, format, and
    number of pages, slides or rows by path from the folder for outputs. `warnings` says that some were reported, which a
    row that is not built again would leave unsaid.
    """

    name: str
    digest: str
    inputs: dict[str, str | None]
    files: dict[str, tuple[str, str, int]]
    warnings: bool = False


class State:
    """The records of the folder `out` for the outline called `name`.

    A line of JSON for each row, added when the row is done and put in the order of the rows at the end: a batch that was
    killed half-way goes on where it stopped. A line that is cut short or not ours is as if it were not there. The lines
    of an earlier batch are in memory; of a record that was added since, only its place in the file is.
    """

    def __init__(self, out: Path, name: str) -> None:
        self._out = out
        self.path = out / f".briefgen-batch-{name}.jsonl"
        self._lines: dict[str, bytes] = {}  # of earlier batches
        # Of the lines that were added: bytes from the start of the journal.
        self._places: dict[str, int] = {}
        self._digests: dict[str, str | None] = {}
        self._journal: BufferedRandom | None = None
        try:
            with open_regular(self.path) as file:
                lines = file.read().splitlines(keepends=True)
        except OSError:
            lines = []
        for line in lines:
            record = _record(line)
            if record is not None:
                self._lines[record.name] = line

    def record(self, name: str) -> Record | None:
        """What is known of a row; None where it was not built before. Raises OutputError."""
        line = self._line(name)
        return None if line is None else _record(line)

    def _line(self, name: str) -> bytes | None:
        if self._journal is None or name not in self._places:
            return self._lines.get(name)
        with output_errors(self.path):  # what a full disk did not take is written first
            self._journal.seek(self._places[name])
            return self._journal.readline()

    def is_unchanged(self, record: Record, row_digest: str) -> bool:
        """Whether a row that comes to `row_digest` now, its files, and all that they were made from are as they were."""
        if record.digest != row_digest or not record.files:
            return False
        for path, before in record.inputs.items():
            # Many rows read the same few files.
            if path not in self._digests:
                self._digests[path] = digest(Path(path))
            if self._digests[path] != before:
                return False
        return all(digest(self._out / path) == was for path, (was, _, _) in record.files.items())

    def add(self, record: Record) -> None:
        """Remember a row that was built. Raises OutputError."""
        line = json.dumps(to_builtins(record), ensure_ascii=False).encode() + b"\n"
        with output_errors(self.path):
            if self._journal is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._journal = open_to_append(self.path)
                if self._journal.tell():
                    self._journal.write(b"\n")  # the last line may have been cut short
            self._journal.write(line)
            self._journal.flush()
            self._places[record.name] = self._journal.tell() - len(line)

    def records(self, names: Iterable[str]) -> Iterator[Record]:
        """What is known of these rows, until `close`."""
        for name in names:
            if record := self.record(name):
                yield record

    def close(self, names: Collection[str] | None) -> list[str]:
        """Write the records of `names` in their order; returns the names of others, which are forgotten.

        None leaves the file as it is: the batch did not get to its end. Raises OutputError.
        """
        others = [] if names is None else [name for name in self._lines if name not in names]
        changed = self._journal is not None or others
        content = bytearray()
        if changed:
            for name in names or ():
                content += self._line(name) or b""
        with output_errors(self.path):
            if self._journal is not None:
                self._journal.close()
        if changed and names is not None:
            write_whole(self.path, methodcaller("write", content))
        return others


def _record(line: bytes) -> Record | None:
    """The record that a line of JSON holds, None for a line that is not ours."""
    try:
        return convert(json.loads(line), Record)
    except (ValueError, ValidationError, RecursionError):
        return None
