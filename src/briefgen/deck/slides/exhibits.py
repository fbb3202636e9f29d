"""Figures and tables that stand on their own."""

from __future__ import annotations

from briefgen.deck.draft import Draft
from briefgen.deck.notes import Notes
from briefgen.deck.slides.charts import chart_slide
from briefgen.deck.slides.tables import table_slides
from briefgen.editions import EditionTable
from briefgen.outline.richtext import plain


def exhibits(draft: Draft) -> None:
    """A slide for each, titled by its own takeaway."""
    section = draft.word("findings")
    for shown in draft.edition.exhibits:
        if isinstance(shown, EditionTable):
            table_slides(draft, shown, section, Notes(plain(shown.title)))
        else:
            chart_slide(draft, shown.title, shown, section, Notes(shown.alt))
