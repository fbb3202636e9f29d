"""One edition in one format: to a stream, as bytes, or as a file."""

from __future__ import annotations

import hashlib
import io
import os
from functools import partial
from pathlib import Path
from typing import IO

from msgspec import Struct

from briefgen.diagnostics import Diagnostic
from briefgen.editions import Edition
from briefgen.formats import FORMATS, Asked
from briefgen.outline.files import used_files
from briefgen.outline.loaded import LoadedOutline
from briefgen.outputs import write_whole
from briefgen.words import missing_words


class Written(Struct, frozen=True):
    """A file that was written; `count` is its pages or slides, `sha256` the digest of its bytes."""

    path: Path
    format: str
    count: int
    sha256: str
    diagnostics: tuple[Diagnostic, ...] = ()


def write_stream(
    edition: Edition,
    format: str,
    stream: IO[bytes],
    *,
    overflow: bool = False,
    loaded: LoadedOutline | None = None,
) -> tuple[int, tuple[Diagnostic, ...]]:
    """Write one format to a binary stream; returns its pages, slides or rows and what was found on the way.

    The tables of evidence are drawn from the outline that was `loaded`: ValueError without it.
    """
    kind = FORMATS[format]
    count, found = kind.write(edition, stream, Asked(loaded, overflow))
    if kind.needs_outline:
        return count, found
    kinds = (f"chart {figure.spec.kind}" for figure in edition.figures)
    return count, (*missing_words(edition.locale.language, kinds), *found)


def write(
    edition: Edition,
    format: str,
    target: str | os.PathLike[str] | IO[bytes],
    *,
    overflow: bool = False,
) -> tuple[int, tuple[Diagnostic, ...]]:
    """Write one format to a path, whole or not at all, or to a binary stream."""
    if not isinstance(target, str | os.PathLike):
        return write_stream(edition, format, target, overflow=overflow)
    made = make(edition, format, overflow=overflow)
    write_whole(Path(target), lambda stream: stream.write(made.data))
    return made.count, made.diagnostics


class Made(Struct, frozen=True):
    """A file's bytes, not written yet, and the files that it was made from besides the outline's."""

    data: bytes
    count: int
    diagnostics: tuple[Diagnostic, ...]
    used: frozenset[Path]


def task(edition: Edition, format: str, overflow: bool, loaded: LoadedOutline) -> partial[Made]:
    """What makes one format: the outline goes along only where it is needed, since a worker is sent it."""
    asked = loaded if FORMATS[format].needs_outline else None
    return partial(make, edition, format, overflow=overflow, loaded=asked)


def make(
    edition: Edition, format: str, *, overflow: bool = False, loaded: LoadedOutline | None = None
) -> Made:
    """One format of an edition, as `write_stream` writes it."""
    stream = io.BytesIO()
    with used_files() as used:
        count, found = write_stream(edition, format, stream, overflow=overflow, loaded=loaded)
    return Made(stream.getvalue(), count, found, frozenset(used))


def as_written(path: Path, format: str, made: Made) -> Written:
    """What is said of `made` when it was written to `path`."""
    sha256 = hashlib.sha256(made.data).hexdigest()
    return Written(path, format, made.count, sha256, made.diagnostics)
