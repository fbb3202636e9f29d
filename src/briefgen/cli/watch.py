"""`briefgen watch`: build, and build again whenever the outline or a file that it names changes."""

from __future__ import annotations

import argparse
import glob
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event
from typing import NamedTuple, TypeAlias

from briefgen.cli import build
from briefgen.cli.common import OK, Command, report
from briefgen.model.diagnostics import BriefgenError, failure
from briefgen.storage import cache
from briefgen.storage.files import digest, real_path
from briefgen.storage.folder import read_files

# Milliseconds: how long changes that belong together are collected for, and how often one looks for more.
DEBOUNCE, STEP = 60, 4
LOOK = 500  # milliseconds between looks at the files themselves
GONE = 0.15  # seconds that a file is waited for which is empty or not there: some editors save so, in two steps


def _watch_arguments(parser: argparse.ArgumentParser) -> None:
    build.build_arguments(parser)
    parser.set_defaults(jobs=1)  # its own process stays warm


def watch_outline(args: argparse.Namespace) -> int:
    """Build whenever something changes, until Ctrl-C; print what is wrong, and return the exit code."""
    builds = _Builds(args)
    try:
        for _ in changes(builds.files, builds.changed):
            builds.once()
    except KeyboardInterrupt:
        print(file=sys.stderr)
    return OK


class _Builds:
    """Builds of one outline in a process that stays warm, and what the last has looked at."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._args = args
        self._outline = Path(args.outline)
        self._looked: dict[Path, str | None] = {}  # as `read_files` collects it
        self._beside: set[Path] = set()

    def files(self) -> set[Path]:
        """The files to watch. A build may have failed for want of one that is not there."""
        return {*build.inputs_of(self._args), *self._named_like(), *self._looked}

    def changed(self) -> Iterator[Path]:
        """Those that are no longer as the last build found them."""
        yield from self._beside ^ self._named_like()
        for path, was in self._looked.items():
            if was is not None and was != (digest(path) or ""):
                yield path

    def _named_like(self) -> set[Path]:
        """The files that are named as translations of the outline are."""
        outline = self._outline
        return set(outline.parent.glob(f"{glob.escape(outline.stem)}.*{outline.suffix}"))

    def once(self) -> None:
        """Build, and say what came of it."""
        started, kept = time.perf_counter(), cache.current()
        drawn = kept.misses
        self._beside = self._named_like()
        with read_files() as self._looked:
            try:
                build.run_build(self._args)
            except BriefgenError as exc:
                # The outputs stay those of the last outline without errors.
                report(exc.diagnostics)
        taken = time.perf_counter() - started
        print(f"watching {self._args.outline} ({taken:.2f} s, {kept.misses - drawn} charts drawn)",
              file=sys.stderr, flush=True)  # fmt: skip


COMMANDS = {
    "watch": Command(
        "build again whenever the outline or a file it names changes",
        _watch_arguments,
        watch_outline,
    )
}


# Changes of files.


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
        return {real_path(path) for path in files()}

    seen: _States = {path: _state(path) for path in names()}
    yield set(seen)
    while not (stop and stop.is_set()):
        # What the last build has come to know is taken to be as it was built.
        seen = _remember(names(), seen)
        folders = _folders(seen)
        if not folders:
            raise failure("missing-file", "there is no folder to watch")
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
            states = _wait_until_settled(names(), seen)
            changed = {path for path, state in states.items() if state != seen.get(path)}
            changed |= {real_path(path) for path in changed_already()}
            if changed:
                seen = states
                yield changed
                known = names()
                if _folders(known) != folders:
                    break
                seen = _remember(known, seen)
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


def _remember(files: Iterable[Path], seen: _States) -> _States:
    """The states of `files` as they were `seen`, or as they are where they were not."""
    return {path: seen[path] if path in seen else _state(path) for path in files}


def _wait_until_settled(known: Iterable[Path], seen: _States) -> _States:
    """The states of the files `known`, once none that was there has just gone or become empty, or after a while."""
    until = time.monotonic() + GONE
    while True:
        states = {path: _state(path) for path in known}
        gone = (path for path, state in states.items() if not (state and state.size))
        if not any(seen.get(path) != states[path] for path in gone) or time.monotonic() > until:
            return states
        time.sleep(STEP / 1000)
