"""Metadata, catalog, bookmarks, boxes, attachments, and the same bytes twice."""

from __future__ import annotations

import re
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from briefgen.pdf.tagged import objects
from briefgen.pdf.tagged.canvas import TaggedCanvas
from briefgen.pdf.tagged.document import Metadata
from briefgen.pdf.tagged.fonts import to_unicode
from briefgen.pdf.tagged.paragraph import Paragraph
from briefgen.pdf.tagged.structure import ConformanceError

from .conftest import BODY, HEAD, META, Writer
from .validators import complaints


def fill(writer: Writer) -> None:
    writer.story = [
        Paragraph("Title", HEAD, element=writer.sect.add("H1")),
        Paragraph("Text with an \u2013 en dash, \u201cquotes\u201d, \u20ac 5 and \u0103.", BODY,
                  element=writer.sect.add("P")),
    ]  # fmt: skip


def test_metadata(writer: Writer) -> None:
    fill(writer)
    meta = Metadata(
        "A <title> & more",
        authors=("A. Author", "B. Author"),
        description="D\u00e9j\u00e0 vu",
        keywords=("x", "y"),
        created=datetime(2026, 1, 2, 3, 4, 5),
    )
    path = writer.build(meta=meta)
    with pikepdf.open(path) as pdf:
        xmp = pdf.open_metadata()
        assert xmp["dc:title"] == "A <title> & more"
        assert xmp["dc:creator"] == ["A. Author", "B. Author"]
        assert xmp["xmp:CreateDate"] == "2026-01-02T03:04:05+00:00"
        assert xmp["pdfuaid:part"] == "1"
        assert xmp["pdfaid:conformance"] == "A"
        assert pdf.docinfo["/CreationDate"] == "D:20260102030405+00'00'"
        assert pdf.docinfo["/ModDate"] == "D:20260102030405+00'00'"
        assert pdf.docinfo["/Subject"] == "D\u00e9j\u00e0 vu"
        assert "/Filter" not in pdf.Root.Metadata
        assert pdf.Root.Lang == "en-US"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
        assert pdf.Root.MarkInfo.Marked is True
    assert complaints(path) == []


def test_a_document_needs_a_title() -> None:
    with pytest.raises(ValueError, match="title"):
        Metadata(" ")
    with pytest.raises(TypeError):
        Metadata("x", authors="A. Author")  # type: ignore[arg-type]


def test_same_bytes(tmp_path: Path) -> None:
    files = []
    for name in "ab":
        writer = Writer(tmp_path / f"{name}.pdf")
        fill(writer)
        files.append(writer.build().read_bytes())
    assert files[0] == files[1]
    other = Writer(tmp_path / "c.pdf")
    fill(other)
    assert other.build(meta=Metadata("Other")).read_bytes() != files[0]


def test_bookmarks_and_boxes(writer: Writer) -> None:
    fill(writer)

    def mark(canvas: Any, doc: Any) -> None:
        canvas.bookmarkPage("t")
        canvas.addOutlineEntry("Title \u2013 one", "t", 0)
        canvas.bookmarkHorizontal("u", 0, 100)
        canvas.addOutlineEntry("Below", "u", 1)

    def boxes(canvas: Any) -> None:
        canvas.setTrimBox((10, 10, 390, 390))
        canvas.setBleedBox((5, 5, 395, 395))

    path = writer.build(on_page=mark, prepare=boxes)
    with pikepdf.open(path) as pdf:
        with pdf.open_outline() as outline:
            assert outline.root[0].title == "Title \u2013 one"
            assert outline.root[0].children[0].title == "Below"
        assert [int(x) for x in pdf.pages[0].TrimBox] == [10, 10, 390, 390]
    assert complaints(path) == []


def test_attachment(writer: Writer) -> None:
    fill(writer)
    path = writer.build(
        pdfa_part=3,
        prepare=lambda c: c.attach("data.csv", b"a,b\n1,2\n", "text/csv", description="Numbers"),
    )
    with pikepdf.open(path) as pdf:
        assert pdf.attachments["data.csv"].get_file().read_bytes() == b"a,b\n1,2\n"
        assert pdf.Root.AF[0].AFRelationship == "/Data"
    assert complaints(path, pdfa_part=3) == []


def test_the_same_attachment_again_is_ignored_and_another_of_its_name_refused(
    writer: Writer,
) -> None:
    def attach(canvas: TaggedCanvas) -> None:
        for _ in range(2):
            canvas.attach("data.csv", b"a,b\n1,2\n", "text/csv")
        with pytest.raises(ConformanceError, match=r"another file .* 'data\.csv'"):
            canvas.attach("data.csv", b"a,b\n3,4\n", "text/csv")

    fill(writer)
    path = writer.build(pdfa_part=3, prepare=attach)
    with pikepdf.open(path) as pdf:
        assert list(pdf.attachments) == ["data.csv"]
        assert pdf.attachments["data.csv"].get_file().read_bytes() == b"a,b\n1,2\n"


def test_other_parts_are_refused(writer: Writer) -> None:
    fill(writer)
    with pytest.raises(ConformanceError):
        writer.build(pdfa_part=1)


def test_to_unicode_blocks() -> None:
    text = to_unicode([0, 0, *range(0x21, 0x120), 0x1F600])
    assert "<02> <0021>" in text
    assert "<00> <0000>" not in text
    assert "100 beginbfchar" in text
    assert "<D83DDE00>" in text


def test_meta_is_complete() -> None:
    assert META.moment.tzinfo is not None


def test_elements_are_packed_and_every_object_is_where_the_table_says(writer: Writer) -> None:
    count = 450  # more than two object streams hold
    fill(writer)
    writer.story += [
        Paragraph(f"Paragraph {number}", BODY, element=writer.sect.add("P"))
        for number in range(count)
    ]
    path = writer.build()
    data = path.read_bytes()
    assert data.count(b"/Type /ObjStm") == 3
    assert b"/Type /StructElem" not in data
    assert b"/Type /Catalog" in data and b"/StructTreeRoot" in data
    with pikepdf.open(path) as pdf:
        found = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
        elements = [o for o in found if o.get("/Type") == "/StructElem"]
        assert len(elements) == count + 4
        assert pdf.check_pdf_syntax() == []
    read = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True)
    assert (read.stderr, f"Paragraph {count - 1}" in read.stdout) == ("", True)


def test_a_table_whose_checksum_is_a_line_end_gets_another(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Every table is taken for one: its first byte, unlike that of other streams, is 0.
    monkeypatch.setattr(objects, "ends_line", lambda raw: raw[:1] == b"\0")
    fill(writer)
    path = writer.build()
    found = re.search(rb"/Type /XRef /Size (\d+) ", path.read_bytes())
    assert found is not None
    with pikepdf.open(path) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.objects) in (int(found[1]) - 1, int(found[1]) - 2, int(found[1]) - 3)
