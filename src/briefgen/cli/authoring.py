"""`briefgen init`, `schema`, `kinds` and `template`: what an author starts from and may use.

Run as a program, it writes the file that `briefgen schema` prints.
"""

from __future__ import annotations

import argparse
import inspect
import os
from pathlib import Path
from typing import Any

from briefgen import __version__
from briefgen.cli.common import OK, WRONG, Command, report, template_file
from briefgen.model.diagnostics import BriefgenError, Diagnostic, error
from briefgen.storage.files import OutputError, write_whole

DATA_FOLDER = Path(__file__).parents[1] / "data"
# As `build_schema` builds it, which a test holds it to: the models take long to load.
SCHEMA = DATA_FOLDER / "outline.schema.json"


def _init_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR")


def write_starter(args: argparse.Namespace) -> int:
    """Write a small outline, its data, logo and schema, print their paths and return the exit code.

    Raises OutputError, and writes nothing, when one of them is there already.
    """
    folder = Path(args.folder)
    starter = (path for path in sorted((DATA_FOLDER / "starter").iterdir()) if path.is_file())
    files = {folder / path.name: path.read_bytes() for path in starter}
    files[folder / "brief.schema.json"] = SCHEMA.read_bytes()
    for path in files:
        if os.path.lexists(path):
            hint = "choose a folder without an outline"
            raise OutputError(error("exists", f"`{path}` is there already", hint=hint))
    for path, data in files.items():
        write_whole(path, lambda stream, data=data: stream.write(data))  # type: ignore[misc]
    print(*files, sep="\n")
    return OK


def build_schema() -> str:
    """The schema as JSON, kinds of slides among what is completed."""
    from briefgen.deck.slides import KINDS
    from briefgen.reading.schema import schema_text

    return schema_text([kind.name for kind in KINDS])


def _no_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def print_schema(args: argparse.Namespace) -> int:
    """Print the outline's JSON Schema and return the exit code."""
    from briefgen.model.registry import plugins

    text = SCHEMA.read_text(encoding="utf-8")
    if plugins():  # which may add chart kinds and formats
        from briefgen.reading.schema import schema_text

        text = schema_text()
    print(text, end="")
    return OK


def list_kinds(args: argparse.Namespace) -> int:
    """List chart kinds, formats and checks with where they come from, and return the exit code."""
    from briefgen.model.registry import CHART_KINDS, CHECKS, FORMATS, OWN, Registry

    found: list[Diagnostic] = []
    registries: dict[str, Registry[Any]] = {"chart kinds": CHART_KINDS, "formats": FORMATS, "checks": CHECKS}  # fmt: skip
    for title, registry in registries.items():
        try:
            entries = registry.entries()
        except BriefgenError as exc:
            found += exc.diagnostics
            continue
        print(f"{title}:")
        for name, entry in entries.items():
            try:
                about = inspect.getdoc(registry[name]) or ""
            except BriefgenError as exc:
                found += exc.diagnostics
                continue
            origin = f"{OWN} {__version__}" if entry.distribution == OWN else entry.origin
            print(f"  {name:<14} {about.partition(chr(10))[0]} ({origin})")
    report(found)
    return WRONG if found else OK


def _template_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    look = actions.add_parser(
        "inspect", help="list layouts, which kinds of slides they serve, and what is missing"
    )
    look.add_argument("file", metavar="FILE", help="a .pptx or .potx file")
    new = actions.add_parser("new", help="write briefgen's own template as a start")
    new.add_argument(
        "-o", "--output", default="template.pptx", metavar="FILE", help="default: template.pptx"
    )


def run_template(args: argparse.Namespace) -> int:
    """Inspect a presentation template, or write one to start from, and return the exit code."""
    from briefgen.deck.slides import KINDS
    from briefgen.deck.template import inspect, new

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


COMMANDS = {
    "init": Command("write a small outline to start from", _init_arguments, write_starter),
    "schema": Command("print the outline's JSON Schema", _no_arguments, print_schema),
    "kinds": Command(
        "list chart kinds, formats and checks, those of plugins too", _no_arguments, list_kinds
    ),
    "template": Command(
        "look into a presentation template, or write one to start from",
        _template_arguments,
        run_template,
    ),
}


if __name__ == "__main__":
    SCHEMA.write_text(build_schema(), encoding="utf-8")
