"""One placed slide into python-pptx shapes, in reading order, in placeholders where the layout has them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lxml import etree
from pptx.oxml.ns import qn

from briefgen.charts import no_room
from briefgen.deck import footers, tables
from briefgen.deck.notes import BULLET
from briefgen.deck.pictures import Artist, add_svg, mark_decorative
from briefgen.deck.placed import ChartBox, Panel, Picture, Slide, TableBox, TextBox
from briefgen.deck.prototypes import Prototypes, name, put
from briefgen.deck.template.model import Frame, Template
from briefgen.deck.text import Ink, add, fill, written
from briefgen.diagnostics import Diagnostic
from briefgen.outline.richtext import Text

_NEAR = 1.0


@dataclass
class SlideWriter:
    """Adds slides to the template's presentation."""

    template: Template
    ink: Ink
    footer: Text
    date: datetime.date
    draw: Artist
    spoken: Mapping[str, str] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    _charts: int = 0
    _free: dict[int, Any] = field(default_factory=dict)

    @cached_property
    def _made(self) -> Prototypes:
        return Prototypes(self.template.presentation)

    def slide(self, placed: Slide) -> None:
        """Add one slide with its notes."""
        frame = self.template.frames[placed.kind]
        made = self._made
        slide = made.slide(frame.layout.index)
        layout = made.layout(frame.layout.index)
        tree = slide.shapes._spTree
        self._free = {
            int(ph.get("idx", "0")): ph.getparent().getparent().getparent()
            for ph in tree.iter(qn("p:ph"))
        }
        for element in self._free.values():
            tree.remove(element)
        for part in placed.parts:
            if isinstance(part, Panel):
                self._panel(slide, part)
        self._title(slide, placed, frame)
        for part in placed.parts:
            if isinstance(part, TextBox):
                self._text(slide, part, frame)
            elif isinstance(part, Picture):
                self._picture(slide, part, frame)
            elif isinstance(part, ChartBox):
                # Charts to edit need a writer of workbooks, which most decks do not.
                from briefgen.deck.native import write as native

                self._charts += 1
                shape = native.add(slide, part, self.template.theme, self.ink, self.date)
                self._seat(shape._element, frame, "picture")
            elif isinstance(part, TableBox):
                shape = tables.add(slide, part, self.ink)
                self._seat(shape._element, frame, "picture")
        footers.add(slide, layout, frame, self.template, self.ink, self.footer)
        for number, properties in enumerate(tree.iter(qn("p:cNvPr")), 1):
            properties.set("id", str(number))
        if placed.notes:
            self._notes(slide, placed.notes)

    def _seat(self, made: Any, frame: Frame, role: str) -> None:
        """Make the element `made` the content of the placeholder for `role`, where there is a free one (19.3.1.36)."""
        seat = frame.seats.get(role)
        element = self._free.pop(seat.idx, None) if seat else None
        if element is None:
            return
        ph = element.find(f".//{qn('p:ph')}")
        holder = made.find(f".//{qn('p:nvPr')}")
        holder.insert(0, ph)

    def _held(self, slide: Any, frame: Frame, role: str) -> Any:
        """The element of the placeholder for `role`, put at the end of the slide, or None."""
        seat = frame.seats.get(role)
        element = self._free.pop(seat.idx, None) if seat else None
        if element is not None:
            slide.shapes._spTree.append(element)
        return element

    def _title(self, slide: Any, placed: Slide, frame: Frame) -> None:
        element = self._held(slide, frame, "title")
        if element is None:
            # No layout has one: a title all the same, for those who navigate by titles.
            element = self._made.box(slide, "text")
            put(element, placed.title.box)
            holder = element.find(f".//{qn('p:nvPr')}")
            holder.append(holder.makeelement(qn("p:ph"), {"type": "title"}))
            element.find(f".//{qn('p:cNvSpPr')}").attrib.pop("txBox", None)
        name(element, "Title")
        size, colour = frame.title_style.size, frame.recoloured.get("title")
        fill(_body(element), slide, placed.title, self.ink, inherited=size, colour=colour)

    def _text(self, slide: Any, part: TextBox, frame: Frame) -> None:
        element = self._held(slide, frame, part.role) if part.role != "free" else None
        kind = part.role.capitalize() if element is not None else "Text"
        if element is None:
            element = self._made.box(slide, "text")
            put(element, part.box)
        elif not part.own_style and not _same(frame, part):
            put(element, part.box)
        name(element, f"{kind} {_count(slide)}")
        fill(_body(element), slide, part, self.ink, colour=frame.recoloured.get(part.role))

    def _panel(self, slide: Any, part: Panel) -> None:
        element = self._made.box(slide, "panel")
        put(element, part.box)
        properties = element.find(qn("p:spPr"))
        properties.append(self.ink.fill(properties, part.colour))
        add(add(properties, "ln"), "noFill")
        name(element, f"Panel {_count(slide)}")
        style = element.find(qn("p:style"))
        if style is not None:  # the style's shadow
            element.remove(style)
        mark_decorative(element)

    def _picture(self, slide: Any, part: Picture, frame: Frame) -> None:
        box = part.box
        if part.figure is None:
            element = self._made.logo(slide, part.file or "")
            name(element, "Logo")
        else:
            self._charts += 1
            drawn = self.draw(part.figure, box.width, box.height, part.text_scale)
            self.found += no_room(part.figure, drawn.dropped, (box.width, box.height), slide=True)
            element = self._made.picture(slide, drawn.png)
            name(element, f"Chart: {part.figure.id}")
            add_svg(slide, element, drawn.svg, self._charts)
        put(element, box)
        next(element.iter(qn("p:cNvPr"))).set("descr", part.alt)
        self._seat(element, frame, part.role)

    def _notes(self, slide: Any, notes: str) -> None:
        body = self._made.notes(slide)
        if body is None:  # a notes master without a body: there is no place for them
            return
        for old in body.findall(qn("a:p")):
            body.remove(old)
        for text in notes.split("\n"):
            paragraph = add(body, "p")
            if self.ink.rtl:
                add(paragraph, "pPr", algn="r", rtl="1")
            if text:
                run = add(paragraph, "r")
                lang = self.spoken.get(text.removeprefix(BULLET), self.ink.language)
                add(run, "rPr", lang=lang)
                add(run, "t").text = written(text)


def _body(element: Any) -> Any:
    """The shape's text body (19.3.1.51), which placeholders for pictures come without."""
    body = element.find(qn("p:txBody"))
    if body is None:
        body = etree.SubElement(element, qn("p:txBody"))
        for part in ("bodyPr", "lstStyle", "p"):
            add(body, part)
    return body


def _count(slide: Any) -> int:
    """How many shapes there are on the slide."""
    return len(slide.shapes._spTree) - 2  # its own names and place


def _same(frame: Frame, part: TextBox) -> bool:
    """Whether the part stands exactly where its placeholder does."""
    box = frame.seats[part.role].box
    pairs = (
        (box.x, part.box.x),
        (box.y, part.box.y),
        (box.width, part.box.width),
        (box.height, part.box.height),
    )
    return all(abs(a - b) < _NEAR / 100 for a, b in pairs)
