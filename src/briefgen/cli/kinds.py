"""`briefgen kinds`: the chart kinds, formats and checks that there are, and where they come from."""

from __future__ import annotations

import argparse
import inspect
from typing import Any

from briefgen import __version__
from briefgen.cli.common import OK, WRONG, report
from briefgen.model.diagnostics import BriefgenError, Diagnostic

NAME = "kinds"
HELP = "list chart kinds, formats and checks, those of plugins too"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""


def run(args: argparse.Namespace) -> int:
    """Do it; returns the exit code."""
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
