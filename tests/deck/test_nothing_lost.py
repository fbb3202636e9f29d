"""Every text of an outline is on a slide, whole and in order, or a diagnostic says where it was left out."""

from __future__ import annotations

import copy
import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx.util import Pt

from briefgen.deck import compose, open_template, write_pptx
from briefgen.deck.boxes import Deck
from briefgen.deck.template.model import Template
from briefgen.model.diagnostics import Severity

from . import foreign
from .crowded import (
    BASE,
    FIELDS,
    MANY,
    RICH,
    RICH_TEXTS,
    Outline,
    at,
    edition,
    put_many,
    read,
    reported,
    texts_of,
    words,
)
from .reading import NO_VALIDATOR, OFFICES, VALIDATOR, misplaced, slides, validator_errors


def narrow(folder: Path) -> Path:
    """briefgen's own in 4:3."""

    def squeeze(deck: Any) -> None:
        width = deck.slide_width
        deck.slide_width = Pt(720)
        for holder in (deck.slide_master, *deck.slide_layouts):
            for shape in holder.shapes:
                if shape.left is not None:
                    left, top, height = shape.left, shape.top, shape.height
                    shape.width = shape.width * Pt(720) // width
                    shape.left, shape.top, shape.height = left * Pt(720) // width, top, height

    return foreign.changed(folder, "narrow", squeeze)


MAKERS: dict[str, Callable[[Path], Path] | None] = {
    "own": None, "own in 4:3": narrow, "pandoc": foreign.pandoc, "standard": foreign.standard,
}  # fmt: skip


@pytest.fixture(params=MAKERS, scope="module")
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path | None:  # fmt: skip
    make = MAKERS[request.param]
    return make(tmp_path_factory.mktemp("template")) if make else None


@pytest.fixture(scope="module")
def look(template: Path | None, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The template, opened once for all that is placed on it."""
    return open_template(edition(copy.deepcopy(BASE), tmp_path_factory.mktemp("look")), template)


def problems(deck: Deck, wanted: list[str]) -> list[str]:
    """What overlaps or is too small on the slides, and which words are neither on them in order nor reported."""
    found = read(deck, wanted)
    if found == wanted or reported(deck.diagnostics, wanted):
        return misplaced(deck)
    lost = [word for word in wanted if word not in found]
    return [*misplaced(deck), f"lost: {lost}" if lost else f"out of order: {found}"]


@pytest.mark.parametrize("field", FIELDS)
def test_a_long_text_is_whole(field: str, look: Template, tmp_path: Path) -> None:
    for count in (14, 45, 160):
        outline, wanted = copy.deepcopy(BASE), words("long", count)
        FIELDS[field](outline, " ".join(wanted))
        deck = compose(edition(outline, tmp_path), look)
        assert (count, problems(deck, wanted)) == (count, [])


@pytest.mark.parametrize("items", MANY)
def test_many_items_are_all_there(items: str, look: Template, tmp_path: Path) -> None:
    for count, length in ((7, 20), (40, 1), (40, 12)):
        outline = copy.deepcopy(BASE)
        wanted = put_many(outline, items, count, length)
        deck = compose(edition(outline, tmp_path), look)
        assert (count, length, problems(deck, wanted)) == (count, length, [])


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(RICH_TEXTS), st.integers(1, 120), min_size=2, max_size=6))
def test_several_long_texts_are_whole_together(
    look: Template, lengths: dict[tuple[str | int, ...], int]
) -> None:
    outline: Outline = copy.deepcopy(RICH)
    put = {
        keys: words(f"t{number}n", length) for number, (keys, length) in enumerate(lengths.items())
    }
    for keys, wanted in put.items():
        at(*keys)(outline, " ".join(wanted))
    with tempfile.TemporaryDirectory() as folder:
        deck = compose(edition(outline, Path(folder)), look)
    for keys, wanted in put.items():
        assert (keys, problems(deck, wanted)) == (keys, [])


@pytest.mark.parametrize("own", [True, False], ids=["own footer", "title"])
def test_a_footer_that_is_cut_is_reported(own: bool, template: Path | None, tmp_path: Path) -> None:
    outline, text = copy.deepcopy(BASE), " ".join(words("long", 30))
    outline.update({"deck": {"footer": text}} if own else {"title": text})
    info = write_pptx(edition(outline, tmp_path), io.BytesIO(), template=template)
    found = [d for d in info.diagnostics if d.code == "slide-footer"]
    (said,) = found
    assert said.severity == (Severity.WARNING if own else Severity.NOTE)
    assert said.place is not None and said.place.text is not None and text in said.place.text


def crowd() -> Outline:
    """Long texts in many places of one outline."""
    outline: Outline = copy.deepcopy(BASE)
    for number, field in enumerate(("subtitle", "report title", "contact", "table note", "table title",
                                    "actor in contents", "ask", "number label", "about")):  # fmt: skip
        FIELDS[field](outline, " ".join(words(f"t{number}n", 70)))
    return outline


@pytest.mark.skipif(VALIDATOR is None, reason=NO_VALIDATOR)
@pytest.mark.parametrize("office", OFFICES)
def test_a_crowded_deck_is_valid(office: str, template: Path | None, tmp_path: Path) -> None:
    path = tmp_path / "crowded.pptx"
    with path.open("wb") as target:
        write_pptx(edition(crowd(), tmp_path), target, template=template)
    assert validator_errors(path, office) == []


def test_what_is_placed_is_written(template: Path | None, tmp_path: Path) -> None:
    """Each word that is placed on a slide is read on that slide of the file."""
    given = edition(crowd(), tmp_path)
    stream = io.BytesIO()
    write_pptx(given, stream, template=template)
    written = [
        "".join(t.text or "" for t in slide._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t"))
        for slide in slides(stream.getvalue())
    ]  # fmt: skip
    deck = compose(given, template)
    assert len(written) == len(deck.slides)
    for slide, text in zip(deck.slides, written, strict=True):
        assert all(word in text for said in texts_of(slide) for word in said.split())
