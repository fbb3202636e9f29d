"""The command line: parses arguments, calls the public API, prints.

Exit codes: 0 done; 1 the outline has errors (or, with --strict, warnings); 2 wrong usage; 3 an output could
not be written; 130 interrupted.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import briefgen
from briefgen.diagnostics import (
    BriefgenError,
    Diagnostic,
    Severity,
    format_github,
    format_json,
    format_text,
    has_errors,
)  # fmt: skip

OK, WRONG, USAGE, OUTPUT, INTERRUPTED = 0, 1, 2, 3, 130
# Wrong on the command line when they have no place, else in the outline.
_ARGUMENTS = {"unknown-audience", "unknown-figure", "chart-format"}
_SWITCHES = {
    "greyscale": "no colour",
    "large_print": "body text of 18 points",
    "duplex": "mirrored inner and outer margins",
    "marks": "crop marks and bleed",
    "booklet": "two pages a side, in the order of a booklet",
    "proof": "watermark, line numbers and ids for reviewers",
}


def _formats(text: str) -> list[str]:
    from briefgen.outline.models import FORMATS
    from briefgen.outline.suggest import did_you_mean

    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in FORMATS:
            hint = did_you_mean(name, FORMATS) or f"choose from {', '.join(FORMATS)}"
            raise argparse.ArgumentTypeError(f"unknown format `{name}`: {hint}")
    if not names:
        raise argparse.ArgumentTypeError(f"name a format: {', '.join(FORMATS)}")
    return names


def _points(text: str) -> float:
    try:
        points = float(text)
    except ValueError:
        points = 0.0
    if not 72 <= points <= 2880:  # one inch to forty; not-a-number is neither
        raise argparse.ArgumentTypeError(f"`{text}` is not a width from 72 to 2880 points")
    return points


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="briefgen", description="One YAML outline of a report becomes a brief, a deck and charts.",
        epilog="Exit codes: 0 done, 1 errors in the outline, 2 wrong usage, 3 output not written, "
        "130 interrupted.",
    )  # fmt: skip
    parser.add_argument("--version", action="version", version=f"briefgen {briefgen.__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def outline(sub: argparse.ArgumentParser) -> None:
        sub.add_argument("outline", nargs="?", default="brief.yaml", metavar="OUTLINE",
                         help="default: brief.yaml")  # fmt: skip
        sub.add_argument("--allow-outside", action="store_true",
                         help="let the outline name files outside its folder")  # fmt: skip

    build = commands.add_parser("build", help="write briefs and decks")
    outline(build)
    build.add_argument("--audience", nargs="+", action="extend", default=[], metavar="NAME",
                       help="audiences to build for, or all; default: all and the whole outline")  # fmt: skip
    build.add_argument(
        "--format",
        type=_formats,
        metavar="LIST",
        help="of pdf, pptx and handout (printed slides); default: pdf,pptx",
    )
    build.add_argument(
        "--out", default="out", metavar="DIR", help="folder to write to; default: out"
    )
    build.add_argument("--strict", action="store_true", help="treat warnings as errors")
    build.add_argument(
        "--verbose", action="store_true", help="report on files when not on a terminal too"
    )

    brief = build.add_argument_group("the brief", "in place of what the outline says")
    brief.add_argument("--size", choices=("letter", "a4"))
    brief.add_argument("--layout", choices=("auto", "highlights", "brief", "full"))
    brief.add_argument("--pages", type=int, metavar="N", help="exactly so many pages, or nothing")
    for name, said in _SWITCHES.items():
        brief.add_argument(
            f"--{name.replace('_', '-')}", action="store_true", default=None, help=said
        )
    brief.add_argument(
        "--allow-overflow", action="store_true", help="write more pages than promised"
    )

    gallery = commands.add_parser(
        "gallery", help="draw all layouts as PNG contact sheets to look at"
    )
    outline(gallery)
    gallery.add_argument("--out", default="out/gallery", metavar="DIR")

    check = commands.add_parser("check", help="list everything that is wrong with an outline")
    outline(check)
    check.add_argument("--format", choices=("text", "json", "github"), default="text")
    check.add_argument("--strict", action="store_true", help="treat warnings as errors")

    audiences = commands.add_parser(
        "audiences", help="show who gets which findings, figures and asks"
    )
    outline(audiences)

    diff = commands.add_parser("diff", help="show where two editions differ, in words")
    diff.add_argument("one", metavar="A", help="an audience")
    diff.add_argument("other", metavar="B", help="another audience")
    outline(diff)

    init = commands.add_parser("init", help="write a small outline to start from")
    init.add_argument("folder", metavar="DIR")

    commands.add_parser("schema", help="print the outline's JSON Schema")

    chart = commands.add_parser("chart", help="draw one figure alone")
    chart.add_argument("figure", metavar="FIGURE")
    outline(chart)
    chart.add_argument(
        "-o", "--output", required=True, metavar="FILE", help="ends in .svg, .png or .pdf"
    )
    chart.add_argument("--audience", metavar="NAME")
    chart.add_argument("--width", type=_points, default=504.0, metavar="POINTS")
    chart.add_argument("--greyscale", action="store_true")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal or pipe that is not Unicode gets escapes for what it cannot show.
            stream.reconfigure(errors="backslashreplace")
    args = _arguments(argv)
    try:
        code = _COMMANDS[args.command](args)
        if sys.stdout:
            sys.stdout.flush()
        return code
    except BriefgenError as exc:
        from briefgen.outputs import OutputError

        _report(exc.diagnostics)
        if isinstance(exc, OutputError):
            return OUTPUT
        wrong = all(d.code in _ARGUMENTS and d.place is None for d in exc.diagnostics)
        return USAGE if wrong else WRONG
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        _abandon_stdout()  # the reader of a pipe has gone; nothing is left to say to it
        return OK
    except OSError as exc:
        _abandon_stdout()
        print(f"briefgen: cannot write what it has to say: {exc.strerror or exc}", file=sys.stderr)
        return OUTPUT


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    args = _parser().parse_args(argv)
    names = getattr(args, "audience", None)
    # `build --audience press brief.yaml`: the last name is the outline's, not an audience's.
    if isinstance(names, list) and len(names) > 1 and names[-1].endswith((".yaml", ".yml")):
        args.outline = names.pop()
    return args


def _abandon_stdout() -> None:
    """Let what is still buffered go nowhere, so that the interpreter's own flush at exit is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _report(diagnostics: Sequence[Diagnostic]) -> None:
    for diagnostic in diagnostics:
        print(format_text(diagnostic), file=sys.stderr)


def _stops(diagnostics: Sequence[Diagnostic], strict: bool) -> bool:
    return has_errors(diagnostics) or (
        strict and any(d.severity is Severity.WARNING for d in diagnostics)
    )


def _build(args: argparse.Namespace) -> int:
    from briefgen.build import build

    loaded = briefgen.load(args.outline, allow_outside=args.allow_outside)
    _report(loaded.warnings)
    if args.strict and _stops(loaded.warnings, True):
        return WRONG
    terminal = sys.stderr.isatty()

    def progress(path: Path, done: int, total: int) -> None:
        if terminal:
            print(f"\r\x1b[K[{done + 1}/{total}] {path}", end="", file=sys.stderr, flush=True)

    names = ("size", "layout", "pages", *_SWITCHES)
    options = {name: getattr(args, name) for name in names if getattr(args, name) is not None}
    if options.get("pages", 1) < 1:
        print("briefgen build: --pages takes a number from 1 up", file=sys.stderr)
        return USAGE
    try:
        written = build(
            loaded,
            args.out,
            audiences=args.audience,
            formats=args.format,
            options=options,
            overflow=args.allow_overflow,
            on_start=progress,
        )
    finally:
        if terminal:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    found = [d for w in written for d in w.diagnostics]
    _report(list(dict.fromkeys(found)))
    if sys.stdout.isatty() or args.verbose:
        for w in written:
            noun = "slide" if w.format == "pptx" else "page"
            print(f"{w.path}: {w.count} {noun}{'' if w.count == 1 else 's'}")
    return WRONG if _stops(found, args.strict) else OK


def _check(args: argparse.Namespace) -> int:
    found = briefgen.check(args.outline, allow_outside=args.allow_outside)
    if args.format == "json":
        print(format_json(found))
    else:
        shown = format_github if args.format == "github" else format_text
        for diagnostic in found:
            print(shown(diagnostic))
    return WRONG if _stops(found, args.strict) else OK


def _init(args: argparse.Namespace) -> int:
    from briefgen.starter import write_starter

    for path in write_starter(Path(args.folder)):
        print(path)
    return OK


def _schema(args: argparse.Namespace) -> int:
    from briefgen.outline.schema import schema_text

    print(schema_text(), end="")
    return OK


def _chart(args: argparse.Namespace) -> int:
    from briefgen.charts.export import export

    loaded = briefgen.load(args.outline, allow_outside=args.allow_outside)
    edition = briefgen.edition(loaded, args.audience)
    export(edition, args.figure, Path(args.output), width=args.width, greyscale=args.greyscale)
    return OK


def _gallery(args: argparse.Namespace) -> int:
    from briefgen.gallery import gallery

    loaded = briefgen.load(args.outline, allow_outside=args.allow_outside)
    for path in gallery(loaded, Path(args.out)):
        print(path)
    return OK


def _audiences(args: argparse.Namespace) -> int:
    from briefgen.compare import table

    loaded = briefgen.load(args.outline, allow_outside=args.allow_outside)
    print(table([briefgen.edition(loaded, id) for id in (None, *loaded.audiences)]))
    return OK


def _diff(args: argparse.Namespace) -> int:
    from briefgen.compare import differences

    loaded = briefgen.load(args.outline, allow_outside=args.allow_outside)
    one, other = (briefgen.edition(loaded, id) for id in (args.one, args.other))
    for line in differences(one, other):
        print(line)
    return OK


_COMMANDS = {
    "audiences": _audiences,
    "diff": _diff,
    "gallery": _gallery,
    "build": _build,
    "check": _check,
    "init": _init,
    "schema": _schema,
    "chart": _chart,
}
