"""A loaded outline: its models, its theme, its files, and the tree in which every value knows its file, line and column.

Scalars stay the text that was written, so that a title `No`, a time `1:30` or a version `3.10` is never turned into
something else: the models decide what a text means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from msgspec import Struct

from briefgen.model.diagnostics import Diagnostic, Place
from briefgen.model.outline import Outline
from briefgen.model.theme import Theme

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


def find_node(node: TreeNode, path: Sequence[PathPart]) -> tuple[TreeNode, tuple[PathPart, ...]]:
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


def find_key(root: TreeNode, path: Sequence[PathPart]) -> Place:
    """The place of the key at the end of `path`, or of the value where there is no such key."""
    parent, _ = find_node(root, path[:-1])
    if path and isinstance(parent, MappingNode) and path[-1] in parent.keys:
        return parent.keys[str(path[-1])]
    return find_node(root, path)[0].place


# What a valid outline comes to.


@dataclass(frozen=True)
class Translation:
    """The outline in one language.

    `missing` has a warning for each text that is still in the outline's own language; `foreign` is these texts and
    the titles of works, to be marked as of it. `tree` is where the translation is written.
    """

    outline: Outline
    missing: tuple[Diagnostic, ...]
    foreign: frozenset[str]
    fallback: bool
    tree: TreeNode


@dataclass(frozen=True)
class LoadedOutline:
    """An outline that is valid, with the theme and the files it names.

    `warnings` is what was found that does not stop a build, `used` the files it was read from, `digests` the SHA-256 of
    what was read of some of these, None for those that were not there, `translations` the outline in its other languages,
    by their tags.
    """

    outline: Outline
    theme: Theme
    path: Path
    logo: Path | None
    tree: TreeNode
    warnings: tuple[Diagnostic, ...] = ()
    allow_outside: bool = False
    used: frozenset[Path] = frozenset()
    translations: Mapping[str, Translation] = field(default_factory=dict)
    themes: Mapping[str, Theme] = field(default_factory=dict)
    digests: Mapping[Path, str | None] = field(default_factory=dict)

    def theme_for(self, name: str | None) -> Theme:
        """The theme of the file that the outline or an audience calls `name`."""
        return self.themes.get(name, self.theme) if name else self.theme

    @property
    def name(self) -> str:
        """The stem of the outline's file name, which the output files' names start with."""
        return self.path.stem

    @property
    def audiences(self) -> tuple[str, ...]:
        """The ids of the audiences, in order."""
        return tuple(a.id for a in self.outline.audiences)

    @property
    def languages(self) -> tuple[str, ...]:
        """The tags of all languages that it can be built in, its own first."""
        return (self.outline.language, *self.translations)

    def place(self, path: Sequence[str | int], key: bool = False) -> Place:
        """Where the value (or the key) at `path` stands in the file."""
        return find_key(self.tree, path) if key else find_node(self.tree, path)[0].place
