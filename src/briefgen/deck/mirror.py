"""Slides for readers from right to left: composed as ever, then turned round with their template."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from lxml import etree
from msgspec.structs import replace

from briefgen.deck.names import THEME, qn
from briefgen.deck.placed import Align, Box, Deck, Part, TableBox, TextBox
from briefgen.deck.template.model import Frame, Place, Template

_SIDES: dict[Align, Align] = {"left": "right", "right": "left", "center": "center"}
_LEVELS = ("a:defPPr", *(f"a:lvl{n}pPr" for n in range(1, 10)))


def mirrored(deck: Deck) -> Deck:
    """`deck` with left and right exchanged."""

    def turn(part: Part) -> Part:
        box = _box(part.box, deck.width)
        if isinstance(part, TextBox):
            return _text(part, deck.width)
        if isinstance(part, TableBox):  # its first column is the first at the right by itself
            return replace(part, box=box, aligns=tuple(_SIDES[align] for align in part.aligns))
        return replace(part, box=box)

    slides = tuple(
        replace(s, title=_text(s.title, deck.width), parts=tuple(turn(p) for p in s.parts))
        for s in deck.slides
    )
    return replace(deck, slides=slides, rtl=True)


def _box(box: Box, width: float) -> Box:
    return replace(box, x=width - box.right)


def _text(part: TextBox, width: float) -> TextBox:
    lines = tuple(replace(line, align=_SIDES[line.align]) for line in part.lines)
    return replace(part, box=_box(part.box, width), lines=lines)


def template(given: Template) -> Template:
    """`given` turned round."""
    frames = {kind: _frame(frame, given.width) for kind, frame in given.frames.items()}
    return dataclasses.replace(given, frames=frames)


def _frame(frame: Frame, width: float) -> Frame:
    seats = {role: _place(place, width) for role, place in frame.seats.items()}
    return dataclasses.replace(
        frame, title=_box(frame.title, width), body=_box(frame.body, width),
        source=_box(frame.source, width), seats=seats,
    )  # fmt: skip


def _place(place: Place, width: float) -> Place:
    return dataclasses.replace(place, box=_box(place.box, width))


def is_rtl(presentation: Any) -> bool:
    """Whether the first master's titles are written from right to left (ECMA-376 part 1, 21.1.2.2.7, `rtl`)."""
    master = presentation.slide_masters[0]._element
    levels = master.findall(f"{qn('p:txStyles')}/{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    return any(level.get("rtl") in ("1", "true") for level in levels)


def turn(presentation: Any) -> None:
    """Exchange left and right in masters and layouts, in place; done twice, all is as before.

    Pictures keep their faces: only where they stand is changed.
    """
    width = presentation.slide_width
    defaults = presentation.part._element.find(qn("p:defaultTextStyle"))
    if defaults is not None:
        _levels(defaults, always=True)
    for master in presentation.slide_masters:
        styles = master._element.find(qn("p:txStyles"))
        for style in styles if styles is not None else ():
            _levels(style, always=True)
        for holder in (master, *master.slide_layouts):
            for shape in holder._element.find(f"{qn('p:cSld')}/{qn('p:spTree')}"):
                for place in _transforms(shape):
                    off, ext = place.find(qn("a:off")), place.find(qn("a:ext"))
                    if off is not None and ext is not None:
                        off.set("x", str(width - int(off.get("x")) - int(ext.get("cx"))))
            _texts(holder._element)


def _transforms(shape: Any) -> Iterator[Any]:
    for holder in (shape, *(shape.find(qn(f"p:{name}")) for name in ("spPr", "grpSpPr"))):
        for name in ("a:xfrm", "p:xfrm"):
            found = holder.find(qn(name)) if holder is not None else None
            if found is not None:
                yield found


def _texts(root: Any) -> None:
    for style in root.iter(qn("a:lstStyle")):
        _levels(style, always=False)
    for properties in root.iter(qn("a:pPr")):
        _side(properties, always=False)
    for body in root.iter(qn("a:bodyPr")):
        left, right = body.get("lIns"), body.get("rIns")
        for name, value in (("lIns", right), ("rIns", left)):
            if value is not None:
                body.set(name, value)
            elif name in body.attrib:
                del body.attrib[name]


def _levels(style: Any, *, always: bool) -> None:
    for name in _LEVELS:
        for level in style.findall(qn(name)):
            _side(level, always=always)


def _side(properties: Any, *, always: bool) -> None:
    """The other side and direction; `always` also where none is said, which means left (21.1.2.2.7)."""
    align = properties.get("algn")
    if align in ("l", "r") or (align is None and always):
        properties.set("algn", "l" if align == "r" else "r")
    if always or properties.get("rtl") is not None:
        properties.set("rtl", "0" if properties.get("rtl") in ("1", "true") else "1")


def give_faces(presentation: Any, typeface: str) -> None:
    """Name `typeface` for Arabic and Hebrew in themes that name none (20.1.4.1.7, `cs`)."""
    for master in presentation.slide_masters:
        part = master.part.part_related_by(THEME)
        root = etree.fromstring(part.blob)
        for face in root.iter(qn("a:cs")):
            if not face.get("typeface"):
                face.set("typeface", typeface)
        part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        for holder in (master, *master.slide_layouts):
            _ask(holder._element)
    _ask(presentation.part._element)


def _ask(root: Any) -> None:
    """Where text asks for a Latin typeface of the theme, have it ask for the other one too."""
    for latin in root.iter(qn("a:latin")):
        given = latin.get("typeface")
        if given in ("+mn-lt", "+mj-lt") and latin.getparent().find(qn("a:cs")) is None:
            east = latin.getparent().find(qn("a:ea"))
            face = latin.makeelement(qn("a:cs"), {"typeface": given.replace("-lt", "-cs")})
            (latin if east is None else east).addnext(face)
