"""`briefgen chart` and `briefgen gallery`: one figure alone, and layouts as contact sheets."""

from __future__ import annotations

import argparse
from pathlib import Path

from briefgen.cli.common import OK, Command, load, outline_argument, report


def _points(text: str) -> float:
    try:
        points = float(text)
    except ValueError:
        points = 0.0
    if not 72 <= points <= 2880:  # one inch to forty; not-a-number is neither
        raise argparse.ArgumentTypeError(f"`{text}` is not a width from 72 to 2880 points")
    return points


def _chart_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("figure", metavar="FIGURE")
    outline_argument(parser)
    parser.add_argument("-o", "--output", required=True, metavar="FILE",
                        help="ends in .svg, .png, .pdf or .csv (its data)")  # fmt: skip
    parser.add_argument("--audience", metavar="NAME")
    parser.add_argument("--language", metavar="TAG", help="default: the audience's own")
    parser.add_argument("--width", type=_points, default=504.0, metavar="POINTS")
    parser.add_argument("--greyscale", action="store_true")


def draw_chart(args: argparse.Namespace) -> int:
    """Draw one figure to a file and return the exit code."""
    from briefgen import edition
    from briefgen.charts import export

    shown = edition(load(args), args.audience, args.language)
    path = Path(args.output)
    report(export(shown, args.figure, path, width=args.width, greyscale=args.greyscale))
    return OK


def _gallery_arguments(parser: argparse.ArgumentParser) -> None:
    outline_argument(parser)
    parser.add_argument("--out", default="out/gallery", metavar="DIR")


def draw_gallery(args: argparse.Namespace) -> int:
    """Draw each layout as a contact sheet and return the exit code."""
    from briefgen.pipeline.gallery import draw_layouts

    for path in draw_layouts(load(args), Path(args.out)):
        print(path)
    return OK


COMMANDS = {
    "chart": Command("draw one figure alone", _chart_arguments, draw_chart),
    "gallery": Command(
        "draw all layouts as PNG contact sheets to look at", _gallery_arguments, draw_gallery
    ),
}
