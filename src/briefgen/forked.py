"""Tasks shared out among copies of this process, which have all that it has loaded.

A copy computes and gives its results back; it writes no files. So it may be killed at any moment, and when this process
is killed it ends as soon as it is done.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from briefgen.diagnostics import BriefgenError, error

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")
PAUSE = 0.3  # seconds without tasks, after which a copy that waits for some tidies up


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def possible() -> bool:
    """Whether this process may be copied: not where other threads may hold locks, nor where the system minds."""
    return sys.platform == "linux" and threading.active_count() == 1


def results(
    tasks: Sequence[Callable[[], T]], processes: int, early: Early | None = None,
    after: Callable[[int, T], Any] | None = None,
) -> list[Callable[[], Any]]:  # fmt: skip
    """For each task, in order, what gives its result or raises what it raised.

    `after`, of a task's number and its result, is done in this process as soon as there is one; its result then takes
    the place of that.

    A task is run at once by one of `processes - 1` copies, or by this process, when its result is asked for or while
    that of a copy is waited for. Of `n` processes each has every `n`th task, which need the same libraries when these
    alternate. `early` is one of the copies, and has the first. The results must be such as can be pickled, and the
    tasks of `early` too. A copy that was killed raises BriefgenError.
    """
    if early is not None and not early.alive():
        early = None
    count = min(processes, len(tasks)) if early is None else max(2, min(processes, len(tasks)))
    if early is None and (count < 2 or not possible()):
        return [_then(n, task, after) for n, task in enumerate(tasks)]
    found: list[Callable[[], Any]]
    found = [_Own(_then(n, task, after)) for n, task in enumerate(tasks)]
    meanwhile: list[_Own[Any]] = []
    for number in range(1, count):
        first = number if early is None else number - 1
        share = tasks[first::count]
        try:
            copy: _Copy = _Forked(share) if early is None or number > 1 else early.given(share)
        except OSError:  # the system gives no more processes or handles: this one does the work
            break
        for index in range(len(share)):
            n = first + index * count
            found[n] = _then(n, copy.result(index), after)
        copy.meanwhile = meanwhile
    meanwhile += [own for own in found if isinstance(own, _Own)]
    return found


def _then(
    number: int, ask: Callable[[], T], after: Callable[[int, T], Any] | None
) -> Callable[[], Any]:
    return ask if after is None else lambda: after(number, ask())


def told(outcome: tuple[bool, Any]) -> Any:
    """The result that an outcome has; raises what was raised in its place."""
    good, result = outcome
    if not good:
        raise result
    return result


class _Own(Generic[T]):
    """A task of this process: run once, its result given or what it raised raised when it is called."""

    def __init__(self, task: Callable[[], T]) -> None:
        self._task = task
        self._outcome: tuple[bool, Any] | None = None

    def run(self) -> None:
        """Run it, unless it was run. Raises KeyboardInterrupt."""
        if self._outcome is None:
            try:
                self._outcome = True, self._task()
            except Exception as exc:
                self._outcome = False, exc

    def __call__(self) -> T:
        self.run()
        assert self._outcome is not None
        result: T = told(self._outcome)
        return result


class _Copy:
    """A process at the other end of `_receiver`, which sends an outcome for each of its tasks.

    While one is waited for, tasks are taken from `meanwhile`, which is this process's.
    """

    def __init__(self) -> None:
        self.meanwhile: list[_Own[Any]] = []
        from multiprocessing import get_context

        self._context = get_context("fork")
        self._outcomes: list[tuple[bool, Any]] = []

    def _start(self, target: Callable[..., None], *args: object) -> None:
        # A daemon: it is ended when this process ends without having asked for its results.
        self._process = self._context.Process(target=target, args=args, daemon=True)
        self._process.start()

    _receiver: Connection

    def result(self, index: int) -> Callable[[], Any]:
        """What gives the result of a task, counted from 0, or raises what it raised."""
        outcomes = self._outcomes

        def ask() -> Any:
            while len(outcomes) <= index:
                try:
                    if self.meanwhile and not self._receiver.poll():
                        self.meanwhile.pop(0).run()
                        continue
                    outcomes.append(self._receiver.recv())
                except (EOFError, OSError):
                    self._process.join()
                    message = f"a process that was at work ended ({self._process.exitcode})"
                    hint = "build again; the system ends processes when there is too little memory"
                    raise BriefgenError(error("killed", message, hint=hint)) from None
            return told(outcomes[index])

        return ask


class _Forked(_Copy):
    """A copy that has its tasks from this process's memory, and ends with the last."""

    def __init__(self, tasks: Sequence[Callable[[], Any]]) -> None:
        super().__init__()
        self._receiver, sender = self._context.Pipe(duplex=False)
        self._start(_forked, tasks, sender)
        sender.close()


class Early(_Copy):
    """A copy that is made before there are tasks: it calls `begin` and loads `module` while this process finds out
    what to do.

    It takes tasks as often as it is given some, and stays warm between them.
    """

    def __init__(self, module: str, begin: Callable[[], None]) -> None:
        super().__init__()
        self._receiver, other = self._context.Pipe()
        self._given = 0
        self._start(serve, [module], begin, [other], [self._receiver])
        other.close()

    @property
    def line(self) -> Connection:
        """This process's end of the line to it."""
        return self._receiver

    def alive(self) -> bool:
        """Whether it can still be given tasks."""
        return self._process.is_alive()

    def given(self, tasks: Sequence[Callable[[], Any]]) -> Early:
        """Have it begin with `tasks`, whose results are then counted from 0; those of others are dropped."""
        try:
            for _ in range(self._given - len(self._outcomes)):  # nobody asked for them
                self._receiver.recv()
            self._receiver.send(list(tasks))
        except (EOFError, OSError):
            pass  # said when a result is asked for
        self._given, self._outcomes = len(tasks), []
        return self


def serve(
    modules: Sequence[str], begin: Callable[[], None], lines: Sequence[Connection], others: Sequence[Connection]
) -> None:  # fmt: skip
    """Load `modules`, then run the tasks that come over `lines` until these are closed, for each line in a process.

    `others` are their other ends, which a copy has too.
    """
    for other in others:
        other.close()  # so that the end of the processes that hold it is noticed
    with nobody_waits():
        # What fails here, for want of memory too, fails again in a task, and is said by who gave it.
        with contextlib.suppress(Exception):
            begin()
            for module in modules:
                importlib.import_module(module)
        first, *rest = lines
        copies = [_beside(line, lines) for line in rest]
        _answer(first)
        for copy in copies:
            os.waitpid(copy, 0)


def _beside(line: Connection, lines: Sequence[Connection]) -> int:
    """The id of a new process, which has of `lines` this one alone and answers it."""
    # Not by multiprocessing, whose daemons may have no processes.
    copy = os.fork()
    if copy:
        line.close()
        return copy
    try:
        with nobody_waits():
            for other in lines:
                if other is not line and not other.closed:
                    other.close()
            _answer(line)
    finally:
        os._exit(0)


def _answer(line: Connection) -> None:
    """Run the tasks that come over `line` until it is closed."""
    worked = False
    while True:
        if worked and not line.poll(PAUSE):
            from briefgen import rubbish

            rubbish.now()
        try:
            tasks = line.recv()
        except EOFError:
            return
        work(tasks, line)
        worked = True


def _forked(tasks: Sequence[Callable[[], Any]], sender: Connection) -> None:
    with nobody_waits():
        work(tasks, sender)


@contextlib.contextmanager
def nobody_waits() -> Iterator[None]:
    """End quietly when the process that gave the work has ended, or was interrupted with this one."""
    with contextlib.suppress(EOFError, KeyboardInterrupt, OSError, MemoryError):
        yield


def work(tasks: Sequence[Callable[[], Any]], sender: Connection) -> None:
    """Send each task's outcome: whether it is a result, and that or else what was raised. Raises KeyboardInterrupt."""
    for task in tasks:
        try:
            outcome = True, task()
        except (Exception, KeyboardInterrupt) as exc:
            outcome = False, exc
        sender.send(outcome)
        if isinstance(outcome[1], KeyboardInterrupt):
            raise outcome[1]
