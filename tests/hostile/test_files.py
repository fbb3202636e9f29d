"""Pictures, tables, themes, fonts and source texts that are broken or mean harm."""

from __future__ import annotations

import io
import json
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

import briefgen
from briefgen.model.diagnostics import Diagnostic
from briefgen.model.theme import FONT_FOLDER
from conftest import MINIMAL, OUTLINES

FIGURE = """\
exhibits: [bars]
figures:
  - {id: bars, kind: bar, title: A bar, data: {file: FILE}}
"""
LOGO = OUTLINES["starter"].parent / "logo.png"


def check(tmp_path: Path, more: str = "", **replaced: str) -> list[Diagnostic]:
    path = tmp_path / "brief.yaml"
    text = MINIMAL
    for old, new in replaced.items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text + more)
    start = time.monotonic()
    found = briefgen.check(path)
    assert time.monotonic() - start < 30
    assert all(d.message.isprintable() and d.place for d in found)
    return found


# -- pictures ------------------------------------------------------------------------------------


def logo(tmp_path: Path, data: bytes, name: str = "logo.png") -> list[Diagnostic]:
    (tmp_path / name).write_bytes(data)
    return check(tmp_path, institute=f"institute, logo: {name}")


def png(image: Image.Image, format: str = "PNG", **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, format, **options)
    return stream.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def header(width: int, height: int, rest: bytes = b"") -> bytes:
    ihdr = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", ihdr) + rest + chunk(b"IEND", b"")


def text_bomb() -> bytes:
    """A comment of 200 MB when it is unpacked."""
    packed = zlib.compress(b"x" * 200_000_000, 9)
    rows = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return header(1, 1, chunk(b"zTXt", b"Comment\0\0" + packed) + rows)


def exif() -> bytes:
    tags = Image.Exif()
    tags[0x0112] = 6  # turned a quarter
    return png(Image.new("RGB", (90, 30), "red"), "JPEG", exif=tags.tobytes())


def short_palette() -> bytes:
    """A picture whose dots have transparencies for more colours than its palette has."""
    ihdr = struct.pack(">IIBBBBB", 2, 2, 8, 3, 0, 0, 0)
    parts = chunk(b"PLTE", b"\1\2\3") + chunk(b"tRNS", b"\0" * 400)
    rows = chunk(b"IDAT", zlib.compress(b"\0\0\0" * 2))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", ihdr) + parts + rows + chunk(b"IEND", b"")


BAD_PICTURES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "bad-image"),
    "truncated": (lambda: LOGO.read_bytes()[:-300], "bad-image"),
    "bomb": (lambda: header(60_000, 60_000, chunk(b"IDAT", zlib.compress(b"\0" * 999))), "image-size"),
    "zero": (lambda: header(0, 5, chunk(b"IDAT", zlib.compress(b""))), "bad-image"),
    "text bomb": (text_bomb, "bad-image"),
    "gif": (lambda: png(Image.new("P", (9, 9)), "GIF"), "bad-image"),
    "tiff": (lambda: png(Image.new("RGB", (9, 9)), "TIFF"), "bad-image"),
    "svg": (lambda: b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
                    b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script>&x;</svg>", "bad-image"),
    "cmyk": (lambda: png(Image.new("CMYK", (60, 30), (0, 90, 90, 0)), "JPEG"), "bad-image"),
    "turned": (exif, "bad-image"),
    "html": (lambda: b"<html>", "bad-image"),
    "a short palette": (short_palette, "bad-image"),
    "postscript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) print quit", "bad-image"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_PICTURES)
def test_a_bad_picture_is_refused(name: str, tmp_path: Path) -> None:
    make, code = BAD_PICTURES[name]
    (d,) = logo(tmp_path, make())
    assert d.code == code
    assert d.place and d.place.line == 3
    assert d.hint


GOOD_PICTURES: dict[str, Callable[[], bytes]] = {
    "palette with transparency": lambda: png(Image.new("P", (60, 30), 3), transparency=3),
    "16 bit": lambda: png(Image.new("I;16", (60, 30), 40_000)),
    "1 bit": lambda: png(Image.new("1", (60, 30), 1)),
    "grey with alpha": lambda: png(Image.new("LA", (60, 30), (90, 40))),
    "animated": lambda: png(Image.new("RGB", (60, 30)), save_all=True, append_images=[Image.new("RGB", (60, 30), "red")]),
    "one pixel": lambda: png(Image.new("RGB", (1, 1))),
    "a line": lambda: png(Image.new("RGB", (5_000, 1))),
    "progressive": lambda: png(Image.new("RGB", (60, 30)), "JPEG", progressive=True),
    "a jpeg by another name": lambda: png(Image.new("RGB", (60, 30)), "JPEG"),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD_PICTURES)
def test_an_odd_picture_is_drawn(name: str, tmp_path: Path) -> None:
    assert logo(tmp_path, GOOD_PICTURES[name]()) == []
    edition = briefgen.edition(briefgen.load(tmp_path / "brief.yaml"))
    pdf, deck = io.BytesIO(), io.BytesIO()
    assert briefgen.write_pdf(edition, pdf) >= 1
    assert briefgen.write_pptx(edition, deck) >= 1
    with zipfile.ZipFile(deck) as package:
        assert any(n.startswith("ppt/media/") for n in package.namelist())
    assert b"/Image" in pdf.getvalue()


# -- tables --------------------------------------------------------------------------------------


def table(tmp_path: Path, name: str, data: bytes) -> list[Diagnostic]:
    (tmp_path / name).write_bytes(data)
    return check(tmp_path, FIGURE.replace("FILE", name))


def sheet(cells: str, shared: str = "") -> bytes:
    """An XLSX file whose sheet holds these rows as XML."""
    stream, out = io.BytesIO(), io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["label", "value"])
    book.active.append(["x", 1])
    book.save(stream)
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = f"<worksheet {space}><sheetData>{cells}</sheetData></worksheet>".encode()
            if name == "xl/sharedStrings.xml" and shared:
                data = f"<sst {space}>{shared}</sst>".encode()
            new.writestr(name, data)
    return out.getvalue()


def book(*rows: list[object]) -> bytes:
    stream = io.BytesIO()
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(stream)
    return stream.getvalue()


def zipped(size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("xl/worksheets/sheet1.xml", b"0" * size)
    return out.getvalue()


HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>label</t></is></c><c r="B1" t="inlineStr"><is><t>value</t></is></c></row>'

TABLES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "an empty file": ("d.csv", lambda: b"", "csv-header"),
    "zeros": ("d.csv", lambda: b"label,value\nx,\0\n", "control-character"),
    "an endless field": ("d.csv", lambda: b"label,value\n" + b"x" * 200_000 + b",1\n", "csv-syntax"),
    "an open quote": ("d.csv", lambda: b'label,value\n"x,1\ny,2\n', "csv-syntax"),
    "two encodings": ("d.csv", lambda: "label,value\né,1\n".encode() + "é,2\n".encode("latin-1"), "encoding"),
    "utf-16": ("d.csv", lambda: "label,value\nx,1\n".encode("utf-16"), "encoding"),
    "a million columns": ("d.csv", lambda: b"x," * 1_000_000 + b"y\n1\n", "csv-size"),
    "a million names": ("d.csv", lambda: ",".join(f"c{i}" for i in range(1_000_000)).encode(), "csv-size"),
    "a million rows": ("d.csv", lambda: b"label,value\n" + b"x,1\n" * 1_000_000, "csv-size"),
    "a formula": ("d.csv", lambda: b"label,value\nx,=1+1\n", "bad-number"),
    "25 MB": ("d.csv", lambda: b"label,value\n" + b"x" * 25_000_000, "file-size"),
    "xlsx named csv": ("d.csv", lambda: book(["label", "value"], ["x", 1]), "encoding"),
    "csv named xlsx": ("d.xlsx", lambda: b"label,value\nx,1\n", "xlsx-syntax"),
    "encrypted": ("d.xlsx", lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "xlsx-syntax"),
    "a zip bomb": ("d.xlsx", lambda: zipped(150_000_000), "file-size"),
    "a zip of nothing": ("d.xlsx", lambda: zipped(10), "xlsx-syntax"),
    "far columns": ("d.xlsx", lambda: sheet(HEAD + '<row r="2"><c r="ZZZZZZZ2"><v>1</v></c></row>'), "xlsx-syntax"),
    "many columns": ("d.xlsx", lambda: sheet(HEAD + '<row r="2"><c r="XFD2"><v>1</v></c></row>'), "csv-size"),
    "far rows": ("d.xlsx", lambda: sheet(HEAD + '<row r="999999999"><c r="A999999999"><v>1</v></c></row>'), "csv-size"),
    "rows that say less": ("d.xlsx", lambda: sheet(HEAD + '<row r="x"><c r="A2"><v>1</v></c></row>'), "xlsx-syntax"),
    "a formula alone": ("d.xlsx", lambda: book(["label", "value"], ["x", "=1+1"]), "formula"),
    "a number without end": ("d.xlsx", lambda: sheet(HEAD + '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>1e999</v></c></row>'), "bad-number"),
    "a hidden override": ("d.xlsx", lambda: book(["label", "value"], ["a\u202eb", 1]), "control-character"),
    "entities": ("d.xlsx", lambda: entities(), "xlsx-syntax"),
    "deep": ("d.json", lambda: b"[" * 200_000, "json-syntax"),
    "deep in a row": ("d.json", lambda: b'[{"label": ' + b"[" * 200_000, "json-syntax"),
    "not a number": ("d.json", lambda: b'[{"label": "x", "value": NaN}]', "json-syntax"),
    "huge": ("d.json", lambda: b'[{"label": "x", "value": 1' + b"0" * 10_000 + b"}]", "bad-number"),
    "huge exponent": ("d.json", lambda: b'[{"label": "x", "value": 9e999999999999999999}]', "bad-number"),
    "one key twice": ("d.json", lambda: b'[{"label": "x", "label": "y", "value": 1}]', "json-syntax"),
    "an escaped zero": ("d.json", lambda: rb'[{"label": "a\u0000", "value": 1}]', "control-character"),
    "a lone surrogate": ("d.json", lambda: rb'[{"label": "a\ud800", "value": 1}]', "control-character"),
    "a list": ("d.json", lambda: json.dumps([{"label": "x", "value": [1]}]).encode(), "json-cell"),
    "no list": ("d.json", lambda: b"{}", "json-syntax"),
}  # fmt: skip


def entities() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheet(HEAD))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/workbook.xml":
                data = b'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + data
            new.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("name", TABLES)
def test_a_bad_table_is_refused(name: str, tmp_path: Path) -> None:
    file, make, code = TABLES[name]
    found = table(tmp_path, file, make())
    assert [d.code for d in found][:1] == [code]
    assert found[0].place


# -- themes, fonts, source texts -----------------------------------------------------------------


def themed(tmp_path: Path, theme: str) -> list[Diagnostic]:
    (tmp_path / "theme.yaml").write_text(theme)
    return check(tmp_path, "theme: theme.yaml\n")


def postscript_font() -> bytes:
    """An OpenType font with CFF outlines."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.t2CharStringPen import T2CharStringPen

    font = FontBuilder(1000, isTTF=False)
    font.setupGlyphOrder([".notdef", "A"])
    font.setupCharacterMap({65: "A"})
    empty = T2CharStringPen(500, None).getCharString()
    font.setupCFF("Own", {}, {".notdef": empty, "A": empty}, {})
    font.setupHorizontalMetrics({".notdef": (500, 0), "A": (500, 0)})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupOS2()
    font.setupPost()
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("theme", "code"),
    [
        ("colours: {ink: red}", "bad-value"),
        ("colours: {ink: '#12345'}", "bad-value"),
        ("colours: {series: ['#111111']}", "bad-value"),
        ("text: {body: 0}", "bad-value"),
        ("text: {body: 1e999}", "bad-value"),
        ("text: {body: nan}", "bad-value"),
        ("colours: red", "wrong-type"),
        ("[a]", "wrong-type"),
        ("folder: /etc", "unknown-key"),
        ("fonts: {regular: /dev/zero}", "missing-file"),
        ("fonts: {regular: pipe}", "missing-file"),
        ("fonts: {regular: none.ttf}", "missing-file"),
        ("fonts: {regular: ../../etc/passwd}", "missing-file"),
        (f"fonts: {{regular: {'x' * 300}}}", "missing-file"),
        ('fonts: {regular: ""}', "missing-file"),
        ("fonts: {regular: cut.ttf}", "bad-font"),
        ("fonts: {regular: empty.ttf}", "bad-font"),
        ("fonts: {regular: font.woff2}", "bad-font"),
        ("fonts: {regular: outlines.otf}", "bad-font"),
    ],
)
def test_a_bad_theme_is_refused(theme: str, code: str, tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "pipe")
    carlito = (FONT_FOLDER / "Carlito-Regular.ttf").read_bytes()
    (tmp_path / "cut.ttf").write_bytes(carlito[: len(carlito) // 2])
    (tmp_path / "empty.ttf").write_bytes(b"")
    (tmp_path / "font.woff2").write_bytes(b"wOF2" + b"\0" * 100)
    (tmp_path / "outlines.otf").write_bytes(postscript_font())
    assert code in {d.code for d in themed(tmp_path, theme)}


SOURCES = {
    "cut.pdf": b"%PDF-1.7\n1 0 obj\n<<", "empty.pdf": b"", "text.pdf": b"hello", "bytes.txt": b"\xff\xfe\0", "zero.txt": b"a\0b",
}  # fmt: skip


@pytest.mark.parametrize("name", SOURCES)
def test_a_bad_source_text_is_said(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(SOURCES[name])
    (d,) = check(
        tmp_path, report="report", **{"title: The report": f"title: The report, text: {name}"}
    )
    assert d.code in ("source-text", "encoding")


def test_an_encrypted_source_is_said(tmp_path: Path) -> None:
    import pikepdf

    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "r.pdf", encryption=pikepdf.Encryption(user="u", owner="o"))
    (d,) = check(tmp_path, **{"title: The report": "title: The report, text: r.pdf"})
    assert d.code == "source-text"
