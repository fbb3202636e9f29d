"""Opening regular files only: a pipe or device could keep who reads it waiting, or never end."""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader, BufferedWriter
from pathlib import Path


def opened(path: Path) -> BufferedReader:
    """The file at `path`, to read. Raises OSError, also for a pipe or device, which could keep a reader waiting."""
    return os.fdopen(regular(path, os.O_RDONLY), "rb")


def real(path: Path) -> Path:
    """As `path.resolve()`, which raises for a link that leads to itself."""
    return Path(os.path.realpath(path))


def opened_to_add(path: Path) -> BufferedWriter:
    """The file at `path`, to write at its end; made where there is none.

    Raises OSError, also for a pipe or device, and for a link, which could lead to any file.
    """
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    return os.fdopen(regular(path, flags), "ab")


def regular(path: Path, flags: int) -> int:
    """A handle of the regular file at `path`, without waiting for anybody."""
    flags |= getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o666)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    return handle
