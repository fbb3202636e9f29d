"""Recommendations: a slide for each who should act."""

from __future__ import annotations

from itertools import groupby

from briefgen.deck.draft import BODY, Draft
from briefgen.deck.placed import Box, Line, Panel, Part, TextBox, height, lines_of
from briefgen.editions import EditionRecommendation
from briefgen.outline.richtext import Text, plain

NUMBER = 54.0


def recommendations(draft: Draft) -> None:
    """The asks, each with its number; what does not fit goes on to a next slide."""
    section = draft.word("recommendations")
    for actor, group in groupby(draft.edition.recommendations, key=lambda r: r.actor):
        asks = list(group)
        title = draft.word("recommendation to", actor=actor)
        for some in _pages(draft, asks):
            notes = "\n\n".join(f"{plain(r.action)}. {plain(r.body)}".strip() for r in some)
            draft.add("Title only", title, _cards(draft, some), section, notes)


def _text(draft: Draft, ask: EditionRecommendation, sizes: tuple[float, float]) -> list[Line]:
    first = [Line(ask.action, sizes[0], bold=True)]
    return first + [Line(line.runs, sizes[1], "ink", bullet=line.bullet, level=line.level, gap=6)
                    for line in lines_of(ask.body, sizes[1])]  # fmt: skip


def _high(draft: Draft, ask: EditionRecommendation, sizes: tuple[float, float]) -> float:
    return height(_text(draft, ask, sizes), draft.theme, BODY.width - NUMBER) + 28


def _pages(draft: Draft, asks: list[EditionRecommendation]) -> list[list[EditionRecommendation]]:
    sizes = (22.0, draft.size("small"))
    out: list[list[EditionRecommendation]] = [[]]
    for ask in asks:
        if out[-1] and sum(_high(draft, a, sizes) for a in [*out[-1], ask]) > BODY.height:
            out.append([])
        out[-1].append(ask)
    return out


def _cards(draft: Draft, asks: list[EditionRecommendation]) -> list[Part]:
    sizes = (22.0, draft.size("small"))
    for larger in ((28.0, 24.0), (26.0, 22.0), (24.0, 20.0)):
        if sum(_high(draft, a, larger) for a in asks) <= BODY.height * 0.92:
            sizes = larger
            break
    spare = max(0.0, BODY.height - sum(_high(draft, a, sizes) for a in asks)) / (len(asks) + 1)
    y = BODY.y + min(spare, 60)
    parts: list[Part] = []
    for ask in asks:
        lines = _text(draft, ask, sizes)
        high = _high(draft, ask, sizes) - 28
        parts.append(Panel(Box(BODY.x, y, 4, high), "accent"))
        number = Line((Text(str(ask.number)),), 34, "accent", bold=True)
        parts.append(TextBox(Box(BODY.x + 16, y - 4, NUMBER - 16, 42), (number,)))
        parts.append(TextBox(Box(BODY.x + NUMBER, y, BODY.width - NUMBER, high), tuple(lines)))
        y += high + 28 + min(spare, 26)
    return parts
