"""`briefgen evidence`: each claim of an edition with its phrases, and what its numbers were traced to."""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

import briefgen
from briefgen.cli.common import OK, one_language_argument, outline_argument

NAME = "evidence"
HELP = "list each claim with the phrases and numbers it rests on, for fact-checkers"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    outline_argument(parser)
    one_language_argument(parser)
    parser.add_argument("--audience", metavar="NAME", help="default: the whole outline")
    parser.add_argument("--format", choices=("csv", "json"), default="csv")
    parser.add_argument("-o", "--output", metavar="FILE", help="default: standard output")


def run(args: argparse.Namespace) -> int:
    """Do it; returns the exit code."""
    from briefgen.checks.numbers.table import evidence_file
    from briefgen.storage.files import write_whole

    loaded = briefgen.load(args.outline, allow_outside=args.allow_outside)
    edition = briefgen.edition(loaded, args.audience, args.language, fallback=args.fallback)
    data, _ = evidence_file(loaded, edition, args.format)
    if args.output:
        write_whole(Path(args.output), lambda stream: stream.write(data))
    else:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        sys.stdout.write(data.decode("utf-8").removeprefix("\ufeff"))
    return OK
