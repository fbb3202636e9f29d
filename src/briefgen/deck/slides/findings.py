"""Findings: the claim as the title, and as the body what shows it: a chart, a number, a phrase, a table."""

from __future__ import annotations

from briefgen.deck.draft import Draft
from briefgen.deck.notes import Notes, finding_notes
from briefgen.deck.placed import Part
from briefgen.deck.slides.alone import number_slide
from briefgen.deck.slides.charts import chart_slide
from briefgen.deck.slides.phrases import comparison, quotation_slides, shown_slides
from briefgen.deck.slides.tables import table_slides
from briefgen.deck.slides.voices import cited_at, voices
from briefgen.editions import EditionFinding, Quotation
from briefgen.outline.richtext import plain


def findings(draft: Draft) -> None:
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
