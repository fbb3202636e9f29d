"""Edition -> placed slides, one composer a kind of slide."""

from __future__ import annotations

from briefgen.deck.draft import Draft
from briefgen.deck.placed import Deck
from briefgen.deck.slides import back, findings, numbers, opening, recommendations
from briefgen.diagnostics import Diagnostic
from briefgen.editions import Edition

COMPOSERS = (
    opening.title, opening.message, numbers.key_numbers, findings.findings, findings.exhibits,
    recommendations.recommendations, back.sources, back.closing,
)  # fmt: skip


def compose(edition: Edition) -> Deck:
    """The slides of `edition`, measured and placed; nothing is written."""
    return composed(edition)[0]


def composed(edition: Edition) -> tuple[Deck, tuple[Diagnostic, ...]]:
    """The slides, and what could not be done as it should be."""
    draft = Draft(edition)
    for composer in COMPOSERS:
        composer(draft)
    return Deck(draft.slides), tuple(draft.found)


__all__ = ["Deck", "compose", "composed"]
