"""The sections of the deck: findings and exhibits with what shows them, and recommendations by who should act."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Literal

from msgspec.structs import replace

from briefgen.deck.boxes import Box, Line, Panel, Part, TextBox, balance, fill_slides, lines_of
from briefgen.deck.draft import Draft, Notes, SlideKind, accent_panel, note_texts
from briefgen.deck.measure import CAUTION
from briefgen.deck.slides.charts import add_chart_slides
from briefgen.deck.slides.evidence import (
    add_data_slides,
    add_number_slides,
    add_quotation_slides,
    attribution_of,
    comparison,
    voices,
)
from briefgen.deck.slides.tables import add_table_slides
from briefgen.model.edition import EditionFinding, EditionRecommendation, EditionTable, Quotation
from briefgen.model.rich_text import Inline, Text, plain

_SIZES = (28.0, 26.0, 24.0, 22.0, 20.0, 18.0)


class Section(SlideKind):
    """A slide that opens a part of the deck; at the place of this kind the findings and exhibits follow theirs."""

    name = "section"
    names = ("Section", "Section Header")
    types = ("secHead",)
    contents = 1
    roles = ("title", "body")
    opening = True

    def compose(self, draft: Draft) -> None:
        """The claims, each finding, and figures and tables that stand on their own."""
        claims = [finding.headline for finding in draft.edition.findings]
        open_part(draft, "what is shown", "findings", claims)
        _findings(draft)
        _exhibits(draft)


def _findings(draft: Draft) -> None:
    """A slide for each finding, and one more for a table that stands beside a chart."""
    section = draft.word("findings")
    for finding in draft.edition.findings:
        prose = plain(finding.body) or plain(finding.headline)
        notes = Notes(prose, note_texts(finding.notes, draft.edition))
        if finding.figure:
            add_chart_slides(draft, finding.headline, finding.figure, section, notes, finding)
        elif finding.table:
            add_table_slides(draft, finding.table, section, notes, finding)
        else:
            _words(draft, finding, section, notes)
        if finding.figure and finding.table:
            add_table_slides(draft, finding.table, section, Notes(plain(finding.table.title)))


def _words(draft: Draft, finding: EditionFinding, section: str, notes: Notes) -> None:
    """No chart and no table: a number beside the phrase behind it, or phrases alone, or what the sources show."""
    said = voices(draft, finding)
    noted = [n for n in draft.edition.notes if n.number in finding.notes]
    speakers = {(n.evidence.says, n.evidence.source) for n in noted if n.evidence.quote}
    two = comparison(draft, said) if len(said) == len(speakers) == 2 else []
    if finding.key_number:
        add_number_slides(draft, finding, section, notes)
    elif two:
        draft.add("comparison", finding.headline, two, section, notes)
    elif said:
        add_quotation_slides(draft, finding.headline, said, section, notes)
    else:
        shown = [Quotation(n.evidence.datum or plain(n.where), attribution_of(n)) for n in noted]
        add_data_slides(draft, finding.headline, shown, section, notes)


def _exhibits(draft: Draft) -> None:
    """A slide for each, titled by its own takeaway."""
    section = draft.word("findings")
    for shown in draft.edition.exhibits:
        if isinstance(shown, EditionTable):
            add_table_slides(draft, shown, section, Notes(plain(shown.title)))
        else:
            add_chart_slides(draft, shown.title, shown, section, Notes(shown.alt))


def open_part(draft: Draft, title: str, section: str, items: Sequence[Inline]) -> None:
    """Where the outline asks for it, a slide that opens a part of the deck: its items, on next slides where they have no room.

    `title` and `section` are keys of fixed words.
    """
    if not draft.edition.deck.sections or not items:
        return
    frame = draft.frame("section")
    colour = "on_primary" if frame.dark else "ink"
    held = "body" in frame.seats

    def list_items(size: float, colour: str) -> list[Line]:
        runs = ((Text(plain(item)),) for item in items)
        return [Line(each, size, colour, bullet="•", gap=size * 0.4) for each in runs]

    def fits(lines: list[Line]) -> bool:
        return draft.height(lines, frame.body.width) <= frame.body.height

    here = next((some for some in (list_items(s, colour) for s in _SIZES) if fits(some)), None)
    role: Literal["body", "free"] = "body" if held else "free"
    parts = [TextBox(frame.body, tuple(here), draft.face, role, own_style=held)] if here else []
    title, section = draft.word(title), draft.word(section)
    draft.add("section", title, parts, section)
    body = draft.frame("message").body
    runs = [] if here else fill_slides(lambda size: list_items(size, "ink"), _SIZES, draft.face, body.width, body.height)  # fmt: skip
    draft.add_slides("message", title, ([draft.text(body, run, "body")] for run in runs), section)


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
            one = len(asked) == 1
            title = draft.word("recommendation to", actor=asked[0]) if one else section
            draft.add_slides("recommendations", title, _parts(draft, some), section, notes)


def _parts(draft: Draft, asks: list[EditionRecommendation]) -> list[list[Part]]:
    """What stands on the slide, or on each of the slides that one long ask takes."""
    least = _least(draft)
    body = draft.frame("recommendations").body
    if _total(draft, asks, least) <= body.height:
        return [_cards(draft, asks)]
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
    named = sum(draft.height([_actor(draft, a)], wide) + _HEADED for a in heads if len(heads) > 1)
    texts = sum(draft.height(_text(draft, a, sizes), _width(draft)) for a in asks)
    return texts + GAP * (len(asks) - 1) + named


def _least(draft: Draft) -> Sizes:
    return (20.0, draft.size("small"))


def _pages(draft: Draft) -> list[list[EditionRecommendation]]:
    """Slides' worth of asks: as few slides as they take, about as many on each, an actor's asks rather together."""
    asks, sizes = draft.edition.recommendations, _least(draft)
    room = draft.frame("recommendations").body.height
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
        used = draft.height(lines, width)
        if used <= room:
            panel = body.around(used + 64)
            number = [_number(draft, ask, sizes[0] * 1.2, 66)]
            top = panel.y + (panel.height - used) / 2
            lift = sizes[0] * 0.2 * draft.face.leading * 0.75
            return [
                *accent_panel(panel),
                draft.text(Box(panel.x + 30, top - lift, 66, draft.height(number, 66)), number),
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
            high = draft.height(who, body.width)
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
    high = draft.height(lines, _width(draft))
    parts.append(Panel(Box(body.x, y, 4, high), "accent"))
    number = [_number(draft, ask, min(38.0, sizes[0] * 1.2), NUMBER - 20)]
    size = number[0].size
    lift = (size - sizes[0]) * draft.face.leading * 0.75
    place = Box(body.x + 16, y - lift, NUMBER - 20, size * draft.face.leading + 1)
    parts.append(draft.text(place, number))
    parts.append(draft.text(Box(body.x + NUMBER, y, _width(draft), high), lines))
    return high
