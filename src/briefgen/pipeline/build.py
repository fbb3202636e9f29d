"""A build: every edition asked for in every format asked for, as files with their manifest."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from operator import methodcaller
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from briefgen.checks import Check
from briefgen.editions import builder
from briefgen.model.diagnostics import BriefgenError, Diagnostic, did_you_mean, failure, has_errors
from briefgen.model.edition import Edition
from briefgen.model.loaded import LoadedOutline
from briefgen.model.registry import FORMATS
from briefgen.pipeline import manifest, workers
from briefgen.pipeline.rendering import make_task
from briefgen.storage.files import digest, write_whole
from briefgen.storage.folder import note_use, used_files


class WrittenFile(Struct, frozen=True):
    """A file that was written; `count` is its pages or slides, `sha256` the digest of its bytes."""

    path: Path
    format: str
    count: int
    sha256: str
    diagnostics: tuple[Diagnostic, ...] = ()


class Templates(Check):
    """Templates of decks that cannot be used, and layouts that they do not have."""

    name, stage = "templates", "edition"

    def run(self, loaded: LoadedOutline, wanted: Sequence[Edition]) -> Iterator[Diagnostic]:
        """Errors, at the keys that name them."""
        if any(edition.template or edition.deck.layouts for edition in wanted):
            from briefgen.deck.slides import KINDS
            from briefgen.deck.template import unusable_templates

            yield from unusable_templates(loaded, wanted, KINDS)


def select_editions(
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
    return [select_edition(loaded, a, tag, fallback=fallback) for tag in tags for a in named]


def select_edition(
    loaded: LoadedOutline,
    audience: str | None,
    language: str | None = None,
    *,
    fallback: bool = False,
) -> Edition:
    """The edition for an audience, None for the whole outline, in its own language or in `language`.

    Raises BriefgenError as `select_editions` does.
    """
    if audience is not None and audience not in loaded.audiences:
        raise unknown_audience(audience, loaded.audiences)
    return builder.edition(loaded, audience, language, fallback=fallback)


def unknown_audience(name: str, audiences: Iterable[str]) -> BriefgenError:
    """The error that an outline with these audiences has none of this name."""
    hint = did_you_mean(name, list(audiences))
    return failure("unknown-audience", f"there is no audience `{name}`", hint=hint)


def refuse_errors(loaded: LoadedOutline, wanted: Sequence[Edition]) -> None:
    """Raise BriefgenError with the errors of these editions, if there are any."""
    from briefgen import checks

    found = checks.run(loaded, wanted, "edition")
    if has_errors(found):
        raise BriefgenError([d for d in found if d.severity == "error"])


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
    jobs: int = 1,
    on_start: Callable[[Path, int, int], None] = lambda path, done, total: None,
) -> list[WrittenFile]:
    """Write the files of the editions asked for into the folder `out`, and enter them in its `manifest.json`.

    `languages` and `fallback` are as for `select_editions`. `formats` overrules what audiences ask for, `options` keys of
    their `brief` and `deck` keys of their `deck`; `template` is a presentation file in place of the decks' own.
    `overflow` writes a brief that takes more pages than it promises. `jobs` is how many processes may work at once: the
    outcome is the same; 1 is this process alone. `on_start` is told each path before it is written, how many are done
    and how many there are. Raises BriefgenError; files written before it stay.
    """
    asked = {
        "audiences": audiences, "languages": languages, "fallback": fallback, "formats": formats, "options": options or {}, "deck": deck or {},
        "template": template, "overflow": overflow, "allow_outside": loaded.allow_outside,
    }  # fmt: skip
    with used_files() as used:
        wanted = select_editions(loaded, audiences, languages, fallback=fallback)
        if template is not None:
            note_use(template)
            deck = {**(deck or {}), "template": None}
        wanted = [
            replace(
                e,
                brief=e.brief.model_copy(update=dict(options or {})),
                deck=e.deck.model_copy(update=dict(deck or {})),
                template=template or e.template,
            )
            for e in wanted
        ]
        files = [(e, f) for e in wanted for f in FORMATS if f in (formats or e.formats)]
        tasks = [make_task(e, f, overflow, loaded) for e, f in files]
        refuse_errors(loaded, wanted)
        # Of what is read from now on: as it was before, lest a change meanwhile be taken for built.
        others = {*loaded.used, *used} - loaded.digests.keys()
        digests = {**loaded.digests, **{path: digest(path) for path in others}}
        paths = [Path(out) / f"{edition.name}{FORMATS[format].ending}" for edition, format in files]
        written: list[WrittenFile] = []
        with closing(workers.results(tasks, jobs)) as results:
            for path, (_, format) in zip(paths, files, strict=True):
                on_start(path, len(written), len(files))
                made = next(results)
                used |= made.used
                write_whole(path, methodcaller("write", made.data))
                sha256 = hashlib.sha256(made.data).hexdigest()
                written.append(WrittenFile(path, format, made.count, sha256, made.diagnostics))
    diagnostics = [*loaded.warnings, *(d for w in written for d in w.diagnostics)]
    entries = {w.path.name: (w.sha256, w.format, w.count) for w in written}
    used |= loaded.used
    manifest.record(Path(out), loaded.path, asked, used, entries, diagnostics, digests)
    return written
