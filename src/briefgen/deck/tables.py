"""Tables from their prototype: a header row, thin rules, no style of PowerPoint's own."""

from __future__ import annotations

import copy
from typing import Any

from briefgen.deck import text
from briefgen.deck.names import qn
from briefgen.deck.placed import Line, TableBox
from briefgen.deck.sheet import Sheet, describe, emu, name
from briefgen.deck.slides.cells import PAD_X, PAD_Y
from briefgen.deck.text import Ink

_P = f"{qn('a:txBody')}/{qn('a:p')}"
_SIDE, _TOP = emu(PAD_X), emu(PAD_Y)
_CELL = (("marL", _SIDE), ("marR", _SIDE), ("marT", _TOP), ("marB", _TOP), ("anchor", "ctr"))


def add(sheet: Sheet, element: Any, part: TableBox, ink: Ink) -> None:
    """Make `element`, a copy of a table's prototype, the table and add it to the slide.

    Alternative text says what it lists.
    """
    sheet.add(element)
    name(element, f"Table {sheet.count}")
    describe(element, part.alt)
    _place(element, part)
    table = next(element.iter(qn("a:tbl")))
    if ink.rtl:
        # 21.1.3.15: the first column is the first at the right
        table.find(qn("a:tblPr")).set("rtl", "1")
    columns = table.find(qn("a:tblGrid"))
    columns.extend(copy.copy(columns[0]) for _ in part.widths[1:])
    for column, width in zip(columns, part.widths, strict=True):
        column.set("w", emu(width))
    first = table.find(qn("a:tr"))
    first.extend(copy.copy(first[0]) for _ in part.widths[1:])
    table.extend(copy.copy(first) for _ in part.rows[1:])
    rows = zip(table.findall(qn("a:tr")), part.rows, part.heights, strict=True)
    for index, (tr, row, high) in enumerate(rows):
        tr.set("h", emu(high))
        for number, (tc, content) in enumerate(zip(tr, row, strict=True)):
            head = index == 0
            properties = tc.find(qn("a:tcPr"))
            for key, value in _CELL:
                properties.set(key, value)
            line = Line(content, part.size, "primary" if head else "ink", bold=head or number == 0)
            paragraph = tc.find(_P)
            setting = text.add(paragraph, "pPr", algn=text.ALIGN[part.aligns[number]])
            if ink.rtl:
                setting.set("rtl", "1")
            text.add(text.add(setting, "lnSpc"), "spcPct", val="100000")
            text.runs(paragraph, sheet, line, ink)
            _rule(properties, head, ink)


def _place(element: Any, part: TableBox) -> None:
    """The frame's position; it is as wide as its columns and as high as its rows."""
    frame = element.find(qn("p:xfrm"))
    off, ext = frame.find(qn("a:off")), frame.find(qn("a:ext"))
    off.set("x", emu(part.box.x))
    off.set("y", emu(part.box.y))
    ext.set("cx", str(sum(int(emu(wide)) for wide in part.widths)))
    ext.set("cy", str(sum(int(emu(high)) for high in part.heights)))


def _rule(properties: Any, head: bool, ink: Ink) -> None:
    """A rule under the cell, and the header's ground (21.1.3.17: borders before the fill)."""
    line = properties.makeelement(qn("a:lnB"), {"w": "19050" if head else "9525"})
    line.append(ink.fill(line, "primary" if head else "mute"))
    properties.append(line)
    if head:
        properties.append(ink.fill(properties, "panel"))
