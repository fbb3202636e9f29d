"""How much each run of a written deck stands out from what it stands on, measured in the file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn

from briefgen.deck.boxes import Box
from briefgen.deck.template import styles
from briefgen.deck.template.model import Layout
from briefgen.deck.template.styles import EMU, ground_under, read_style
from briefgen.model.theme import contrast


def faint(pptx: bytes) -> Iterator[str]:
    """Runs that stand out less than 4.5:1 from the panel, the cell or the template's ground under them.

    Footers on a pattern or a picture have a ground of their own.
    """
    deck = Presentation(io.BytesIO(pptx))
    layouts = [a for m in deck.slide_masters for a in m.slide_layouts]
    for number, slide in enumerate(deck.slides, 1):
        master = slide.slide_layout.slide_master
        theme = etree.fromstring(master.part.part_related_by(RT.THEME).blob)
        found = styles.read_colours(theme, master._element)
        paper = styles.background(master._element, found, found.get("bg1", "#ffffff"))
        index = next(i for i, a in enumerate(layouts) if a.part is slide.slide_layout.part)
        known = Layout(index, slide.slide_layout.name, "", ())
        panels: list[tuple[Box, str]] = []
        for shape in slide.shapes:
            box = Box(*(side / EMU for side in (shape.left, shape.top, shape.width, shape.height)))
            if shape.name.startswith("Panel"):
                fill = shape._element.spPr.find(qn("a:solidFill"))
                panels.append((box, styles.solid_colour(fill, found) or ""))
                continue
            place = shape.placeholder_format.type if shape.is_placeholder else None
            own = shape._element.find(f"{qn('p:spPr')}/{qn('a:solidFill')}") if place else None
            ground = next((c for b, c in reversed(panels) if _holds(b, box)), None)
            ground = ground or (styles.solid_colour(own, found) if own is not None else None)
            ground = ground or ground_under(deck, known, box, found, paper)
            for run, cell in _runs(shape):
                on = _cell(cell, found) or ground
                colour = _colour(run, shape, slide, deck, found)
                if on is None or contrast(colour, on) < 4.49:
                    text = "".join(run.itertext())
                    yield f"slide {number}, {shape.name}: {colour} on {on}: {text[:40]}"


def _holds(panel: Box, box: Box) -> bool:
    x, y = box.x + min(box.width / 2, 20), box.y + box.height / 2
    return panel.x <= x <= panel.right and panel.y <= y <= panel.bottom


def _runs(shape: Any) -> Iterator[tuple[Any, Any]]:
    for run in shape._element.iter(qn("a:r"), qn("a:fld")):
        yield run, next(run.iterancestors(qn("a:tc")), None)


def _cell(cell: Any, found: dict[str, str]) -> str | None:
    fill = cell.find(f"{qn('a:tcPr')}/{qn('a:solidFill')}") if cell is not None else None
    return styles.solid_colour(fill, found) if fill is not None else None


def _colour(run: Any, shape: Any, slide: Any, deck: Any, found: dict[str, str]) -> str:
    """The colour that PowerPoint draws the run in: a link's is the theme's unless it is told to keep its own."""
    properties = run.find(qn("a:rPr"))
    link = properties.find(qn("a:hlinkClick")) if properties is not None else None
    if link is not None and not any(e.tag.endswith("}hlinkClr") for e in link.iter()):
        return found["hlink"]
    fill = properties.find(qn("a:solidFill")) if properties is not None else None
    if fill is not None:
        return styles.solid_colour(fill, found) or "#000000"
    place = next(
        p for p in slide.slide_layout.placeholders
        if p.placeholder_format.idx == shape.placeholder_format.idx
    )  # fmt: skip
    kind = place._element.find(f".//{qn('p:ph')}").get("type", "obj")
    defaults = deck.part._element.find(qn("p:defaultTextStyle"))
    own = read_style(place._element, kind, slide.slide_layout.slide_master._element, defaults)
    given = own.colour or "tx1"
    return styles.adjust_colour(found.get(given) or f"#{given.lower()}", own.changes)
