"""Words of Chinese and Japanese for reportlab's layout, which by itself ends their lines anywhere.

reportlab breaks lines between words, and knows words that no space follows: each piece between two places where a line
may end becomes such a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import paragraph as rl

from briefgen.script.breaks import breaks, has_wide


class Joined(list):  # type: ignore[type-arg]
    """A word as reportlab has it, its width and its text by style, that the next follows without a space."""


def in_pieces(frags: list[Any], width: float) -> list[Any]:
    """A paragraph's fragments, or its words where layout made them, with wide text in pieces; `width` is a line's."""
    if not any(has_wide(_text(frag)) for frag in frags):
        return frags
    words: list[Any] = []
    for word in rl._getFragWords(frags, width):
        words += _cut(word)
    return words


def _text(frag: Any) -> str:
    if isinstance(frag, list):
        return "".join(text for _, text in frag[1:])
    return str(getattr(frag, "text", ""))


def _cut(word: Any) -> Iterator[Any]:
    text = _text(word)
    if isinstance(word, rl._SHYWord | rl._SplitFrag) or not has_wide(text):
        yield word
        return
    held = _held(word)
    start = 0
    rest = list(word[1:])
    for end in breaks(text):
        if end in held:
            continue
        own: list[Any] = []
        while start < end:
            frag, said = rest.pop(0)
            if len(said) > end - start:
                rest.insert(0, (frag, said[end - start :]))
                said = said[: end - start]
            start += len(said)
            own.append((frag, said))
        yield Joined([_width(own), *own])
    yield type(word)([_width(rest), *rest])


def _held(word: Any) -> set[int]:
    """Places before a raised mark of a note, and within what is not to be broken."""
    held: set[int] = set()
    at = 0
    for frag, text in word[1:]:
        if getattr(frag, "nobr", False):
            held.update(range(at + 1, at + len(text)))
        if (getattr(frag, "rise", 0) or 0) > 0:
            held.update(range(at, at + len(text)))
        at += len(text)
    return held


def _width(parts: Sequence[Any]) -> float:
    return float(sum(stringWidth(text, frag.fontName, frag.fontSize) for frag, text in parts))
