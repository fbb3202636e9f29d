"""Recommendations: grouped by who should act, as many a slide as fit."""

from __future__ import annotations

from itertools import groupby

from msgspec.structs import replace

from briefgen.deck.draft import Draft, Notes, SlideKind, accented
from briefgen.deck.measure import CAUTION
from briefgen.deck.placed import Box, Line, Panel, Part, balance, lines_of
from briefgen.deck.slides.findings import open_part
from briefgen.model.edition import EditionRecommendation
from briefgen.model.rich_text import Text, plain

NUMBER = 54.0
GAP = 18.0
_HEADED = 7.0
# What it costs to part the asks of one actor: more than 4 and 2 on two slides in place of 3 and 3 (4² + 2² - 2 · 3²).
_TORN = 3.0
Sizes = tuple[float, float]


class Recommendations(SlideKind):
    """The asks, by who should act."""

    name = "recommendations"

    def compose(self, draft: Draft) -> None:
        """The asks, each with its number under its actor; what does not fit goes on to a next slide."""
        actors = dict.fromkeys(r.actor for r in draft.edition.recommendations)
        open_part(draft, "what is asked", "recommendations", [(Text(each),) for each in actors])
        section = draft.word("recommendations")
        for some in _pages(draft):
            notes = Notes("\n\n".join(f"{plain(r.action)}. {plain(r.body)}".strip() for r in some))
            asked = list(dict.fromkeys(ask.actor for ask in some))
            title = section
            if len(asked) == 1:
                title = draft.word("recommendation to", actor=asked[0])
            for parts in _parts(draft, some):
                draft.add("recommendations", title, parts, section, notes)
                notes = Notes()


def _parts(draft: Draft, asks: list[EditionRecommendation]) -> list[list[Part]]:
    """What stands on the slide, or on each of the slides that one long ask takes."""
    least = _least(draft)
    if _total(draft, asks, least) <= _room(draft):
        return [_cards(draft, asks)]
    body = draft.frame("recommendations").body
    lines = _text(draft, asks[0], least)
    found: list[list[Part]] = []
    for run in balance(lines, draft.face, _width(draft), body.height):
        found.append([])
        _card(draft, found[-1], asks[0], run, least, body.y)
    return found


def _text(draft: Draft, ask: EditionRecommendation, sizes: Sizes) -> list[Line]:
    body = [replace(line, gap=4) for line in lines_of(ask.body, sizes[1])]
    return [Line(ask.action, sizes[0], "primary", bold=True), *body]


def _actor(draft: Draft, ask: EditionRecommendation) -> Line:
    """Who is asked, over what."""
    return Line((Text(ask.actor, lang=ask.actor_lang),), draft.size("small"), "accent", bold=True)


def _number(draft: Draft, ask: EditionRecommendation, size: float, width: float) -> Line:
    """The ask's number at `size`, or as large as it fits `width`."""
    text = str(ask.number)
    fits = size * width * CAUTION / draft.face.width(text, size, bold=True)
    return Line((Text(text),), min(size, fits), "accent", bold=True)


def _width(draft: Draft) -> float:
    return draft.frame("recommendations").body.width - NUMBER


def _total(draft: Draft, asks: list[EditionRecommendation], sizes: Sizes) -> float:
    heads = [next(some) for _, some in groupby(asks, key=lambda r: r.actor)]
    wide = draft.frame("recommendations").body.width
    named = sum(draft.high([_actor(draft, a)], wide) + _HEADED for a in heads if len(heads) > 1)
    texts = sum(draft.high(_text(draft, a, sizes), _width(draft)) for a in asks)
    return texts + GAP * (len(asks) - 1) + named


def _least(draft: Draft) -> Sizes:
    return (20.0, draft.size("small"))


def _room(draft: Draft) -> float:
    return draft.frame("recommendations").body.height


def _pages(draft: Draft) -> list[list[EditionRecommendation]]:
    """Slides' worth of asks: as few slides as they take, about as many on each, an actor's asks rather together."""
    asks, sizes, room = draft.edition.recommendations, _least(draft), _room(draft)
    # From each ask on: the least cost of slides for it and those after it, and where the first of these ends.
    best: list[tuple[float, float, int]] = [(0.0, 0.0, 0)] * (len(asks) + 1)
    for start in range(len(asks) - 1, -1, -1):
        found = []
        for end in range(start + 1, len(asks) + 1):
            if end > start + 1 and _total(draft, list(asks[start:end]), sizes) > room:
                break
            torn = 0 < end < len(asks) and asks[end - 1].actor == asks[end].actor
            slides, cost, _ = best[end]
            found.append((slides + 1, cost + (end - start) ** 2 + _TORN * torn, -end))
        best[start] = min(found)
    out, start = [], 0
    while start < len(asks):
        end = -best[start][2]
        out.append(list(asks[start:end]))
        start = end
    return out


def _alone(draft: Draft, ask: EditionRecommendation, body: Box) -> list[Part]:
    """A single ask: large, on a panel, its number before it; nothing where it takes more than the slide."""
    width = body.width - 130
    large = [(sizes, 0.6 * body.height) for sizes in ((40.0, 28.0), (36.0, 26.0), (32.0, 24.0))]
    small = [(sizes, body.height - 56) for sizes in ((28.0, 24.0), (26.0, 22.0), (24.0, 20.0))]
    for sizes, room in (*large, *small, ((20.0, draft.size("small")), body.height - 40)):
        lines = _text(draft, ask, sizes)
        used = draft.high(lines, width)
        if used <= room:
            panel = body.around(used + 64)
            number = [_number(draft, ask, sizes[0] * 1.2, 66)]
            top = panel.y + (panel.height - used) / 2
            lift = sizes[0] * 0.2 * draft.face.leading * 0.75
            return [
                *accented(panel),
                draft.text(Box(panel.x + 30, top - lift, 66, draft.high(number, 66)), number),
                draft.text(Box(panel.x + 100, top, width, used + 1), lines),
            ]
    return []


def _cards(draft: Draft, asks: list[EditionRecommendation]) -> list[Part]:
    body = draft.frame("recommendations").body
    alone = _alone(draft, asks[0], body) if len(asks) == 1 else []
    if alone:
        return alone
    larger = ((32.0, 26.0), (28.0, 24.0), (26.0, 22.0), (24.0, 20.0), (22.0, 18.0))
    sizes = next((s for s in larger if _total(draft, asks, s) <= body.height * 0.92), _least(draft))
    spare = max(0.0, body.height - _total(draft, asks, sizes)) / (len(asks) + 1)
    y = body.y + min(spare, 28)
    several = len({ask.actor for ask in asks}) > 1
    parts: list[Part] = []
    before = ""
    for ask in asks:
        if several and ask.actor != before:
            who = [_actor(draft, ask)]
            high = draft.high(who, body.width)
            parts.append(draft.text(Box(body.x, y, body.width, high), who))
            y += high + _HEADED
            before = ask.actor
        high = _card(draft, parts, ask, _text(draft, ask, sizes), sizes, y)
        y += high + GAP + min(spare, 44)
    return parts


def _card(
    draft: Draft, parts: list[Part], ask: EditionRecommendation, lines: list[Line], sizes: Sizes, y: float
) -> float:  # fmt: skip
    """Add the ask's number and `lines` at `y`; returns their height."""
    body = draft.frame("recommendations").body
    high = draft.high(lines, _width(draft))
    parts.append(Panel(Box(body.x, y, 4, high), "accent"))
    number = [_number(draft, ask, min(38.0, sizes[0] * 1.2), NUMBER - 20)]
    size = number[0].size
    lift = (size - sizes[0]) * draft.face.leading * 0.75
    place = Box(body.x + 16, y - lift, NUMBER - 20, size * draft.face.leading + 1)
    parts.append(draft.text(place, number))
    parts.append(draft.text(Box(body.x + NUMBER, y, _width(draft), high), lines))
    return high
