"""What a finished tree must satisfy before it is written; each rule names its clause."""

from __future__ import annotations

from collections.abc import Container, Iterator

from .errors import TagError
from .structure import Element, ObjRef, StructTree

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
    for element in _in_order(tree.root, written):
        kind = tree.roles.get(element.type, element.type)
        if len(kind) == 2 and kind[0] == "H" and kind[1].isdigit():
            if int(kind[1]) > level + 1:
                before = f"H{level}" if level else "nothing"
                raise TagError(f"{element.path()} follows {before}: a level is skipped (7.4.2)")
            level = int(kind[1])
        if kind in ("Figure", "Formula") and not (element.alt or element.actual_text):
            raise TagError(f"{element.path()} has no alternative text (7.3, 7.7)")
        if kind == "Link" and not _has_annotation(element):
            raise TagError(f"{element.path()} has no link annotation (7.18.5)")
        parent = element.parent.type if element.parent else ""
        if kind in PARENTS and parent not in PARENTS[kind]:
            raise TagError(f"{element.path()}: {kind} stands below {sorted(PARENTS[kind])}")
        if parent in CHILDREN and kind not in CHILDREN[parent]:
            raise TagError(f"{element.path()}: {parent} holds {sorted(CHILDREN[parent])}")


def _in_order(element: Element, written: Container[Element]) -> Iterator[Element]:
    yield element
    for kid in element.children():
        if isinstance(kid, Element) and kid in written:
            yield from _in_order(kid, written)


def _has_annotation(element: Element) -> bool:
    return any(
        isinstance(kid, ObjRef) or (isinstance(kid, Element) and _has_annotation(kid))
        for kid in element.children()
    )
