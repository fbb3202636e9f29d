"""Templates that leave little room: low titles, cramped content, art that content would stand on, low slides."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.util import Pt

import briefgen
from briefgen.deck import compose, write_pptx
from briefgen.deck.boxes import Deck, TableBox, TextBox
from briefgen.model.edition import Edition
from briefgen.model.loaded import LoadedOutline
from briefgen.model.rich_text import plain

from . import foreign
from .reading import misplaced, parts, slides


def changed(folder: Path, change: Callable[[Any], None]) -> Path:
    """python-pptx's template of 4:3 after a change."""
    deck = Presentation()
    change(deck)
    path = folder / "changed.pptx"
    deck.save(str(path))
    return path


def written(edition: Edition, template: Path) -> list[Any]:
    """The slides of the deck on a template."""
    stream = io.BytesIO()
    write_pptx(edition, stream, template=template)
    return slides(stream.getvalue())


@pytest.fixture
def edition(outline: LoadedOutline) -> Edition:
    return briefgen.edition(outline, "press")


def holders(deck: Any) -> list[Any]:
    return [deck.slide_master, *deck.slide_layouts]


def test_titles_whose_size_the_template_does_not_give_have_one(
    edition: Edition, tmp_path: Path
) -> None:
    """PowerPoint takes 18 points where nothing is said (21.1.2.3.9), LibreOffice 44."""

    def silent(deck: Any) -> None:
        for holder in holders(deck):
            for place in holder.placeholders:
                if place.placeholder_format.type == 1 and place.height is not None:  # title
                    place.left, place.top, place.width, place.height = (
                        Pt(40), Pt(8), Pt(640), Pt(46))  # fmt: skip
                elif place.top == Pt(126):
                    place.top, place.height = Pt(60), Pt(400)
        for properties in deck.slide_master._element.iter(qn("a:defRPr")):
            properties.attrib.pop("sz", None)

    for slide in written(edition, changed(tmp_path, silent)):
        sizes = [run.font.size for p in slide.shapes.title.text_frame.paragraphs for run in p.runs]
        assert all(size is not None and size.pt >= 18 for size in sizes)


def test_of_layouts_with_nothing_but_titles_content_takes_the_one_that_leaves_most_room(
    edition: Edition, tmp_path: Path
) -> None:
    made = written(edition, foreign.titles_only(tmp_path))
    assert made[0].slide_layout.name == "Folie 0"
    tops = {s.name: s.placeholders[0].top + s.placeholders[0].height
            for s in Presentation(str(foreign.titles_only(tmp_path))).slide_layouts}  # fmt: skip
    assert {tops[slide.slide_layout.name] for slide in made[1:]} == {min(tops.values())}


def test_a_title_of_one_line_gets_the_room_over_the_content(
    edition: Edition, tmp_path: Path
) -> None:
    def low(deck: Any) -> None:
        for holder in holders(deck):
            for place in holder.placeholders:
                if place.placeholder_format.type == 1 and place.height is not None:  # title
                    place.left, place.top, place.width, place.height = (
                        Pt(260), Pt(24), Pt(200), Pt(34))  # fmt: skip

    template = changed(tmp_path, low)
    deck = compose(edition, template)
    assert misplaced(deck) == []
    assert not [d for d in deck.diagnostics if d.code == "slide-title"]
    for placed, slide in zip(deck.slides[1:], written(edition, template)[1:], strict=True):
        title = slide.shapes.title
        assert title.height.pt >= 2 * placed.title.lines[0].size
        assert title.width.pt > 600
        assert title.top + title.height <= Pt(126)  # where the content begins


def test_a_cramped_layout_gives_way_to_the_body_of_its_master(
    edition: Edition, tmp_path: Path
) -> None:
    def cramp(deck: Any) -> None:
        for layout in deck.slide_layouts:
            for place in layout.placeholders:
                kind = str(place.placeholder_format.type)
                if kind.startswith("TITLE"):
                    place.left, place.top, place.width, place.height = (
                        Pt(200), Pt(150), Pt(350), Pt(120))  # fmt: skip
                elif kind.startswith(("OBJECT", "BODY")):
                    place.left, place.top, place.width, place.height = (
                        Pt(260), Pt(300), Pt(400), Pt(130))  # fmt: skip

    template = changed(tmp_path, cramp)
    plain, other = compose(edition, foreign.standard(tmp_path)), compose(edition, template)
    assert len(other.slides) == len(plain.slides)
    assert misplaced(other) == []
    made = written(edition, template)
    assert all(slide.shapes.title.top < Pt(40) for slide in made[1:])


def in_the_way(deck: Deck, top: float, bottom: float) -> list[str]:
    """Words of slides after the first that stand between these heights, in points."""
    return [
        str(part.lines[0].runs)
        for slide in deck.slides[1:]
        for part in slide.parts
        if isinstance(part, TextBox)
        and part.box.y + part.text_height > top + 1
        and part.box.y < bottom - 1
    ]


@pytest.mark.parametrize(("top", "high"), [(430, 110), (0, 150)], ids=["foot", "head"])
def test_content_keeps_clear_of_what_is_drawn_at_head_or_foot(
    edition: Edition, tmp_path: Path, top: float, high: float
) -> None:
    def draw(deck: Any) -> None:
        for layout in deck.slide_layouts:
            shape = layout.shapes._spTree  # drawn as on a slide, then moved to the layout
            slide = deck.slides.add_slide(layout)
            band = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, Pt(top), Pt(720), Pt(high))
            band.fill.solid()
            band.fill.fore_color.rgb = RGBColor(20, 80, 160)  # type: ignore[no-untyped-call]
            shape.insert(2, band._element)

    template = changed(tmp_path, draw)
    deck = compose(edition, template)
    assert in_the_way(deck, top, top + high) == []
    assert misplaced(deck) == []


def test_a_short_table_takes_the_room_of_two_low_slides(edition: Edition, tmp_path: Path) -> None:
    """Four rows on pandoc's slides, 405 points high: its columns are weighed, its rows take the height."""
    deck = compose(edition, foreign.pandoc(tmp_path))
    shown = [p for s in deck.slides for p in s.parts if isinstance(p, TableBox)]
    assert [len(table.rows) for table in shown] == [3, 3]
    assert max(table.box.bottom for table in shown) > 0.72 * deck.height


@pytest.mark.parametrize(
    ("font", "family"),
    [("Arial", "'Arial', 'Liberation Sans'"), ("Georgia", "'Calibri', 'Carlito'")],
)
def test_charts_are_drawn_in_the_font_of_the_template_where_its_measures_are_known(
    edition: Edition, tmp_path: Path, font: str, family: str
) -> None:
    """An SVG never asks for a font of other widths than those that its labels were fitted by."""
    given = foreign.standard(tmp_path)
    path = tmp_path / "other.pptx"
    with zipfile.ZipFile(given) as package, zipfile.ZipFile(path, "w") as out:
        for name in package.namelist():
            data = package.read(name)
            if name.startswith("ppt/theme/"):
                data = data.replace(b'typeface="Calibri"', f'typeface="{font}"'.encode())
            out.writestr(name, data)
    deck = compose(edition, path)
    assert deck.theme.fonts.deck == font
    stream = io.BytesIO()
    write_pptx(edition, stream, template=path)
    pictures = [data for name, data in parts(stream.getvalue()).items() if name.endswith(".svg")]
    assert pictures
    assert all(f'font-family="{family}, sans-serif"'.encode() in data for data in pictures)


def test_a_title_slide_without_placeholders_has_its_title_below_the_top(
    edition: Edition, tmp_path: Path
) -> None:
    deck = compose(edition, foreign.without_titles(tmp_path))
    opening, message = deck.slides[:2]
    assert 0.25 * deck.height < opening.title.box.y < 0.45 * deck.height
    assert message.title.box.bottom < 0.25 * deck.height
    assert misplaced(deck) == []


def test_no_short_word_of_a_title_stands_on_a_line_of_its_own(outline: LoadedOutline) -> None:
    for slide in compose(briefgen.edition(outline, "public")).slides:
        (line,) = slide.title.lines
        rows = line.break_lines(slide.title.face, slide.title.box.width)
        assert len(rows) < 2 or len(plain(rows[-1]).split()) > 1
