"""`briefgen schema`: the outline's JSON Schema."""

from __future__ import annotations

import argparse
from pathlib import Path

from briefgen.cli.common import OK

NAME = "schema"
HELP = "print the outline's JSON Schema"
# As `briefgen.outline.schema` makes it, which a test holds it to: the models take most of a second to load.
SCHEMA = Path(__file__).parents[1] / "data" / "outline.schema.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""


def run(args: argparse.Namespace) -> int:
    """Do it; returns the exit code."""
    print(SCHEMA.read_text(encoding="utf-8"), end="")
    return OK
