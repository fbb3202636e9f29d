"""The theme's font files as reportlab fonts."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from briefgen import fonts
from briefgen.diagnostics import BriefgenError, error
from briefgen.tagged import ShapedFont
from briefgen.theme import FONT_FOLDER, Theme, own_theme

_FACES = {(0, 0): "regular", (1, 0): "bold", (0, 1): "italic", (1, 1): "bold_italic"}


def font_name(theme: Theme, bold: bool = False, italic: bool = False) -> str:
    """reportlab's name of a face, registering the family when it is first asked for.

    Two themes' fonts of one name never meet: the name holds a digest of the path. Raises BriefgenError
    for a file that reportlab cannot embed (CFF outlines, a licence that forbids it).
    """
    name = _name(theme.font_path(_FACES[(int(bold), int(italic))]))
    if name not in _registered:
        _register(theme)
    return name


_registered: set[str] = set()


@lru_cache(maxsize=256)
def _name(path: Path) -> str:
    if path.parent == FONT_FOLDER:
        return path.stem
    return f"{path.stem}-{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:8]}"


def _add(font: TTFont) -> None:
    # reportlab would take another file, or a font that is not shaped, of the same PostScript name for this one.
    pdfmetrics._dynFaceNames.pop(font.face.name, None)
    pdfmetrics.registerFont(font)


def _spare(face: str) -> str:
    """The registered name of briefgen's own face, for what a font of Arabic or Hebrew lacks."""
    path = own_theme().font_path(face)
    name = f"{path.stem}-spare"
    if name not in pdfmetrics.getRegisteredFontNames():
        _add(ShapedFont(name, path))
    return name


def _register(theme: Theme) -> None:
    names = {style: _name(theme.font_path(face)) for style, face in _FACES.items()}
    for style, face in _FACES.items():
        path = theme.font_path(face)
        try:
            if fonts.joins(path):
                _add(ShapedFont(names[style], path, _spare(face)))
            else:
                _add(TTFont(names[style], str(path)))
        except (TTFError, OSError, ValueError) as exc:
            message = f"the font `{path.name}` cannot be embedded: {exc}"
            hint = "name a TrueType font (.ttf with glyf outlines) in the theme"
            raise BriefgenError(error("font", message, hint=hint)) from None
    for regular in names.values():
        for (bold, italic), name in names.items():
            addMapping(regular, bold, italic, name)
    _registered.update(names.values())
