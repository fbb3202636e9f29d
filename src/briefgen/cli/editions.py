"""`briefgen audiences` and `briefgen diff`: how the editions of an outline differ."""

from __future__ import annotations

import argparse
import os
import shutil
import sys

from briefgen.cli.common import OK, Command, load, one_language_argument, outline_argument


def _audiences_arguments(parser: argparse.ArgumentParser) -> None:
    outline_argument(parser)
    one_language_argument(parser)


def show_audiences(args: argparse.Namespace) -> int:
    """Print a table of audiences by content and return the exit code."""
    from briefgen import edition
    from briefgen.checks.differences import table
    from briefgen.model.selection import resolved

    loaded = load(args)
    wide = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    editions = [
        edition(loaded, id, args.language, fallback=args.fallback)
        for id in (None, *loaded.audiences)
    ]
    levels = {id: resolved(loaded.outline, id).reading_level for id in loaded.audiences}
    print(table(editions, wide, {id: level for id, level in levels.items() if level is not None}))
    return OK


def _diff_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("one", metavar="A", help="an audience")
    parser.add_argument("other", metavar="B", help="another audience")
    outline_argument(parser)
    one_language_argument(parser)


def show_differences(args: argparse.Namespace) -> int:
    """Print where two editions differ and return the exit code."""
    from briefgen import edition
    from briefgen.checks.differences import Style, differences

    loaded = load(args)
    one, other = (
        edition(loaded, id, args.language, fallback=args.fallback) for id in (args.one, args.other)
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


COMMANDS = {
    "audiences": Command(
        "show who gets which findings, figures and asks", _audiences_arguments, show_audiences
    ),
    "diff": Command("show where two editions differ, in words", _diff_arguments, show_differences),
}
