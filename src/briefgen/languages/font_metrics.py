"""Font metrics read from the font files: widths, heights and which characters a face can show.

Page layout, slides and chart labels all measure text here, so that they agree. Kerning and ligatures are left out, as in
all renderers, save in scripts whose letters join.
"""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from briefgen.languages import shaping
from briefgen.languages.shaping import INVISIBLE, RTL, measure, outlines
from briefgen.model.theme import FONT_FOLDER, Theme, own_theme
from briefgen.storage import cache

# What is drawn in place of a character that means the same and more fonts have.
STAND_INS = str.maketrans(
    {"\u2011": "-", "\u202f": "\u00a0", "\u2009": "\u00a0", "\u2007": "\u00a0"}
)

_REMEMBERED = (
    20_000  # texts whose width a face remembers: layout asks for the same ones again and again
)


@dataclass(frozen=True, eq=False)
class Face:
    """One face of a family. Metrics are in units of the em: multiply by the size in points.

    A face for Arabic or Hebrew may lack what any text has, digits and Latin letters: `spare` is where they come from.
    """

    path: Path
    widths: dict[int, float]
    ascent: float
    descent: float
    x_height: float
    cap_height: float
    spare: Face | None = None
    _known: dict[str, float] = field(default_factory=dict, repr=False)

    def width(self, text: str, size: float) -> float:
        """Advance width of `text` set at `size`, in points."""
        ems = self._known.get(text)
        if ems is None:
            ems = self._ems(replace_rare_characters(text))
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[text] = ems
        return size * ems

    def _ems(self, text: str) -> float:
        widths, fallback = self.widths, self.widths.get(0xFFFD, 0.5)
        if self.spare is None and not RTL.search(text):
            return sum(widths.get(ord(c), 0.0 if c in INVISIBLE else fallback) for c in text)
        return measure(text, tuple(f.path for f in (self, self.spare) if f is not None))

    def missing(self, text: str) -> str:
        """The characters of `text` that this face has no glyph for, each once, in order."""
        lacking = (
            c
            for c in replace_rare_characters(text)
            if ord(c) not in self.widths and c not in INVISIBLE
        )
        if self.spare is not None:
            lacking = (c for c in lacking if ord(c) not in self.spare.widths)
        return "".join(dict.fromkeys(lacking))


def replace_rare_characters(text: str) -> str:
    """Return `text` as it is set: characters of the same meaning stand in for rarer ones."""
    return text.translate(STAND_INS)


@lru_cache(maxsize=32)
def load(path: Path) -> Face:
    """The metrics of a TrueType file; WOFF and PostScript outlines cannot be embedded.

    Kept between runs by the file's digest: reading them takes longer than all else that a check of the text does.
    Raises OSError when it cannot be read and ValueError when it is not a font.
    """
    key = cache.key_of("font metrics", 1, digest(path))
    kept = cache.current().recall(key)
    try:
        widths, ascent, descent, x_height, cap_height = json.loads(kept or b"")
        known = {int(code): float(width) for code, width in widths}
        return Face(path, known, float(ascent), float(descent), float(x_height), float(cap_height))
    except (ValueError, TypeError, RecursionError):  # nothing, or what another program made
        face = _read_own(path) if path.parent == FONT_FOLDER else _read(path)
    made = [list(face.widths.items()), face.ascent, face.descent, face.x_height, face.cap_height]
    cache.current().put(key, json.dumps(made).encode())
    return face


@lru_cache(maxsize=64)
def digest(path: Path) -> str:
    """SHA-256 of a font file, in hex. Raises OSError."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read_own(path: Path) -> Face:
    """As `_read`, but faster, by HarfBuzz: for a font that comes with briefgen and is known to be valid."""
    font = outlines(path)
    face, em = font.font.face, font.em
    widths = {
        code: font.font.get_glyph_h_advance(font.font.get_nominal_glyph(code)) / em
        for code in face.unicodes
    }
    widths.setdefault(0xA0, widths[0x20])
    # OpenType 1.9.1: `hhea`, ascender and descender; `OS/2` version 2 and later, sxHeight and sCapHeight.
    ascent, descent = struct.unpack_from(">hh", face.reference_table("hhea").data, 4)
    x_height, cap_height = struct.unpack_from(">hh", face.reference_table("OS/2").data, 86)
    return Face(path, widths, ascent / em, -descent / em, x_height / em, cap_height / em)


def _read(path: Path) -> Face:
    import logging

    from fontTools.ttLib import TTFont, TTLibError

    # It remarks on dates in a font's header, which say nothing about whether it can be used.
    logging.getLogger("fontTools").setLevel(logging.ERROR)

    try:
        with TTFont(path, lazy=True, fontNumber=0) as font:  # of a collection, the first
            if "CFF " in font or "CFF2" in font:
                raise TTLibError("it has PostScript outlines (CFF), which cannot be embedded")
            if font.flavor or "glyf" not in font:
                raise TTLibError("it is not a TrueType file with outlines of its own")
            em = font["head"].unitsPerEm
            advances = font["hmtx"].metrics
            widths = {code: advances[name][0] / em for code, name in font.getBestCmap().items()}
            widths.setdefault(0xA0, widths.get(0x20, 0.25))  # renderers set a space for it
            os2, hhea = font["OS/2"], font["hhea"]
            x_height = getattr(os2, "sxHeight", 0) / em or 0.5
            cap_height = getattr(os2, "sCapHeight", 0) / em or 0.65
            return Face(path, widths, hhea.ascent / em, -hhea.descent / em, x_height, cap_height)
    except OSError:
        raise
    except Exception as exc:  # fontTools raises whatever a broken table leads to
        raise ValueError(f"{path.name} is not a font that can be used: {exc}") from None


def face(theme: Theme, bold: bool = False, italic: bool = False) -> Face:
    """The theme's face in this style. Raises as `load` does."""
    name = face_name(bold, italic)
    path = theme.font_path(name)
    return _load_with_spare(path, name) if has_joining_letters(path) else load(path)


@lru_cache(maxsize=256)
def has_joining_letters(path: Path) -> bool:
    """Whether the font file has letters of scripts written from right to left."""
    if path.parent == FONT_FOLDER:
        return False
    widths = load(path).widths
    return 0x05D0 in widths or 0x0627 in widths


@lru_cache(maxsize=32)
def _load_with_spare(path: Path, name: str) -> Face:
    return replace(load(path), spare=load(own_theme().font_path(name)), _known={})


def face_name(bold: bool = False, italic: bool = False) -> str:
    """The theme's key for the face in this style."""
    return "_".join(style for style, on in (("bold", bold), ("italic", italic)) if on) or "regular"


def wrap(text: str, face: Face, size: float, width: float) -> list[str]:
    """`text` broken at spaces, or where Chinese is, into lines of at most `width` points at `size`; a longer word stands alone.

    Non-breaking spaces hold. Greedy, as PowerPoint and matplotlib's readers expect of short labels.
    """
    return list(_wrap(text, face, size, width))


@lru_cache(maxsize=20_000)  # layout asks for the same labels at the same width again and again
def _wrap(text: str, face: Face, size: float, width: float) -> tuple[str, ...]:
    space = face.width(" ", size)
    lines: list[str] = []
    line = ""
    used = 0.0
    for word in text.split(" "):
        for index, part in enumerate(shaping.pieces(word)):
            gap = " " if line and not index else ""
            needed = face.width(part, size)
            if line and used + (space if gap else 0.0) + needed > width + 1e-6:
                lines.append(line)
                line, used, gap = "", 0.0, ""
            line += gap + part
            used += needed + (space if gap else 0.0)
    return (*lines, line) if line or not lines else tuple(lines)
