"""Opening regular files only, and writing files whole or not at all.

A pipe or device could keep who reads it waiting, or never end. A file is filled beside the one that it replaces, brought
to the disk, closed, and renamed. It is closed first because Windows neither renames nor deletes a file that is open. A
part whose writer was killed stays behind; the next process that writes to the folder deletes it.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from io import BufferedRandom, BufferedReader
from operator import methodcaller
from pathlib import Path
from typing import IO, TypeVar

from briefgen.model.diagnostics import BriefgenError, error

try:
    import fcntl
except ImportError:  # Windows, where a file that is open cannot be deleted anyway
    fcntl = None  # type: ignore[assignment]

T = TypeVar("T")
_SUFFIX = ".briefgen.part"
# Far longer than a part is unlocked, before it is filled and before it is renamed.
STALE_SECONDS = 60.0


def open_regular(path: Path) -> BufferedReader:
    """The file at `path`, to read. Raises OSError, also for a pipe or device, which could keep a reader waiting."""
    return os.fdopen(_open_descriptor(path, os.O_RDONLY), "rb")


def real_path(path: Path) -> Path:
    """As `path.resolve()`, which raises for a link that leads to itself."""
    return Path(os.path.realpath(path))


def open_to_append(path: Path) -> BufferedRandom:
    """The file at `path`, to write at its end and to read; made where there is none.

    Raises OSError, also for a pipe or device, and for a link, which could lead to any file.
    """
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    return os.fdopen(_open_descriptor(path, flags), "a+b")


def _open_descriptor(path: Path, flags: int) -> int:
    """A handle of the regular file at `path`, without waiting for anybody."""
    flags |= getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o666)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    return handle


def digest(path: Path) -> str | None:
    """SHA-256 of the file at `path`; None when it cannot be read."""
    try:
        with open_regular(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):  # a name that no file can have
        return None


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
def output_errors(path: Path) -> Iterator[None]:
    """Turn an OSError into one diagnostic that names `path` and says what to do."""
    try:
        yield
    except OSError as exc:
        reason = os.strerror(exc.errno) if exc.errno else str(exc)
        message = f"cannot write `{path}`: {reason}"
        raise OutputError(error("output", message, hint=_HINTS.get(exc.errno or 0))) from None


def write_whole(path: Path, write: Callable[[IO[bytes]], T]) -> T:
    """Have `write` fill a file beside `path`, then rename it to `path`; return what `write` returns.

    Until then, and whenever anything goes wrong, what was at `path` stays as it was. A symbolic link there is
    replaced, never followed: an outline's folder may come from a stranger. Raises OutputError.
    """
    with output_errors(path):
        part, result = _fill(path, write)
        _move(part, path)
        _sync_folder(path.parent)
    return result


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write several files as `write_whole` does; none is renamed before all are on the disk. Raises OutputError."""
    parts: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            with output_errors(path):
                parts[path], _ = _fill(path, methodcaller("write", data))
        for path in files:
            with output_errors(path):
                _move(parts.pop(path), path)
    finally:
        for part in parts.values():
            _delete(part)
    for path in {path.parent: path for path in files}.values():
        with output_errors(path):
            _sync_folder(path.parent)


def _fill(path: Path, write: Callable[[IO[bytes]], T]) -> tuple[Path, T]:
    """Write a part beside `path` and bring it to the disk; returns the part and what `write` returns. Raises OSError."""
    import tempfile  # here, since a build with nothing to do writes nothing

    path.parent.mkdir(parents=True, exist_ok=True)
    _refuse_special(path)
    delete_stale_parts(path.parent)
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:60]}.", suffix=_SUFFIX, dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "w+b") as stream:
            if fcntl is not None:
                # The lock ends with the writer, however that ends; some file systems have none.
                with contextlib.suppress(OSError):
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            result = write(stream)
            stream.flush()
            os.fsync(handle)
        umask = os.umask(0)
        os.umask(umask)
        part.chmod(0o666 & ~umask)
    except BaseException:
        _delete(part)
        raise
    return part, result


def _move(part: Path, path: Path) -> None:
    """Rename `part` to `path`, or delete it where that cannot be done. Raises OSError."""
    try:
        _refuse_special(path)
        part.replace(path)
    except BaseException:
        _delete(part)
        raise


def _delete(part: Path) -> None:
    with contextlib.suppress(OSError):
        part.unlink()


@lru_cache(maxsize=1024)
def delete_stale_parts(folder: Path) -> None:
    """Delete the parts in `folder` whose writers were killed: old, and not locked.

    A process does this once for each folder: listing one with thousands of files takes longer than writing a file.
    """
    try:
        names = os.listdir(folder)  # noqa: PTH208
    except OSError:
        return
    for part in (
        folder / name for name in names if name.startswith(".") and name.endswith(_SUFFIX)
    ):
        with contextlib.suppress(OSError):
            if time.time() - part.stat().st_mtime > STALE_SECONDS and not _is_locked(part):
                part.unlink()


def _is_locked(part: Path) -> bool:
    """Whether the writer of `part` still has it open. Raises OSError."""
    if fcntl is None:
        return False
    with open_regular(part) as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


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
