"""Time briefgen and print a table for each part: what, today's figure, its ratio, and the bound that must hold.

    python -m benchmarks [PART ...] [--repeats N] [--against /other/checkout/.venv/bin/python] [--save]

Parts: commands, rivals, watch, batch, processors, growth; and memory, which takes long and is run when it is named.
Figures are medians of N turns, by the clock unless a line says otherwise. What is timed takes turns, checkout by
checkout, so that a busy machine slows all alike: compare ratios of one run, not figures of two.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import cases, measures, rivals
from benchmarks.cases import Case, Checkout
from benchmarks.measures import Figures, Measure, Row, Samples

HISTORY = Path(__file__).parent / "history.jsonl"
PARTS = ("commands", "rivals", "watch", "batch", "processors", "growth")
LONG = ("memory",)
FEW = 3  # turns at most for parts of which one turn takes most of a minute


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"default: {', '.join(PARTS)}")
    parser.add_argument("--repeats", type=int, default=5, metavar="N",
                        help=f"turns; for batch and processors {FEW} at most, for growth and memory one")  # fmt: skip
    parser.add_argument("--against", metavar="PYTHON",
                        help="the interpreter of another checkout of briefgen, to take turns with")  # fmt: skip
    parser.add_argument("--tables", type=int, nargs="*", default=[5000, 10000, 20000], metavar="N",
                        help="growth: rows of a table")  # fmt: skip
    parser.add_argument(
        "--findings", type=int, nargs="*", default=[], metavar="N", help="growth: findings"
    )
    parser.add_argument(
        "--charts", type=int, nargs="*", default=[], metavar="N", help="growth: charts"
    )
    parser.add_argument("--rows", type=int, default=10000, metavar="N",
                        help="memory: rows of the batch; fewer than the default 10,000 do not fill the caches, "
                        "and so grow; these need a few GB of disk for temporary files")  # fmt: skip
    parser.add_argument(
        "--save", action="store_true", help=f"add the run to {HISTORY.name} beside this file"
    )
    args = parser.parse_args()
    unknown = sorted(set(args.parts) - {*PARTS, *LONG})
    if unknown:
        parser.error(f"there is no part `{unknown[0]}`: choose from {', '.join((*PARTS, *LONG))}")
    if args.repeats < 1 or args.rows < 10:
        parser.error("--repeats is 1 or more, --rows 10 or more")
    args.parts = args.parts or list(PARTS)
    args.sizes = {"findings": args.findings, "charts": args.charts, "rows": args.tables}
    return args


def chosen(
    part: str, args: argparse.Namespace, folder: Path
) -> tuple[list[Case], list[Measure], int]:
    """A part: what is timed, what is reported of it, and in how many turns."""
    match part:
        case "commands":
            return cases.commands(), measures.COMMANDS, args.repeats
        case "rivals":
            absent = rivals.missing()
            for name in absent:
                print(f"left out: {rivals.MISSING[name]}", file=sys.stderr)
            return cases.rival_cases(folder, absent), measures.RIVALS, args.repeats
        case "watch":
            return [cases.Watch(args.repeats)], measures.WATCH, 1 if args.repeats == 1 else 2
        case "batch":
            batches = [
                cases.Batch("batch, charts shared", False, 120),
                cases.Batch("batch, own charts", True, 40),
            ]
            return [cases.Naive(), *batches], measures.BATCH, min(args.repeats, FEW)
        case "processors":
            return [cases.Processors()], measures.PROCESSORS, min(args.repeats, FEW)
        case "growth":
            return cases.growth(folder, args.sizes), list(measures.growth(args.sizes)), 1
        case _:
            return [cases.Memory(args.rows)], measures.MEMORY, 1


def take(timed: list[Case], checkouts: list[Checkout], turns: int) -> dict[str, Samples]:
    """Take all cases in turns, after one run of each that warms files and bytecode; by checkout.

    A case that fails is reported and left out, for the checkout in which it failed.
    """
    taken: dict[str, Samples] = {checkout.name: {} for checkout in checkouts}
    failed: set[tuple[str, str]] = set()
    for turn in range(turns + 1):
        for case in timed:
            whole_process = isinstance(case, cases.Command | cases.Program | cases.Together)
            if turn == 0 and (case.once or not whole_process):
                continue
            for checkout in checkouts if case.both else checkouts[:1]:
                if (case.name, checkout.name) in failed:
                    continue
                try:
                    numbers = case.take(checkout)
                except RuntimeError as exc:
                    failed.add((case.name, checkout.name))
                    taken[checkout.name].pop(case.name, None)
                    print(
                        f"left out: {case.name}, {checkout.name} checkout: {exc}", file=sys.stderr
                    )
                    continue
                if turn == 0:
                    continue
                for name, number in numbers.items():
                    taken[checkout.name].setdefault(case.name, {}).setdefault(name, []).append(
                        number
                    )
    return taken


def saved(found: list[Row]) -> dict[str, dict[str, float]]:
    """Figures and ratios by measure, for the history."""
    kept: dict[str, dict[str, float]] = {}
    for row in found:
        label = f"{row.measure.what} ({row.measure.to})" if row.measure.to else row.measure.what
        numbers = {"figure": row.value, "ratio": row.ratio, "other": row.other}
        kept[label] = {
            name: round(number, 4) for name, number in numbers.items() if number is not None
        }
    return kept


def main() -> None:
    """Time, print and, if asked, save."""
    args = arguments()
    found: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="briefgen-benchmarks-") as name:
        folder = Path(name)
        checkouts = [Checkout("this", sys.executable, folder / "this")]
        if args.against:
            checkouts.append(Checkout("other", args.against, folder / "other"))
        for checkout in checkouts:
            checkout.folder.mkdir()
        for part in args.parts:
            started = time.perf_counter()
            timed, reported, turns = chosen(part, args, folder)
            taken = take(timed, checkouts, turns)
            own = Figures(taken["this"])
            other = Figures(taken["other"]) if args.against else None
            rows = measures.rows(reported, own, other)
            print(measures.table(part, rows, bool(other)))
            print(f"({time.perf_counter() - started:.0f} s)\n", flush=True)
            found += rows
    held = [row.holds for row in found if row.holds is not None]
    print(f"{sum(held)} of {len(held)} bounds hold.")
    if args.save:
        entry = {"on": datetime.date.today().isoformat(), "python": platform.python_version(),
                 "machine": f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
                 "rows": saved(found)}  # fmt: skip
        with HISTORY.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(entry) + "\n")


if __name__ == "__main__":
    main()
