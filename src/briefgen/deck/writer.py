"""Placed slides -> PowerPoint file."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import IO, Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from briefgen.deck import pictures
from briefgen.deck.compose import composed
from briefgen.deck.package import add_sections, save, set_properties
from briefgen.deck.placed import Line, Panel, Picture, Slide, TableBox, TextBox
from briefgen.deck.slides.tables import PAD_X, PAD_Y
from briefgen.deck.template import own_template
from briefgen.deck.text import THEME_COLOURS, fill, runs
from briefgen.diagnostics import Diagnostic
from briefgen.editions import Edition
from briefgen.outline.richtext import plain

# Which placeholder of a layout, by index, a text of this role goes into.
_ROLES = {"subtitle": (1,), "body": (1, 13), "caption": (13,), "source": (15,)}
_PICTURE = 14


@dataclass(frozen=True, slots=True)
class DeckInfo:
    """What was written, and what could not be done as it should be."""

    slides: int
    diagnostics: tuple[Diagnostic, ...] = ()


def write_pptx(
    edition: Edition, target: IO[bytes], *, artist: pictures.Artist | None = None
) -> DeckInfo:
    """Write the deck of `edition` to the binary stream `target`; `artist` draws charts in place of our own."""
    deck, found = composed(edition)
    presentation = own_template(edition.theme)
    writer = _Writer(edition, presentation, artist or pictures.artist(edition))
    for slide in deck.slides:
        writer.slide(slide)
    add_sections(presentation, [s.section for s in deck.slides])
    set_properties(presentation, edition)
    save(presentation, target)
    return DeckInfo(len(deck.slides), found)


@dataclass
class _Writer:
    edition: Edition
    presentation: Any
    draw: pictures.Artist
    charts: int = 0

    @property
    def language(self) -> str:
        return self.edition.locale.tag

    def slide(self, placed: Slide) -> None:
        layout = self.presentation.slide_layouts.get_by_name(placed.layout)
        slide = self.presentation.slides.add_slide(layout)
        free = {p.placeholder_format.idx: p for p in slide.placeholders}
        self._text(slide, placed.title, free.pop(0))
        for part in placed.parts:
            if isinstance(part, TextBox):
                wanted = next((i for i in _ROLES.get(part.role, ()) if i in free), None)
                self._text(slide, part, free.pop(wanted) if wanted is not None else None)
            elif isinstance(part, Picture):
                self.charts += 1
                place = free.pop(_PICTURE, None) if part.figure else None
                pictures.add_picture(slide, part, self.draw, place, self.charts)
            elif isinstance(part, TableBox):
                self._table(slide, part)
            else:
                self._panel(slide, part)
        for unused in free.values():
            unused._element.getparent().remove(unused._element)
        self._order(slide, placed)
        self._furniture(slide, layout)
        if placed.notes:
            self._notes(slide, placed.notes)

    def _text(self, slide: Any, part: TextBox, shape: Any) -> None:
        if shape is None:
            shape = slide.shapes.add_textbox(0, 0, 0, 0)
        pictures.place(shape, part.box)
        fill(shape.text_frame, part.lines, part.anchor, self.language)

    def _panel(self, slide: Any, part: Panel) -> None:
        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, 0, 0)
        pictures.place(shape, part.box)
        shape.fill.solid()
        shape.fill.fore_color.theme_color = THEME_COLOURS[part.colour]
        shape.line.fill.background()
        shape.name = f"Panel {shape.shape_id}"
        style = shape._element.find(qn("p:style"))
        if style is not None:  # the style's shadow
            shape._element.remove(style)
        pictures.mark_decorative(shape)

    def _table(self, slide: Any, part: TableBox) -> None:
        frame = slide.shapes.add_table(len(part.rows), len(part.widths), 0, 0, 0, 0)
        pictures.place(frame, part.box)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", part.alt)
        frame.name = f"Table {frame.shape_id}"
        table = frame.table
        table.first_row, table.horz_banding = True, False
        table._tbl.tblPr.find(
            qn("a:tableStyleId")
        ).text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style
        for column, width in zip(table.columns, part.widths, strict=True):
            column.width = Pt(width)
        for index, (row, high) in enumerate(zip(part.rows, part.heights, strict=True)):
            table.rows[index].height = Pt(high)
            for number, content in enumerate(row):
                cell = table.cell(index, number)
                cell.margin_left = cell.margin_right = Pt(PAD_X)
                cell.margin_top = cell.margin_bottom = Pt(PAD_Y)
                head = index == 0
                line = Line(
                    content, part.size, "primary" if head else "ink", bold=head or number == 0
                )
                paragraph = cell.text_frame.paragraphs[0]
                paragraph.alignment = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER,
                                       "right": PP_ALIGN.RIGHT}[part.aligns[number]]  # fmt: skip
                runs(paragraph, line, self.language)
                self._cell(cell, head)

    def _cell(self, cell: Any, head: bool) -> None:
        properties = cell._tc.get_or_add_tcPr()
        line = properties.makeelement(qn("a:lnB"), {"w": "9525"})
        solid = line.makeelement(qn("a:solidFill"), {})
        solid.append(solid.makeelement(qn("a:schemeClr"), {"val": "accent5"}))
        line.append(solid)
        properties.append(line)
        if head:
            cell.fill.solid()
            cell.fill.fore_color.theme_color = THEME_COLOURS["panel"]

    def _order(self, slide: Any, placed: Slide) -> None:
        """Panels behind everything; then the title, then the rest: the order in which it is read."""
        tree = slide.shapes._spTree
        title = slide.shapes.title._element
        tree.remove(title)
        panels = [s._element for s in slide.shapes if s.name.startswith("Panel ")]
        first = tree.index(panels[-1]) + 1 if panels else 2
        for offset, panel in enumerate(panels):
            tree.remove(panel)
            tree.insert(2 + offset, panel)
        tree.insert(2 + len(panels) if panels else first, title)
        wanted = [placed.title, *(p for p in placed.parts if not isinstance(p, Panel))]
        rest = [s for s in slide.shapes if s._element not in (*panels, title)]
        spots = {
            (round(p.box.x), round(p.box.y), round(p.box.width)): i for i, p in enumerate(wanted)
        }
        rest.sort(
            key=lambda s: spots.get(
                (round(s.left.pt), round(s.top.pt), round(s.width.pt)), len(spots)
            )
        )
        for shape in rest:
            tree.remove(shape._element)
        for shape in rest:
            tree.append(shape._element)

    def _furniture(self, slide: Any, layout: Any) -> None:
        """Footer and slide number, copied from the layout as PowerPoint does when they are switched on."""
        footer = self.edition.deck.footer or plain(self.edition.title)
        for place in layout.placeholders:
            kind = place._element.xpath("./p:nvSpPr/p:nvPr/p:ph/@type")
            if not kind or kind[0] not in ("ftr", "sldNum"):
                continue
            element = copy.deepcopy(place._element)
            element.nvSpPr.cNvPr.set("id", str(max(s.shape_id for s in slide.shapes) + 1))
            for style in element.xpath("./p:txBody/a:lstStyle/*"):
                style.getparent().remove(style)
            for child in element.xpath("./p:spPr/*"):
                child.getparent().remove(child)
            slide.shapes._spTree.append(element)
            if kind[0] == "ftr":
                paragraph = slide.shapes[-1].text_frame.paragraphs[0]
                run = paragraph.add_run()
                run.text = footer
                run._r.get_or_add_rPr()
        for properties in slide.shapes._spTree.iter(qn("a:rPr"), qn("a:endParaRPr")):
            properties.set("lang", self.language)

    def _notes(self, slide: Any, notes: str) -> None:
        frame = slide.notes_slide.notes_text_frame
        frame.text = notes
        for run in frame._txBody.iter(qn("a:r")):
            properties = run.get_or_add_rPr()
            properties.set("lang", self.language)
