"""Lines of paragraphs: remembered for every arrangement that layout tries, how each ends, and where Chinese may end.

What reportlab makes of a text depends on the text, the style's values and the width alone, and drawing does not
change it, so paragraphs that agree in these may share it. Text that is not plain left to right is left out: there
drawing turns lines round where they stand. What reportlab's layout put at the end of a line is not the author's, and is
said in the tags. Chinese and Japanese, whose lines reportlab ends anywhere, are given to it in pieces between two places
where a line may end.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from msgspec import Struct, field
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import paragraph as rl

from briefgen.languages.shaping import break_places, has_wide
from briefgen.pdf.tagged.text import HYPHEN, JOIN, SPACE, Piece, line_contents

MOST = 400_000  # characters; what is made of one takes about 100 bytes
REST = 80_000  # of them, between documents: what the next one has in common with those before
STYLES = 1000
SPLITS = 12  # of one paragraph: layout balances columns by trying


class ParsedText(Struct):
    """A text as reportlab's fragments, and as lines by width and bullet."""

    style: Any
    frags: list[Any]
    bullet: Any
    size: int
    lines: dict[Hashable, dict[str, Any]] = field(default_factory=dict)
    parts: dict[Hashable, tuple[ParsedText, ...]] = field(default_factory=dict)

    def split(self, where: Hashable, parts: list[Any]) -> tuple[ParsedText, ...]:
        """The texts of the paragraphs that this was split into at `where`; empty after splits at many other places."""
        if where not in self.parts and len(self.parts) < SPLITS:
            self.parts[where] = tuple(ParsedText(p.style, p.frags, None, 0) for p in parts)
        return self.parts.get(where, ())


class ParagraphCache:
    """Texts that were parsed, those used least recently forgotten first; `plain` has the fragment of plain text by style."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.plain: dict[Hashable, Any] = {}
        self._texts: OrderedDict[Hashable, ParsedText] = OrderedDict()
        self._size = 0

    def find(self, key: Hashable) -> ParsedText | None:
        """Return the text stored under `key`."""
        found = self._texts.get(key)
        if found is not None:
            self._texts.move_to_end(key)
        return found

    def add(self, key: Hashable, parsed: ParsedText) -> None:
        """Store a text, and forget others where it is too much."""
        self._texts[key] = parsed
        self._size += parsed.size
        self.shrink(self.most)

    def shrink(self, most: int = REST) -> None:
        """Forget the texts used least recently until what is left has at most so many characters."""
        while self._size > most and len(self._texts) > 1:
            self._size -= self._texts.popitem(last=False)[1].size


CACHE = ParagraphCache()


class _Styles:
    """Numbers for styles: two have the same where all their values but name and parent agree, which change no line."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._seen: dict[int, tuple[Any, tuple[Any, ...], int]] = {}
        self._next = itertools.count()

    def number(self, style: Any) -> int | None:
        """Return the number of `style` as it is now, or None if its values cannot be compared."""
        values = tuple(vars(style).values())
        seen = self._seen.get(id(style))
        if seen is not None and seen[0] is style and seen[1] == values:
            return seen[2]
        names = tuple(vars(style))
        if names[:2] != ("name", "parent") or getattr(style, "wordWrap", None):
            return None
        properties = names, values[2:]
        try:
            number = self._numbers.get(properties)
        except TypeError:
            return None
        for known in (self._numbers, self._seen):
            if len(known) >= STYLES:
                known.clear()
        if number is None:
            number = self._numbers[properties] = next(self._next)
        self._seen[id(style)] = style, values, number
        return number


_STYLES = _Styles()


def cache_key(text: Any, style: Any, *rest: Hashable) -> Hashable | None:
    """Return the key of all that a parsed text depends on, or None if it must not be shared."""
    if not isinstance(text, str) or style is None:
        return None
    number = _STYLES.number(style)
    return None if number is None else (text, number, *rest)


def note_ends(para: Any, words: Any) -> None:
    """Note on the lines of ``para``, just broken from ``words``, how they end."""
    if para.kind == 0:
        # Words know how they were split; lines are tuples and cannot carry it.
        para.line_ends = [_word_end(line[1][-1] if line[1] else "") for line in para.lines]
        return
    # One entry a word, breaks put in by layout among them.
    for line, after in zip(para.lines, [*para.lines[1:], None], strict=True):
        line.tag_end = _frag_end(words, after.sFW if after else len(words))


def pieces(paragraph: Any) -> list[Piece]:
    """Return one piece for each time reportlab will put text of a wrapped paragraph out."""
    found: list[Piece] = []
    for end, texts, space in line_contents(paragraph):
        hyphen = -1
        if end == HYPHEN:
            hyphen = max((j for j, (text, _) in enumerate(texts) if text.endswith("-")), default=-1)
        for j, (_, frag) in enumerate(texts):
            ends = j == len(texts) - 1
            if hasattr(frag, "cbDefn") and not ends:
                continue  # an image or anchor; reportlab puts out text after it only at the end
            tags = [target.tag for _, target in getattr(frag, "link", None) or ()]
            found.append(Piece(tags, hyphen=j == hyphen, space=ends and space))
    return found


def _word_end(word: Any) -> str:
    """Tell how a line of plain words ends: after a whole word, at layout's hyphen, or within a word."""
    if isinstance(word, rl._SplitWordHY):
        return HYPHEN
    if isinstance(word, (rl._SHYStr, rl._SplitWordLL)):
        return HYPHEN if word.endswith("-") else SPACE
    if isinstance(word, rl._SplitWord) and not isinstance(word, rl._SplitWordEnd):
        return JOIN
    return SPACE


def _frag_end(words: Any, after: int) -> str:
    """Tell how a line of formatted words ends; ``after`` is the index of what follows it."""
    if after and isinstance(words[after - 1], JoinedWord):
        return JOIN
    injected = after < len(words) and isinstance(words[after], rl._InjectedFrag)
    if not injected and after < len(words):
        return SPACE
    if after == 0:
        return SPACE
    word = words[after - 1]
    if isinstance(word, rl._SplitFragHY):
        return HYPHEN
    if not injected:  # the end of a paragraph, or of the part of it on this page
        forced = isinstance(word, (rl._SplitFragLL, rl._SHYWordHS))
        text = word[-1][1] if len(word) > 1 else ""
        return HYPHEN if forced and text.endswith("-") else SPACE
    if isinstance(word, rl._SplitFrag) and not isinstance(word, rl._HSFrag):
        return JOIN
    return SPACE


class JoinedWord(list):  # type: ignore[type-arg]
    """A word as reportlab has it, its width and its text by style, that the next follows without a space."""


def cut_wide_words(frags: list[Any], width: float) -> list[Any]:
    """Cut the wide text of a paragraph's fragments, or of the words that layout made of them; `width` is a line's."""
    if not any(has_wide(_text(frag)) for frag in frags):
        return frags
    words: list[Any] = []
    for word in rl._getFragWords(frags, width):
        words += _cut_word(word)
    return words


def _text(frag: Any) -> str:
    if isinstance(frag, list):
        return "".join(text for _, text in frag[1:])
    return str(getattr(frag, "text", ""))


def _cut_word(word: Any) -> Iterator[Any]:
    text = _text(word)
    if isinstance(word, rl._SHYWord | rl._SplitFrag) or not has_wide(text):
        yield word
        return
    unbreakable = _unbreakable_places(word)
    start = 0
    rest = list(word[1:])
    for end in break_places(text):
        if end in unbreakable:
            continue
        own: list[Any] = []
        while start < end:
            frag, part = rest.pop(0)
            if len(part) > end - start:
                rest.insert(0, (frag, part[end - start :]))
                part = part[: end - start]
            start += len(part)
            own.append((frag, part))
        yield JoinedWord([_width(own), *own])
    yield type(word)([_width(rest), *rest])


def _unbreakable_places(word: Any) -> set[int]:
    """The places before a raised mark of a note, and within what is not to be broken."""
    places: set[int] = set()
    at = 0
    for frag, text in word[1:]:
        if getattr(frag, "nobr", False):
            places.update(range(at + 1, at + len(text)))
        if (getattr(frag, "rise", 0) or 0) > 0:
            places.update(range(at, at + len(text)))
        at += len(text)
    return places


def _width(parts: Sequence[Any]) -> float:
    return float(sum(stringWidth(text, frag.fontName, frag.fontSize) for frag, text in parts))
