"""What reviewers need on a proof: a watermark, numbered lines, and the outline's ids beside the findings."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from briefgen.paper.typefaces import font_name
from briefgen.pdf.boxes import Stack
from briefgen.pdf.flow import Page
from briefgen.pdf.headings import Heading
from briefgen.pdf.styles import Look

EVERY = 5


def under(canvas: Any, look: Look) -> None:
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


def over(canvas: Any, look: Look, page: Page) -> None:
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
