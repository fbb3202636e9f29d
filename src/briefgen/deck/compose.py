"""Edition -> placed slides, one composer a kind of slide."""

from __future__ import annotations

from pathlib import Path

from briefgen.deck.draft import Draft
from briefgen.deck.mirror import mirrored
from briefgen.deck.placed import Deck
from briefgen.deck.slides import (
    back,
    exhibits,
    findings,
    numbers,
    opening,
    recommendations,
    sections,
)
from briefgen.deck.template import Template, opened
from briefgen.deck.timing import in_time
from briefgen.editions import Edition

COMPOSERS = (
    opening.title, opening.message, numbers.key_numbers, sections.findings, findings.findings,
    exhibits.exhibits, sections.recommendations, recommendations.recommendations, back.sources, back.closing,
)  # fmt: skip


def compose(edition: Edition, template: Template | Path | None = None) -> Deck:
    """The slides of `edition`, measured and placed on `template` (default: the edition's, or else briefgen's own).

    Nothing is written. Raises BriefgenError for a template that cannot be used.
    """
    used = template if isinstance(template, Template) else opened(edition, template)
    return in_time(edition, lambda edition: _composed(edition, used))


def _composed(edition: Edition, template: Template) -> Deck:
    draft = Draft(edition, template)
    for composer in COMPOSERS:
        composer(draft)
    deck = Deck(
        tuple(draft.slides), template.width, template.height, template.theme, tuple(draft.found)
    )
    return mirrored(deck) if edition.locale.right_to_left else deck
