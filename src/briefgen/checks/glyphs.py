"""Characters that the theme's fonts cannot show."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from briefgen.charts import data_table
from briefgen.languages import font_metrics
from briefgen.languages.locale import locale_of
from briefgen.languages.words import words
from briefgen.model.base import Node as Part
from briefgen.model.diagnostics import BriefgenError, Diagnostic, Place, error
from briefgen.model.edition import Edition
from briefgen.model.loaded import LoadedOutline
from briefgen.model.rich_text import Text
from briefgen.model.source_map import MappingNode, Scalar, TreeNode
from briefgen.model.theme import Theme

# Fonts of the SIL Open Font License for scripts that briefgen's own font lacks, by the first word of the letters' names.
_FONTS = {
    "ARABIC": "name a font that has it in the theme, such as Noto Sans Arabic, Noto Naskh Arabic or Amiri",
    "HEBREW": "name a font that has it in the theme, such as Noto Sans Hebrew or Frank Ruhl Libre",
    "CJK": "name a TrueType font that has it in the theme, such as WenQuanYi Micro Hei or LXGW WenKai",
}
_TRUETYPE = "name a TrueType file (.ttf) in the theme's `fonts`"
_OUTLINES = (
    "name a file with TrueType outlines (.ttf, or .ttc, of which the first font is taken): WenQuanYi Micro Hei and "
    "LXGW WenKai have them for Chinese, Noto Sans CJK and Source Han have not"
)
MAX_CHARACTERS, MAX_PLACES = 100, 20  # what is told of a text in another script altogether
FACES = ("regular", "bold", "italic", "bold_italic")
# What an edition holds but nobody draws: looks, names of files, metadata, text for screen readers, and
# evidence, which its note's text spells out.
_UNDRAWN = frozenset(
    (
        "theme",
        "locale",
        "audience_id",
        "id",
        "logo",
        "template",
        "authors",
        "keywords",
        "alt",
        "evidence",
        "calculations",
        "not_claims",
    )
)


def missing_glyphs(loaded: LoadedOutline | None, edition: Edition) -> Iterator[Diagnostic]:
    """An error for each character of the edition that a face of the theme lacks, where `loaded` has it written.

    A font file that cannot be used is an error too: without it nothing can be said of its characters.
    """
    faces, broken = _faces(edition.theme)
    yield from broken
    if broken:
        return
    texts = [text for text in _drawn(edition) if not text.isascii()]
    characters = "".join(set("".join(texts)))
    lacking: dict[str, None] = {}
    if any(face.missing(characters) for face in faces):  # seldom, so only then in order
        for text in texts:
            lacking.update(dict.fromkeys("".join(face.missing(text) for face in faces)))
    lacking.pop("\u00a0", None)  # each renderer draws it as a space
    for character in islice(lacking, MAX_CHARACTERS):
        name = unicodedata.name(character, "unnamed")
        family = edition.theme.fonts.family
        message = (
            f"the font {family} has no glyph for `{character}` (U+{ord(character):04X} {name})"
        )
        hint = _FONTS.get(name.split(" ")[0]) or (
            "write it with other characters, or name a font that has it in the theme"
        )
        for place in _written(loaded, edition, character):
            yield error("missing-glyph", message, place, hint)


def refuse_missing(edition: Edition) -> None:
    """Raise BriefgenError with what `missing_glyphs` finds, for who writes an edition without its outline at hand."""
    if found := tuple(missing_glyphs(None, edition)):
        raise BriefgenError(found)


def _written(loaded: LoadedOutline | None, edition: Edition, character: str) -> list[Place | None]:
    if loaded is None:
        return [None]
    trees = [loaded.tree]
    if edition.language in loaded.translations:
        trees.insert(0, loaded.translations[edition.language].tree)
    found = (list(islice(_places(tree, character), MAX_PLACES)) for tree in trees)
    return list(next((p for p in found if p), [loaded.place(())]))


def _faces(theme: Theme) -> tuple[list[font_metrics.Face], list[Diagnostic]]:
    faces: list[font_metrics.Face] = []
    broken: dict[Path, Diagnostic] = {}  # a file that several faces name is told of once
    for name in FACES:
        path = theme.font_path(name)
        try:
            faces.append(font_metrics.face(theme, "bold" in name, "italic" in name))
        except (OSError, ValueError) as exc:
            said = exc.strerror if isinstance(exc, OSError) else str(exc)
            hint = _OUTLINES if "PostScript" in str(exc) else _TRUETYPE
            found = error("bad-font", f"the theme's {name} font: {said}", Place(str(path)), hint)
            broken.setdefault(path, found)
    return faces, list(broken.values())


def _drawn(edition: Edition) -> Iterator[str]:
    """Every text that a reader of the edition sees, with the words and the date its language adds."""
    yield from _texts(replace(edition, name=""))  # which only names its files
    yield edition.dated
    yield from words(locale_of(edition).language).values()
    for figure in edition.figures:
        # A figure writes its numbers itself, with a currency's sign and a magnitude's word.
        for row in data_table(figure.spec, locale_of(edition))[1]:
            yield from row


def _texts(value: Any) -> list[str]:
    """The texts in a part of an edition that are drawn."""
    found: list[str] = []
    pending = [value]
    while pending:
        value = pending.pop()
        if isinstance(value, str):
            # As Markdown-lite reads `&#233;` in a chart's label.
            found.append(html.unescape(value) if "&" in value else value)
        elif isinstance(value, Text):
            found.append(value.text)
        elif isinstance(value, tuple | list):
            pending += reversed(value)
        elif isinstance(value, dict):
            pending += reversed([text for item in value.items() for text in item])
        elif isinstance(value, Struct | Part):
            kind: Any = type(value)
            pending += [getattr(value, name) for name in _names(kind)]
    return found


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    """The fields of a Struct or a part that are drawn, the last first."""
    named = kind.model_fields if issubclass(kind, Part) else kind.__struct_fields__
    return tuple(name for name in reversed(list(named)) if name not in _UNDRAWN)


def _places(node: TreeNode, character: str) -> Iterator[Place]:
    """Where the outline's file, or its data, has the character."""
    if isinstance(node, Scalar):
        if character in (node.value or ""):
            yield _at(node.place, character)
        return
    items = node.entries.values() if isinstance(node, MappingNode) else node.items
    for item in items:
        yield from _places(item, character)


def _at(place: Place, character: str) -> Place:
    """The character itself, where it stands in the line that `place` shows."""
    at = (place.text or "").find(character, place.column - 1)
    return place if at < 0 else Place(place.file, place.line, at + 1, 1, place.text)
