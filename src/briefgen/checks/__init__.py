"""Checks that read an outline and its editions and return diagnostics.

What only `briefgen check` asks for is imported there: a build has no need of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefgen import editions
from briefgen.checks.glyphs import missing_glyphs
from briefgen.checks.templates import unusable_templates
from briefgen.diagnostics import Diagnostic, Severity, in_reading_order
from briefgen.editions import Edition
from briefgen.outline.loaded import LoadedOutline
from briefgen.words import missing_words


def every_edition(loaded: LoadedOutline) -> list[Edition]:
    """The editions of all audiences in all languages, gaps filled with the outline's own texts."""
    return [
        editions.edition(loaded, id, tag, fallback=True)
        for tag in loaded.languages
        for id in (None, *loaded.audiences)
    ]


def check_editions(loaded: LoadedOutline, wanted: Sequence[Edition]) -> list[Diagnostic]:
    """What is wrong with editions of an outline that loads."""
    found = [d for edition in wanted for d in missing_glyphs(loaded, edition)]
    for e in wanted:
        found += missing_words(e.locale.language, (f"chart {f.spec.kind}" for f in e.figures))
    return in_reading_order(dict.fromkeys([*found, *unusable_templates(loaded, wanted)]))


def check_translations(loaded: LoadedOutline) -> list[Diagnostic]:
    """What is not translated: warnings, or notes where the translation asks for the outline's own text instead."""
    return [
        replace(d, severity=Severity.NOTE) if each.fallback else d
        for each in loaded.translations.values()
        for d in each.missing
    ]


def check_sources(loaded: LoadedOutline) -> list[Diagnostic]:
    """Which quoted phrases are not in the texts of their sources, and which numbers are not in the evidence."""
    from briefgen.checks.numbers.trace import untraced_numbers
    from briefgen.checks.quotes import missing_quotes

    return in_reading_order([*missing_quotes(loaded), *untraced_numbers(loaded)])


def check_words(loaded: LoadedOutline, wanted: Sequence[Edition]) -> list[Diagnostic]:
    """What readers would stumble over: abbreviations that nobody explains, text above its target grade."""
    from briefgen.checks.abbreviations import undefined_abbreviations
    from briefgen.checks.reading import reading_levels

    found = [
        d
        for edition in wanted
        for check in (undefined_abbreviations, reading_levels)
        for d in check(loaded, edition)
    ]
    return in_reading_order(dict.fromkeys(found))
