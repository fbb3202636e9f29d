"""Findings (a headline, a body, and the figure, table or phrase that shows it), exhibits, and recommendations by actor."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from briefgen import charts
from briefgen.model.edition import (
    Edition,
    EditionFigure,
    EditionFinding,
    EditionRecommendation,
    EditionTable,
)
from briefgen.model.rich_text import Text, plain
from briefgen.pdf.blocks import (
    Draft,
    Heading,
    blocks,
    figure,
    heading,
    key_number,
    natural_width,
    number_size,
    quotation,
    section_heading,
    table,
)
from briefgen.pdf.layout import Band, Item
from briefgen.pdf.sections import LONG_LAYOUTS, section
from briefgen.pdf.tagged.paragraph import Paragraph, TaggedList
from briefgen.pdf.tagged.structure import Element

# A table stands across the page when its cells would wrap more than about twice in a column.
WIDE = 2.0


def _headlines(edition: Edition, draft: Draft) -> Iterator[tuple[str, str]]:
    for finding in edition.findings:
        number = draft.look.locale.digits(finding.number)
        yield f"finding-{finding.id}", f"{number}  {plain(finding.headline)}"


@section("findings", LONG_LAYOUTS, 40, listed=True, entries=_headlines)
def findings(edition: Edition, draft: Draft, root: Element) -> Iterator[Band]:
    """All findings, in columns; a table too wide for a column stands across the page."""
    look = draft.look
    sect = root.add("Sect")
    title = section_heading(draft, "findings", sect)
    head: tuple[Item, ...] = (Item(title, 0, look.space(2), keep=True),)
    above = {k.id for k in edition.key_numbers}
    items: list[Item] = []
    gap = look.space(look.theme.space.block)
    for finding in edition.findings:
        part = sect.add("Sect")
        items += _text(finding, draft, part)
        if finding.figure:
            items.append(figure(draft, finding.figure, part))
        if finding.table and not _is_wide(draft, finding.table):
            items += table(draft, finding.table, part, look.column_width)
        number = finding.key_number
        if number and number.id not in above and not finding.figure:
            size = number_size(draft, (number,), look.column_width)
            items.append(Item(key_number(draft, number, part, size), gap * 0.6, gap * 0.6))
        bare = not (finding.figure or finding.table)
        if bare and finding.quotation and look.fit.quotations:
            items.append(quotation(draft, finding.quotation, part))
        if finding.table and _is_wide(draft, finding.table):
            yield Band(tuple(items), look.columns, head, before=gap)
            head, items = (), []
            yield Band(tuple(table(draft, finding.table, part, look.paper.text_width)), before=gap)
    yield Band(tuple(items), look.columns, head, before=gap)


def _headline(finding: EditionFinding, draft: Draft, part: Element, style: str) -> Heading:
    look = draft.look
    number = (
        f'<font color="{look.colour_hex("accent")}">{look.locale.digits(finding.number)}</font>  '
    )
    return heading(draft, finding.headline, part, key=f"finding-{finding.id}", tag="H3",
                   style=style, level=2, prefix=number)  # fmt: skip


def _text(finding: EditionFinding, draft: Draft, part: Element) -> Iterator[Item]:
    look = draft.look
    title = _headline(finding, draft, part, "headline")
    gap = look.space(look.theme.space.block)
    yield Item(title, gap, look.space(3), keep=bool(finding.body or finding.figure))
    yield from blocks(finding.body, draft.marks, part)


def _is_wide(draft: Draft, shown: EditionTable) -> bool:
    return draft.look.columns > 1 and natural_width(draft, shown) > WIDE * draft.look.column_width


@section("exhibits", LONG_LAYOUTS, 50)
def exhibits(edition: Edition, draft: Draft, root: Element) -> Iterator[Band]:
    """Figures and tables that stand on their own, across the page."""
    look = draft.look
    for shown in edition.exhibits:
        part = root.add("Sect")
        gap = look.space(look.theme.space.block)
        if isinstance(shown, EditionFigure):
            yield Band((figure(draft, shown, part),), before=gap)
        else:
            yield Band(tuple(table(draft, shown, part, look.paper.text_width)), before=gap)


@section("findings", ("highlights",), 40)
def findings_short(edition: Edition, draft: Draft, root: Element) -> Iterator[Band]:
    """Headlines, with bodies and figures as far as the fit allows."""
    look = draft.look
    sect = root.add("Sect")
    title = section_heading(draft, "findings", sect)
    items: list[Item] = []
    shown = _lowest_figures(edition, draft)
    gap = look.space(look.theme.space.block * 0.6)
    for finding in edition.findings:
        part = sect.add("Sect")
        head = _headline(finding, draft, part, "headline" if look.fit.bodies else "action")
        picture = finding.figure if finding.figure in shown else None
        items.append(Item(head, gap, 2, keep=bool(picture or look.fit.bodies)))
        if look.fit.bodies:
            items += blocks(finding.body, draft.marks, part)
        if picture:
            items.append(figure(draft, picture, part))
    yield Band(tuple(items), look.columns, (Item(title, 0, 2, keep=True),), before=gap * 1.4)


def _lowest_figures(edition: Edition, draft: Draft) -> list[EditionFigure]:
    """The figures that take least height, as many as the fit allows."""
    look = draft.look

    def height(figure: EditionFigure) -> float:
        return charts.natural_height(figure, look.theme, look.column_width, locale=look.locale)

    figures = [f.figure for f in edition.findings if f.figure]
    return sorted(figures, key=height)[: look.fit.figures]


@section(
    "recommendations", LONG_LAYOUTS, 60, stands=lambda edition: edition.recommendations, listed=True
)
def recommendations(edition: Edition, draft: Draft, root: Element) -> Iterator[Band]:
    """The asks; the actor heads each run of recommendations with the same one."""
    look = draft.look
    sect = root.add("Sect")
    title = section_heading(draft, "recommendations", sect)
    items: list[Item] = []
    gap = look.space(look.theme.space.block * 0.75)
    for part, who, asks in _by_actor(edition, draft, sect):
        items.append(Item(who, gap, 1, keep=True))
        for ask in asks:
            items += _ask(ask, draft, part)
    before = look.space(look.theme.space.block * 1.1)
    yield Band(tuple(items), look.columns, (Item(title, 0, 2, keep=True),), before=before)


def _by_actor(
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
            draft.link(
                f"finding-{id}",
                look.locale.digits(number),
                look.locale.word("finding", number=number),
            )
            for number, id in ask.findings
        )
        word = look.locale.word("finding" if len(ask.findings) == 1 else "findings list", number=links,
                                numbers=links)  # fmt: skip
        text = look.locale.word("see findings", findings=word)
        line = Paragraph(text, look.styles["source"], element=part.add("P"))
        yield Item(line, 1, small, tail=True)


@section("recommendations", ("highlights",), 60, stands=lambda edition: edition.recommendations)
def recommendations_short(edition: Edition, draft: Draft, root: Element) -> Iterator[Band]:
    """The actions, a line each under their actor."""
    look = draft.look
    sect = root.add("Sect")
    title = section_heading(draft, "recommendations", sect)
    items: list[Item] = []
    for part, who, asks in _by_actor(edition, draft, sect):
        items.append(Item(who, look.space(5), 1, keep=True))
        tagged = TaggedList(part, "Disc")
        for ask in asks:
            items.append(Item(tagged.item(draft.marks.text(ask.action), look.styles["item"]), 1, 1))
    yield Band(tuple(items), look.columns, (Item(title, 0, 1, keep=True),), before=look.space(10))
