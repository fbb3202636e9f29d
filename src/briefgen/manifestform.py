"""The form of `manifest.json`, which lies among outputs where anybody may change it: one of another form is none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

_ENTRY = {"sha256": str, "count": int, "format": str, "build": str}
_BUILD = {"outline": str, "asked": dict, "inputs": dict, "versions": dict, "files": list, "diagnostics": list}  # fmt: skip


def has_form(data: Any) -> bool:
    """Whether JSON that was read says of each file what a manifest does, and of each build that is named."""
    if not _has(data, {"files": dict, "builds": dict}):
        return False
    builds = data["builds"]
    return all(_is_build(each) for each in builds.values()) and all(
        _is_below(name) and _has(each, _ENTRY) and each["build"] in builds
        for name, each in data["files"].items()
    )


def _is_build(each: Any) -> bool:
    return (
        _has(each, _BUILD)
        and all(was is None or type(was) is str for was in each["inputs"].values())
        and all(type(was) is str for was in each["versions"].values())
        and all(type(name) is str for name in each["files"])
        and all(_is_said(said) for said in each["diagnostics"])
    )


def _is_said(said: Any) -> bool:
    """Whether it is a severity and a text that drives no terminal."""
    if type(said) is not list or len(said) != 2 or not all(type(part) is str for part in said):
        return False
    return all(line.isprintable() for line in said[1].split("\n"))


def _is_below(name: str) -> bool:
    """Whether it is the path of a file in the manifest's folder or below."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _has(each: Any, kinds: Mapping[str, type]) -> bool:
    return type(each) is dict and all(type(each.get(key)) is kind for key, kind in kinds.items())
