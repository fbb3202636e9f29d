"""The finished package: slides among the template's parts, sections, properties, and the archive that they make.

Its bytes depend only on what is in it, not on the time of writing.

Own code, because python-pptx builds every slide of every file anew: it makes the prototypes once, and copies of them are
written here in about a quarter of its time, which is what a batch of many decks needs.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
import uuid
import zipfile
import zlib
from collections.abc import Collection, Iterable, Sequence
from functools import partial
from itertools import groupby
from typing import IO, Any

from lxml import etree
from msgspec import Struct

from briefgen.deck import openxml
from briefgen.deck.openxml import EXTENDED, NOTES_MASTER, NOTES_SLIDE, P14, SLIDE, P, R
from briefgen.deck.slide import (
    Chart,
    Finished,
    Image,
    Link,
    Part,
    Relation,
    Stock,
    Target,
    Vector,
    serialize,
)
from briefgen.model.edition import Edition
from briefgen.model.rich_text import attribute as escape
from briefgen.model.rich_text import plain
from briefgen.storage.cache import Memo

_FIRST = 256  # of the numbers of slides (19.7.13)
_NUMBER = re.compile(r"(\d+)\.\w+$")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LEVEL = 9
KEPT = 4_000_000  # bytes of members, as they are and deflated, that a process keeps at hand


class Package:
    """Slides on a template's stock."""

    def __init__(self, stock: Stock) -> None:
        self._stock = stock
        self._members: dict[str, bytes] = {}
        self._types: list[tuple[str, str, bool]] = []
        self._relations = {rel.id: rel for rel in stock.relations}
        self._ids: list[str] = []
        self._images = dict(stock.images)
        self._numbers = {"image": _last(stock, "/ppt/media/image"), "vector": 0, "notes": 0,
                         "chart": _last(stock, "/ppt/charts/chart"),
                         "workbook": _last(stock, "/ppt/embeddings/Microsoft_Excel_Sheet")}  # fmt: skip
        for part in stock.parts:
            self._hold(part)

    def add(self, slide: Finished) -> None:
        """Put a slide at the end."""
        path = f"/ppt/slides/slide{len(self._ids) + 1}.xml"
        self._ids.append(self._relate(SLIDE, path))
        base = self._numbers["vector"]
        vectors = [t for _, t in slide.relations if isinstance(t, Vector | Chart)]
        self._numbers["vector"] += len(vectors)
        relations = [
            Relation(f"rId{n}", kind, self._target(target, base), isinstance(target, Link))
            for n, (kind, target) in enumerate(slide.relations, 1)
        ]
        if slide.notes is not None:
            notes = self._add_notes(slide.notes, path)
            relations.append(Relation(f"rId{len(relations) + 1}", NOTES_SLIDE, notes))
        self._put(path, openxml.SLIDE_TYPE, slide.xml, relations)

    def write(self, target: IO[bytes], edition: Edition, sections: Sequence[str]) -> None:
        """Write the package to `target`, its parts in order of name; `sections` has each slide's section."""
        main = self._stock.presentation
        self._hold(Part(main.name, main.type, self._presentation(sections), main.usual))
        relations = relations_part(self._relations.values(), main.name)
        self._members[relations_name(main.name)] = relations
        self._members["/docProps/app.xml"] = extended_properties(len(self._ids))
        self._members["/docProps/core.xml"] = core_properties(self._stock.core, edition)
        types = ("/[Content_Types].xml", content_types_part(self._types))
        roots = ("/_rels/.rels", relations_part(self._stock.roots, "/"))
        whole = [types, roots, *sorted(self._members.items())]
        write_archive(target, ((name[1:], data) for name, data in whole))

    def _put(
        self, name: str, type: str, data: bytes, relations: Sequence[Relation] = (),
        usual: bool = False,
    ) -> str:  # fmt: skip
        listed = relations_part(relations, name) if relations else None
        self._hold(Part(name, type, data, usual, listed))
        return name

    def _hold(self, part: Part) -> None:
        self._members[part.name] = part.data
        self._types.append((part.name, part.type, part.usual))
        if part.relations is not None:
            self._members[relations_name(part.name)] = part.relations

    def _add_notes(self, notes: bytes, slide: str) -> str:
        master = self._stock.notes_master
        if self._stock.noted and not self._numbers["notes"]:  # a master that python-pptx made
            for part in self._stock.noted:
                self._hold(part)
            self._relate(NOTES_MASTER, master)
        relations = (Relation("rId1", NOTES_MASTER, master), Relation("rId2", SLIDE, slide))
        name = f"/ppt/notesSlides/notesSlide{self._next('notes')}.xml"
        return self._put(name, openxml.NOTES_TYPE, notes, relations)

    def _relate(self, type: str, target: str) -> str:
        """The id of a new relationship of the main part: the first that is free, from the number of all down."""
        number = len(self._relations) + 1
        while f"rId{number}" in self._relations:
            number -= 1
        rid = f"rId{number}"
        self._relations[rid] = Relation(rid, type, target)
        return rid

    def _next(self, kind: str) -> int:
        self._numbers[kind] += 1
        return self._numbers[kind]

    def _target(self, target: Target, base: int) -> str:
        """The name of the part that a slide is related to, which is added unless it is there."""
        if isinstance(target, Image):
            return self._image(target.data)
        if isinstance(target, Vector):
            name = f"/ppt/media/chart{base + target.number}.svg"
            return self._put(name, "image/svg+xml", target.svg.encode())
        if isinstance(target, Chart):
            workbook = f"/ppt/embeddings/Microsoft_Excel_Sheet{self._next('workbook')}.xlsx"
            self._put(workbook, openxml.WORKBOOK_TYPE, target.workbook, usual=True)
            relations = (Relation(target.relation, openxml.PACKAGE, workbook),)
            name = f"/ppt/charts/chart{self._next('chart')}.xml"
            return self._put(name, openxml.CHART_TYPE, target.xml, relations)
        return target.url if isinstance(target, Link) else target

    def _image(self, data: bytes) -> str:
        key = hashlib.sha256(data).digest()
        if key not in self._images:
            ending, type = ("png", "image/png") if data[:4] == b"\x89PNG" else ("jpg", "image/jpeg")
            name = f"/ppt/media/image{self._next('image')}.{ending}"
            self._images[key] = self._put(name, type, data, usual=True)
        return self._images[key]

    def _presentation(self, sections: Sequence[str]) -> bytes:
        """The main part with its slides, their sections and its notes master (19.2.1)."""
        root = etree.fromstring(self._stock.presentation.data)
        listed: Any = root.find(f"{{{P}}}sldIdLst")
        numbers = [str(n) for n in range(_FIRST, _FIRST + len(self._ids))]
        for number, rid in zip(numbers, self._ids, strict=True):
            etree.SubElement(listed, f"{{{P}}}sldId", {"id": number, f"{{{R}}}id": rid})
        masters = (rel.id for rel in self._relations.values() if rel.type == NOTES_MASTER)
        master = next(masters, None)
        if master is not None and root.find(f"{{{P}}}notesMasterIdLst") is None:
            held = root.makeelement(f"{{{P}}}notesMasterIdLst", {})
            etree.SubElement(held, f"{{{P}}}notesMasterId", {f"{{{R}}}id": master})
            before: Any = root.find(f"{{{P}}}sldMasterIdLst")
            before.addnext(held)
        _add_sections(root, list(zip(sections, numbers, strict=True)))
        return serialize(root)


def content_types_part(parts: Iterable[tuple[str, str, bool]]) -> bytes:
    """The stream of content types (part 2, 10.1.2) of parts given by name and type: by ending where one is usual, else by name."""
    usual = {"rels": openxml.RELATIONSHIPS_TYPE, "xml": "application/xml"}
    own = {}
    for name, type, is_usual in parts:
        if is_usual:
            usual[posixpath.splitext(name)[1][1:]] = type
        else:
            own[name] = type
    defaults = (f'<Default Extension="{e}" ContentType="{t}"/>' for e, t in sorted(usual.items()))
    overrides = (
        f'<Override PartName="{escape(path)}" ContentType="{type}"/>'
        for path, type in sorted(own.items())
    )
    return _document("Types", openxml.CONTENT_TYPES, [*defaults, *overrides])


def _last(stock: Stock, prefix: str) -> int:
    """The highest number of the parts that are called so."""
    found = (_NUMBER.search(p.name) for p in stock.parts if p.name.startswith(prefix))
    return max((int(match[1]) for match in found if match), default=0)


def relations_name(name: str) -> str:
    """The name of the part that lists the relationships of the part called `name`."""
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def relations_part(relations: Collection[Relation], source: str) -> bytes:
    """The part that lists the relationships (part 2, 9.3) of the part called `source`."""
    folder = posixpath.dirname(source)
    listed = []
    for rel in sorted(relations, key=_number):
        local = rel.target.startswith("/") and not rel.external
        target = posixpath.relpath(rel.target, folder) if local else rel.target
        mode = ' TargetMode="External"' if rel.external else ""
        given = f'Id="{rel.id}" Type="{rel.type}" Target="{escape(target)}"'
        listed.append(f"<Relationship {given}{mode}/>")
    return _document("Relationships", openxml.RELATIONSHIPS, listed)


def _document(name: str, space: str, elements: Sequence[str]) -> bytes:
    """A part as lxml writes it."""
    head = f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n<{name} xmlns=\"{space}\">"
    return f"{head}{''.join(elements)}</{name}>".encode()


def _number(rel: Relation) -> tuple[int, str]:
    digits = rel.id.removeprefix("rId")
    return (int(digits) if digits.isdigit() and digits != rel.id else 0), rel.id


def _add_sections(root: Any, slides: Sequence[tuple[str, str]]) -> None:
    """Sections of the slide sorter ([MS-PPTX] 2.2.3, sectionLst); `slides` has each one's section and number."""
    extensions = root.find(f"{{{P}}}extLst")
    if extensions is None:
        extensions = etree.SubElement(root, f"{{{P}}}extLst")
    uri = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
    extension = etree.SubElement(extensions, f"{{{P}}}ext", uri=uri)
    sections = etree.SubElement(extension, f"{{{P14}}}sectionLst", nsmap={"p14": P14})
    for number, (name, pairs) in enumerate(groupby(slides, key=lambda pair: pair[0])):
        guid = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{number} {name}")).upper()
        section = etree.SubElement(sections, f"{{{P14}}}section", name=name, id=f"{{{guid}}}")
        held = etree.SubElement(section, f"{{{P14}}}sldIdLst")
        for _, id in pairs:
            etree.SubElement(held, f"{{{P14}}}sldId", id=id)


def core_properties(given: bytes, edition: Edition) -> bytes:
    """Core properties (part 2, 11), filled into a part that has them all; the dates are the outline's."""
    moment = f"{edition.date.isoformat()}T00:00:00Z"
    said = {
        "title": plain(edition.title),
        "subject": plain(edition.subtitle),
        "creator": ", ".join(edition.authors) or edition.organisation.name,
        "lastModifiedBy": edition.organisation.name,
        "keywords": ", ".join(edition.keywords),
        "language": edition.language,
        "created": moment,
        "modified": moment,
    }
    root = etree.fromstring(given)
    for element in root:
        element.text = said.get(etree.QName(element).localname, element.text)
    return serialize(root)


def extended_properties(slides: int) -> bytes:
    """Extended properties (part 1, 22.2) in place of a template's, which count its own slides."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="{EXTENDED}">'
        f"<Slides>{slides}</Slides><Application>briefgen</Application></Properties>"
    ).encode()


class _Member(Struct, frozen=True):
    """A member's size, its checksum (CRC-32), and it deflated (RFC 1951)."""

    size: int
    checksum: int
    deflated: bytes


_deflated: Memo[_Member] = Memo(KEPT, lambda packed: packed.size + len(packed.deflated))


def write_archive(target: IO[bytes], members: Iterable[tuple[str, bytes]]) -> None:
    """Write the members, deflated, to `target` in this order.

    Most members of a deck are those of the one before, so that what is deflated is kept for a while.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as out:
        for name, data in members:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            # As `out.writestr(info, data)`, which deflates what it is given, whether or not that was done before.
            packed = _deflated.get(data, partial(_deflate, data))
            info.CRC, info.file_size = packed.checksum, packed.size
            info.compress_size = len(packed.deflated)
            stream: Any = out.fp
            info.header_offset = stream.tell()
            stream.write(info.FileHeader(zip64=False))
            stream.write(packed.deflated)
            out.start_dir = stream.tell()
            out.filelist.append(info)
            out.NameToInfo[name] = info


def _deflate(data: bytes) -> _Member:
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return _Member(len(data), zlib.crc32(data), deflate.compress(data) + deflate.flush())
