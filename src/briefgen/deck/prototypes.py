"""Slides, notes, boxes and pictures as python-pptx makes them, copied from the first of each.

It asks all parts of the package for their names whenever it adds one, and all placeholders of a layout for what they
are, so that a deck of n slides took time in proportion to n squared.
"""

from __future__ import annotations

import copy
import hashlib
import io
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.packuri import PackURI
from pptx.oxml.ns import qn
from pptx.parts.image import ImagePart
from pptx.parts.slide import NotesSlidePart, SlidePart

from briefgen.deck.placed import Box
from briefgen.deck.text import add

_P_BODY, _SP_PR, _XFRM = qn("p:txBody"), qn("p:spPr"), qn("a:xfrm")


class Prototypes:
    """What was made first, for one presentation."""

    def __init__(self, presentation: Any) -> None:
        self._presentation = presentation
        self._layouts = [each for m in presentation.slide_masters for each in m.slide_layouts]
        self._slides: dict[int, Any] = {}
        self._boxes: dict[str, Any] = {}
        self._images: dict[bytes, Any] = {}
        self._numbered = 0
        self._notes: Any = None
        self._noted = 0

    def layout(self, number: int) -> Any:
        """The layout with this number, counted over all masters."""
        return self._layouts[number]

    def slide(self, number: int) -> Any:
        """A new slide at the end, on the layout with this number."""
        known = self._slides.get(number)
        if known is None:
            slide = self._presentation.slides.add_slide(self._layouts[number])
            self._slides[number] = copy.deepcopy(slide._element)
            return slide
        deck = self._presentation.part
        ids = deck._element.sldIdLst
        name = PackURI(f"/ppt/slides/slide{len(ids) + 1}.xml")
        part = SlidePart(name, CT.PML_SLIDE, deck.package, copy.deepcopy(known))
        part.relate_to(self._layouts[number].part, RT.SLIDE_LAYOUT)
        # `relate_to` would look through all relationships for the one to this new part.
        ids.add_sldId(deck.rels._add_relationship(RT.SLIDE, part))
        return part.slide

    def notes(self, slide: Any) -> Any:
        """The text body of new notes of `slide`; None where the notes master has no place for them."""
        self._noted += 1
        if self._notes is None:
            element = slide.notes_slide._element
            self._notes = copy.deepcopy(element)
        else:
            package = slide.part.package
            name = PackURI(f"/ppt/notesSlides/notesSlide{self._noted}.xml")
            element = copy.deepcopy(self._notes)
            part = NotesSlidePart(name, CT.PML_NOTES_SLIDE, package, element)
            part.relate_to(package.presentation_part.notes_master_part, RT.NOTES_MASTER)
            part.relate_to(slide.part, RT.SLIDE)
            slide.part.relate_to(part, RT.NOTES_SLIDE)
        for ph in element.iter(qn("p:ph")):
            if ph.get("type") == "body":
                return ph.getparent().getparent().getparent().find(_P_BODY)
        return None

    def box(self, slide: Any, kind: str) -> Any:
        """A new text box ("text") or rectangle ("panel") at the end of the slide, as an element."""
        known = self._boxes.get(kind)
        if known is None:
            shapes = slide.shapes
            shape = (
                shapes.add_textbox(0, 0, 0, 0)
                if kind == "text"
                else shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, 0, 0)
            )
            self._boxes[kind] = copy.deepcopy(shape._element)
            return shape._element
        element = copy.deepcopy(known)
        slide.shapes._spTree.append(element)
        return element

    def logo(self, slide: Any, file: str) -> Any:
        """A new picture of the file at the end of the slide, as an element."""
        self._numbered = 0
        return slide.shapes.add_picture(file, 0, 0)._element

    def picture(self, slide: Any, png: bytes) -> Any:
        """A new picture of a PNG's bytes at the end of the slide, as an element."""
        known = self._boxes.get("picture")
        if known is None:
            element = slide.shapes.add_picture(io.BytesIO(png), 0, 0)._element
            self._boxes["picture"] = copy.deepcopy(element)
            return element
        element = copy.deepcopy(known)
        slide.shapes._spTree.append(element)
        blip = next(element.iter(qn("a:blip")))
        blip.set(qn("r:embed"), slide.part.relate_to(self._image(png), RT.IMAGE))
        return element

    def _image(self, png: bytes) -> Any:
        package = self._presentation.part.package
        key = hashlib.sha256(png).digest()
        if key not in self._images and not self._numbered:
            parts = list(package.iter_parts())
            names = [part.partname for part in parts]
            taken = [name.idx or 0 for name in names if name.startswith("/ppt/media/image")]
            self._numbered = max(taken, default=0)
            images = [part for part in parts if isinstance(part, ImagePart)]
            self._images |= {hashlib.sha256(part.blob).digest(): part for part in images}
        if key not in self._images:
            self._numbered += 1
            name = PackURI(f"/ppt/media/image{self._numbered}.png")
            self._images[key] = ImagePart(name, "image/png", package, png)
        return self._images[key]


def put(element: Any, box: Box) -> None:
    """Set position and size of a shape's element (`a:xfrm`, ECMA-376 part 1, 20.1.7.6)."""
    properties = element.find(_SP_PR)
    known = properties.find(_XFRM)
    if known is not None:
        properties.remove(known)
    frame = add(properties, "xfrm")
    properties.insert(0, frame)
    add(frame, "off", x=_emu(box.x), y=_emu(box.y))
    add(frame, "ext", cx=_emu(box.width), cy=_emu(box.height))


def name(element: Any, said: str) -> None:
    """Call a shape's element by a name."""
    next(element.iter(qn("p:cNvPr"))).set("name", said)


def _emu(points: float) -> str:
    return str(int(points * 12700))
