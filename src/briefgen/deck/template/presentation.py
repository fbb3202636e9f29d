"""A presentation file by python-pptx: refused where it is not safe, emptied of its slides, and made into prototypes.

A template is trusted with its look only. Macros, parts fetched from other places, entity declarations
(ECMA-376 part 2, 8.1.4: none in a package) and archives that unpack to far more than they hold are refused.
"""

from __future__ import annotations

import copy
import datetime
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.exc import InvalidXmlError
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part as OpcPart
from pptx.opc.packuri import PackURI
from pptx.opc.spec import default_content_types
from pptx.oxml.shapes.picture import CT_Picture
from pptx.parts.image import ImagePart
from pptx.parts.slide import SlidePart

from briefgen.deck.openxml import THEME, qn
from briefgen.deck.slide import LayoutStock, Part, Relation, Stock
from briefgen.deck.template import builtin
from briefgen.deck.template.model import refusal
from briefgen.model.diagnostics import BriefgenError
from briefgen.model.rich_text import LINK_SCHEMES
from briefgen.model.theme import Theme
from briefgen.storage.folder import UNREADABLE

MAX_UNPACKED, MAX_PART, MAX_PARTS = 400 << 20, 64 << 20, 10_000
_MAIN = b"application/vnd.openxmlformats-officedocument.presentationml."
_ASKED = "save it in PowerPoint as a presentation (.pptx) or a template (.potx)"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# What a presentation part keeps; view settings, custom shows, comments and data belong to its slides.
_KEPT = (RT.SLIDE_MASTER, RT.NOTES_MASTER, RT.HANDOUT_MASTER, RT.THEME, RT.TABLE_STYLES, RT.FONT)
_SPARE = ("p:custShowLst", "p:photoAlbum", "p:custDataLst", "p:extLst", "p:modifyVerifier")
_FOOTERS = ("ftr", "sldNum")
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "No Style, No Grid"
# Of a package; what they say is of the template's own slides.
_DROPPED = (RT.EXTENDED_PROPERTIES, RT.THUMBNAIL, RT.CUSTOM_PROPERTIES)
_FILLED = ("title", "subject", "author", "last_modified_by", "keywords", "language")


def check_package(path: Path, data: bytes) -> bytes:
    """`data` of the file at `path` as a .pptx package that is safe to open; a .potx becomes one.

    Raises BriefgenError.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = _unpack(path, package)
    except UNREADABLE as exc:
        raise refusal(path, f"it is not an Open XML package ({exc})", _ASKED) from None
    types = parts.get("[Content_Types].xml")
    if types is None:
        raise refusal(path, "it is not an Open XML package", _ASKED)
    for name, content in parts.items():
        if name.endswith((".xml", ".rels", ".vml")) or name.startswith("[Content"):
            root = _parse(path, name, content)
            if name.endswith(".rels"):
                _check_targets(path, name, root)
    if b"macroEnabled" in types or any("vbaProject" in name for name in parts):
        raise refusal(path, "it contains macros", _ASKED)
    if _MAIN + b"presentation.main+xml" in types:
        return data
    if _MAIN + b"template.main+xml" in types:
        kinds = (_MAIN + b"template.main+xml", _MAIN + b"presentation.main+xml")
        return _pack({**parts, "[Content_Types].xml": types.replace(*kinds)})
    raise refusal(path, "it is not a PowerPoint presentation or template", _ASKED)


def _unpack(path: Path, package: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [info for info in package.infolist() if not info.is_dir()]
    names = [info.filename for info in entries]
    if len(entries) > MAX_PARTS:
        raise refusal(path, f"it has more than {MAX_PARTS:,} parts")
    if sum(info.file_size for info in entries) > MAX_UNPACKED:
        raise refusal(path, f"it unpacks to more than {MAX_UNPACKED >> 20} MB")
    if len(set(names)) != len(names):
        raise refusal(path, "it has two parts of one name")
    if any(n.startswith("/") or ".." in n.split("/") or "\\" in n for n in names):
        raise refusal(path, "it has a part outside the package")
    for info in entries:
        if info.flag_bits & 1:
            raise refusal(path, "it is encrypted", "save it without a password")
        if info.filename.endswith((".xml", ".rels")) and info.file_size > MAX_PART:
            raise refusal(path, f"`{info.filename}` is larger than {MAX_PART >> 20} MB")
    return {info.filename: package.read(info) for info in entries}


def _parse(path: Path, name: str, content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as exc:
        raise refusal(path, f"`{name}` is not well-formed XML ({exc.msg})") from None
    if root.getroottree().docinfo.doctype:
        raise refusal(path, f"`{name}` declares entities or a document type")
    return root


def _check_targets(path: Path, name: str, root: etree._Element) -> None:
    """Refuse targets outside the package, but for hyperlinks that are plain web or mail links."""
    for rel in root:
        if rel.get("TargetMode") == "External":
            link = (rel.get("Type") or "").endswith("/hyperlink")
            target = ("" if link else "file:") + (rel.get("Target") or "")
            if urlsplit(target).scheme not in LINK_SCHEMES:
                raise refusal(path, f"`{name}` refers to a part elsewhere, `{target[:80]}`",
                              "embed what it links to")  # fmt: skip


def _pack(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return stream.getvalue()


def open_template(path: Path | None, data: bytes, theme: Theme) -> Any:
    """Open the template at `path`, whose bytes are `data`, by python-pptx, without slides and what belongs to them.

    Without a path it is briefgen's own in the look of `theme`. One for text from right to left is turned round.
    Raises BriefgenError for one that cannot or must not be used.
    """
    stream = builtin.stream(theme) if path is None else io.BytesIO(check_package(path, data))
    with refuse_broken(path):
        opened = Presentation(stream)
        if path is not None:
            masters = opened.slide_masters
            if not masters or not any(len(master.slide_layouts) for master in masters):
                raise refusal(path, "it has no slide master with layouts")
            if not opened.slide_width or not opened.slide_height:
                raise refusal(path, "it does not say how large its slides are")
            masters[0].part.part_related_by(RT.THEME)
            _remove_slides(opened)
        if is_rtl(opened):
            mirror_presentation(opened)
    return opened


@contextmanager
def refuse_broken(path: Path | None) -> Iterator[None]:
    """Within it, what python-pptx raises for parts that are missing or break the schema refuses the file at `path`.

    Such parts are read when they are asked for, so that reading a layout may fail long after the file was opened.
    Without a path it is our own template that is read, in which nothing is broken: what is raised stays as it is.
    """
    try:
        yield
    except BriefgenError:
        raise
    except (LookupError, ValueError, AttributeError, TypeError, etree.LxmlError, InvalidXmlError) as exc:  # fmt: skip
        if path is None:
            raise
        raise refusal(path, f"PowerPoint's own parts are missing or broken ({exc})") from None


def _remove_slides(opened: Any) -> None:
    """Take out slides and all that leads to them, so that they and their media are not saved."""
    part = opened.part
    for rid, rel in list(part.package._rels.items()):
        if rel.reltype == RT.CORE_PROPERTIES:  # its title and authors are not the deck's
            part.package._rels.pop(rid)
    listed = part._element.find(qn("p:sldIdLst"))
    if listed is not None:
        part._element.remove(listed)
    for name in _SPARE:
        for element in part._element.findall(qn(name)):
            part._element.remove(element)
    for rid, rel in list(part.rels.items()):
        if rel.is_external or rel.reltype not in _KEPT:
            part.rels.pop(rid)
    for master in opened.slide_masters:
        for holder in (master, *master.slide_layouts):
            _unlink(holder.part)
        for layout in master.slide_layouts:
            _number_placeholders(layout._element)


def _unlink(part: Any) -> None:
    """Drop links from a master or layout to sample slides, and the attributes that ask for them."""
    for rid, rel in list(part.rels.items()):
        if not rel.is_external and isinstance(rel.target_part, SlidePart):
            part.rels.pop(rid)
            for element in list(part._element.iter()):
                if element.get(f"{_R}id") == rid:
                    element.getparent().remove(element)


def _number_placeholders(layout: Any) -> None:
    """Give each placeholder but the title an index of its own, which LibreOffice leaves out (19.3.1.36)."""
    taken = {"0"}
    for ph in layout.iter(qn("p:ph")):
        if ph.get("type") in ("title", "ctrTitle"):
            continue
        if ph.get("idx", "0") in taken:
            ph.set("idx", str(next(n for n in range(100, 1000) if str(n) not in taken)))
        taken.add(ph.get("idx"))


_LEVELS = ("a:defPPr", *(f"a:lvl{n}pPr" for n in range(1, 10)))


def is_rtl(presentation: Any) -> bool:
    """Whether the first master's titles are written from right to left (ECMA-376 part 1, 21.1.2.2.7, `rtl`)."""
    master = presentation.slide_masters[0]._element
    levels = master.findall(f"{qn('p:txStyles')}/{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    return any(level.get("rtl") in ("1", "true") for level in levels)


def mirror_presentation(presentation: Any) -> None:
    """Exchange left and right in masters and layouts, in place; done twice, all is as before.

    Pictures keep their faces: only where they stand is changed.
    """
    width = presentation.slide_width
    defaults = presentation.part._element.find(qn("p:defaultTextStyle"))
    if defaults is not None:
        _turn_levels(defaults, always=True)
    for master in presentation.slide_masters:
        styles = master._element.find(qn("p:txStyles"))
        for style in styles if styles is not None else ():
            _turn_levels(style, always=True)
        for holder in (master, *master.slide_layouts):
            for shape in holder._element.find(f"{qn('p:cSld')}/{qn('p:spTree')}"):
                for place in _transforms(shape):
                    off, ext = place.find(qn("a:off")), place.find(qn("a:ext"))
                    if off is not None and ext is not None:
                        off.set("x", str(width - int(off.get("x")) - int(ext.get("cx"))))
            _turn_texts(holder._element)


def _transforms(shape: Any) -> Iterator[Any]:
    for holder in (shape, *(shape.find(qn(f"p:{name}")) for name in ("spPr", "grpSpPr"))):
        for name in ("a:xfrm", "p:xfrm"):
            found = holder.find(qn(name)) if holder is not None else None
            if found is not None:
                yield found


def _turn_texts(root: Any) -> None:
    for style in root.iter(qn("a:lstStyle")):
        _turn_levels(style, always=False)
    for properties in root.iter(qn("a:pPr")):
        _turn_side(properties, always=False)
    for body in root.iter(qn("a:bodyPr")):
        left, right = body.get("lIns"), body.get("rIns")
        for name, value in (("lIns", right), ("rIns", left)):
            if value is not None:
                body.set(name, value)
            elif name in body.attrib:
                del body.attrib[name]


def _turn_levels(style: Any, *, always: bool) -> None:
    for name in _LEVELS:
        for level in style.findall(qn(name)):
            _turn_side(level, always=always)


def _turn_side(properties: Any, *, always: bool) -> None:
    """The other side and direction; `always` also where none is said, which means left (21.1.2.2.7)."""
    align = properties.get("algn")
    if align in ("l", "r") or (align is None and always):
        properties.set("algn", "l" if align == "r" else "r")
    if always or properties.get("rtl") is not None:
        properties.set("rtl", "0" if properties.get("rtl") in ("1", "true") else "1")


def give_faces(presentation: Any, typeface: str) -> None:
    """Name `typeface` for Arabic and Hebrew in themes that name none (20.1.4.1.7, `cs`)."""
    for master in presentation.slide_masters:
        part = master.part.part_related_by(THEME)
        root = etree.fromstring(part.blob)
        for face in root.iter(qn("a:cs")):
            if not face.get("typeface"):
                face.set("typeface", typeface)
        part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        for holder in (master, *master.slide_layouts):
            _ask_face(holder._element)
    _ask_face(presentation.part._element)


def _ask_face(root: Any) -> None:
    """Where text asks for a Latin typeface of the theme, have it ask for the other one too."""
    for latin in root.iter(qn("a:latin")):
        given = latin.get("typeface")
        if given in ("+mn-lt", "+mj-lt") and latin.getparent().find(qn("a:cs")) is None:
            east = latin.getparent().find(qn("a:ea"))
            face = latin.makeelement(qn("a:cs"), {"typeface": given.replace("-lt", "-cs")})
            (latin if east is None else east).addnext(face)


def make_stock(presentation: Any, layouts: Iterable[int]) -> Stock:
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
    each = rels.items()
    return tuple(Relation(i, rel.reltype, rel.target_ref, rel.is_external) for i, rel in each)


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
