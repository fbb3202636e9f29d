"""Figures and images as flowables.

An image is read and deflated once in a process, and named by what is in it wherever it lies.
"""

from __future__ import annotations

import copy
import hashlib
import io
from functools import lru_cache
from typing import Any

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


def pixels(data: bytes) -> Any:
    """Return the image in the bytes of a PNG or JPEG file as a deflated image XObject, named by its content.

    Its `width` and `height` are in pixels. Raises what Pillow raises for other files.
    """
    return (_pixels if len(data) <= MOST else _pixels.__wrapped__)(data)


@lru_cache(maxsize=2)
def _pixels(data: bytes) -> Any:
    reader = ImageReader(io.BytesIO(data))
    content = data
    if reader.jpeg_fh() is None:
        content = reader.getRGBData()
        content += reader._dataA.getRGBData() if reader._dataA else _MASK.encode()
    name = hashlib.md5(content, usedforsecurity=False).hexdigest()
    return pdfdoc.PDFImageXObject(name, reader, mask=_MASK)


class Image(Flowable):  # type: ignore[misc]
    """The image `shown`, as :func:`pixels` returns it, at `width` by `height` points; part of a Figure or an artifact."""

    def __init__(self, shown: Any, width: float, height: float) -> None:
        super().__init__()
        self.shown, self.width, self.height = shown, width, height

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
        """Add the image to the document, if it is not there yet, and return its name."""
        doc = canvas._doc
        name: str = doc.getXObjectName(self.shown.name)
        if name not in doc.idToObject:
            image = copy.copy(self.shown)  # a document adds references of its own
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
