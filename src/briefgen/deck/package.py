"""The finished package: sections, properties, and bytes that depend on nothing but what is in them."""

from __future__ import annotations

import datetime
import uuid
import zipfile
from collections.abc import Sequence
from itertools import groupby
from typing import IO, Any

from lxml import etree
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.opc.spec import default_content_types

from briefgen.editions import Edition
from briefgen.outline.richtext import plain

_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_CT = "http://schemas.openxmlformats.org/package/2006/content-types"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def add_sections(deck: Any, names: Sequence[str]) -> None:
    """Sections of the slide sorter ([MS-PPTX] 2.2.3, sectionLst); `names` has each slide's section."""
    ids = [e.get("id") for e in deck.part._element.sldIdLst]
    root = deck.part._element
    extensions = root.find(f"{{{_P}}}extLst")
    if extensions is None:
        extensions = etree.SubElement(root, f"{{{_P}}}extLst")
    extension = etree.SubElement(
        extensions, f"{{{_P}}}ext", uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
    )
    sections = etree.SubElement(extension, f"{{{_P14}}}sectionLst", nsmap={"p14": _P14})
    runs = groupby(zip(names, ids, strict=True), key=lambda pair: pair[0])
    for number, (name, pairs) in enumerate(runs):
        guid = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{number} {name}")).upper()
        section = etree.SubElement(sections, f"{{{_P14}}}section", name=name, id=f"{{{guid}}}")
        slides = etree.SubElement(section, f"{{{_P14}}}sldIdLst")
        for _, id in pairs:
            etree.SubElement(slides, f"{{{_P14}}}sldId", id=str(id))


def list_notes_master(deck: Any) -> None:
    """Name the notes master in the presentation (19.2.1.22), where python-pptx made one and did not."""
    root = deck.part._element
    rid = next((i for i, rel in deck.part.rels.items() if rel.reltype == RT.NOTES_MASTER), None)
    if rid is None or root.find(f"{{{_P}}}notesMasterIdLst") is not None:
        return
    listed = root.makeelement(f"{{{_P}}}notesMasterIdLst", {})
    etree.SubElement(listed, f"{{{_P}}}notesMasterId", {f"{{{_R}}}id": rid})
    root.find(f"{{{_P}}}sldMasterIdLst").addnext(listed)


def set_properties(deck: Any, edition: Edition) -> None:
    """Core properties (ECMA-376 part 2, 11); the dates are the outline's."""
    properties = deck.core_properties
    moment = datetime.datetime(edition.date.year, edition.date.month, edition.date.day)
    properties.title = plain(edition.title)
    properties.subject = plain(edition.subtitle)
    properties.author = ", ".join(edition.authors) or edition.organisation.name
    properties.last_modified_by = edition.organisation.name
    properties.keywords = ", ".join(edition.keywords)
    properties.language = edition.locale.tag
    properties.created = properties.modified = moment
    properties.revision = 1


def save(deck: Any, target: IO[bytes], slides: int) -> None:
    """Write the package to `target`, its parts in order of name and without the hour of writing.

    python-pptx would write one with the hour, to be read and written again: here each part is put out once.
    """
    package = deck.part.package
    _describe(package, slides)
    deck.part.rename_slide_parts([each.rId for each in deck.part._element.sldIdLst])
    parts = list(package.iter_parts())
    members = {"_rels/.rels": package._rels.xml}
    for part in parts:
        members[part.partname.membername] = part.blob
        if part._rels:
            members[part.partname.rels_uri.membername] = part.rels.xml
    with zipfile.ZipFile(target, "w") as out:
        _put(out, "[Content_Types].xml", _types(parts))
        for name in sorted(members, key=lambda n: (n != "_rels/.rels", n)):
            _put(out, name, members[name])


def _put(out: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    out.writestr(info, data, compresslevel=9)


def _types(parts: Sequence[Any]) -> bytes:
    """The stream of content types (ECMA-376 part 2, 10.1.2): by ending where one is usual, else by name."""
    usual = {"rels": CT.OPC_RELATIONSHIPS, "xml": CT.XML}
    own = {}
    for part in parts:
        name = part.partname
        if (name.ext.lower(), part.content_type) in default_content_types:
            usual[name.ext] = part.content_type
        else:
            own[str(name)] = part.content_type
    root = etree.Element(f"{{{_CT}}}Types", nsmap={None: _CT})
    for extension, type in sorted(usual.items()):
        etree.SubElement(root, f"{{{_CT}}}Default", Extension=extension, ContentType=type)
    for path, type in sorted(own.items()):
        etree.SubElement(root, f"{{{_CT}}}Override", PartName=path, ContentType=type)
    return bytes(etree.tostring(root, encoding="UTF-8", standalone=True))


def _describe(package: Any, slides: int) -> None:
    """Extended properties (ECMA-376 part 1, 22.2) in place of a template's, which count its own slides."""
    for rid, rel in list(package._rels.items()):
        if rel.reltype in (RT.EXTENDED_PROPERTIES, RT.THUMBNAIL, RT.CUSTOM_PROPERTIES):
            package._rels.pop(rid)
    text = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="{_EXTENDED}">'
        f"<Slides>{slides}</Slides><Application>briefgen</Application></Properties>"
    )
    part = Part(PackURI("/docProps/app.xml"), CT.OFC_EXTENDED_PROPERTIES, package, text.encode())
    package.relate_to(part, RT.EXTENDED_PROPERTIES)
