"""Processes that draw charts for the others: matplotlib is loaded while these read the outline and lay out pages.

Loading matplotlib takes longer than drawing charts. Brief and deck are made at the same time, and would each load it
where there are charts that were never drawn: it is loaded once, and each has a copy of the process that did.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from briefgen import forked

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")

_MODULES = (
    "briefgen.charts.recorder", "briefgen.charts.artists", "briefgen.charts.pixels", "briefgen.charts.kept",
    "briefgen.charts.canvas", "briefgen.charts.common_scale", "briefgen.charts.furniture", "briefgen.charts.mirror",
    "briefgen.charts.svg", "babel.numbers", "uharfbuzz",
)  # fmt: skip
# The line to the painter that a process has, by the process's id: a copy of it has none.
_lines: dict[int, Connection] = {}
# The ends of the two lines while no painter is there: this process's and its painter's, those of its copy.
_ends: list[Connection] = []


def prepare() -> Callable[[], None]:
    """Lay lines to painters, one for this process; returns what a copy of it calls to have the other."""
    from multiprocessing import get_context

    context = get_context("fork")
    _ends[:] = [*context.Pipe(), *context.Pipe()]
    return partial(_take, tuple(_ends))


def decide(needed: bool, line: Connection | None = None) -> None:
    """Start the painters where they are `needed`, or else let who has a line draw; does nothing the second time.

    `line` is this process's end of one to a copy that was made before, which has to notice when it is closed.
    """
    if not _ends:
        return
    mine, first, copys, second = _ends
    if needed:
        from multiprocessing import get_context

        others = [mine, copys, *([line] if line else ())]
        lines = _MODULES, _lines.clear, (first, second), others
        get_context("fork").Process(target=forked.serve, args=lines, daemon=True).start()
        _lines[os.getpid()] = mine
    first.close()
    second.close()
    _ends.clear()


def drawn(task: Callable[[], T]) -> T:
    """What `task` returns, or raises: it is run by the painter where this process has a line to it, or else here."""
    line = _lines.get(os.getpid())
    if line is None:
        return task()
    try:
        line.send([task])
        outcome = line.recv()
    except (EOFError, OSError):  # it was ended
        del _lines[os.getpid()]
        return task()
    result: T = forked.told(outcome)
    return result


def stop() -> None:
    """Let them end; there may be none."""
    decide(False)
    _lines.pop(os.getpid(), None)


def _take(ends: tuple[Connection, ...]) -> None:
    *others, line, second = ends
    for end in (*others, second):  # so that it is noticed when a painter ends, or is not needed
        end.close()
    _lines[os.getpid()] = line
