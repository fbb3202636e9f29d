"""A placed slide on paper: text and lines only, tagged, at any scale. Lengths are points."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader

from briefgen.charts.drawing import Drawing
from briefgen.deck.placed import Box, ChartBox, Line, Panel, Picture, Slide, TableBox, TextBox
from briefgen.deck.slides.cells import PAD_X, PAD_Y
from briefgen.editions import EditionFigure
from briefgen.font_metrics import drawn
from briefgen.locale import Locale
from briefgen.outline.richtext import Text
from briefgen.pdf.paper import font_name, replay
from briefgen.pdf.tagged import Element, TaggedCanvas, Words, is_shaped, show_row
from briefgen.theme import Theme

# A figure at a width and height in points, its text multiplied by a scale, as paths and text.
Drawer: TypeAlias = Callable[[EditionFigure, float, float, float], Drawing]
# Where a line's baseline stands below its top, as a share of the size (Carlito's ascent in a line of 1.22).
_BASELINE = 0.93
# A panel no wider than this is a rule, and printed as one.
_RULE = 9.0


@dataclass
class Printer:
    """Draws slides of `height` points on `canvas`, each into an element of its own."""

    canvas: TaggedCanvas
    theme: Theme
    locale: Locale
    height: float
    draw: Drawer
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
        self._paragraphs(slide.title, lambda: element.add(heading, title=slide.title_text))
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
        holder: dict[str, Element] = {}
        numbering = "Decimal" if any(li.bullet not in ("", "•") for li in part.lines) else "Disc"

        def list_item() -> Element:
            if "L" not in holder:
                entries = {"List": {"ListNumbering": numbering}}
                holder["L"] = element.add("L", attributes=entries)
            return holder["L"].add("LI")

        y = self._top(part)
        for index, line in enumerate(part.lines):
            y += line.gap if index else 0
            if line.bullet:
                item = list_item()
                label = item.add("Lbl")
                with self.canvas.marked(label):
                    self._bullet(part, line, y, label)
                target = item.add("LBody")
            else:
                holder.clear()
                target = element.add("P")
            y = self._line(part, line, y, target)

    def _paragraphs(self, part: TextBox, make: Callable[[], Element]) -> None:
        y = self._top(part)
        for index, line in enumerate(part.lines):
            y = self._line(part, line, y + (line.gap if index else 0), make())

    def _top(self, part: TextBox) -> float:
        spare = max(0.0, part.box.height - part.text_height)
        return part.box.y + {"top": 0.0, "middle": spare / 2, "bottom": spare}[part.anchor]

    def _line(self, part: TextBox, line: Line, y: float, element: Element) -> float:
        """One paragraph, from `y` down; returns where it ends."""
        with self.canvas.marked(element):
            for row in line.broken(part.face, part.box.width):
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
            self._shaped(x, y, line, row, element)
            return
        for index, run in enumerate(row):
            text = run.text + (" " if index == len(row) - 1 else "")
            name = font_name(self.theme, line.bold or run.bold, line.italic or run.italic)
            wide = self.canvas.stringWidth(drawn(text), name, line.size)
            base = self._up(y + line.size * _BASELINE)
            with self._linked(
                element, run, (x, base - line.size * 0.25, x + wide, base + line.size * 0.75)
            ):
                self.canvas.setFont(name, line.size)
                self.canvas.setFillColor(self._colour("link" if run.url else line.colour))
                self.canvas.drawString(x, base, drawn(text))
            x += wide

    def _shaped(
        self, x: float, y: float, line: Line, row: Sequence[Text], element: Element
    ) -> None:
        """As `_runs`, where the runs' order on paper is not that of reading."""
        base = self._up(y + line.size * _BASELINE)
        words = []
        for run in row:
            name = font_name(self.theme, line.bold or run.bold, line.italic or run.italic)
            slot = element.content
            if run.url is not None:
                keys = self._links.setdefault(element, {})
                slot = slot.inline(keys.setdefault(run.url, len(keys)), "Link")
            text = drawn(self.locale.isolated(run.text, run.lang))
            colour = self._colour("link" if run.url else line.colour)
            words.append(Words(text, name, line.size, colour, slot))
        for words_at, run in zip(show_row(self.canvas, words, x, base), row, strict=True):
            if run.url is None or words_at is None:
                continue
            left, right = words_at
            rect = (left, base - line.size * 0.25, right, base + line.size * 0.75)
            keys = self._links[element]
            with self.canvas.marked_slot(element.content.inline(keys[run.url], "Link")):
                self.canvas.linkURL(run.url, rect, relative=1, contents=run.url)

    @contextmanager
    def _linked(self, element: Element, run: Text, rect: tuple[float, ...]) -> Iterator[None]:
        """The run as a Link of the paragraph `element`, where it is one; a link over a break is one Link."""
        if run.url is None:
            yield
            return
        keys = self._links.setdefault(element, {})
        key = keys.setdefault(run.url, len(keys))
        with self.canvas.marked_slot(element.content.inline(key, "Link")):
            yield
            self.canvas.linkURL(run.url, rect, relative=1, contents=run.url)

    def _figure(self, part: Picture | ChartBox, element: Element, frame: Box, scale: float) -> None:
        box, canvas = part.box, self.canvas
        left, foot = frame.x + box.x * scale, frame.y - box.bottom * scale
        bounds = [left, foot, left + box.width * scale, foot + box.height * scale]
        figure = element.add("Figure", alt=part.alt, attributes={"Layout": {"Placement": "Block", "BBox": bounds}})  # fmt: skip
        with canvas.marked(figure):
            canvas.saveState()
            canvas.translate(box.x, self._up(box.bottom))
            if part.figure is not None:
                text_scale = part.text_scale if isinstance(part, Picture) else 2.0
                replay(
                    canvas, self.draw(part.figure, box.width, box.height, text_scale), self.theme
                )
            elif isinstance(part, Picture) and part.file:
                canvas.drawImage(_flat(part.file), 0, 0, box.width, box.height)
            canvas.restoreState()

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
                box = Box(x + PAD_X, y + PAD_Y, width - 2 * PAD_X, high - 2 * PAD_Y)
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
