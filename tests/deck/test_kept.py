"""What a process keeps of one deck for the next has a bound, and no part in the outcome."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

import briefgen
from briefgen.deck import archive, shapes, write_pptx
from briefgen.deck.memo import Memo
from briefgen.deck.placed import Slide
from briefgen.deck.sheet import Finished
from briefgen.editions import Edition
from briefgen.outline.loader import LoadedOutline
from briefgen.outline.richtext import Text

from .reading import slides, titles


def _written(edition: Edition) -> bytes:
    stream = io.BytesIO()
    write_pptx(edition, stream)
    return stream.getvalue()


def _forget() -> None:
    shapes._slides = Memo(shapes.KEPT, lambda slide: slide.size)
    archive._packed = Memo(archive.KEPT, lambda packed: packed.size)


def test_a_deck_is_the_same_whatever_was_written_before(outline: LoadedOutline) -> None:
    edition = briefgen.edition(outline, "legislators")
    _forget()
    alone = _written(edition)
    first, *rest = edition.findings
    other = replace(first, headline=(Text("Another claim"),))
    changed = _written(replace(edition, findings=(other, *rest)))
    assert "Another claim" in titles(changed)
    assert changed != alone
    spanish = briefgen.edition(outline, "legislators", language="es")
    told = _written(spanish)
    footed = replace(edition, deck=edition.deck.model_copy(update={"footer": "A footer"}))
    assert all("A footer" in _texts(s) for s in slides(_written(footed))[1:])
    assert _written(edition) == alone
    _forget()
    assert _written(spanish) == told


def _texts(slide: object) -> list[str]:
    return [s.text_frame.text for s in slide.shapes if s.has_text_frame]  # type: ignore[attr-defined]


def test_only_slides_that_changed_are_made_again(
    outline: LoadedOutline, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = briefgen.edition(outline, "legislators")
    _written(edition)
    made: list[str] = []
    make = shapes.SlideWriter._slide

    def counted(self: shapes.SlideWriter, placed: Slide, pictures: Sequence[Any]) -> Finished:
        made.append(placed.title_text)
        return make(self, placed, pictures)

    monkeypatch.setattr(shapes.SlideWriter, "_slide", counted)
    first, *rest = edition.findings
    other = replace(first, headline=(Text("A claim in other words"),))
    _written(replace(edition, findings=(other, *rest)))
    assert "A claim in other words" in made
    assert len(made) <= 3


def test_what_is_kept_is_kept_within_bounds() -> None:
    memo: Memo[bytes] = Memo(10, len)
    assert memo.get("one", lambda: b"12345") == b"12345"
    assert memo.get("two", lambda: b"1234") == b"1234"
    assert memo.get("one", lambda: b"-") == b"12345"  # used last
    assert memo.get("three", lambda: b"123") == b"123"
    assert memo.get("two", lambda: b"again") == b"again"
    assert memo.get("whole", lambda: b"x" * 11) == b"x" * 11
    assert memo.get("one", lambda: b"new") == b"new"
