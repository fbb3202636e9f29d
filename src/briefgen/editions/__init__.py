"""Outline -> Edition: one audience's document, fully resolved and immutable.

An edition is the only thing that a renderer sees: texts are parsed, numbers formatted, evidence numbered,
sources listed, defaults filled in. A renderer never asks the outline.
"""

from __future__ import annotations

from briefgen.editions.making import edition
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
