"""Building again whenever a file that an outline is made from changes, in a process that is warm."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event
from typing import NamedTuple, TypeAlias

from briefgen.diagnostics import BriefgenError, error
from briefgen.outputs import real

# Milliseconds: how long changes that belong together are collected for, and how often one looks for more.
DEBOUNCE, STEP = 60, 4
LOOK = 500  # milliseconds between looks at the files themselves
GONE = 0.15  # seconds that a file is waited for which is empty or not there: some editors save so, in two steps


def changes(files: Callable[[], Iterable[Path]], stop: Event | None = None) -> Iterator[set[Path]]:
    """All of `files()`, then the changed ones as they change, until `stop` is set or Ctrl-C.

    `files` is asked again after each change. Folders are watched, not files: most editors save by putting a new
    file in the old one's place. What the system does not report (a change while one is dealt with, a network
    drive) is seen within `LOOK` all the same.
    Raises BriefgenError where there is no folder to watch.
    """
    from watchfiles import watch

    seen: _States = {real(path): _state(path) for path in files()}
    yield set(seen)
    while not (stop and stop.is_set()):
        known = {real(path) for path in files()}
        folders = {path.parent for path in known if path.parent.is_dir()}
        if not folders:
            raise BriefgenError(error("missing-file", "there is no folder to watch"))
        seen = {path: seen.get(path, _state(path)) for path in known}
        for _ in watch(
            *folders,
            watch_filter=lambda __, name: real(Path(name)) in known,  # noqa: B023 - used in this turn only
            debounce=DEBOUNCE,
            step=STEP,
            stop_event=stop,
            recursive=False,
            rust_timeout=LOOK,
            yield_on_timeout=True,
        ):
            states = _settled(known, seen)
            changed = {path for path in known if states[path] != seen[path]}
            if not changed:
                continue
            seen = states
            yield changed
            if {real(path) for path in files()} != known:
                break
        else:
            return


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


def _settled(known: Iterable[Path], seen: _States) -> _States:
    """The states of the files `known`, once none that was there has just gone or become empty, or after a while."""
    until = time.monotonic() + GONE
    while True:
        states = {path: _state(path) for path in known}
        gone = (path for path, state in states.items() if not (state and state.size))
        if not any(seen[path] != states[path] for path in gone) or time.monotonic() > until:
            return states
        time.sleep(STEP / 1000)
