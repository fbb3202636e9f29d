"""Embedded TrueType fonts: only glyphs they have, and text shaped glyph by glyph.

ISO 14289-1, 7.21.3 and ISO 19005-2, 6.2.11.4 want every font embedded, the standard 14 too;
6.2.11.8 forbids showing ``.notdef``. reportlab would fall back on Helvetica, and show ``.notdef``,
in silence.

A run from right to left is shown in the order it has on paper, from the left, and marked as reversed (ISO 32000-1,
14.8.2.3.3), as other writers and readers of PDF have it; the structure tree has runs in the order of reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from briefgen.languages import shaping
from briefgen.pdf.tagged.objects import array, number
from briefgen.pdf.tagged.structure import END, FontError, Slot


def embedded_font(name: str) -> Any:
    """The registered TrueType font ``name``; raises :class:`FontError` for any other kind."""
    font = pdfmetrics.getFont(name)
    if not isinstance(font, TTFont):
        raise FontError(
            f"font {name!r} is not embedded: register a TrueType font and name it in the style, "
            "its bulletFontName and the table's FONT too (ISO 14289-1, 7.21; ISO 19005-2, 6.2.11.4)"
        )
    return font


def check_glyphs(name: str, text: str) -> None:
    """Raise :class:`FontError` if ``text`` has a character that font ``name`` has no glyph for."""
    known = embedded_font(name).face.charToGlyph
    for char in text:
        code = ord(char)
        # reportlab shows U+00A0 as the space glyph.
        if code not in known and not (code == 0xA0 and 0x20 in known):
            raise FontError(
                f"font {name!r} has no glyph for {char!r} (U+{code:04X}) in {text[:40]!r} "
                "(ISO 19005-2, 6.2.11.8)"
            )


def embed_fonts(doc: Any) -> None:
    """Write the subsets ``doc`` uses, with ToUnicode maps as ISO 19005-2, 6.2.11.7.2 wants them.

    reportlab's own maps give U+0000 for unused codes and go over the hundred lines that a
    ``bfchar`` block may have (Adobe 5014). Raises :class:`FontError` for a font not embedded.
    """
    for name in doc.fontMapping:
        embedded_font(name)
    for font in doc.delayedFonts:
        subsets = [list(subset) for subset in font.state[doc].subsets]
        names = [font.getSubsetInternalName(n, doc)[1:] for n in range(len(subsets))]
        _remember_subsets(font.face)
        font.addObjects(doc)
        fonts = doc.idToObject["BasicFonts"].dict
        for name, subset in zip(names, subsets, strict=True):
            meanings = getattr(font, "meanings", {})
            doc.idToObject[fonts[name].ToUnicode.name].content = to_unicode(subset, meanings)
            fonts[name].Widths = _widths(tuple(fonts[name].Widths.sequence))
    doc.delayedFonts = []


def _remember_subsets(face: Any) -> None:
    """Have a face remember the subsets made of it: most files show the same characters."""
    if "makeSubset" not in vars(face):
        make = face.makeSubset
        remembered = lru_cache(maxsize=8)(lambda codes: make(list(codes)))
        face.makeSubset = lambda codes: remembered(tuple(codes))


@lru_cache(maxsize=64)
def _widths(widths: tuple[float, ...]) -> bytes:
    return array(map(number, widths))


def to_unicode(subset: list[int], meanings: Mapping[int, str] | None = None) -> str:
    """Return a ToUnicode CMap (ISO 32000-1, 9.10.3) for a subset: code points by character code.

    `meanings` has the text of code points that stand for glyphs of shaped text.
    """
    texts = meanings or {}
    used = [(code, texts.get(point, chr(point))) for code, point in enumerate(subset) if point]
    blocks: list[str] = []
    for i in range(0, len(used), 100):
        rows = [f"<{code:02X}> <{text.encode('utf-16-be').hex().upper()}>"
                for code, text in used[i : i + 100]]  # fmt: skip
        blocks += [f"{len(rows)} beginbfchar", *rows, "endbfchar"]
    return "\n".join([_CMAP_HEAD, *blocks, _CMAP_TAIL])


_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange"""
_CMAP_TAIL = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"


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
        return size * shaping.measure(text, tuple(font.path for font in outlines_of(self.fontName)))

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


def outlines_of(name: str) -> list[shaping.Outlines]:
    """The outlines that text in the registered font `name` is set in, by preference."""
    return [shaping.outlines(pdfmetrics.getFont(n).path) for n in pdfmetrics.getFont(name).names]


def is_shaped(name: str) -> bool:
    """Whether text in the registered font `name` is shaped."""
    return isinstance(pdfmetrics.getFont(name), ShapedFont)


def text_object(canvas: Any, run: shaping.Run, name: str, size: float, x: float, y: float) -> str:
    """Return a text object (ISO 32000-1, 9.4) that shows `run` from (x, y) in the font `name` or its spare one.

    Raises FontError for a character that neither has.
    """
    font: ShapedFont = pdfmetrics.getFont(pdfmetrics.getFont(name).names[run.font])
    out: list[str] = []
    subset, line, pen, array = None, None, 0.0, ""
    for glyph, left, foot in _place_glyphs(run, font, size, x, y):
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


def _place_glyphs(
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


def lay_out_runs(text: str, name: str, base: int) -> list[shaping.Run]:
    """Lay `text` out in the registered font `name`, as runs from the left."""
    return shaping.lay_out_line([(text, outlines_of(name))], base)


def width_of(runs: Sequence[shaping.Run], size: float) -> float:
    """The width of `runs` in points."""
    return size * sum(run.width for run in runs)


def sort_for_reading(runs: Sequence[shaping.Run]) -> list[shaping.Run]:
    """Sort the runs of a line by the order of reading."""
    return sorted(runs, key=lambda run: min((glyph.start for glyph in run.glyphs), default=0))


def begin_marks(canvas: Any, slot: Slot, runs: Sequence[shaping.Run]) -> dict[int, str]:
    """Return the operators that begin the mark of each run, by its id, numbered in the order of reading."""
    return {id(run): canvas.new_mark(slot) for run in sort_for_reading(runs)}


def show_runs(
    canvas: Any, runs: Sequence[shaping.Run], name: str, size: float, x: float, y: float,
    begun: Mapping[int, str],
) -> None:  # fmt: skip
    """Show `runs` of one font from (x, y), each in the mark that `begun` has for it, if any."""
    for run in runs:
        code = text_object(canvas, run, name, size, x, y)
        canvas._code += [begun[id(run)], code, END] if begun else [code]
        x += run.width * size


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
    """Draw `row` from (x, y), a space at its end, within a mark of the paragraph; return where each of it stands.

    A stretch of `row` that is parted on paper has the place of all its parts together.
    """
    base = int(canvas.rtl)
    texts = [words.text for words in row]
    texts[-1] += " "  # word breaks are said (ISO 32000-1, 14.8.2.5)
    pieces = [(text, outlines_of(words.font)) for text, words in zip(texts, row, strict=True)]
    runs = shaping.lay_out_line(pieces, base)
    if base:
        last = row[-1]
        x -= last.size * shaping.measure(" ", tuple(f.path for f in outlines_of(last.font)))
    outer = canvas._open[-1]
    canvas._code.append(END)
    begun = {id(run): canvas.new_mark(row[run.piece].slot) for run in sort_for_reading(runs)}
    places: list[tuple[float, float] | None] = [None] * len(row)
    for run in runs:
        words = row[run.piece]
        right = x + run.width * words.size
        known = places[run.piece] or (x, right)
        places[run.piece] = min(known[0], x), max(known[1], right)
        canvas._code.append(begun[id(run)])
        canvas.setFillColor(words.colour)
        canvas._code += [text_object(canvas, run, words.font, words.size, x, y), END]
        x = right
    canvas._begin_mark(outer)
    return places
