"""`briefgen check`: everything that is wrong with an outline."""

from __future__ import annotations

import argparse

import briefgen
from briefgen.cli.common import OK, WRONG, outline_argument, stops, strict_argument
from briefgen.model.diagnostics import format_github, format_json, format_text

NAME = "check"
HELP = "list everything that is wrong with an outline"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    outline_argument(parser)
    parser.add_argument("--format", choices=("text", "json", "github"), default="text")
    strict_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Do it; returns the exit code."""
    found = briefgen.check(args.outline, allow_outside=args.allow_outside)
    if args.format == "json":
        print(format_json(found))
    else:
        shown = format_github if args.format == "github" else format_text
        for diagnostic in found:
            print(shown(diagnostic))
    return WRONG if stops(found, args.strict) else OK
