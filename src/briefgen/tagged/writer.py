"""The structure tree as PDF objects: StructTreeRoot, elements, ParentTree, IDTree, RoleMap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportlab.pdfbase import pdfdoc

from .objects import Entries, Formatted, array, dictionary, formatted, name, rows, string
from .structure import KEPT_WHEN_EMPTY, Element, Mark, PageMarks, StructTree

ParentKey = PageMarks | Element


class StructElem(Formatted):
    """A structure element dictionary (ISO 32000-1, 14.7.2)."""


class TreeWriter:
    """Registers one finished tree with a document; see :func:`write_tree`."""

    def __init__(self, doc: Any, tree: StructTree, begins: Mapping[Element, PageMarks]) -> None:
        self.doc = doc
        self.begins = begins
        self.tree = tree
        self.refs: dict[Element, bytes] = {}
        self.ids: list[tuple[str, bytes]] = []
        self._pages: dict[PageMarks, bytes] = {}

    def write(self, parents: Mapping[int, ParentKey]) -> Any:
        root = Entries({"Type": "/StructTreeRoot"})
        root_ref = self._ref(self.doc.Reference(root, "StructTreeRoot"))
        root["K"] = array([self._element(self.tree.root, root_ref)])
        root["ParentTree"] = self.doc.Reference(self._parent_tree(parents), "ParentTree")
        root["ParentTreeNextKey"] = max(parents, default=-1) + 1
        if self.tree.roles:
            root["RoleMap"] = dictionary({own: name(to) for own, to in self.tree.roles.items()})
        if self.ids:
            names: list[bytes] = []
            for key, ref in sorted(self.ids, key=lambda pair: pair[0].encode("utf-8")):
                names += [self._string(_bytes(key)), ref]
            id_tree = Formatted(dictionary({"Names": array(names)}))
            root["IDTree"] = self.doc.Reference(id_tree, "IDTree")
        return root

    def _ref(self, reference: Any) -> bytes:
        return formatted(reference, self.doc)

    def _page(self, page: PageMarks) -> bytes:
        if page not in self._pages:
            self._pages[page] = self._ref(page.ref)
        return self._pages[page]

    def _string(self, text: Any) -> bytes:
        return formatted(text, self.doc)

    def _element(self, element: Element, parent_ref: bytes) -> bytes:
        made = StructElem()
        ref = self._ref(self.doc.Reference(made, f"Struct.{len(self.refs)}"))
        self.refs[element] = ref
        kids = self._kids(element, ref)
        home = self.begins.get(element)
        entries: list[bytes] = []  # in the order of their keys
        if element.attributes:
            owners = [
                self._attributes(o, values) for o, values in sorted(element.attributes.items())
            ]
            entries.append(b"/A " + (owners[0] if len(owners) == 1 else array(owners)))
        if element.actual_text is not None:
            entries.append(b"/ActualText " + string(element.actual_text))
        if element.alt is not None:
            entries.append(b"/Alt " + string(element.alt))
        if element.expansion is not None:
            entries.append(b"/E " + string(element.expansion))
        if element.id is not None:
            entries.append(b"/ID " + self._string(_bytes(element.id)))
            self.ids.append((element.id, ref))
        if kids:
            entries.append(b"/K " + (kids[0] if len(kids) == 1 else array(kids)))
        if element.lang is not None:
            entries.append(b"/Lang " + string(element.lang))
        entries.append(b"/P " + parent_ref)
        if home is not None:
            entries.append(b"/Pg " + self._page(home))
        entries.append(b"/S " + name(element.type))
        if element.title is not None:
            entries.append(b"/T " + string(element.title))
        entries.append(b"/Type /StructElem")
        made.data = rows(entries)
        return ref

    def _kids(self, element: Element, ref: bytes) -> list[bytes]:
        kids: list[bytes] = []
        home = self.begins.get(element)
        for kid in element.children():
            if isinstance(kid, Element):
                if kid.type in KEPT_WHEN_EMPTY or kid in self.begins:
                    kids.append(self._element(kid, ref))
            elif isinstance(kid, Mark):
                number = b"%d" % kid.mcid
                if kid.page is home:  # on the page of Pg they can stand bare
                    kids.append(number)
                else:
                    mark = [b"/MCID " + number, b"/Pg " + self._page(kid.page), b"/Type /MCR"]
                    kids.append(rows(mark))
            else:
                page = b"/Pg " + self._page(kid.page)
                kids.append(rows([b"/Obj " + self._ref(kid.ref), page, b"/Type /OBJR"]))
        return kids

    def _parent_tree(self, parents: Mapping[int, ParentKey]) -> Formatted:
        nums: list[bytes] = []
        for key in sorted(parents):
            owner = parents[key]
            if isinstance(owner, PageMarks):
                marks = Formatted(array(self.refs[element] for element in owner.owners))
                ref = self._ref(self.doc.Reference(marks, f"ParentTree.{key}"))
            else:
                ref = self.refs[owner]
            nums += [b"%d" % key, ref]
        return Formatted(dictionary({"Nums": array(nums)}))

    def _attributes(self, owner: str, values: Mapping[str, Any]) -> bytes:
        entries: dict[str, bytes] = {"O": name(owner)}
        for key, value in values.items():
            if key == "Headers":
                entries[key] = array(self._string(_bytes(item)) for item in value)
            elif key == "Summary":
                entries[key] = string(value)
            elif isinstance(value, str):
                entries[key] = name(value)
            elif isinstance(value, (list, tuple)):
                entries[key] = array(formatted(round(item, 3), self.doc) for item in value)
            else:
                entries[key] = formatted(value, self.doc)
        return dictionary(entries)


def write_tree(
    doc: Any,
    tree: StructTree,
    parents: Mapping[int, ParentKey],
    begins: Mapping[Element, PageMarks],
) -> Any:
    """Register ``tree`` with ``doc`` and return the StructTreeRoot dictionary (14.7.2).

    Elements in which nothing was drawn are left out, save for the cells and rows of a table.
    ``parents`` says what each ParentTree key is for, a page's marks or an annotation's element; ``begins`` on which
    page each element begins.
    """
    return TreeWriter(doc, tree, begins).write(parents)


def _bytes(text: str) -> Any:
    return pdfdoc.PDFText(text.encode("utf-8"), enc="raw")
