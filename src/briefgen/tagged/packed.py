"""The file itself, with the structure tree in object streams (ISO 32000-1, 7.5.7 and 7.5.8).

A tree has an object for each paragraph, cell and link: written one by one they take as much room as all text and
fonts together, in object streams a tenth. PDF/A-2 and PDF/A-3 allow them (ISO 19005-2, 6.1.4), and so does PDF/UA-1.
"""

from __future__ import annotations

from struct import Struct
from typing import Any

from reportlab.pdfbase import pdfdoc

from .content import ends_line
from .objects import deflated
from .writer import StructElem

_PER_STREAM = 200  # readers unpack a whole stream for one object in it
_WIDTHS = (1, 4, 2)  # bytes of an entry's type, offset or stream, and generation or index
_ROW = Struct(">BIH")
_FREE = (0, 0, 65535)


def pack(doc: Any) -> None:
    """Have `doc` (a ``PDFDocument``) written so. Catalog, pages, fonts and annotations stay objects of their own."""
    doc.format = lambda: _file(doc)


def _file(doc: Any) -> bytes:
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
            entries[number] = (1, _add(file, number, data), 0)
        number += 1
    for start in range(0, len(packed), _PER_STREAM):
        group = packed[start : start + _PER_STREAM]
        for index, (each, _) in enumerate(group):
            entries[each] = (2, number, index)
        entries[number] = (1, _add(file, number, _object_stream(group)), 0)
        number += 1
    entries[number] = (1, file.offset, 0)
    table = b"".join(_ROW.pack(*entries[n]) for n in range(number + 1))
    if ends_line(table):  # an object that is never used gives it another checksum
        table += _ROW.pack(*_FREE)
    head = (
        f"/Type /XRef /Size {len(table) // _ROW.size} /W [{' '.join(map(str, _WIDTHS))}] /Root {_text(root, doc)} /Info {_text(info, doc)} "
        f"/ID {_text(doc.ID(), doc)}"
    )  # fmt: skip
    start = _add(file, number, _stream(head, table))
    file.add(f"startxref\n{start}\n%%EOF\n")
    return bytes(file.format(doc))


def _add(file: Any, number: int, data: bytes) -> int:
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
    return _stream(f"/Type /ObjStm /N {len(group)} /First {len(first)}", body)


def _stream(head: str, body: bytes) -> bytes:
    data = deflated(body, 9)
    return b"<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\n" % (
        head.encode("ascii"), len(data), data,
    )  # fmt: skip


def _text(thing: Any, doc: Any) -> str:
    return bytes(pdfdoc.format(thing, doc)).decode("latin-1")
