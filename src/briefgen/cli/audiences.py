"""`briefgen audiences`: a table of audiences by content."""

from __future__ import annotations

import argparse
import shutil
import sys

import briefgen
from briefgen.cli.common import OK, one_language_argument, outline_argument

NAME = "audiences"
HELP = "show who gets which findings, figures and asks"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    outline_argument(parser)
    one_language_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Do it; returns the exit code."""
    from briefgen.checks.differences import table
    from briefgen.model.selection import resolve_audience

    loaded = briefgen.load(args.outline, allow_outside=args.allow_outside)
    wide = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    editions = [
        briefgen.edition(loaded, id, args.language, fallback=args.fallback)
        for id in (None, *loaded.audiences)
    ]
    levels = {id: resolve_audience(loaded.outline, id).reading_level for id in loaded.audiences}
    print(table(editions, wide, {id: level for id, level in levels.items() if level is not None}))
    return OK
