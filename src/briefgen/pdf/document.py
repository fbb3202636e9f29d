"""Edition -> PDF: laid out, imposed on sheets, drawn, tagged, with the charts' data attached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from msgspec import Struct

from briefgen.charts import data_csv
from briefgen.languages.locale import locale_of
from briefgen.model.diagnostics import Diagnostic
from briefgen.model.edition import Edition
from briefgen.model.outline import BriefOptions
from briefgen.model.rich_text import plain
from briefgen.pdf.blocks import Artist
from briefgen.pdf.furniture import draw_furniture, draw_review_marks, draw_watermark
from briefgen.pdf.page_target import Plan, fit_to_pages
from briefgen.pdf.paper import Paper, font_name, metadata
from briefgen.pdf.styles import hyphens
from briefgen.pdf.tagged import lines
from briefgen.pdf.tagged.canvas import TaggedCanvas

BLEED = 9.0  # 3 mm, as print shops ask
SLUG = 27.0  # around the bleed, where the marks are
MARK = 16.0


class Spot(Struct, frozen=True):
    """A page's place on a sheet: the page's number, and its lower left corner in points."""

    page: int
    x: float
    y: float


class Sheet(Struct, frozen=True):
    """One side of a sheet: its size, its trimmed box, and the pages on it."""

    width: float
    height: float
    trim: tuple[float, float, float, float]
    spots: tuple[Spot, ...]


def sheets(options: BriefOptions, paper: Paper, pages: int, rtl: bool = False) -> Iterator[Sheet]:
    """The sides to print, in order. A booklet's sheets hold two pages each and blanks fill its last sheet.

    One written from right to left, `rtl`, is folded at its right.
    """
    edge = BLEED + SLUG if options.marks else 0.0
    wide = paper.width * (2 if options.booklet else 1)
    trim = (edge, edge, edge + wide, edge + paper.height)
    size = (wide + 2 * edge, paper.height + 2 * edge)
    if not options.booklet:
        for page in range(1, pages + 1):
            yield Sheet(*size, trim, (Spot(page, edge, edge),))
        return
    total = -(-pages // 4) * 4
    for side in range(total // 2):
        left, right = (total - side, side + 1) if side % 2 == 0 else (side + 1, total - side)
        if rtl:
            left, right = right, left
        # Paper pushes inner sheets outwards at the fold; their pages move back towards the spine.
        creep = (side // 2) * options.creep
        spots = (Spot(left, edge + creep, edge), Spot(right, edge + paper.width - creep, edge))
        yield Sheet(*size, trim, tuple(s for s in spots if s.page <= pages))


def prepare_sheet(canvas: Any, sheet: Sheet, marks: bool) -> None:
    """Set the boxes of the sheet being drawn (ISO 32000-1, 14.11.2) and draw its crop marks."""
    canvas.setPageSize((sheet.width, sheet.height))
    if not marks:
        return
    x0, y0, x1, y1 = sheet.trim
    canvas.setTrimBox((x0, y0, x1, y1))
    canvas.setBleedBox((x0 - BLEED, y0 - BLEED, x1 + BLEED, y1 + BLEED))
    with canvas.artifact("Page"):
        canvas.setLineWidth(0.4)
        canvas.setStrokeColorRGB(0, 0, 0)
        for x, out in ((x0, -1), (x1, 1)):
            for y, away in ((y0, -1), (y1, 1)):
                start = BLEED + 3
                canvas.line(x + out * start, y, x + out * (start + MARK), y)
                canvas.line(x, y + away * start, x, y + away * (start + MARK))


class BriefInfo(Struct, frozen=True):
    """What was written: the number of pages, how far down each is filled (0 to 1), what charts had no room for."""

    pages: int
    fill: tuple[float, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def write_pdf(
    edition: Edition, target: IO[bytes], *, artist: Artist | None = None, overflow: bool = False
) -> BriefInfo:
    """Write the brief of `edition` to the binary stream `target`: PDF/UA-1 and PDF/A-3a.

    `artist` draws the charts in place of briefgen's own. Raises BriefgenError for fonts that cannot be used, and
    for a promise of pages that cannot be kept, unless `overflow`; nothing is written then.
    """
    font = font_name(edition.theme)
    made = fit_to_pages(edition, artist, overflow=overflow)
    hyphens(edition.language).keep()
    canvas = TaggedCanvas(
        target, tree=made.tree, metadata=metadata(edition), font=font, pdfa_part=3
    )
    for figure in edition.figures:
        canvas.attach(f"{figure.id}.csv", data_csv(figure.spec, locale_of(edition)).encode(), "text/csv",
                      description=plain(figure.title))  # fmt: skip
    # In reading order, which a booklet's sheets do not follow.
    for heading, _ in made.headings():
        canvas.addOutlineEntry(heading.entry, heading.key, heading.level)
    for sheet in sheets(edition.brief, made.look.paper, made.pages, made.look.rtl):
        prepare_sheet(canvas, sheet, edition.brief.marks)
        for spot in sheet.spots:
            canvas.saveState()
            canvas.translate(spot.x, spot.y)
            _draw_page(canvas, made, spot.page)
            canvas.restoreState()
        canvas.showPage()
    canvas.save()
    lines.KNOWN.shrink()  # thousands of rows of a batch may follow
    fill = tuple(round(page.fill, 3) for page in made.layout.pages)
    return BriefInfo(made.pages, fill, tuple(dict.fromkeys(made.found)))


def _draw_page(canvas: Any, made: Plan, number: int) -> None:
    page = made.layout.pages[number - 1]
    marked = made.edition.brief.proof
    if marked:
        draw_watermark(canvas, made.look)
    for placed in page.placed:
        placed.flow.wrap(placed.width, 1e6)
        placed.flow.drawOn(canvas, placed.x, placed.y)
    if marked:
        draw_review_marks(canvas, made.look, page)
    draw_furniture(canvas, made.edition, made.look, number, made.pages)
