"""Outlines between runs: what a build asks of one that has not changed is read back from the cache.

Only of the first outline that a process loads: one that loads several has what that takes at hand.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from briefgen import cache, manifest
from briefgen.diagnostics import Diagnostic
from briefgen.outline.files import note_use, read_files, shown_path
from briefgen.outline.loaded import LoadedOutline
from briefgen.typed import plain
from briefgen.versions import versions

_DEFINE = frozenset(("briefgen.diagnostics", __name__))


@dataclass(frozen=True)
class _Entry:
    """What is kept of a load.

    `found` has the real path of each file by the path that it was looked for at, "" where there was none; `digests` the
    SHA-256 of each file that was used, by its real path.
    """

    found: Mapping[str, str]
    digests: Mapping[str, str | None]
    audiences: tuple[str, ...]
    languages: tuple[str, ...]
    warnings: tuple[Diagnostic, ...]

    def holds(self) -> bool:
        """Whether every file is where and as it was."""
        return all(_real(Path(path)) == real for path, real in self.found.items()) and all(
            manifest.digest(Path(path)) == was for path, was in self.digests.items()
        )


def _real(path: Path) -> str:
    try:
        return str(path.resolve()) if path.is_file() else ""
    except (OSError, ValueError, RuntimeError):  # a name that no file can have, a link to itself
        return ""


class _Kept(LoadedOutline):
    """An outline of which little is known; it is loaded when somebody asks for more than that."""

    def __init__(self, path: Path, allow_outside: bool, key: str, entry: _Entry) -> None:
        known = {
            "path": path,
            "allow_outside": allow_outside,
            "warnings": entry.warnings,
            "used": frozenset(map(Path, entry.digests)),
            "digests": {Path(path): was for path, was in entry.digests.items() if was},
            "key": key,
            "_entry": entry,
        }
        self.__dict__.update(known)

    def __getattr__(self, name: str) -> Any:
        if name not in _FIELDS:
            raise AttributeError(name)
        from briefgen.outline import loader

        whole = loader.load(self.path, allow_outside=self.allow_outside)
        self.__dict__.update({n: v for n, v in vars(whole).items() if n not in self.__dict__})
        return self.__dict__[name]

    @property
    def audiences(self) -> tuple[str, ...]:
        entry: _Entry = self.__dict__["_entry"]
        return entry.audiences

    @property
    def languages(self) -> tuple[str, ...]:
        entry: _Entry = self.__dict__["_entry"]
        return entry.languages


_FIELDS = frozenset(field.name for field in fields(LoadedOutline))
_first = True


def load(path: str | os.PathLike[str], *, allow_outside: bool = False) -> LoadedOutline:
    """As `loader.load`; raises BriefgenError as that does, for an outline that was kept when more of it is asked for."""
    global _first
    first, _first = _first, False
    path = Path(path)
    if not first or cache.current().folder is None:
        return _load(path, allow_outside)
    key = _key(path, allow_outside)
    entry = plain.read(cache.current().recall(key), _Entry, _DEFINE)
    if entry is not None and entry.holds():
        for used in entry.digests:
            note_use(Path(used))
        return _Kept(path, allow_outside, cache.key_of(key, entry), entry)
    with read_files() as read:
        loaded = _load(path, allow_outside)
    entry = _entry(loaded, read)
    cache.current().put(key, plain.dumps(entry))
    return replace(loaded, key=cache.key_of(key, entry))


def _load(path: Path, allow_outside: bool) -> LoadedOutline:
    from briefgen.outline import loader

    return loader.load(path, allow_outside=allow_outside)


def _key(path: Path, allow_outside: bool) -> str:
    """Of the outline at `path`, by all that says which files are read but what is in them."""
    name = shown_path(path)  # as its diagnostics have it
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return cache.key_of(
        "outline", versions(), path.absolute(), name, _beside(path), allow_outside, epoch
    )


def _beside(path: Path) -> Sequence[str]:
    """The names of the files beside the outline that may be translations of it."""
    stem, suffix = f"{path.stem}.", path.suffix
    try:
        with os.scandir(path.parent) as entries:
            return sorted(
                e.name for e in entries if e.name.startswith(stem) and e.name.endswith(suffix)
            )
    except OSError:
        return ()


def _entry(loaded: LoadedOutline, read: Mapping[Path, str | None]) -> _Entry:
    """What is kept of a load that has `read` these files."""
    looked = list(read)
    for theme in (loaded.theme, *loaded.themes.values()):
        # Where there is none beside the theme briefgen's own is taken.
        faces = (theme.fonts.regular, theme.fonts.bold, theme.fonts.italic, theme.fonts.bold_italic)
        looked += [theme.folder / name for name in faces]
    found = {str(path): _real(path) for path in looked}
    digests: dict[str, str | None]
    digests = {found[str(path)]: digest for path, digest in read.items() if digest}
    for path in sorted(loaded.used):
        if str(path) not in digests:
            digests[str(path)] = manifest.digest(path)
    return _Entry(found, digests, loaded.audiences, loaded.languages, loaded.warnings)
