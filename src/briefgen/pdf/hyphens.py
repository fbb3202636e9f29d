"""Where words may be broken, remembered between runs: reading a language's patterns takes longer than a page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any

from briefgen import cache
from briefgen.versions import versions

MOST = 10_000  # words remembered of a language


class Hyphens:
    """Breaks words of one language, as reportlab asks for it."""

    def __init__(self, tag: str) -> None:
        self._tag = tag
        self._key = cache.key_of("hyphens", 1, versions()["pyphen"], tag)
        self._new = False
        try:
            kept = json.loads(cache.current().recall(self._key) or b"")
            self._words = {
                str(w): [(str(a), str(b)) for a, b in pairs] for w, pairs in kept.items()
            }
        except (ValueError, TypeError, AttributeError, RecursionError):
            self._words = {}

    def __call__(self, word: str) -> Iterator[tuple[str, str]]:
        """The ways to break `word`, the last place first."""
        pairs = self._words.get(word)
        if pairs is None:
            pairs = list(self._broken(word))
            if len(self._words) < MOST:
                self._words[word] = pairs
                self._new = True
        return iter(pairs)

    def keep(self) -> None:
        """Remember what is new for the next run."""
        if self._new:
            cache.current().put(self._key, json.dumps(self._words).encode())
            self._new = False

    def _broken(self, word: str) -> Iterator[tuple[str, str]]:
        """The patterns see through a hyphen that is written, so that they would break `plan-t-based`.

        At least two letters stay on each side of a break, counted from the nearest hyphen.
        """
        for head, tail in self._patterns.iterate(word) if self._patterns else ():
            if len(head.rpartition("-")[2]) > 1 and len(tail.partition("-")[0]) > 1:
                yield head, tail

    @cached_property
    def _patterns(self) -> Any:
        """Those of the language, or None where there are none."""
        import pyphen

        language = pyphen.language_fallback(self._tag.replace("-", "_"))
        return pyphen.Pyphen(lang=language) if language else None


@lru_cache(maxsize=32)
def hyphens(tag: str) -> Hyphens:
    """What breaks words of the language with this BCP 47 tag."""
    return Hyphens(tag)
