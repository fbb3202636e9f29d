"""Processes that draw charts for the others: matplotlib is loaded while these read the outline and lay out pages.

Where the cache has no charts yet, all of them are to be drawn, and loading matplotlib takes longer than drawing them.
Brief and deck are then made at the same time, and would each load it. It is loaded once, and each has a copy of the
process that did.
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


def start() -> Callable[[], None]:
    """Start them, one for this process; returns what a copy of this process calls to have the other."""
    from multiprocessing import get_context

    context = get_context("fork")
    (mine, first), (copys, second) = context.Pipe(), context.Pipe()
    lines = _MODULES, _lines.clear, (first, second), (mine, copys)
    context.Process(target=forked.serve, args=lines, daemon=True).start()
    first.close()
    second.close()
    _lines[os.getpid()] = mine
    return partial(_take, copys)


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
    """Let it end; there may be none."""
    _lines.pop(os.getpid(), None)


def no_line() -> None:
    """What a copy calls where there is no painter."""


def _take(line: Connection) -> None:
    _lines[os.getpid()] = line
