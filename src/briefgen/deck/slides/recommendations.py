"""Recommendations: grouped by who should act, as many a slide as fit."""

from __future__ import annotations

from itertools import groupby

from briefgen.deck.draft import BODY, Draft
from briefgen.deck.placed import Box, Line, Panel, Part, TextBox, height, lines_of
from briefgen.editions import EditionRecommendation
from briefgen.outline.richtext import Text, plain

NUMBER = 54.0
GAP = 18.0
Sizes = tuple[float, float]


def recommendations(draft: Draft) -> None:
    """The asks, each with its number under its actor; what does not fit goes on to a next slide."""
    section = draft.word("recommendations")
    for some in _pages(draft):
        actors = list(dict.fromkeys(ask.actor for ask in some))
        title = section
        if len(actors) == 1:
            title = draft.word("recommendation to", actor=actors[0])
        notes = "\n\n".join(f"{plain(r.action)}. {plain(r.body)}".strip() for r in some)
        draft.add("Title only", title, _cards(draft, some), section, notes)


def _text(draft: Draft, ask: EditionRecommendation, sizes: Sizes) -> list[Line]:
    body = [
        Line(line.runs, sizes[1], bullet=line.bullet, level=line.level, gap=4)
        for line in lines_of(ask.body, sizes[1])
    ]
    return [Line(ask.action, sizes[0], bold=True), *body]


def _high(draft: Draft, ask: EditionRecommendation, sizes: Sizes) -> float:
    return height(_text(draft, ask, sizes), draft.theme, BODY.width - NUMBER)


def _total(draft: Draft, asks: list[EditionRecommendation], sizes: Sizes) -> float:
    actors = len(list(groupby(asks, key=lambda r: r.actor)))
    named = actors * (draft.size("small") * 1.2 + 6) if actors > 1 else 0.0
    return sum(_high(draft, a, sizes) for a in asks) + GAP * (len(asks) - 1) + named


def _pages(draft: Draft) -> list[list[EditionRecommendation]]:
    """Slides' worth of asks; an actor's stay together where they fit one slide."""
    sizes = (22.0, draft.size("small"))
    out: list[list[EditionRecommendation]] = []
    for _, group in groupby(draft.edition.recommendations, key=lambda r: r.actor):
        asks = list(group)
        if out and _total(draft, [*out[-1], *asks], sizes) <= BODY.height:
            out[-1] += asks
            continue
        out.append([])
        for ask in asks:
            if out[-1] and _total(draft, [*out[-1], ask], sizes) > BODY.height:
                out.append([])
            out[-1].append(ask)
    return out


def _cards(draft: Draft, asks: list[EditionRecommendation]) -> list[Part]:
    sizes: Sizes = (22.0, draft.size("small"))
    for larger in ((28.0, 24.0), (26.0, 22.0), (24.0, 20.0)):
        if _total(draft, asks, larger) <= BODY.height * 0.9:
            sizes = larger
            break
    spare = max(0.0, BODY.height - _total(draft, asks, sizes)) / (len(asks) + 1)
    y = BODY.y + min(spare, 30)
    several = len({ask.actor for ask in asks}) > 1
    parts: list[Part] = []
    before = ""
    for ask in asks:
        if several and ask.actor != before:
            who = Line((Text(ask.actor),), draft.size("small"), "accent", bold=True)
            high = who.height(draft.theme, BODY.width)
            parts.append(TextBox(Box(BODY.x, y, BODY.width, high), (who,)))
            y += high + 6
            before = ask.actor
        lines = _text(draft, ask, sizes)
        high = _high(draft, ask, sizes)
        parts.append(Panel(Box(BODY.x, y, 4, high), "accent"))
        number = Line((Text(str(ask.number)),), 32, "primary", bold=True)
        parts.append(TextBox(Box(BODY.x + 16, y - 4, NUMBER - 16, 40), (number,)))
        parts.append(TextBox(Box(BODY.x + NUMBER, y, BODY.width - NUMBER, high), tuple(lines)))
        y += high + GAP + min(spare, 20)
    return parts
