"""One placed slide into elements copied from prototypes, in reading order, in placeholders where the layout has them."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.charts import load_picture, no_room
from briefgen.deck.boxes import ChartBox, Kind, Panel, Picture, Slide, TableBox, TextBox
from briefgen.deck.draft import BULLET
from briefgen.deck.measure import CAUTION, Typeface, typeface
from briefgen.deck.openxml import Ink, add, emu, escape_controls, qn, write_lines
from briefgen.deck.slide import (
    Finished,
    Prototypes,
    Sheet,
    Stock,
    add_svg,
    add_table,
    describe,
    mark_decorative,
    name,
    put,
)
from briefgen.deck.template.model import Frame, Place, Template
from briefgen.model.diagnostics import Diagnostic
from briefgen.model.rich_text import Text
from briefgen.storage.cache import Memo

_NEAR = 1.0
PNG_DPI = 144
Image: TypeAlias = tuple[str, bytes] | bytes  # a chart as SVG and PNG, or an image file
KEPT = 4_000_000  # bytes of slides that a process keeps at hand

_slides: Memo[Finished] = Memo(KEPT, lambda slide: slide.size)
_feet: Memo[bytes] = Memo(KEPT // 8, len)
LEAST_FOOTER = 12.0  # points: the smallest type of a footer, whatever the template's is


class SlideWriter(Struct, dict=True):
    """Makes slides from a template's stock."""

    template: Template
    stock: Stock
    ink: Ink
    footer: Text
    date: datetime.date
    spoken: Mapping[str, str] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    _free: dict[int, Any] = field(default_factory=dict)

    @cached_property
    def _prototypes(self) -> Prototypes:
        return Prototypes(self.stock)

    def slide(self, placed: Slide) -> Finished:
        """One slide with its notes; where nothing has changed, the one that was made before."""
        pictures = self._pictures(placed)
        tongues = [self.spoken.get(t.removeprefix(BULLET)) for t in placed.notes.split("\n")]
        key = (self._common, _content_key(placed), tuple(pictures), tuple(tongues))
        made = _slides.get(key, lambda: self._slide(placed, pictures))
        return replace(made, foot=self._foot(placed.kind, made.count + 1))

    @cached_property
    def _common(self) -> Hashable:
        """What all slides have in common, but for the footers, which may say what changes: the title."""
        ink = self.ink
        return self.stock.token, self.template.token, ink.language, ink.rtl, self.date

    def _pictures(self, placed: Slide) -> list[Image]:
        """The slide's pictures in order: charts, drawn, and image files."""
        theme, locale, drawn = self.template.theme, self.ink.locale, list[Image]()
        for part in placed.parts:
            if not isinstance(part, Picture):
                continue
            figure, size = part.figure, (part.box.width, part.box.height)
            if figure is None:
                drawn.append(Path(part.file or "").read_bytes())
                continue
            svg, png, dropped = load_picture(
                figure, theme, locale, *size, dpi=PNG_DPI, text_scale=part.text_scale
            )
            self.found += no_room(figure, dropped, size, slide=True)
            drawn.append((svg, png))
        return drawn

    def _slide(self, placed: Slide, pictures: Sequence[Image]) -> Finished:
        frame = self.template.frames[placed.kind]
        sheet = self._prototypes.slide(frame.layout.index)
        found = ((ph, ph.getparent().getparent().getparent()) for ph in sheet.tree.iter(qn("p:ph")))
        self._free = {int(ph.get("idx", "0")): element for ph, element in found}
        for element in self._free.values():
            sheet.tree.remove(element)
        for part in placed.parts:
            if isinstance(part, Panel):
                self._panel(sheet, part)
        self._title(sheet, placed, frame)
        charts, drawn = 0, iter(pictures)
        for part in placed.parts:
            if isinstance(part, TextBox):
                self._text(sheet, part, frame)
            elif isinstance(part, Picture):
                charts += part.figure is not None
                self._picture(sheet, part, next(drawn), frame, charts)
            elif isinstance(part, ChartBox):
                # Charts to edit need a writer of workbooks, which most decks do not.
                from briefgen.deck import native_charts as native

                charts += 1
                element = native.add(sheet, part, self.template.theme, self.ink, self.date)
                self._seat(element, frame, "picture")
            elif isinstance(part, TableBox):
                element = self._prototypes.shape("table")
                add_table(sheet, element, part, self.ink)
                self._seat(element, frame, "picture")
        return sheet.finish(self._notes(placed.notes) if placed.notes else None)

    def _foot(self, kind: Kind, first: int) -> bytes:
        """Footer and slide number of a slide, the shape `first` and the next."""

        def make() -> bytes:
            frame = self.template.frames[kind]
            sheet = self._prototypes.slide(frame.layout.index)
            del sheet.tree[2:]  # its empty placeholders
            given = self.stock.layouts[frame.layout.index].footers
            elements = (self._footer(kind, etree.fromstring(xml), frame) for kind, xml in given)
            return sheet.foot(elements, first)

        return _feet.get((self._common, self.footer.text, self.footer.lang, kind, first), make)

    def _footer(self, kind: str, element: Any, frame: Frame) -> Any:
        """The layout's footer or slide number `element`, in type and colours that can be read."""
        # Its bodyPr says something: from an empty one LibreOffice draws a footer in its own face.
        element.find(f".//{qn('a:bodyPr')}").set("vert", "horz")
        for path in (f"{qn('p:txBody')}/{qn('a:lstStyle')}/*", f"{qn('p:spPr')}/*"):
            for spare in element.findall(path):
                spare.getparent().remove(spare)
        place, lang = frame.layout.first(kind), self.ink.language
        if kind == "ftr":
            lang = self.footer.lang or lang
            text = fit_footer(self.footer.text, place, self.template)
            for paragraph, line in _replace_paragraphs(element.find(qn("p:txBody")), text):
                if line:
                    add(add(paragraph, "r"), "t").text = escape_controls(line)
        for properties in element.iter(qn("a:rPr"), qn("a:endParaRPr")):
            properties.set("lang", lang)
        for run in element.iter(qn("a:r"), qn("a:fld")):
            properties = run.find(qn("a:rPr"))
            if properties is None:
                properties = run.makeelement(qn("a:rPr"), {})
                run.insert(0, properties)
            properties.set("lang", lang)
            if place is not None and place.style.size < LEAST_FOOTER:
                properties.set("sz", f"{LEAST_FOOTER * 100:.0f}")
            if kind in frame.recoloured:
                for old in properties.findall(qn("a:solidFill")):
                    properties.remove(old)
                properties.insert(0, self.ink.fill(properties, frame.recoloured[kind]))
        if f"{kind} ground" in frame.recoloured:
            shape = element.find(qn("p:spPr"))
            shape.append(self.ink.fill(shape, frame.recoloured[f"{kind} ground"]))
        return element

    def _seat(self, made: Any, frame: Frame, role: str) -> None:
        """Make the element `made` the content of the placeholder for `role`, where there is a free one (19.3.1.36)."""
        element = self._take_placeholder(frame, role)
        if element is not None:
            made.find(f".//{qn('p:nvPr')}").insert(0, element.find(f".//{qn('p:ph')}"))

    def _take_placeholder(self, frame: Frame, role: str) -> Any:
        """The element of the placeholder for `role`, None where there is no free one."""
        seat = frame.seats.get(role)
        return self._free.pop(seat.idx, None) if seat else None

    def _title(self, sheet: Sheet, placed: Slide, frame: Frame) -> None:
        element = self._take_placeholder(frame, "title")
        if element is not None:
            sheet.add(element)
            if frame.title_moved:
                put(element, frame.title_style.outer(frame.title))
        else:
            # No layout has one: a title all the same, for those who navigate by titles.
            element = sheet.add(self._prototypes.shape("text"))
            put(element, placed.title.box)
            holder = element.find(f".//{qn('p:nvPr')}")
            holder.append(holder.makeelement(qn("p:ph"), {"type": "title"}))
            element.find(f".//{qn('p:cNvSpPr')}").attrib.pop("txBox", None)
        name(element, "Title")
        style, colour = frame.title_style, frame.recoloured.get("title")
        box, text = frame.title, placed.title.box
        if abs(box.width - text.width) > _NEAR and placed.title.own_style:
            left, _, right, _ = style.insets  # in its place, with more air at its side
            sides = {"lIns": left + text.x - box.x, "rIns": right + box.right - text.right}
            for side, wide in sides.items():
                _body(element).find(qn("a:bodyPr")).set(side, emu(wide))
        size = style.size if style.sized else 0.0
        write_lines(_body(element), sheet, placed.title, self.ink, inherited=size, colour=colour)

    def _text(self, sheet: Sheet, part: TextBox, frame: Frame) -> None:
        element, kind = self._take_placeholder(frame, part.role), part.role.capitalize()
        if element is None:
            element, kind = self._prototypes.shape("text"), "Text"
            put(element, part.box)
        elif not part.own_style and not _is_in_place(frame, part):
            put(element, part.box)
        sheet.add(element)
        name(element, f"{kind} {sheet.count}")
        write_lines(_body(element), sheet, part, self.ink, colour=frame.recoloured.get(part.role))

    def _panel(self, sheet: Sheet, part: Panel) -> None:
        element = sheet.add(self._prototypes.shape("panel"))
        put(element, part.box)
        properties = element.find(qn("p:spPr"))
        properties.append(self.ink.fill(properties, part.colour))
        add(add(properties, "ln"), "noFill")
        name(element, f"Panel {sheet.count}")
        style = element.find(qn("p:style"))
        if style is not None:  # the style's shadow
            element.remove(style)
        mark_decorative(element)

    def _picture(
        self, sheet: Sheet, part: Picture, drawn: Image, frame: Frame, number: int
    ) -> None:
        element = sheet.add(self._prototypes.shape("picture"))
        if isinstance(drawn, bytes):
            sheet.show(element, drawn)
            name(element, "Logo")
        else:
            svg, png = drawn
            sheet.show(element, png)
            name(element, f"Chart: {part.figure.id if part.figure else number}")
            add_svg(sheet, element, svg, number)
        put(element, part.box)
        describe(element, part.alt)
        self._seat(element, frame, part.role)

    def _notes(self, notes: str) -> Any:
        """The element of a slide's notes."""
        root = self._prototypes.notes()
        holder = next((ph for ph in root.iter(qn("p:ph")) if ph.get("type") == "body"), None)
        if holder is None:  # a notes master without a body: there is no place for them
            return root
        body = holder.getparent().getparent().getparent().find(qn("p:txBody"))
        for paragraph, text in _replace_paragraphs(body, notes):
            if self.ink.rtl:
                add(paragraph, "pPr", algn="r", rtl="1")
            if text:
                run = add(paragraph, "r")
                lang = self.spoken.get(text.removeprefix(BULLET), self.ink.language)
                add(run, "rPr", lang=lang)
                add(run, "t").text = escape_controls(text)
        return root


def _body(element: Any) -> Any:
    """The shape's text body (19.3.1.51), which placeholders for pictures come without."""
    body = element.find(qn("p:txBody"))
    if body is None:
        body = etree.SubElement(element, qn("p:txBody"))
        for part in ("bodyPr", "lstStyle", "p"):
            add(body, part)
    return body


def _is_in_place(frame: Frame, part: TextBox) -> bool:
    """Whether the part stands exactly where its placeholder does."""
    seat, box = frame.seats[part.role], part.box
    sides = ("x", "y", "width", "height")
    near = (abs(getattr(seat.box, side) - getattr(box, side)) < _NEAR / 100 for side in sides)
    return not seat.moved and all(near)


def _replace_paragraphs(body: Any, text: str) -> Iterator[tuple[Any, str]]:
    """New paragraphs of a text body in place of its own, one a line of `text`, each with its line."""
    for old in body.findall(qn("a:p")):
        body.remove(old)
    for line in text.split("\n"):
        yield add(body, "p"), line


def fit_footer(text: str, place: Place | None, template: Template) -> str:
    """The footer, cut at a word to what the placeholder's line holds in its own font."""
    if place is None:
        return text
    face, font = template.face, place.style.font
    if font and not font.startswith("+") and font != face.name:
        face = typeface(font, face.theme)
    size, room = max(LEAST_FOOTER, place.style.size), place.inner.width * CAUTION
    words = text.split(" ")
    while len(words) > 1 and face.width(text, size, place.style.bold) > room:
        words.pop()
        text = " ".join(words).rstrip(",.:;") + " …"
    return text


def _content_key(placed: Slide) -> Hashable:
    """All of a placed slide that can be seen, and how.

    A chart is told by its figure's id, since its picture is told beside this, or where PowerPoint draws it by all of
    the figure. Of a typeface its theme is left out, which a template's slides have in common.
    """
    parts: list[Any] = []
    figures = []
    for part in placed.parts:
        if isinstance(part, Picture | ChartBox) and part.figure:
            figures.append(repr(part.figure) if isinstance(part, ChartBox) else part.figure.id)
            parts.append(replace(part, figure=None))
        else:
            parts.append(part)
    seen = replace(placed, parts=tuple(parts))

    def measures(face: Typeface) -> tuple[str, float, float]:
        return face.name, face.stretch, face.leading

    return tuple(figures), msgspec.msgpack.encode(seen, enc_hook=measures)
