"""The package: parts, types, relationships, properties, and what validators say."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from pptx import Presentation

from briefgen.deck import write_pptx
from briefgen.outline.richtext import plain
from conftest import Built

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


def test_parts_are_well_formed_and_have_their_types(each: Built) -> None:
    package = parts(each.pptx)
    assert len(package) == len({name.lower() for name in package})
    types = etree.fromstring(package["[Content_Types].xml"])
    overrides = {e.get("PartName") for e in types if e.get("PartName")}
    defaults = {e.get("Extension") for e in types if e.get("Extension")}
    assert overrides <= {f"/{name}" for name in package}
    for name, data in package.items():
        assert (
            f"/{name}" in overrides or name.rpartition(".")[2] in defaults or name.startswith("[")
        )
        if name.endswith((".xml", ".rels", ".svg")):
            etree.fromstring(data)
            assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", data)
        if name.endswith(".png"):
            assert data.startswith(b"\x89PNG")


def test_relationships_lead_somewhere_and_are_used(each: Built) -> None:
    package = parts(each.pptx)
    for name in (n for n in package if n.endswith(".rels")):
        folder = Path(name).parents[1]
        used = package.get(str(folder / Path(name).stem), b"").decode("utf-8", "replace")
        for rel in etree.fromstring(package[name]):
            kind = rel.get("Type").rpartition("/")[2]
            if rel.get("TargetMode") != "External":
                target = os.path.normpath(folder / rel.get("Target")).lstrip("/")
                assert target in package, (name, target)
            if "/slides/" in name and kind in ("image", "hyperlink", "chart"):
                assert f'"{rel.get("Id")}"' in used, (name, rel.get("Id"))


def test_shape_ids_are_unique(each: Built) -> None:
    for slide in slides(each.pptx):
        ids = [e.get("id") for e in slide.shapes._spTree.iter() if e.tag.endswith("}cNvPr")]
        assert len(ids) == len(set(ids)) > 1


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
    assert deck.core_properties.title == plain(each.edition.title)
    assert deck.core_properties.created.date() == each.edition.date
    assert deck.core_properties.modified.date() == each.edition.date
    assert deck.core_properties.language == each.edition.locale.tag
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
    for before, after in zip(slides(pptx), slides(saved), strict=True):
        if before.has_notes_slide:
            said = before.notes_slide.notes_text_frame.text.split()
            assert after.notes_slide.notes_text_frame.text.split() == said

    def alternatives(data: bytes) -> list[str]:
        return [e.get("descr") for s in slides(data) for e in s.shapes._spTree.iter()
                if e.tag.endswith("}cNvPr") and e.get("descr")]  # fmt: skip

    assert set(alternatives(pptx)) <= set(alternatives(saved))
