"""The structure tree as PDF objects: StructTreeRoot, elements, ParentTree, IDTree, RoleMap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportlab.pdfbase import pdfdoc

from .structure import KEPT_WHEN_EMPTY, Element, Mark, PageMarks, StructTree

ParentKey = PageMarks | Element


class TreeWriter:
    """Registers one finished tree with a document; see :func:`write_tree`."""

    def __init__(self, doc: Any, tree: StructTree) -> None:
        self.doc = doc
        self.tree = tree
        self.refs: dict[Element, Any] = {}
        self.ids: list[tuple[str, Any]] = []

    def write(self, parents: Mapping[int, ParentKey]) -> Any:
        root = pdfdoc.PDFDictionary({"Type": "/StructTreeRoot"})
        root_ref = self.doc.Reference(root, "StructTreeRoot")
        root["K"] = pdfdoc.PDFArray([self._element(self.tree.root, root_ref)])
        root["ParentTree"] = self.doc.Reference(self._parent_tree(parents), "ParentTree")
        root["ParentTreeNextKey"] = max(parents, default=-1) + 1
        if self.tree.roles:
            roles = {name: pdfdoc.PDFName(to) for name, to in self.tree.roles.items()}
            root["RoleMap"] = pdfdoc.PDFDictionary(roles)
        if self.ids:
            names: list[Any] = []
            for key, ref in sorted(self.ids, key=lambda pair: pair[0].encode("utf-8")):
                names += [_bytes(key), ref]
            id_tree = pdfdoc.PDFDictionary({"Names": pdfdoc.PDFArray(names)})
            root["IDTree"] = self.doc.Reference(id_tree, "IDTree")
        return root

    def _element(self, element: Element, parent_ref: Any) -> Any:
        entry = pdfdoc.PDFDictionary({"Type": "/StructElem", "S": pdfdoc.PDFName(element.type)})
        ref = self.doc.Reference(entry, f"Struct.{len(self.refs)}")
        self.refs[element] = ref
        entry["P"] = parent_ref
        for key, text in (
            ("T", element.title),
            ("Lang", element.lang),
            ("Alt", element.alt),
            ("E", element.expansion),
            ("ActualText", element.actual_text),
        ):
            if text is not None:
                entry[key] = pdfdoc.PDFString(text)
        if element.id is not None:
            entry["ID"] = _bytes(element.id)
            self.ids.append((element.id, ref))
        if element.attributes:
            owners = [_attributes(o, values) for o, values in sorted(element.attributes.items())]
            entry["A"] = owners[0] if len(owners) == 1 else pdfdoc.PDFArray(owners)
        kids = self._kids(element, ref, entry)
        if kids:
            entry["K"] = kids[0] if len(kids) == 1 else pdfdoc.PDFArray(kids)
        return ref

    def _kids(self, element: Element, ref: Any, entry: Any) -> list[Any]:
        kids: list[Any] = []
        home = _first_page(element)
        if home is not None:  # MCIDs on this page can stand bare
            entry["Pg"] = home.ref
        for kid in element.children():
            if isinstance(kid, Element):
                if kid.type in KEPT_WHEN_EMPTY or kid.has_content():
                    kids.append(self._element(kid, ref))
                continue
            if isinstance(kid, Mark):
                if kid.page is home:
                    kids.append(kid.mcid)
                else:
                    kids.append(
                        pdfdoc.PDFDictionary({"Type": "/MCR", "Pg": kid.page.ref, "MCID": kid.mcid})
                    )
            else:
                kids.append(
                    pdfdoc.PDFDictionary({"Type": "/OBJR", "Pg": kid.page.ref, "Obj": kid.ref})
                )
        return kids

    def _parent_tree(self, parents: Mapping[int, ParentKey]) -> Any:
        nums: list[Any] = []
        for key in sorted(parents):
            owner = parents[key]
            if isinstance(owner, PageMarks):
                array = pdfdoc.PDFArray([self.refs[element] for element in owner.owners])
                nums += [key, self.doc.Reference(array, f"ParentTree.{key}")]
            else:
                nums += [key, self.refs[owner]]
        return pdfdoc.PDFDictionary({"Nums": pdfdoc.PDFArray(nums)})


def write_tree(doc: Any, tree: StructTree, parents: Mapping[int, ParentKey]) -> Any:
    """Register ``tree`` with ``doc`` and return the StructTreeRoot dictionary (14.7.2).

    Elements in which nothing was drawn are left out, save for the cells and rows of a table.
    ``parents`` says what each ParentTree key is for: a page's marks or an annotation's element.
    """
    return TreeWriter(doc, tree).write(parents)


def _first_page(element: Element) -> PageMarks | None:
    for kid in element.children():
        page = _first_page(kid) if isinstance(kid, Element) else kid.page
        if page is not None:
            return page
    return None


def _bytes(text: str) -> Any:
    return pdfdoc.PDFText(text.encode("utf-8"), enc="raw")


def _attributes(owner: str, values: Mapping[str, Any]) -> Any:
    entries: dict[str, Any] = {"O": pdfdoc.PDFName(owner)}
    for key, value in values.items():
        if key == "Headers":
            entries[key] = pdfdoc.PDFArray([_bytes(item) for item in value])
        elif key == "Summary":
            entries[key] = pdfdoc.PDFString(value)
        elif isinstance(value, str):
            entries[key] = pdfdoc.PDFName(value)
        elif isinstance(value, (list, tuple)):
            entries[key] = pdfdoc.PDFArray([round(item, 3) for item in value])
        else:
            entries[key] = value
    return pdfdoc.PDFDictionary(entries)
