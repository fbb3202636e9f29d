"""Text stays in its box, large enough to be read, whatever the outline holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import briefgen
from briefgen.deck import compose
from briefgen.deck.boxes import Line, TextBox, height, paginate
from briefgen.deck.measure import Typeface, break_lines
from briefgen.model.rich_text import Text, plain
from briefgen.model.theme import contrast, own_theme
from conftest import MINIMAL, Built

from .reading import misplaced

FACE = Typeface("Calibri", own_theme())


def test_everything_is_in_its_place(each: Built) -> None:
    assert misplaced(compose(each.edition)) == []


def test_titles_take_two_lines_at_most(each: Built) -> None:
    for slide in compose(each.edition).slides:
        (line,) = slide.title.lines
        most = 3 if slide.kind == "title" else 2
        assert len(line.break_lines(slide.title.face, slide.title.box.width)) <= most


def numbers(count: int) -> str:
    return "key_numbers:\n" + "".join(
        f"  - {{id: k{i}, value: {10**i}, unit: people, label: were counted in the year number {i}}}\n"
        for i in range(count)
    )


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 7, 13])
def test_any_count_of_key_numbers_fits(count: int, tmp_path: Path) -> None:
    outline = tmp_path / "brief.yaml"
    outline.write_text(MINIMAL + numbers(count))
    deck = compose(briefgen.edition(briefgen.load(outline)))
    assert misplaced(deck) == []
    shown = [s for s in deck.slides if s.kind == "key-numbers"]
    assert len(shown) == -(-count // 6)


LONG = "It is a sentence of some length that says one thing after the other. "


@pytest.mark.parametrize("times", [1, 12, 60])
def test_long_texts_go_on_or_stay_in_the_notes(times: int, write: Callable[..., Path]) -> None:
    more = f"about: {LONG * times}\nrecommendations:\n" + "".join(
        f"  - {{id: r{i}, actor: Actor {i // 3}, action: {LONG * min(times, 6)}, body: {LONG * times}}}\n"
        for i in range(5)
    )
    path = write(
        more.replace(". ,", ".,"),
        finding=f"    headline: One thing is so\n    body: {LONG * times}\n",
    )
    path.write_text(
        path.read_text().replace("quote: it is so", f"quote: {LONG[:-2] * min(times, 28)}")
    )
    path.write_text(path.read_text().replace("message: The message.", f"message: {LONG * times}"))
    edition = briefgen.edition(briefgen.load(path))
    deck = compose(edition)
    assert misplaced(deck) == []
    said = "\n".join(s.notes for s in deck.slides)
    assert plain(edition.findings[0].body) in said
    assert plain(edition.recommendations[4].body) in said


NUMBERED = "    headline: One thing is so\n    key_number: many\n"
MANY = "key_numbers: [{id: many, value: 3, unit: people, label: were counted}]\n"


@pytest.mark.parametrize("kind", ["alone", "beside a number", "datum", "two voices"])
def test_a_phrase_longer_than_a_slide_goes_on(kind: str, write: Callable[..., Path]) -> None:
    """All of its words are on slides, in order, the next ones titled so."""
    words = [f"word{i}" for i in range(240)]
    numbered = kind == "beside a number"
    path = write(**({"finding": NUMBERED} if numbered else {}), more=MANY if numbered else "")
    text = path.read_text()
    quote = "quote: it is so, locator: page 3"
    if kind == "datum":
        text = text.replace(quote, "datum: it is so")
    elif kind == "two voices":
        text = text.replace("page 3}", "page 3}, {source: report, says: Another, quote: it is not}")
    path.write_text(text.replace("it is so", " ".join(words), 1))
    deck = compose(briefgen.edition(briefgen.load(path)))
    assert misplaced(deck) == []
    shown = [s for s in deck.slides if s.kind == "quotation"]
    said = [
        word.strip("“”")
        for s in shown for p in s.parts if isinstance(p, TextBox)
        for line in p.lines for word in plain(line.runs).split()
    ]  # fmt: skip
    assert [word for word in said if word.startswith("word")] == words
    assert "continued" in shown[1].title_text
    assert ("not" in said) == (kind == "two voices")


def test_an_ask_longer_than_a_slide_goes_on(write: Callable[..., Path]) -> None:
    words = [f"word{i}" for i in range(400)]
    ask = f"{{id: r, actor: Actor, action: Do it, body: {' '.join(words)}}}"
    deck = compose(briefgen.edition(briefgen.load(write(f"recommendations: [{ask}]\n"))))
    assert misplaced(deck) == []
    shown = [s for s in deck.slides if s.kind == "recommendations"]
    text = " ".join(
        plain(li.runs) for s in shown for p in s.parts if isinstance(p, TextBox) for li in p.lines
    )
    assert [word for word in text.split() if word.startswith("word")] == words
    assert "continued" in shown[1].title_text


@settings(suppress_health_check=[HealthCheck.too_slow])  # on a busy machine
@given(st.lists(st.text("ab wxyz-é", min_size=1, max_size=30), min_size=1, max_size=6),
       st.floats(20, 400), st.floats(10, 60))  # fmt: skip
def test_broken_lines_hold_all_text_and_fit(words: list[str], width: float, size: float) -> None:
    runs = tuple(Text(word, bold=index % 2 == 1) for index, word in enumerate(words))
    lines = break_lines(runs, FACE, size, width)
    assert "".join("".join(plain(line) for line in lines).split()) == "".join(plain(runs).split())
    for line in lines:
        used = sum(FACE.width(r.text, size, r.bold) for r in line)
        assert used <= width or len(plain(line)) <= 1


def test_pages_cut_a_paragraph_higher_than_a_slide() -> None:
    line = Line((Text("word " * 400),), 20)
    found = paginate([line], FACE, 400, 200)
    assert len(found) > 1
    assert all(height(run, FACE, 400) <= 200 for run in found)
    assert sum(plain(each.runs).count("word") for run in found for each in run) == 400


@pytest.mark.parametrize("text", ["word " * 99 + "end", "x" * 700, "文字很多" * 99])
def test_what_is_cut_gets_no_spaces(text: str) -> None:
    found = paginate([Line((Text(text),), 20)], FACE, 300, 60)
    assert len(found) > 1
    assert "".join(plain(each.runs) for run in found for each in run) == text


def test_lines_that_belong_together_stand_on_one_slide() -> None:
    """A phrase and who says it, though there is room for the phrase alone."""
    words, who = Line((Text("word"),), 20, keep=True), Line((Text("who"),), 20)
    found = paginate([words, who] * 4, FACE, 300, 20 * FACE.leading * 3)
    assert [[plain(each.runs) for each in run] for run in found] == [["word", "who"]] * 4


def test_text_stands_out_from_its_ground() -> None:
    c = own_theme().colours
    for colour in (c.ink, c.muted, c.primary, c.accent, c.link):
        assert contrast(colour, "#ffffff") >= 4.5
        assert contrast(colour, c.panel) >= 4.5
    assert contrast(c.on_primary, c.primary) >= 4.5
