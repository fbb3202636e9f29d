"""How wide and how high text on slides is, before any of it is written. All lengths are points.

Fonts that briefgen does not ship are measured against the one that it does: how much wider a font sets English text
than Carlito (Calibri's metrics), bold or not, and its single line spacing as a multiple of the size. Arial, Times New
Roman, Palatino, Century Gothic and Verdana were measured on fonts of the same metrics (Liberation, URW, DejaVu); the
others are estimates from the average widths in their OS/2 tables. All are rounded up: a text thought wider than it is
still fits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from msgspec.structs import replace

from briefgen.languages import font_metrics, shaping
from briefgen.model.rich_text import Inline, Text
from briefgen.model.theme import FONT_FOLDER, Fonts, Theme

# PowerPoint and LibreOffice round advances; a hair less room keeps their breaks where ours are.
CAUTION = 0.985
APART = 0.25  # em
MOST = 4_000  # paragraphs remembered
Piece: TypeAlias = tuple[str, Text]
Line: TypeAlias = tuple[Text, ...]
_FACES: dict[str, tuple[float, float]] = {
    "calibri": (1.0, 1.2207), "carlito": (1.0, 1.2207), "calibri light": (1.0, 1.2207),
    "aptos": (1.12, 1.28), "aptos display": (1.1, 1.28), "arial": (1.17, 1.15), "liberation sans": (1.17, 1.15),
    "helvetica": (1.17, 1.15), "arial narrow": (0.96, 1.15), "times new roman": (1.05, 1.15),
    "liberation serif": (1.05, 1.15), "georgia": (1.24, 1.14), "cambria": (1.12, 1.18), "garamond": (1.02, 1.13),
    "verdana": (1.4, 1.22), "dejavu sans": (1.4, 1.17), "tahoma": (1.22, 1.21), "trebuchet ms": (1.18, 1.17),
    "segoe ui": (1.18, 1.33), "open sans": (1.24, 1.37), "noto sans": (1.24, 1.37), "lato": (1.15, 1.2),
    "roboto": (1.15, 1.18), "source sans pro": (1.06, 1.26), "source sans 3": (1.06, 1.26),
    "century gothic": (1.22, 1.23), "gill sans mt": (1.1, 1.16), "franklin gothic book": (1.1, 1.14),
    "palatino linotype": (1.12, 1.35), "corbel": (1.08, 1.22), "candara": (1.1, 1.22), "constantia": (1.14, 1.22),
}  # fmt: skip
# Fonts of the same metrics as one that comes with briefgen beside the theme's own.
_AS_LIBERATION = ("arial", "helvetica", "liberation sans")
_LIBERATION = {
    "family": "Liberation Sans", "regular": "LiberationSans-Regular.ttf", "bold": "LiberationSans-Bold.ttf",
    "italic": "LiberationSans-Italic.ttf", "bold_italic": "LiberationSans-BoldItalic.ttf",
}  # fmt: skip
# What is not in the list is taken to be as wide as the wider text fonts in common use.
_UNKNOWN = (1.24, 1.37)


class Typeface:
    """A deck font, measured by the font files of `theme`; it remembers what it has measured.

    `stretch` is how much wider its text runs than theirs, `leading` its single line spacing as a
    multiple of the size: ascent, descent and line gap of the font's `hhea` table (OpenType 1.9).
    """

    def __init__(
        self, name: str, theme: Theme, stretch: float = 1.0, leading: float = 1.2207
    ) -> None:
        self.name, self.theme, self.stretch, self.leading = name, theme, stretch, leading
        self._faces: dict[tuple[bool, bool], font_metrics.Face] = {}
        self._broken: dict[Any, list[Line]] = {}
        self._longest: dict[tuple[str, bool], float] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Typeface) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[str, float, float, Theme]:
        return self.name, self.stretch, self.leading, self.theme

    def advance(self, text: str, size: float, bold: bool = False, italic: bool = False) -> float:
        """Advance width of `text` at `size`."""
        face = self._faces.get((bold, italic))
        if face is None:
            face = self._faces[bold, italic] = font_metrics.face(self.theme, bold, italic)
        return face.width(text, size) * self.stretch

    def width(self, text: str, size: float, bold: bool = False, italic: bool = False) -> float:
        """The room that `text` needs on a slide: LibreOffice sets Chinese apart from Latin letters and digits."""
        return self.advance(text, size, bold, italic) + shaping.count_seams(text) * size * APART

    def longest(self, text: str, bold: bool = False) -> float:
        """The room in ems that the longest of what no line of `text` ends within needs: times the size, in points."""
        found = self._longest.get((text, bold))
        if found is None:
            if len(self._longest) >= MOST:
                self._longest.clear()
            found = max((self.width(word, 1.0, bold) for word in shaping.words(text)), default=0.0)
            self._longest[text, bold] = found
        return found


def break_lines(
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
        found = face._broken[key] = _break_lines(runs, face, size, width, bold=bold, italic=italic)
    return found


def _break_lines(
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
    return [_join(pieces) for pieces in lines]


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
                yield from _split_word(word)
                word = []
            if part:
                word.append((part, run))
    if word:
        yield from _split_word(word)


def _split_word(word: list[Piece]) -> Iterator[tuple[list[Piece], bool]]:
    text = "".join(part for part, _ in word)
    spaced = True
    for own in shaping.pieces(text)[:-1] if shaping.has_wide(text) else ():
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


def _join(pieces: list[Piece]) -> Line:
    out: list[tuple[Text, list[str]]] = []
    for text, run in pieces:
        # Most neighbours come from one run; only others are worth a comparison.
        if out and (run is out[-1][0] or replace(out[-1][0], text="") == replace(run, text="")):
            out[-1][1].append(text)
        else:
            out.append((run, [text]))
    return tuple(replace(run, text="".join(texts)) for run, texts in out)


def typeface(name: str, base: Theme) -> Typeface:
    """The measures of the deck font `name`; the deck font of `base` has those of its font files."""
    if font_metrics.has_joining_letters(
        base.font_path("regular")
    ):  # what has other letters has lines of another height
        face = font_metrics.face(base)
        return Typeface(name, base, 1.0, max(1.2207, face.ascent + face.descent))
    if name in (base.fonts.deck, base.fonts.family):
        leading = _FACES.get(name.casefold(), (1.0, 1.2207))[1]
        return Typeface(name, base, 1.0, leading)
    stretch, leading = _FACES.get(name.casefold(), _UNKNOWN)
    measured = measuring_theme(name, base)
    return Typeface(name, measured, stretch if measured is base else 1.0, leading)


def measuring_theme(name: str, base: Theme) -> Theme:
    """`base`, or the same with font files of the metrics of the deck font `name`, where we have them."""
    if name in (base.fonts.deck, base.fonts.family) or name.casefold() not in _AS_LIBERATION:
        return base
    if base.font_path("regular").parent != FONT_FOLDER:  # chosen for its letters, or its look
        return base
    return base.model_copy(update={"fonts": base.fonts.model_copy(update=_LIBERATION)})


def chart_fonts(name: str, base: Theme) -> Fonts:
    """The fonts of charts on a template in the font `name`."""
    return measuring_theme(name, base).fonts.model_copy(update={"deck": name})


def is_known(name: str) -> bool:
    """Whether the widths of this font are known rather than guessed."""
    return name.casefold() in _FACES
