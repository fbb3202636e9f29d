"""The small, complete outline that `briefgen init` writes."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from briefgen.cli.common import OK
from briefgen.model.diagnostics import error
from briefgen.model.theme import DATA_FOLDER
from briefgen.storage.files import OutputError, write_whole

STARTER = DATA_FOLDER / "starter"


def write_starter(folder: Path) -> list[Path]:
    """Write the outline, its data, logo and schema into `folder`; returns their paths.

    Raises OutputError, and writes nothing, when one of them is there already.
    """
    files = {path.name: path.read_bytes() for path in sorted(STARTER.iterdir()) if path.is_file()}
    files["brief.schema.json"] = (DATA_FOLDER / "outline.schema.json").read_bytes()
    taken = [name for name in files if os.path.lexists(folder / name)]
    if taken:
        message = f"`{folder / taken[0]}` is there already"
        raise OutputError(error("exists", message, hint="choose a folder without an outline"))
    for name, data in files.items():
        write_whole(folder / name, lambda stream, data=data: stream.write(data))  # type: ignore[misc]
    return [folder / name for name in files]


# `briefgen init`: an outline to start from.


NAME = "init"
HELP = "write a small outline to start from"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("folder", metavar="DIR")


def run(args: argparse.Namespace) -> int:
    """Do it; returns the exit code."""

    for path in write_starter(Path(args.folder)):
        print(path)
    return OK
