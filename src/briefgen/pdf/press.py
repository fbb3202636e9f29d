"""From pages to sheets: crop marks and bleed, and the order of a saddle-stitched booklet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from briefgen.outline.options import BriefOptions
from briefgen.paper.page import Paper

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


def prepare(canvas: Any, sheet: Sheet, marks: bool) -> None:
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
