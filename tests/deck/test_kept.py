"""What a process keeps of one deck for the next has a bound, and no part in the outcome."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

import briefgen
from briefgen.deck import package, shapes, template
from briefgen.deck.placed import Slide
from briefgen.deck.slide import Finished
from briefgen.deck.slides import KINDS
from briefgen.deck.template import Source
from briefgen.deck.template.model import Template
from briefgen.deck.writer import write_pptx
from briefgen.model.edition import Edition
from briefgen.model.loaded import LoadedOutline
from briefgen.model.rich_text import Text
from briefgen.storage import cache
from briefgen.storage.cache import Memo
from conftest import MINIMAL

from . import foreign
from .reading import slides, titles


def _written(edition: Edition) -> bytes:
    stream = io.BytesIO()
    write_pptx(edition, stream)
    return stream.getvalue()


def _forget() -> None:
    shapes._slides = Memo(shapes.KEPT, lambda slide: slide.size)
    shapes._feet = Memo(shapes.KEPT, len)
    package._deflated = Memo(package.KEPT, lambda member: member.size)


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
    made.clear()
    titled = _written(replace(edition, title=(Text("Another title, at each slide’s foot"),)))
    assert made[0] == "Another title, at each slide’s foot"
    assert len(made) <= 2
    assert all(made[0] in _texts(slide) for slide in slides(titled))


def test_what_is_kept_is_kept_within_bounds() -> None:
    memo: Memo[bytes] = Memo(10, len)
    assert memo.get("one", lambda: b"12345") == b"12345"
    assert memo.get("two", lambda: b"1234") == b"1234"
    assert memo.get("one", lambda: b"-") == b"12345"  # used last
    assert memo.get("three", lambda: b"123") == b"123"
    assert memo.get("two", lambda: b"again") == b"again"
    assert memo.get("whole", lambda: b"x" * 11) == b"x" * 11
    assert memo.get("one", lambda: b"new") == b"new"


_BUILD = """\
import sys
import briefgen
edition = briefgen.edition(briefgen.load(sys.argv[1]))
briefgen.write_pptx(edition, sys.argv[2])
print("pptx" in sys.modules, len(sys.modules))
"""


def test_a_template_that_was_read_before_is_not_opened_again(tmp_path: Path) -> None:
    """Where a chart is not PowerPoint's own, python-pptx is not even imported; the file is the same."""
    outline = tmp_path / "brief.yaml"
    outline.write_text(MINIMAL, encoding="utf-8")
    environment = {**os.environ, cache.VARIABLE: str(tmp_path / "cache")}

    def build(name: str) -> tuple[str, bytes]:
        path = tmp_path / name
        command = [sys.executable, "-c", _BUILD, str(outline), str(path)]
        said = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
        return said.stdout.split()[0], path.read_bytes()

    first, second = build("first.pptx"), build("second.pptx")
    assert (first[0], second[0]) == ("True", "False")
    assert first[1] == second[1]
    for entry in (tmp_path / "cache").rglob("*"):
        if entry.is_file():
            entry.write_bytes(entry.read_bytes()[:-9])
    assert build("third.pptx") == first


@pytest.mark.parametrize("make", [foreign.wide, foreign.own_dark], ids=lambda make: make.__name__)
def test_what_is_stored_of_a_template_is_all_of_it(
    make: Callable[[Path], Path], outline: LoadedOutline, tmp_path: Path
) -> None:
    base = outline.theme
    source = Source(make(tmp_path), base, KINDS)
    used = source.template({})
    stock = source.stock({frame.layout.index for frame in used.frames.values()})
    for held in (used, stock):
        data = template.encode(held, base)
        assert template.decode(type(held), data, base) == held
        for broken in (data[:-1], data[:40], b"", data.replace(b"\xa4name", b"\xa4nome")):
            with pytest.raises((msgspec.MsgspecError, ValueError, TypeError)):
                template.decode(type(held), broken, base)


def test_entries_of_a_cache_that_are_no_templates_are_made_again(
    outline: LoadedOutline, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = cache.Cache(None)
    monkeypatch.setattr(cache, "_current", kept)
    made = Source(None, outline.theme, KINDS).template({})
    for data in (b"", b"\x80", b"\x90", b"\x01"):
        calls: list[str] = []

        def again(calls: list[str] = calls) -> Template:
            calls.append("")
            return made

        assert template.recall(Template, outline.theme, data, again) == made
        name = next(reversed(kept._recent._held))
        assert template.recall(Template, outline.theme, data, again) == made
        assert len(calls) == 1
        kept.put(name, data)
        assert template.recall(Template, outline.theme, data, again) == made
        assert len(calls) == 2
