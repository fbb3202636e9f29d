"""The small, complete outline that `briefgen init` writes."""

from __future__ import annotations

import os
from pathlib import Path

from briefgen.diagnostics import error
from briefgen.outputs import OutputError, write_whole
from briefgen.theme import DATA_FOLDER

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
