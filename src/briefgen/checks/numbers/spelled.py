"""Numbers in a language's words, by num2words; kept between runs, since a thousand of them take long to spell."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from briefgen import cache


def cardinals(language: str) -> list[str]:
    """0 to 999 in small letters; none where num2words does not know the language."""
    return _kept("cardinals", language, lambda: _spelled(language, "cardinal", range(1000)))


def ordinals(language: str) -> list[str]:
    """3 to 99, as "third"; none where num2words does not know the language."""
    return _kept("ordinals", language, lambda: _spelled(language, "ordinal", range(3, 100)))


def _spelled(language: str, kind: str, numbers: range) -> list[str]:
    from num2words import num2words  # type: ignore[import-untyped]

    try:
        return [str(num2words(n, lang=language, to=kind)).lower() for n in numbers]
    except NotImplementedError:
        return []


def _kept(what: str, language: str, make: Callable[[], list[str]]) -> list[str]:
    version = _version()
    if not version:  # installed in another way
        return make()
    key = cache.key_of("numbers in words", what, language, version)
    try:
        kept = json.loads(cache.current().recall(key) or b"")
        if isinstance(kept, list) and all(isinstance(said, str) for said in kept):
            return kept
    except (ValueError, RecursionError):  # nothing, or what another program made
        pass
    made = make()
    cache.current().put(key, json.dumps(made).encode())
    return made


@lru_cache(maxsize=1)
def _version() -> list[str]:
    """num2words' version, from the name of the folder beside it: importing it takes as long as to spell the numbers."""
    spec = importlib.util.find_spec("num2words")
    beside = Path(spec.origin).parents[1] if spec and spec.origin else Path()
    return sorted(path.name for path in beside.glob("num2words-*.dist-info"))
