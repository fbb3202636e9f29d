"""Outline -> Edition: one audience's document, fully resolved and immutable.

An edition is the only thing that a renderer sees: texts are parsed, numbers formatted, evidence numbered,
sources listed, defaults filled in. A renderer never asks the outline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen import cache
from briefgen.editions import kept
from briefgen.editions.model import (
    Edition,
    EditionFigure,
    EditionFinding,
    EditionKeyNumber,
    EditionRecommendation,
    EditionSource,
    EditionTable,
    Note,
    Quotation,
)

if TYPE_CHECKING:
    from briefgen.outline.loaded import LoadedOutline

__all__ = [
    "Edition",
    "EditionFigure",
    "EditionFinding",
    "EditionKeyNumber",
    "EditionRecommendation",
    "EditionSource",
    "EditionTable",
    "Note",
    "Quotation",
    "edition",
]


def edition(
    loaded: LoadedOutline,
    audience_id: str | None = None,
    language: str | None = None,
    *,
    fallback: bool = False,
) -> Edition:
    """The edition for the audience called `audience_id`, or the whole outline when None.

    `language` is one of `loaded.languages`, by default the audience's own or the outline's. Where not every text is
    in it, `fallback` takes the outline's own. Raises KeyError when the outline has no such audience, BriefgenError
    when it has not the language, or not all texts in it.
    """
    key = None
    if loaded.key is not None:
        key = cache.key_of("edition", loaded.key, audience_id, language, fallback)
        if (found := kept.recalled(key)) is not None:
            return found
    from briefgen.editions.making import made_of

    made = made_of(loaded, audience_id, language, fallback)
    if key is not None:
        kept.keep(key, made)
    return made
