"""Writing files whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BufferedReader, BufferedWriter
from operator import methodcaller
from pathlib import Path
from typing import IO, TypeVar

from briefgen.diagnostics import BriefgenError, error

try:
    import fcntl
except ImportError:  # Windows, where a file that is open cannot be taken away
    fcntl = None  # type: ignore[assignment]

T = TypeVar("T")
STALE_SECONDS = 60.0  # far longer than it takes a new part to be locked
_FOLDERS = 64  # that a process remembers the parts of
_seen: dict[Path, tuple[float, Sequence[str]]] = {}
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


def opened(path: Path) -> BufferedReader:
    """The file at `path`, to read. Raises OSError, also for a pipe or device, which could keep a reader waiting."""
    return os.fdopen(_regular(path, os.O_RDONLY), "rb")


def real(path: Path) -> Path:
    """As `path.resolve()`, which raises for a link that leads to itself."""
    return Path(os.path.realpath(path))


def opened_to_add(path: Path) -> BufferedWriter:
    """The file at `path`, to write at its end; made where there is none.

    Raises OSError, also for a pipe or device, and for a link, which could lead to any file.
    """
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    return os.fdopen(_regular(path, flags), "ab")


def _regular(path: Path, flags: int) -> int:
    """A handle of the regular file at `path`, without waiting for anybody."""
    flags |= getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o666)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    return handle


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
            handle, name = tempfile.mkstemp(prefix=_prefix(path), suffix=".part", dir=path.parent)
        self._own: Path | None = Path(name)
        self.stream: IO[bytes] = os.fdopen(handle, "w+b")
        _hold(self.stream.fileno())
        _clean(path)

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
                old = _opened(self.path)
                self._own.replace(self.path)
                self._own = None
                self.stream.close()
                _release(old)
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


def _prefix(path: Path) -> str:
    return f".{path.name[:60]}."


def _hold(handle: int) -> None:
    """Lock a part as long as its writer lives: the lock ends with the process, however that ends."""
    if fcntl is not None:
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _clean(path: Path) -> None:
    """Remove parts of `path` whose writers were killed: old enough to be locked by now, and not locked."""
    if fcntl is None:
        return
    for name in _parts(path.parent):
        if not name.startswith(_prefix(path)):
            continue
        part = path.parent / name
        with contextlib.suppress(OSError):
            if time.time() - part.stat().st_mtime < STALE_SECONDS:
                continue
            with opened(part) as stream:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                part.unlink()


def _parts(folder: Path) -> Sequence[str]:
    """Names of parts that lay in `folder` when it was last looked through.

    It is not looked through again while none can have grown old: where a batch has written thousands of files, that
    takes longer than to make one.
    """
    now = time.monotonic()
    when, names = _seen.get(folder, (float("-inf"), ()))
    if now - when >= STALE_SECONDS:
        with contextlib.suppress(OSError):
            names = [name for name in os.listdir(folder) if name.endswith(".part")]  # noqa: PTH208
        if len(_seen) >= _FOLDERS:
            _seen.clear()
        _seen[folder] = now, names
    return names


# Handles of files that others have taken the place of. With the last handle a disk gives up a file's blocks, for which
# ext4 has whoever closes it wait; not while somebody waits for the new file.
_OLD: deque[int] = deque()
_OLD_MOST = 8


def _opened(path: Path) -> int | None:
    """A handle of the file at `path`; None where there is none, or where it would keep others from replacing it."""
    if fcntl is None:
        return None
    try:
        return _regular(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return None


def _release(old: int | None) -> None:
    """Close a handle some files later."""
    if old is not None:
        _OLD.append(old)
        while len(_OLD) > _OLD_MOST:
            os.close(_OLD.popleft())


def release() -> None:
    """Close the handles of files that were replaced, while there is nothing else to do."""
    while _OLD:
        os.close(_OLD.popleft())


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
