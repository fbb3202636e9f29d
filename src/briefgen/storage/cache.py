"""Results of earlier work, for as long as there is room for them: in memory, and in a folder of the user's between runs.

The folder has charts, what was read of templates, metrics of fonts, and where words are hyphenated. Entries are files
named by a digest of all that they were made from, so that one that is there is right: nothing is ever updated. Each
begins with the digest of its contents, so that one which was cut off or changed is taken for missing and made again.
Processes may share the folder, and anybody may delete it, at any time.
"""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

from briefgen.storage.files import open_regular

V = TypeVar("V")


class Memo(Generic[V]):
    """Values by what they were made from; those used least recently go when their sizes add up to more than `most`."""

    def __init__(self, most: int, size: Callable[[V], int] = lambda _: 1) -> None:
        self._most, self._size = most, size
        self._held: OrderedDict[Hashable, V] = OrderedDict()
        self._total = 0

    def find(self, key: Hashable) -> V | None:
        """The value for `key`, None where it is not kept."""
        found = self._held.get(key)
        if found is not None:
            with suppress(KeyError):  # another thread may have made it go just now
                self._held.move_to_end(key)
        return found

    def put(self, key: Hashable, value: V) -> None:
        """Keep `value` for `key` while there is room."""
        before = self._held.pop(key, None)
        self._held[key] = value
        self._total += self._size(value) - (0 if before is None else self._size(before))
        while self._total > self._most and self._held:
            self._total -= self._size(self._held.popitem(last=False)[1])

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """What `make` gave for `key`, or gives now. Raises what it raises, and keeps nothing then."""
        found = self.find(key)
        if found is None:
            found = make()
            self.put(key, found)
        return found


# The folder's environment variable; empty or "off" turns the cache off.
VARIABLE = "BRIEFGEN_CACHE"
LIMIT = 200_000_000  # bytes in the folder; the entries used least recently go first
IN_MEMORY = 16_000_000  # bytes that a process keeps at hand
_MAGIC = b"briefgen cache 1\n"
_DAY = 86_400.0


class Cache:
    """Entries by their key, in memory and, given a `folder`, on disk. It never raises: what fails is a miss."""

    def __init__(self, folder: Path | None, limit: int = LIMIT) -> None:
        self.folder = folder
        self.limit = limit
        self.hits = self.misses = 0
        self._recent = Memo[bytes](IN_MEMORY, len)
        self._unpruned = limit  # bytes put on disk since it was pruned; it may be full already

    def get(self, key: str) -> bytes | None:
        """What was put under `key`, or None."""
        data = self.recall(key)
        if data is None:
            self.misses += 1
        else:
            self.hits += 1
            self._recent.put(key, data)
        return data

    def recall(self, key: str) -> bytes | None:
        """As `get`, for what is no chart: it is not counted, nor kept at hand."""
        return self._recent.find(key) or self._read(key)

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`, as far as that can be done."""
        self._recent.put(key, data)
        if self.folder is None:
            return
        path = self._path(self.folder, key)
        part = None
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            import tempfile

            handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
            part = Path(name)
            with os.fdopen(handle, "wb") as stream:
                stream.write(_MAGIC + _seal(key, data) + data)
            part.replace(path)
        except OSError:  # a full disk, a read-only home: the chart is drawn again next time
            if part is not None:
                with suppress(OSError):
                    part.unlink()
            return
        self._unpruned += len(data)
        if self._unpruned > self.limit // 10:
            self._unpruned = 0
            self.prune()

    def prune(self) -> None:
        """Delete the entries used least recently until the folder is well below its limit."""
        found: list[tuple[float, int, str]] = []
        with suppress(OSError):
            for folder, _, names in os.walk(self.folder or ""):
                for name in names:
                    with suppress(OSError):
                        path = os.path.join(folder, name)  # noqa: PTH118 - thousands of them
                        about = os.stat(path)  # noqa: PTH116
                        found.append((about.st_mtime, about.st_size, path))
        total = sum(size for _, size, _ in found)
        if total <= self.limit:
            return
        for _, size, path in sorted(found):
            with suppress(OSError):
                os.unlink(path)  # noqa: PTH108
            total -= size
            if total <= self.limit * 0.8:
                return

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / key[:2] / key

    def _read(self, key: str) -> bytes | None:
        if self.folder is None:
            return None
        path = self._path(self.folder, key)
        try:
            with open_regular(path) as stream:
                whole = stream.read(self.limit)
                used = os.fstat(stream.fileno()).st_mtime
        except OSError:
            return None
        start = len(_MAGIC) + 32
        data = whole[start:]
        if whole[:start] != _MAGIC + _seal(key, data):
            return None
        with suppress(OSError):
            import time

            if time.time() - used > _DAY:
                os.utime(path)  # so that pruning sees what is in use
        return data


def _seal(key: str, data: bytes) -> bytes:
    """What an entry begins with: a digest of its name and of what it holds."""
    return hashlib.sha256(key.encode() + b"\0" + data).digest()


def key_of(*parts: object) -> str:
    """A key that differs whenever the text of any of `parts` does."""
    digest = hashlib.sha256()
    for part in parts:
        text = repr(part).encode("utf-8", "backslashreplace")
        digest.update(b"%d:" % len(text) + text)
    return digest.hexdigest()


def folder() -> Path | None:
    """Where entries are kept: what BRIEFGEN_CACHE says, or else the user's folder for caches."""
    chosen = os.environ.get(VARIABLE)
    if chosen is not None:
        return None if chosen in ("", "off") else Path(chosen)
    import platformdirs

    return platformdirs.user_cache_path("briefgen", appauthor=False)


_current: Cache | None = None


def current() -> Cache:
    """The process's cache."""
    global _current
    if _current is None:
        _current = Cache(folder())
    return _current


def use(cache: Cache | None) -> None:
    """Have `current` give `cache` from now on; None asks the environment again."""
    global _current
    _current = cache
