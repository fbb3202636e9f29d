"""A canvas that tags what it draws and writes PDF/UA-1 and PDF/A at once."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from . import shaped
from .checks import check_tree
from .content import END, compressed, plain_where_needed, stray, wrap_stray
from .document import Attachment, check_images, check_pdfa_part, dress_catalog, fix_id
from .errors import ConformanceError, StrayContentError, TagError
from .fonts import embed_fonts, embedded_font
from .links import LinkMixin
from .marking import MarkingMixin, OpenMark, Registry
from .metadata import Metadata
from .packed import pack
from .structure import PageMarks, StructTree, first_pages
from .text import Marker, TaggedText
from .writer import write_tree


class TaggedCanvas(MarkingMixin, LinkMixin, Canvas):  # type: ignore[misc]
    """A reportlab canvas for one :class:`StructTree`.

    ``pdfa_part`` is 2 or 3 (the latter for :meth:`attach`). ``font`` names a registered TrueType
    font to start pages with, since reportlab's own default is not embedded. With ``strict``,
    painting outside every tag raises :class:`StrayContentError` when the page ends; without, it
    becomes an artifact. Other keywords are :class:`Canvas`'s; lengths are points.
    """

    def __init__(
        self,
        filename: Any,
        *args: Any,
        tree: StructTree,
        metadata: Metadata,
        font: str,
        pdfa_part: int = 2,
        strict: bool = True,
        **kwds: Any,
    ) -> None:
        embedded_font(font)
        self.tree = tree
        self.metadata = metadata
        self.strict = strict
        self._pdfa_part = check_pdfa_part(pdfa_part)
        self._registry = Registry()
        self._open: list[OpenMark] = []
        self._marker: Marker | None = None
        self._marks = PageMarks(next(self._registry.keys), 1)
        self._closing_page = False
        if kwds.get("encrypt"):
            raise ConformanceError("an archived file is not encrypted (ISO 19005-2, 6.1.3)")
        kwds.update(initialFontName=font, invariant=1, lang=tree.lang, pdfVersion=(1, 7))
        kwds.setdefault("pageCompression", 1)
        # One device colour space has a profile here; CMYK raises (ISO 19005-2, 6.2.4.3).
        kwds["enforceColorSpace"] = "rgb"
        self.pass_token = tree.start()
        super().__init__(filename, *args, **kwds)

    @property
    def rtl(self) -> bool:
        """Whether the document is written from right to left."""
        return self.tree.rtl

    # -- text ------------------------------------------------------------------------------

    def beginText(self, x: float = 0, y: float = 0, direction: Any = None) -> TaggedText:  # noqa: N802
        return TaggedText(self, x, y, direction=direction)

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:  # noqa: N802
        embedded_font(psfontname)
        super().setFont(psfontname, size, leading)

    def drawString(self, x: float, y: float, text: str, *args: Any, **kwds: Any) -> None:  # noqa: N802
        """One line from `x`; shaped text in the document's direction."""
        self._string(x, y, text, 0.0, super().drawString, args, kwds)

    def drawRightString(self, x: float, y: float, text: str, *args: Any, **kwds: Any) -> None:  # noqa: N802
        """As :meth:`drawString`, up to `x`."""
        self._string(x, y, text, 1.0, super().drawRightString, args, kwds)

    def drawCentredString(self, x: float, y: float, text: str, *args: Any, **kwds: Any) -> None:  # noqa: N802
        """As :meth:`drawString`, about `x`."""
        self._string(x, y, text, 0.5, super().drawCentredString, args, kwds)

    def _string(self, x: float, y: float, text: str, before: float, plain: Callable[..., None],
                args: Any, kwds: Any) -> None:  # fmt: skip
        if not shaped.is_shaped(self._fontname):
            plain(x, y, text, *args, **kwds)
            return
        runs = shaped.laid(text, self._fontname, int(self.rtl))
        x -= before * shaped.width(runs, self._fontsize)
        outer = self._open[-1] if self._open else None
        begun = {}
        # Within a saveState of its own, as a chart's label, no mark may end (ISO 32000-1, 14.6.1).
        nests = outer is not None and outer.depth == len(self.state_stack)
        if outer is not None and nests and outer.slot is not None and len(runs) > 1:
            self._code.append(END)
            begun = shaped.begins(self, outer.slot, runs)
        for run in runs:
            code = shaped.shown(self, run, self._fontname, self._fontsize, x, y)
            self._code += [begun[id(run)], code, END] if begun else [code]
            x += run.width * self._fontsize
        if begun and outer is not None:
            self._begin(outer)

    def drawInlineImage(self, image: Any, x: float, y: float, *args: Any, **kwds: Any) -> Any:  # noqa: N802
        """As :meth:`drawImage`: an image XObject, shared and checked like any other."""
        return self.drawImage(image, x, y, *args, **kwds)

    # -- pages -----------------------------------------------------------------------------

    def showPage(self) -> None:  # noqa: N802
        if self._open:
            raise TagError("a page ends inside a mark")
        found = next(stray(self._code), None)
        if found is not None:
            if self.strict:
                raise StrayContentError(
                    f"page {self._marks.number} paints outside every tag: {found[:120]!r}; draw "
                    "it with canvas.marked(element) or canvas.artifact() (ISO 14289-1, 7.1)"
                )
            wrap_stray(self._code, 0)
        self._closing_page = True
        try:
            super().showPage()
        finally:
            self._closing_page = False

    def lines(self, linelist: Any) -> None:
        # While a page closes these are reportlab's crop marks.
        if not self._closing_page:
            super().lines(linelist)
            return
        self._code.append("/Artifact <</Type /Page>> BDC")
        super().lines(linelist)
        self._code.append(END)

    def _startPage(self) -> None:  # noqa: N802
        super()._startPage()
        self._marks = PageMarks(next(self._registry.keys), self._pageNumber)

    def _setAnnotations(self, page: Any) -> None:  # noqa: N802
        super()._setAnnotations(page)
        if not isinstance(page, pdfdoc.PDFPage):
            return
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.Tabs = "/S"  # tab order follows structure (ISO 14289-1, 7.18.3)
        if self._marks.owners:
            page.StructParents = self._marks.key
        self._marks.ref = self._doc.thisPageRef()

    # -- the file --------------------------------------------------------------------------

    def attach(self, name: str, data: bytes, mime: str, *, description: str = "",
               relationship: str = "Data") -> None:  # fmt: skip
        """Embed a file, such as the numbers behind a chart; needs ``pdfa_part=3``.

        The very same file again is ignored. Raises :class:`ConformanceError` for another file of a name that is taken.
        """
        if self._pdfa_part != 3:
            raise ConformanceError("only PDF/A-3 embeds any file (ISO 19005-3, 6.8)")
        attachment = Attachment(name, data, mime, description, relationship)
        attached = self._registry.attachments
        if attached.setdefault(name, attachment) != attachment:
            raise ConformanceError(f"another file is attached under the name {name!r} already")

    def save(self) -> None:
        with self._finished():
            super().save()

    def getpdfdata(self) -> Any:
        with self._finished():
            return super().getpdfdata()

    @contextmanager
    def _finished(self) -> Iterator[None]:
        if self._code:
            self.showPage()
        if self.tree.pass_token is not self.pass_token:
            raise TagError("another canvas was opened on this tree before this one was saved")
        begins = first_pages(self.tree.root)
        check_tree(self.tree, begins)
        check_images(self._doc)
        embed_fonts(self._doc)
        self.setViewerPreference("DisplayDocTitle", "true")
        if self.rtl:
            self.setViewerPreference("Direction", "R2L")
        root = write_tree(self._doc, self.tree, self._registry.parents, begins)
        dress_catalog(self._doc, self.metadata, self.tree.lang, self._pdfa_part, root,
                      self._registry.attachments.values())  # fmt: skip
        fix_id(self._doc, self.metadata, self.tree.lang)
        pack(self._doc)
        ascii85 = rl_config.useA85
        rl_config.useA85 = 0  # page streams a fifth smaller; reportlab reads it while writing
        plain_where_needed(self._doc.idToObject.values(), pdfdoc.PDFZCompress)
        pdfdoc.PDFZCompress.encode = compressed
        try:
            yield
        finally:
            rl_config.useA85 = ascii85
            del pdfdoc.PDFZCompress.encode


def tagged_canvasmaker(
    tree: StructTree, metadata: Metadata, font: str, *, pdfa_part: int = 2, strict: bool = True,
    canvas_class: type[TaggedCanvas] = TaggedCanvas,
    prepare: Callable[[TaggedCanvas], None] | None = None, **kwds: Any,
) -> Callable[..., TaggedCanvas]:  # fmt: skip
    """A ``canvasmaker`` for ``BaseDocTemplate.build`` and ``multiBuild``.

    ``prepare`` is called with each new canvas, to set page boxes, outline or attachments.
    """
    make = functools.partial(
        canvas_class, tree=tree, metadata=metadata, font=font, pdfa_part=pdfa_part, strict=strict
    )

    def canvasmaker(filename: Any, *args: Any, **given: Any) -> TaggedCanvas:
        given.update(kwds)
        canvas = make(filename, *args, **given)
        if prepare is not None:
            prepare(canvas)
        return canvas

    return canvasmaker
