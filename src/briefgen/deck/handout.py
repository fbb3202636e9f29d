"""The handout: slides on paper, three a page with lines for notes, or each with its speaker notes.

Tagged as PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2), made from the placed slides without an office
suite. Filled areas of the screen are printed as outlines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from reportlab.lib.colors import HexColor

from briefgen import font_metrics
from briefgen.charts.drawing import Drawing
from briefgen.deck.compose import compose
from briefgen.deck.placed import Box, Deck, Slide
from briefgen.deck.printed import Drawer, Printer
from briefgen.diagnostics import Diagnostic
from briefgen.editions import Edition, EditionFigure
from briefgen.font_metrics import drawn
from briefgen.outline.options import HandoutStyle
from briefgen.outline.richtext import plain
from briefgen.pdf.paper import SIZES, font_name, metadata
from briefgen.pdf.tagged import Element, StructTree, TaggedCanvas, tagged_canvasmaker

MARGIN, FOOT, GAP = 54.0, 36.0, 24.0
PER_PAGE, RULES = 3, 22.0
NOTE_SIZE, NOTE_LEADING = 11.0, 14.5


@dataclass(frozen=True, slots=True)
class HandoutInfo:
    """How many pages were written, and what the slides could not do as they should."""

    pages: int
    diagnostics: tuple[Diagnostic, ...] = ()


def write_handout(
    edition: Edition, target: IO[bytes], *, style: HandoutStyle | None = None, template: Path | None = None,
    draw: Drawer | None = None,
) -> HandoutInfo:  # fmt: skip
    """Write the handout of `edition`'s deck to the binary stream `target`, on the brief's size of paper.

    `style` is `three`, three slides a page with lines to write on, or `notes`, a slide a page with its speaker
    notes; default: the edition's.
    `template` is the deck's, `draw` draws charts in place of briefgen's own. Raises BriefgenError.
    """
    deck = compose(edition, template)
    found: list[Diagnostic] = []
    sheet = _Sheets(edition, deck, target, draw or _drawer(edition, found))
    for number, slide in enumerate(deck.slides, 1):
        if (style or edition.deck.handout) == "three":
            sheet.beside_lines(slide, number)
        else:
            sheet.over_notes(slide, number)
    return HandoutInfo(sheet.finish(), (*deck.diagnostics, *found))


def _drawer(edition: Edition, found: list[Diagnostic]) -> Drawer:
    def draw(figure: EditionFigure, width: float, height: float, text_scale: float) -> Drawing:
        from briefgen import charts
        from briefgen.charts import kept

        drawing = kept.drawing(
            figure, edition.theme, edition.locale, width, height, text_scale=text_scale
        )
        found.extend(charts.no_room(figure, drawing.dropped, (width, height), slide=True))
        return drawing

    return draw


@dataclass
class _Sheets:
    """The file while it is written: one element a slide, pages begun when there is something for them."""

    edition: Edition
    deck: Deck
    target: IO[bytes]
    draw: Drawer
    tree: StructTree = field(init=False)
    canvas: TaggedCanvas = field(init=False)
    page: int = 0
    _on_page: int = 0

    def __post_init__(self) -> None:
        self.width, self.height = SIZES[self.edition.brief.size]
        self.tree = StructTree(self.edition.locale.tag, rtl=self.deck.rtl)
        self.font = font_name(self.edition.theme)
        made = tagged_canvasmaker(self.tree, metadata(self.edition), self.font)
        self.canvas = made(self.target, pagesize=(self.width, self.height))
        self.printer = Printer(
            self.canvas, self.edition.theme, self.edition.locale, self.deck.height, self.draw
        )

    def beside_lines(self, slide: Slide, number: int) -> None:
        """The next slide of a page of three, lines for notes at its right."""
        if self.page == 0 or self._on_page == PER_PAGE:
            self._turn()
        room = (self.height - 2 * MARGIN - FOOT - GAP * (PER_PAGE - 1)) / PER_PAGE
        scale = min(room / self.deck.height, (self.width - 2 * MARGIN) * 0.56 / self.deck.width)
        top = self.height - MARGIN - self._on_page * (room + GAP)
        wide = self.deck.width * scale
        left = self.width - MARGIN - wide if self.deck.rtl else MARGIN
        frame = Box(left, top, wide, self.deck.height * scale)
        self._slide(slide, number, frame, scale)
        sides = (MARGIN, left - GAP) if self.deck.rtl else (frame.right + GAP, self.width - MARGIN)
        self._lines(*sides, top, top - frame.height)
        self._on_page += 1

    def over_notes(self, slide: Slide, number: int) -> None:
        """A slide across a page of its own, its notes under it and on as many pages as they take."""
        self._turn()
        scale = (self.width - 2 * MARGIN) / self.deck.width
        scale = min(scale, 0.5 * (self.height - 2 * MARGIN) / self.deck.height)
        left = (self.width - self.deck.width * scale) / 2
        frame = Box(left, self.height - MARGIN, self.deck.width * scale, self.deck.height * scale)
        element = self._slide(slide, number, frame, scale)
        y = frame.y - frame.height - GAP
        if slide.notes:
            self._notes(slide.notes, element, y)
        else:
            self._lines(MARGIN, self.width - MARGIN, y, MARGIN + FOOT)

    def _slide(self, slide: Slide, number: int, frame: Box, scale: float) -> Element:
        canvas = self.canvas
        key = f"slide{number}"
        canvas.bookmarkPage(key, fit="XYZ", left=0, top=frame.y + 6)
        canvas.addOutlineEntry(slide.title_text, key, 0)
        with canvas.artifact("Layout"):
            canvas.setStrokeColor(HexColor(self.edition.theme.colours.mute))
            canvas.setLineWidth(0.75)
            canvas.rect(
                frame.x, frame.y - frame.height, frame.width, frame.height, stroke=1, fill=0
            )
        element = self.tree.root.add("Sect")
        self.printer.slide(slide, frame, scale, element, "H1" if number == 1 else "H2")
        with canvas.artifact("Layout"):
            shown = self.edition.locale.digits(number)
            wide = font_metrics.face(self.edition.theme).width(shown, 9)
            x = frame.right - wide if self.deck.rtl else frame.x
            self._small(x, frame.y - frame.height - 11, shown)
        return element

    def _lines(self, left: float, right: float, top: float, foot: float) -> None:
        with self.canvas.artifact("Layout"):
            self.canvas.setStrokeColor(HexColor(self.edition.theme.colours.rule))
            self.canvas.setLineWidth(0.6)
            y = top - RULES
            while y >= foot - 0.1:
                self.canvas.line(left, y, right, y)
                y -= RULES

    def _notes(self, notes: str, element: Element, y: float) -> None:
        face = font_metrics.face(self.edition.theme)
        for paragraph in (p for p in notes.split("\n") if p.strip()):
            target = element.add("P")
            rows = font_metrics.wrap(paragraph, face, NOTE_SIZE, self.width - 2 * MARGIN)
            more = False
            while rows:
                count = int((y - MARGIN - FOOT) // NOTE_LEADING)
                if count <= 0:
                    self._turn()
                    y = self.height - MARGIN
                    continue
                with self.canvas.marked(target, more=more):
                    y = self._rows(rows[:count], y)
                rows, more = rows[count:], True
            y -= NOTE_LEADING * 0.4

    def _rows(self, rows: list[str], y: float) -> float:
        self.canvas.setFont(self.font, NOTE_SIZE)
        self.canvas.setFillColor(HexColor(self.edition.theme.colours.ink))
        for row in rows:
            if self.deck.rtl:
                self.canvas.drawRightString(self.width - MARGIN, y - NOTE_SIZE, drawn(row) + " ")
            else:
                self.canvas.drawString(MARGIN, y - NOTE_SIZE, drawn(row) + " ")
            y -= NOTE_LEADING
        return y

    def _turn(self) -> None:
        """Finish the page there is, and begin one."""
        if self.page:
            self._furniture()
            self.canvas.showPage()
        self.page += 1
        self._on_page = 0

    def _furniture(self) -> None:
        with self.canvas.artifact("Pagination", "Footer"):
            title = plain(self.edition.title)
            face = font_metrics.face(self.edition.theme)
            while face.width(title, 9) > self.width - 2 * MARGIN - 80:
                title = title.rsplit(" ", 1)[0] if " " in title else title[:-1]
            word = self.edition.locale.word("page", page=self.page)
            begins, ends = (word, title) if self.deck.rtl else (title, word)
            self._small(MARGIN, MARGIN - 12, begins)
            self._small(self.width - MARGIN - face.width(ends, 9), MARGIN - 12, ends)

    def _small(self, x: float, y: float, text: str) -> None:
        self.canvas.setFont(self.font, 9)
        self.canvas.setFillColor(HexColor(self.edition.theme.colours.muted))
        self.canvas.drawString(x, y, drawn(text))

    def finish(self) -> int:
        """Write the file; returns its number of pages."""
        self._furniture()
        self.canvas.showPage()
        self.canvas.save()
        return self.page
