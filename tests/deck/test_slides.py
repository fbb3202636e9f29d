"""What the slides say, read back from the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

import briefgen
from briefgen.deck import compose
from briefgen.deck.boxes import TableBox
from briefgen.deck.draft import WORDS_PER_MINUTE, Notes
from briefgen.languages.locale import locale_of
from briefgen.model.rich_text import plain
from conftest import MINIMAL, Built

from .contrast import faint
from .reading import parts, slides, titles

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def test_titles_are_the_claims_each_once(each: Built) -> None:
    found = titles(each.pptx)
    assert len(set(found)) == len(found)
    assert found[0] == plain(each.edition.title)
    claims = [plain(f.headline) for f in each.edition.findings]
    assert [t for t in found if t in claims] == claims


def test_slides_are_read_in_the_order_composed(each: Built) -> None:
    for slide, placed in zip(slides(each.pptx), compose(each.edition).slides, strict=True):
        shapes = [s for s in slide.shapes if not s.name.startswith("Panel")]
        assert shapes[0].shape_id == slide.shapes.title.shape_id
        read = [s.text_frame.text for s in shapes[1:] if s.has_text_frame]
        wanted = [
            "\n".join(plain(line.runs) for line in p.lines)
            for p in placed.parts
            if hasattr(p, "lines")
        ]
        assert read[: len(wanted)] == wanted


def test_notes_hold_prose_evidence_and_time(each: Built) -> None:
    by_title = {s.shapes.title.text_frame.text: s for s in slides(each.pptx)}
    for finding in each.edition.findings:
        notes = by_title[plain(finding.headline)].notes_slide.notes_text_frame.text
        for paragraph in plain(finding.body).split("\n"):
            assert paragraph in notes
        for note in each.edition.notes:
            if note.number in finding.notes:
                assert plain(note.text) in notes
        assert f"at {WORDS_PER_MINUTE} words a minute" in notes


def test_speaking_time_is_of_the_prose_alone() -> None:
    assert Notes("word " * 260, ("evidence " * 500,)).minutes == 2
    assert Notes("word").minutes == 0.5
    assert Notes("", ("evidence",)).minutes == 0


def test_pictures_have_alt_text_and_decoration_says_so(each: Built) -> None:
    seen = set()
    for slide in slides(each.pptx):
        for shape in slide.shapes:
            properties = shape._element.xpath(".//p:cNvPr")[0]
            if shape.name.startswith("Panel"):
                assert b"decorative" in etree.tostring(properties)
            elif shape._element.tag.endswith(("}pic", "}graphicFrame")):
                assert properties.get("descr")
                seen.add(properties.get("descr"))
    assert {f.alt for f in each.edition.figures} <= seen


def test_charts_are_svg_with_png_behind(each: Built) -> None:
    package = parts(each.pptx)
    svgs = [name for name in package if name.endswith(".svg")]
    assert len(svgs) == len(each.edition.figures)
    for name in svgs:
        assert etree.fromstring(package[name]).tag == "{http://www.w3.org/2000/svg}svg"
    blips = [b for s in slides(each.pptx) for b in s.shapes._spTree.iter(f"{A}blip")]
    assert sum(b"svgBlip" in etree.tostring(b) for b in blips) == len(svgs)


def test_every_run_has_its_language(each: Built) -> None:
    for slide in slides(each.pptx):
        runs = list(slide.shapes._spTree.iter(f"{A}r"))
        assert runs
        for run in runs:
            assert run.find(f"{A}rPr").get("lang") == locale_of(each.edition).tag


def test_every_run_stands_out_from_what_it_stands_on(each: Built) -> None:
    assert list(faint(each.pptx)) == []


def test_notes_have_their_language(each: Built) -> None:
    noted = [s.notes_slide.notes_text_frame for s in slides(each.pptx) if s.has_notes_slide]
    runs = [run for frame in noted for run in frame._txBody.iter(f"{A}r")]
    assert runs
    assert {run.find(f"{A}rPr").get("lang") for run in runs} == {locale_of(each.edition).tag}


def test_links_say_where_they_lead(each: Built) -> None:
    for slide in slides(each.pptx):
        for run in slide.shapes._spTree.iter(f"{A}r"):
            if run.find(f".//{A}hlinkClick") is not None:
                assert not run.find(f"{A}t").text.startswith("http")


def test_tables_have_header_rows(built: Callable[..., Built]) -> None:
    tables = [s for slide in slides(built("brief", None).pptx) for s in slide.shapes if s.has_table]
    assert tables
    for shape in tables:
        assert shape.table.first_row
        assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
        cells = [c.text_frame.text for c in shape.table.rows[0].cells]
        assert cells == ["Who and when", "What it measures", "Estimate"]


def test_a_finding_without_chart_or_number_shows_all_its_voices(
    built: Callable[..., Built],
) -> None:
    built_deck = built("brief", None)
    slide = next(s for s in slides(built_deck.pptx) if "shell companies" in s.shapes.title.text)
    said = " ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
    assert "“using shell companies in Mexico’s chemical sector to conceal their identity”" in said
    assert "“insufficient screening of commerce at points of entry”" in said


def test_a_long_table_goes_on_with_its_header(tmp_path: Path) -> None:
    rows = "".join(f"      - [Row {i}, 'some words on it', '{i}']\n" for i in range(40))
    outline = tmp_path / "brief.yaml"
    outline.write_text(
        MINIMAL.replace("    evidence", "    table: long\n    evidence", 1)
        + "tables:\n  - id: long\n    title: Many rows\n    columns: [Name, Words, Number]\n"
        + "    evidence: [{source: report, datum: rows}]\n    rows:\n"
        + rows
    )
    deck = compose(briefgen.edition(briefgen.load(outline)))
    found = [(s, p) for s in deck.slides for p in s.parts if isinstance(p, TableBox)]
    assert len(found) > 2
    assert found[1][0].title_text.endswith("(continued)")
    assert found[2][0].title_text.endswith("(continued, 3)")
    assert [plain(row[0]) for _, p in found for row in p.rows[1:]] == [
        f"Row {i}" for i in range(40)
    ]
    assert len({len(p.rows) for _, p in found}) <= 2


def test_columns_are_as_wide_as_what_stands_in_them(tmp_path: Path) -> None:
    outline = tmp_path / "brief.yaml"
    outline.write_text(
        MINIMAL.replace("    evidence", "    table: wide\n    evidence", 1)
        + "tables:\n  - id: wide\n    title: Two roads\n    columns: [Road, What was found, Dead, Hurt]\n"
        + "    evidence: [{source: report, datum: rows}]\n    rows:\n"
        + "      - [A1, A bridge that nobody has looked after for more than ten years, '1', '2']\n"
    )
    deck = compose(briefgen.edition(briefgen.load(outline)))
    (table,) = (p for s in deck.slides for p in s.parts if isinstance(p, TableBox))
    road, words, dead, hurt = table.widths
    assert words > 3 * max(road, dead, hurt)
    assert sum(table.widths) == pytest.approx(table.box.width)


@pytest.mark.parametrize("words", [8, 50])
def test_a_title_of_three_lines_is_reported(write: Callable[..., Path], words: int) -> None:
    path = write(finding=f"    headline: {'A very long claim that goes on and on ' * words}\n")
    edition = briefgen.edition(briefgen.load(path))
    deck = compose(edition)
    assert [d.code for d in deck.diagnostics] == ["slide-title"]
    place = deck.diagnostics[0].place
    assert place is not None
    assert (place.file, place.line, place.column) == (str(path), 7, 15)
    slide = deck.slides[2]
    assert slide.title.fits
    assert plain(edition.findings[0].headline) in slide.title_text + slide.notes
