"""What is timed, and how: each case gives numbers of one run of one checkout of briefgen.

Cases use briefgen's command line alone, so that checkouts whose modules differ can take turns.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from benchmarks import outlines, rivals

ROOT = Path(__file__).parents[1]
BARE = "import reportlab.platypus, pptx, matplotlib.figure, matplotlib.backends.backend_agg"
BRIEF = ["brief.yaml", "--audience", rivals.AUDIENCE]
WARM = 40  # rows that the processes of a batch are warm after
SECONDS = 5.0  # of rows that one process builds for `Processors`
WAIT = 120.0  # seconds at most for a build of `watch`

Numbers = dict[str, float]


@dataclass(frozen=True)
class Checkout:
    """A checkout of briefgen by the interpreter that it is installed for; `folder` is for its files and cache."""

    name: str
    python: str
    folder: Path

    def environment(self, cache: bool) -> dict[str, str]:
        """Variables for its processes, with the checkout's own cache or with none."""
        env = {**os.environ, "BRIEFGEN_CACHE": str(self.folder / "cache") if cache else "off"}
        env.pop(
            "PYTHONDONTWRITEBYTECODE", None
        )  # installed, briefgen has bytecode as its libraries have
        return env


class Case(Protocol):
    """Something to time. `both` says whether checkouts take turns in it, `once` that it is taken in one turn only."""

    name: str
    both: bool
    once: bool

    def take(self, checkout: Checkout) -> Numbers:
        """Numbers of one run. Raises RuntimeError when it fails."""
        ...


def run(argv: list[str], env: dict[str, str], *, one_processor: bool = False) -> Numbers:
    """Run a process: `clock` and `processor` in seconds, `memory` in MB at its peak, children that it waits for among them.

    Workers of a fork server are not among them. Where `one_processor` is all that the process may use, a build starts
    none, so that `processor` is the whole of it. Raises RuntimeError, with the last line that it printed, when it fails.
    """
    pin = (lambda: os.sched_setaffinity(0, {0})) if one_processor else None
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        started = time.perf_counter()
        process = subprocess.Popen(argv, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=said,
                                   preexec_fn=pin)  # fmt: skip
        _, status, used = os.wait4(process.pid, 0)
        clock = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            last = said.read().strip().splitlines()[-1:]
            raise RuntimeError(
                f"exit code {process.returncode}, {''.join(last) or 'and nothing said'}"
            )
    memory = used.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    return {"clock": clock, "processor": used.ru_utime + used.ru_stime, "memory": memory}


@dataclass
class Command:
    """A whole process of Python: `arguments`, in which `OUT` is the checkout's folder for its outputs."""

    name: str
    arguments: list[str]
    cache: bool = True
    both: bool = True
    once: bool = False
    one_processor: bool = False

    def take(self, checkout: Checkout) -> Numbers:
        out = str(checkout.folder / "out" / self.name.replace(" ", "-"))
        arguments = [out if each == "OUT" else each for each in self.arguments]
        numbers = run([checkout.python, *arguments], checkout.environment(self.cache),
                      one_processor=self.one_processor)  # fmt: skip
        for ending in ("pdf", "pptx"):
            path = Path(out) / f"brief-{rivals.AUDIENCE}.{ending}"
            if path.exists():
                numbers[f"kB of {ending}"] = path.stat().st_size / 1000
        return numbers


@dataclass
class Program:
    """A whole process of another program."""

    name: str
    argv: list[str]
    both: bool = False
    once: bool = False

    def take(self, checkout: Checkout) -> Numbers:
        return run(self.argv, dict(os.environ))


@dataclass
class Together:
    """Several cases as one, such as a rival for the brief and one for the deck."""

    name: str
    parts: list[Case]
    both: bool = False
    once: bool = False

    def take(self, checkout: Checkout) -> Numbers:
        taken = [part.take(checkout) for part in self.parts]
        numbers = {key: sum(each[key] for each in taken) for key in ("clock", "processor")}
        return {**numbers, "memory": max(each["memory"] for each in taken)}


@dataclass
class Watch:
    """`watch`, by the clock: from the save of an edited text until it says that brief and deck are written."""

    edits: int = 5
    name: str = "watch"
    both: bool = True
    once: bool = False

    def take(self, checkout: Checkout) -> Numbers:
        folder = checkout.folder / "watch"
        shutil.copytree(ROOT / "assets", folder / "assets", dirs_exist_ok=True)
        path = folder / "brief.yaml"
        text = (ROOT / "brief.yaml").read_text(encoding="utf-8")
        path.write_text(text, encoding="utf-8")
        argv = [
            checkout.python,
            "-m",
            "briefgen",
            "watch",
            str(path),
            *BRIEF[1:],
            "--out",
            str(folder / "out"),
        ]
        signal.signal(
            signal.SIGINT, signal.default_int_handler
        )  # or processes in the background ignore it
        process = subprocess.Popen(argv, cwd=ROOT, env=checkout.environment(True), text=True,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # fmt: skip
        clocks, drawn = [], []
        try:
            self._report(process)
            for number in range(1, self.edits + 3):  # the first two warm the process
                time.sleep(0.5)
                saved = path.with_suffix(".new")
                said = "subtitle: >-\n"
                saved.write_text(
                    text.replace(said, f"{said}  {'very ' * number}\n", 1), encoding="utf-8"
                )
                started = time.perf_counter()
                saved.replace(path)
                line = self._report(process)
                clocks.append(time.perf_counter() - started)
                drawn.append(
                    int(found[1]) if (found := re.search(r"(\d+) charts? drawn", line)) else 0
                )
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.communicate(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
        measured = sorted(clocks[2:])
        return {"clock": measured[len(measured) // 2], "charts": float(max(drawn[2:]))}

    def _report(self, process: subprocess.Popen[str]) -> str:
        """The next line in which it says that it has built."""
        assert process.stderr is not None
        timer = threading.Timer(WAIT, process.kill)
        timer.start()
        try:
            for line in process.stderr:
                if line.startswith("watching "):
                    return line
                print(line, end="", file=sys.stderr)
        finally:
            timer.cancel()
        raise RuntimeError("`briefgen watch` ended, or built nothing")


def batch_command(
    checkout: Checkout, folder: Path, rows: int, jobs: int, own_charts: bool
) -> list[str]:
    """The command that builds so many rows into `folder / "out"`, which is emptied."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    outline, data = folder / "varied.yaml", folder / "rows.csv"
    outline.write_text(outlines.varied(own_charts=own_charts), encoding="utf-8")
    data.write_text(outlines.rows(rows), encoding="utf-8")
    return [
        checkout.python, "-m", "briefgen", "batch", str(outline), "--data", str(data), "--name", "{{ state }}",
        "--out", str(folder / "out"), "--jobs", str(jobs),
    ]  # fmt: skip


def more(few: Numbers, many: Numbers, count: int) -> Numbers:
    """Seconds of processor for each of `count` more, without start-up and warming up."""
    return {"processor": (many["processor"] - few["processor"]) / count}


@dataclass
class Naive:
    """Seconds of processor of the naive script for one variant, in a warm process."""

    name: str = "naive variant"
    both: bool = False
    once: bool = False

    def take(self, checkout: Checkout) -> Numbers:
        few, many = 2, 7
        argv = [checkout.python, "-m", "benchmarks.naive", str(checkout.folder / "naive")]
        first, second = (
            run([*argv, str(count)], checkout.environment(True)) for count in (few, many)
        )
        return more(first, second, many - few)


@dataclass
class Batch:
    """Seconds of processor for a row of a batch by one process that is warm, all charts drawn in this batch."""

    name: str
    own_charts: bool
    rows: int
    both: bool = True
    once: bool = False

    def take(self, checkout: Checkout) -> Numbers:
        few, many = (self._run(checkout, count) for count in (WARM, WARM + self.rows))
        return more(few, many, self.rows)

    def _run(self, checkout: Checkout, rows: int) -> Numbers:
        argv = batch_command(checkout, checkout.folder / "batch", rows, 1, self.own_charts)
        return run(argv, checkout.environment(False))


@dataclass
class Processors:
    """What two processes make of a batch: `efficiency` is its rows a second by twice those of one process.

    `apart` is the same for two batches of one process each at the same time, which have nothing in common: as much as
    the machine can give. The three take turns. A rate counts by the clock from row `WARM` on, by the times of the
    files.
    """

    name: str = "two processors"
    both: bool = True
    once: bool = False
    rows: dict[str, int] = field(default_factory=dict)

    def take(self, checkout: Checkout) -> Numbers:
        if checkout.name not in self.rows:
            self.rows[checkout.name] = max(WARM, round(SECONDS * self._rates(checkout, 60, [1])))
        number = self.rows[checkout.name]
        one, two, parts = (self._rates(checkout, number, jobs) for jobs in ([1], [2], [1, 1]))
        return {
            "rows a second": two,
            "efficiency": two / (2 * one),
            "apart": parts / (2 * one),
            "rows a second apart": parts,
        }

    def _rates(self, checkout: Checkout, number: int, jobs: list[int]) -> float:
        """Rows a second of batches at the same time, one for each of `jobs`, together."""
        started, env = [], checkout.environment(False)
        for place, each in enumerate(jobs):
            folder = checkout.folder / "processors" / str(place)
            argv = batch_command(checkout, folder, WARM + number, each, False)
            process = subprocess.Popen(argv, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
            started.append((process, folder / "out"))
        codes = [process.wait() for process, _ in started]
        if any(codes):
            raise RuntimeError(f"{self.name}: exit codes {codes}")
        return sum(number / self._seconds(out) for _, out in started)

    def _seconds(self, out: Path) -> float:
        """Seconds from when deck number `WARM` was written until the last was."""
        times = sorted(path.stat().st_mtime for path in out.rglob("*.pptx"))
        return times[-1] - times[WARM - 1]


@dataclass
class Memory:
    """Peak memory, in MB, of a batch of a tenth of the rows, and of one of all, by one process."""

    rows: int
    name: str = "memory"
    both: bool = True
    once: bool = True

    def take(self, checkout: Checkout) -> Numbers:
        numbers = {}
        for name, count in (("tenth", self.rows // 10), ("all", self.rows)):
            argv = batch_command(checkout, checkout.folder / "memory", count, 1, False)
            numbers[name] = run(argv, checkout.environment(False))["memory"]
        shutil.rmtree(checkout.folder / "memory")
        return numbers


def commands() -> list[Case]:
    """What a user runs, and the two yardsticks."""
    build = ["-m", "briefgen", "build", *BRIEF, "--out", "OUT"]
    return [
        Command("bare imports", ["-c", BARE], both=False),
        Command("naive script", ["-m", "benchmarks.naive", "OUT"], both=False),
        Command("build cold", [*build, "--force"], cache=False),
        Command("build, charts cached", [*build, "--force"]),
        Command("build cold, one processor", [*build, "--force"], cache=False, one_processor=True),
        Command("build, charts cached, one processor", [*build, "--force"], one_processor=True),
        Command("build, nothing changed", build),
        Command("check", ["-m", "briefgen", "check", "brief.yaml"]),
        Command("schema", ["-m", "briefgen", "schema"]),
        Command("help", ["-m", "briefgen", "--help"]),
    ]


def rival_cases(folder: Path, absent: Iterable[str]) -> list[Case]:
    """The rivals that are there, with charts drawn beforehand (`cached`) and in the same process (`cold`).

    Their input is written here, and briefgen's commands for the brief and the deck alone stand among them.
    """
    absent = set(absent)
    build = ["-m", "briefgen", "build", *BRIEF, "--out", "OUT", "--force"]
    found: list[Case] = [Command("both, cached", build)]
    found += [
        Command(f"{format}, cached", [*build, "--format", format]) for format in ("pdf", "pptx")
    ]
    found.append(Command("both, cold", build, cache=False))
    found += [
        Command(f"both, {kind}, one processor", build, cache=kind == "cached", one_processor=True)
        for kind in ("cached", "cold")
    ]
    found.append(Command("pdf, cold", [*build, "--format", "pdf"], cache=False))
    for kind in ("cached", "cold"):
        own = folder / "rivals" / kind
        drawn = {"typst": ["--draw", "svg", "png"], "weasyprint": ["--draw", "svg"]}
        subprocess.run(
            [sys.executable, "-m", "benchmarks.rivals", "write", str(own)], cwd=ROOT, check=True
        )
        parts: dict[str, Case] = {
            name: Command(
                f"{name}, {kind}",
                ["-m", "benchmarks.rivals", name, str(own), *(drawing if kind == "cold" else [])],
                both=False,
            )
            for name, drawing in drawn.items()
        }
        parts["pandoc"] = Program(f"pandoc, {kind}", rivals.pandoc(own))
        if not absent & {"typst", "pandoc"}:
            # Typst's process draws the pictures of both; each tool alone is timed with charts drawn beforehand.
            found.append(Together(f"typst and pandoc, {kind}", [parts["typst"], parts["pandoc"]]))
        wanted = ("typst", "weasyprint", "pandoc") if kind == "cached" else ("weasyprint",)
        found += [parts[name] for name in wanted if name not in absent]
    return found


def growth(folder: Path, sizes: dict[str, list[int]]) -> list[Case]:
    """Brief and deck of long outlines, of so many `findings`, `charts` or `rows` of a table; each is taken once."""
    texts = {"findings": outlines.outline, "charts": outlines.charted, "rows": outlines.tabled}
    found: list[Case] = []
    for what, counts in sizes.items():
        for count in counts:
            path = folder / f"{count}-{what}.yaml"
            path.write_text(texts[what](count), encoding="utf-8")
            for format in ("pdf", "pptx"):
                arguments = [
                    "-m",
                    "briefgen",
                    "build",
                    str(path),
                    "--force",
                    "--format",
                    format,
                    "--out",
                    "OUT",
                ]
                found.append(
                    Command(f"{format} of {count} {what}", arguments, cache=False, once=True)
                )
    return found
