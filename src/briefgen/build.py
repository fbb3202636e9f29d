"""Outline -> files: every edition asked for, in every format asked for."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO, Any

from msgspec import Struct
from msgspec.structs import replace

from briefgen import cache, editions, forked, manifest, painter
from briefgen.diagnostics import BriefgenError, Diagnostic, error, has_errors
from briefgen.editions import Edition
from briefgen.formats import FORMATS
from briefgen.outline.files import note_use, used_files
from briefgen.outline.loaded import LoadedOutline
from briefgen.outline.suggest import did_you_mean
from briefgen.outputs import Part, part, write_whole

_EVIDENCE = "evidence-"  # what the names of formats made from the outline itself begin with
_ENDINGS = {
    "handout": "-handout.pdf",
    "evidence-csv": "-evidence.csv",
    "evidence-json": "-evidence.json",
}


class Written(Struct, frozen=True):
    """A file that was written; `count` is its pages or slides, `sha256` the digest of its bytes."""

    path: Path
    format: str
    count: int
    sha256: str
    diagnostics: tuple[Diagnostic, ...] = ()


def chosen(
    loaded: LoadedOutline,
    audiences: Sequence[str | None],
    languages: Sequence[str] = (),
    *,
    fallback: bool = False,
) -> list[Edition]:
    """The editions for these audiences, None being the whole outline; "all" stands for every audience; none at all:
    those and the whole outline.

    `languages` in the same way: none is each audience's own. Raises BriefgenError for an audience or a language that
    the outline does not have, or not all texts of, unless `fallback` fills these.
    """
    named: list[str | None] = [a for a in dict.fromkeys(audiences) if a != "all"]
    if not audiences:
        named = [None, *loaded.audiences]
    elif "all" in audiences:
        named = [*loaded.audiences] or [None]
    tags: Sequence[str | None] = tuple(dict.fromkeys(languages)) or (None,)
    if "all" in tags:
        tags = loaded.languages
    return [one(loaded, a, tag, fallback=fallback) for tag in tags for a in named]


def one(
    loaded: LoadedOutline,
    audience: str | None,
    language: str | None = None,
    *,
    fallback: bool = False,
) -> Edition:
    """The edition for an audience, None for the whole outline, in its own language or in `language`.

    Raises BriefgenError as `chosen` does.
    """
    if audience is not None and audience not in loaded.audiences:
        hint = did_you_mean(audience, loaded.audiences)
        message = f"there is no audience `{audience}`"
        raise BriefgenError(error("unknown-audience", message, hint=hint))
    return editions.edition(loaded, audience, language, fallback=fallback)


def refuse_errors(loaded: LoadedOutline, wanted: Sequence[Edition]) -> None:
    """Raise BriefgenError with the errors of these editions, if there are any."""
    from briefgen.checks import check_editions

    found = check_editions(loaded, wanted)
    if has_errors(found):
        raise BriefgenError([d for d in found if d.severity == "error"])


def ending(format: str) -> str:
    """What the names of the files of a format end in."""
    return _ENDINGS.get(format, f".{format}")


def write_stream(
    edition: Edition,
    format: str,
    stream: IO[bytes],
    *,
    overflow: bool = False,
    loaded: LoadedOutline | None = None,
    key: str | None = None,
) -> tuple[int, tuple[Diagnostic, ...]]:
    """Write one format to a binary stream; returns its pages, slides or rows and what was found on the way.

    The tables of evidence are drawn from the outline that was `loaded`: ValueError without it. `key` is that of the
    outline, by which some of what was found is kept between runs.
    """
    if format.startswith(_EVIDENCE):
        from briefgen.checks.numbers.table import evidence_file

        if loaded is None:
            raise ValueError("a table of evidence needs the outline")
        data, rows = evidence_file(loaded, edition, format.removeprefix(_EVIDENCE))
        stream.write(data)
        return rows, ()
    if format == "pdf":
        from briefgen.pdf.document import write_pdf

        brief = write_pdf(edition, stream, overflow=overflow, key=key)
        return brief.pages, brief.diagnostics
    if format == "handout":
        from briefgen.deck.handout import write_handout

        printed = write_handout(edition, stream)
        return printed.pages, printed.diagnostics
    from briefgen.deck import write_pptx

    info = write_pptx(edition, stream)
    return info.slides, info.diagnostics


def write(
    edition: Edition,
    format: str,
    target: str | os.PathLike[str] | IO[bytes],
    *,
    overflow: bool = False,
) -> tuple[int, tuple[Diagnostic, ...]]:
    """Write one format to a path, whole or not at all, or to a binary stream."""
    if not isinstance(target, str | os.PathLike):
        return write_stream(edition, format, target, overflow=overflow)
    written = write_file(Path(target), format, make(edition, format, overflow=overflow))
    return written.count, written.diagnostics


class Made(Struct, frozen=True):
    """A file's bytes, not written yet, and the files that it was made from besides the outline's.

    `drawn` is how many charts were not found in the cache.
    """

    data: bytes
    count: int
    diagnostics: tuple[Diagnostic, ...]
    used: frozenset[Path]
    drawn: int = 0


def _task(edition: Edition, format: str, overflow: bool, loaded: LoadedOutline) -> partial[Made]:
    """What makes one format: the outline goes along only where it is needed, since a copy is sent it."""
    asked = loaded if format.startswith(_EVIDENCE) else None
    return partial(make, edition, format, overflow=overflow, loaded=asked, key=loaded.key)


def make(
    edition: Edition, format: str, *, overflow: bool = False, loaded: LoadedOutline | None = None,
    key: str | None = None,
) -> Made:  # fmt: skip
    """One format of an edition, as `write_stream` writes it."""
    stream, missed = io.BytesIO(), cache.current().misses
    with used_files() as used:
        count, found = write_stream(
            edition, format, stream, overflow=overflow, loaded=loaded, key=key
        )
    drawn = cache.current().misses - missed
    return Made(stream.getvalue(), count, found, frozenset(used), drawn)


def write_file(path: Path, format: str, made: Made) -> Written:
    """Write what was made to `path`, whole or not at all."""
    write_whole(path, lambda stream: stream.write(made.data))
    return _written(path, format, made)


def _written(path: Path, format: str, made: Made) -> Written:
    sha256 = hashlib.sha256(made.data).hexdigest()
    return Written(path, format, made.count, sha256, made.diagnostics)


def _new_charts(wanted: Sequence[Edition]) -> bool:
    from briefgen.charts.kept import is_new

    return any(is_new(f, e.theme, e.locale) for e in wanted for f in e.figures)


def build(
    loaded: LoadedOutline,
    out: str | os.PathLike[str] = "out",
    *,
    audiences: Sequence[str] = (),
    languages: Sequence[str] = (),
    fallback: bool = False,
    formats: Sequence[str] | None = None,
    options: Mapping[str, Any] | None = None,
    deck: Mapping[str, Any] | None = None,
    template: Path | None = None,
    overflow: bool = False,
    processes: int = 1,
    early: forked.Early | None = None,
    on_start: Callable[[Path, int, int], None] = lambda path, done, total: None,
) -> list[Written]:
    """Write the files of the editions asked for into the folder `out`, and enter them in its `manifest.json`.

    `languages` and `fallback` are as for `chosen`. `formats` overrules what audiences ask for, `options` keys of
    their `brief` and `deck` keys of their `deck`; `template` is a presentation file in place of the decks' own.
    `overflow` writes a brief that takes more pages than it promises. `processes` is how many may work at once: the
    outcome is the same; `early` is one of them, made before. `on_start` is told each path before it is written, how many are done and how many there
    are. Raises BriefgenError; files written before it stay.
    """
    asked = {
        "audiences": audiences, "languages": languages, "fallback": fallback, "formats": formats, "options": options or {}, "deck": deck or {},
        "template": template, "overflow": overflow, "allow_outside": loaded.allow_outside,
    }  # fmt: skip
    with used_files() as used:
        wanted = chosen(loaded, audiences, languages, fallback=fallback)
        wanted = [replace(e, brief=e.brief.model_copy(update=dict(options or {}))) for e in wanted]
        wanted = [replace(e, deck=e.deck.model_copy(update=dict(deck or {}))) for e in wanted]
        if template is not None:
            note_use(template)
            wanted = [
                replace(e, template=template, deck=e.deck.model_copy(update={"template": None}))
                for e in wanted
            ]
        jobs = [(e, f) for e in wanted for f in FORMATS if f in (formats or e.formats)]
        tasks = [_task(e, f, overflow, loaded) for e, f in jobs]
        written, missed = [], cache.current().misses
        # Of what is read from now on: as it was before, lest a change meanwhile be taken for built.
        others = {*loaded.used, *used} - loaded.digests.keys()
        digests = {**loaded.digests, **{path: manifest.digest(path) for path in others}}
        paths = [Path(out) / f"{edition.name}{ending(format)}" for edition, format in jobs]
        begun: list[Part] = []

        def ready(number: int, made: Made) -> tuple[Part, Made]:
            # A disk takes long to be sure of what it has: that is waited for while another file is.
            begun.append(part(paths[number], lambda stream: stream.write(made.data))[0])
            return begun[-1], made

        if early is not None:
            painter.decide(_new_charts(wanted), early.line)
        try:
            results = forked.results(tasks, processes, early, ready)
            refuse_errors(loaded, wanted)  # while other processes are at work already
            for done, result in enumerate(results):
                on_start(paths[done], done, len(jobs))
                file, made = result()
                used |= made.used
                missed += made.drawn
                file.put()
                written.append(_written(paths[done], jobs[done][1], made))
        finally:
            for file in begun:
                file.drop()
    cache.current().misses = missed  # with those of other processes
    diagnostics = [*loaded.warnings, *(d for w in written for d in w.diagnostics)]
    entries = {w.path.name: (w.sha256, w.format, w.count) for w in written}
    used |= loaded.used
    manifest.record(Path(out), loaded.path, asked, used, entries, diagnostics, digests)
    return written
