"""Writing files whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeVar

from briefgen.diagnostics import BriefgenError, error

T = TypeVar("T")
_HINTS = {
    errno.EACCES: "choose a folder that you may write to",
    errno.EPERM: "choose a folder that you may write to",
    errno.EROFS: "choose a folder on a disk that is not read-only",
    errno.ENOSPC: "free some space; what was there before is still there",
    errno.EDQUOT: "free some space; what was there before is still there",
    errno.ENOTDIR: "choose a folder; a part of this path is a file",
    errno.EEXIST: "choose a folder; there is a file of this name",
    errno.EISDIR: "there is a folder of this name: move it away",
}


class OutputError(BriefgenError):
    """An output that could not be written."""


@contextmanager
def reported(path: Path) -> Iterator[None]:
    """Turn an OSError into one diagnostic that names `path` and says what to do."""
    try:
        yield
    except OSError as exc:
        reason = os.strerror(exc.errno) if exc.errno else str(exc)
        message = f"cannot write `{path}`: {reason}"
        raise OutputError(error("output", message, hint=_HINTS.get(exc.errno or 0))) from None


def write_whole(path: Path, write: Callable[[IO[bytes]], T]) -> T:
    """Have `write` fill a file beside `path`, then put it in its place in one step.

    Until then, and whenever anything goes wrong, what was at `path` stays as it was. Raises OutputError.
    """
    with reported(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with reported(path):
            with os.fdopen(handle, "w+b") as stream:
                result = write(stream)
                stream.flush()
                os.fsync(stream.fileno())
            part.chmod(0o666 & ~_umask())
            part.replace(path)
        return result
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
