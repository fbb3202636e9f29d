"""Decks on templates from elsewhere."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from pptx import Presentation

import briefgen
from briefgen.deck import compose, template, write_pptx
from briefgen.deck.boxes import Deck, Picture
from briefgen.deck.measure import typeface
from briefgen.deck.slides import KINDS
from briefgen.deck.template import Source, inspect
from briefgen.deck.template.model import read_file
from briefgen.deck.template.presentation import open_template
from briefgen.model.diagnostics import BriefgenError
from briefgen.model.edition import Edition
from briefgen.model.loaded import LoadedOutline
from briefgen.model.theme import contrast, own_theme

from . import foreign
from .contrast import faint
from .package import problems
from .reading import (
    NO_VALIDATOR,
    OFFICES,
    SOFFICE,
    VALIDATOR,
    converted,
    misplaced,
    parts,
    slides,
    titles,
    validator_errors,
)


class Made:
    """A template and the deck made on it."""

    def __init__(self, path: Path, edition: Edition) -> None:
        self.path, self.edition = path, edition
        self.deck: Deck = compose(edition, path)
        stream = io.BytesIO()
        write_pptx(edition, stream, template=path)
        self.pptx = stream.getvalue()


@pytest.fixture(scope="session", params=foreign.TEMPLATES, ids=lambda make: make.__name__)
def made(
    request: pytest.FixtureRequest, outline: LoadedOutline, tmp_path_factory: pytest.TempPathFactory
) -> Made:
    folder = tmp_path_factory.mktemp(request.param.__name__)
    return Made(request.param(folder), briefgen.edition(outline))


def test_every_slide_fits_and_has_its_title(made: Made) -> None:
    assert misplaced(made.deck) == []
    assert titles(made.pptx) == [s.title_text for s in made.deck.slides]
    assert len(set(titles(made.pptx))) == len(made.deck.slides)


def test_the_template_gives_size_master_and_layouts(made: Made) -> None:
    deck = Presentation(io.BytesIO(made.pptx))
    given = open_template(made.path, read_file(made.path), own_theme())
    assert (deck.slide_width, deck.slide_height) == (given.slide_width, given.slide_height)
    assert [a.name for a in deck.slide_layouts] == [a.name for a in given.slide_layouts]


def test_colours_stand_out_from_the_ground(made: Made) -> None:
    used = Source(made.path, made.edition.theme, KINDS).template({})
    c = used.theme.colours
    for colour in (c.ink, c.muted, c.primary, c.accent, c.link):
        assert contrast(colour, c.panel) >= 4.5
    assert contrast(c.on_primary, c.primary) >= 4.5


def test_every_run_stands_out_from_what_it_stands_on(made: Made) -> None:
    assert list(faint(made.pptx)) == []


def test_footers_can_be_read_and_take_one_line(made: Made) -> None:
    """Of 12 points at least, and no wider than their place by the measures of their own font."""
    used = Source(made.path, made.edition.theme, KINDS).template({})
    layouts = {a.index: a for a in (f.layout for f in used.frames.values())}
    every = [a for m in Presentation(io.BytesIO(made.pptx)).slide_masters for a in m.slide_layouts]
    for slide in slides(made.pptx):
        index = next(i for i, a in enumerate(every) if a.name == slide.slide_layout.name)
        for shape in slide.placeholders:
            kind = {"FOOTER (15)": "ftr", "SLIDE_NUMBER (13)": "sldNum"}.get(
                str(shape.placeholder_format.type)
            )
            place = layouts[index].first(kind) if kind and index in layouts else None
            if place is None:
                continue
            sizes = [int(s) / 100 for s in shape._element.xpath(".//a:rPr/@sz")]
            assert min([*sizes, max(place.style.size, *sizes, 0.0)]) >= 12
            font = place.style.font
            face = used.face if font.startswith("+") else typeface(font, made.edition.theme)
            size = max(12.0, place.style.size)
            assert face.width(shape.text_frame.text, size) <= place.inner.width


def test_parts_types_relationships_ids_and_notes(made: Made) -> None:
    assert problems(made.pptx) == []


def test_samples_of_the_template_are_gone(made: Made) -> None:
    package = parts(made.pptx)
    assert foreign.sample() not in package.values()
    grown = len(made.pptx) - made.path.stat().st_size
    assert grown < 100_000 * len(made.deck.slides)
    assert not any(b"sample that must not stay" in data for data in package.values())
    drawn = sum(
        isinstance(p, Picture) and p.figure is not None for s in made.deck.slides for p in s.parts
    )
    media = [name for name in package if name.startswith("ppt/media/") and name.endswith(".svg")]
    assert len(media) == drawn


def test_same_bytes_on_a_template(made: Made) -> None:
    again = io.BytesIO()
    write_pptx(made.edition, again, template=made.path)
    assert again.getvalue() == made.pptx


@pytest.mark.skipif(not VALIDATOR, reason=NO_VALIDATOR)
@pytest.mark.parametrize("office", OFFICES)
def test_opens_without_repair(made: Made, office: str, tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(made.pptx)
    assert validator_errors(path, office) == []


@pytest.mark.skipif(not SOFFICE, reason="needs LibreOffice (soffice)")
def test_libreoffice_shows_every_slide(made: Made, tmp_path: Path) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    path = tmp_path / "deck.pptx"
    path.write_bytes(made.pptx)
    with pikepdf.open(converted(path, "pdf", tmp_path)) as pdf:
        assert len(pdf.pages) == len(made.deck.slides)


def test_report_names_layouts_and_remedies(made: Made) -> None:
    report = inspect(made.path, KINDS)
    text = report.text()
    for layout in report.layouts:
        assert layout.name in text
    for service in report.services:
        assert service.layout in [a.name for a in report.layouts]
        assert bool(service.missing) == bool(service.remedy)
        assert service.remedy in text


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    bare = inspect(foreign.without_titles(tmp_path), KINDS)
    assert all("title" in service.missing for service in bare.services)
    own = tmp_path / "own.pptx"
    with own.open("wb") as target:
        template.new(target)
    assert all(not service.missing for service in inspect(own, KINDS).services)


def test_our_own_template_gives_the_deck_it_gives_unasked(
    outline: LoadedOutline, tmp_path: Path
) -> None:
    own = tmp_path / "own.pptx"
    with own.open("wb") as target:
        template.new(target)
    edition = briefgen.edition(outline, "press")
    ours, theirs = compose(edition), compose(edition, own)
    assert [s.title_text for s in ours.slides] == [s.title_text for s in theirs.slides]
    placed = [[p.box for p in s.parts] for s in ours.slides]
    assert placed == [[p.box for p in s.parts] for s in theirs.slides]


def test_the_outline_chooses_layouts(write: Callable[..., Path], tmp_path: Path) -> None:
    standard = foreign.standard(tmp_path)
    path = write("deck: {layouts: {message: Title Only, quotation: two content}}\n")
    edition = briefgen.edition(briefgen.load(path))
    stream = io.BytesIO()
    write_pptx(edition, stream, template=standard)
    names = [s.slide_layout.name for s in slides(stream.getvalue())]
    assert names[1:3] == ["Title Only", "Two Content"]


def test_a_layout_that_is_not_there_is_an_error(write: Callable[..., Path], tmp_path: Path) -> None:
    edition = briefgen.edition(briefgen.load(write("deck: {layouts: {message: Nonsense}}\n")))
    with pytest.raises(BriefgenError, match="no layout `Nonsense`"):
        compose(edition, foreign.standard(tmp_path))


@pytest.mark.parametrize(
    ("deck", "code", "said", "wrong"),
    [
        ("{layouts: {massage: Evidence}}", "unknown-key", "did you mean `message`?", "massage"),
        ("{layouts: {message: Title Onyl}}", "layout", "did you mean `Title only`?", "Title Onyl"),
        ("{template: standard.pptx, layouts: {chart: Titel Only}}", "layout",
         "did you mean `Title Only`?", "Titel Only"),
        ("{template: standard.ppt}", "missing-file", "did you mean `standard.pptx`?", "standard"),
        ("{template: brief.yaml}", "template", "save it in PowerPoint", "brief.yaml"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("owner", ["outline", "audience"])
def test_check_says_where_a_deck_asks_for_what_is_not_there(
    write: Callable[..., Path], owner: str, deck: str, code: str, said: str, wrong: str
) -> None:
    line = "deck: " if owner == "outline" else "    deck: "
    more = "" if owner == "outline" else "audiences:\n  - id: press\n    label: For the press\n"
    path = write(f"{more}{line}{deck}\n")
    foreign.standard(path.parent)
    (found,) = briefgen.check(path)
    assert (found.code, found.severity) == (code, "error")
    assert found.place is not None
    lines = path.read_text().splitlines()
    assert (found.place.line, found.place.column) == (len(lines), lines[-1].index(wrong) + 1)
    assert said in (found.hint or "")
