"""What the files of each row are called; every name is known, and found good, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from briefgen.batch.language import Columns, Template, Templates
from briefgen.batch.rows import Rows
from briefgen.diagnostics import BriefgenError, Diagnostic, Place, error

MAX_NAME = (
    180  # bytes; file systems allow 255, and the audience, the ending and a temporary name's follow
)
_MANY = 20


class Names:
    """Names from a pattern such as `{{ region }}/{{ state }}`, whose values become slugs."""

    def __init__(self, pattern: str, columns: Columns) -> None:
        """Raises BriefgenError for what is no template of these columns."""
        self.pattern = pattern
        try:
            self._template: Template = Templates(columns, slugs=True).compile(pattern, None)
        except BriefgenError as exc:
            raise BriefgenError(
                [
                    error("name-pattern", f"--name: {d.message}", None, d.hint)
                    for d in exc.diagnostics
                ]
            ) from None
        self._columns = columns

    def name(self, cells: Sequence[str]) -> str:
        """The name of a row's files without audience and ending, relative to the folder for outputs.

        Raises BriefgenError where it would be empty, too long or outside the folder.
        """
        name = self._template.fill(self._columns.context(cells, "en-US")).strip()
        parts = name.split("/")
        if ".." in parts or name.startswith("/") or "\\" in name or ":" in name or "\x00" in name:
            raise BriefgenError(
                error("name-outside", f"the name `{name}` leads out of the folder for outputs",
                      hint="a pattern names files and folders below it: `{{ region }}/{{ state }}`")
            )  # fmt: skip
        if any(not part.strip(" .-") for part in parts):
            hint = "fill in the row's cell, or take another column for --name"
            raise BriefgenError(error("name-empty", f"the name `{name}` is empty", hint=hint))
        if any(len(part.encode()) > MAX_NAME for part in parts):
            raise BriefgenError(error("name-long", f"the name `{name[:60]}…` is too long"))
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
