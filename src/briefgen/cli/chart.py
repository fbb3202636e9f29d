"""`briefgen chart`: one figure alone."""

from __future__ import annotations

import argparse
from pathlib import Path

import briefgen
from briefgen.cli.common import OK, outline_argument, report

NAME = "chart"
HELP = "draw one figure alone"


def _points(text: str) -> float:
    try:
        points = float(text)
    except ValueError:
        points = 0.0
    if not 72 <= points <= 2880:  # one inch to forty; not-a-number is neither
        raise argparse.ArgumentTypeError(f"`{text}` is not a width from 72 to 2880 points")
    return points


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("figure", metavar="FIGURE")
    outline_argument(parser)
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="FILE",
        help="ends in .svg, .png, .pdf or .csv (its data)",
    )
    parser.add_argument("--audience", metavar="NAME")
    parser.add_argument("--language", metavar="TAG", help="default: the audience's own")
    parser.add_argument("--width", type=_points, default=504.0, metavar="POINTS")
    parser.add_argument("--greyscale", action="store_true")


def run(args: argparse.Namespace) -> int:
    """Do it; returns the exit code."""
    from briefgen.charts import export

    loaded = briefgen.load(args.outline, allow_outside=args.allow_outside)
    edition = briefgen.edition(loaded, args.audience, args.language)
    report(
        export(edition, args.figure, Path(args.output), width=args.width, greyscale=args.greyscale)
    )
    return OK
