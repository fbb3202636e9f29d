"""`briefgen check`, `briefgen evidence` and `briefgen verify`: what is wrong with an outline or with outputs."""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

import briefgen
from briefgen.cli.common import (
    OK,
    WRONG,
    Command,
    load,
    one_language_argument,
    outline_argument,
    report,
    strict_argument,
)
from briefgen.model.diagnostics import format_github, format_json, format_text, has_errors


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    outline_argument(parser)
    parser.add_argument("--format", choices=("text", "json", "github"), default="text")
    strict_argument(parser)


def check_outline(args: argparse.Namespace) -> int:
    """Print everything that is wrong with an outline and return the exit code."""
    found = briefgen.check(args.outline, allow_outside=args.allow_outside)
    if args.format == "json":
        print(format_json(found))
    else:
        shown = format_github if args.format == "github" else format_text
        for diagnostic in found:
            print(shown(diagnostic))
    return WRONG if has_errors(found, args.strict) else OK


def _evidence_arguments(parser: argparse.ArgumentParser) -> None:
    outline_argument(parser)
    one_language_argument(parser)
    parser.add_argument("--audience", metavar="NAME", help="default: the whole outline")
    parser.add_argument("--format", choices=("csv", "json"), default="csv")
    parser.add_argument("-o", "--output", metavar="FILE", help="default: standard output")


def list_evidence(args: argparse.Namespace) -> int:
    """Write each claim with its phrases and what its numbers were traced to; return the exit code."""
    from briefgen.checks.numbers.table import evidence_file
    from briefgen.storage.files import write_whole

    loaded = load(args)
    edition = briefgen.edition(loaded, args.audience, args.language, fallback=args.fallback)
    data, _ = evidence_file(loaded, edition, args.format)
    if args.output:
        write_whole(Path(args.output), lambda stream: stream.write(data))
    else:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        sys.stdout.write(data.decode("utf-8").removeprefix("\ufeff"))
    return OK


def _verify_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", nargs="?", default="out", metavar="DIR", help="default: out")


def verify_outputs(args: argparse.Namespace) -> int:
    """Compare a folder of outputs with its manifest and return the exit code."""
    from briefgen.pipeline.manifest import verify

    found = verify(Path(args.out), print)
    report(found)
    return WRONG if found else OK


COMMANDS = {
    "check": Command(
        "list everything that is wrong with an outline", _check_arguments, check_outline
    ),
    "evidence": Command(
        "list each claim with the phrases and numbers it rests on, for fact-checkers",
        _evidence_arguments,
        list_evidence,
    ),
    "verify": Command(
        "check that outputs are as they were written, and up to date",
        _verify_arguments,
        verify_outputs,
    ),
}
