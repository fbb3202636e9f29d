"""Numbers in a language's words, composed from `data/numbers/spelled.tsv`.

Each line of that file is one language: its code, "cardinal", and five lists with `|` between their words: 0 to 99;
100, 200 ... 900; what these become before a rest; the rests 1 to 99 where they differ from the words below 100; the
numbers that are spelled otherwise (`number=words`). The words of 3rd to 99th are a line "ordinal", one list.
num2words gave the words (tests/evidence/spell_numbers.py); it needs a package without a wheel, and takes longer.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

FILE = "spelled.tsv"


def cardinals(language: str) -> list[str]:
    """0 to 999 in small letters; none where the language is not known."""
    found = _lines().get((language, "cardinal"))
    if found is None:
        return []
    below, hundreds, starts, rests, odd = (part.split("|") if part else [] for part in found)
    words = list(below)
    for hundred, start in zip(hundreds, starts, strict=True):
        words += [hundred, *(start + rest for rest in rests or below[1:])]
    for exception in odd:
        number, _, said = exception.partition("=")
        words[int(number)] = said
    return words


def ordinals(language: str) -> list[str]:
    """3 to 99, as "third"; none where the language's are not known."""
    found = _lines().get((language, "ordinal"))
    return found[0].split("|") if found else []


@lru_cache(maxsize=1)
def _lines() -> dict[tuple[str, str], list[str]]:
    """The lists of each language and kind, as they are written."""
    text = resources.files("briefgen").joinpath("data", "numbers", FILE).read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines())
    return {(language, kind): lists for language, kind, *lists in lines}
