"""The structure tree (ISO 32000-1, 14.7): authored beside layout, filled in by drawing, checked before it is written.

An author adds elements in reading order. Drawing attaches marked content to them through *slots*:
a slot is the place among an element's kids at which what is drawn will stand, so that order is
settled when the document is written and not by the order of the pages. Every error is raised in the program that
draws, as near to the mistake as can be told; none is left for a validator to find.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any

from msgspec import Struct, field


class TagError(Exception):
    """The drawing and the structure tree do not fit together (ISO 32000-1, 14.7 and 14.8)."""


class StrayContentError(TagError):
    """Painted outside every tag and artifact (ISO 14289-1, 7.1; Matterhorn 01-003)."""


class FontError(TagError):
    """A font that is not embedded, or lacks a glyph (ISO 14289-1, 7.21; ISO 19005-2, 6.2.11)."""


class ConformanceError(TagError):
    """A feature that PDF/UA-1 or PDF/A forbids was asked for; the message names the clause."""


#: Cells hold their place in the grid even when nothing is drawn in them (ISO 14289-1, 7.5).
KEPT_WHEN_EMPTY = frozenset({"TH", "TD", "TR"})


#: Operators that begin an artifact and end any mark (ISO 32000-1, 14.6).
ARTIFACT, END = "/Artifact BMC", "EMC"


class PageMarks(Struct, eq=False):
    """The marked content of one page: element by MCID, and the page's ``/StructParents`` key."""

    key: int
    number: int
    ref: Any = None
    owners: list[Element] = field(default_factory=list)


class Mark(Struct, frozen=True, eq=False):
    """One marked-content sequence: the page and its MCID there (14.7.4.2)."""

    page: PageMarks
    mcid: int


class ObjRef(Struct, frozen=True, eq=False):
    """A reference from an element to an annotation on a page (14.7.4.3)."""

    page: PageMarks
    ref: Any


class Slot:
    """A place among an element's kids that drawing fills: marks, annotations, inline elements."""

    def __init__(self, owner: Element) -> None:
        self.owner = owner
        self.items: list[Mark | ObjRef | Element] = []
        self._inline: dict[int, Slot] = {}

    def clear(self) -> None:
        """Forget what an earlier pass drew."""
        self.items.clear()
        self._inline.clear()

    def inline(self, key: int, type: str, **entries: Any) -> Slot:
        """Slot of the inline element (Link, Span) called ``key``, made when first drawn.

        A link that runs over a line or a page asks again with its key and gets the same element.
        """
        if key not in self._inline:
            element = Element(self.owner.tree, type, self.owner, **entries)
            self.items.append(element)
            self._inline[key] = element.content
        return self._inline[key]

    def __deepcopy__(self, memo: Any) -> Slot:
        return self


class Element(Struct, eq=False):
    """A structure element. Make one with :meth:`Element.add` on its parent."""

    tree: StructTree
    type: str
    parent: Element | None
    alt: str | None = None
    lang: str | None = None
    expansion: str | None = None
    title: str | None = None
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)
    id: str | None = None
    kids: list[Element | Slot] = field(default_factory=list)
    _content: Slot | None = None

    def add(
        self, type: str, *, alt: str | None = None, lang: str | None = None, title: str | None = None,
        attributes: dict[str, dict[str, Any]] | None = None, id: str | None = None,
    ) -> Element:  # fmt: skip
        """Append a child and return it.

        ``type`` is a standard structure type (14.8.4); ``alt``, ``lang`` and ``title`` become ``/Alt``, ``/Lang`` and
        ``/T`` (14.9); ``attributes`` maps an attribute owner ("Layout", "List", "Table") to its values by key (14.8.5).
        A Note without ``id`` gets one of its own, as ISO 14289-1, 7.9 wants. Raises :class:`TagError` for an unknown
        type and for an id that is taken.
        """
        if type not in STANDARD_TYPES:
            raise TagError(f"unknown structure type {type!r} (ISO 32000-1, 14.8.4)")
        if type == "Note" or id is not None:
            id = self.tree.claim_id(id)
        child = Element(
            self.tree,
            type,
            self,
            alt=alt,
            lang=lang,
            title=title,
            attributes=attributes or {},
            id=id,
        )
        self.kids.append(child)
        return child

    def slot(self) -> Slot:
        """Append a place for content after the kids there are now."""
        slot = Slot(self)
        self.kids.append(slot)
        self.tree.slots.append(slot)
        return slot

    @property
    def content(self) -> Slot:
        """The element's own slot, made where it stands when first asked for."""
        if self._content is None:
            self._content = self.slot()
        return self._content

    def children(self) -> Iterator[Element | Mark | ObjRef]:
        """Kids in reading order, slots opened up."""
        for kid in self.kids:
            if isinstance(kid, Slot):
                yield from kid.items
            else:
                yield kid

    def path(self) -> str:
        """Types from the root down, for messages: ``Document > Sect > P``."""
        return (f"{self.parent.path()} > " if self.parent else "") + self.type

    def __deepcopy__(self, memo: Any) -> Element:
        return self  # story copies (KeepTogether, multiBuild) must go on feeding the same tree


def first_pages(root: Element) -> dict[Element, PageMarks]:
    """Return the page on which each element begins, in reading order: of ``root`` and those below it that hold content."""
    found: dict[Element, PageMarks] = {}

    def look(element: Element) -> PageMarks | None:
        first: PageMarks | None = None
        for kid in element.children():
            page = look(kid) if isinstance(kid, Element) else kid.page
            first = first or page
        if first is not None:
            found[element] = first
        return first

    look(root)
    return found


_STANDARD = (
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private "
    "P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot "
    "Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP "
    "Figure Formula Form"
)
#: The standard structure types (ISO 32000-1, 14.8.4).
STANDARD_TYPES = frozenset(_STANDARD.split())


class StructTree:
    """A document's structure. ``root`` is its one Document element.

    ``lang`` is the document's language, a BCP 47 tag (``/Lang`` of the catalog); ``rtl`` says that it is written from
    right to left (WritingMode, 14.8.5.4.2).
    """

    def __init__(self, lang: str, *, rtl: bool = False) -> None:
        self.lang = lang
        self.rtl = rtl
        self.slots: list[Slot] = []
        self._ids: set[str] = set()
        attributes = {"Layout": {"WritingMode": "RlTb"}} if rtl else {}
        self.root = Element(self, "Document", None, attributes=attributes)
        self.pass_token = object()

    def claim_id(self, id: str | None) -> str:
        if id is None:
            id = f"id-{len(self._ids) + 1}"
            while id in self._ids:
                id += "x"
        if id in self._ids:
            raise TagError(f"element id {id!r} is used twice (ISO 32000-1, 14.7.2)")
        self._ids.add(id)
        return id

    def start(self) -> object:
        """Begin a drawing pass: drop what an earlier one attached; the token names the pass."""
        for slot in self.slots:
            slot.clear()
        self.pass_token = object()
        return self.pass_token

    def __deepcopy__(self, memo: Any) -> StructTree:
        return self


#: Types that only stand below certain others (ISO 32000-1, 14.8.4.3; ISO 14289-1, 7.5 and 7.6).
PARENTS = {
    "LI": {"L"},
    "LBody": {"LI"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "TOCI": {"TOC"},
}
#: And those below which only certain others stand; artifacts aside, a list holds items.
CHILDREN = {
    "L": {"L", "LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "TOC": {"TOC", "TOCI", "Caption"},
}


def check_tree(tree: StructTree, written: Container[Element]) -> None:
    """Raise :class:`TagError` for the first element, of those ``written``, that breaks a rule of ISO 14289-1."""
    level = 0
    for element in _walk(tree.root, written):
        kind = element.type
        if len(kind) == 2 and kind[0] == "H" and kind[1].isdigit():
            if int(kind[1]) > level + 1:
                before = f"H{level}" if level else "nothing"
                raise TagError(f"{element.path()} follows {before}: a level is skipped (7.4.2)")
            level = int(kind[1])
        if kind in ("Figure", "Formula") and not element.alt:
            raise TagError(f"{element.path()} has no alternative text (7.3, 7.7)")
        if kind == "Link" and not _has_annotation(element):
            raise TagError(f"{element.path()} has no link annotation (7.18.5)")
        parent = element.parent.type if element.parent else ""
        if kind in PARENTS and parent not in PARENTS[kind]:
            raise TagError(f"{element.path()}: {kind} stands below {sorted(PARENTS[kind])}")
        if parent in CHILDREN and kind not in CHILDREN[parent]:
            raise TagError(f"{element.path()}: {parent} holds {sorted(CHILDREN[parent])}")


def _walk(element: Element, written: Container[Element]) -> Iterator[Element]:
    yield element
    for kid in element.children():
        if isinstance(kid, Element) and kid in written:
            yield from _walk(kid, written)


def _has_annotation(element: Element) -> bool:
    return any(
        isinstance(kid, ObjRef) or (isinstance(kid, Element) and _has_annotation(kid))
        for kid in element.children()
    )
