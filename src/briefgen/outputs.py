"""Writing files whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from operator import methodcaller
from pathlib import Path
from typing import IO, TypeVar

from briefgen import leftovers
from briefgen.diagnostics import BriefgenError, error

T = TypeVar("T")
_HINTS = {
    errno.EACCES: "choose a folder that you may write to",
    errno.EPERM: "choose a folder that you may write to",
    errno.EROFS: "choose a folder on a disk that is not read-only",
    errno.ENOSPC: "free some space; what was there before is still there",
    errno.EDQUOT: "free some space; what was there before is still there",
    errno.ENOTDIR: "choose a folder; a part of this path is a file",
    errno.ENOENT: "build again: the folder was taken away meanwhile",
    errno.EEXIST: "choose a folder; there is a file of this name",
    errno.EFBIG: "free some space, or raise the limit; what was there before is still there",
    errno.ELOOP: "choose a folder; a link on this path leads to itself",
    errno.ENAMETOOLONG: "choose a shorter name",
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

    Until then, and whenever anything goes wrong, what was at `path` stays as it was. A symbolic link there is
    replaced, never followed: an outline's folder may come from a stranger. Raises OutputError.
    """
    made, result = part(path, write)
    made.put()
    with reported(path):
        _sync_folder(path.parent)
    return result


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write several files as `write_whole` does; none takes its place before all are on the disk. Raises OutputError."""
    begun: list[Part] = []
    try:
        for path, data in files.items():
            begun.append(part(path, methodcaller("write", data))[0])
        for each in begun:
            each.put()
    finally:
        for each in begun:
            each.drop()
    for path in {path.parent: path for path in files}.values():
        with reported(path):
            _sync_folder(path.parent)


def part(path: Path, write: Callable[[IO[bytes]], T]) -> tuple[Part, T]:
    """The first half of `write_whole`: the file beside `path`, filled and on the disk, and what `write` returns."""
    made = Part(path)
    try:
        with reported(path):
            result = write(made.stream)
            made.finish()
        return made, result
    except BaseException:
        made.drop()
        raise


class Part:
    """A file that is to take the place of that at `path`; it is removed unless it does. Raises OutputError."""

    def __init__(self, path: Path) -> None:
        import tempfile  # here, since it takes a while and what is written is written last

        self.path = path
        with reported(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            _refuse_special(path)
            handle, name = tempfile.mkstemp(
                prefix=leftovers.prefix(path), suffix=".part", dir=path.parent
            )
        self._own: Path | None = Path(name)
        self.stream: IO[bytes] = os.fdopen(handle, "w+b")
        leftovers.hold(self.stream.fileno())
        leftovers.clean(path)

    def finish(self) -> None:
        """Have all of it on the disk. Raises OSError."""
        assert self._own is not None
        self.stream.flush()
        os.fsync(self.stream.fileno())
        self._own.chmod(0o666 & ~_umask())

    def put(self) -> None:
        """Put it in its place. That this lasts through a power cut is for `_sync_folder`."""
        assert self._own is not None
        try:
            with reported(self.path):
                _refuse_special(self.path)
                old = leftovers.held(self.path)
                self._own.replace(self.path)
                self._own = None
                self.stream.close()
                leftovers.let_go(old)
        finally:
            self.drop()

    def drop(self) -> None:
        """Remove it, unless it is in its place."""
        own, self._own = self._own, None
        if own is not None:
            with contextlib.suppress(OSError):
                own.unlink()
            with contextlib.suppress(OSError):  # a full disk may say so again
                self.stream.close()


def _refuse_special(path: Path) -> None:
    """Renaming would put a file in place of a device or a pipe, which nobody means."""
    with contextlib.suppress(FileNotFoundError):
        mode = path.lstat().st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
            message = f"cannot write `{path}`: it is there, and is not a file"
            raise OutputError(error("output", message, hint="choose another name"))


def _sync_folder(folder: Path) -> None:
    """Make the renaming itself last through a power cut, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
