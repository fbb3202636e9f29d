"""Running header and footer: artifacts, so that reading passes over them."""

from __future__ import annotations

from typing import Any

from briefgen import fonts
from briefgen.charts.textfit import shortened
from briefgen.editions import Edition
from briefgen.paper.typefaces import font_name
from briefgen.pdf.styles import Look


def furniture(canvas: Any, edition: Edition, look: Look, page: int, pages: int) -> None:
    """Draw the header (from the second page on) and the footer with `page` of `pages`."""
    paper, theme = look.paper, look.theme
    left = paper.left(page)
    right = left + paper.text_width
    size = max(theme.text.note, look.size("note") * 0.8 if look.large else 0)
    face = fonts.face(theme)

    def write(y: float, begins: str, ends: str) -> None:
        """What stands where lines begin, cut to the room there is, and what at the other side."""
        canvas.setFont(font_name(theme), size)
        canvas.setFillColor(look.colour("muted"))
        room = right - left - face.width(ends, size) - 18
        begins, ends = shortened(fonts.drawn(begins), face, size, room), fonts.drawn(ends)
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
        where = edition.locale.word("page of", page=page, pages=pages)
        write(y, f"{edition.organisation.name} · {edition.dated}", where)
