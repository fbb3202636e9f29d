"""The work on one row, as a process of its own does it: everything it takes and gives back can be pickled."""

from __future__ import annotations

import hashlib
import json
import os
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from briefgen.batch.outlines import BatchOutline, RowOutline
from briefgen.batch.rows import Record
from briefgen.batch.templates import Columns
from briefgen.model.diagnostics import BriefgenError, Diagnostic, error, failure, has_errors
from briefgen.reading import loader, yaml_parser
from briefgen.reading.loader import overlay_files, read_overlays
from briefgen.storage.files import OutputError, digest, write_together
from briefgen.storage.folder import Folder, used_files
from briefgen.storage.versions import versions


@dataclass(frozen=True, slots=True)
class Setup:
    """What all rows share. `outline` and `out` are absolute paths; `digest` is `outline_digest`.

    `shown` is how diagnostics call the outline. With `write` off, rows are only checked.
    """

    outline: str
    shown: str
    digest: str
    header: tuple[str, ...]
    out: str
    audiences: tuple[str, ...]
    formats: tuple[str, ...] | None
    strict: bool
    allow_outside: bool
    languages: tuple[str, ...] = ()
    fallback: bool = False
    write: bool = True


@dataclass(frozen=True, slots=True)
class Task:
    """One row: its number and line in the file of rows, the name of its files, its cells."""

    number: int
    line: int
    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a row: a `record` where it was built, else the reasons among `diagnostics`.

    `unwritable` says that the reason is the disk, not the row; `traceback` is that of a fault of briefgen.
    """

    number: int
    line: int
    name: str
    diagnostics: tuple[Diagnostic, ...]
    record: Record | None = None
    unwritable: bool = False
    traceback: str = ""


def outline_bytes(path: Path) -> bytes:
    """The text of the outline. Raises BriefgenError."""
    return Folder(path.parent, True).read(path.name, limit=yaml_parser.MAX_BYTES)


def outline_digest(path: Path) -> str:
    """SHA-256 of the outline's text and of the translations beside it. Raises BriefgenError."""
    whole = hashlib.sha256(outline_bytes(path))
    for tag, name in overlay_files(path):
        whole.update(f"{tag} {digest(path.parent / name)}".encode())
    return whole.hexdigest()


@lru_cache(maxsize=2)
def batch_outline(setup: Setup) -> BatchOutline:
    """The outline with its templates, compiled once a process. Raises BriefgenError."""
    path = Path(setup.outline)
    data = outline_bytes(path)
    if outline_digest(path) != setup.digest:
        message = "the outline changed while its rows were being built"
        raise failure("outline-changed", message, hint="start the batch again")
    tree = yaml_parser.parse(data, setup.shown)
    found: list[Diagnostic] = []
    trees = read_overlays(path, Folder(path.parent, setup.allow_outside), found)
    if found:
        raise BriefgenError(found)
    return BatchOutline(tree, Columns(setup.header), trees)


def row_digest(setup: Setup, filled: RowOutline) -> str:
    """A digest of everything but files that a row's outputs depend on."""
    return hashlib.sha256((_describe_request(setup) + filled.digest).encode()).hexdigest()


@lru_cache(maxsize=2)
def _describe_request(setup: Setup) -> str:
    asked = [setup.audiences, setup.languages, setup.fallback, setup.formats]
    return json.dumps([versions(), asked, os.environ.get(loader.VARIABLE)])


def build_row(setup: Setup, task: Task) -> Done:
    """Build the edition or editions of a row: all its files are written, or none."""
    try:
        filled = batch_outline(setup).fill(task.cells)
        with used_files() as used:
            record, found = _build(setup, task, filled, used)
    except BriefgenError as exc:
        unwritable = isinstance(exc, OutputError)
        return Done(task.number, task.line, task.name, exc.diagnostics, None, unwritable)
    except Exception as exc:  # one row's trouble is not the others', whatever it is
        message = f"briefgen failed: {type(exc).__name__}: {exc}"
        hint = "this is a fault of briefgen: please report it with the outline and the row"
        found = (error("internal", message, hint=hint),)
        trace = traceback.format_exc()
        return Done(task.number, task.line, task.name, found, traceback=trace)
    return Done(task.number, task.line, task.name, tuple(found), record)


def _build(
    setup: Setup, task: Task, filled: RowOutline, used: set[Path]
) -> tuple[Record | None, Sequence[Diagnostic]]:
    from briefgen.model.registry import FORMATS
    from briefgen.pipeline.build import refuse_errors, select_editions
    from briefgen.pipeline.rendering import RenderedFile, render

    loaded, found = loader.resolve(
        filled.tree, Path(setup.outline), allow_outside=setup.allow_outside, beside=filled.beside
    )
    if loaded is None or (setup.strict and found):
        raise BriefgenError(found)
    audiences = setup.audiences or (None,)
    editions = select_editions(loaded, audiences, setup.languages, fallback=setup.fallback)
    refuse_errors(loaded, editions)
    if not setup.write:
        return None, found
    made: dict[str, tuple[str, RenderedFile]] = {}  # format and file by name
    for edition in editions:
        kind = edition.name.removeprefix(loaded.name)  # its audience and language
        for format in FORMATS:
            if format in (setup.formats or edition.formats):
                one = render(edition, format, loaded=loaded)
                found += one.diagnostics
                made[f"{task.name}{kind}{FORMATS[format].ending}"] = format, one
    if has_errors(found) or (setup.strict and found):
        raise BriefgenError(found)
    write_together({Path(setup.out) / name: one.data for name, (_, one) in made.items()})
    files = {
        name: (hashlib.sha256(one.data).hexdigest(), format, one.count)
        for name, (format, one) in made.items()
    }
    inputs = {str(path): _digest_input(path) for path in sorted(used)}
    return Record(task.name, row_digest(setup, filled), inputs, files, bool(found)), found


def _digest_input(path: Path) -> str | None:
    try:
        return _digest(path, path.stat().st_mtime_ns)
    except OSError:
        return None


@lru_cache(maxsize=256)
def _digest(path: Path, changed: int) -> str | None:
    return digest(path)
