"""What can only be timed within a process: a warm one, one that builds many rows, one that lays pages out.

Run as `python -m benchmarks.inside NAME FOLDER [COUNT]`; prints a JSON object of numbers.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import multiprocessing
import resource
import shutil
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from operator import truediv
from pathlib import Path
from statistics import median

from benchmarks import naive
from benchmarks.outlines import rows, varied
from briefgen import cache, workers
from briefgen.batch import batch as briefgen_batch
from briefgen.cli import build
from briefgen.cli import watch as watch_command

ROOT = Path(__file__).parents[1]
WARM = 40  # rows that processes are warm after
SECONDS = 5.0  # of rows that one process builds for `two_cores`, each time


def watch(folder: Path, count: int) -> dict[str, float]:
    """Seconds from an edit of a text until brief and deck are written, and charts drawn for it."""
    shutil.copytree(ROOT / "assets", folder / "assets", dirs_exist_ok=True)
    path = folder / "brief.yaml"
    text = (ROOT / "brief.yaml").read_text(encoding="utf-8")
    said = "subtitle: "
    parser = argparse.ArgumentParser()
    watch_command.add_arguments(parser)
    args = parser.parse_args([str(path), "--audience", "legislators", "--out", str(folder / "out")])
    taken, drawn = [], 0
    workers.collect_garbage_seldom()
    for number in range(count + 2):
        path.write_text(text.replace(said, f"{said}{'very ' * number}", 1), encoding="utf-8")
        misses, started = cache.current().misses, time.perf_counter()
        build.run(args)
        taken.append(time.perf_counter() - started)
        drawn = cache.current().misses - misses
        time.sleep(0.5)
    return {"seconds": median(taken[2:]), "charts": drawn}


def _row(folder: Path, own_charts: bool) -> Callable[[int], None]:
    from briefgen.batch import work

    path = folder / f"varied-{own_charts}.yaml"
    path.write_text(varied(own_charts=own_charts), encoding="utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    setup = work.Setup(
        outline=str(path), shown=path.name, digest=digest, header=("state", "count"),
        out=str(folder / "rows"), audiences=(), formats=None, strict=False, allow_outside=False,
    )  # fmt: skip

    def row(number: int) -> None:
        cells = f"State {number}", str(number + 13)
        done = work.build_row(setup, work.Task(number, number, f"row-{number % 10}", cells))
        if done.record is None:
            raise RuntimeError(done.diagnostics[0].message)

    return row


def _cpu(work: Callable[[int], object], count: int, start: int = 0) -> float:
    started = time.process_time()
    for number in range(start, start + count):
        work(number)
    return (time.process_time() - started) / count


def batch(folder: Path, count: int) -> dict[str, float]:
    """Seconds of processor for a row, and for a variant by the naive script, in turn in a warm process."""
    cache.use(cache.Cache(None))  # charts in memory, as far as rows share them
    shared, own = _row(folder, False), _row(folder, True)
    works: dict[str, Callable[[int], object]] = {
        "naive": lambda _: naive.main(folder / "naive"), "shared": shared, "own": own,
    }  # fmt: skip
    found: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(count + 1):
        for name, work in works.items():
            found[name].append(_cpu(work, 3, turn * 3))
    return {name: median(each[1:]) for name, each in found.items()}


def memory(folder: Path, count: int) -> dict[str, float]:
    """Peak memory, in MB, after a tenth of the rows and after all."""
    row = _row(folder, False)
    peaks = {}
    for number in range(count):
        row(number)
        if number + 1 in (max(1, count // 10), count):
            peaks[number + 1] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    first, last = min(peaks), max(peaks)
    return {"rows": count, "tenth": peaks[first], "all": peaks[last]}


def fitting(folder: Path, count: int) -> dict[str, float]:
    """The share of a build that goes to layouts that are thrown away, and how many were tried."""
    import briefgen
    from briefgen.build import build as whole
    from briefgen.pdf import fit

    plans: list[float] = []
    plan = fit.plan

    def timed(*args: object, **kwargs: object) -> object:
        started = time.process_time()
        try:
            return plan(*args, **kwargs)  # type: ignore[arg-type]
        finally:
            plans.append(time.process_time() - started)

    fit.plan = timed  # type: ignore[assignment]
    cache.use(cache.Cache(None))  # without the fit of a build before
    started = time.process_time()
    loaded = briefgen.load(ROOT / "brief.yaml")
    whole(loaded, folder / "fitting", audiences=["legislators"])
    return {
        "share": (sum(plans) - plans[0]) / (time.process_time() - started),
        "layouts": len(plans),
    }


def rate(folder: Path, number: int, jobs: int) -> float:
    """Rows a second by so many processes, from the time when all are warm."""
    folder.mkdir(parents=True, exist_ok=True)
    path, data, out = folder / "cores.yaml", folder / "rows.csv", folder / "out"
    path.write_text(varied(), encoding="utf-8")
    data.write_text(rows(WARM + number), encoding="utf-8")
    shutil.rmtree(out, ignore_errors=True)
    done: list[float] = []
    briefgen_batch(path, data, out, name="{{ state }}", jobs=jobs,
                   on_done=lambda name, number, total: done.append(time.perf_counter()))  # fmt: skip
    return number / (done[-1] - done[WARM - 1])


def two_cores(folder: Path, turns: int) -> dict[str, float]:
    """Rows a second by one process, by two, and by two batches of one process each at the same time.

    They take turns, so that what else the machine does slows all alike. `efficiency` is what two processes make of
    twice the rows of one, `apart` what two batches that have nothing in common make of it, which is as much as the
    machine can give.
    """
    rate(folder / "one", 20, 1)
    number = round(SECONDS / _cpu(lambda _: rate(folder / "one", 60, 1), 1) * (WARM + 60))
    spawn = multiprocessing.get_context("spawn")
    ones, twos, parts = [], [], []
    for _ in range(turns):
        ones.append(rate(folder / "one", number, 1))
        twos.append(rate(folder / "two", number, 2))
        with ProcessPoolExecutor(2, mp_context=spawn) as pool:
            folders = [folder / name for name in ("left", "right")]
            parts.append(sum(pool.map(rate, folders, [number] * 2, [1] * 2)))
    doubled = [2 * one for one in ones]
    return {
        "rows": number, "one": median(ones), "two": median(twos),
        "efficiency": median(map(truediv, twos, doubled)),
        "apart": median(map(truediv, parts, doubled)),
    }  # fmt: skip


MEASURES = {f.__name__: f for f in (watch, batch, memory, fitting, two_cores)}

if __name__ == "__main__":
    name, folder, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    stdout, sys.stdout = sys.stdout, io.StringIO()
    try:
        found = MEASURES[name](folder, count)
    finally:
        sys.stdout = stdout
    print(json.dumps(found))
