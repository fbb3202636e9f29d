"""The one-page sheet: findings and asks at their shortest, and where they come from."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen import charts
from briefgen.editions import Edition, EditionFigure
from briefgen.outline.richtext import Text
from briefgen.pdf.blocks import Draft, figure, heading, section_heading
from briefgen.pdf.layout import Band, Item
from briefgen.pdf.markup import blocks
from briefgen.pdf.sections.recommendations import by_actor
from briefgen.pdf.tagged import Element, TaggedList


def findings_short(edition: Edition, draft: Draft, root: Element) -> Iterator[Band]:
    """Headlines, with bodies and figures as far as the fit allows."""
    look = draft.look
    sect = root.add("Sect")
    title = section_heading(draft, "findings", sect)
    items: list[Item] = []
    shown = _lowest(edition, draft)
    gap = look.space(look.theme.space.block * 0.6)
    for finding in edition.findings:
        part = sect.add("Sect")
        number = f'<font color="{look.colour_hex("accent")}">{look.locale.digits(finding.number)}</font>  '
        head = heading(draft, finding.headline, part, key=f"finding-{finding.id}", tag="H3",
                       style="headline" if look.fit.bodies else "action", level=2, prefix=number)  # fmt: skip
        picture = finding.figure if finding.figure in shown else None
        items.append(Item(head, gap, 2, keep=bool(picture or look.fit.bodies)))
        if look.fit.bodies:
            items += blocks(finding.body, draft.marks, part)
        if picture:
            items.append(figure(draft, picture, part))
    yield Band(tuple(items), look.columns, (Item(title, 0, 2, keep=True),), before=gap * 1.4)


def _lowest(edition: Edition, draft: Draft) -> list[EditionFigure]:
    """As many figures as the fit allows, those that take least height."""
    look = draft.look

    def height(figure: EditionFigure) -> float:
        return charts.natural_height(figure, look.theme, look.column_width, locale=look.locale)

    figures = [f.figure for f in edition.findings if f.figure]
    return sorted(figures, key=height)[: look.fit.figures]


def asks_short(edition: Edition, draft: Draft, root: Element) -> Iterator[Band]:
    """The actions, a line each under their actor."""
    if not edition.recommendations:
        return
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


def provenance(edition: Edition, draft: Draft, root: Element) -> Iterator[Band]:
    """The sources in a line or two, since there is no room for notes."""
    look = draft.look
    sect = root.add("Sect")
    items = [
        Item(draft.paragraph((Text(look.locale.word("source") + look.locale.colon, bold=True), *source.text),
                             "source", sect.add("P")), 1, 1)
        for source in edition.sources
    ]  # fmt: skip
    yield Band(tuple(items), before=look.space(9))
