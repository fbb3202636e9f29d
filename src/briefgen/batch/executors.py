"""Where rows are built: here, in processes of this machine, or on a Dask cluster.

All three are `concurrent.futures` executors, so the rest of a batch does not know which one it has.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import Any, TypeVar

from briefgen.diagnostics import BriefgenError, error

T = TypeVar("T")
# What a process would otherwise import for its first row; `forkserver` imports it once for all of them.
_HEAVY = [
    "briefgen.batch.work", "briefgen.build", "briefgen.checks", "briefgen.editions.making", "briefgen.pdf.document",
    "briefgen.deck", "briefgen.charts.export", "briefgen.outline.loader", "briefgen.outline.yamlparser",
    "babel.dates", "babel.numbers",
]  # fmt: skip


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


def processes(jobs: int) -> Executor:
    """An executor of `jobs` processes, or this one alone."""
    return Here() if jobs == 1 else _processes(jobs)


def one_process() -> Executor:
    """An executor of one process that is not this one."""
    return _processes(1)


def _processes(jobs: int) -> Executor:
    methods = multiprocessing.get_all_start_methods()
    # Not fork: a process that has threads (numpy's, a caller's) must not be copied as it stands.
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload(_HEAVY)
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin)


def _begin() -> None:
    """What a process does before its first row.

    Ctrl-C reaches every process of a terminal: the first one alone decides what becomes of it. But where that one is
    killed, the others end too, in place of waiting for rows for ever. The libraries loaded by now stay, so that no
    row need look for rubbish among them, which would also make their memory the process's own.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.freeze()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def dask(address: str) -> tuple[Executor, int, Callable[[], None]]:
    """The cluster whose scheduler is at `HOST:PORT`: an executor, its number of threads, and how to leave it.

    Raises BriefgenError where Dask is not installed or nobody answers.
    """
    try:
        import distributed
    except ImportError:
        hint = "pip install 'briefgen[dask]'"
        raise BriefgenError(error("executor", "Dask is not installed", hint=hint)) from None
    try:
        library: Any = distributed  # its functions are not typed
        client = library.Client(f"tcp://{address}", timeout=10, set_as_default=False)
    except (OSError, ValueError) as exc:
        message = f"no Dask scheduler answers at `{address}`: {exc or type(exc).__name__}"
        hint = "start one with `dask scheduler`, and workers with `dask worker`"
        raise BriefgenError(error("executor", message, hint=hint)) from None
    threads = sum(client.nthreads().values())
    return client.get_executor(pure=False), max(1, threads), client.close
