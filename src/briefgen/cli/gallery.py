"""`briefgen gallery`: layouts as contact sheets."""

from __future__ import annotations

import argparse
from pathlib import Path

import briefgen
from briefgen.cli.common import OK, outline_argument

NAME = "gallery"
HELP = "draw all layouts as PNG contact sheets to look at"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    outline_argument(parser)
    parser.add_argument("--out", default="out/gallery", metavar="DIR")


def run(args: argparse.Namespace) -> int:
    """Do it; returns the exit code."""
    from briefgen.build.gallery import gallery

    loaded = briefgen.load(args.outline, allow_outside=args.allow_outside)
    for path in gallery(loaded, Path(args.out)):
        print(path)
    return OK
