"""Takes every timing in one run, in turn, so that a busy machine slows all alike; prints medians and ratios.

    python -m benchmarks [--repeats N] [--findings 10 100 1000]

Times are seconds of processor, user and system, of whole processes; ratios are to the bare imports of reportlab,
python-pptx and matplotlib. Each run is added to `history.jsonl` beside this file.
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

from benchmarks.outlines import outline

ROOT = Path(__file__).parents[1]
HISTORY = Path(__file__).parent / "history.jsonl"
BARE = "import reportlab.platypus, pptx, matplotlib.figure, matplotlib.backends.backend_agg"


@dataclass
class Case:
    """A command, what it may cost at most (a ratio to the bare imports), and what it has cost."""

    name: str
    command: list[str]
    most: float | None = None
    env: dict[str, str] = field(default_factory=dict)
    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    peak: list[int] = field(default_factory=list)

    def take(self) -> None:
        """Run it once. Raises RuntimeError when it fails."""
        started = datetime.datetime.now()
        process = subprocess.Popen([sys.executable, *self.command], cwd=ROOT,
                                   env={**os.environ, **self.env}, stdout=subprocess.DEVNULL)  # fmt: skip
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{self.name}: exit code {process.returncode}")
        self.wall.append((datetime.datetime.now() - started).total_seconds())
        self.cpu.append(used.ru_utime + used.ru_stime)
        self.peak.append(used.ru_maxrss // (1024 if sys.platform != "darwin" else 1024 * 1024))


def cases(folder: Path, findings: list[int]) -> list[Case]:
    """All that is timed; those that need the files of an earlier one stand after it."""
    build = ["-m", "briefgen", "build", "brief.yaml", "--audience", "legislators"]
    out = ["--out", str(folder / "out")]
    kept = {"BRIEFGEN_CACHE": str(folder / "cache")}
    found = [
        Case("bare imports", ["-c", BARE]),
        Case("naive script", ["-m", "benchmarks.naive", str(folder / "naive")]),
        Case("build, nothing cached", [*build, "--force", *out], 1.3, {"BRIEFGEN_CACHE": "off"}),
        Case("build, charts cached", [*build, "--force", *out], 0.65, kept),
        Case("build, nothing changed", [*build, *out], 0.25, kept),
        Case("check", ["-m", "briefgen", "check", "brief.yaml"]),
        Case("--help", ["-m", "briefgen", "--help"]),
    ]
    for count in findings:
        path = folder / f"long-{count}.yaml"
        path.write_text(outline(count), encoding="utf-8")
        found.append(Case(f"build, {count} findings",
                          ["-m", "briefgen", "build", str(path), "--force", *out], None, kept))  # fmt: skip
    return found


def main() -> None:
    """Time, print and keep."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--repeats", type=int, default=5, metavar="N")
    parser.add_argument("--findings", type=int, nargs="*", default=[10, 100], metavar="N")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        timed = cases(Path(folder), args.findings)
        for case in timed:  # files to be found, bytecode compiled
            case.take()
            case.cpu.clear(), case.wall.clear(), case.peak.clear()
        for _ in range(args.repeats):
            for case in timed:
                case.take()
    bare = statistics.median(timed[0].cpu)
    rows = {}
    print(f"{'':24}{'cpu s':>8}{'wall s':>8}{'MB':>6}{'ratio':>8}{'goal':>7}")
    for case in timed:
        cpu, wall = statistics.median(case.cpu), statistics.median(case.wall)
        ratio, goal = cpu / bare, f"{case.most:.2f}" if case.most else ""
        print(f"{case.name:24}{cpu:8.2f}{wall:8.2f}{max(case.peak):6}{ratio:8.2f}{goal:>7}")
        rows[case.name] = {"cpu": round(cpu, 3), "wall": round(wall, 3), "peak": max(case.peak),
                           "ratio": round(ratio, 3)}  # fmt: skip
    entry = {"on": datetime.date.today().isoformat(), "python": platform.python_version(),
             "machine": f"{platform.machine()}, {os.cpu_count()} cores", "rows": rows}  # fmt: skip
    with HISTORY.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(entry) + "\n")


if __name__ == "__main__":
    main()
