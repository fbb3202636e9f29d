"""What a file says of itself: the Info dictionary and the XMP packet, from one source.

ISO 19005-2, 6.6.2 and ISO 14289-1, 7.1 want the packet; 6.6.2.3.3 wants the pdfuaid schema, which
PDF/A does not know, described in it.
"""

from __future__ import annotations

import html
from datetime import UTC, datetime
from functools import partial

from msgspec import Struct, field

PRODUCER = "reportlab, tagged"
# As xml.sax.saxutils does it, which imports all that speaks HTTP.
escape = partial(html.escape, quote=False)


class Metadata(Struct, frozen=True):
    """A document's metadata.

    ``title`` is required (ISO 14289-1, 7.1). ``created`` fixes every date and the file's ID, so
    that the same input gives the same bytes; a naive datetime is taken as UTC.
    """

    title: str
    authors: tuple[str, ...] = ()
    description: str = ""
    keywords: tuple[str, ...] = ()
    creator: str = ""
    producer: str = PRODUCER
    created: datetime = field(default=datetime(2000, 1, 1, tzinfo=UTC))
    modified: datetime | None = None

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("a document needs a title (ISO 14289-1, 7.1)")
        if isinstance(self.authors, str) or isinstance(self.keywords, str):
            raise TypeError("authors and keywords are tuples of strings")

    @property
    def dates(self) -> tuple[datetime, datetime]:
        """Created and modified, in UTC, whole seconds."""
        made, changed = self.created, self.modified or self.created
        return _utc(made), _utc(changed)


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).replace(microsecond=0)


def pdf_date(moment: datetime) -> str:
    """``D:YYYYMMDDHHmmSS+00'00'`` (ISO 32000-1, 7.9.4)."""
    return _utc(moment).strftime("D:%Y%m%d%H%M%S+00'00'")


def _bag(kind: str, items: tuple[str, ...]) -> str:
    inner = "".join(f"<rdf:li>{escape(item)}</rdf:li>" for item in items)
    return f"<rdf:{kind}>{inner}</rdf:{kind}>"


def _alt(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'


def xmp(meta: Metadata, lang: str, pdfa_part: int) -> bytes:
    """The XMP packet, UTF-8. ``pdfa_part`` is 2 or 3; conformance is level A."""
    made, changed = (moment.strftime("%Y-%m-%dT%H:%M:%S+00:00") for moment in meta.dates)
    rows = [
        "<dc:format>application/pdf</dc:format>",
        f"<dc:title>{_alt(meta.title)}</dc:title>",
        f"<dc:language>{_bag('Bag', (lang,))}</dc:language>",
        f"<pdf:Producer>{escape(meta.producer)}</pdf:Producer>",
        f"<xmp:CreateDate>{made}</xmp:CreateDate>",
        f"<xmp:ModifyDate>{changed}</xmp:ModifyDate>",
        f"<xmp:MetadataDate>{changed}</xmp:MetadataDate>",
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
