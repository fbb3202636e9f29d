"""What stands at the end: about this brief, notes, sources."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.languages.locale import locale_of
from briefgen.model.edition import Edition
from briefgen.model.rich_text import Text
from briefgen.pdf.blocks import Draft, section_heading
from briefgen.pdf.flowables import Frame, Stack
from briefgen.pdf.layout import Band, Item
from briefgen.pdf.markup import blocks
from briefgen.pdf.sections import section
from briefgen.pdf.tagged.paragraph import Paragraph, TaggedList
from briefgen.pdf.tagged.structure import Element


@section(
    "about",
    ("auto", "brief", "full"),
    70,
    stands=lambda edition: bool(edition.about or edition.organisation.contact),
    listed=True,
)
def about(edition: Edition, draft: Draft, root: Element) -> Iterator[Band]:
    """What the brief is and is not, and whom to ask."""
    look = draft.look
    sect = root.add("Sect")
    title = section_heading(draft, "about", sect)
    parts = [(title, 0.0)]
    parts += [(i.flow, max(i.before, 3.0)) for i in blocks(edition.about, draft.marks, sect)]
    if edition.organisation.contact or edition.organisation.url:
        parts.append((_contact(edition, draft, sect), 6.0))
    box = Stack(parts, Frame(padding=11, background=look.colour("panel")))
    yield Band((Item(box),), before=look.space(look.theme.space.block))


def _contact(edition: Edition, draft: Draft, sect: Element) -> Paragraph:
    organisation = edition.organisation
    runs = [
        Text(locale_of(edition).word("contact") + locale_of(edition).colon, bold=True),
        *edition.contact,
    ]
    if organisation.url:
        runs += [Text(locale_of(edition).comma), Text(organisation.url, url=organisation.url)]
    return draft.paragraph(tuple(runs), "body", sect.add("P"))


@section("notes", ("auto", "brief"), 110)
def notes_and_sources(edition: Edition, draft: Draft, root: Element) -> Iterator[Band]:
    """Notes with links back to their marks, and the list of sources, in small type."""
    yield from _small(edition, draft, root, notes=True)


@section("sources", ("full",), 110, listed=True)
def sources(edition: Edition, draft: Draft, root: Element) -> Iterator[Band]:
    """The list of sources alone."""
    yield from _small(edition, draft, root, notes=False)


def _small(edition: Edition, draft: Draft, root: Element, notes: bool) -> Iterator[Band]:
    look = draft.look
    items: list[Item] = []
    style = look.styles["numbered"]
    if edition.notes and notes:
        sect = root.add("Sect")
        title = section_heading(draft, "notes", sect, style="headline")
        items.append(Item(title, 0, 3, keep=True))
        tagged = TaggedList(sect, "Decimal")
        for note in edition.notes:
            said = note.text if look.fit.cited else note.where
            text = f'<a name="note-{note.number}"/>' + draft.marks.text(said)
            text += draft.marks.back(note.number)
            items.append(
                Item(tagged.item(text, style, f"{look.locale.digits(note.number)}."), 1.5, 1.5)
            )
    sect = root.add("Sect")
    title = section_heading(draft, "sources", sect, style="headline")
    items.append(Item(title, look.space(10) if items else 0, 3, keep=True))
    tagged = TaggedList(sect, "Disc")
    for source in edition.sources:
        items.append(Item(tagged.item(draft.marks.text(source.text), style, "•"), 1.5, 1.5))
    yield Band(tuple(items), look.columns, before=look.space(look.theme.space.block))


@section("sources", ("highlights",), 110)
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
