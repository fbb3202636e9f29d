"""Footer and slide number, copied from the layout as PowerPoint does when they are switched on."""

from __future__ import annotations

import copy
from typing import Any

from pptx.oxml.ns import qn

from briefgen.deck.measure import CAUTION
from briefgen.deck.template.faces import typeface
from briefgen.deck.template.model import Frame, Place, Template
from briefgen.deck.text import Ink
from briefgen.outline.richtext import Text

LEAST = 12.0  # points: the smallest type of a footer, whatever the template's is
KINDS = ("ftr", "sldNum")


def add(slide: Any, layout: Any, frame: Frame, template: Template, ink: Ink, footer: Text) -> None:
    """Add what the layout has of them to `slide`, in type and colours that can be read."""
    for held in layout.placeholders:
        element = held._element
        ph = element.find(f".//{qn('p:ph')}")
        kind = ph.get("type") if ph is not None else None
        if kind not in KINDS:
            continue
        element = copy.deepcopy(element)
        # Its bodyPr says something: from an empty one LibreOffice draws a footer in its own face.
        element.find(f".//{qn('a:bodyPr')}").set("vert", "horz")
        for spare in element.xpath("./p:txBody/a:lstStyle/* | ./p:spPr/*"):
            spare.getparent().remove(spare)
        slide.shapes._spTree.append(element)
        place = frame.layout.first(kind)
        lang = ink.language
        if kind == "ftr":
            lang = footer.lang or lang
            slide.shapes[-1].text_frame.text = fitted(footer.text, place, template)
        for properties in element.iter(qn("a:rPr"), qn("a:endParaRPr")):
            properties.set("lang", lang)
        for run in element.iter(qn("a:r"), qn("a:fld")):
            properties = run.find(qn("a:rPr"))
            if properties is None:
                properties = run.makeelement(qn("a:rPr"), {})
                run.insert(0, properties)
            properties.set("lang", lang)
            if place is not None and place.style.size < LEAST:
                properties.set("sz", f"{LEAST * 100:.0f}")
            if kind in frame.recoloured:
                for old in properties.findall(qn("a:solidFill")):
                    properties.remove(old)
                properties.insert(0, ink.fill(properties, frame.recoloured[kind]))
        if f"{kind} ground" in frame.recoloured:
            shape = element.find(qn("p:spPr"))
            shape.append(ink.fill(shape, frame.recoloured[f"{kind} ground"]))


def fitted(text: str, place: Place | None, template: Template) -> str:
    """The footer, cut at a word to what the placeholder's line holds in its own font."""
    if place is None:
        return text
    face, font = template.face, place.style.font
    if font and not font.startswith("+") and font != face.name:
        face = typeface(font, face.theme)
    size, room = max(LEAST, place.style.size), place.inner.width * CAUTION
    words = text.split(" ")
    while len(words) > 1 and face.width(text, size, place.style.bold) > room:
        words.pop()
        text = " ".join(words).rstrip(",.:;") + " …"
    return text
