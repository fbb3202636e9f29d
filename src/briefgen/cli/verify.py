"""`briefgen verify`: compare a folder of outputs with its manifest."""

from __future__ import annotations

import argparse
from pathlib import Path

from briefgen.cli.common import OK, WRONG, report

NAME = "verify"
HELP = "check that outputs are as they were written, and up to date"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("out", nargs="?", default="out", metavar="DIR", help="default: out")


def run(args: argparse.Namespace) -> int:
    """Do it; returns the exit code."""
    from briefgen.build.manifest import verify

    found = verify(Path(args.out), print)
    report(found)
    return WRONG if found else OK
