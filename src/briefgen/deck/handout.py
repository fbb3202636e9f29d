"""The handout: slides on paper, three a page with lines for notes, or each with its speaker notes.

Tagged as PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2), made from the placed slides without an office
suite. Filled areas of the screen are printed as outlines.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader

from briefgen.charts import load_drawing, no_room
from briefgen.deck import compose
from briefgen.deck.boxes import (
    CELL_X,
    CELL_Y,
    Box,
    ChartBox,
    Deck,
    Line,
    Panel,
    Picture,
    Slide,
    TableBox,
    TextBox,
)
from briefgen.languages import font_metrics
from briefgen.languages.font_metrics import replace_rare_characters
from briefgen.languages.locale import Locale, locale_of
from briefgen.model.diagnostics import Diagnostic
from briefgen.model.edition import Edition, EditionFigure
from briefgen.model.outline import HandoutStyle
from briefgen.model.rich_text import Text, plain
from briefgen.model.theme import Theme
from briefgen.pdf.paper import SIZES, font_name, metadata, replay
from briefgen.pdf.tagged.canvas import TaggedCanvas
from briefgen.pdf.tagged.fonts import Words, is_shaped, show_row
from briefgen.pdf.tagged.structure import Element, Slot, StructTree

MARGIN, FOOT, GAP = 54.0, 36.0, 24.0
PER_PAGE, RULES = 3, 22.0
NOTE_SIZE, NOTE_LEADING = 11.0, 14.5
# Where a line's baseline stands below its top, as a share of the size (Carlito's ascent in a line of 1.22).
_BASELINE = 0.93
# A panel no wider than this is a rule, and printed as one.
_RULE = 9.0


@dataclass(frozen=True, slots=True)
class HandoutInfo:
    """How many pages were written, and what the slides could not do as they should."""

    pages: int
    diagnostics: tuple[Diagnostic, ...] = ()


def write_handout(
    edition: Edition, target: IO[bytes], *, style: HandoutStyle | None = None, template: Path | None = None
) -> HandoutInfo:  # fmt: skip
    """Write the handout of `edition`'s deck to the binary stream `target`, on the brief's size of paper.

    `style` is `three`, three slides a page with lines to write on, or `notes`, a slide a page with its speaker
    notes; default: the edition's. `template` is the deck's. Raises BriefgenError.
    """
    deck = compose(edition, template)
    sheet = _Sheets(edition, deck, target)
    for number, slide in enumerate(deck.slides, 1):
        if (style or edition.deck.handout) == "three":
            sheet.print_beside_lines(slide, number)
        else:
            sheet.print_over_notes(slide, number)
    return HandoutInfo(sheet.finish(), (*deck.diagnostics, *sheet.printer.found))


class _Sheets:
    """The file while it is written: one element a slide, pages begun when there is something for them."""

    def __init__(self, edition: Edition, deck: Deck, target: IO[bytes]) -> None:
        self.edition, self.deck, theme = edition, deck, edition.theme
        self.page = self._on_page = 0
        self.width, self.height = SIZES[edition.brief.size]
        self.locale, self.colours = locale_of(edition), theme.colours
        self.face, self.font = font_metrics.face(theme), font_name(theme)
        self.tree = StructTree(edition.language, rtl=deck.rtl)
        size, about = (self.width, self.height), metadata(edition)
        self.canvas = TaggedCanvas(target, tree=self.tree, metadata=about, font=self.font, pagesize=size)  # fmt: skip
        self.printer = Printer(self.canvas, theme, self.locale, deck.height)

    def print_beside_lines(self, slide: Slide, number: int) -> None:
        """Print the next slide of a page of three, lines for notes at its right."""
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

    def print_over_notes(self, slide: Slide, number: int) -> None:
        """Print a slide across a page of its own, its notes under it and on as many pages as they take."""
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
            canvas.setStrokeColor(HexColor(self.colours.mute))
            canvas.setLineWidth(0.75)
            foot = frame.y - frame.height
            canvas.rect(frame.x, foot, frame.width, frame.height, stroke=1, fill=0)
        element = self.tree.root.add("Sect")
        self.printer.slide(slide, frame, scale, element, "H1" if number == 1 else "H2")
        with canvas.artifact("Layout"):
            shown = self.locale.digits(number)
            x = frame.right - self.face.width(shown, 9) if self.deck.rtl else frame.x
            self._small(x, foot - 11, shown)
        return element

    def _lines(self, left: float, right: float, top: float, foot: float) -> None:
        with self.canvas.artifact("Layout"):
            self.canvas.setStrokeColor(HexColor(self.colours.rule))
            self.canvas.setLineWidth(0.6)
            y = top - RULES
            while y >= foot - 0.1:
                self.canvas.line(left, y, right, y)
                y -= RULES

    def _notes(self, notes: str, element: Element, y: float) -> None:
        for paragraph in (p for p in notes.split("\n") if p.strip()):
            target = element.add("P")
            rows = font_metrics.wrap(paragraph, self.face, NOTE_SIZE, self.width - 2 * MARGIN)
            more = False
            while rows:
                count = int((y - MARGIN - FOOT) // NOTE_LEADING)
                if count <= 0:
                    self._turn()
                    y = self.height - MARGIN
                    continue
                with self.canvas.mark(target, more=more):
                    y = self._rows(rows[:count], y)
                rows, more = rows[count:], True
            y -= NOTE_LEADING * 0.4

    def _rows(self, rows: list[str], y: float) -> float:
        self.canvas.setFont(self.font, NOTE_SIZE)
        self.canvas.setFillColor(HexColor(self.colours.ink))
        rtl, canvas = self.deck.rtl, self.canvas
        draw, x = (canvas.drawRightString, self.width - MARGIN) if rtl else (canvas.drawString, MARGIN)  # fmt: skip
        for row in rows:
            draw(x, y - NOTE_SIZE, replace_rare_characters(row) + " ")
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
            title, face = plain(self.edition.title), self.face
            while face.width(title, 9) > self.width - 2 * MARGIN - 80:
                title = title.rsplit(" ", 1)[0] if " " in title else title[:-1]
            word = self.locale.word("page", page=self.page)
            begins, ends = (word, title) if self.deck.rtl else (title, word)
            self._small(MARGIN, MARGIN - 12, begins)
            self._small(self.width - MARGIN - face.width(ends, 9), MARGIN - 12, ends)

    def _small(self, x: float, y: float, text: str) -> None:
        self.canvas.setFont(self.font, 9)
        self.canvas.setFillColor(HexColor(self.colours.muted))
        self.canvas.drawString(x, y, replace_rare_characters(text))

    def finish(self) -> int:
        """Write the file and return its number of pages."""
        self._furniture()
        self.canvas.showPage()
        self.canvas.save()
        return self.page


@dataclass
class Printer:
    """Draws slides of `height` points on `canvas`, each into an element of its own."""

    canvas: TaggedCanvas
    theme: Theme
    locale: Locale
    height: float
    found: list[Diagnostic] = field(default_factory=list)
    _links: dict[Element, dict[str, int]] = field(default_factory=dict)

    def slide(self, slide: Slide, frame: Box, scale: float, element: Element, heading: str) -> None:
        """Draw `slide` with its upper left corner at (`frame.x`, `frame.y`), y upwards; the title is a `heading`."""
        canvas = self.canvas
        canvas.saveState()
        canvas.translate(frame.x, frame.y - self.height * scale)
        canvas.scale(scale, scale)
        with canvas.artifact("Layout"):
            for part in slide.parts:
                if isinstance(part, Panel):
                    self._panel(part)
        title = slide.title
        self._line(title, title.lines[0], self._top(title), element.add(heading, title=slide.title_text))  # fmt: skip
        for part in slide.parts:
            if isinstance(part, TextBox):
                self._text(part, element)
            elif isinstance(part, Picture | ChartBox):
                self._figure(part, element, frame, scale)
            elif isinstance(part, TableBox):
                self._table(part, element)
        canvas.restoreState()

    def _up(self, y: float) -> float:
        return self.height - y

    def _colour(self, name: str) -> Any:
        """Text made for a dark ground is printed dark; no ground is printed."""
        c = self.theme.colours
        return HexColor(c.ink if name == "on_primary" else getattr(c, name))

    def _panel(self, part: Panel) -> None:
        """Rules stay; the edge alone of what is a filled area on the screen, to save ink."""
        box = part.box
        if part.colour == "paper":
            return
        if min(box.width, box.height) <= _RULE:
            self.canvas.setFillColor(self._colour(part.colour))
            self.canvas.rect(box.x, self._up(box.bottom), box.width, box.height, stroke=0, fill=1)
            return
        self.canvas.setStrokeColor(HexColor(self.theme.colours.rule))
        self.canvas.setLineWidth(0.75)
        self.canvas.rect(box.x, self._up(box.bottom), box.width, box.height, stroke=1, fill=0)

    def _text(self, part: TextBox, element: Element) -> None:
        """Paragraphs as P, runs of bulleted ones as one list."""
        numbering = "Decimal" if any(li.bullet not in ("", "•") for li in part.lines) else "Disc"
        items: Element | None = None
        y = self._top(part)
        for index, line in enumerate(part.lines):
            y += line.gap if index else 0
            if line.bullet:
                if items is None:
                    items = element.add("L", attributes={"List": {"ListNumbering": numbering}})
                item = items.add("LI")
                label = item.add("Lbl")
                with self.canvas.mark(label):
                    self._bullet(part, line, y, label)
                target = item.add("LBody")
            else:
                items, target = None, element.add("P")
            y = self._line(part, line, y, target)

    def _top(self, part: TextBox) -> float:
        spare = max(0.0, part.box.height - part.text_height)
        return part.box.y + {"top": 0.0, "middle": spare / 2, "bottom": spare}[part.anchor]

    def _line(self, part: TextBox, line: Line, y: float, element: Element) -> float:
        """One paragraph, from `y` down; returns where it ends."""
        with self.canvas.mark(element):
            for row in line.break_lines(part.face, part.box.width):
                wide = sum(part.face.advance(r.text, line.size, line.bold or r.bold) for r in row)
                spare = part.box.width - line.indent - wide
                shift = {"left": 0.0, "center": spare / 2, "right": spare}[line.align]
                left = part.box.x + (0.0 if self.canvas.rtl else line.indent)
                self._runs(left + shift, y, line, row, element)
                y += line.size * part.face.leading
        return y

    def _bullet(self, part: TextBox, line: Line, y: float, label: Element) -> None:
        inset = line.indent - line.size * 0.9
        x = part.box.x + inset
        if self.canvas.rtl:
            x = part.box.right - inset - part.face.advance(line.bullet, line.size)
        self._runs(x, y, line, (Text(line.bullet),), label)

    def _runs(self, x: float, y: float, line: Line, row: Sequence[Text], element: Element) -> None:
        if is_shaped(font_name(self.theme)):
            self._shape_runs(x, y, line, row, element)
            return
        for index, run in enumerate(row):
            text = run.text + (" " if index == len(row) - 1 else "")
            name = font_name(self.theme, line.bold or run.bold, line.italic or run.italic)
            wide = self.canvas.stringWidth(replace_rare_characters(text), name, line.size)
            base = self._up(y + line.size * _BASELINE)
            url = run.url
            slot = None if url is None else self.canvas.mark_slot(self._link(element, url))
            with slot or nullcontext():
                self.canvas.setFont(name, line.size)
                self.canvas.setFillColor(self._colour("link" if url else line.colour))
                self.canvas.drawString(x, base, replace_rare_characters(text))
                if url is not None:
                    self._link_area(url, x, x + wide, base, line.size)
            x += wide

    def _shape_runs(
        self, x: float, y: float, line: Line, row: Sequence[Text], element: Element
    ) -> None:
        """As `_runs`, where the runs' order on paper is not that of reading."""
        base = self._up(y + line.size * _BASELINE)
        words = []
        for run in row:
            name = font_name(self.theme, line.bold or run.bold, line.italic or run.italic)
            slot = element.content if run.url is None else self._link(element, run.url)
            text = replace_rare_characters(self.locale.isolate(run.text, run.lang))
            colour = self._colour("link" if run.url else line.colour)
            words.append(Words(text, name, line.size, colour, slot))
        for words_at, run in zip(show_row(self.canvas, words, x, base), row, strict=True):
            if run.url is None or words_at is None:
                continue
            with self.canvas.mark_slot(self._link(element, run.url)):
                self._link_area(run.url, *words_at, base, line.size)

    def _link(self, element: Element, url: str) -> Slot:
        """The place of a Link to `url` in the paragraph `element`; a link over a break is one Link."""
        keys = self._links.setdefault(element, {})
        return element.content.inline(keys.setdefault(url, len(keys)), "Link")

    def _link_area(self, url: str, left: float, right: float, base: float, size: float) -> None:
        rect = (left, base - size * 0.25, right, base + size * 0.75)
        self.canvas.linkURL(url, rect, relative=1, contents=url)

    def _figure(self, part: Picture | ChartBox, element: Element, frame: Box, scale: float) -> None:
        box, canvas = part.box, self.canvas
        left, foot = frame.x + box.x * scale, frame.y - box.bottom * scale
        bounds = [left, foot, left + box.width * scale, foot + box.height * scale]
        figure = element.add("Figure", alt=part.alt, attributes={"Layout": {"Placement": "Block", "BBox": bounds}})  # fmt: skip
        with canvas.mark(figure):
            canvas.saveState()
            canvas.translate(box.x, self._up(box.bottom))
            if part.figure is not None:
                scale = part.text_scale if isinstance(part, Picture) else 2.0
                self._draw_chart(part.figure, (box.width, box.height), scale)
            elif isinstance(part, Picture) and part.file:
                canvas.drawImage(_flat(part.file), 0, 0, box.width, box.height)
            canvas.restoreState()

    def _draw_chart(self, figure: EditionFigure, size: tuple[float, float], scale: float) -> None:
        drawing = load_drawing(figure, self.theme, self.locale, *size, text_scale=scale)
        self.found += no_room(figure, drawing.dropped, size, slide=True)
        replay(self.canvas, drawing, self.theme)

    def _table(self, part: TableBox, element: Element) -> None:
        table = element.add("Table")
        y = part.box.y
        # In a small table names of rows would outnumber what they name.
        size = len(part.rows), len(part.widths)
        named = (size[0] - 1) * (size[1] - 1) >= size[0] + size[1] - 1
        for number, (row, high) in enumerate(zip(part.rows, part.heights, strict=True)):
            line_of = table.add("TR")
            x = part.box.x
            for column, (content, width) in enumerate(zip(row, part.widths, strict=True)):
                head, first = number == 0, column == 0 and named
                scope = {"Table": {"Scope": "Column" if head else "Row"}} if head or first else None
                cell = line_of.add("TH" if head or first else "TD", attributes=scope)
                box = Box(x + CELL_X, y + CELL_Y, width - 2 * CELL_X, high - 2 * CELL_Y)
                line = Line(content, part.size, bold=head or column == 0, align=part.aligns[column])
                text = TextBox(box, (line,), part.face, anchor="middle")
                self._line(text, line, self._top(text), cell)
                x += width
            y += high
            with self.canvas.artifact("Layout"):
                self.canvas.setStrokeColor(HexColor(self.theme.colours.muted))
                self.canvas.setLineWidth(1.5 if number == 0 else 0.75)
                self.canvas.line(part.box.x, self._up(y), part.box.right, self._up(y))


def _flat(path: str) -> ImageReader:
    """An image on white, in RGB: the one colour space of the file's output intent (ISO 19005-2, 6.2.4.3)."""
    from PIL import Image

    with Image.open(path) as given:
        rgba = given.convert("RGBA")
    paper = Image.new("RGBA", rgba.size, "white")
    paper.alpha_composite(rgba)
    return ImageReader(paper.convert("RGB"))
