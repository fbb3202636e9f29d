"""`briefgen schema`: the outline's JSON Schema."""

from __future__ import annotations

import argparse

from briefgen.cli.common import OK

NAME = "schema"
HELP = "print the outline's JSON Schema"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""


def run(args: argparse.Namespace) -> int:
    """Do it; returns the exit code."""
    from briefgen.outline.schema import schema_text

    print(schema_text(), end="")
    return OK
