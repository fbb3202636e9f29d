"""`briefgen schema`: the outline's JSON Schema."""

from __future__ import annotations

import argparse
from pathlib import Path

from briefgen.cli.common import OK
from briefgen.model.registry import plugins

NAME = "schema"
HELP = "print the outline's JSON Schema"
# As `make` makes it, which a test holds it to: the models take most of a second to load.
SCHEMA = Path(__file__).parents[1] / "data" / "outline.schema.json"


def make() -> str:
    """The schema as JSON, kinds of slides among what is completed."""
    from briefgen.deck.slides import KINDS
    from briefgen.reading.schema import schema_text

    return schema_text([kind.name for kind in KINDS])


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""


def run(args: argparse.Namespace) -> int:
    """Do it; returns the exit code."""
    text = SCHEMA.read_text(encoding="utf-8")
    if plugins():  # which may add chart kinds and formats
        from briefgen.reading.schema import schema_text

        text = schema_text()
    print(text, end="")
    return OK


if __name__ == "__main__":
    SCHEMA.write_text(make(), encoding="utf-8")
