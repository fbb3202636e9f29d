"""`briefgen build`: write briefs and decks."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path
from typing import Any

import briefgen
from briefgen import cache, forked, manifest
from briefgen.cli.common import (
    OK,
    USAGE,
    WRONG,
    edition_arguments,
    outline_argument,
    report,
    stops,
    template_file,
)

NAME = "build"
HELP = "write briefs and decks"
_SWITCHES = {
    "greyscale": "no colour",
    "large_print": "body text of 18 points",
    "duplex": "mirrored inner and outer margins",
    "marks": "crop marks and bleed",
    "booklet": "two pages a side, in the order of a booklet",
    "proof": "watermark, line numbers and ids for reviewers",
}
# What writes a format.
_RENDERERS = {
    "pdf": "briefgen.pdf.document",
    "pptx": "briefgen.deck",
    "handout": "briefgen.deck.handout",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    outline_argument(parser)
    edition_arguments(parser, "all and the whole outline")
    parser.add_argument(
        "--verbose", action="store_true", help="report on files when not on a terminal too"
    )
    parser.add_argument(
        "--force", action="store_true", help="write files again that are up to date"
    )
    parser.add_argument(
        "--no-cache", action="store_true", help="draw charts again that were drawn before"
    )
    brief = parser.add_argument_group("the brief", "in place of what the outline says")
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
    deck = parser.add_argument_group("the deck", "in place of what the outline says")
    deck.add_argument(
        "--template", metavar="FILE", help="a .pptx or .potx file whose look slides and charts take"
    )
    deck.add_argument(
        "--handout",
        choices=("three", "notes"),
        help="three slides a page with lines, or a slide a page with its notes",
    )


def run(
    args: argparse.Namespace,
    processes: int | None = None,
    copy: forked.Early | None = None,
) -> int:
    """Do it, in as many processes as there are processors or as are said; returns the exit code.

    `copy` is a process that `early` made before, which then is the only other.
    """
    if args.pages is not None and args.pages < 1:
        print("briefgen build: --pages takes a number from 1 up", file=sys.stderr)
        return USAGE
    if args.no_cache:
        cache.use(cache.Cache(None))
    asked = asked_of(args)
    whole = {**asked, "allow_outside": args.allow_outside}
    known = None if args.force else manifest.unchanged(Path(args.out), Path(args.outline), whole)
    if known is not None:
        return _nothing_to_do(args, *known)
    if copy is not None:
        return _build(args, asked, 2, copy)
    from briefgen import painter

    processes = processes or forked.cores()
    try:
        return _build(args, asked, processes, early(args, processes))
    finally:
        painter.stop()


def early(args: argparse.Namespace, processes: int) -> forked.Early | None:
    """A process that loads what writes the first format while this one reads the outline; None where it may not be.

    Where there are no charts yet others begin to load what draws them.
    """
    from briefgen import painter

    renderer = _RENDERERS.get(args.format[0] if args.format else "pdf")
    if renderer is None or processes < 2 or not forked.possible():
        return None
    try:
        line = painter.prepare()
        if cache.current().empty():  # no need to look which charts are new
            painter.decide(True)
        importlib.import_module("briefgen.build")  # what both need, so that it is loaded once
        return forked.Early(renderer, line)
    except OSError:  # the system gives no more processes or handles
        return None


def asked_of(args: argparse.Namespace) -> dict[str, Any]:
    """What the command line asks `briefgen.build.build` for."""
    names = ("size", "layout", "pages", *_SWITCHES)
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
    whole = {**asked_of(args), "allow_outside": args.allow_outside}
    made = manifest.read(out).builds.get(manifest.key(out, outline, whole))
    return {outline, *(outline.parent / name for name in (made.inputs if made else ()))}


def _build(
    args: argparse.Namespace, asked: dict[str, Any], processes: int, copy: forked.Early | None
) -> int:
    from briefgen.build import build

    loaded = briefgen.load(args.outline, allow_outside=args.allow_outside)
    report(loaded.warnings)
    if args.strict and stops(loaded.warnings, True):
        return WRONG
    terminal = sys.stderr.isatty()

    def progress(path: Path, done: int, total: int) -> None:
        if terminal:
            print(f"\r\x1b[K[{done + 1}/{total}] {path}", end="", file=sys.stderr, flush=True)

    try:
        written = build(
            loaded,
            args.out,
            **asked,
            processes=processes,
            early=copy,
            on_start=progress,
        )
    finally:
        if terminal:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    found = [d for w in written for d in w.diagnostics]
    report(list(dict.fromkeys(found)))
    for w in written:
        _listed(args, w.path, w.format, w.count)
    return WRONG if stops(found, args.strict) else OK


def _nothing_to_do(
    args: argparse.Namespace, known: manifest.Manifest, build: manifest.Build
) -> int:
    """Say again what the build that wrote the files said, and that they are as it would write them."""
    for _, text in build.diagnostics:
        print(text, file=sys.stderr)
    for name in build.files:
        _listed(args, Path(args.out) / name, known.files[name].format, known.files[name].count)
    count = len(build.files)
    said = "1 file is" if count == 1 else f"{count} files are"
    print(f"nothing changed: {said} up to date in {args.out}", file=sys.stderr)
    severities = {severity for severity, _ in build.diagnostics}
    return WRONG if "error" in severities or (args.strict and "warning" in severities) else OK


def _listed(args: argparse.Namespace, path: Path, format: str, count: int) -> None:
    if sys.stdout.isatty() or args.verbose:
        from briefgen.formats import FORMATS

        noun = FORMATS[format].unit
        print(f"{path}: {count} {noun}{'' if count == 1 else 's'}")
