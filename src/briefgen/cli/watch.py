"""`briefgen watch`: build, and build again whenever the outline or a file that it names changes."""

from __future__ import annotations

import argparse
import sys
import time

from briefgen import cache, forked, outputs, rubbish
from briefgen.cli import build
from briefgen.cli.common import OK, report
from briefgen.diagnostics import BriefgenError

NAME = "watch"
HELP = "build again whenever the outline or a file it names changes"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command: those of `build`."""
    build.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Do it until Ctrl-C, which is how it ends well; what is wrong is printed, and watching goes on."""
    from briefgen.watch import changes

    copy = build.early(args, forked.cores())
    try:
        for _ in changes(lambda: build.inputs_of(args)):
            _once(args, copy)
            rubbish.now()
            outputs.release()
    except KeyboardInterrupt:
        print(file=sys.stderr)
    return OK


def _once(args: argparse.Namespace, copy: forked.Early | None) -> None:
    started, kept = time.perf_counter(), cache.current()
    drawn = kept.misses
    try:
        # These stay warm, where a process made for an edit would not.
        build.run(args, 1, copy)
    except BriefgenError as exc:  # the outputs stay those of the last outline without errors
        report(exc.diagnostics)
    taken = time.perf_counter() - started
    print(f"watching {args.outline} ({taken:.2f} s, {kept.misses - drawn} charts drawn)",
          file=sys.stderr, flush=True)  # fmt: skip
