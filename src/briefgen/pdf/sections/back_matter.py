"""Back matter: about this brief, notes, sources; and what a full brief adds: contents, evidence, chart data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from briefgen.charts import data_table
from briefgen.charts.kinds import kind_of
from briefgen.languages import font_metrics
from briefgen.languages.locale import locale_of
from briefgen.model.edition import Edition, EditionFigure, EditionTable
from briefgen.model.rich_text import Mark, Text, escape, inline_runs, plain
from briefgen.pdf.blocks import Draft, blocks, build_table, heading, section_heading
from briefgen.pdf.flowables import Frame, Stack
from briefgen.pdf.layout import Band, Item
from briefgen.pdf.sections import LONG_LAYOUTS, section, sections
from briefgen.pdf.tagged.paragraph import Paragraph, TaggedList
from briefgen.pdf.tagged.structure import Element

# A table of more columns than this is too wide for one of the page's.
WIDE = 3


@section("contents", ("full",), 30)
def contents(edition: Edition, draft: Draft, root: Element) -> Iterator[Band]:
    """Sections and findings with their pages, each a link."""
    look = draft.look
    sect = root.add("Sect")
    title = section_heading(draft, "contents", sect)
    toc = sect.add("TOC")
    entries: list[tuple[str, str, bool]] = []
    for each in sections(edition):
        if each.listed:
            entries.append((each.key, look.locale.word(each.name), True))
            entries += [(key, text, False) for key, text in each.entries(edition, draft)]
    items = []
    for key, text, strong in entries:
        page = draft.pages.get(key, 0)
        shown = f"<b>{escape(text)}</b>" if strong else escape(text)
        colour = look.colour_hex("link")
        line = draft.link(key, shown, look.locale.word("page", page=page), "ink")
        line += f'   <font color="{colour}">{look.locale.digits(page or "00")}</font>'
        style = look.styles["contents" if strong else "contents item"]
        items.append(Item(Paragraph(line, style, element=toc.add("TOCI").add("P")), 2, 1))
    yield Band(tuple(items), look.columns, (Item(title, 0, 3, keep=True),), before=look.space(14))


@section("evidence", ("full",), 90, listed=True)
def evidence(edition: Edition, draft: Draft, root: Element) -> Iterator[Band]:
    """Each note with the claim it supports, the phrase and the place, linked back to its mark."""
    look = draft.look
    sect = root.add("Sect")
    title = section_heading(draft, "evidence", sect)
    claims = _claims(edition, draft)
    header = [
        look.locale.word(f"evidence {name}") for name in ("note", "finding", "phrase", "where")
    ]
    style = look.styles["cell"]
    rows = [[Paragraph(escape(h), look.styles["cell head"]) for h in header]]
    for note in (*edition.notes, *edition.exhibit_notes):
        mark = f'<a name="note-{note.number}"/>{look.locale.digits(note.number)}'
        mark += draft.marks.back_link(note.number)
        if note.evidence.quote:
            phrase = Text(note.evidence.quote, lang=note.lang)
        else:
            phrase = Text(note.evidence.datum or note.evidence.data or "")
        found = "<br/>".join(claims.get(note.number, ["–"]))
        rows.append([
            Paragraph(mark, style), Paragraph(found, style), Paragraph(draft.marks.text((phrase,)), style),
            Paragraph(draft.marks.text(note.where), style),
        ])  # fmt: skip
    head = look.styles["cell head"]
    first = font_metrics.face(look.theme, bold=True).width(header[0], head.fontSize) + 14
    first = max(look.paper.text_width * 0.08, first)
    rest = look.paper.text_width - first
    widths = [first, *(rest * share / 0.92 for share in (0.29, 0.36, 0.27))]
    table = build_table(look, rows, widths, sect.add("Table"))
    yield Band((Item(title, 0, 4, keep=True), Item(table)), before=look.space(18))


def _claims(edition: Edition, draft: Draft) -> dict[int, list[str]]:
    """Return the claims that rest on each note, by its number, as links back to them."""
    look = draft.look
    claims: dict[int, list[str]] = defaultdict(list)
    for finding in edition.findings:
        text = escape(f"{look.locale.digits(finding.number)}\u00a0{plain(finding.headline)}")
        title = look.locale.word("finding", number=finding.number)
        for number in finding.notes:
            claims[number].append(draft.link(f"finding-{finding.id}", text, title))
    for index, (actor, asks) in enumerate(groupby(edition.recommendations, key=lambda r: r.actor)):
        title = look.locale.word("recommendation to", actor=actor)
        for ask in asks:
            marks = (r for r in (*ask.action, *inline_runs(ask.body)) if isinstance(r, Mark))
            for number in dict.fromkeys(mark.number for mark in marks):
                text = escape(plain(ask.action))
                claims[number].append(draft.link(f"actor-{index}", text, title))
    keys = (*edition.key_numbers, *(f.key_number for f in edition.findings))
    for key in {key.id: key for key in keys if key}.values():
        text = escape(f"{key.qualifier} {key.number}".strip())
        if f"key-{key.id}" in draft.marks.anchors:
            text = draft.link(f"key-{key.id}", text, look.locale.word("key numbers"))
        for number in key.notes:
            claims[number].append(text)
    shown = [x for f in edition.findings for x in (f.figure, f.table) if x]
    for x in {x.id: x for x in (*shown, *edition.exhibits)}.values():
        kind = "table" if isinstance(x, EditionTable) else "figure"
        title = look.locale.word(kind, number=x.number)
        for number in x.notes:
            claims[number].append(draft.link(f"shown-{x.id}", escape(plain(x.title)), title))
    return claims


@section("abbreviations", ("full",), 80, stands=lambda edition: edition.abbreviations, listed=True)
def abbreviations(edition: Edition, draft: Draft, root: Element) -> Iterator[Band]:
    """What the edition's abbreviations stand for, in the order of the alphabet."""
    look = draft.look
    sect = root.add("Sect")
    title = section_heading(draft, "abbreviations", sect)
    tagged = TaggedList(sect)
    items = []
    for short, long in edition.abbreviations:
        text = draft.marks.text((Text(short, bold=True), Text(f"  {long}")))
        items.append(Item(tagged.item(text, look.styles["item"]), 1, 1))
    yield Band(tuple(items), look.columns, (Item(title, 0, 3, keep=True),), before=look.space(18))


def _has_chart_data(edition: Edition) -> bool:
    return any(data_table(figure.spec, locale_of(edition))[0] for figure in edition.figures)


@section("chart data", ("full",), 100, stands=_has_chart_data, listed=True)
def chart_data(edition: Edition, draft: Draft, root: Element) -> Iterator[Band]:
    """A small table for each chart; one of many columns stands across the page."""
    look = draft.look
    sect = root.add("Sect")
    title = section_heading(draft, "chart data", sect)
    head: tuple[Item, ...] = (Item(title, 0, 2, keep=True),)
    items: list[Item] = []
    gap = look.space(18)
    for figure in edition.figures:
        header, rows = data_table(figure.spec, locale_of(edition))
        if not header:
            continue
        if len(header) <= WIDE:
            items += _data(figure, header, rows, draft, sect, look.column_width)
            continue
        if items:
            yield Band(tuple(items), look.columns, head, before=gap)
            head, items = (), []
        wide = _data(figure, header, rows, draft, sect, look.paper.text_width)
        yield Band(tuple(wide), 1, head, before=gap)
        head = ()
    if items:
        yield Band(tuple(items), look.columns, head, before=gap)


def _data(
    figure: EditionFigure, header: Sequence[str], rows: Sequence[Sequence[str]], draft: Draft,
    sect: Element, width: float,
) -> Iterator[Item]:  # fmt: skip
    look = draft.look
    part = sect.add("Sect")
    name = heading(
        draft, figure.title, part, key=f"data-{figure.id}", tag="H3", style="action", level=2
    )
    yield Item(name, look.space(10), 1, keep=True)
    if figure.subtitle:
        yield Item(draft.paragraph(figure.subtitle, "caption", part.add("P")), 1, 3, keep=True)
    data = [[Paragraph(escape(h), look.styles["cell head"]) for h in header]]
    data += [[Paragraph(escape(c), look.styles["cell"]) for c in row] for row in rows]
    shares = _shares(kind_of(figure.spec).first_column, len(header))
    widths = [width * share for share in shares]
    yield Item(build_table(look, data, widths, part.add("Table")), 2, 6)


def _shares(first: float | None, columns: int) -> list[float]:
    """Each column's share of the table's width: the first names the row and has about twice as much."""
    first = first or {1: 1.0, 2: 0.6, 3: 0.4}.get(columns, 2 / (columns + 1))
    return [first, *[(1 - first) / max(1, columns - 1)] * (columns - 1)]


@section(
    "about",
    LONG_LAYOUTS,
    70,
    stands=lambda edition: edition.about or edition.organisation.contact,
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
            text += draft.marks.back_link(note.number)
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
        Item(draft.labelled_paragraph("source", source.text, sect.add("P")), 1, 1)
        for source in edition.sources
    ]
    yield Band(tuple(items), before=look.space(9))
