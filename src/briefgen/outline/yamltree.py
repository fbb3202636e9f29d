"""YAML text -> a tree in which every value knows its file, line and column.

Scalars stay the text that was written, so that a title `No`, a time `1:30` or a version `3.10` is never turned into
something else: the models decide what a text means. Limits on size, depth and aliases keep a hostile file within
bounded time and memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from msgspec import Struct

from briefgen.diagnostics import BriefgenError, Place, error

MAX_BYTES = 5_000_000
MAX_DEPTH = 40
MAX_NODES = 400_000


class Scalar(Struct, frozen=True):
    """A value as written; `value` is None for an empty or null plain scalar.

    `parts` are the cells of a data file that a value is the sum of, which nobody wrote.
    """

    value: str | None
    place: Place
    parts: tuple[Scalar, ...] = ()


class Sequence_(Struct, frozen=True):
    """A YAML sequence."""

    items: tuple[Node, ...]
    place: Place


class Mapping(Struct, frozen=True):
    """A YAML mapping with unique text keys, in the order written."""

    entries: dict[str, Node]
    keys: dict[str, Place]
    place: Place


Node: TypeAlias = Scalar | Sequence_ | Mapping
PathPart: TypeAlias = str | int


def parse(data: bytes, file: str) -> Node:
    """Parse UTF-8 YAML `data` read from `file` (the name shown in diagnostics).

    Raises BriefgenError when it is not UTF-8, not one well-formed YAML document with unique text keys, holds
    control characters or bidirectional overrides (escaped ones too), tags or merge keys, or is over `MAX_BYTES`,
    `MAX_DEPTH` or `MAX_NODES`.
    """
    if len(data) > MAX_BYTES:
        raise BriefgenError(
            error("file-size", f"larger than {MAX_BYTES // 1_000_000} MB", Place(file))
        )
    from briefgen.outline.characters import decode
    from briefgen.outline.yamlparser import Parser

    return Parser(decode(data, file), file).parse()


def to_data(node: Node) -> Any:
    """The tree as dict, list, str and None, for validation."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence_):
        return [to_data(item) for item in node.items]
    return {key: to_data(value) for key, value in node.entries.items()}


def find(node: Node, path: Sequence[PathPart]) -> tuple[Node, tuple[PathPart, ...]]:
    """The deepest node on `path` that exists, and the part of the path that leads to it.

    Parts that are not in the tree (an error in one of two types has the name of the type in its path) are passed over.
    """
    walked: list[PathPart] = []
    for part in path:
        if isinstance(node, Mapping) and part in node.entries:
            node = node.entries[str(part)]
        elif isinstance(node, Sequence_) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
        else:
            continue
        walked.append(part)
    return node, tuple(walked)


def key_place(root: Node, path: Sequence[PathPart]) -> Place:
    """The place of the key at the end of `path`, or of the value where there is no such key."""
    parent, _ = find(root, path[:-1])
    if path and isinstance(parent, Mapping) and path[-1] in parent.keys:
        return parent.keys[str(path[-1])]
    return find(root, path)[0].place
