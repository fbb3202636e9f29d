"""`briefgen build`: write briefs and decks."""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path
from typing import Any

from briefgen.cli.common import (
    OK,
    USAGE,
    WRONG,
    Command,
    edition_arguments,
    jobs_argument,
    load,
    outline_argument,
    progress_line,
    report,
    template_file,
)
from briefgen.model.diagnostics import has_errors
from briefgen.pipeline import manifest, workers
from briefgen.storage import cache

_SWITCHES = {
    "verbose": "report on files when not on a terminal too",
    "force": "write files again that are up to date",
    "no-cache": "draw charts again that were drawn before",
}
# Switches that stand for keys of the outline's `brief`.
_OPTIONS = {
    "greyscale": "no colour",
    "large_print": "body text of 18 points",
    "duplex": "mirrored inner and outer margins",
    "marks": "crop marks and bleed",
    "booklet": "two pages a side, in the order of a booklet",
    "proof": "watermark, line numbers and ids for reviewers",
}
# What workers need, and what they need besides to draw charts.
_RENDERERS = (
    "briefgen.pipeline.rendering",
    "briefgen.pdf.document",
    "briefgen.deck",
    "babel.numbers",
)
_DRAWING = (
    "briefgen.pipeline.rendering", "briefgen.pipeline.formats", "briefgen.charts.matplotlib_backend", "briefgen.charts.sheet",
    "briefgen.charts.layout", "babel.numbers", "uharfbuzz",
)  # fmt: skip


def _build_arguments(parser: argparse.ArgumentParser) -> None:
    build_arguments(parser)
    jobs_argument(parser)


def build_arguments(parser: argparse.ArgumentParser) -> None:
    """What is built: the arguments that `watch` has too."""
    outline_argument(parser)
    edition_arguments(parser, "all and the whole outline")
    for name, said in _SWITCHES.items():
        parser.add_argument(f"--{name}", action="store_true", help=said)
    brief = parser.add_argument_group("the brief", "in place of what the outline says")
    brief.add_argument("--size", choices=("letter", "a4"))
    brief.add_argument("--layout", choices=("auto", "highlights", "brief", "full"))
    brief.add_argument("--pages", type=int, metavar="N", help="exactly so many pages, or nothing")
    for name, said in _OPTIONS.items():
        option = f"--{name.replace('_', '-')}"
        brief.add_argument(option, action="store_true", default=None, help=said)
    brief.add_argument(
        "--allow-overflow", action="store_true", help="write more pages than promised"
    )
    deck = parser.add_argument_group("the deck", "in place of what the outline says")
    deck.add_argument(
        "--template", metavar="FILE", help="a .pptx or .potx file whose look slides and charts take"
    )
    deck.add_argument(
        "--handout",
        choices=("three", "notes"),
        help="three slides a page with lines, or a slide a page with its notes",
    )


def run_build(args: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    if args.pages is not None and args.pages < 1:
        print("briefgen build: --pages takes a number from 1 up", file=sys.stderr)
        return USAGE
    if args.no_cache:
        cache.use(cache.Cache(None))
    asked = _request(args)
    whole = {**asked, "allow_outside": args.allow_outside}
    known = (
        None if args.force else manifest.find_unchanged(Path(args.out), Path(args.outline), whole)
    )
    if known is not None:
        return _repeat_report(args, *known)
    jobs = args.jobs or workers.processors()
    if jobs > 1 and not _asks_for_one_file(args):
        _start_server(args, whole)
    return _build(args, asked, jobs)


def _asks_for_one_file(args: argparse.Namespace) -> bool:
    audiences, languages, formats = args.audience, args.language, args.format or ()
    return (
        len(formats) == 1
        and len(audiences) == 1
        and len(languages) < 2
        and "all" not in (*audiences, *languages)
    )


def _start_server(args: argparse.Namespace, asked: dict[str, Any]) -> None:
    """Have workers ready by the time that the outline is read.

    matplotlib is loaded once for all of them where charts will have to be drawn: when there is no cache, or the same
    was never built before.
    """
    kept = cache.current().folder is not None
    known = kept and manifest.last_build(Path(args.out), Path(args.outline), asked)
    with contextlib.suppress(*workers.START_ERRORS):  # the build then does without
        workers.start_server(_RENDERERS if known else _DRAWING)


def _request(args: argparse.Namespace) -> dict[str, Any]:
    """What the command line asks `briefgen.pipeline.build.build` for."""
    names = ("size", "layout", "pages", *_OPTIONS)
    return {
        "audiences": args.audience,
        "languages": args.language,
        "fallback": args.fallback,
        "formats": args.format,
        "options": {n: getattr(args, n) for n in names if getattr(args, n) is not None},
        "deck": {"handout": args.handout} if args.handout else {},
        "template": template_file(args.template) if args.template else None,
        "overflow": args.allow_overflow,
    }


def inputs_of(args: argparse.Namespace) -> set[Path]:
    """The files that the last such build was made from; of a first build, the outline."""
    out, outline = Path(args.out), Path(args.outline)
    whole = {**_request(args), "allow_outside": args.allow_outside}
    made = manifest.last_build(out, outline, whole)
    return {outline, *(outline.parent / name for name in (made.inputs if made else ()))}


def _build(args: argparse.Namespace, asked: dict[str, Any], jobs: int) -> int:
    from briefgen.pipeline.build import build

    loaded = load(args)
    report(loaded.warnings)
    if args.strict and has_errors(loaded.warnings, True):
        return WRONG
    with progress_line() as show:
        written = build(
            loaded, args.out, **asked, jobs=jobs,
            on_start=lambda path, done, total: show(f"[{done + 1}/{total}] {path}"),
        )  # fmt: skip
    found = [d for w in written for d in w.diagnostics]
    report(list(dict.fromkeys(found)))
    for w in written:
        _print_file(args, w.path, w.format, w.count)
    return WRONG if has_errors(found, args.strict) else OK


def _repeat_report(
    args: argparse.Namespace, known: manifest.Manifest, build: manifest.Build
) -> int:
    """Say again what the build that wrote the files said, and that they are as it would write them."""
    for _, text in build.diagnostics:
        print(text, file=sys.stderr)
    for name in build.files:
        _print_file(args, Path(args.out) / name, known.files[name].format, known.files[name].count)
    count = len(build.files)
    said = "1 file is" if count == 1 else f"{count} files are"
    print(f"nothing changed: {said} up to date in {args.out}", file=sys.stderr)
    severities = {severity for severity, _ in build.diagnostics}
    return WRONG if "error" in severities or (args.strict and "warning" in severities) else OK


def _print_file(args: argparse.Namespace, path: Path, format: str, count: int) -> None:
    if sys.stdout.isatty() or args.verbose:
        from briefgen.model.registry import FORMATS

        noun = FORMATS[format].unit
        print(f"{path}: {count} {noun}{'' if count == 1 else 's'}")


COMMANDS = {"build": Command("write briefs and decks", _build_arguments, run_build)}
