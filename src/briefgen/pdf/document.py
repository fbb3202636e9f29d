"""Edition -> PDF: plan it, draw it on sheets, tagged, with the charts' data attached."""

from __future__ import annotations

from typing import IO, Any

from msgspec import Struct

from briefgen.charts import data_csv
from briefgen.diagnostics import Diagnostic
from briefgen.editions import Edition
from briefgen.outline.richtext import plain
from briefgen.paper.metadata import metadata
from briefgen.paper.typefaces import font_name
from briefgen.pdf import proof
from briefgen.pdf.exhibits import Artist
from briefgen.pdf.fit import fitted
from briefgen.pdf.furniture import furniture
from briefgen.pdf.hyphens import hyphens
from briefgen.pdf.plan import Plan
from briefgen.pdf.press import prepare, sheets
from briefgen.tagged import lines, tagged_canvasmaker


class BriefInfo(Struct, frozen=True):
    """What was written: the number of pages, how far down each is filled (0 to 1), what charts had no room for."""

    pages: int
    fill: tuple[float, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def write_pdf(
    edition: Edition, target: IO[bytes], *, artist: Artist | None = None, overflow: bool = False,
    key: str | None = None,
) -> BriefInfo:  # fmt: skip
    """Write the brief of `edition` to the binary stream `target`: PDF/UA-1 and PDF/A-3a.

    `artist` draws the charts in place of briefgen's own; `key` is as for `fitted`. Raises BriefgenError for fonts that cannot be used, and
    for a promise of pages that cannot be kept, unless `overflow`; nothing is written then.
    """
    font = font_name(edition.theme)
    made = fitted(edition, artist, overflow=overflow, key=key)
    hyphens(edition.locale.tag).keep()
    canvas = tagged_canvasmaker(made.tree, metadata(edition), font, pdfa_part=3)(target)
    for figure in edition.figures:
        canvas.attach(f"{figure.id}.csv", data_csv(figure.spec, edition.locale).encode(), "text/csv",
                      description=plain(figure.title))  # fmt: skip
    # In reading order, which a booklet's sheets do not follow.
    for heading, _ in made.headings():
        canvas.addOutlineEntry(heading.entry, heading.key, heading.level)
    for sheet in sheets(edition.brief, made.look.paper, made.pages, made.look.rtl):
        prepare(canvas, sheet, edition.brief.marks)
        for spot in sheet.spots:
            canvas.saveState()
            canvas.translate(spot.x, spot.y)
            _page(canvas, made, spot.page)
            canvas.restoreState()
        canvas.showPage()
    canvas.save()
    lines.KNOWN.shrink()  # thousands of rows of a batch may follow
    fill = tuple(round(page.fill, 3) for page in made.layout.pages)
    return BriefInfo(made.pages, fill, tuple(dict.fromkeys(made.found)))


def _page(canvas: Any, made: Plan, number: int) -> None:
    page = made.layout.pages[number - 1]
    marked = made.edition.brief.proof
    if marked:
        proof.under(canvas, made.look)
    for placed in page.placed:
        placed.flow.wrap(placed.width, 1e6)
        placed.flow.drawOn(canvas, placed.x, placed.y)
    if marked:
        proof.over(canvas, made.look, page)
    furniture(canvas, made.edition, made.look, number, made.pages)
