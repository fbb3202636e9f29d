"""Shaping of scripts whose letters join, by HarfBuzz; and where lines of Chinese and Japanese may end.

A line of Chinese does not begin with closing nor end with opening punctuation, and Latin words and numbers with their
signs stay whole (W3C, Requirements for Chinese Text Layout, 3.1.3; GB/T 15834-2011, 5.1; Unicode Standard Annex 14,
classes CL, CP, EX, NS, IS, OP, PR and PO). Lengths are in ems: multiply by the size in points.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from msgspec import Struct

from briefgen.languages import bidi

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


def count_seams(text: str) -> int:
    """Count how often an ideograph and a Latin letter or a digit stand beside each other: 3 in `在2021年DEA`."""
    return len(re.findall(_SEAM, text)) if has_wide(text) else 0


def pieces(word: str) -> list[str]:
    """`word`, without spaces, in the pieces between which a line may end; none for an empty one."""
    if not has_wide(word):
        return [word] if word else []
    at = [0, *break_places(word), len(word)]
    return [word[a:b] for a, b in pairwise(at)]


def words(text: str) -> list[str]:
    """The parts of `text` that no line may break: its words, and in Chinese their pieces."""
    return [piece for word in text.split() for piece in pieces(word)]


def break_places(text: str) -> Iterator[int]:
    """Yield the places in `text`, which has no spaces, before whose character a line may begin."""
    wide = _mark_wide(text)
    for at in range(1, len(text)):
        before, after = text[at - 1], text[at]
        if not (wide[at - 1] or wide[at]) or before in _OPENING or before in _JOINS:
            continue
        if after in _CLOSING or unicodedata.category(after)[0] == "M":
            continue
        if after in _POWERS and (before.isdigit() or before in _POWERS):
            continue
        yield at


def _mark_wide(text: str) -> list[bool]:
    """Say of each character whether it is wide; of quotation marks, which other scripts have too, as of what they enclose."""
    wide = [has_wide(c) for c in text]
    for at in range(1, len(text)):
        if text[at] in "”’":
            wide[at] = wide[at - 1]
    for at in range(len(text) - 2, -1, -1):
        if text[at] in "“‘":
            wide[at] = wide[at + 1]
    return wide


# Letters that join and marks that find their place. HarfBuzz is loaded when the first text asks for it.

# Hebrew, Arabic, Syriac, Thaana, N'Ko and their neighbours with joiners, and the presentation forms.
_BLOCKS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
RTL = re.compile(f"[{_BLOCKS}]")
_STRETCH = re.compile(f"([{_BLOCKS}][{_BLOCKS}\u200c\u200d]*)")
# What takes no room and has no glyph: joiners, marks and embeddings of direction, the soft hyphen.
INVISIBLE = frozenset(
    "\t\n\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_BLANK = "".join(INVISIBLE)


class Glyph(Struct, frozen=True):
    """A glyph of a font by its index, the text it stands for, its advance, and how far it is moved from the pen.

    Of several glyphs for one text each has a letter as long as there are any; `start` is the text's place in the line.
    """

    index: int
    text: str
    start: int
    advance: float
    x: float = 0.0
    y: float = 0.0


class Run(Struct, frozen=True):
    """Glyphs of one piece and one font in one direction, in the order they stand on paper, from the left."""

    piece: int
    font: int  # which of the piece's fonts
    rtl: bool
    glyphs: tuple[Glyph, ...]

    @property
    def width(self) -> float:
        """The sum of the advances."""
        return sum(glyph.advance for glyph in self.glyphs)


@dataclass(frozen=True, eq=False)
class Outlines:
    """A font file as HarfBuzz sees it."""

    path: Path
    font: Any
    em: int
    _nominal: dict[str, int | None] = field(default_factory=dict, repr=False)
    _advances: dict[int, float] = field(default_factory=dict, repr=False)

    def nominal(self, character: str) -> int | None:
        """The index of the character's own glyph, or None."""
        if character not in self._nominal:
            self._nominal[character] = self.font.get_nominal_glyph(ord(character))
        return self._nominal[character]

    def advance(self, index: int) -> float:
        """A glyph's advance."""
        if index not in self._advances:
            self._advances[index] = self.font.get_glyph_h_advance(index) / self.em
        return self._advances[index]

    def path_of(self, index: int) -> tuple[tuple[Any, ...], ...]:
        """A glyph's outline in ems: ("M", x, y), ("L", x, y), ("Q", x1, y1, x, y), ("C", …), ("Z",)."""
        return _outline(self, index)


@lru_cache(maxsize=32)
def outlines(path: Path) -> Outlines:
    """The font file, of a collection the first."""
    import uharfbuzz as hb

    face = hb.Face(hb.Blob.from_file_path(str(path)), 0)
    return Outlines(path, hb.Font(face), face.upem)


@lru_cache(maxsize=4096)
def _outline(font: Outlines, index: int) -> tuple[tuple[Any, ...], ...]:
    import uharfbuzz as hb

    out: list[tuple[Any, ...]] = []
    em = font.em

    def put(op: str, *at: float) -> None:
        out.append((op, *(value / em for value in at)))

    functions = hb.DrawFuncs()
    functions.set_move_to_func(lambda x, y, _: put("M", x, y))
    functions.set_line_to_func(lambda x, y, _: put("L", x, y))
    functions.set_quadratic_to_func(lambda *at: put("Q", *at[:4]))
    functions.set_cubic_to_func(lambda *at: put("C", *at[:6]))
    functions.set_close_path_func(lambda _: put("Z"))
    font.font.draw_glyph(index, functions, None)
    return tuple(out)


@lru_cache(maxsize=20_000)
def measure(text: str, paths: tuple[Path, ...]) -> float:
    """The width of `text` in fonts by preference, letters joined; the same in whatever line it stands."""
    fonts = [outlines(path) for path in paths]
    chosen = iter(choose_fonts(text, [font.nominal for font in fonts]))
    total = 0.0
    for part, joined in _stretches(text):
        used = [next(chosen) for _ in part]
        form = shape_joined if joined else map_characters
        for n, same in groupby(zip(used, part, strict=True), key=lambda pair: pair[0]):
            piece = "".join(character for _, character in same)
            total += sum(glyph.advance for glyph in form(piece, fonts[n], 0))
    return total


def _stretches(text: str) -> Iterator[tuple[str, bool]]:
    """Divide `text` into parts, and say whether each is of letters that may join."""
    for number, part in enumerate(_STRETCH.split(text)):
        if part:
            yield part, number % 2 == 1


def shape_joined(text: str, font: Outlines, start: int) -> tuple[Glyph, ...]:
    """Shape `text`, of one script written from right to left, into glyphs from the left; `start` is its place in the line."""
    import uharfbuzz as hb

    buffer = hb.Buffer()
    buffer.add_codepoints([ord(" " if c == "\u00a0" else c) for c in text])
    buffer.direction = "rtl"
    buffer.guess_segment_properties()
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    hb.shape(font.font, buffer)
    found = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
    starts = sorted({info.cluster for info, _ in found})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    letters = {s: [c for c in text[s:e] if c not in INVISIBLE] for s, e in ends.items()}
    left = Counter(info.cluster for info, _ in found)  # glyphs of a text that are still to come
    out: list[Glyph] = []
    em = font.em
    for info, at in reversed(found):  # from the first to be read
        cluster, words = info.cluster, letters[info.cluster]
        left[cluster] -= 1
        if not text[cluster : ends[cluster]].strip(_BLANK) and not at.x_advance:
            continue  # a joiner or a mark of direction, which HarfBuzz shows as a space of no width
        said = words if not left[cluster] else words[:1]  # a glyph a letter, as far as they go
        out.append(Glyph(info.codepoint, "".join(said), start + cluster, at.x_advance / em,
                         at.x_offset / em, at.y_offset / em))  # fmt: skip
        del words[: len(said)]
    return tuple(reversed(out))


def map_characters(text: str, font: Outlines, start: int) -> tuple[Glyph, ...]:
    """Set `text`, written from left to right, letter by letter, as the other renderers set it."""
    out = []
    for i, character in enumerate(text):
        if character in INVISIBLE:
            continue
        index = font.nominal(" " if character == "\u00a0" else character)
        out.append(Glyph(index or 0, character, start + i, font.advance(index or 0)))
    return tuple(out)


Piece = tuple[str, Sequence[Outlines]]


def lay_out_line(
    pieces: Sequence[Piece], base: int, given: Sequence[int] | None = None
) -> list[Run]:
    """Lay out a line of pieces, each a text and its fonts by preference, as runs from the left.

    `base` is the paragraph's direction, 1 from right to left; `given` are the characters' levels where the line is
    part of a longer paragraph.
    """
    text = "".join(piece for piece, _ in pieces)
    level = bidi.levels(text, base) if given is None else given
    owner = [n for n, (piece, _) in enumerate(pieces) for _ in piece]
    chosen = [n for piece, fonts in pieces for n in choose_fonts(piece, [f.nominal for f in fonts])]
    out: list[Run] = []
    for start, end in bidi.runs(level):
        rtl = bool(level[start] % 2)
        form = shape_joined if rtl else map_characters
        same = groupby(range(start, end), key=lambda i: (owner[i], chosen[i]))
        parts = [(piece, font, list(places)) for (piece, font), places in same]
        for piece, font, places in reversed(parts) if rtl else parts:
            part = text[places[0] : places[-1] + 1]
            out.append(Run(piece, font, rtl, form(part, pieces[piece][1][font], places[0])))
    return out


def choose_fonts(text: str, fonts: Sequence[Callable[[str], Any]]) -> list[int]:
    """Choose which of `fonts` each character of `text` is set in; each says of a character whether it has it (not None).

    Letters and numbers of other scripts come from the first font that has Latin ones, so that a number does not change
    its face within a text; what follows them goes with them.
    """
    if len(fonts) == 1:
        return [0] * len(text)
    latin = next((n for n, has in enumerate(fonts) if has("A") is not None), 0)
    out: list[int] = []
    for character in text:
        near = out[-1] if out else 0
        if character in INVISIBLE or unicodedata.combining(character):
            out.append(near)
            continue
        wanted = " " if character == "\u00a0" else character
        foreign = not RTL.match(wanted) and (
            wanted.isalnum()
            or (near == latin and unicodedata.category(wanted) not in ("Zs", "Ps", "Pe"))
        )
        order = range(len(fonts)) if not foreign else (latin, *range(len(fonts)))
        out.append(next((n for n in order if fonts[n](wanted) is not None), 0))
    return out
