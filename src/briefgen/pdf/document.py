"""Write an edition as a PDF: lay it out, impose it on sheets, draw and tag it, attach the charts' data."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import IO, Any

from msgspec import Struct

from briefgen.charts import data_csv
from briefgen.charts.sheet import shorten
from briefgen.languages import font_metrics
from briefgen.languages.locale import locale_of
from briefgen.model.diagnostics import Diagnostic
from briefgen.model.edition import Edition
from briefgen.model.outline import BriefOptions
from briefgen.model.rich_text import plain
from briefgen.pdf.blocks import Artist, Heading
from briefgen.pdf.flowables import Stack
from briefgen.pdf.layout import Page
from briefgen.pdf.page_target import Plan, fit_to_pages
from briefgen.pdf.paper import Paper, font_name, metadata
from briefgen.pdf.styles import Look, hyphens
from briefgen.pdf.tagged import lines
from briefgen.pdf.tagged.canvas import TaggedCanvas

BLEED = 9.0  # 3 mm, as print shops ask
SLUG = 27.0  # around the bleed, where the marks are
MARK = 16.0
EVERY = 5  # lines of a proof from one number to the next


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
    """Yield the sides to print, in order. A booklet's sheets hold two pages each and blanks fill its last sheet.

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
    """The brief that was written: its number of pages, how far down each is filled (0 to 1), diagnostics of its charts."""

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
    plan = fit_to_pages(edition, artist, overflow=overflow)
    hyphens(edition.language).save()
    canvas = TaggedCanvas(
        target, tree=plan.tree, metadata=metadata(edition), font=font, pdfa_part=3
    )
    for figure in edition.figures:
        if data := data_csv(figure.spec, locale_of(edition)):
            canvas.attach(f"{figure.id}.csv", data.encode(), "text/csv",
                          description=plain(figure.title))  # fmt: skip
    # In reading order, which a booklet's sheets do not follow.
    for heading, _ in plan.headings():
        canvas.addOutlineEntry(heading.entry, heading.key, heading.level)
    for sheet in sheets(edition.brief, plan.look.paper, plan.pages, plan.look.rtl):
        prepare_sheet(canvas, sheet, edition.brief.marks)
        for spot in sheet.spots:
            canvas.saveState()
            canvas.translate(spot.x, spot.y)
            _draw_page(canvas, plan, spot.page)
            canvas.restoreState()
        canvas.showPage()
    canvas.save()
    lines.CACHE.shrink()  # thousands of rows of a batch may follow
    fill = tuple(round(page.fill, 3) for page in plan.layout.pages)
    return BriefInfo(plan.pages, fill, tuple(dict.fromkeys(plan.found)))


def _draw_page(canvas: Any, plan: Plan, number: int) -> None:
    page = plan.layout.pages[number - 1]
    if plan.edition.brief.proof:
        draw_watermark(canvas, plan.look)
    for placed in page.placed:
        placed.flow.wrap(placed.width, 1e6)
        placed.flow.drawOn(canvas, placed.x, placed.y)
    if plan.edition.brief.proof:
        draw_review_marks(canvas, plan.look, page)
    draw_furniture(canvas, plan.edition, plan.look, number, plan.pages)


# Furniture: what stands on pages beside the text. All of it is an artifact, so that reading passes over it.


def draw_furniture(canvas: Any, edition: Edition, look: Look, page: int, pages: int) -> None:
    """Draw the header (from the second page on) and the footer with `page` of `pages`."""
    paper, theme = look.paper, look.theme
    left = paper.left(page)
    right = left + paper.text_width
    size = max(theme.text.note, look.size("note") * 0.8 if look.large else 0)
    face = font_metrics.face(theme)

    def write(y: float, begins: str, ends: str) -> None:
        """Write what stands where lines begin, cut to the room there is, and what at the other side."""
        canvas.setFont(font_name(theme), size)
        canvas.setFillColor(look.colour("muted"))
        room = right - left - face.width(ends, size) - 18
        begins = shorten(font_metrics.replace_rare_characters(begins), face, size, room)
        ends = font_metrics.replace_rare_characters(ends)
        canvas.drawString(left, y, ends if look.rtl else begins)
        canvas.drawRightString(right, y, begins if look.rtl else ends)

    if edition.brief.booklet:
        # Two pages share a side: a number each is all that does not run together.
        with canvas.artifact("Pagination", "Footer"):
            write(paper.margin - 20, *((str(page), "") if page % 2 == 0 else ("", str(page))))
        return
    canvas.setStrokeColor(look.colour("rule"))
    canvas.setLineWidth(0.6)
    if page > 1:
        with canvas.artifact("Pagination", "Header"):
            y = paper.height - paper.margin + 6
            write(y, edition.organisation.name, edition.audience)
            canvas.line(left, y - 6, right, y - 6)
    with canvas.artifact("Pagination", "Footer"):
        y = paper.margin - 20
        canvas.line(left, y + 12, right, y + 12)
        where = locale_of(edition).word("page of", page=page, pages=pages)
        write(y, f"{edition.organisation.name} · {edition.date_text}", where)


def draw_watermark(canvas: Any, look: Look) -> None:
    """Draw the watermark, behind the page's text."""
    paper = look.paper
    size = paper.width / 5
    with canvas.artifact("Pagination", "Watermark"):
        canvas.saveState()
        canvas.translate(paper.width / 2, paper.height / 2)
        canvas.rotate(math.degrees(math.atan2(paper.height, paper.width)))
        canvas.setFont(font_name(look.theme, bold=True), size)
        canvas.setFillColorRGB(0.92, 0.92, 0.92)
        canvas.drawCentredString(0, -size / 3, look.locale.word("proof"))
        canvas.restoreState()


def draw_review_marks(canvas: Any, look: Look, page: Page) -> None:
    """Draw every fifth line's number where the lines of its column begin, and ids above findings' headlines."""
    columns: dict[int, list[float]] = {}
    ids = []
    for placed in page.placed:
        near = placed.x + placed.width if look.rtl else placed.x
        for y in _baselines(placed.flow, placed.y + placed.height):
            columns.setdefault(round(near), []).append(y)
        if isinstance(placed.flow, Heading) and placed.flow.key.startswith("finding-"):
            ids.append((near, placed.y + placed.height, placed.flow.key.removeprefix("finding-")))
    with canvas.artifact("Pagination"):
        canvas.setFont(font_name(look.theme), 6)
        canvas.setFillColor(look.colour("accent"))
        number = 0
        for column in sorted(columns, reverse=look.rtl):
            for y in sorted(columns[column], reverse=True):
                number += 1
                if number % EVERY == 0:
                    if look.rtl:
                        canvas.drawString(column + 4, y, str(number))
                    else:
                        canvas.drawRightString(column - 4, y, str(number))
        for x, y, id in ids:
            (canvas.drawRightString if look.rtl else canvas.drawString)(x, y + 1.5, id)


def _baselines(flow: Any, top: float) -> Iterator[float]:
    """Baselines of the lines of a paragraph, or of the paragraphs in a box, in page coordinates."""
    lines = getattr(getattr(flow, "blPara", None), "lines", None)
    if lines is not None:
        style = flow.style
        for index in range(len(lines)):
            yield top - style.fontSize - index * style.leading
        return
    if isinstance(flow, Stack):
        foot = top - flow.height
        for part, y, height in flow.places():
            yield from _baselines(part, foot + y + height)
