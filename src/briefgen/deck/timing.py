"""A talk of so many minutes: which findings there is time for."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from briefgen.deck.notes import LEAST_MINUTES
from briefgen.deck.placed import Deck
from briefgen.diagnostics import Diagnostic, Severity, warning
from briefgen.editions import Edition
from briefgen.outline.richtext import plain

# Shown for reference when the talk is over.
_UNTIMED = ("sources", "closing")


def talk_minutes(deck: Deck) -> float:
    """How long the deck takes to present: its notes at a speaking pace, a moment for slides without."""
    return sum(s.minutes or LEAST_MINUTES for s in deck.slides if s.kind not in _UNTIMED)


def in_time(edition: Edition, make: Callable[[Edition], Deck]) -> Deck:
    """The deck that `make` composes, without what there is no time for in the outline's `minutes`.

    Exhibits go first, then findings, those that matter least first and among equals the later ones; the
    order of those that stay is the edition's. What is left out is said in a note, in the order of the
    edition; a deck that is too long even so is a warning.
    """
    deck, wanted = make(edition), edition.deck.minutes
    if wanted is None:
        return deck
    whole = edition
    while talk_minutes(deck) > wanted:
        if edition.exhibits:
            edition = replace(edition, exhibits=edition.exhibits[:-1])
        elif len(edition.findings) > 1:
            least = max(edition.findings, key=lambda f: (f.importance, f.number))
            edition = replace(
                edition, findings=tuple(f for f in edition.findings if f is not least)
            )
        else:
            break
        deck = make(edition)
    found = list(deck.diagnostics)
    left_out = [plain(f.headline) for f in whole.findings if f not in edition.findings]
    left_out += [plain(e.title) for e in whole.exhibits[len(edition.exhibits) :]]
    if left_out:
        said = "; ".join(f"“{title}”" for title in left_out)
        message = f"left out of the deck of {edition.name} to keep to {wanted:g} minutes: {said}"
        found.append(Diagnostic(Severity.NOTE, "slide-time", message))
    if talk_minutes(deck) > wanted:
        message = (
            f"the deck of {edition.name} takes about {talk_minutes(deck):g} minutes, not {wanted:g}"
        )
        hint = "ask for fewer findings, key numbers or recommendations, or give it more time"
        found.append(warning("slide-time", message, hint=hint))
    return replace(deck, diagnostics=tuple(found))
