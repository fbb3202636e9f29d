"""What decides on the bytes of outputs besides what they are made from: briefgen itself and the libraries that write."""

from __future__ import annotations

import hashlib
import os
import sys
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from briefgen import cache

OWN = Path(__file__).parent
_LIBRARIES = (
    "babel", "fonttools", "lxml", "markdown-it-py", "matplotlib", "numpy", "pillow", "pydantic", "pyphen",
    "python-pptx", "pyyaml", "reportlab", "uharfbuzz",
)  # fmt: skip


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """Digest of briefgen's own files, and the versions of the libraries that write."""
    return {"briefgen": _own(), "zlib": zlib.ZLIB_RUNTIME_VERSION} | _installed()


def _own() -> str:
    """Digest of briefgen's own files; kept until one of them has another size or time, since fonts are among them."""
    files = sorted(_files(str(OWN), ""))
    key = cache.key_of("briefgen", OWN, files)
    kept = cache.current().recall(key)
    if kept is not None:
        return kept.decode("ascii", "replace")
    own = hashlib.sha256()
    for name, _, _ in files:
        # Not by way of Path, which takes three times as long for some hundreds of files.
        with open(f"{OWN}{os.sep}{name}", "rb") as stream:  # noqa: PTH123
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
    """Versions of the libraries, from the names of their .dist-info folders: importlib.metadata takes 50 ms to say.

    Source: PyPA specifications, "Recording installed projects": `{name}-{version}.dist-info`, the name normalised.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208
        except OSError:
            continue
        for name in names:
            project, dash, version = name.removesuffix(".dist-info").partition("-")
            project = project.lower().replace("_", "-")
            if dash and name.endswith(".dist-info") and project in _LIBRARIES:
                found.setdefault(project, version)
    for project in _LIBRARIES:
        if project not in found:  # installed in another way
            from importlib import metadata

            found[project] = metadata.version(project)
    return dict(sorted(found.items()))
