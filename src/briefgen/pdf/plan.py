"""A brief laid out as one fit has it: its sections, one after the other, on pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from briefgen.charts import kept
from briefgen.charts.drawing import Drawing
from briefgen.diagnostics import Diagnostic
from briefgen.editions import Edition, EditionFigure
from briefgen.paper.page import SIZES, Paper
from briefgen.pdf.exhibits import Artist, Draft
from briefgen.pdf.flow import Layout
from briefgen.pdf.headings import Heading
from briefgen.pdf.markup import Marks
from briefgen.pdf.sections import appendix, back, cover, findings, highlights, recommendations
from briefgen.pdf.styles import Fit, Look
from briefgen.tagged import StructTree

_HEAD = (cover.cover, cover.key_numbers)
_MIDDLE = (findings.findings, findings.exhibits, recommendations.recommendations, back.about)
SECTIONS = {
    "auto": (*_HEAD, *_MIDDLE, back.notes_and_sources),
    "brief": (*_HEAD, *_MIDDLE, back.notes_and_sources),
    "highlights": (*_HEAD, highlights.findings_short, highlights.asks_short, highlights.provenance),
    "full": (
        *_HEAD,
        appendix.contents,
        *_MIDDLE,
        appendix.abbreviations,
        appendix.evidence,
        appendix.chart_data,
        back.sources,
    ),
}


class Plan(Struct):
    """A brief laid out and not drawn yet; `found` is what is said when it is drawn."""

    edition: Edition
    look: Look
    tree: StructTree
    layout: Layout
    found: list[Diagnostic]

    @property
    def pages(self) -> int:
        """How many pages it takes."""
        return len(self.layout.pages)

    @property
    def last(self) -> float:
        """How far down the last page is filled, 0 to 1."""
        return self.layout.pages[-1].fill

    def headings(self) -> Iterator[tuple[Heading, int]]:
        """Every heading with its page, in reading order."""
        for page in self.layout.pages:
            for placed in page.placed:
                for heading in _headings(placed.flow):
                    yield heading, page.number


def _headings(flow: Any) -> Iterator[Heading]:
    if isinstance(flow, Heading) and flow.key:  # not the rest of one that was split
        yield flow
    for part, _ in getattr(flow, "parts", ()):
        yield from _headings(part)


def look_of(edition: Edition, fit: Fit) -> Look:
    """How `edition` looks as `fit` has it."""
    options, space = edition.brief, edition.theme.space
    width, height = SIZES[options.size]
    shift = 9.0 if options.duplex else 0.0
    if edition.locale.right_to_left:  # bound at the right
        shift = -shift
    paper = Paper(width, height, space.margin, space.gutter, shift=shift)
    return Look(edition.theme, edition.locale, paper, 1 if options.large_print else 2, fit,
                options.greyscale, options.large_print)  # fmt: skip


def plan(
    edition: Edition, fit: Fit, artist: Artist | None = None, pages: Mapping[str, int] | None = None,
    most: int | None = None,
) -> Plan:  # fmt: skip
    """Lay `edition` out as `fit` says; `pages` has what the contents say.

    With `most` it ends on the first page over so many.
    """
    options, look = edition.brief, look_of(edition, fit)
    tree = StructTree(lang=edition.locale.tag, rtl=look.rtl)

    def own(figure: EditionFigure, width: float, height: float, greyscale: bool) -> Drawing:
        return kept.drawing(figure, edition.theme, edition.locale, width, height,
                            greyscale=greyscale, text_scale=look.text_scale)  # fmt: skip

    marks = Marks(look, shown=options.layout != "highlights", abbreviations=edition.abbreviations,
                  exhibits=options.layout == "full")  # fmt: skip
    draft = Draft(look, marks, artist or own, pages or {})
    layout = Layout(look.paper, look.rtl, most)
    for section in SECTIONS[options.layout]:
        for band in section(edition, draft, tree.root):
            layout.add(band)
            if layout.over:
                return Plan(edition, look, tree, layout, draft.found)
    return Plan(edition, look, tree, layout, draft.found)
