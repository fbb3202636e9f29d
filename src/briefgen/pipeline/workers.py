"""Worker processes: how many, how they start and end, and how the tasks of a build run in them.

On Linux workers are forked by a fork server, which has loaded what they need and has no threads; elsewhere they are
started anew. They end with the process that started them, however that ends.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Generator, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from briefgen.model.diagnostics import failure
from briefgen.storage import cache

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from pathlib import Path

T = TypeVar("T")
# What starting a process raises where the system has no more processes, handles, semaphores or memory to give, or
# where the fork server was killed.
START_ERRORS = (OSError, EOFError, NotImplementedError, MemoryError)


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def start_server(modules: Iterable[str]) -> None:
    """Start the fork server, where there is one, and have it import `modules` while this process goes on.

    It changes the thresholds of garbage collection first, which takes a tenth off the time of its imports.

    Does nothing when it runs already. Raises `START_ERRORS`.
    """
    if sys.platform != "linux":
        return
    from multiprocessing import forkserver

    forkserver.set_forkserver_preload(["briefgen.pipeline.garbage", *modules])
    # Ctrl-C is for this process to deal with; the server would report it while it imports.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def pool(jobs: int, *, interruptible: bool = False) -> ProcessPoolExecutor:
    """Start `jobs` processes that use the same cache as this one, and return their executor.

    Ctrl-C reaches all processes of a terminal: it ends workers that are `interruptible`, others go on until this
    process says. Raises `START_ERRORS`.
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
    executor = ProcessPoolExecutor(
        jobs, context, initializer=_begin, initargs=(cache.current().folder, interruptible)
    )
    try:
        # All start before the executor's thread does. When a worker dies, that thread ends those that it finds and waits
        # for all: for ever, if `submit` has started another one meanwhile.
        for _ in range(jobs):
            executor._spawn_process()  # type: ignore[attr-defined]
    except BaseException:
        for process in executor._processes.values():
            process.kill()
        raise
    return executor


def _begin(folder: Path | None, interruptible: bool) -> None:
    """What a worker does before its first task."""
    signal.signal(signal.SIGINT, signal.SIG_DFL if interruptible else signal.SIG_IGN)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    cache.use(cache.Cache(folder))
    import briefgen.pipeline.garbage  # noqa: F401 - where there is no fork server

    gc.freeze()  # libraries stay: looking through them would also copy the memory shared with the server


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def results(tasks: Sequence[Callable[[], T]], jobs: int) -> Generator[T, None, None]:
    """The result of each task, in order, each as soon as it and those before it are done.

    Tasks run in up to `jobs` processes, or in this one where one process is enough or no other can be started; for
    processes, tasks and results must be picklable. Raises what the first task that fails has raised, with the
    traceback of the worker as its cause, and BriefgenError when a worker was killed.
    """
    from concurrent.futures import BrokenExecutor, Future

    jobs, executor, futures = min(jobs, len(tasks)), None, list[Future[T]]()
    if jobs > 1:
        with contextlib.suppress(BrokenExecutor, *START_ERRORS):
            executor = pool(jobs, interruptible=True)
            futures = [executor.submit(task) for task in tasks]
    try:
        for run in [future.result for future in futures] or tasks:
            yield run()
    except BrokenExecutor:
        message = "a process that was at work was killed"
        hint = "build again; the system ends processes when there is too little memory"
        raise failure("killed", message, hint=hint) from None
    finally:
        if executor is not None:
            workers = list((executor._processes or {}).values())
            executor.shutdown(wait=False, cancel_futures=True)
            # At its exit Python would wait until each worker has freed its memory.
            for process in workers:
                process.kill()
