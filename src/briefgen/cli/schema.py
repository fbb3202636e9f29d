"""`briefgen schema`: the outline's JSON Schema."""

from __future__ import annotations

import argparse
from pathlib import Path

from briefgen.cli.common import OK
from briefgen.registry import plugins

NAME = "schema"
HELP = "print the outline's JSON Schema"
# As `briefgen.outline.schema` makes it, which a test holds it to: the models take most of a second to load.
SCHEMA = Path(__file__).parents[1] / "data" / "outline.schema.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""


def run(args: argparse.Namespace) -> int:
    """Do it; returns the exit code."""
    text = SCHEMA.read_text(encoding="utf-8")
    if plugins():  # which may add chart kinds and formats
        from briefgen.outline.schema import schema_text

        text = schema_text()
    print(text, end="")
    return OK
