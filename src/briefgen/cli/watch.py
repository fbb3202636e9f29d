"""`briefgen watch`: build, and build again whenever the outline or a file that it names changes."""

from __future__ import annotations

import argparse
import glob
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from briefgen.cli import build
from briefgen.cli.common import OK, report
from briefgen.model.diagnostics import BriefgenError
from briefgen.storage import cache
from briefgen.storage.files import digest
from briefgen.storage.folder import read_files

NAME = "watch"
HELP = "build again whenever the outline or a file it names changes"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command: those of `build`. It builds in its own process, which stays warm."""
    build.build_arguments(parser)
    parser.set_defaults(jobs=1)


def run(args: argparse.Namespace) -> int:
    """Do it until Ctrl-C, which is how it ends well; what is wrong is printed, and watching goes on."""
    from briefgen.build.watch import changes

    builds = _Builds(args)
    try:
        for _ in changes(builds.files, builds.changed):
            builds.once()
    except KeyboardInterrupt:
        print(file=sys.stderr)
    return OK


class _Builds:
    """Builds of one outline in a process that stays warm, and what the last has looked at."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._args = args
        self._outline = Path(args.outline)
        self._looked: dict[Path, str | None] = {}  # as `read_files` collects it
        self._beside: set[Path] = set()

    def files(self) -> set[Path]:
        """The files to watch. A build may have failed for want of one that is not there."""
        return {*build.inputs_of(self._args), *self._named_like(), *self._looked}

    def changed(self) -> Iterator[Path]:
        """Those that are no longer as the last build found them."""
        yield from self._beside ^ self._named_like()
        for path, was in self._looked.items():
            if was is not None and was != (digest(path) or ""):
                yield path

    def _named_like(self) -> set[Path]:
        """The files that are named as translations of the outline are."""
        outline = self._outline
        return set(outline.parent.glob(f"{glob.escape(outline.stem)}.*{outline.suffix}"))

    def once(self) -> None:
        """Build, and say what came of it."""
        started, kept = time.perf_counter(), cache.current()
        drawn = kept.misses
        self._beside = self._named_like()
        with read_files() as self._looked:
            try:
                build.run(self._args)
            except BriefgenError as exc:
                # The outputs stay those of the last outline without errors.
                report(exc.diagnostics)
        taken = time.perf_counter() - started
        print(f"watching {self._args.outline} ({taken:.2f} s, {kept.misses - drawn} charts drawn)",
              file=sys.stderr, flush=True)  # fmt: skip
