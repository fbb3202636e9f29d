"""A presentation without slides -> the stock that slides on it are made from, by python-pptx."""

from __future__ import annotations

import copy
import datetime
import hashlib
from collections.abc import Iterable
from typing import Any

from lxml import etree
from pptx.enum.shapes import MSO_SHAPE
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part as OpcPart
from pptx.opc.packuri import PackURI
from pptx.opc.spec import default_content_types
from pptx.oxml.ns import qn
from pptx.oxml.shapes.picture import CT_Picture
from pptx.parts.image import ImagePart

from briefgen.deck.stock import LayoutStock, Part, Relation, Stock

_FOOTERS = ("ftr", "sldNum")
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "No Style, No Grid"
# Of a package; what they say is of the template's own slides.
_DROPPED = (RT.EXTENDED_PROPERTIES, RT.THUMBNAIL, RT.CUSTOM_PROPERTIES)
_FILLED = ("title", "subject", "author", "last_modified_by", "keywords", "language")


def taken(presentation: Any, layouts: Iterable[int]) -> Stock:
    """The stock of `presentation`, for slides on the layouts with these numbers, counted over all masters.

    The presentation is used up.
    """
    main, package = presentation.part, presentation.part.package
    core = _core(presentation)
    for rid, rel in list(package._rels.items()):
        if rel.reltype in _DROPPED:
            package._rels.pop(rid)
    described = OpcPart(PackURI("/docProps/app.xml"), CT.OFC_EXTENDED_PROPERTIES, package, b"")
    package.relate_to(described, RT.EXTENDED_PROPERTIES)
    main._element.get_or_add_sldIdLst()
    before = [part for part in package.iter_parts() if part is not main]
    whole = Part(str(main.partname), main.content_type, main.blob)
    relations, roots = _relations(main.rels), _relations(package._rels)
    parts = tuple(_part(p) for p in before)
    found = [each for m in presentation.slide_masters for each in m.slide_layouts]
    made = {n: (found[n], presentation.slides.add_slide(found[n])) for n in sorted(set(layouts))}
    slides = {
        number: LayoutStock(str(layout.part.partname), _bytes(slide), _footers(layout))
        for number, (layout, slide) in made.items()
    }
    slide = next(iter(made.values()))[1]
    shapes = _shapes(slide)
    notes = slide.notes_slide
    passed_by = {*before, main, notes.part, *(slide.part for _, slide in made.values())}
    return Stock(
        presentation=whole, relations=relations, roots=roots, core=core, parts=parts,
        noted=tuple(_part(p) for p in package.iter_parts() if p not in passed_by),
        notes_master=str(main.part_related_by(RT.NOTES_MASTER).partname), notes=_bytes(notes),
        layouts=slides, shapes=shapes,
        images={hashlib.sha256(p.blob).digest(): str(p.partname) for p in before if isinstance(p, ImagePart)},
    )  # fmt: skip


def _core(presentation: Any) -> bytes:
    """Core properties with all that a deck says, to be filled in."""
    properties = presentation.core_properties
    for name in _FILLED:
        setattr(properties, name, name)
    properties.created = properties.modified = datetime.datetime(1980, 1, 1)
    properties.revision = 1
    return bytes(properties.blob)


def _bytes(holder: Any) -> bytes:
    return bytes(etree.tostring(holder._element))


def _relations(rels: Any) -> tuple[Relation, ...]:
    return tuple(
        Relation(rid, rel.reltype, rel.target_ref, rel.is_external) for rid, rel in rels.items()
    )


def _part(part: Any) -> Part:
    usual = (part.partname.ext.lower(), part.content_type) in default_content_types
    rels = part.rels.xml if part._rels else None
    return Part(str(part.partname), part.content_type, part.blob, usual, rels)


def _footers(layout: Any) -> tuple[tuple[str, bytes], ...]:
    """The layout's footer and slide number, as PowerPoint copies them onto slides when they are switched on."""
    out = []
    for held in layout.placeholders:
        ph = held._element.find(f".//{qn('p:ph')}")
        kind = ph.get("type") if ph is not None else None
        if kind in _FOOTERS:
            # A copy leaves behind the namespaces that only the layout needs.
            out.append((kind, bytes(etree.tostring(copy.deepcopy(held._element)))))
    return tuple(out)


def _shapes(slide: Any) -> dict[str, bytes]:
    shapes = slide.shapes
    table = shapes.add_table(1, 1, 0, 0, 0, 0)
    held = table.table
    held.first_row, held.first_col, held.horz_banding = True, True, False
    held._tbl.tblPr.find(qn("a:tableStyleId")).text = _NO_STYLE
    for column in held._tbl.tblGrid:
        for extension in list(column):  # python-pptx gives columns a random id
            column.remove(extension)
    held._tbl.tr_lst[0].tc_lst[0].get_or_add_tcPr()
    made = {
        "text": shapes.add_textbox(0, 0, 0, 0)._element,
        "panel": shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, 0, 0)._element,
        "table": table._element,
        "picture": CT_Picture.new_pic(1, "", "", "", 0, 0, 0, 0),  # type: ignore[no-untyped-call]
    }
    return {kind: bytes(etree.tostring(element)) for kind, element in made.items()}
