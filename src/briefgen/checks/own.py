"""briefgen's own checks: each calls its module, which is imported when it runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefgen.checks import Check
from briefgen.diagnostics import Diagnostic, Severity
from briefgen.editions import Edition
from briefgen.outline.loaded import LoadedOutline


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
        from briefgen.checks.abbreviations import undefined_abbreviations

        for edition in wanted:
            yield from undefined_abbreviations(loaded, edition)


class ReadingLevel(Check):
    """Text above its target grade."""

    name = "reading-level"

    def run(self, loaded: LoadedOutline, wanted: Sequence[Edition]) -> Iterator[Diagnostic]:
        """Warnings, at the hardest sentences."""
        from briefgen.checks.reading import reading_levels

        for edition in wanted:
            yield from reading_levels(loaded, edition)


class Words(Check):
    """Fixed words that a language lacks, such as the name of a kind of chart."""

    name, stage = "words", "edition"

    def run(self, loaded: LoadedOutline, wanted: Sequence[Edition]) -> Iterator[Diagnostic]:
        """Warnings, each with the word that is written instead."""
        from briefgen.words import missing_words

        for each in wanted:
            kinds = (f"chart {figure.spec.kind}" for figure in each.figures)
            yield from missing_words(each.locale.language, kinds)


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
