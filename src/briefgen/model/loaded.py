"""What a valid outline comes to: its models, its theme, where each value stands, and the files it was read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from briefgen.model import source_map
from briefgen.model.diagnostics import Diagnostic, Place
from briefgen.model.outline import Outline
from briefgen.model.theme import Theme


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
    tree: source_map.TreeNode


@dataclass(frozen=True)
class LoadedOutline:
    """An outline that is valid, with the theme and the files it names.

    `warnings` is what was found that does not stop a build, `used` the files it was read from, `digests` the SHA-256 of
    what was read of some of these, `translations` the outline in its other languages, by their tags.
    """

    outline: Outline
    theme: Theme
    path: Path
    logo: Path | None
    tree: source_map.TreeNode
    warnings: tuple[Diagnostic, ...] = ()
    allow_outside: bool = False
    used: frozenset[Path] = frozenset()
    translations: Mapping[str, Translation] = field(default_factory=dict)
    themes: Mapping[str, Theme] = field(default_factory=dict)
    digests: Mapping[Path, str] = field(default_factory=dict)

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
        return (
            source_map.key_place(self.tree, path)
            if key
            else source_map.find(self.tree, path)[0].place
        )
