"""The fixed words of briefs, decks and charts: one file a language, `data/words/en.toml`, which says how they are written.

A key that no file has, such as that of a plugin's chart kind, gets its words from `register_words`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from briefgen.model.diagnostics import Diagnostic, warning

_FOLDER = Path(__file__).parents[1] / "data" / "words"
_registered: dict[str, dict[str, str]] = {}


def languages() -> list[str]:
    """The languages that have a file of words, by their ISO 639 codes."""
    return sorted(file.stem for file in _FOLDER.glob("*.toml"))


@cache
def words(language: str) -> Mapping[str, str]:
    """The words in the file of a language, given by its primary subtag; English where briefgen has none."""
    return _file(language) or _file("en") or {}


def register_words(key: str, by_language: Mapping[str, str]) -> None:
    """Give a key that briefgen's files lack its words: `register_words("chart pyramid", {"en": "Pyramid chart"})`.

    `by_language` has a word for each primary language subtag; English should be one of them. The files' own words
    for a key are never replaced; the same key registered again is. Register in every process that writes files.
    """
    _registered[key] = dict(by_language)


def word(key: str, language: str) -> str:
    """The word for a key, from the language's file, else as registered; else in English; else the key's own name.

    The own name of "chart pyramid" is "pyramid".
    """
    for tag in (language, "en"):
        if found := words(tag).get(key) or _registered.get(key, {}).get(tag):
            return found
    return key.removeprefix("chart ")


def missing_words(language: str, keys: Iterable[str]) -> Iterator[Diagnostic]:
    """A warning `missing-word` for each of these keys, and of English's, that has no word in the language.

    A language that has no file is given English words altogether, so only words that English lacks are missing.
    """
    tag = language if _file(language) else "en"
    for key in dict.fromkeys((*words("en"), *keys)):
        own = _registered.get(key, {})
        if key in words(tag) or tag in own or language in own:
            continue
        shown = word(key, tag)
        message = f"there is no word for `{key}` in `{tag}`: “{shown}” is written instead"
        yield warning("missing-word", message, hint=f"add one in `{tag}` where the others are")


@cache
def _file(language: str) -> Mapping[str, str] | None:
    """The words in a language's file; None where it has none."""
    if not language.isalpha():
        return None
    file = _FOLDER / f"{language}.toml"
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else None
