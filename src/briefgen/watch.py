"""Building again whenever a file that an outline is made from changes, in a process that is warm."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event

from briefgen.diagnostics import BriefgenError, error

# Milliseconds: how long changes that belong together are collected for, and how often one looks for more.
DEBOUNCE, STEP = 60, 10


def changes(files: Callable[[], Iterable[Path]], stop: Event | None = None) -> Iterator[set[Path]]:
    """The changed ones among `files()`, which is asked again after each change, until `stop` is set or Ctrl-C.

    Folders are watched, not files: most editors save by putting a new file in the old one's place. Raises
    BriefgenError where there is no folder to watch.
    """
    from watchfiles import watch

    while not (stop and stop.is_set()):
        known = {path.resolve() for path in files()}
        folders = {path.parent for path in known if path.parent.is_dir()}
        if not folders:
            raise BriefgenError(error("missing-file", "there is no folder to watch"))
        for found in watch(
            *folders,
            watch_filter=lambda _, name: Path(name).resolve() in known,  # noqa: B023 - used in this turn only
            debounce=DEBOUNCE,
            step=STEP,
            stop_event=stop,
            recursive=False,
        ):
            yield {Path(name).resolve() for _, name in found}
            now = {path.resolve() for path in files()}
            if now != known:
                break
        else:
            return
