"""Where lines of Chinese and Japanese end: between any characters, but not at punctuation that holds on to one.

A line does not begin with closing nor end with opening punctuation, and Latin words and numbers with their signs stay
whole (W3C, Requirements for Chinese Text Layout, 3.1.3; GB/T 15834-2011, 5.1; Unicode Standard Annex 14, classes CL,
CP, EX, NS, IS, OP, PR and PO).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

# Compiled when first needed: so many characters take long, and most texts have none of them.
_WIDE = r"[\u2e80-\u2fff\u3001-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff]"
_SEAM = r"(?<=[\u3040-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])(?=[\u3040-\u9fff])"
_FIRST = "\u2e80"
_OPENING = frozenset("“‘（《〈「『【〔〖｛［([{$€£¥＄￥￡§#№")
_CLOSING = frozenset(
    "”’）》〉」』】〕〗｝］)]}、。，．：；？！,.:;?!…‥—–~～·・‧•/／％%‰℃°′″¢￠"
    "々〻ーゝゞヽヾぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ\u00a0\u2011\u202f\u2060"
)
_JOINS = frozenset("\u00a0\u2011\u202f\u2060")
_POWERS = frozenset("百千万亿萬億兆")  # of a number in digits: 260万


def has_wide(text: str) -> bool:
    """Whether any character is one between which lines end."""
    if text.isascii():
        return False
    return max(text) >= _FIRST and re.search(_WIDE, text) is not None


def seams(text: str) -> int:
    """How often an ideograph and a Latin letter or a digit stand beside each other: 3 in `在2021年DEA`."""
    return len(re.findall(_SEAM, text)) if has_wide(text) else 0


def pieces(word: str) -> list[str]:
    """`word`, without spaces, in the pieces between which a line may end; none for an empty one."""
    if not has_wide(word):
        return [word] if word else []
    at = [0, *breaks(word), len(word)]
    return [word[a:b] for a, b in pairwise(at)]


def words(text: str) -> list[str]:
    """What no line of `text` ends within: its words, and in Chinese their pieces."""
    return [piece for word in text.split() for piece in pieces(word)]


def breaks(text: str) -> Iterator[int]:
    """The places in `text`, which has no spaces, before whose character a line may begin."""
    wide = _wide(text)
    for at in range(1, len(text)):
        before, after = text[at - 1], text[at]
        if not (wide[at - 1] or wide[at]) or before in _OPENING or before in _JOINS:
            continue
        if after in _CLOSING or unicodedata.category(after)[0] == "M":
            continue
        if after in _POWERS and (before.isdigit() or before in _POWERS):
            continue
        yield at


def _wide(text: str) -> list[bool]:
    """Which characters are wide; quotation marks, which other scripts have too, as what they enclose."""
    wide = [has_wide(c) for c in text]
    for at in range(1, len(text)):
        if text[at] in "”’":
            wide[at] = wide[at - 1]
    for at in range(len(text) - 2, -1, -1):
        if text[at] in "“‘":
            wide[at] = wide[at + 1]
    return wide
