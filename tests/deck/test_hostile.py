"""Templates that are refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen.deck import template
from briefgen.deck.slides import KINDS
from briefgen.deck.template import Source, presentation
from briefgen.deck.template.model import read_file
from briefgen.model.diagnostics import BriefgenError
from briefgen.model.theme import own_theme

MAIN = "ppt/presentation.xml"
TYPES = "[Content_Types].xml"
LAYOUT_RELS = "ppt/slideLayouts/_rels/slideLayout1.xml.rels"


def own() -> dict[str, bytes]:
    stream = io.BytesIO()
    template.new(stream)
    with zipfile.ZipFile(stream) as package:
        return {name: package.read(name) for name in package.namelist()}


def _open(path: Path) -> object:
    return presentation.open_template(path, read_file(path), own_theme())


def replaced(name: str, old: bytes, new: bytes) -> dict[str, bytes]:
    package = own()
    assert old in package[name]
    return {**package, name: package[name].replace(old, new)}


def entities() -> dict[str, bytes]:
    bomb = b'<!DOCTYPE p [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>\n<p:presentation'
    return replaced(MAIN, b"<p:presentation", bomb)


def macros() -> dict[str, bytes]:
    return replaced(TYPES, b"openxmlformats-officedocument.presentationml.presentation.main",
                    b"ms-powerpoint.presentation.macroEnabled.main")  # fmt: skip


def project() -> dict[str, bytes]:
    return {**own(), "ppt/vbaProject.bin": b"\xd0\xcf\x11\xe0"}


def linked() -> dict[str, bytes]:
    link = (b'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
            b'Target="http://example.org/pixel.png" TargetMode="External"/></Relationships>')  # fmt: skip
    return replaced(LAYOUT_RELS, b"</Relationships>", link)


def script() -> dict[str, bytes]:
    link = (b'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
            b'Target="javascript:alert(1)" TargetMode="External"/></Relationships>')  # fmt: skip
    return replaced(LAYOUT_RELS, b"</Relationships>", link)


def broken() -> dict[str, bytes]:
    return replaced(MAIN, b"</p:presentation>", b"")


def outside() -> dict[str, bytes]:
    return {**own(), "../evil.xml": b"<a/>"}


def headless() -> dict[str, bytes]:
    package = own()
    package.pop("ppt/slideMasters/slideMaster1.xml")
    return package


def themeless() -> dict[str, bytes]:
    return replaced(
        "ppt/slideMasters/_rels/slideMaster1.xml.rels",
        b"relationships/theme",
        b"relationships/thema",
    )


def document() -> dict[str, bytes]:
    return replaced(TYPES, b"presentationml.presentation.main", b"wordprocessingml.document.main")


CASES = {
    entities: "entities", macros: "macros", project: "macros", linked: "elsewhere", script: "elsewhere",
    broken: "well-formed", outside: "outside", headless: "missing or broken", themeless: "missing or broken",
    document: "not a PowerPoint",
}  # fmt: skip


def packed(folder: Path, package: dict[str, bytes]) -> Path:
    path = folder / "hostile.pptx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in package.items():
            out.writestr(name, data)
    return path


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_is_refused_with_the_reason(case: Callable[[], dict[str, bytes]], tmp_path: Path) -> None:
    with pytest.raises(BriefgenError, match=CASES[case]) as caught:
        _open(packed(tmp_path, case()))
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == "template"
    assert diagnostic.place is not None
    assert diagnostic.place.file.endswith("hostile.pptx")


def test_a_zip_bomb_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presentation, "MAX_UNPACKED", 8 << 20)
    path = packed(tmp_path, {**own(), "ppt/media/image1.bin": b"\0" * (9 << 20)})
    assert path.stat().st_size < 1 << 20
    with pytest.raises(BriefgenError, match="unpacks to more than 8 MB"):
        _open(path)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 not a zip", b"%PDF-1.7", b"\0" * 100])
def test_what_is_no_package_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "hostile.pptx"
    path.write_bytes(data)
    with pytest.raises(BriefgenError, match="not an Open XML package"):
        _open(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BriefgenError, match="No such file"):
        _open(tmp_path / "none.pptx")


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, own())
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(BriefgenError):
        _open(path)


def test_an_empty_file_is_not_taken_for_our_own(tmp_path: Path) -> None:
    """Though ours, which is no file, was read before."""
    Source(None, own_theme(), KINDS).template({})
    path = tmp_path / "empty.pptx"
    path.write_bytes(b"")
    with pytest.raises(BriefgenError, match="not an Open XML package"):
        Source(path, own_theme(), KINDS).template({})
