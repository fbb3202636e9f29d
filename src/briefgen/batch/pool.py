"""Rows handed to an executor a few at a time, so that memory does not grow with the table.

The executor is this process, processes of this machine, or a Dask cluster. A process that dies breaks its pool for all
the rows under way. Each of these is then built again alone: a row that kills its process alone too is the one that is
reported, the others are as if nothing had happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from queue import SimpleQueue
from typing import Any, Self, TypeVar

from briefgen.batch.work import Done, Setup, Task, build_row
from briefgen.model.diagnostics import error, failure
from briefgen.pipeline import workers

T = TypeVar("T")
_TRIES = 2  # of a row alone: the first process may have been killed from outside
_AHEAD = 3  # tasks for each process: enough that none waits for this one to read the next row
# What a worker would otherwise import for its first row.
_PRELOADED = (
    "briefgen.batch.work", "briefgen.pipeline.build", "briefgen.checks", "briefgen.editions.builder", "briefgen.pdf.document",
    "briefgen.deck", "briefgen.charts", "briefgen.reading.loader", "briefgen.reading.yaml_parser",
    "babel.dates", "babel.numbers",
)  # fmt: skip


class Here(Executor):
    """Does the work at once, in this process."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """A future that is done."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as exc:
            future.set_exception(exc)
        return future


class Pool:
    """Builds rows by an executor."""

    def __init__(self, jobs: int | None, executor: str | None, rows: int) -> None:
        """`executor` is None, for processes of this machine, or `dask://HOST:PORT`. Raises BriefgenError."""
        self._leave: Callable[[], None] = lambda: None
        self._executor: Executor | None = None
        self._jobs = min(jobs or workers.processors(), max(1, rows))
        self._remote = executor is not None
        if executor is not None:
            scheme, _, address = executor.partition("://")
            if scheme != "dask" or not address:
                hint = "write dask://HOST:PORT"
                raise failure("executor", f"`{executor}` is not an executor", hint=hint)
            self._executor, self._jobs, self._leave = _connect(address)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            if self._executor is not None and not self._remote:
                self._executor.shutdown(wait=True, cancel_futures=True)
        finally:
            self._leave()  # a client that leaves takes its tasks off the cluster

    def run(self, setup: Setup, tasks: Iterable[Task]) -> Iterator[Done]:
        """What became of each task, in the order in which they are done."""
        pending: dict[Future[Done], Task] = {}
        self._ready: SimpleQueue[Future[Done]] = SimpleQueue()
        for task in tasks:
            try:
                if self._executor is None:
                    self._executor = Here() if self._jobs == 1 else _start_processes(self._jobs)
                future = self._executor.submit(build_row, setup, task)
                pending[future] = task
                future.add_done_callback(self._ready.put)
            except BrokenExecutor:
                yield from self._build_alone(setup, [*pending.values(), task])
                pending.clear()
            except workers.START_ERRORS:  # rows that processes have already are built all the same
                while pending:
                    yield from self._collect(setup, pending)
                yield from self._build_alone(setup, [task])
            limit = 1 if isinstance(self._executor, Here) else self._jobs * _AHEAD
            while len(pending) >= limit:
                yield from self._collect(setup, pending)
        while pending:
            yield from self._collect(setup, pending)

    def _collect(self, setup: Setup, pending: dict[Future[Done], Task]) -> Iterator[Done]:
        future = self._ready.get()
        if future not in pending:  # it was built alone meanwhile
            return
        task = pending.pop(future)
        try:
            yield future.result()
        except BrokenExecutor:
            # Every future of a broken pool is done: the rest of them hold the same exception.
            broken = [task]
            for future in list(pending):
                task = pending.pop(future)
                if future.exception() is None:
                    yield future.result()
                else:
                    broken.append(task)
            yield from self._build_alone(setup, broken)
        except Exception as exc:  # what a cluster says of a task that it gave up
            hint = "see the logs of the cluster's scheduler and workers"
            yield _report_lost(task, f"{type(exc).__name__}: {exc}", hint)

    def _build_alone(self, setup: Setup, tasks: list[Task]) -> Iterator[Done]:
        if self._executor is not None:
            self._executor.shutdown(wait=True)
            self._executor = None
        for task in sorted(tasks, key=lambda task: task.number):
            yield self._build_one_alone(setup, task)

    def _build_one_alone(self, setup: Setup, task: Task) -> Done:
        said = ""
        for _ in range(_TRIES):
            try:
                with _start_processes(1) as executor:
                    return executor.submit(build_row, setup, task).result()
            except BrokenExecutor:
                said = f"its process ended {_TRIES} times over"
            except workers.START_ERRORS as exc:
                said = f"no process could be started for it: {exc or type(exc).__name__}"
        return _report_lost(task, said)


def _start_processes(jobs: int) -> Executor:
    workers.start_server(_PRELOADED)
    return workers.pool(jobs)


def _connect(address: str) -> tuple[Executor, int, Callable[[], None]]:
    """The cluster whose scheduler is at `HOST:PORT`: an executor, its number of threads, and how to leave it.

    Raises BriefgenError where Dask is not installed or nobody answers.
    """
    try:
        import distributed
    except ImportError:
        hint = "pip install 'briefgen[dask]'"
        raise failure("executor", "Dask is not installed", hint=hint) from None
    try:
        library: Any = distributed  # its functions are not typed
        client = library.Client(f"tcp://{address}", timeout=10, set_as_default=False)
    except (OSError, ValueError) as exc:
        message = f"no Dask scheduler answers at `{address}`: {exc or type(exc).__name__}"
        hint = "start one with `dask scheduler`, and workers with `dask worker`"
        raise failure("executor", message, hint=hint) from None
    threads = sum(client.nthreads().values())
    return client.get_executor(pure=False), max(1, threads), client.close


def _report_lost(
    task: Task, reason: str, hint: str = "it may have run out of memory: try fewer --jobs"
) -> Done:
    found = error("worker-lost", f"it could not be built: {reason}", hint=hint)
    return Done(task.number, task.line, task.name, (found,))
