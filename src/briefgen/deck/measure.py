"""How wide and how high text on slides is, before any of it is written. All lengths are points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from msgspec.structs import replace

from briefgen import font_metrics
from briefgen.outline.richtext import Inline, Text
from briefgen.script import breaks
from briefgen.theme import Theme

# PowerPoint and LibreOffice round advances; a hair less room keeps their breaks where ours are.
CAUTION = 0.985
APART = 0.25  # em
MOST = 4_000  # paragraphs remembered
Piece: TypeAlias = tuple[str, Text]
Line: TypeAlias = tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Typeface:
    """A deck font, measured by the theme's font files.

    `stretch` is how much wider its text runs than theirs, `leading` its single line spacing as a
    multiple of the size: ascent, descent and line gap of the font's `hhea` table (OpenType 1.9).
    """

    name: str
    theme: Theme
    stretch: float = 1.0
    leading: float = 1.2207
    _faces: dict[tuple[bool, bool], font_metrics.Face] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    _broken: dict[Any, list[Line]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    _longest: dict[tuple[str, bool], float] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def advance(self, text: str, size: float, bold: bool = False, italic: bool = False) -> float:
        """Advance width of `text` at `size`."""
        face = self._faces.get((bold, italic))
        if face is None:
            face = self._faces[bold, italic] = font_metrics.face(self.theme, bold, italic)
        return face.width(text, size) * self.stretch

    def width(self, text: str, size: float, bold: bool = False, italic: bool = False) -> float:
        """The room that `text` needs on a slide: LibreOffice sets Chinese apart from Latin letters and digits."""
        return self.advance(text, size, bold, italic) + breaks.seams(text) * size * APART

    def longest(self, text: str, bold: bool = False) -> float:
        """The room in ems that the longest of what no line of `text` ends within needs: times the size, in points."""
        found = self._longest.get((text, bold))
        if found is None:
            if len(self._longest) >= MOST:
                self._longest.clear()
            found = max((self.width(word, 1.0, bold) for word in breaks.words(text)), default=0.0)
            self._longest[text, bold] = found
        return found


def broken(
    runs: Inline,
    face: Typeface,
    size: float,
    width: float,
    *,
    bold: bool = False,
    italic: bool = False,
) -> list[Line]:
    """`runs` in lines of at most `width`, greedily, at spaces or where Chinese is; a longer word is cut as PowerPoint cuts it.

    Composers ask for the same lines when they weigh layouts and when they place them, so the typeface remembers.
    """
    key = (runs, size, width, bold, italic)
    found = face._broken.get(key)
    if found is None:
        if len(face._broken) >= MOST:
            face._broken.clear()
        found = face._broken[key] = _broken(runs, face, size, width, bold=bold, italic=italic)
    return found


def _broken(
    runs: Inline, face: Typeface, size: float, width: float, *, bold: bool, italic: bool
) -> list[Line]:
    room = width * CAUTION

    def wide(pieces: Iterable[Piece]) -> float:
        return sum(face.width(t, size, bold or r.bold, italic or r.italic) for t, r in pieces)

    space = face.width(" ", size, bold, italic)
    lines: list[list[Piece]] = []
    line: list[Piece] = []
    used = 0.0
    for word, spaced in _words(runs):
        needed = wide(word)
        if line and used + space * spaced + needed > room:
            lines.append(line)
            line, used = [], 0.0
        if line and spaced:
            line.append((" ", word[0][1]))
            used += space
        if needed > room:
            *heads, word = _cut(word, room, wide)
            lines += heads
            needed = wide(word)
        line += word
        used += needed
    if line or not lines:
        lines.append(line)
    return [_joined(pieces) for pieces in lines]


def _words(runs: Inline) -> Iterator[tuple[list[Piece], bool]]:
    """What no line ends within, as the pieces of the runs it spans, and whether a space comes before.

    That is words between plain spaces, other spaces hold; in Chinese, what punctuation and numbers hold together.
    """
    word: list[Piece] = []
    for run in runs:
        if not isinstance(run, Text):
            continue
        for index, part in enumerate(run.text.split(" ")):
            if index and word:
                yield from _parted(word)
                word = []
            if part:
                word.append((part, run))
    if word:
        yield from _parted(word)


def _parted(word: list[Piece]) -> Iterator[tuple[list[Piece], bool]]:
    text = "".join(part for part, _ in word)
    spaced = True
    for own in breaks.pieces(text)[:-1] if breaks.has_wide(text) else ():
        head: list[Piece] = []
        left = len(own)
        while left:
            part, run = word[0]
            head.append((part[:left], run))
            word = [(part[left:], run), *word[1:]] if len(part) > left else word[1:]
            left -= len(head[-1][0])
        yield head, spaced
        spaced = False
    yield word, spaced


def _cut(word: list[Piece], room: float, wide: Callable[[list[Piece]], float]) -> Iterator[list[Piece]]:  # fmt: skip
    """`word` in two or more parts as long as fit in `room`, at least one character each."""
    widths: dict[Piece, float] = {}
    part: list[Piece] = []
    used, parts = 0.0, 0
    characters = [(c, run) for text, run in word for c in text]
    for index, piece in enumerate(characters):
        needed = widths.get(piece)
        if needed is None:
            needed = widths[piece] = wide([piece])
        last = not parts and index == len(characters) - 1
        if part and (used + needed > room or last):
            yield part
            part, used, parts = [], 0.0, parts + 1
        part.append(piece)
        used += needed
    yield part


def _joined(pieces: list[Piece]) -> Line:
    out: list[tuple[Text, list[str]]] = []
    for text, run in pieces:
        # Most neighbours come from one run; only others are worth a comparison.
        if out and (run is out[-1][0] or replace(out[-1][0], text="") == replace(run, text="")):
            out[-1][1].append(text)
        else:
            out.append((run, [text]))
    return tuple(replace(run, text="".join(texts)) for run, texts in out)
