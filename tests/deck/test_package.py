"""The package: parts, types, relationships, properties, and what validators say."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from pptx import Presentation

from briefgen.deck import compose, write_pptx
from briefgen.languages.locale import locale_of
from briefgen.model.rich_text import plain
from conftest import Built

from .package import problems
from .reading import (
    NO_VALIDATOR,
    OFFICES,
    SOFFICE,
    VALIDATOR,
    converted,
    parts,
    slides,
    titles,
    validator_errors,
)

LAYOUTS = [
    "Title",
    "Section",
    "Statement",
    "Evidence",
    "Evidence and points",
    "Comparison",
    "Title only",
]


def test_parts_types_relationships_ids_and_notes(each: Built) -> None:
    assert problems(each.pptx) == []
    slides_with_notes = [s for s in slides(each.pptx) if s.has_notes_slide]
    assert len(slides_with_notes) > len(each.edition.findings)


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        ("ppt/slides/slide2.xml", b'id="3"', b'id="2"', "shapes of one id"),
        ("ppt/slides/_rels/slide3.xml.rels", b"notesSlide2.xml", b"notesSlide1.xml", "belong"),
        ("ppt/slides/_rels/slide2.xml.rels", b"slideLayout3.xml", b"none.xml", "is not there"),
        ("[Content_Types].xml", b"image/png", b"image/jpeg", "is not image/jpeg"),
        ("ppt/slides/slide2.xml", b"<a:t>", b"<a:t>\x0b", "control|not valid"),
    ],
)
def test_what_is_wrong_is_found(
    built: Callable[..., Built], part: str, old: bytes, new: bytes, said: str
) -> None:
    package = parts(built("brief", "press").pptx)
    assert old in package[part]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as out:
        for name, data in package.items():
            out.writestr(name, data.replace(old, new) if name == part else data)
    try:
        found = " ".join(problems(stream.getvalue()))
    except etree.XMLSyntaxError as exc:
        found = f"not valid: {exc}"
    assert re.search(said, found)


def test_layouts_and_theme_are_our_own(each: Built) -> None:
    deck = Presentation(io.BytesIO(each.pptx))
    assert [layout.name for layout in deck.slide_layouts] == LAYOUTS
    assert (deck.slide_width.inches, deck.slide_height.inches) == pytest.approx(
        (13.333, 7.5), abs=0.01
    )
    package = parts(each.pptx)
    for name in ("ppt/theme/theme1.xml", "ppt/theme/theme2.xml"):
        text = package[name].decode()
        assert f'typeface="{each.edition.theme.fonts.deck}"' in text
        assert each.edition.theme.colours.primary[1:].upper() in text
        assert "Office" not in text


def test_slides_fill_placeholders_and_leave_none_empty(each: Built) -> None:
    for index, slide in enumerate(slides(each.pptx)):
        kinds = {str(p.placeholder_format.type).split(" ")[0] for p in slide.placeholders}
        assert {"TITLE", "CENTER_TITLE"} & kinds
        if index:
            assert {"FOOTER", "SLIDE_NUMBER"} <= kinds
        for shape in slide.placeholders:
            if shape.has_text_frame:
                assert shape.text_frame.text.strip(), (index, shape.name)
    charts = [
        s for slide in slides(each.pptx) for s in slide.placeholders if s.name.startswith("Chart: ")
    ]
    assert len(charts) == len(each.edition.figures)


def test_sections_and_properties(each: Built) -> None:
    deck = Presentation(io.BytesIO(each.pptx))
    package = parts(each.pptx)
    presentation = package["ppt/presentation.xml"].decode()
    assert presentation.count("<p14:sldId ") == len(deck.slides)
    sections = [s.section for s in compose(each.edition).slides]
    named = [e.get("name") for e in deck.part._element.iter() if e.tag.endswith("}section")]
    assert named == list(dict.fromkeys(sections))
    assert deck.core_properties.title == plain(each.edition.title)
    assert deck.core_properties.created.date() == each.edition.date
    assert deck.core_properties.modified.date() == each.edition.date
    assert deck.core_properties.language == locale_of(each.edition).tag
    assert f"<Slides>{len(deck.slides)}</Slides>" in package["docProps/app.xml"].decode()


def test_same_bytes_twice(built: Callable[..., Built]) -> None:
    again = io.BytesIO()
    write_pptx(built("brief", "press").edition, again)
    assert again.getvalue() == built("brief", "press").pptx


def test_a_presenter_can_save_it_again(built: Callable[..., Built]) -> None:
    pptx = built("brief", None).pptx
    again = io.BytesIO()
    Presentation(io.BytesIO(pptx)).save(again)
    assert titles(again.getvalue()) == titles(pptx)
    assert spoken(again.getvalue()) == spoken(pptx)
    assert alternatives(again.getvalue()) == alternatives(pptx) != []
    assert problems(again.getvalue()) == []


def spoken(pptx: bytes) -> list[list[str]]:
    """The words of each slide's notes."""
    return [s.notes_slide.notes_text_frame.text.split() if s.has_notes_slide else []
            for s in slides(pptx)]  # fmt: skip


def alternatives(pptx: bytes) -> list[str]:
    """Every alternative text, in order."""
    return [e.get("descr") for s in slides(pptx) for e in s.shapes._spTree.iter()
            if e.tag.endswith("}cNvPr") and e.get("descr")]  # fmt: skip


@pytest.mark.skipif(not VALIDATOR, reason=NO_VALIDATOR)
@pytest.mark.parametrize("office", OFFICES)
def test_opens_without_repair(each: Built, office: str, tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(each.pptx)
    assert validator_errors(path, office) == []


@pytest.mark.skipif(not SOFFICE, reason="needs LibreOffice (soffice)")
def test_libreoffice_shows_every_slide(built: Callable[..., Built], tmp_path: Path) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    path = tmp_path / "deck.pptx"
    path.write_bytes(built("brief", "public").pptx)
    with pikepdf.open(converted(path, "pdf", tmp_path)) as pdf:
        assert len(pdf.pages) == len(slides(built("brief", "public").pptx))


@pytest.mark.skipif(not SOFFICE, reason="needs LibreOffice (soffice)")
def test_libreoffice_keeps_titles_notes_and_alternatives(
    built: Callable[..., Built], tmp_path: Path
) -> None:
    path = tmp_path / "deck.pptx"
    pptx = built("brief", "public").pptx
    path.write_bytes(pptx)
    (tmp_path / "out").mkdir()
    saved = converted(path, "pptx:Impress MS PowerPoint 2007 XML", tmp_path / "out").read_bytes()
    assert titles(saved) == titles(pptx)
    assert spoken(saved) == spoken(pptx)
    assert set(alternatives(pptx)) <= set(alternatives(saved))
