"""Checks that read an outline and its editions and return diagnostics: briefgen's own, and those of installed packages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from briefgen.editions import builder
from briefgen.model.diagnostics import Diagnostic, Severity, sort_diagnostics
from briefgen.model.edition import Edition
from briefgen.model.loaded import LoadedOutline
from briefgen.model.registry import CHECKS


class Check:
    """A check. A subclass imports what it works with in `run`; its docstring says what it finds."""

    name: ClassVar[str]
    stage: ClassVar[Literal["edition", "outline", "source"]] = "outline"
    """What it is about: whether an `edition` can be written, so that its errors stop a build too; how the `outline` is
    worded; or whether it agrees with the texts of its `source`s. Only `briefgen check` runs the latter two."""

    def run(self, loaded: LoadedOutline, wanted: Sequence[Edition]) -> Iterable[Diagnostic]:
        """What is wrong with the outline, or with the editions `wanted` of it."""
        raise NotImplementedError


class Glyphs(Check):
    """Characters that the theme's fonts lack."""

    name, stage = "glyphs", "edition"

    def run(self, loaded: LoadedOutline, wanted: Sequence[Edition]) -> Iterator[Diagnostic]:
        """Errors, at each place of such a character."""
        from briefgen.checks.glyphs import missing_glyphs

        for edition in wanted:
            yield from missing_glyphs(loaded, edition)


class Abbreviations(Check):
    """Abbreviations that nobody explains."""

    name = "abbreviations"

    def run(self, loaded: LoadedOutline, wanted: Sequence[Edition]) -> Iterator[Diagnostic]:
        """Warnings, at their first places."""
        from briefgen.checks.texts import undefined_abbreviations

        for edition in wanted:
            yield from undefined_abbreviations(loaded, edition)


class ReadingLevel(Check):
    """Text above its target grade."""

    name = "reading-level"

    def run(self, loaded: LoadedOutline, wanted: Sequence[Edition]) -> Iterator[Diagnostic]:
        """Warnings, at the hardest sentences."""
        from briefgen.checks.texts import reading_levels

        for edition in wanted:
            yield from reading_levels(loaded, edition)


class Words(Check):
    """Fixed words that a language lacks, such as the name of a kind of chart."""

    name, stage = "words", "edition"

    def run(self, loaded: LoadedOutline, wanted: Sequence[Edition]) -> Iterator[Diagnostic]:
        """Warnings, each with the word that is written instead."""
        from briefgen.languages.locale import locale_of
        from briefgen.languages.words import missing_words

        for each in wanted:
            kinds = (f"chart {figure.spec.kind}" for figure in each.figures)
            yield from missing_words(locale_of(each).language, kinds)


class Quotes(Check):
    """Quoted phrases that are not in the texts of their sources."""

    name, stage = "quotes", "source"

    def run(self, loaded: LoadedOutline, wanted: Sequence[Edition]) -> Iterator[Diagnostic]:
        """Warnings, at the quotes."""
        from briefgen.checks.quotes import missing_quotes

        yield from missing_quotes(loaded)


class Numbers(Check):
    """Numbers that are not in the evidence."""

    name, stage = "numbers", "source"

    def run(self, loaded: LoadedOutline, wanted: Sequence[Edition]) -> Iterator[Diagnostic]:
        """Warnings, at the numbers."""
        from briefgen.checks.numbers.trace import untraced_numbers

        yield from untraced_numbers(loaded)


class Translations(Check):
    """Texts that are not translated."""

    name = "translations"

    def run(self, loaded: LoadedOutline, wanted: Sequence[Edition]) -> Iterator[Diagnostic]:
        """Warnings, or notes where the translation asks for the outline's own text instead."""
        for each in loaded.translations.values():
            for d in each.missing:
                yield replace(d, severity=Severity.NOTE) if each.fallback else d


def every_edition(loaded: LoadedOutline) -> list[Edition]:
    """The editions of all audiences in all languages, gaps filled with the outline's own texts."""
    return [
        builder.edition(loaded, id, tag, fallback=True)
        for tag in loaded.languages
        for id in (None, *loaded.audiences)
    ]


def run(
    loaded: LoadedOutline, wanted: Sequence[Edition], stage: str | None = None
) -> list[Diagnostic]:
    """What the checks of a stage, or all, find in an outline that loads and in the editions `wanted` of it."""
    chosen = [check for check in CHECKS.values() if stage in (None, check.stage)]
    found = [d for check in chosen for d in dict.fromkeys(check.run(loaded, wanted))]
    return sort_diagnostics(found)
