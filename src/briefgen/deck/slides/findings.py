"""Findings: a slide that opens their part, the claims with what shows them, and exhibits that stand on their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from briefgen.deck.draft import Draft, Notes, SlideKind, finding_notes
from briefgen.deck.placed import Line, Part, TextBox, fill_slides
from briefgen.deck.slides.charts import chart_slide
from briefgen.deck.slides.numbers import number_slide
from briefgen.deck.slides.quotations import (
    cited_at,
    comparison,
    quotation_slides,
    shown_slides,
    voices,
)
from briefgen.deck.slides.tables import table_slides
from briefgen.model.edition import EditionFinding, EditionTable, Quotation
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
        notes = finding_notes(finding, draft.edition)
        if finding.figure:
            chart_slide(draft, finding.headline, finding.figure, section, notes, finding)
        elif finding.table:
            table_slides(draft, finding.table, section, notes, finding)
        else:
            _words(draft, finding, section, notes)
        if finding.figure and finding.table:
            table_slides(draft, finding.table, section, Notes(plain(finding.table.title)))


def _words(draft: Draft, finding: EditionFinding, section: str, notes: Notes) -> None:
    """No chart and no table: a number beside the phrase behind it, or phrases alone, or what the sources show."""
    said = voices(draft, finding)
    two: list[Part] = []
    if len(said) == 2 and _speakers(draft, finding) == 2:
        two = comparison(draft, said)
    if finding.key_number:
        number_slide(draft, finding, section, notes)
    elif two:
        draft.add("comparison", finding.headline, two, section, notes)
    elif said:
        quotation_slides(draft, finding.headline, said, section, notes)
    else:
        noted = [n for n in draft.edition.notes if n.number in finding.notes]
        shown = [Quotation(n.evidence.datum or plain(n.where), cited_at(n)) for n in noted]
        shown_slides(draft, finding.headline, shown, section, notes)


def _speakers(draft: Draft, finding: EditionFinding) -> int:
    evidence = [n.evidence for n in draft.edition.notes if n.number in finding.notes]
    return len({(e.says, e.source) for e in evidence if e.quote})


def _exhibits(draft: Draft) -> None:
    """A slide for each, titled by its own takeaway."""
    section = draft.word("findings")
    for shown in draft.edition.exhibits:
        if isinstance(shown, EditionTable):
            table_slides(draft, shown, section, Notes(plain(shown.title)))
        else:
            chart_slide(draft, shown.title, shown, section, Notes(shown.alt))


def open_part(draft: Draft, title: str, section: str, items: Sequence[Inline]) -> None:
    """Where the outline asks for it, a slide that opens a part of the deck: its items, on next slides where they have no room.

    `title` and `section` are keys of fixed words.
    """
    if not draft.edition.deck.sections or not items:
        return
    frame = draft.frame("section")
    colour = "on_primary" if frame.dark else "ink"
    held = "body" in frame.seats

    def listed(size: float, colour: str) -> list[Line]:
        runs = ((Text(plain(item)),) for item in items)
        return [Line(each, size, colour, bullet="•", gap=size * 0.4) for each in runs]

    def fits(lines: list[Line]) -> bool:
        return draft.high(lines, frame.body.width) <= frame.body.height

    here = next((some for some in (listed(s, colour) for s in _SIZES) if fits(some)), None)
    role: Literal["body", "free"] = "body" if held else "free"
    parts = [TextBox(frame.body, tuple(here), draft.face, role, own_style=held)] if here else []
    draft.add("section", draft.word(title), parts, draft.word(section))
    body = draft.frame("message").body
    runs = [] if here else fill_slides(lambda size: listed(size, "ink"), _SIZES, draft.face, body.width, body.height)  # fmt: skip
    for run in runs:
        draft.add(
            "message", draft.word(title), [draft.text(body, run, "body")], draft.word(section)
        )
