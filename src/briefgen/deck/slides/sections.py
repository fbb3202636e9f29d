"""A slide that opens a part of the deck, with the claims or asks that follow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from briefgen.deck.draft import Draft
from briefgen.deck.flow import grown
from briefgen.deck.placed import Line, TextBox
from briefgen.outline.richtext import Inline, Text, plain

_SIZES = (28.0, 26.0, 24.0, 22.0, 20.0, 18.0)


def findings(draft: Draft) -> None:
    """Before the findings: their claims."""
    claims = [f.headline for f in draft.edition.findings]
    _section(draft, "what is shown", "findings", claims)


def recommendations(draft: Draft) -> None:
    """Before the recommendations: who is asked."""
    actors = dict.fromkeys(r.actor for r in draft.edition.recommendations)
    _section(draft, "what is asked", "recommendations", [(Text(actor),) for actor in actors])


def _section(draft: Draft, title: str, section: str, items: Sequence[Inline]) -> None:
    """All items under the title, or where it has no room for them on next slides."""
    if not draft.edition.deck.sections or not items:
        return
    frame = draft.frame("section")
    colour = "on_primary" if frame.dark else "ink"
    held = "body" in frame.seats

    def listed(size: float, colour: str) -> list[Line]:
        runs = ((Text(plain(item)),) for item in items)
        return [Line(each, size, colour, bullet="•", gap=size * 0.4) for each in runs]

    def fits(lines: list[Line]) -> bool:
        return draft.high(lines, frame.body.width) <= frame.body.height

    here = next((some for some in (listed(s, colour) for s in _SIZES) if fits(some)), None)
    role: Literal["body", "free"] = "body" if held else "free"
    parts = [TextBox(frame.body, tuple(here), draft.face, role, own_style=held)] if here else []
    draft.add("section", draft.word(title), parts, draft.word(section))
    body = draft.frame("message").body
    runs = [] if here else grown(lambda size: listed(size, "ink"), _SIZES, draft.face, body.width, body.height)  # fmt: skip
    for run in runs:
        draft.add(
            "message", draft.word(title), [draft.text(body, run, "body")], draft.word(section)
        )
