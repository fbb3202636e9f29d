"""Paragraphs parsed and broken into lines before: layout makes the same ones again for every arrangement it tries.

What reportlab makes of a text depends on the text, the style's values and the width alone, and drawing does not
change it, so paragraphs that agree in these may share it. Text that is not plain left to right is left out: there
drawing turns lines round where they stand.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

from msgspec import Struct, field

MOST = 400_000  # characters; what is made of one takes about 100 bytes
REST = 80_000  # of them, between documents: what the next one has in common with those before
STYLES = 1000
SPLITS = 12  # of one paragraph: layout balances columns by trying


class Parsed(Struct):
    """A text as reportlab's fragments, and as lines by width and bullet."""

    style: Any
    frags: list[Any]
    bullet: Any
    size: int
    broken: dict[Hashable, dict[str, Any]] = field(default_factory=dict)
    parts: dict[Hashable, tuple[Parsed, ...]] = field(default_factory=dict)

    def split(self, where: Hashable, parts: list[Any]) -> tuple[Parsed, ...]:
        """What is known of the paragraphs that this was split into at `where`; nothing where it was at many others."""
        if where not in self.parts and len(self.parts) < SPLITS:
            self.parts[where] = tuple(Parsed(p.style, p.frags, None, 0) for p in parts)
        return self.parts.get(where, ())


class Lines:
    """What was parsed, the texts used least recently forgotten first."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.parsed = self.broken = 0  # how often it was not known yet
        self._known: OrderedDict[Hashable, Parsed] = OrderedDict()
        self._plain: dict[Hashable, Any] = {}
        self._size = 0

    def find(self, key: Hashable) -> Parsed | None:
        """What was kept under `key`."""
        found = self._known.get(key)
        if found is not None:
            self._known.move_to_end(key)
        return found

    def keep(self, key: Hashable, parsed: Parsed) -> None:
        """Remember it, and forget others where it is too much."""
        self.parsed += 1
        self._known[key] = parsed
        self._size += parsed.size
        self.shrink(self.most)

    def shrink(self, most: int = REST) -> None:
        """Forget the texts used least recently until what is left has at most so many characters."""
        while self._size > most and len(self._known) > 1:
            self._size -= self._known.popitem(last=False)[1].size

    def plain(self, key: Hashable) -> Any:
        """The fragment that plain text in a style becomes, or None."""
        return self._plain.get(key)

    def keep_plain(self, key: Hashable, frag: Any) -> None:
        """Remember it."""
        if len(self._plain) >= STYLES:
            self._plain.clear()
        self._plain[key] = frag


KNOWN = Lines()


class _Styles:
    """Numbers for styles: two have the same where all their values but name and parent agree, which change no line."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._seen: dict[int, tuple[Any, tuple[Any, ...], int]] = {}
        self._next = itertools.count()

    def number(self, style: Any) -> int | None:
        """That of `style` as it is now; None where its values do not say."""
        values = tuple(vars(style).values())
        seen = self._seen.get(id(style))
        if seen is not None and seen[0] is style and seen[1] == values:
            return seen[2]
        names = tuple(vars(style))
        if names[:2] != ("name", "parent") or getattr(style, "wordWrap", None):
            return None
        made = names, values[2:]
        try:
            number = self._numbers.get(made)
        except TypeError:
            return None
        for known in (self._numbers, self._seen):
            if len(known) >= STYLES:
                known.clear()
        if number is None:
            number = self._numbers[made] = next(self._next)
        self._seen[id(style)] = style, values, number
        return number


_STYLES = _Styles()


def key(text: Any, style: Any, *rest: Hashable) -> Hashable | None:
    """What the outcome depends on, or None where it is not to be shared."""
    if not isinstance(text, str) or style is None:
        return None
    number = _STYLES.number(style)
    return None if number is None else (text, number, *rest)
