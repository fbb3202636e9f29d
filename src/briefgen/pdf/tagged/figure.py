"""Figures and images as flowables.

An image is read and deflated once in a process, and named by what is in it wherever it lies.
"""

from __future__ import annotations

import copy
import hashlib
import io
from functools import lru_cache
from typing import Any

from msgspec import Struct
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfdoc
from reportlab.platypus.flowables import Flowable

from briefgen.pdf.tagged.structure import Element, TagError


class Figure(Flowable):  # type: ignore[misc]
    """A picture: all that the flowable ``content`` draws is one Figure with its alternative text.

    ``element`` is a Figure (or Formula) with ``alt`` set; its BBox, in page coordinates, and its Placement are filled
    in when it is drawn (ISO 32000-1, 14.8.5.4). Raises :class:`TagError` if there is no alternative text
    (ISO 14289-1, 7.3).
    """

    def __init__(self, content: Flowable, *, element: Element) -> None:
        super().__init__()
        if not element.alt:
            raise TagError(f"{element.path()} has no alternative text (ISO 14289-1, 7.3)")
        self.content, self.element = content, element
        self.hAlign = content.hAlign
        element.content  # noqa: B018 - takes its place among the kids now

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        self.width, self.height = self.content.wrap(availWidth, availHeight)
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        if canvas.in_artifact:
            self.content.drawOn(canvas, 0, 0)
            return
        box = canvas._absRect((0, 0, self.width, self.height), relative=1)
        layout = self.element.attributes.setdefault("Layout", {})
        layout.update(Placement="Block", BBox=list(box))
        with canvas.mark(self.element):
            self.content.drawOn(canvas, 0, 0)


MOST = 2_000_000  # bytes of an image that is remembered
_MASK = "auto"  # transparency as the image has it


class Pixels(Struct, frozen=True, eq=False):
    """An image as files have it, by a name of its own; `width` and `height` in pixels."""

    name: str
    made: Any

    @property
    def width(self) -> int:
        return int(self.made.width)

    @property
    def height(self) -> int:
        return int(self.made.height)


def pixels(data: bytes) -> Pixels:
    """The image in the bytes of a PNG or JPEG file, deflated; raises what Pillow does for others."""
    return (_pixels if len(data) <= MOST else _pixels.__wrapped__)(data)


@lru_cache(maxsize=2)
def _pixels(data: bytes) -> Pixels:
    reader = ImageReader(io.BytesIO(data))
    said = data
    if reader.jpeg_fh() is None:
        said = reader.getRGBData()
        said += reader._dataA.getRGBData() if reader._dataA else _MASK.encode()
    name = hashlib.md5(said, usedforsecurity=False).hexdigest()
    return Pixels(name, pdfdoc.PDFImageXObject(name, reader, mask=_MASK))


class Image(Flowable):  # type: ignore[misc]
    """An image at `width` by `height` points; part of what is drawn around it, such as a Figure."""

    def __init__(self, shown: Pixels, width: float, height: float) -> None:
        super().__init__()
        self.shown, self.width, self.height = shown, width, height

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        return self.width, self.height

    def draw(self) -> None:
        # As `Canvas.drawImage`, which would read all the pixels again to tell one image from another.
        canvas = self.canv
        canvas._currentPageHasImages = 1
        name = self._register(canvas)
        canvas.saveState()
        canvas.translate(0, 0)
        canvas.scale(self.width, self.height)
        canvas._code.append(f"/{name} Do")
        canvas.restoreState()
        canvas._formsinuse.append(self.shown.name)

    def _register(self, canvas: Any) -> str:
        """The name that the document has for the image, which it is given where it has not got it yet."""
        doc = canvas._doc
        name: str = doc.getXObjectName(self.shown.name)
        if name not in doc.idToObject:
            image = copy.copy(self.shown.made)  # a document adds references of its own
            canvas._setXObjects(image)
            doc.Reference(image, name)
            doc.addForm(self.shown.name, image)
            mask = vars(image).pop("_smask", None)
            if mask is not None:
                masked = doc.getXObjectName(mask.name)
                if masked not in doc.idToObject:
                    mask = copy.copy(mask)
                    canvas._setXObjects(mask)
                    doc.Reference(mask, masked)
                image.smask = pdfdoc.PDFObjectReference(masked)
        return name
