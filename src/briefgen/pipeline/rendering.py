"""One edition in one format: to a stream, as bytes, or as a file. Worker processes run `render`, and import little else."""

from __future__ import annotations

import io
import os
from functools import partial
from operator import methodcaller
from pathlib import Path
from typing import IO, TYPE_CHECKING

from msgspec import Struct

from briefgen.languages.locale import locale_of
from briefgen.languages.words import missing_words
from briefgen.model.diagnostics import Diagnostic
from briefgen.model.edition import Edition
from briefgen.model.registry import FORMATS
from briefgen.pipeline.formats import Asked
from briefgen.storage.files import write_whole
from briefgen.storage.folder import used_files

if TYPE_CHECKING:
    from briefgen.model.loaded import LoadedOutline


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
    return count, (*missing_words(locale_of(edition).language, kinds), *found)


def write(edition: Edition, format: str, target: str | os.PathLike[str] | IO[bytes]) -> int:
    """Write one format to a path, whole or not at all, or to a binary stream; returns its pages, slides or rows."""
    if not isinstance(target, str | os.PathLike):
        return write_stream(edition, format, target)[0]
    made = render(edition, format)
    write_whole(Path(target), methodcaller("write", made.data))
    return made.count


class RenderedFile(Struct, frozen=True):
    """A file's bytes, not written yet, and the files that it was made from besides the outline's."""

    data: bytes
    count: int
    diagnostics: tuple[Diagnostic, ...]
    used: frozenset[Path]


def make_task(
    edition: Edition, format: str, overflow: bool, loaded: LoadedOutline
) -> partial[RenderedFile]:
    """A call of `render`: the outline goes along only where it is needed, since a worker is sent it."""
    asked = loaded if FORMATS[format].needs_outline else None
    return partial(render, edition, format, overflow=overflow, loaded=asked)


def render(
    edition: Edition, format: str, *, overflow: bool = False, loaded: LoadedOutline | None = None
) -> RenderedFile:
    """One format of an edition, as `write_stream` writes it."""
    stream = io.BytesIO()
    with used_files() as used:
        count, found = write_stream(edition, format, stream, overflow=overflow, loaded=loaded)
    return RenderedFile(stream.getvalue(), count, found, frozenset(used))
