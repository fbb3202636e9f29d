"""`briefgen diff`: where two editions differ."""

from __future__ import annotations

import argparse
import os
import shutil
import sys

import briefgen
from briefgen.cli.common import OK, one_language_argument, outline_argument

NAME = "diff"
HELP = "show where two editions differ, in words"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("one", metavar="A", help="an audience")
    parser.add_argument("other", metavar="B", help="another audience")
    outline_argument(parser)
    one_language_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Do it; returns the exit code."""
    from briefgen.checks.differences import Style, differences

    loaded = briefgen.load(args.outline, allow_outside=args.allow_outside)
    one, other = (
        briefgen.edition(loaded, id, args.language, fallback=args.fallback)
        for id in (args.one, args.other)
    )
    style = Style()
    if sys.stdout.isatty():
        # https://no-color.org: any value but an empty one turns colours off.
        colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        style = Style(colour, shutil.get_terminal_size().columns)
    found = list(differences(one, other, style))
    if not found:
        print(f"`{args.one}` and `{args.other}` say the same", file=sys.stderr)
        return OK
    legend = f"- only for {args.one}, + only for {args.other}, > moved, ~ worded otherwise"
    print(legend, *found, sep="\n")
    return OK
