"""Takes every timing in one run, in turn, so that a busy machine slows all alike; prints medians and ratios.

    python -m benchmarks [--repeats N] [--findings 10 100 1000] [--rows 10000] [--table 10000] [--charts 200]

Times of whole processes are seconds of processor (user and system) and of the clock; ratios are to the bare imports of
reportlab, python-pptx and matplotlib, by the clock, since a build uses two processors. Goals are ratios. Each run is
added to `history.jsonl` beside this file.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.outlines import charted, outline, tabled

ROOT = Path(__file__).parents[1]
HISTORY = Path(__file__).parent / "history.jsonl"
BARE = "import reportlab.platypus, pptx, matplotlib.figure, matplotlib.backends.backend_agg"
PDF_LIMIT, DECK_LIMIT = 250, 400  # kB


@dataclass
class Case:
    """A command, what it may take at most (a ratio to the bare imports), and what it has taken."""

    name: str
    command: list[str]
    most: float | None = None
    env: dict[str, str] = field(default_factory=dict)
    once: bool = False
    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    peak: list[int] = field(default_factory=list)

    def take(self) -> None:
        """Run it once. Raises RuntimeError when it fails."""
        env = {**os.environ, **self.env}
        env.pop(
            "PYTHONDONTWRITEBYTECODE", None
        )  # installed, briefgen has bytecode as its libraries have
        started = datetime.datetime.now()
        process = subprocess.Popen([sys.executable, *self.command], cwd=ROOT,
                                   env=env, stdout=subprocess.DEVNULL)  # fmt: skip
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{self.name}: exit code {process.returncode}")
        self.wall.append((datetime.datetime.now() - started).total_seconds())
        self.cpu.append(used.ru_utime + used.ru_stime)
        self.peak.append(used.ru_maxrss // (1024 if sys.platform != "darwin" else 1024 * 1024))


def cases(folder: Path, args: argparse.Namespace) -> list[Case]:
    """All that is timed; those that need the files of an earlier one stand after it."""
    build = ["-m", "briefgen", "build", "brief.yaml", "--audience", "legislators"]
    out = ["--out", str(folder / "out")]
    kept = {"BRIEFGEN_CACHE": str(folder / "cache")}
    found = [
        Case("bare imports", ["-c", BARE]),
        Case("naive script", ["-m", "benchmarks.naive", str(folder / "naive")]),
        Case("build, nothing cached", [*build, "--force", *out], 1.3, {"BRIEFGEN_CACHE": "off"}),
        Case("build, charts cached", [*build, "--force", *out], 0.65, kept),
        Case("build, nothing changed", [*build, *out], 0.24, kept),
        Case("check", ["-m", "briefgen", "check", "brief.yaml"], None, kept),
        Case("schema", ["-m", "briefgen", "schema"], None, kept),
        Case("--help", ["-m", "briefgen", "--help"], None, kept),
    ]
    texts = {f"{n} findings": outline(n) for n in args.findings}
    texts |= {f"{n} charts": charted(n) for n in args.charts}
    texts |= {f"table of {n} rows": tabled(n) for n in args.table}
    for name, text in texts.items():
        path = folder / f"{name.replace(' ', '-')}.yaml"
        path.write_text(text, encoding="utf-8")
        for format in ("pdf", "pptx"):
            command = ["-m", "briefgen", "build", str(path), "--force", "--format", format, *out]
            found.append(Case(f"{format}, {name}", command, None, kept, once=True))
    return found


def timed(folder: Path, args: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Take all cases, print them, and return what is kept of them."""
    taken = cases(folder, args)
    for case in taken:  # files to be found, bytecode compiled
        if not case.once:
            case.take()
            for times in (case.cpu, case.wall):
                times.clear()
            case.peak.clear()
    for turn in range(args.repeats):
        for case in taken:
            if turn == 0 or not case.once:
                case.take()
    bare = statistics.median(taken[0].cpu), statistics.median(taken[0].wall)
    rows = {}
    print(f"{'':26}{'cpu s':>8}{'wall s':>8}{'MB':>6}{'by cpu':>8}{'ratio':>8}{'goal':>7}")
    for case in taken:
        cpu, wall = statistics.median(case.cpu), statistics.median(case.wall)
        goal = f"{case.most:.2f}" if case.most else ""
        print(f"{case.name:26}{cpu:8.2f}{wall:8.2f}{max(case.peak):6}"
              f"{cpu / bare[0]:8.2f}{wall / bare[1]:8.2f}{goal:>7}")  # fmt: skip
        rows[case.name] = {"cpu": round(cpu, 3), "wall": round(wall, 3), "peak": max(case.peak),
                           "ratio": round(wall / bare[1], 3), "by cpu": round(cpu / bare[0], 3)}  # fmt: skip
    return rows


def inside(name: str, folder: Path, count: int) -> dict[str, float]:
    """What `benchmarks.inside` measures in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.inside", name, str(folder / name), str(count)]
    made = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
                          env={**os.environ, "BRIEFGEN_CACHE": str(folder / "cache")})  # fmt: skip
    found: dict[str, float] = json.loads(made.stdout)
    return found


def warm(folder: Path, args: argparse.Namespace, bare: float) -> dict[str, dict[str, float]]:
    """Take, print and return what is measured within processes."""
    found = {
        "watch": inside("watch", folder, args.repeats),
        "batch": inside("batch", folder, args.repeats),
        "fitting": inside("fitting", folder, 1),
        "two_cores": inside("two_cores", folder, min(args.repeats, 3)),
        "memory": inside("memory", folder, args.rows),
    }
    edit, batch, memory = found["watch"], found["batch"], found["memory"]
    cores = found["two_cores"]
    grown = memory["all"] - memory["tenth"]
    lines: list[tuple[str, str, str]] = [
        ("watch: an edit of text", f"{edit['seconds']:.2f} s, {edit['seconds'] / bare:.2f}", "0.10 s"),
        ("  charts drawn again", f"{edit['charts']}", "0"),
        ("batch, charts shared", f"{batch['naive'] / batch['shared']:.1f} x naive", "10"),
        ("batch, own charts", f"{batch['naive'] / batch['own']:.1f} x naive", "3"),
        ("batch, two processors", f"{cores['efficiency']:.2f} (apart {cores['apart']:.2f})", "0.90"),
        (f"memory, {memory['rows']} rows", f"{grown:+.0f} MB in the last 9/10", "0"),
        ("fitting", f"{found['fitting']['share']:.2f} of a build", "0.20"),
    ]  # fmt: skip
    out = folder / "out"
    for ending, limit in ((".pdf", PDF_LIMIT), (".pptx", DECK_LIMIT)):
        size = (out / f"brief-legislators{ending}").stat().st_size / 1000
        lines.append((f"size of the {ending[1:]}", f"{size:.0f} kB", f"{limit} kB"))
    for name, value, goal in lines:
        print(f"{name:26}{value:>30}{goal:>14}")
    return found


def main() -> None:
    """Time, print and keep."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--repeats", type=int, default=5, metavar="N")
    parser.add_argument("--findings", type=int, nargs="*", default=[10, 100], metavar="N")
    parser.add_argument("--charts", type=int, nargs="*", default=[], metavar="N")
    parser.add_argument("--table", type=int, nargs="*", default=[], metavar="N")
    parser.add_argument("--rows", type=int, default=100, metavar="N")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows: dict[str, Any] = dict(timed(folder, args))
        rows |= warm(folder, args, rows["bare imports"]["wall"])
    entry = {"on": datetime.date.today().isoformat(), "python": platform.python_version(),
             "machine": f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
             "rows": rows}  # fmt: skip
    with HISTORY.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(entry) + "\n")


if __name__ == "__main__":
    main()
