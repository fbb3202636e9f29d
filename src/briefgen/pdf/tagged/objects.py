"""PDF objects as bytes: strings, dictionaries and streams, the structure tree, object streams.

A tree has thousands of objects, and reportlab formats each entry of each in turn; here they are formatted at once, with
reportlab's spacing, so that files are the same whichever formats an object. Written one by one they would take as much
room as all text and fonts together, in object streams (ISO 32000-1, 7.5.7 and 7.5.8) a tenth. PDF/A-2 and PDF/A-3 allow
them (ISO 19005-2, 6.1.4), and so does PDF/UA-1.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from struct import Struct
from typing import Any

from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase import pdfdoc

from briefgen.pdf.tagged.structure import KEPT_WHEN_EMPTY, Element, Mark, PageMarks, StructTree

LONG = 500  # characters of a string that is not remembered
LARGEST = 60_000  # bytes of a stream that is remembered


class RawObject(pdfdoc.PDFObject):  # type: ignore[misc]
    """An object whose bytes are known by the time that the file is written."""

    def __init__(self, data: bytes = b"") -> None:
        self.data = data

    def format(self, document: Any) -> bytes:
        return self.data


class Entries(pdfdoc.PDFDictionary):  # type: ignore[misc]
    """A dictionary formatted in one step; its values may be objects that get their number later."""

    def format(self, document: Any, IND: bytes = b"\n ") -> bytes:  # noqa: N803
        return dictionary({k: format_value(v, document) for k, v in self.dict.items()})


def format_value(value: Any, document: Any) -> bytes:
    """Format a value within another object."""
    kind = type(value)
    if kind is bytes:
        return bytes(value)
    if kind is pdfdoc.PDFObjectReference and value.name in document.idToObjectNumberAndVersion:
        return b"%d %d R" % document.idToObjectNumberAndVersion[value.name]
    if kind is pdfdoc.Destination and type(value.fmt) is pdfdoc.PDFDestinationXYZ:
        to = value.fmt
        parts = (document.Reference(value.page), "/XYZ", to.left, to.top, to.zoom)
        return array(format_value(part, document) for part in parts)
    if kind is int or kind is float:
        return number(value)
    if kind is str and value.isascii():
        return bytes(value.encode("ascii"))
    return bytes(pdfdoc.format(value, document))


def number(value: float) -> bytes:
    """Format a number (7.3.3) as reportlab rounds it."""
    return bytes(fp_str(value).encode("ascii"))


@lru_cache(maxsize=1000)
def name(text: str) -> bytes:
    """Format a name (ISO 32000-1, 7.3.5)."""
    return str(pdfdoc.PDFName(text)).encode("ascii")


class _Plain:
    """What stands for a document where strings are formatted: its files are not encrypted."""

    encrypt = pdfdoc.NoEncryption()


@lru_cache(maxsize=2000)
def _string(text: str) -> bytes:
    return bytes(pdfdoc.PDFString(text).format(_Plain))


def string(text: str) -> bytes:
    """Format a text string (7.9.2.2)."""
    return (_string if len(text) < LONG else _string.__wrapped__)(text)


def dictionary(entries: Mapping[str, bytes]) -> bytes:
    """Format a dictionary (7.3.7) of formatted values."""
    return rows([name(k) + b" " + v for k, v in sorted(entries.items())])


def rows(entries: list[bytes]) -> bytes:
    """Format a dictionary of entries, each its key and its value, in the order of keys."""
    return b"<<\n" + _join_entries(entries, 6) + b"\n>>"


def array(values: Iterable[bytes]) -> bytes:
    """Format an array (7.3.6) of formatted values."""
    return b"[ " + _join_entries(list(values), 10) + b" ]"


def _join_entries(parts: list[bytes], most: int) -> bytes:
    if len(parts) <= most:
        return b" ".join(parts)
    rows = (b" ".join(parts[n : n + most]) for n in range(0, len(parts), most))
    return b" \n  ".join(rows)


def deflate(raw: bytes, level: int = -1) -> bytes:
    """Return what `zlib.compress` makes, remembered: fonts and most pages are the same when one text is edited."""
    return (_deflate if len(raw) <= LARGEST else _deflate.__wrapped__)(raw, level)


@lru_cache(maxsize=64)
def _deflate(raw: bytes, level: int) -> bytes:
    return zlib.compress(raw, level)


def compress_operators(data: str | bytes) -> bytes:
    """Deflate operators so that the last byte is no line end.

    A reader that finds the end of a stream by the line end before ``endstream`` would take one of the
    data's for that (ISO 19005-2, 6.1.7.1, wants Length to be exact). White space after the last operator
    changes the checksum that comes last. Binary data are deflated as they come.
    """
    raw = data.encode("utf-8") if isinstance(data, str) else bytes(data)
    while ends_line(raw) and b"\0" not in raw:
        raw += b" "
    return deflate(raw)


def ends_line(raw: bytes) -> bool:
    """Whether ``raw`` deflated ends in CR or LF: the last byte is its Adler-32's (RFC 1950, 2.2)."""
    return zlib.adler32(raw) & 0xFF in b"\r\n"


def uncompress_where_needed(streams: Iterable[Any], compress: Any) -> None:
    """Leave binary streams whose compressed form would end in a line end uncompressed."""
    for stream in streams:
        content = getattr(stream, "content", None)
        if getattr(stream, "filters", None) != [compress] or not isinstance(content, bytes):
            continue
        if ends_line(content) and content[-1] not in b"\r\n":
            stream.filters = None


ParentKey = PageMarks | Element


class StructElem(RawObject):
    """A structure element dictionary (ISO 32000-1, 14.7.2)."""


class TreeWriter:
    """Registers a finished tree with a document; ``begins`` says on which page each element begins.

    Elements in which nothing was drawn are left out, save for the cells and rows of a table.
    """

    def __init__(self, doc: Any, tree: StructTree, begins: Mapping[Element, PageMarks]) -> None:
        self.doc = doc
        self.begins = begins
        self.tree = tree
        self.refs: dict[Element, bytes] = {}
        self.ids: list[tuple[str, bytes]] = []
        self._pages: dict[PageMarks, bytes] = {}

    def write(self, parents: Mapping[int, ParentKey]) -> Any:
        """Register the tree and return the StructTreeRoot dictionary (14.7.2).

        ``parents`` says what each ParentTree key is for: a page's marks or an annotation's element.
        """
        root = Entries({"Type": "/StructTreeRoot"})
        root_ref = self._format(self.doc.Reference(root, "StructTreeRoot"))
        root["K"] = array([self._element(self.tree.root, root_ref)])
        root["ParentTree"] = self.doc.Reference(self._parent_tree(parents), "ParentTree")
        root["ParentTreeNextKey"] = max(parents, default=-1) + 1
        if self.ids:
            names: list[bytes] = []
            for key, ref in sorted(self.ids, key=lambda pair: pair[0].encode("utf-8")):
                names += [self._format(_byte_string(key)), ref]
            id_tree = RawObject(dictionary({"Names": array(names)}))
            root["IDTree"] = self.doc.Reference(id_tree, "IDTree")
        return root

    def _format(self, value: Any) -> bytes:
        return format_value(value, self.doc)

    def _page(self, page: PageMarks) -> bytes:
        if page not in self._pages:
            self._pages[page] = self._format(page.ref)
        return self._pages[page]

    def _element(self, element: Element, parent_ref: bytes) -> bytes:
        record = StructElem()
        ref = self._format(self.doc.Reference(record, f"Struct.{len(self.refs)}"))
        self.refs[element] = ref
        kids = self._kids(element, ref)
        home = self.begins.get(element)
        entries: list[bytes] = []  # in the order of their keys
        if element.attributes:
            owners = [
                self._attributes(o, values) for o, values in sorted(element.attributes.items())
            ]
            entries.append(b"/A " + (owners[0] if len(owners) == 1 else array(owners)))
        if element.alt is not None:
            entries.append(b"/Alt " + string(element.alt))
        if element.expansion is not None:
            entries.append(b"/E " + string(element.expansion))
        if element.id is not None:
            entries.append(b"/ID " + self._format(_byte_string(element.id)))
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
        record.data = rows(entries)
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
                kids.append(rows([b"/Obj " + self._format(kid.ref), page, b"/Type /OBJR"]))
        return kids

    def _parent_tree(self, parents: Mapping[int, ParentKey]) -> RawObject:
        nums: list[bytes] = []
        for key in sorted(parents):
            owner = parents[key]
            if isinstance(owner, PageMarks):
                marks = RawObject(array(self.refs[element] for element in owner.owners))
                ref = self._format(self.doc.Reference(marks, f"ParentTree.{key}"))
            else:
                ref = self.refs[owner]
            nums += [b"%d" % key, ref]
        return RawObject(dictionary({"Nums": array(nums)}))

    def _attributes(self, owner: str, values: Mapping[str, Any]) -> bytes:
        entries: dict[str, bytes] = {"O": name(owner)}
        for key, value in values.items():
            if key == "Headers":
                entries[key] = array(self._format(_byte_string(item)) for item in value)
            elif key == "Summary":
                entries[key] = string(value)
            elif isinstance(value, str):
                entries[key] = name(value)
            elif isinstance(value, (list, tuple)):
                entries[key] = array(self._format(round(item, 3)) for item in value)
            else:
                entries[key] = self._format(value)
        return dictionary(entries)


def _byte_string(text: str) -> Any:
    return pdfdoc.PDFText(text.encode("utf-8"), enc="raw")


_PER_STREAM = 200  # readers unpack a whole stream for one object in it
_WIDTHS = (1, 4, 2)  # bytes of an entry's type, offset or stream, and generation or index
_ROW = Struct(">BIH")
_FREE = (0, 0, 65535)


def pack(doc: Any) -> None:
    """Have `doc` (a ``PDFDocument``) written with object streams. Catalog, pages, fonts and annotations stay objects of their own."""
    doc.format = lambda: _write_file(doc)


def _write_file(doc: Any) -> bytes:
    doc.encrypt.prepare(doc)
    root, info = doc.Reference(doc.Catalog), doc.Reference(doc.info)
    file = pdfdoc.PDFFile(doc._pdfVersion)
    entries: dict[int, tuple[int, int, int]] = {0: _FREE}
    packed: list[tuple[int, bytes]] = []
    number = 1
    while number in doc.numberToId:  # writing an object may add others
        thing = doc.idToObject[doc.numberToId[number]]
        doc.encrypt.register(number, 0)
        if isinstance(thing, StructElem):
            packed.append((number, thing.data))
        else:
            data = pdfdoc.format(thing, doc, toplevel=1)
            entries[number] = (1, _add_object(file, number, data), 0)
        number += 1
    for start in range(0, len(packed), _PER_STREAM):
        group = packed[start : start + _PER_STREAM]
        for index, (each, _) in enumerate(group):
            entries[each] = (2, number, index)
        entries[number] = (1, _add_object(file, number, _object_stream(group)), 0)
        number += 1
    entries[number] = (1, file.offset, 0)
    table = b"".join(_ROW.pack(*entries[n]) for n in range(number + 1))
    if ends_line(table):  # an object that is never used gives it another checksum
        table += _ROW.pack(*_FREE)
    head = (
        f"/Type /XRef /Size {len(table) // _ROW.size} /W [{' '.join(map(str, _WIDTHS))}] /Root {_format_text(root, doc)} /Info {_format_text(info, doc)} "
        f"/ID {_format_text(doc.ID(), doc)}"
    )  # fmt: skip
    start = _add_object(file, number, _format_stream(head, table))
    file.add(f"startxref\n{start}\n%%EOF\n")
    return bytes(file.format(doc))


def _add_object(file: Any, number: int, data: bytes) -> int:
    """Write an indirect object (7.3.10); returns its offset in bytes."""
    end = b"" if data.endswith(b"\n") else b"\n"
    return int(file.add(b"%d 0 obj\n" % number + data + end + b"endobj\n"))


def _object_stream(group: list[tuple[int, bytes]]) -> bytes:
    offsets, at = [], 0
    for number, data in group:
        offsets.append(f"{number} {at}")
        at += len(data) + 1
    first = " ".join(offsets).encode("ascii") + b"\n"
    body = first + b"".join(data + b"\n" for _, data in group)
    while ends_line(body):
        body += b" "
    return _format_stream(f"/Type /ObjStm /N {len(group)} /First {len(first)}", body)


def _format_stream(head: str, body: bytes) -> bytes:
    data = deflate(body, 9)
    return b"<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\n" % (
        head.encode("ascii"), len(data), data,
    )  # fmt: skip


def _format_text(thing: Any, doc: Any) -> str:
    return bytes(pdfdoc.format(thing, doc)).decode("latin-1")
