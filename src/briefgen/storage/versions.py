"""What decides on the bytes of outputs besides what they are made from: briefgen, its plugins, the libraries that write."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from briefgen.model.registry import distributions, plugins
from briefgen.storage import cache

OWN = Path(__file__).parents[1]
_LIBRARIES = (
    "babel", "fonttools", "lxml", "markdown-it-py", "matplotlib", "numpy", "pillow", "pydantic", "pyphen",
    "python-pptx", "pyyaml", "reportlab", "uharfbuzz",
)  # fmt: skip


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """Digests of the files of briefgen and its plugins, and the versions of the libraries that write."""
    own = {"briefgen": _digest("briefgen", OWN), "zlib": zlib.ZLIB_RUNTIME_VERSION}
    return own | _installed() | _plugins()


def _plugins() -> dict[str, str]:
    """The version of each distribution that adds to briefgen, with a digest of its files: it may be an editable one."""
    from importlib.util import find_spec  # most have no plugins

    found: dict[str, str] = {}
    for entry in sorted({e for entries in plugins().values() for e in entries}, key=str):
        name = entry.value.partition(":")[0].partition(".")[0]
        package = find_spec(name) if name else None
        inside = (package.submodule_search_locations if package else None) or ()
        paths = [Path(path) for path in inside] or [Path(str(package.origin))] if package else []
        digests = [_digest(entry.distribution, path) for path in paths if path.exists()]
        found[f"plugin {entry.distribution} {name}"] = " ".join([entry.version, *digests])
    return found


def _digest(name: str, folder: Path) -> str:
    """Digest of the files in a folder; kept until one of them has another size or time, since fonts are among them."""
    if folder.is_file():
        return hashlib.sha256(folder.read_bytes()).hexdigest()
    files = sorted(_files(str(folder), ""))
    key = cache.key_of(name, folder, files)
    kept = cache.current().recall(key)
    if kept is not None:
        return kept.decode("ascii", "replace")
    own = hashlib.sha256()
    for name, _, _ in files:
        # Not by way of Path, which takes three times as long for some hundreds of files.
        with open(f"{folder}{os.sep}{name}", "rb") as stream:  # noqa: PTH123
            own.update(name.replace(os.sep, "/").encode() + b"\0" + stream.read())
    cache.current().put(key, own.hexdigest().encode())
    return own.hexdigest()


def _files(folder: str, within: str) -> Iterator[tuple[str, int, int]]:
    """Paths below `folder`, from the folder that it is `within`, but for what Python compiles; sizes and times."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _files(entry.path, f"{within}{entry.name}{os.sep}")
            elif not entry.name.endswith(".pyc"):
                about = entry.stat()
                yield within + entry.name, about.st_size, about.st_mtime_ns


def _installed() -> dict[str, str]:
    """Versions of the libraries: importlib.metadata takes 50 ms to say."""
    known = distributions()
    found = {project: known[project][0] for project in _LIBRARIES if project in known}
    for project in _LIBRARIES:
        if project not in found:  # installed in another way
            from importlib import metadata

            found[project] = metadata.version(project)
    return dict(sorted(found.items()))
