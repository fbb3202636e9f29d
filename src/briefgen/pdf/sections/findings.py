"""Findings: a sentence as the headline, the body, and next to it the figure, table or phrase that shows it."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.editions import Edition, EditionFigure, EditionFinding, EditionTable
from briefgen.pdf.blocks import (
    Draft,
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
from briefgen.pdf.markup import blocks
from briefgen.pdf.tagged import Element

# A table stands across the page when its cells would wrap more than about twice in a column.
WIDE = 2.0


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
        if finding.table and not _wide(draft, finding.table):
            items += table(draft, finding.table, part, look.column_width)
        number = finding.key_number
        if number and number.id not in above and not finding.figure:
            size = number_size(draft, (number,), look.column_width)
            items.append(Item(key_number(draft, number, part, size), gap * 0.6, gap * 0.6))
        bare = not (finding.figure or finding.table)
        if bare and finding.quotation and look.fit.quotations:
            items.append(quotation(draft, finding.quotation, part))
        if finding.table and _wide(draft, finding.table):
            yield Band(tuple(items), look.columns, head, before=gap)
            head, items = (), []
            yield Band(tuple(table(draft, finding.table, part, look.paper.text_width)), before=gap)
    yield Band(tuple(items), look.columns, head, before=gap)


def _text(finding: EditionFinding, draft: Draft, part: Element) -> Iterator[Item]:
    look = draft.look
    number = (
        f'<font color="{look.colour_hex("accent")}">{look.locale.digits(finding.number)}</font>  '
    )
    title = heading(draft, finding.headline, part, key=f"finding-{finding.id}", tag="H3",
                    style="headline", level=2, prefix=number)  # fmt: skip
    gap = look.space(look.theme.space.block)
    yield Item(title, gap, look.space(3), keep=bool(finding.body or finding.figure))
    yield from blocks(finding.body, draft.marks, part)


def _wide(draft: Draft, shown: EditionTable) -> bool:
    return draft.look.columns > 1 and natural_width(draft, shown) > WIDE * draft.look.column_width


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
