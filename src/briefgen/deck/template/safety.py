"""Presentation files from elsewhere: what is refused before any of it is used.

A template is trusted with its look only. Macros, parts fetched from other places, entity declarations
(ECMA-376 part 2, 8.1.4: none in a package) and archives that unpack to far more than they hold are refused.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

from briefgen.diagnostics import BriefgenError, Place, error
from briefgen.outline.archives import UNREADABLE
from briefgen.outline.richtext import LINK_SCHEMES

MAX_FILE, MAX_UNPACKED, MAX_PART, MAX_PARTS = 200 << 20, 400 << 20, 64 << 20, 10_000
_MAIN = b"application/vnd.openxmlformats-officedocument.presentationml."
_ASKED = "save it in PowerPoint as a presentation (.pptx) or a template (.potx)"


def refused(path: Path, reason: str, hint: str | None = None) -> BriefgenError:
    """The error that says why the template at `path` cannot be used."""
    return BriefgenError(
        error("template", f"the template cannot be used: {reason}", Place(str(path)), hint)
    )


def read(path: Path) -> bytes:
    """The file at `path`. Raises BriefgenError."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise refused(path, f"it is larger than {MAX_FILE >> 20} MB")
        return path.read_bytes()
    except OSError as exc:
        raise refused(path, exc.strerror or str(exc)) from None


def checked(path: Path, data: bytes) -> bytes:
    """`data` of the file at `path` as a .pptx package that is safe to open; a .potx becomes one.

    Raises BriefgenError.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = _unpacked(path, package)
    except UNREADABLE as exc:
        raise refused(path, f"it is not an Open XML package ({exc})", _ASKED) from None
    types = parts.get("[Content_Types].xml")
    if types is None:
        raise refused(path, "it is not an Open XML package", _ASKED)
    for name, content in parts.items():
        if name.endswith((".xml", ".rels", ".vml")) or name.startswith("[Content"):
            root = _parsed(path, name, content)
            if name.endswith(".rels"):
                _check_targets(path, name, root)
    if b"macroEnabled" in types or any("vbaProject" in name for name in parts):
        raise refused(path, "it contains macros", _ASKED)
    if _MAIN + b"presentation.main+xml" in types:
        return data
    if _MAIN + b"template.main+xml" in types:
        parts["[Content_Types].xml"] = types.replace(
            _MAIN + b"template.main+xml", _MAIN + b"presentation.main+xml"
        )
        return _packed(parts)
    raise refused(path, "it is not a PowerPoint presentation or template", _ASKED)


def _unpacked(path: Path, package: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [info for info in package.infolist() if not info.is_dir()]
    names = [info.filename for info in entries]
    if len(entries) > MAX_PARTS:
        raise refused(path, f"it has more than {MAX_PARTS:,} parts")
    if sum(info.file_size for info in entries) > MAX_UNPACKED:
        raise refused(path, f"it unpacks to more than {MAX_UNPACKED >> 20} MB")
    if len(set(names)) != len(names):
        raise refused(path, "it has two parts of one name")
    if any(n.startswith("/") or ".." in n.split("/") or "\\" in n for n in names):
        raise refused(path, "it has a part outside the package")
    for info in entries:
        if info.flag_bits & 1:
            raise refused(path, "it is encrypted", "save it without a password")
        if info.filename.endswith((".xml", ".rels")) and info.file_size > MAX_PART:
            raise refused(path, f"`{info.filename}` is larger than {MAX_PART >> 20} MB")
    return {info.filename: package.read(info) for info in entries}


def _parsed(path: Path, name: str, content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as exc:
        raise refused(path, f"`{name}` is not well-formed XML ({exc.msg})") from None
    if root.getroottree().docinfo.doctype:
        raise refused(path, f"`{name}` declares entities or a document type")
    return root


def _check_targets(path: Path, name: str, root: etree._Element) -> None:
    for target in _external(root):
        if urlsplit(target).scheme not in LINK_SCHEMES:
            raise refused(path, f"`{name}` refers to a part elsewhere, `{target[:80]}`",
                          "embed what it links to")  # fmt: skip


def _external(root: etree._Element) -> Iterator[str]:
    """Targets outside the package; those of hyperlinks that are plain web or mail links are left out."""
    for rel in root:
        if rel.get("TargetMode") == "External":
            target = rel.get("Target") or ""
            link = (rel.get("Type") or "").endswith("/hyperlink")
            yield target if link else f"file:{target}"


def _packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return stream.getvalue()
