"""Characters that the theme's fonts cannot show."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from briefgen import fonts
from briefgen.diagnostics import Diagnostic, Place, error
from briefgen.editions import Edition
from briefgen.outline.loader import LoadedOutline
from briefgen.outline.yamltree import Mapping, Node, Scalar, Sequence_


def missing_glyphs(loaded: LoadedOutline, edition: Edition) -> Iterator[Diagnostic]:
    """One error for each text of the outline with a character that a face of the theme lacks."""
    faces = [
        fonts.load(edition.theme.font_path(f)) for f in ("regular", "bold", "italic", "bold_italic")
    ]
    for scalar in _scalars(loaded.tree):
        text = scalar.value or ""
        if text.isascii():
            continue
        lacking = "".join(dict.fromkeys("".join(face.missing(text) for face in faces)))
        if lacking:
            names = ", ".join(
                f"`{c}` (U+{ord(c):04X} {unicodedata.name(c, 'unnamed')})" for c in lacking[:5]
            )
            message = f"the font {edition.theme.fonts.family} has no glyph for {names}"
            hint = "write it with other characters, or name a font that has them in the theme"
            yield error("missing-glyph", message, _at(scalar.place, lacking[0]), hint)


def _scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Mapping):
        for value in node.entries.values():
            yield from _scalars(value)
    elif isinstance(node, Sequence_):
        for value in node.items:
            yield from _scalars(value)


def _at(place: Place, character: str) -> Place:
    """The character itself, where it stands in the line that `place` shows."""
    at = (place.text or "").find(character, place.column - 1)
    return place if at < 0 else Place(place.file, place.line, at + 1, 1, place.text)
