"""`briefgen init`: an outline to start from."""

from __future__ import annotations

import argparse
from pathlib import Path

from briefgen.cli.common import OK

NAME = "init"
HELP = "write a small outline to start from"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("folder", metavar="DIR")


def run(args: argparse.Namespace) -> int:
    """Do it; returns the exit code."""
    from briefgen.starter import write_starter

    for path in write_starter(Path(args.folder)):
        print(path)
    return OK
