"""`manifest.json`: what lies in an output folder, and what each file was made from.

It holds digests (SHA-256, hexadecimal) and paths relative to the folders, no times and no names of machines: the same
build writes the same manifest. Reading one needs no other part of briefgen, so that a build with nothing to do is
over before anything is imported.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import IO, Any

from msgspec import Struct, ValidationError, convert, to_builtins

from briefgen.model.diagnostics import Diagnostic, Severity, error, failure, format_text, printable
from briefgen.storage.files import digest, open_regular, output_errors, real_path, write_whole
from briefgen.storage.versions import OWN, versions

NAME = "manifest.json"
_LOCK = ".manifest.lock"


class Entry(Struct, frozen=True):
    """An output: its digest, its pages or slides, and the key of the build that wrote it."""

    sha256: str
    count: int
    format: str
    build: str


class Build(Struct, frozen=True):
    """What was asked for and what it was made from.

    `outline` is its path from the output folder; `inputs` are digests by path from the outline's folder, None for a
    file that was looked for and not there; `diagnostics` is what was said, ready to be printed, by severity.
    """

    outline: str
    asked: dict[str, Any]
    inputs: dict[str, str | None]
    versions: dict[str, str]
    files: tuple[str, ...]
    diagnostics: tuple[tuple[str, str], ...] = ()


class Manifest(Struct, frozen=True):
    """Everything that `manifest.json` says."""

    files: dict[str, Entry] = {}
    builds: dict[str, Build] = {}


def read(out: Path) -> Manifest:
    """The manifest of the folder `out`; an empty one where there is none, or none that can be understood."""
    try:
        with open_regular(out / NAME) as file:
            known = convert(json.load(file), Manifest)
        return known if _is_sound(known) else Manifest()
    except (OSError, ValueError, ValidationError, RecursionError):
        return Manifest()


def _is_sound(known: Manifest) -> bool:
    """Whether files lie below the folder and texts drive no terminal: anybody may change what lies among outputs."""
    paths = [PurePosixPath(name) for name in known.files]
    texts = [text for build in known.builds.values() for _, text in build.diagnostics]
    return (
        not any(path.is_absolute() or ".." in path.parts for path in paths)
        and all(entry.build in known.builds for entry in known.files.values())
        and all(line.isprintable() for text in texts for line in text.split("\n"))
    )


def key(out: Path, outline: Path, asked: Mapping[str, Any]) -> str:
    """What tells one build from another in the same folder: the outline, its languages, and what is asked for."""
    # A translation that was not there when a build was made is none of its inputs.
    others = glob.escape(outline.stem) + f".*{outline.suffix}"
    languages = sorted(path.name for path in outline.parent.glob(others))
    date = os.environ.get("SOURCE_DATE_EPOCH")  # of outlines that say none
    whole = [relative(outline, out), languages, _to_json(asked), *([date] if date else [])]
    said = json.dumps(whole, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def find_unchanged(
    out: Path, outline: Path, asked: Mapping[str, Any]
) -> tuple[Manifest, Build] | None:
    """The build that this one would repeat byte for byte: its outputs lie there, and its inputs are the same."""
    known = read(out)
    build = known.builds.get(key(out, outline, asked))
    if build is None or not build.files:
        return None
    if changed_inputs(outline.parent, build) or build.versions != versions():
        return None
    for name in build.files:
        entry = known.files.get(name)
        if entry is None or digest(out / name) != entry.sha256:
            return None
    return known, build


def last_build(out: Path, outline: Path, asked: Mapping[str, Any]) -> Build | None:
    """The last build of the same outline into `out` that was asked for the same; None where there was none."""
    return read(out).builds.get(key(out, outline, asked))


def changed_inputs(folder: Path, build: Build) -> list[str]:
    """The inputs of `build` whose files are not what they were, by path from the outline's folder."""
    return [name for name, was in build.inputs.items() if digest(folder / name) != was]


def record(
    out: Path,
    outline: Path,
    asked: Mapping[str, Any],
    used: Iterable[Path],
    written: Mapping[str, tuple[str, str, int]],
    diagnostics: Sequence[Diagnostic] = (),
    digests: Mapping[Path, str | None] = MappingProxyType({}),
) -> None:
    """Enter a build in the manifest of `out`: `written` has digest, format and count by name.

    `digests` are those of inputs that may have changed since they were read; of others it is taken now.
    Two builds at once each enter what is theirs: a file that another has replaced since is left to that other.
    Raises OutputError.
    """
    from filelock import FileLock, Timeout

    inputs: dict[str, str | None] = {
        relative(path, outline.parent): digests[path] if path in digests else digest(path)
        for path in {outline.resolve(), *used}
        if not path.is_relative_to(OWN)  # part of its version
    }
    build = Build(
        relative(outline, out),
        _to_json(asked),
        dict(sorted(inputs.items())),
        versions(),
        tuple(written),
        tuple(dict.fromkeys((d.severity.value, format_text(d)) for d in diagnostics)),
    )
    own = key(out, outline, asked)
    path = out / NAME
    with output_errors(path):
        try:
            with FileLock(out / _LOCK, timeout=60):
                known = read(out)
                # What an earlier such build wrote and this one did not is no longer known to be up to date.
                files = {name: each for name, each in known.files.items() if each.build != own}
                for name, (was, format, count) in written.items():
                    if digest(out / name) == was:
                        files[name] = Entry(was, count, format, own)
                _write(path, Manifest(files, {**known.builds, own: build}))
        except Timeout:
            raise OSError("another build has held its lock for a minute") from None


def _write(path: Path, manifest: Manifest) -> None:
    there = {n: e for n, e in sorted(manifest.files.items()) if (path.parent / n).exists()}
    current = {entry.build for entry in there.values()}
    builds = {name: each for name, each in sorted(manifest.builds.items()) if name in current}
    encoder = json.JSONEncoder(indent=1, ensure_ascii=False, default=to_builtins)

    def write(stream: IO[bytes]) -> None:
        """Write piece by piece: a batch may have tens of thousands of files."""
        for piece in encoder.iterencode({"files": there, "builds": builds}):
            # A file's name may be bytes that are not Unicode; what stands for them is an escape in JSON too.
            stream.write(piece.encode("utf-8", "backslashreplace"))
        stream.write(b"\n")

    write_whole(path, write)


def verify(out: Path, say: Callable[[str], None] = lambda line: None) -> list[Diagnostic]:
    """What is wrong with the folder `out`: files missing or changed since they were written, or out of date.

    `say` is told each file that is as it was. Raises BriefgenError where there is no manifest.
    """
    known = read(out)
    if not known.files:
        message = f"there is no manifest that can be read in `{out}`"
        hint = "name a folder that `briefgen build` has written to"
        raise failure("no-manifest", message, hint=hint)
    found = []
    own = versions()
    stale: dict[str, list[str]] = {}
    for name, build in known.builds.items():
        changed = changed_inputs((out / build.outline).parent, build)
        changed += [lib for lib, was in build.versions.items() if own.get(lib) != was]
        stale[name] = changed
    for name, entry in known.files.items():
        now = digest(out / name)
        if now is None:
            found.append(error("output-missing", f"`{out / name}` is not there"))
        elif now != entry.sha256:
            found.append(error("output-changed", f"`{out / name}` is not as it was written"))
        elif stale.get(entry.build):
            said = ", ".join(f"`{each}`" for each in stale[entry.build])
            message = f"`{out / name}` is out of date: {said} changed since"
            batch = "data" in known.builds[entry.build].asked
            hint = f"run `briefgen {'batch' if batch else 'build'}` again"
            found.append(Diagnostic(Severity.ERROR, "output-stale", message, hint=hint))
        else:
            say(printable(f"{out / name}: as written"))
    return found


def relative(path: Path, folder: Path) -> str:
    """`path` relative to `folder`, with slashes; whole where they share no root, as on two drives of Windows."""
    try:
        return Path(os.path.relpath(real_path(path), real_path(folder))).as_posix()
    except ValueError:
        return real_path(path).as_posix()


def _to_json(asked: Mapping[str, Any]) -> dict[str, Any]:
    """`asked` as JSON reads it back."""
    plain: dict[str, Any] = to_builtins(dict(asked), enc_hook=str, order="sorted")
    return plain
