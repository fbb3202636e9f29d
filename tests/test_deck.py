"""The deck, read back from the file."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation

import briefgen
from briefgen.deck import compose
from briefgen.deck.placed import HEIGHT, WIDTH, Line, Panel, Slide, TableBox, TextBox, height
from briefgen.outline.richtext import plain
from conftest import MINIMAL, Built

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
VALIDATOR = os.environ.get("BRIEFGEN_OOXML_VALIDATOR") or shutil.which("ooxml-validator")


def slides(built: Built) -> list[Any]:
    return list(Presentation(io.BytesIO(built.pptx)).slides)


def parts(built: Built) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(built.pptx)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_titles_are_the_claims_each_once(each: Built) -> None:
    titles = [s.shapes.title.text_frame.text for s in slides(each)]
    assert len(set(titles)) == len(titles)
    assert titles[0] == plain(each.edition.title)
    claims = [plain(f.headline) for f in each.edition.findings]
    assert [t for t in titles if t in claims] == claims


def test_title_is_read_first_and_on_two_lines_at_most(each: Built) -> None:
    for slide, placed in zip(slides(each), compose(each.edition).slides, strict=True):
        first = next(s for s in slide.shapes if not s.name.startswith("Panel"))
        assert first.shape_id == slide.shapes.title.shape_id
        (line,) = placed.title.lines
        most = 3 if placed.layout == "Title" else 2
        assert (
            line.height(each.edition.theme, placed.title.box.width) <= most * line.size * 1.2 + 0.1
        )


def test_notes_hold_prose_and_evidence(each: Built) -> None:
    by_title = {s.shapes.title.text_frame.text: s for s in slides(each)}
    for finding in each.edition.findings:
        notes = by_title[plain(finding.headline)].notes_slide.notes_text_frame.text
        for paragraph in plain(finding.body).split("\n"):
            assert paragraph in notes
        for note in each.edition.notes:
            if note.number in finding.notes:
                assert plain(note.text) in notes


def test_pictures_have_alt_text_and_decoration_says_so(each: Built) -> None:
    alts = {f.alt for f in each.edition.figures}
    seen = set()
    for slide in slides(each):
        for shape in slide.shapes:
            properties = shape._element.xpath(".//p:cNvPr")[0]
            if shape.name.startswith("Panel"):
                assert b"decorative" in etree.tostring(properties)
            elif shape._element.tag.endswith("}pic"):
                assert properties.get("descr")
                seen.add(properties.get("descr"))
    assert alts <= seen


def test_charts_are_svg_with_png_behind(each: Built) -> None:
    package = parts(each)
    svgs = [name for name in package if name.endswith(".svg")]
    assert len(svgs) == len(each.edition.figures)
    for name in svgs:
        assert etree.fromstring(package[name]).tag == "{http://www.w3.org/2000/svg}svg"


def every_line(slide: Slide) -> Iterator[tuple[TextBox, Line]]:
    for part in (slide.title, *slide.parts):
        if isinstance(part, TextBox):
            for line in part.lines:
                yield part, line


def test_text_fits_its_box_and_is_large_enough(each: Built) -> None:
    theme = each.edition.theme
    for slide in compose(each.edition).slides:
        boxes = [slide.title, *(p for p in slide.parts if isinstance(p, TextBox))]
        for part in boxes:
            needed = height(part.lines, theme, part.box.width)
            assert needed <= part.box.height + 0.5, (slide.title_text, part.lines[0])
        for part, line in every_line(slide):
            source = part.role == "source" or slide.section == "Sources"
            assert line.size >= (12 if source else 18)
        for placed in (slide.title, *slide.parts):
            assert placed.box.x >= 0
            assert placed.box.y >= 0
            assert placed.box.x + placed.box.width <= WIDTH + 0.1
            assert placed.box.bottom <= HEIGHT
        solid = [p for p in (slide.title, *slide.parts) if not isinstance(p, Panel)]
        for i, a in enumerate(solid):
            for b in solid[i + 1 :]:
                wide = min(a.box.x + a.box.width, b.box.x + b.box.width) - max(a.box.x, b.box.x)
                high = min(a.box.bottom, b.box.bottom) - max(a.box.y, b.box.y)
                assert wide <= 0.5 or high <= 0.5, (slide.title_text, a, b)


def test_tables_have_header_rows(built: Callable[..., Built]) -> None:
    tables = [
        shape for slide in slides(built("brief", None)) for shape in slide.shapes if shape.has_table
    ]
    assert tables
    for shape in tables:
        assert shape.table.first_row
        assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
        cells = [c.text_frame.text for c in shape.table.rows[0].cells]
        assert cells == ["Who and when", "What it measures", "Estimate"]


def test_every_run_has_its_language(each: Built) -> None:
    for slide in slides(each):
        for run in slide.shapes._spTree.iter(f"{A}r"):
            assert run.find(f"{A}rPr").get("lang") == "en-US"


def test_package_is_sound(each: Built) -> None:
    package = parts(each)
    assert len(package) == len({name.lower() for name in package})
    types = package["[Content_Types].xml"].decode()
    for name, data in package.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(data)
            assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", data)
        if name.endswith(".png"):
            assert data.startswith(b"\x89PNG")
        if name.endswith(".rels"):
            folder = Path(name).parents[1]
            used = package.get(str(folder / Path(name).stem), b"").decode("utf-8", "replace")
            for rel in etree.fromstring(data):
                if rel.get("TargetMode") != "External":
                    target = os.path.normpath(folder / rel.get("Target").lstrip("/"))
                    if rel.get("Target").startswith("/"):
                        target = rel.get("Target")[1:]
                    assert target in package, (name, target)
                if "/slides/" in name and rel.get("Type").rpartition("/")[2] in (
                    "image",
                    "hyperlink",
                ):
                    assert f'"{rel.get("Id")}"' in used
    assert "image/svg+xml" in types or not each.edition.figures
    for slide in slides(each):
        ids = [e.get("id") for e in slide.shapes._spTree.iter() if e.tag.endswith("}cNvPr")]
        assert len(ids) == len(set(ids))


def test_layouts_footer_numbers_sections_and_properties(each: Built) -> None:
    deck = Presentation(io.BytesIO(each.pptx))
    assert {layout.name for layout in deck.slide_layouts} == {
        "Title",
        "Statement",
        "Evidence",
        "Title only",
    }
    assert (deck.slide_width.pt, deck.slide_height.pt) == (960, 540)
    for slide in list(deck.slides)[1:]:
        kinds = {str(p.placeholder_format.type).split(" ")[0] for p in slide.placeholders}
        assert {"TITLE", "FOOTER", "SLIDE_NUMBER"} <= kinds
    presentation = parts(each)["ppt/presentation.xml"].decode()
    assert presentation.count("<p14:sldId ") == len(deck.slides)
    assert deck.core_properties.title == plain(each.edition.title)
    assert deck.core_properties.created.date() == each.edition.date


def test_same_bytes_twice(built: Callable[..., Built]) -> None:
    again = io.BytesIO()
    briefgen.write_pptx(built("brief", "press").edition, again)
    assert again.getvalue() == built("brief", "press").pptx


def test_a_presenter_can_save_it_again(built: Callable[..., Built]) -> None:
    deck = Presentation(io.BytesIO(built("brief", None).pptx))
    again = io.BytesIO()
    deck.save(again)
    titles = [s.shapes.title.text_frame.text for s in Presentation(again).slides]
    assert titles == [s.shapes.title.text_frame.text for s in deck.slides]


@pytest.mark.skipif(
    not VALIDATOR, reason="needs the Open XML SDK validator (BRIEFGEN_OOXML_VALIDATOR)"
)
@pytest.mark.parametrize("office", ["Office2013", "Microsoft365"])
def test_opens_without_repair(each: Built, office: str, tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(each.pptx)
    done = subprocess.run(
        [str(VALIDATOR), str(path), "--officeVersion", office],
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(done.stdout)["errors"] == []


def numbers(count: int) -> str:
    return "key_numbers:\n" + "".join(
        f"  - {{id: k{i}, value: {10**i}, unit: people, label: were counted in the year number {i}}}\n"
        for i in range(count)
    )


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 7])
def test_any_count_of_key_numbers_fits(count: int, tmp_path: Path) -> None:
    outline = tmp_path / "brief.yaml"
    outline.write_text(MINIMAL + numbers(count))
    edition = briefgen.edition(briefgen.load(outline))
    for slide in compose(edition).slides:
        for part in slide.parts:
            if isinstance(part, TextBox):
                assert height(part.lines, edition.theme, part.box.width) <= part.box.height + 0.5


def test_a_long_table_goes_on_with_its_header(tmp_path: Path) -> None:
    rows = "".join(f"      - [Row {i}, 'some words on it', '{i}']\n" for i in range(40))
    outline = tmp_path / "brief.yaml"
    outline.write_text(
        MINIMAL.replace("    evidence", "    table: long\n    evidence", 1)
        + "tables:\n  - id: long\n    title: Many rows\n    columns: [Name, Words, Number]\n"
        + "    evidence: [{source: report, datum: rows}]\n    rows:\n"
        + rows
    )
    edition = briefgen.edition(briefgen.load(outline))
    found = [s for s in compose(edition).slides if any(isinstance(p, TableBox) for p in s.parts)]
    assert len(found) > 2
    assert found[1].title_text.endswith("(continued)")
    shown = [
        plain(row[0])
        for s in found
        for p in s.parts
        if isinstance(p, TableBox)
        for row in p.rows[1:]
    ]
    assert shown == [f"Row {i}" for i in range(40)]


def test_a_title_of_three_lines_is_reported(write: Callable[..., Path]) -> None:
    from briefgen.deck.compose import composed

    path = write(finding=f"    headline: {'A very long claim that goes on and on ' * 8}\n")
    _, found = composed(briefgen.edition(briefgen.load(path)))
    assert [d.code for d in found] == ["slide-title"]


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_libreoffice_shows_every_slide(built: Callable[..., Built], tmp_path: Path) -> None:
    import pikepdf

    path = tmp_path / "deck.pptx"
    path.write_bytes(built("brief", "public").pptx)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    with pikepdf.open(tmp_path / "deck.pdf") as pdf:
        assert len(pdf.pages) == len(slides(built("brief", "public")))
