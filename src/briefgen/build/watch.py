"""Building again whenever a file that an outline is made from changes, in a process that is warm."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event
from typing import NamedTuple, TypeAlias

from briefgen.model.diagnostics import BriefgenError, error
from briefgen.storage.files import real

# Milliseconds: how long changes that belong together are collected for, and how often one looks for more.
DEBOUNCE, STEP = 60, 4
LOOK = 500  # milliseconds between looks at the files themselves
GONE = 0.15  # seconds that a file is waited for which is empty or not there: some editors save so, in two steps


def changes(
    files: Callable[[], Iterable[Path]], changed_already: Callable[[], Iterable[Path]] = tuple, stop: Event | None = None
) -> Iterator[set[Path]]:  # fmt: skip
    """All of `files()`, then the changed ones as they change, until `stop` is set or Ctrl-C.

    `changed_already()` are those that the last build found as they no longer are.
    `files` is asked again whenever anything happens, and may name files that are not there yet. Folders are watched,
    not files: most editors save by putting a new file in the old one's place. What the system does not report (a
    change while one is dealt with, a network drive) is seen within `LOOK` all the same.
    Raises BriefgenError where there is no folder to watch.
    """
    from watchfiles import watch

    def names() -> set[Path]:
        return {real(path) for path in files()}

    seen: _States = {path: _state(path) for path in names()}
    yield set(seen)
    while not (stop and stop.is_set()):
        # What the last build has come to know is taken to be as it was built.
        seen = _known(names(), seen)
        folders = _folders(seen)
        if not folders:
            raise BriefgenError(error("missing-file", "there is no folder to watch"))
        happens = watch(
            *folders,
            watch_filter=None,
            debounce=DEBOUNCE,
            step=STEP,
            stop_event=stop,
            recursive=False,
            rust_timeout=LOOK,
            yield_on_timeout=True,
        )
        for _ in happens:
            states = _settled(names(), seen)
            changed = {path for path, state in states.items() if state != seen.get(path)}
            changed |= {real(path) for path in changed_already()}
            if changed:
                seen = states
                yield changed
                known = names()
                if _folders(known) != folders:
                    break
                seen = _known(known, seen)
        else:
            return


def _folders(files: Iterable[Path]) -> set[Path]:
    return {path.parent for path in files if path.parent.is_dir()}


class _State(NamedTuple):
    """What a change of a file changes."""

    mtime: int
    size: int
    inode: int
    mode: int


_States: TypeAlias = dict[Path, _State | None]


def _state(path: Path) -> _State | None:
    """That of the file at `path`; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return _State(found.st_mtime_ns, found.st_size, found.st_ino, found.st_mode)


def _known(files: Iterable[Path], seen: _States) -> _States:
    """The states of `files` as they were `seen`, or as they are where they were not."""
    return {path: seen[path] if path in seen else _state(path) for path in files}


def _settled(known: Iterable[Path], seen: _States) -> _States:
    """The states of the files `known`, once none that was there has just gone or become empty, or after a while."""
    until = time.monotonic() + GONE
    while True:
        states = {path: _state(path) for path in known}
        gone = (path for path, state in states.items() if not (state and state.size))
        if not any(seen.get(path) != states[path] for path in gone) or time.monotonic() > until:
            return states
        time.sleep(STEP / 1000)
