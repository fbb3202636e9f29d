"""Tasks shared out among copies of this process, which have all that it has loaded.

A copy computes and gives its results back; it writes no files. So it may be killed at any moment, and when this process
is killed it ends as soon as it is done.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from briefgen.diagnostics import BriefgenError, error

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def possible() -> bool:
    """Whether this process may be copied: not where other threads may hold locks, nor where the system minds."""
    return sys.platform == "linux" and threading.active_count() == 1


def results(tasks: Sequence[Callable[[], T]], processes: int) -> list[Callable[[], T]]:
    """For each task, in order, what gives its result or raises what it raised.

    A task is run by this process when its result is asked for, or at once by one of `processes - 1` copies. Task n is
    the process n modulo `processes`'s, which is the same for tasks that need the same libraries when these alternate.
    The results must be such as can be pickled. A copy that was killed raises BriefgenError.
    """
    count = min(processes, len(tasks))
    if count < 2 or not possible():
        return list(tasks)
    found = list(tasks)
    for number in range(1, count):
        copy = _Copy(tasks[number::count])
        for index, task in enumerate(range(number, len(tasks), count)):
            found[task] = copy.result(index)
    return found


class _Copy:
    def __init__(self, tasks: Sequence[Callable[[], Any]]) -> None:
        from multiprocessing import get_context

        context = get_context("fork")
        self._receiver, sender = context.Pipe(duplex=False)
        # A daemon: it is ended when this process ends without having asked for its results.
        self._process = context.Process(target=_work, args=(tasks, sender), daemon=True)
        self._process.start()
        sender.close()
        self._outcomes: list[tuple[bool, Any]] = []

    def result(self, index: int) -> Callable[[], Any]:
        def ask() -> Any:
            while len(self._outcomes) <= index:
                try:
                    self._outcomes.append(self._receiver.recv())
                except EOFError:
                    self._process.join()
                    message = f"a process that was at work ended ({self._process.exitcode})"
                    hint = "build again; the system ends processes when there is too little memory"
                    raise BriefgenError(error("killed", message, hint=hint)) from None
            good, outcome = self._outcomes[index]
            if not good:
                raise outcome
            return outcome

        return ask


def _work(tasks: Sequence[Callable[[], Any]], sender: Connection) -> None:
    try:
        for task in tasks:
            try:
                outcome = True, task()
            except Exception as exc:
                outcome = False, exc
            sender.send(outcome)
    except (KeyboardInterrupt, OSError):  # nobody waits for the rest
        pass
