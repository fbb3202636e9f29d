"""Text whose letters join or run from right to left, set glyph by glyph.

A run from right to left is shown in the order it has on paper, from the left, and marked as reversed (ISO 32000-1,
14.8.2.3.3), as other writers and readers of PDF have it; the structure tree has runs in the order of reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from briefgen.script import shaping

from .content import END
from .errors import FontError
from .structure import Slot

# Codes for glyphs that no character asks for: Unicode's last two planes are for private use.
_PRIVATE = 0xF0000
REVERSED = "/ReversedChars BMC"


class ShapedFont(TTFont):  # type: ignore[misc]
    """A TrueType font whose text is shaped; `spare` is the registered name of one that has what it lacks."""

    def __init__(self, name: str, path: Path, spare: str = "") -> None:
        super().__init__(name, str(path), shapable=False)
        self.path = path
        self.spare = spare
        self.meanings: dict[int, str] = {}
        self._codes: dict[tuple[int, str], int] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The registered names of the fonts that its text is set in, by preference."""
        return (self.fontName, self.spare) if self.spare else (self.fontName,)

    def stringWidth(self, text: Any, size: float, encoding: str = "utf8") -> float:  # noqa: N802
        """The width of `text` when it is shaped, in points."""
        if isinstance(text, bytes):
            text = text.decode(encoding)
        return size * shaping.measure(text, tuple(font.path for font in fonts(self.fontName)))

    def code(self, glyph: int, text: str) -> int:
        """The code that stands for `glyph` where it means `text`: the character's own, or one of private use."""
        if len(text) == 1 and self.face.charToGlyph.get(ord(text)) == glyph:
            return ord(text)
        key = glyph, text
        if key not in self._codes:
            code = self._codes[key] = _PRIVATE + len(self._codes)
            self.meanings[code] = text
            outlines = shaping.outlines(self.path)
            self.face.charToGlyph[code] = glyph
            self.face.charWidths[code] = round(outlines.advance(glyph) * 1000)
        return self._codes[key]


def fonts(name: str) -> list[shaping.Outlines]:
    """What text in the registered font `name` is set in."""
    return [shaping.outlines(pdfmetrics.getFont(n).path) for n in pdfmetrics.getFont(name).names]


def is_shaped(name: str) -> bool:
    """Whether text in the registered font `name` is shaped."""
    return isinstance(pdfmetrics.getFont(name), ShapedFont)


def shown(canvas: Any, run: shaping.Run, name: str, size: float, x: float, y: float) -> str:
    """A text object (ISO 32000-1, 9.4) that shows `run` from (x, y) in the font `name` or its spare one.

    Raises FontError for a character that neither has.
    """
    font: ShapedFont = pdfmetrics.getFont(pdfmetrics.getFont(name).names[run.font])
    out: list[str] = []
    subset, line, pen, array = None, None, 0.0, ""
    for glyph, left, foot in _placed(run, font, size, x, y):
        code = font.code(glyph.index, glyph.text)
        [(found, codes)] = font.splitString(chr(code), canvas._doc)
        if found != subset or line != foot:
            out += [f"[{array}] TJ"] if array else []
            array = ""
            if found != subset:
                out.append(f"{font.getSubsetInternalName(found, canvas._doc)} {_number(size)} Tf")
            out.append(f"1 0 0 1 {_number(left)} {_number(foot)} Tm")
            subset, line, pen = found, foot, left
        move = round((pen - left) / size * 1000)
        array += (str(move) if move else "") + f"<{codes.hex()}>"
        pen += (font.face.getCharWidth(code) - move) * size / 1000
    out += [f"[{array}] TJ"] if array else []
    if run.rtl:
        out = [REVERSED, *out, "EMC"]
    return " ".join(["BT", *out, "ET"])


def _placed(
    run: shaping.Run, font: ShapedFont, size: float, x: float, y: float
) -> Iterator[tuple[shaping.Glyph, float, float]]:
    """The run's glyphs with their places, each for one character.

    A ligature shows its last letter, and a blank in its right part each of those before it: readers of PDF turn runs
    round code by code, and would turn a ligature's letters too.
    """
    blank = shaping.outlines(font.path).nominal(" ") or 0
    for glyph in run.glyphs:
        if not glyph.index:
            raise FontError(
                f"font {font.fontName!r} has no glyph for {glyph.text!r} (ISO 19005-2, 6.2.11.8)"
            )
        left, foot = x + glyph.x * size, y + glyph.y * size
        x += glyph.advance * size
        letters = glyph.text if run.rtl else glyph.text[:1]
        yield replace(glyph, text=letters[-1:] or glyph.text or "\u200b"), left, foot
        for n, letter in enumerate(reversed(letters[:-1]), 1):
            part = glyph.advance * size * n / len(letters)
            yield replace(glyph, index=blank, text=letter), left + part, foot


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def laid(text: str, name: str, base: int) -> list[shaping.Run]:
    """`text` in the registered font `name`, as runs from the left."""
    return shaping.laid([(text, fonts(name))], base)


def width(runs: Sequence[shaping.Run], size: float) -> float:
    """Their width in points."""
    return size * sum(run.width for run in runs)


def in_order(runs: Sequence[shaping.Run]) -> list[shaping.Run]:
    """Runs of a line in the order of reading."""
    return sorted(runs, key=lambda run: min((glyph.start for glyph in run.glyphs), default=0))


def begins(canvas: Any, slot: Slot, runs: Sequence[shaping.Run]) -> dict[int, str]:
    """Operators that begin the mark of each run, by the run's id, numbered in the order of reading."""
    return {id(run): canvas.new_mark(slot) for run in in_order(runs)}


class Words(Struct, frozen=True):
    """Text of one style in a row, and the slot of the element that it belongs to."""

    text: str
    font: str
    size: float
    colour: Any
    slot: Slot


def show_row(
    canvas: Any, row: Sequence[Words], x: float, y: float
) -> list[tuple[float, float] | None]:
    """Draw `row` from (x, y), a space at its end, within a mark of the paragraph; where each of it stands.

    A stretch of `row` that is parted on paper has the place of all its parts together.
    """
    base = int(canvas.rtl)
    texts = [words.text for words in row]
    texts[-1] += " "  # word breaks are said (ISO 32000-1, 14.8.2.5)
    pieces = [(text, fonts(words.font)) for text, words in zip(texts, row, strict=True)]
    runs = shaping.laid(pieces, base)
    if base:
        last = row[-1]
        x -= last.size * shaping.measure(" ", tuple(f.path for f in fonts(last.font)))
    outer = canvas._open[-1]
    canvas._code.append(END)
    begun = {id(run): canvas.new_mark(row[run.piece].slot) for run in in_order(runs)}
    places: list[tuple[float, float] | None] = [None] * len(row)
    for run in runs:
        words = row[run.piece]
        right = x + run.width * words.size
        known = places[run.piece] or (x, right)
        places[run.piece] = min(known[0], x), max(known[1], right)
        canvas._code.append(begun[id(run)])
        canvas.setFillColor(words.colour)
        canvas._code += [shown(canvas, run, words.font, words.size, x, y), END]
        x = right
    canvas._begin(outer)
    return places
