"""`briefgen template`: what a presentation template has, and one to start from."""

from __future__ import annotations

import argparse
from pathlib import Path

from briefgen.cli.common import OK, template_file

NAME = "template"
HELP = "look into a presentation template, or write one to start from"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command and of its two actions."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    look = actions.add_parser(
        "inspect", help="list layouts, which kinds of slides they serve, and what is missing"
    )
    look.add_argument("file", metavar="FILE", help="a .pptx or .potx file")
    new = actions.add_parser("new", help="write briefgen's own template as a start")
    new.add_argument(
        "-o", "--output", default="template.pptx", metavar="FILE", help="default: template.pptx"
    )


def run(args: argparse.Namespace) -> int:
    """Do it; returns the exit code."""
    from briefgen.deck.slides import KINDS
    from briefgen.deck.template import inspect, new
    from briefgen.model.diagnostics import error
    from briefgen.storage.files import OutputError, write_whole

    if args.action == "inspect":
        print(inspect(template_file(args.file), KINDS).text())
        return OK
    path = Path(args.output)
    if path.exists():  # perhaps edited since it was new
        hint = "choose another name with -o"
        raise OutputError(error("exists", f"`{path}` is there already", hint=hint))
    write_whole(path, new)
    print(path)
    return OK
