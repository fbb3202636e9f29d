"""Checks that read an outline and its editions and return diagnostics: briefgen's own, and those of installed packages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Literal

from briefgen import editions
from briefgen.diagnostics import Diagnostic, in_reading_order
from briefgen.editions import Edition
from briefgen.outline.loaded import LoadedOutline
from briefgen.registry import Registry


class Check:
    """A check. A subclass imports what it works with in `run`; its docstring says what it finds."""

    name: ClassVar[str]
    stage: ClassVar[Literal["edition", "outline", "source"]] = "outline"
    """What it is about: whether an `edition` can be written, so that its errors stop a build too; how the `outline` is
    worded; or whether it agrees with the texts of its `source`s. Only `briefgen check` runs the latter two."""

    def run(self, loaded: LoadedOutline, wanted: Sequence[Edition]) -> Iterable[Diagnostic]:
        """What is wrong with the outline, or with the editions `wanted` of it."""
        raise NotImplementedError


CHECKS: Registry[Check] = Registry("briefgen.checks", Check, {
    "glyphs": "briefgen.checks.own:Glyphs", "templates": "briefgen.rendering:Templates",
    "abbreviations": "briefgen.checks.own:Abbreviations", "reading-level": "briefgen.checks.own:ReadingLevel",
    "words": "briefgen.checks.own:Words",
    "quotes": "briefgen.checks.own:Quotes", "numbers": "briefgen.checks.own:Numbers",
    "translations": "briefgen.checks.own:Translations",
})  # fmt: skip


def every_edition(loaded: LoadedOutline) -> list[Edition]:
    """The editions of all audiences in all languages, gaps filled with the outline's own texts."""
    return [
        editions.edition(loaded, id, tag, fallback=True)
        for tag in loaded.languages
        for id in (None, *loaded.audiences)
    ]


def run(
    loaded: LoadedOutline, wanted: Sequence[Edition], stage: str | None = None
) -> list[Diagnostic]:
    """What the checks of a stage, or all, find in an outline that loads and in the editions `wanted` of it."""
    chosen = [check for check in CHECKS.values() if stage in (None, check.stage)]
    found = [d for check in chosen for d in dict.fromkeys(check.run(loaded, wanted))]
    return in_reading_order(found)
