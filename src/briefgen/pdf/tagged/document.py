"""The document level: Info dictionary and XMP packet from one source, output intent, dates, ID, attachments.

ISO 19005-2, 6.6.2 and ISO 14289-1, 7.1 want the packet; 6.6.2.3.3 wants the pdfuaid schema, which
PDF/A does not know, described in it.
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from reportlab.pdfbase import pdfdoc

from briefgen.pdf.tagged.structure import ConformanceError

PRODUCER = "reportlab, tagged"
# As xml.sax.saxutils does it, which imports all that speaks HTTP.
escape = partial(html.escape, quote=False)


class Metadata(Struct, frozen=True):
    """A document's metadata.

    ``title`` is required (ISO 14289-1, 7.1). ``created`` fixes every date and the file's ID, so
    that the same input gives the same bytes; it is UTC where it names no zone.
    """

    title: str
    authors: tuple[str, ...] = ()
    description: str = ""
    keywords: tuple[str, ...] = ()
    creator: str = ""
    created: datetime = field(default=datetime(2000, 1, 1, tzinfo=UTC))

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("a document needs a title (ISO 14289-1, 7.1)")
        if isinstance(self.authors, str) or isinstance(self.keywords, str):
            raise TypeError("authors and keywords are tuples of strings")

    @property
    def moment(self) -> datetime:
        """``created`` in UTC, in whole seconds."""
        zoned = self.created if self.created.tzinfo else self.created.replace(tzinfo=UTC)
        return zoned.astimezone(UTC).replace(microsecond=0)

    @property
    def date(self) -> str:
        """``created`` as ``D:YYYYMMDDHHmmSS+00'00'`` (ISO 32000-1, 7.9.4)."""
        return self.moment.strftime("D:%Y%m%d%H%M%S+00'00'")


def _bag(kind: str, items: tuple[str, ...]) -> str:
    inner = "".join(f"<rdf:li>{escape(item)}</rdf:li>" for item in items)
    return f"<rdf:{kind}>{inner}</rdf:{kind}>"


def _alt(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'


def xmp(meta: Metadata, lang: str, pdfa_part: int) -> bytes:
    """The XMP packet, UTF-8. ``pdfa_part`` is 2 or 3; conformance is level A."""
    date = meta.moment.strftime("%Y-%m-%dT%H:%M:%S+00:00")
    rows = [
        "<dc:format>application/pdf</dc:format>",
        f"<dc:title>{_alt(meta.title)}</dc:title>",
        f"<dc:language>{_bag('Bag', (lang,))}</dc:language>",
        f"<pdf:Producer>{escape(PRODUCER)}</pdf:Producer>",
        f"<xmp:CreateDate>{date}</xmp:CreateDate>",
        f"<xmp:ModifyDate>{date}</xmp:ModifyDate>",
        f"<xmp:MetadataDate>{date}</xmp:MetadataDate>",
        f"<pdfaid:part>{pdfa_part}</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
    ]
    if meta.authors:
        rows.append(f"<dc:creator>{_bag('Seq', meta.authors)}</dc:creator>")
    if meta.description:
        rows.append(f"<dc:description>{_alt(meta.description)}</dc:description>")
    if meta.keywords:
        rows.append(f"<dc:subject>{_bag('Bag', meta.keywords)}</dc:subject>")
        rows.append(f"<pdf:Keywords>{escape(', '.join(meta.keywords))}</pdf:Keywords>")
    if meta.creator:
        rows.append(f"<xmp:CreatorTool>{escape(meta.creator)}</xmp:CreatorTool>")
    body = "\n".join(rows)
    return (_HEAD + body + _SCHEMA + _TAIL).encode("utf-8")


# The packet's id and the byte-order mark are fixed by the XMP specification, part 1, 7.3.2.
_HEAD = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
"""

_SCHEMA = """
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
"""

_TAIL = """</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""


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
        entries = {
            "Title": self.meta.title,
            "Author": ", ".join(self.meta.authors),
            "Subject": self.meta.description,
            "Keywords": ", ".join(self.meta.keywords),
            "Creator": self.meta.creator,
            "Producer": PRODUCER,
            "CreationDate": self.meta.date,
            "ModDate": self.meta.date,
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


def check_images(doc: Any) -> None:
    """Raise :class:`ConformanceError` for an image the output intent does not cover."""
    for thing in doc.idToObject.values():
        if isinstance(thing, pdfdoc.PDFImageXObject) and thing.colorSpace == "DeviceCMYK":
            raise ConformanceError("a CMYK image: convert it to RGB (ISO 19005-2, 6.2.4.3)")


def fill_catalog(
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
    specs = [_file_spec(doc, item, meta.date) for item in attachments]
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


def _file_spec(doc: Any, item: Attachment, date: str) -> tuple[str, Any]:
    body = pdfdoc.PDFStream(content=item.data, filters=[pdfdoc.PDFZCompress])
    body.dictionary["Type"] = "/EmbeddedFile"
    body.dictionary["Subtype"] = "/" + item.mime.replace("/", "#2F")
    body.dictionary["Params"] = pdfdoc.PDFDictionary(
        {
            "Size": len(item.data),
            "ModDate": pdfdoc.PDFString(date),
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
    digest.update(
        repr((meta.title, meta.authors, (meta.moment, meta.moment), lang)).encode("utf-8")
    )
    for page in doc.Pages.pages:
        stream = page.stream or b""
        digest.update(stream if isinstance(stream, bytes) else stream.encode("utf-8"))
    text = digest.hexdigest().encode("ascii")
    doc._ID = b"[<" + text + b"><" + text + b">]"
