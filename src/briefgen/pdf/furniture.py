"""What stands on pages beside the text: running header and footer, and what reviewers need on a proof.

All of it are artifacts, so that reading passes over them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from briefgen.charts.sheet import shorten
from briefgen.languages import font_metrics
from briefgen.languages.locale import locale_of
from briefgen.model.edition import Edition
from briefgen.pdf.blocks import Heading
from briefgen.pdf.flowables import Stack
from briefgen.pdf.layout import Page
from briefgen.pdf.paper import font_name
from briefgen.pdf.styles import Look


def draw_furniture(canvas: Any, edition: Edition, look: Look, page: int, pages: int) -> None:
    """Draw the header (from the second page on) and the footer with `page` of `pages`."""
    paper, theme = look.paper, look.theme
    left = paper.left(page)
    right = left + paper.text_width
    size = max(theme.text.note, look.size("note") * 0.8 if look.large else 0)
    face = font_metrics.face(theme)

    def write(y: float, begins: str, ends: str) -> None:
        """What stands where lines begin, cut to the room there is, and what at the other side."""
        canvas.setFont(font_name(theme), size)
        canvas.setFillColor(look.colour("muted"))
        room = right - left - face.width(ends, size) - 18
        begins, ends = (
            shorten(font_metrics.drawn(begins), face, size, room),
            font_metrics.drawn(ends),
        )
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
        write(y, f"{edition.organisation.name} · {edition.dated}", where)


EVERY = 5


def draw_watermark(canvas: Any, look: Look) -> None:
    """The watermark, behind the page's text."""
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
    """Every fifth line's number where the lines of its column begin, and ids above findings' headlines."""
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
