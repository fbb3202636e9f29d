"""YAML text -> a tree in which every value knows its file, line and column.

Scalars stay the text that was written, so that a title `No`, a time `1:30` or a version `3.10` is never turned into
something else: the models decide what a text means. Limits on size, depth and aliases keep a hostile file within
bounded time and memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from msgspec import Struct

from briefgen.model.diagnostics import Place

MAX_DEPTH = 40
MAX_NODES = 400_000


class Scalar(Struct, frozen=True):
    """A value as written; `value` is None for an empty or null plain scalar.

    `parts` are the cells of a data file that a value is the sum of, which nobody wrote.
    """

    value: str | None
    place: Place
    parts: tuple[Scalar, ...] = ()


class SequenceNode(Struct, frozen=True):
    """A YAML sequence."""

    items: tuple[TreeNode, ...]
    place: Place


class MappingNode(Struct, frozen=True):
    """A YAML mapping with unique text keys, in the order written."""

    entries: dict[str, TreeNode]
    keys: dict[str, Place]
    place: Place


TreeNode: TypeAlias = Scalar | SequenceNode | MappingNode
PathPart: TypeAlias = str | int


def to_data(node: TreeNode) -> Any:
    """The tree as dict, list, str and None, for validation."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, SequenceNode):
        return [to_data(item) for item in node.items]
    return {key: to_data(value) for key, value in node.entries.items()}


def find(node: TreeNode, path: Sequence[PathPart]) -> tuple[TreeNode, tuple[PathPart, ...]]:
    """The deepest node on `path` that exists, and the part of the path that leads to it.

    Parts that are not in the tree (an error in one of two types has the name of the type in its path) are passed over.
    """
    walked: list[PathPart] = []
    for part in path:
        if isinstance(node, MappingNode) and part in node.entries:
            node = node.entries[str(part)]
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
        else:
            continue
        walked.append(part)
    return node, tuple(walked)


def key_place(root: TreeNode, path: Sequence[PathPart]) -> Place:
    """The place of the key at the end of `path`, or of the value where there is no such key."""
    parent, _ = find(root, path[:-1])
    if path and isinstance(parent, MappingNode) and path[-1] in parent.keys:
        return parent.keys[str(path[-1])]
    return find(root, path)[0].place
