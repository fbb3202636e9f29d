"""The document level: catalog entries, metadata stream, output intent, dates, ID, attachments."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import Struct
from reportlab.pdfbase import pdfdoc

from .errors import ConformanceError
from .metadata import Metadata, pdf_date, xmp


class _StreamData(bytes):
    """Stream bytes that end their line before ``endstream`` (ISO 19005-2, 6.1.7.1).

    ``PDFStream.format`` writes ``... + data + b"endstream"`` with no end of line between, and
    takes ``/Length`` from ``len(data)``; adding it on concatenation leaves the length right.
    """

    def __radd__(self, head: bytes) -> bytes:
        return head + bytes(self) + b"\n"


class PlainStreams(pdfdoc.NoEncryption):  # type: ignore[misc]
    """Not encryption, but the one hook every stream's bytes pass through."""

    def encode(self, data: Any) -> Any:
        return _StreamData(pdfdoc.pdfdocEnc(data))


class InfoDictionary(pdfdoc.PDFInfo):  # type: ignore[misc]
    """The Info dictionary, equal to the XMP packet entry by entry; empty entries are left out."""

    def __init__(self, meta: Metadata) -> None:
        super().__init__()
        self.meta = meta

    def format(self, document: Any) -> Any:
        made, changed = self.meta.dates
        entries = {
            "Title": self.meta.title,
            "Author": ", ".join(self.meta.authors),
            "Subject": self.meta.description,
            "Keywords": ", ".join(self.meta.keywords),
            "Creator": self.meta.creator,
            "Producer": self.meta.producer,
            "CreationDate": pdf_date(made),
            "ModDate": pdf_date(changed),
        }
        strings = {key: pdfdoc.PDFString(text) for key, text in entries.items() if text}
        return pdfdoc.PDFDictionary(strings).format(document)


class Attachment(Struct, frozen=True):
    """A file embedded in the document, and its relation to it (ISO 19005-3, 6.8)."""

    name: str
    data: bytes
    mime: str
    description: str = ""
    relationship: str = "Data"


def check_pdfa_part(part: int) -> int:
    """``part`` if it is 2 or 3; raises :class:`ConformanceError` otherwise."""
    if part not in (2, 3):
        raise ConformanceError(f"PDF/A part {part!r} is not written here; use 2 or 3")
    return part


def check_images(doc: Any) -> None:
    """Raise :class:`ConformanceError` for an image the output intent does not cover."""
    for thing in doc.idToObject.values():
        if isinstance(thing, pdfdoc.PDFImageXObject) and thing.colorSpace == "DeviceCMYK":
            raise ConformanceError("a CMYK image: convert it to RGB (ISO 19005-2, 6.2.4.3)")


def dress_catalog(
    doc: Any, meta: Metadata, lang: str, pdfa_part: int, tree_root: Any,
    attachments: Iterable[Attachment] = (),
) -> None:  # fmt: skip
    """Put everything the two standards want of the catalog on ``doc`` (a ``PDFDocument``)."""
    doc.encrypt = PlainStreams()
    doc._pdfVersion = (1, 7)
    doc.info = InfoDictionary(meta)
    catalog = doc.Catalog
    catalog.Lang = pdfdoc.PDFString(lang)
    catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
    catalog.StructTreeRoot = tree_root
    stream = pdfdoc.PDFStream(content=xmp(meta, lang, pdfa_part))  # no filter: 6.6.2.1
    stream.dictionary["Type"] = "/Metadata"
    stream.dictionary["Subtype"] = "/XML"
    catalog.Metadata = stream
    # Instance attributes, so that plain canvases in the same process stay as they are.
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents", "AF"]
    catalog.OutputIntents = pdfdoc.PDFArray([_output_intent(doc)])
    specs = [_file_spec(doc, item, meta.dates[1]) for item in attachments]
    if specs:
        if pdfa_part != 3:
            raise ConformanceError(
                "PDF/A-2 embeds only PDF/A files (ISO 19005-2, 6.8): use pdfa_part=3"
            )
        catalog.AF = pdfdoc.PDFArray([ref for _, ref in specs])
        names = [item for name, ref in sorted(specs, key=lambda s: s[0])
                 for item in (pdfdoc.PDFString(name), ref)]  # fmt: skip
        tree = pdfdoc.PDFDictionary({"Names": pdfdoc.PDFArray(names)})
        catalog.Names = pdfdoc.PDFDictionary({"EmbeddedFiles": tree})


def _output_intent(doc: Any) -> Any:
    # Device RGB and grey are then colours of this profile (ISO 19005-2, 6.2.2 and 6.2.4.3).
    profile = pdfdoc.PDFStream(
        content=(Path(__file__).parent / "srgb.icc").read_bytes(),
        filters=[pdfdoc.PDFZCompress],
    )
    profile.dictionary["N"] = 3
    return pdfdoc.PDFDictionary(
        {
            "Type": "/OutputIntent",
            "S": "/GTS_PDFA1",
            "OutputConditionIdentifier": pdfdoc.PDFString("sRGB"),
            "Info": pdfdoc.PDFString("sRGB IEC61966-2.1"),
            "RegistryName": pdfdoc.PDFString("http://www.color.org"),
            "DestOutputProfile": doc.Reference(profile, "OutputProfile"),
        }
    )


def _file_spec(doc: Any, item: Attachment, modified: datetime) -> tuple[str, Any]:
    body = pdfdoc.PDFStream(content=item.data, filters=[pdfdoc.PDFZCompress])
    body.dictionary["Type"] = "/EmbeddedFile"
    body.dictionary["Subtype"] = "/" + item.mime.replace("/", "#2F")
    body.dictionary["Params"] = pdfdoc.PDFDictionary(
        {
            "Size": len(item.data),
            "ModDate": pdfdoc.PDFString(pdf_date(modified)),
            "CheckSum": pdfdoc.PDFText(
                hashlib.md5(item.data, usedforsecurity=False).digest(), enc="raw"
            ),
        }
    )
    ref = doc.Reference(body, f"EmbeddedFile.{item.name}")
    spec = pdfdoc.PDFDictionary(
        {
            "Type": "/Filespec",
            "F": pdfdoc.PDFString(item.name),
            "UF": pdfdoc.PDFString(item.name),
            "Desc": pdfdoc.PDFString(item.description or item.name),
            "AFRelationship": pdfdoc.PDFName(item.relationship),
            "EF": pdfdoc.PDFDictionary({"F": ref, "UF": ref}),
        }
    )
    return item.name, doc.Reference(spec, f"Filespec.{item.name}")


def fix_id(doc: Any, meta: Metadata, lang: str) -> None:
    """Give the trailer an ``/ID`` that depends on nothing but what the file holds."""
    digest = hashlib.md5(usedforsecurity=False)
    digest.update(repr((meta.title, meta.authors, meta.dates, lang)).encode("utf-8"))
    for page in doc.Pages.pages:
        stream = page.stream or b""
        digest.update(stream if isinstance(stream, bytes) else stream.encode("utf-8"))
    text = digest.hexdigest().encode("ascii")
    doc._ID = b"[<" + text + b"><" + text + b">]"
