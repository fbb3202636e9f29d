"""What the commands share: arguments, exit codes and how diagnostics are printed."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from briefgen.model.diagnostics import Diagnostic, failure, format_text

if TYPE_CHECKING:
    from briefgen.model.loaded import LoadedOutline

OK, WRONG, USAGE, OUTPUT, INTERRUPTED = 0, 1, 2, 3, 130


class Command(NamedTuple):
    """A command: its line in `--help`, what adds its arguments, and what runs it and returns the exit code."""

    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def load(args: argparse.Namespace) -> LoadedOutline:
    """The outline that the command line names. Raises BriefgenError."""
    import briefgen

    return briefgen.load(args.outline, allow_outside=args.allow_outside)


def outline_argument(parser: argparse.ArgumentParser) -> None:
    """OUTLINE and what may be read with it."""
    parser.add_argument("outline", nargs="?", default="brief.yaml", metavar="OUTLINE",
                        help="default: brief.yaml")  # fmt: skip
    parser.add_argument("--allow-outside", action="store_true",
                        help="let the outline name files outside its folder")  # fmt: skip


def edition_arguments(parser: argparse.ArgumentParser, default: str) -> None:
    """Which editions to write, and where; `default` says who is written for when nobody is named."""
    parser.add_argument("--audience", nargs="+", action="extend", default=[], metavar="NAME",
                        help=f"audiences to build for, or all; default: {default}")  # fmt: skip
    parser.add_argument("--language", nargs="+", action="extend", default=[], metavar="TAG",
                        help="languages to build in, or all; default: each audience's own")  # fmt: skip
    _fallback_argument(parser)
    parser.add_argument("--format", type=_formats, action="extend", metavar="LIST",
                        help="of pdf, pptx, handout (printed slides), evidence-csv, evidence-json and what "
                        "`briefgen kinds` lists; default: pdf,pptx")  # fmt: skip
    parser.add_argument(
        "--out", default="out", metavar="DIR", help="folder to write to; default: out"
    )
    strict_argument(parser)


def one_language_argument(parser: argparse.ArgumentParser) -> None:
    """--language, of one tag, and --fallback."""
    parser.add_argument("--language", metavar="TAG", help="default: each audience's own")
    _fallback_argument(parser)


def _fallback_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fallback", action="store_true",
                        help="take the outline's own text where there is no translation")  # fmt: skip


def strict_argument(parser: argparse.ArgumentParser) -> None:
    """--strict."""
    parser.add_argument("--strict", action="store_true", help="treat warnings as errors")


def jobs_argument(parser: argparse.ArgumentParser) -> None:
    """--jobs."""
    parser.add_argument("--jobs", type=_jobs, metavar="N",
                        help="processes to build with; default: one for each processor")  # fmt: skip


def _jobs(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"`{text}` is not a number from 1 to 256")
    return int(text)


def _formats(text: str) -> list[str]:
    from briefgen.model.registry import FORMATS

    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in FORMATS:
            from briefgen.model.diagnostics import did_you_mean

            hint = did_you_mean(name, FORMATS) or f"choose from {', '.join(FORMATS)}"
            raise argparse.ArgumentTypeError(f"unknown format `{name}`: {hint}")
    if not names:
        raise argparse.ArgumentTypeError(f"name a format: {', '.join(FORMATS)}")
    return names


def template_file(name: str) -> Path:
    """The template that the command line names. Raises BriefgenError where there is no such file."""
    path = Path(name)
    if not path.is_file():
        raise failure("no-template", f"there is no template `{name}`")
    return path


def report(diagnostics: Sequence[Diagnostic]) -> None:
    """Print diagnostics for people, to standard error."""
    for diagnostic in diagnostics:
        print(format_text(diagnostic), file=sys.stderr)


@contextmanager
def progress_line() -> Iterator[Callable[[str], None]]:
    """Give a function that shows a text in place of the one before, on a terminal alone; the last is erased."""
    if not sys.stderr.isatty():
        yield lambda text: None
        return

    def show(text: str) -> None:
        # A line that is wrapped would stay.
        shown = text[: shutil.get_terminal_size().columns - 1]
        print(f"\r\x1b[K{shown}", end="", file=sys.stderr, flush=True)

    try:
        yield show
    finally:
        show("")
