"""The fixed words of briefs, decks and charts: one module a language, each with the same keys and fields.

A module `xx` has `WORDS`. A magnitude may have one form for each of the language's plural categories (CLDR): `million one`,
`million few`; the key without a category is the form for all others.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

LANGUAGES = ("en", "es", "fr", "de", "pl", "el", "uk", "ar", "he", "zh")
PLURAL = ("million", "billion", "trillion", "thousand")


@cache
def words(language: str) -> Mapping[str, str]:
    """The words of a language by its primary subtag; English where briefgen has none."""
    name = language if language in LANGUAGES else "en"
    found: Mapping[str, str] = import_module(f"briefgen.words.{name}").WORDS
    return found
