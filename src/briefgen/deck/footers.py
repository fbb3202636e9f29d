"""Footer and slide number, copied from the layout as PowerPoint does when they are switched on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lxml import etree

from briefgen.deck.measure import CAUTION
from briefgen.deck.names import qn
from briefgen.deck.template.faces import typeface
from briefgen.deck.template.model import Frame, Place, Template
from briefgen.deck.text import Ink, written
from briefgen.deck.text import add as put
from briefgen.outline.richtext import Text

LEAST = 12.0  # points: the smallest type of a footer, whatever the template's is


def made(
    held: Iterable[tuple[str, bytes]], frame: Frame, template: Template, ink: Ink, footer: Text
) -> list[Any]:
    """What the layout has of them, as elements in type and colours that can be read."""
    return [_made(kind, etree.fromstring(xml), frame, template, ink, footer) for kind, xml in held]


def _made(kind: str, element: Any, frame: Frame, template: Template, ink: Ink, footer: Text) -> Any:
    # Its bodyPr says something: from an empty one LibreOffice draws a footer in its own face.
    body = element.find(qn("p:txBody"))
    element.find(f".//{qn('a:bodyPr')}").set("vert", "horz")
    for path in (f"{qn('p:txBody')}/{qn('a:lstStyle')}/*", f"{qn('p:spPr')}/*"):
        for spare in element.findall(path):
            spare.getparent().remove(spare)
    place = frame.layout.first(kind)
    lang = ink.language
    if kind == "ftr":
        lang = footer.lang or lang
        _say(body, fitted(footer.text, place, template))
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
    return element


def _say(body: Any, said: str) -> None:
    """Have a text body say this, a paragraph a line."""
    for old in body.findall(qn("a:p")):
        body.remove(old)
    for line in said.split("\n"):
        paragraph = put(body, "p")
        if line:
            put(put(paragraph, "r"), "t").text = written(line)


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
