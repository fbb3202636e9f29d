"""The handout, by the validators and by what can be read in it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

import briefgen
from briefgen.deck import compose
from briefgen.deck.handout import write_handout
from briefgen.model.edition import Edition
from briefgen.model.outline import HandoutStyle
from conftest import Built
from tagged.validators import complaints

from . import foreign

pdfplumber = pytest.importorskip("pdfplumber")


def handout(
    edition: Edition, style: HandoutStyle, folder: Path, template: Path | None = None
) -> Path:
    path = folder / f"{style}.pdf"
    with path.open("wb") as target:
        write_handout(edition, target, style=style, template=template)
    return path


@pytest.mark.parametrize("style", ["three", "notes"])
def test_conforms(each: Built, style: HandoutStyle, tmp_path: Path) -> None:
    assert complaints(handout(each.edition, style, tmp_path)) == []


def test_three_slides_a_page(built: Callable[..., Built], tmp_path: Path) -> None:
    edition = built("brief", "press").edition
    titles = [s.title_text for s in compose(edition).slides]
    with pdfplumber.open(handout(edition, "three", tmp_path)) as pdf:
        texts = [" ".join(page.extract_text().split()) for page in pdf.pages]
        assert len(pdf.pages) == -(-len(titles) // 3)
        ruled = [line for line in pdf.pages[0].lines if line["x0"] > 300]
        assert len(ruled) >= 3 * 5
    for number, title in enumerate(titles):
        assert all(word in texts[number // 3] for word in title.split())


def test_a_slide_with_its_notes(built: Callable[..., Built], tmp_path: Path) -> None:
    edition = built("brief", "press").edition
    slides = compose(edition).slides
    with pdfplumber.open(handout(edition, "notes", tmp_path)) as pdf:
        texts = [" ".join(page.extract_text().split()) for page in pdf.pages]
    assert len(texts) == len(slides)
    for slide, text in zip(slides, texts, strict=True):
        assert " ".join(slide.notes.split()) in text


def test_long_notes_go_on_to_a_next_page(write: Callable[..., Path], tmp_path: Path) -> None:
    words = "It is so, and then it is so again. " * 120
    path = write(finding=f"    headline: One thing is so\n    body: {words}\n")
    edition = briefgen.edition(briefgen.load(path))
    made = handout(edition, "notes", tmp_path)
    assert complaints(made) == []
    with pdfplumber.open(made) as pdf:
        assert len(pdf.pages) == len(compose(edition).slides) + 1
        said = " ".join(page.extract_text() for page in pdf.pages)
    assert said.count("again.") == 120


def test_no_filled_areas(built: Callable[..., Built], tmp_path: Path) -> None:
    """Rules and the marks of charts are all that is filled."""
    edition = built("brief", "press").edition
    charts = {f.id for f in edition.figures}
    assert charts
    with pdfplumber.open(handout(edition, "notes", tmp_path)) as pdf:
        for page, slide in zip(pdf.pages, compose(edition).slides, strict=True):
            if slide.kind in ("chart", "points"):
                continue
            for rect in page.rects:
                assert not rect["fill"] or min(rect["width"], rect["height"]) <= 9


def test_same_bytes_twice(built: Callable[..., Built]) -> None:
    edition = built("starter", None).edition
    one, two = io.BytesIO(), io.BytesIO()
    write_handout(edition, one)
    write_handout(edition, two)
    assert one.getvalue() == two.getvalue()


def test_a_dark_template_is_printed_dark_on_white(
    built: Callable[..., Built], tmp_path: Path
) -> None:
    edition = built("starter", None).edition
    made = handout(edition, "three", tmp_path, foreign.own_dark(tmp_path))
    assert complaints(made) == []
    with pdfplumber.open(made) as pdf:
        shades = {c["non_stroking_color"] for page in pdf.pages for c in page.chars}
    assert (1, 1, 1) not in shades
