"""`briefgen batch`: an edition for each row of a table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefgen.cli.common import (
    INTERRUPTED,
    OK,
    OUTPUT,
    WRONG,
    Command,
    edition_arguments,
    jobs_argument,
    outline_argument,
    progress_line,
    report,
)
from briefgen.model.diagnostics import Diagnostic, error, format_text, printable

if TYPE_CHECKING:
    from briefgen.batch.run import Summary
    from briefgen.batch.work import Done

NAMED = 10  # rows that failed for one reason


def _batch_arguments(parser: argparse.ArgumentParser) -> None:
    outline_argument(parser)
    parser.add_argument("--data", required=True, metavar="FILE",
                        help="the rows: CSV, XLSX or JSON; templates in the outline take their values")  # fmt: skip
    parser.add_argument("--name", metavar="PATTERN",
                        help="names of the files, such as '{{ region }}/{{ state }}'; "
                        "default: the outline's name and the first column")  # fmt: skip
    edition_arguments(parser, "the whole outline")
    jobs_argument(parser)
    parser.add_argument("--executor", metavar="dask://HOST:PORT",
                        help="build on a Dask cluster, in place of processes")  # fmt: skip
    parser.add_argument("--check", action="store_true", help="check every row, and write nothing")
    parser.add_argument("--verbose", action="store_true", help="report when not on a terminal too")


def build_rows(args: argparse.Namespace) -> int:
    """Build an edition for each row, print what failed and return the exit code."""
    from briefgen.batch.run import batch

    with progress_line() as show:
        summary = batch(
            args.outline,
            args.data,
            args.out,
            name=args.name,
            audiences=args.audience,
            languages=args.language,
            fallback=args.fallback,
            formats=args.format,
            jobs=args.jobs,
            executor=args.executor,
            strict=args.strict,
            allow_outside=args.allow_outside,
            write=not args.check,
            on_done=lambda name, done, total: show(f"[{done}/{total}] {name}"),
        )
    _report_rows(summary, args.data)
    if sys.stdout.isatty() or args.verbose or summary.failed or summary.interrupted:
        done = "checked" if args.check else "built"
        print(f"{summary.total} rows: {summary.built} {done}, {summary.unchanged} unchanged, "
              f"{len(summary.failed)} failed")  # fmt: skip
    if summary.interrupted:
        print("interrupted: the same command goes on where it stopped", file=sys.stderr)
        return INTERRUPTED
    if summary.given_up:
        print(
            "stopped: nothing can be written; the same command goes on from there", file=sys.stderr
        )
    if summary.unwritable:
        return OUTPUT
    return WRONG if summary.failed else OK


def _report_rows(summary: Summary, data: str) -> None:
    for found, rows in summary.warnings.values():
        many = f" and {len(rows) - 1} more" if len(rows) > 1 else ""
        print(f"row {min(rows)}{many}: {format_text(found)}", file=sys.stderr)
    alike: dict[tuple[Diagnostic, ...], list[Done]] = {}
    for done in summary.failed:
        alike.setdefault(done.diagnostics, []).append(done)
    for reasons, failed in alike.items():
        print(f"{data}:{failed[0].line}: {_rows(failed)} not built:", file=sys.stderr)
        report(reasons)
        for line in failed[0].traceback.splitlines():
            print(printable(line), file=sys.stderr)
    if summary.forgotten:
        names = ", ".join(summary.forgotten[:5]) + (" …" if len(summary.forgotten) > 5 else "")
        message = f"{len(summary.forgotten)} earlier editions have no row now: {names}"
        report([error("no-row", message, hint="their files are still there")])


def _rows(failed: Sequence[Done]) -> str:
    """The rows that failed for one reason."""
    if len(failed) == 1:
        name = f" ({failed[0].name})" if failed[0].name else ""
        return f"row {failed[0].number}{name} was"
    named = ", ".join(str(done.number) for done in failed[:NAMED])
    more = f" and {len(failed) - NAMED:,} more" if len(failed) > NAMED else ""
    return f"rows {named}{more} were"


COMMANDS = {
    "batch": Command("build an edition for each row of a table", _batch_arguments, build_rows)
}
