"""A slide that opens a part of the deck, with the claims or asks that follow."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.deck.draft import Draft
from briefgen.deck.placed import Line, TextBox
from briefgen.outline.richtext import Inline, Text, plain


def findings(draft: Draft) -> None:
    """Before the findings: their claims."""
    claims = [f.headline for f in draft.edition.findings]
    _section(draft, "what is shown", "findings", claims)


def recommendations(draft: Draft) -> None:
    """Before the recommendations: who is asked."""
    actors = dict.fromkeys(r.actor for r in draft.edition.recommendations)
    _section(draft, "what is asked", "recommendations", [(Text(actor),) for actor in actors])


def _section(draft: Draft, title: str, section: str, items: Sequence[Inline]) -> None:
    """As many items as fit in type of one size; where not all do, none."""
    if not draft.edition.deck.sections or not items:
        return
    frame = draft.frame("section")
    colour = "on_primary" if frame.dark else "ink"
    held = "body" in frame.seats
    parts = []
    for size in (28.0, 26.0, 24.0, 22.0, 20.0, 18.0):
        lines = tuple(
            Line((Text(plain(i)),), size, colour, bullet="•", gap=size * 0.4) for i in items
        )
        if draft.high(lines, frame.body.width) <= frame.body.height:
            parts = [
                TextBox(frame.body, lines, draft.face, "body" if held else "free", own_style=held)
            ]
            break
    draft.add("section", draft.word(title), parts, draft.word(section))
