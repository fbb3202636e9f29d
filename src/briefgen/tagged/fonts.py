"""Only embedded TrueType fonts, only glyphs they have.

ISO 14289-1, 7.21.3 and ISO 19005-2, 6.2.11.4 want every font embedded, the standard 14 too;
6.2.11.8 forbids showing ``.notdef``. reportlab would fall back on Helvetica, and show ``.notdef``,
in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from .errors import FontError
from .objects import array, number


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
        made = lru_cache(maxsize=8)(partial(_subset, face.makeSubset))
        face.makeSubset = lambda subset: made(tuple(subset))


def _subset(make: Callable[[list[int]], bytes], codes: tuple[int, ...]) -> bytes:
    return make(list(codes))


@lru_cache(maxsize=64)
def _widths(widths: tuple[float, ...]) -> bytes:
    return array(map(number, widths))


def to_unicode(subset: list[int], meanings: Mapping[int, str] | None = None) -> str:
    """A ToUnicode CMap (ISO 32000-1, 9.10.3) for a subset: code points by character code.

    `meanings` has the text of code points that stand for glyphs of shaped text.
    """
    said = meanings or {}
    used = [(code, said.get(point, chr(point))) for code, point in enumerate(subset) if point]
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
