"""What writing files leaves: parts of which the writer was killed, and handles of files that were replaced."""

from __future__ import annotations

import contextlib
import os
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from briefgen.regular import opened, regular

try:
    import fcntl
except ImportError:  # Windows, where a file that is open cannot be taken away
    fcntl = None  # type: ignore[assignment]

STALE_SECONDS = 60.0  # far longer than it takes a new part to be locked
_FOLDERS = 64  # that a process remembers the parts of
_seen: dict[Path, tuple[float, Sequence[str]]] = {}


def prefix(path: Path) -> str:
    return f".{path.name[:60]}."


def hold(handle: int) -> None:
    """Lock a part as long as its writer lives: the lock ends with the process, however that ends."""
    if fcntl is not None:
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def clean(path: Path) -> None:
    """Remove parts of `path` whose writers were killed: old enough to be locked by now, and not locked."""
    if fcntl is None:
        return
    for name in _parts(path.parent):
        if not name.startswith(prefix(path)):
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


def held(path: Path) -> int | None:
    """A handle of the file at `path`; None where there is none, or where it would keep others from replacing it."""
    if fcntl is None:
        return None
    try:
        return regular(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return None


def let_go(old: int | None) -> None:
    """Close a handle some files later."""
    if old is not None:
        _OLD.append(old)
        while len(_OLD) > _OLD_MOST:
            os.close(_OLD.popleft())


def release() -> None:
    """Close the handles of files that were replaced, while there is nothing else to do."""
    while _OLD:
        os.close(_OLD.popleft())
