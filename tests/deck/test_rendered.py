"""Where LibreOffice draws words: inside the boxes that were measured for them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

import briefgen
from briefgen.deck import compose, write_pptx
from briefgen.deck.boxes import Box, Deck, Panel
from briefgen.model.loaded import LoadedOutline

from . import foreign
from .reading import SOFFICE, converted

pdfplumber = pytest.importorskip("pdfplumber")
# Half a line of small type: less than a line that runs over its box.
SLACK = 7.0
Make = Callable[[Path], Path]


def stray(deck: Deck, pdf: Path) -> list[str]:
    """Words whose middle lies in no box of their slide; what stands at the foot is the template's own."""
    found = []
    with pdfplumber.open(pdf) as pages:
        assert len(pages.pages) == len(deck.slides)
        for slide, page in zip(deck.slides, pages.pages, strict=True):
            scale = deck.width / float(page.width)
            boxes = [p.box for p in (slide.title, *slide.parts) if not isinstance(p, Panel)]
            for word in page.extract_words():
                x = (word["x0"] + word["x1"]) / 2 * scale
                y = (word["top"] + word["bottom"]) / 2 * scale
                if y < deck.height * 0.9 and not any(_within(box, x, y) for box in boxes):
                    found.append(f"{slide.title_text}: {word['text']} at {x:.0f}, {y:.0f}")
    return found


def _within(box: Box, x: float, y: float) -> bool:
    return box.x - SLACK <= x <= box.right + SLACK and box.y - SLACK <= y <= box.bottom + SLACK


@pytest.mark.skipif(not SOFFICE, reason="needs LibreOffice (soffice)")
@pytest.mark.parametrize(
    "make", [None, foreign.standard, foreign.office("DNA"), foreign.office("Beehive")]
)
def test_every_word_is_drawn_in_its_box(
    make: Make | None, outline: LoadedOutline, tmp_path: Path
) -> None:
    edition = briefgen.edition(outline)
    template = make(tmp_path) if make else None
    stream = io.BytesIO()
    write_pptx(edition, stream, template=template)
    path = tmp_path / "deck.pptx"
    path.write_bytes(stream.getvalue())
    assert stray(compose(edition, template), converted(path, "pdf", tmp_path)) == []
