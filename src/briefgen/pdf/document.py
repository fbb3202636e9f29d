"""Edition -> PDF: write the story, lay it out, draw it, tagged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO

from briefgen import charts
from briefgen.charts.drawing import Drawing
from briefgen.editions import Edition, EditionFigure
from briefgen.outline.richtext import plain
from briefgen.pdf.exhibits import Artist, Draft
from briefgen.pdf.flow import Layout
from briefgen.pdf.furniture import furniture
from briefgen.pdf.markup import Marks
from briefgen.pdf.page import SIZES, Paper
from briefgen.pdf.sections.back import about, notes_and_sources
from briefgen.pdf.sections.cover import cover, key_numbers
from briefgen.pdf.sections.findings import exhibits, findings
from briefgen.pdf.sections.recommendations import recommendations
from briefgen.pdf.styles import Fit, Look
from briefgen.pdf.tagged import Metadata, StructTree, tagged_canvasmaker
from briefgen.pdf.typefaces import font_name

SECTIONS = (cover, key_numbers, findings, exhibits, recommendations, about, notes_and_sources)
# Steps of the ladder: air first, then figures, then pull quotes, then type. Sizes stay within what
# a typographer accepts: body text never under 9 points (10.5 x 0.9 = 9.45).
TIGHTER = (
    Fit(space=0.8),
    Fit(space=0.7, figure=0.88),
    Fit(space=0.7, figure=0.88, quotations=False),
    Fit(space=0.65, figure=0.85, text=0.95, quotations=False),
    Fit(space=0.6, figure=0.8, text=0.9, quotations=False),
)
LOOSER = (
    Fit(space=1.2, figure=1.15),
    Fit(space=1.4, figure=1.3),
    Fit(space=1.5, figure=1.4, text=1.05),
)
THIN = 0.45


@dataclass(frozen=True, slots=True)
class BriefInfo:
    """What was written: the number of pages, and how far down each is filled (0 to 1)."""

    pages: int
    fill: tuple[float, ...]


@dataclass
class Plan:
    """A brief laid out and not drawn yet."""

    look: Look
    tree: StructTree
    layout: Layout

    @property
    def pages(self) -> int:
        """How many pages it takes."""
        return len(self.layout.pages)

    @property
    def last(self) -> float:
        """How far down the last page is filled, 0 to 1."""
        return self.layout.pages[-1].fill


def draw_chart(figure: EditionFigure, edition: Edition, look: Look, width: float, height: float,
               greyscale: bool) -> Drawing:  # fmt: skip
    """The figure drawn anew for this size, as a display list."""
    fig = charts.draw(figure, edition.theme, edition.locale, width, height,
                      greyscale=greyscale, text_scale=look.fit.text)  # fmt: skip
    return charts.record(fig)


def plan(edition: Edition, fit: Fit, artist: Artist | None = None) -> Plan:
    """Lay `edition` out as `fit` says."""
    width, height = SIZES[edition.brief.size]
    space = edition.theme.space
    paper = Paper(width, height, space.margin, space.gutter)
    look = Look(edition.theme, edition.locale, paper, fit=fit)
    tree = StructTree(lang=edition.locale.tag)

    def own(figure: EditionFigure, width: float, height: float, greyscale: bool) -> Drawing:
        return draw_chart(figure, edition, look, width, height, greyscale)

    draft = Draft(look, Marks(look), artist or own)
    layout = Layout(paper)
    for section in SECTIONS:
        for band in section(edition, draft, tree.root):
            layout.add(band)
    return Plan(look, tree, layout)


def fitted(edition: Edition, artist: Artist | None = None) -> Plan:
    """The layout at the theme's own measures, unless that leaves the last page nearly empty.

    Then a page is saved where the ladder can, or the last page is filled up by loosening.
    """
    first = plan(edition, Fit(), artist)
    if first.pages == 1 or first.last >= THIN:
        return first
    for fit in TIGHTER:
        tried = plan(edition, fit, artist)
        if tried.pages < first.pages:
            return tried
    best = first
    for fit in LOOSER:
        tried = plan(edition, fit, artist)
        if tried.pages == first.pages and tried.last > best.last:
            best = tried
    return best


def write_pdf(edition: Edition, target: IO[bytes], *, artist: Artist | None = None) -> BriefInfo:
    """Write the brief of `edition` to the binary stream `target`.

    `artist` draws the charts in place of briefgen's own. Raises BriefgenError for fonts that cannot be used.
    """
    font = font_name(edition.theme)
    made = fitted(edition, artist)
    paper = made.look.paper
    meta = Metadata(
        title=plain(edition.title),
        authors=edition.authors or (edition.organisation.name,),
        description=plain(edition.subtitle),
        keywords=edition.keywords,
        creator="briefgen",
        created=datetime(edition.date.year, edition.date.month, edition.date.day, tzinfo=UTC),
    )
    canvas = tagged_canvasmaker(made.tree, meta, font)(target, pagesize=(paper.width, paper.height))
    for page in made.layout.pages:
        for placed in page.placed:
            placed.flow.wrap(placed.width, 1e6)
            placed.flow.drawOn(canvas, placed.x, placed.y)
        furniture(canvas, edition, made.look, page.number, made.pages)
        canvas.showPage()
    canvas.save()
    return BriefInfo(made.pages, tuple(round(page.fill, 3) for page in made.layout.pages))
