"""Recommendations, grouped by who should act."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from briefgen.model.edition import Edition, EditionRecommendation
from briefgen.model.rich_text import Text, quoteattr
from briefgen.pdf.blocks import Draft, Heading, heading, section_heading
from briefgen.pdf.layout import Band, Item
from briefgen.pdf.markup import blocks
from briefgen.pdf.sections import section
from briefgen.pdf.tagged.paragraph import Paragraph, TaggedList
from briefgen.pdf.tagged.structure import Element


@section(
    "recommendations",
    ("auto", "brief", "full"),
    60,
    stands=lambda edition: bool(edition.recommendations),
    listed=True,
)
def recommendations(edition: Edition, draft: Draft, root: Element) -> Iterator[Band]:
    """The asks; the actor heads each run of recommendations with the same one."""
    look = draft.look
    sect = root.add("Sect")
    title = section_heading(draft, "recommendations", sect)
    items: list[Item] = []
    gap = look.space(look.theme.space.block * 0.75)
    for part, who, asks in by_actor(edition, draft, sect):
        items.append(Item(who, gap, 1, keep=True))
        for ask in asks:
            items += _ask(ask, draft, part)
    before = look.space(look.theme.space.block * 1.1)
    yield Band(tuple(items), look.columns, (Item(title, 0, 2, keep=True),), before=before)


def by_actor(
    edition: Edition, draft: Draft, sect: Element
) -> Iterator[tuple[Element, Heading, list[EditionRecommendation]]]:
    """Each run of asks to one actor: its section, the actor as its heading, and the asks."""
    for number, ((actor, lang), group) in enumerate(
        groupby(edition.recommendations, key=lambda r: (r.actor, r.actor_lang))
    ):
        part = sect.add("Sect")
        key = f"actor-{number}"
        who = heading(
            draft, (Text(actor, lang=lang),), part, key=key, tag="H3", style="actor", level=2
        )
        yield part, who, list(group)


def _ask(ask: EditionRecommendation, draft: Draft, part: Element) -> Iterator[Item]:
    look = draft.look
    small = look.space(look.theme.space.paragraph)
    action = draft.paragraph(ask.action, "action", part.add("P"))
    yield Item(action, small * 1.4, 1, keep=bool(ask.body or ask.findings))
    yield from blocks(ask.body, draft.marks, part)
    if ask.findings:
        links = look.locale.comma.join(
            f'<a href="#finding-{id}" color="{look.colour_hex("link")}" '
            f"title={quoteattr(look.locale.word('finding', number=number))}>{look.locale.digits(number)}</a>"
            for number, id in ask.findings
        )
        word = look.locale.word("finding" if len(ask.findings) == 1 else "findings list", number=links,
                                numbers=links)  # fmt: skip
        text = look.locale.word("see findings", findings=word)
        line = Paragraph(text, look.styles["source"], element=part.add("P"))
        yield Item(line, 1, small, tail=True)


@section(
    "recommendations", ("highlights",), 60, stands=lambda edition: bool(edition.recommendations)
)
def asks_short(edition: Edition, draft: Draft, root: Element) -> Iterator[Band]:
    """The actions, a line each under their actor."""
    look = draft.look
    sect = root.add("Sect")
    title = section_heading(draft, "recommendations", sect)
    items: list[Item] = []
    for part, who, asks in by_actor(edition, draft, sect):
        items.append(Item(who, look.space(5), 1, keep=True))
        tagged = TaggedList(part, "Disc")
        for ask in asks:
            items.append(Item(tagged.item(draft.marks.text(ask.action), look.styles["item"]), 1, 1))
    yield Band(tuple(items), look.columns, (Item(title, 0, 1, keep=True),), before=look.space(10))
