"""A canvas that tags what it draws and writes PDF/UA-1 and PDF/A at once."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from msgspec import Struct, field
from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from briefgen.pdf.tagged import document, fonts, objects
from briefgen.pdf.tagged.document import Metadata
from briefgen.pdf.tagged.markup import Target
from briefgen.pdf.tagged.structure import (
    ARTIFACT,
    END,
    ConformanceError,
    Element,
    Mark,
    ObjRef,
    PageMarks,
    Slot,
    StrayContentError,
    StructTree,
    TagError,
    check_tree,
    first_pages,
)
from briefgen.pdf.tagged.text import Marker, TaggedText, find_stray, wrap_stray

PRINT = 4  # annotation flag bit 3 (ISO 32000-1, 12.5.3); ISO 19005-2, 6.3.2 wants it


class OpenMark(Struct, eq=False):
    """A marked-content sequence that is open: its slot, or None for an artifact."""

    slot: Slot | None
    begin: str
    depth: int


class Registry(Struct, eq=False):
    """The keys that one file has given, and to what.

    It is shared by reference, since two-pass canvases save and restore ``canvas.__dict__``.
    """

    parents: dict[int, objects.ParentKey] = field(default_factory=dict)
    keys: Iterator[int] = field(default_factory=itertools.count)
    attachments: dict[str, document.Attachment] = field(default_factory=dict)


class TaggedCanvas(Canvas):  # type: ignore[misc]
    """A reportlab canvas for one :class:`StructTree`.

    ``pdfa_part`` is 2 or 3 (the latter for :meth:`attach`). ``font`` names a registered TrueType
    font to start pages with, since reportlab's own default is not embedded. Painting outside every
    tag raises :class:`StrayContentError` when the page ends. Other keywords are :class:`Canvas`'s;
    lengths are points.
    """

    def __init__(
        self, filename: Any, *args: Any, tree: StructTree, metadata: Metadata, font: str,
        pdfa_part: int = 2, **kwds: Any,
    ) -> None:  # fmt: skip
        fonts.embedded_font(font)
        self.tree = tree
        self.metadata = metadata
        if pdfa_part not in (2, 3):
            raise ConformanceError(f"PDF/A part {pdfa_part!r} is not written here; use 2 or 3")
        self._pdfa_part = pdfa_part
        self._registry = Registry()
        self._open: list[OpenMark] = []
        self._marker: Marker | None = None
        self._marks = PageMarks(next(self._registry.keys), 1)
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

    # -- marks -----------------------------------------------------------------------------------

    @contextmanager
    def mark(self, element: Element, *, more: bool = False) -> Iterator[None]:
        """Tag everything drawn in the block as content of ``element`` (ISO 32000-1, 14.7.4.2).

        Inside another mark, that one is suspended; that needs the same ``saveState`` depth.
        Raises :class:`TagError` inside an artifact or a form, and if the element was drawn before
        in this file, unless ``more`` says that this continues it.
        """
        if element.content.items and not more:
            raise TagError(f"{element.path()} is drawn twice in one file")
        with self.mark_slot(element.content):
            yield

    @contextmanager
    def mark_slot(self, slot: Slot) -> Iterator[None]:
        """As :meth:`mark`, for one slot of an element; flowables use it."""
        if self.in_artifact or self._in_form:
            where = "an artifact" if self.in_artifact else "a form XObject"
            raise TagError(f"{slot.owner.path()} cannot be tagged inside {where}")
        self._check_pass(slot.owner)
        with self._open_region(slot, ""):
            yield

    @contextmanager
    def artifact(self, type: str | None = None, subtype: str | None = None) -> Iterator[None]:
        """Make everything drawn in the block an artifact (ISO 32000-1, 14.8.2.2).

        ``type`` is Pagination, Layout, Page or Background; ``subtype`` of Pagination is Header,
        Footer or Watermark. Tagged flowables drawn inside stay untagged.
        """
        if self.in_artifact or self._in_form:
            yield  # already one, or a form whose one invocation is marked
            return
        entries = "".join(
            f"/{key} /{value} " for key, value in (("Type", type), ("Subtype", subtype)) if value
        )
        begin = f"/Artifact <<{entries}>> BDC" if entries else ARTIFACT
        with self._open_region(None, begin):
            yield

    @contextmanager
    def mark_rest_as_artifact(self) -> Iterator[None]:
        """Make an artifact of whatever the block paints outside the marks it opens itself.

        For flowables that draw rules and backgrounds between tagged parts.
        """
        start, code, opened = len(self._code), self._code, bool(self._open)
        yield
        if not opened and not self._in_form and code is self._code:
            wrap_stray(code, start)

    @property
    def in_artifact(self) -> bool:
        """Whether what is drawn now is an artifact."""
        return any(mark.slot is None for mark in self._open)

    @property
    def in_mark(self) -> bool:
        """Whether a mark is open, so that what is drawn now needs none of its own."""
        return bool(self._open) or self._in_form

    @property
    def _in_form(self) -> bool:
        return bool(self._formData)

    @contextmanager
    def _open_region(self, slot: Slot | None, begin: str) -> Iterator[None]:
        depth = len(self.state_stack)
        outer = self._open[-1] if self._open else None
        if outer is not None:
            if outer.depth != depth:
                owner = outer.slot.owner.path() if outer.slot else "an artifact"
                raise TagError(
                    f"a mark for {slot.owner.path() if slot else 'an artifact'} inside that of "
                    f"{owner}, but within a saveState of its own, cannot nest with q and Q"
                )
            self._code.append(END)
        self._open.append(OpenMark(slot, begin, depth))
        self._begin_mark(self._open[-1])
        yield
        if len(self.state_stack) != depth:
            raise TagError("saveState and restoreState do not balance inside a mark")
        self._open.pop()
        self._code.append(END)
        if outer is not None:
            self._begin_mark(outer)

    def _begin_mark(self, mark: OpenMark) -> None:
        self._code.append(mark.begin if mark.slot is None else self.new_mark(mark.slot))

    def new_mark(self, slot: Slot) -> str:
        """Give ``slot`` the page's next MCID and return the operators that begin it."""
        page = self._marks
        mcid = len(page.owners)
        page.owners.append(slot.owner)
        slot.items.append(Mark(page, mcid))
        self._registry.parents[page.key] = page
        return f"/{slot.owner.type} <</MCID {mcid}>> BDC"

    def _check_pass(self, element: Element) -> None:
        if element.tree is not self.tree or self.pass_token is not self.tree.pass_token:
            raise TagError(f"{element.path()} belongs to another file or an earlier pass")

    # -- links -----------------------------------------------------------------------------------

    def linkURL(  # noqa: N802
        self, url: str, rect: Any, relative: int = 0, thickness: float = 0, color: Any = None,
        dashArray: Any = None, kind: str = "URI", *, contents: str = "", **kw: Any,  # noqa: N803
    ) -> None:  # fmt: skip
        """Add a link to a web address, owned by the Link element being drawn.

        ``rect`` in points, of the current coordinates if ``relative``; ``contents`` says what it
        is for. Drawn in an artifact, there is no link. Raises :class:`TagError` elsewhere.
        """
        if kind != "URI":
            raise ConformanceError("links into other PDF files are not supported: use a URL")
        action = objects.dictionary(
            {"Type": b"/Action", "S": b"/URI", "URI": objects.string(str(url))}
        )
        self._add_link(url, rect, relative, {**kw, "A": action}, contents)

    def linkRect(  # noqa: N802
        self, contents: str, destinationname: str, Rect: Any = None, addtopage: int = 1,  # noqa: N803
        name: str | None = None, relative: int = 1, thickness: float = 0, color: Any = None,
        dashArray: Any = None, **kw: Any,  # noqa: N803
    ) -> None:  # fmt: skip
        """Add a link to a bookmark of this file (which may be set later); see :meth:`linkURL`."""
        dest = self._bookmarkReference(str(destinationname))
        self._add_link(destinationname, Rect, relative, {**kw, "Dest": dest}, contents)

    def _add_link(self, target: str, rect: Any, relative: int, entries: Any, text: str) -> None:
        if self.in_artifact:
            return
        slot = self._link_slot(target)
        if isinstance(target, Target):
            text = text or target.tag.contents
        registry = self._registry
        key = next(registry.keys)
        registry.parents[key] = slot.owner
        annotation = objects.Entries(
            {
                "Border": "[0 0 0]",
                **entries,
                "Type": "/Annot",
                "Subtype": "/Link",
                "F": PRINT,
                "Rect": objects.array(map(objects.number, self._absRect(rect, relative))),
                "Contents": objects.string(text or str(target)),
                "StructParent": key,
            }
        )
        name = f"Link{key}"
        super()._addAnnotation(annotation, name)
        slot.items.append(ObjRef(self._marks, self._doc.refAnnotation(name)))

    def _link_slot(self, target: str) -> Slot:
        slot: Slot | None = None
        if isinstance(target, Target) and self._marker is not None:
            slot = self._marker.links.get(target.tag.key)
        elif self._open and self._open[-1].slot is not None:
            slot = self._open[-1].slot
        if slot is None or slot.owner.type != "Link":
            raise TagError(
                f"the link to {str(target)!r} needs a Link element: draw it in "
                "canvas.mark(link) (ISO 14289-1, 7.18.5)"
            )
        return slot

    def _addAnnotation(self, annotation: Any, name: str | None = None, addtopage: int = 1) -> None:  # noqa: N802
        raise ConformanceError("only links are annotated here (ISO 14289-1, 7.18.1)")

    # -- text ------------------------------------------------------------------------------

    def beginText(self, x: float = 0, y: float = 0, direction: Any = None) -> TaggedText:  # noqa: N802
        return TaggedText(self, x, y, direction=direction)

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:  # noqa: N802
        fonts.embedded_font(psfontname)
        super().setFont(psfontname, size, leading)

    def drawString(self, x: float, y: float, text: str, *args: Any, **kwds: Any) -> None:  # noqa: N802
        """Draw one line from `x`; shaped text in the document's direction."""
        self._show_string(x, y, text, 0.0, super().drawString, args, kwds)

    def drawRightString(self, x: float, y: float, text: str, *args: Any, **kwds: Any) -> None:  # noqa: N802
        """As :meth:`drawString`, up to `x`."""
        self._show_string(x, y, text, 1.0, super().drawRightString, args, kwds)

    def drawCentredString(self, x: float, y: float, text: str, *args: Any, **kwds: Any) -> None:  # noqa: N802
        """As :meth:`drawString`, about `x`."""
        self._show_string(x, y, text, 0.5, super().drawCentredString, args, kwds)

    def _show_string(self, x: float, y: float, text: str, before: float,
                     plain: Callable[..., None], args: Any, kwds: Any) -> None:  # fmt: skip
        if not fonts.is_shaped(self._fontname):
            plain(x, y, text, *args, **kwds)
            return
        runs = fonts.lay_out_runs(text, self._fontname, int(self.rtl))
        x -= before * fonts.width_of(runs, self._fontsize)
        outer = self._open[-1] if self._open else None
        begun: dict[int, str] = {}
        # Within a saveState of its own, as a chart's label, no mark may end (ISO 32000-1, 14.6.1).
        nests = outer is not None and outer.depth == len(self.state_stack)
        if outer is not None and nests and outer.slot is not None and len(runs) > 1:
            self._code.append(END)
            begun = fonts.begin_marks(self, outer.slot, runs)
        fonts.show_runs(self, runs, self._fontname, self._fontsize, x, y, begun)
        if begun and outer is not None:
            self._begin_mark(outer)

    def drawInlineImage(self, image: Any, x: float, y: float, *args: Any, **kwds: Any) -> Any:  # noqa: N802
        """As :meth:`drawImage`: an image XObject, shared and checked like any other."""
        return self.drawImage(image, x, y, *args, **kwds)

    # -- pages -----------------------------------------------------------------------------

    def showPage(self) -> None:  # noqa: N802
        if self._open:
            raise TagError("a page ends inside a mark")
        found = next(find_stray(self._code), None)
        if found is not None:
            raise StrayContentError(
                f"page {self._marks.number} paints outside every tag: {found[:120]!r}; draw "
                "it with canvas.mark(element) or canvas.artifact() (ISO 14289-1, 7.1)"
            )
        super().showPage()

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
        attachment = document.Attachment(name, data, mime, description, relationship)
        attached = self._registry.attachments
        if attached.setdefault(name, attachment) != attachment:
            raise ConformanceError(f"another file is attached under the name {name!r} already")

    def save(self) -> None:
        with self._prepare_file():
            super().save()

    @contextmanager
    def _prepare_file(self) -> Iterator[None]:
        if self._code:
            self.showPage()
        if self.tree.pass_token is not self.pass_token:
            raise TagError("another canvas was opened on this tree before this one was saved")
        begins = first_pages(self.tree.root)
        check_tree(self.tree, begins)
        document.check_images(self._doc)
        fonts.embed_fonts(self._doc)
        self.setViewerPreference("DisplayDocTitle", "true")
        if self.rtl:
            self.setViewerPreference("Direction", "R2L")
        root = objects.TreeWriter(self._doc, self.tree, begins).write(self._registry.parents)
        document.fill_catalog(self._doc, self.metadata, self.tree.lang, self._pdfa_part, root,
                     self._registry.attachments.values())  # fmt: skip
        document.fix_id(self._doc, self.metadata, self.tree.lang)
        objects.pack(self._doc)
        ascii85 = rl_config.useA85
        rl_config.useA85 = 0  # page streams a fifth smaller; reportlab reads it while writing
        objects.uncompress_where_needed(self._doc.idToObject.values(), pdfdoc.PDFZCompress)
        pdfdoc.PDFZCompress.encode = objects.compress_operators
        try:
            yield
        finally:
            rl_config.useA85 = ascii85
            del pdfdoc.PDFZCompress.encode
