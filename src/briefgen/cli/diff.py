"""`briefgen diff`: where two editions differ."""

from __future__ import annotations

import argparse
import os
import shutil
import sys

import briefgen
from briefgen.cli.common import OK, outline_argument

NAME = "diff"
HELP = "show where two editions differ, in words"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("one", metavar="A", help="an audience")
    parser.add_argument("other", metavar="B", help="another audience")
    outline_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Do it; returns the exit code."""
    from briefgen.differences import Style, differences

    loaded = briefgen.load(args.outline, allow_outside=args.allow_outside)
    one, other = (briefgen.edition(loaded, id) for id in (args.one, args.other))
    style = Style()
    if sys.stdout.isatty():
        # https://no-color.org: any value but an empty one turns colours off.
        colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        style = Style(colour, shutil.get_terminal_size().columns)
    for line in differences(one, other, style):
        print(line)
    return OK
