"""Tables into python-pptx tables: a header row, thin rules, no style of PowerPoint's own."""

from __future__ import annotations

from typing import Any

from pptx.oxml.ns import qn
from pptx.util import Pt

from briefgen.deck import text
from briefgen.deck.pictures import place
from briefgen.deck.placed import Line, TableBox
from briefgen.deck.slides.tables import PAD_X, PAD_Y
from briefgen.deck.text import Ink

_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "No Style, No Grid"
_P = f"{qn('a:txBody')}/{qn('a:p')}"
_SIDE, _TOP = str(int(Pt(PAD_X))), str(int(Pt(PAD_Y)))
_CELL = (("marL", _SIDE), ("marR", _SIDE), ("marT", _TOP), ("marB", _TOP), ("anchor", "ctr"))


def add(slide: Any, part: TableBox, ink: Ink) -> Any:
    """Add the table to `slide` and return its shape; alternative text says what it lists."""
    shape = slide.shapes.add_table(len(part.rows), len(part.widths), 0, 0, 0, 0)
    place(shape, part.box)
    shape._element.nvGraphicFramePr.cNvPr.set("descr", part.alt)
    shape.name = f"Table {len(slide.shapes)}"
    table = shape.table
    table.first_row, table.first_col, table.horz_banding = True, True, False
    if ink.rtl:
        table._tbl.tblPr.set("rtl", "1")  # 21.1.3.15: the first column is the first at the right
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = _NO_STYLE
    for column, width in zip(table.columns, part.widths, strict=True):
        column.width = Pt(width)
    rows = zip(table._tbl.tr_lst, part.rows, part.heights, strict=True)
    for index, (tr, row, high) in enumerate(rows):
        tr.h = Pt(high)  # python-pptx's own setter adds up all the rows for each
        for number, (tc, content) in enumerate(zip(tr.tc_lst, row, strict=True)):
            head = index == 0
            properties = tc.get_or_add_tcPr()
            for name, value in _CELL:
                properties.set(name, value)
            line = Line(content, part.size, "primary" if head else "ink", bold=head or number == 0)
            paragraph = tc.find(_P)
            setting = text.add(paragraph, "pPr", algn=text.ALIGN[part.aligns[number]])
            if ink.rtl:
                setting.set("rtl", "1")
            text.add(text.add(setting, "lnSpc"), "spcPct", val="100000")
            text.runs(paragraph, slide, line, ink)
            _rule(properties, head, ink)
    table.notify_height_changed()
    for grid in table._tbl.iter(qn("a:gridCol")):
        for extension in list(grid):  # python-pptx gives columns a random id
            grid.remove(extension)
    return shape


def _rule(properties: Any, head: bool, ink: Ink) -> None:
    """A rule under the cell, and the header's ground (21.1.3.17: borders before the fill)."""
    line = properties.makeelement(qn("a:lnB"), {"w": "19050" if head else "9525"})
    line.append(ink.fill(line, "primary" if head else "mute"))
    properties.append(line)
    if head:
        properties.append(ink.fill(properties, "panel"))
