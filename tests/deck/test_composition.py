"""One, three and six of everything, short and long, on slides of both shapes: placed whole, evenly, not lost in space."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import briefgen
from briefgen import charts
from briefgen.deck import compose, write_pptx
from briefgen.deck.boxes import Deck, Panel, Picture, Slide, TextBox
from briefgen.languages.locale import locale_of
from briefgen.model.edition import Edition
from briefgen.model.rich_text import plain

from . import foreign
from .reading import misplaced

SHORT = "One thing is so"
LONG = "It is a sentence of some length that says one thing after the other"
TEMPLATES = [None, foreign.standard, foreign.titles_only, foreign.own_dark]
Make = Callable[[Path], Path]


def outline(folder: Path, count: int, long: bool, more: str = "") -> Edition:
    said = LONG if long else SHORT
    label = "people were counted in the regions that took part" if long else "people were counted"
    body = f", body: {LONG}. {LONG}." if long else ""
    lines = ["title: A title", "date: 2026-01-02", "organisation: {name: An institute, url: 'https://example.org'}",
             f"message: {' '.join([said + '.'] * (3 if long else 1))}", "deck: {sections: true}", "findings:"]  # fmt: skip
    for i in range(count):
        lines += [f"  - id: f{i}", f"    headline: {said} number {i}",
                  f"    evidence: [{{source: s0, quote: {said.lower()}, locator: page {i}}}]"]  # fmt: skip
    lines.append("key_numbers:")
    lines += [f"  - {{id: k{i}, value: {10**i}, unit: people, label: {label} {i}}}" for i in range(count)]  # fmt: skip
    lines.append("recommendations:")
    lines += [f"  - {{id: r{i}, actor: Parliament, action: {said} and number {i}{body}}}" for i in range(count)]  # fmt: skip
    lines.append("sources:")
    lines += [f"  - {{id: s{i}, title: {said} {i}, url: 'https://example.org/{i}'}}" for i in range(count)]  # fmt: skip
    path = folder / "brief.yaml"
    path.write_text("\n".join(lines) + f"\n{more}")
    return briefgen.edition(briefgen.load(path))


def of(deck: Deck, kind: str) -> list[Slide]:
    return [slide for slide in deck.slides if slide.kind == kind]


def words(slide: Slide) -> str:
    texts = [p for p in slide.parts if isinstance(p, TextBox)]
    return " ".join(plain(line.runs) for part in texts for line in part.lines)


@pytest.mark.parametrize("make", TEMPLATES, ids=["own", "standard", "titles_only", "own_dark"])
@pytest.mark.parametrize("long", [False, True], ids=["short", "long"])
@pytest.mark.parametrize("count", [1, 3, 6])
def test_everything_is_shown_once_and_evenly(
    count: int, long: bool, make: Make | None, tmp_path: Path
) -> None:
    edition = outline(tmp_path, count, long)
    deck = compose(edition, make(tmp_path) if make else None)
    assert misplaced(deck) == []
    assert deck.diagnostics == ()
    numbers = of(deck, "key-numbers")
    assert len(numbers) == 1
    assert all(n.number.split("\u00a0")[0] in words(numbers[0]) for n in edition.key_numbers)
    asked = [sum(f"and number {i}" in words(s) for i in range(count)) for s in of(deck, "recommendations")]  # fmt: skip
    assert sum(asked) == count
    assert max(asked) - min(asked) <= 1
    if not long:
        assert len(asked) == 1
    listed = " ".join(words(slide) for slide in of(deck, "sources"))
    assert all(plain(s.text).split(".")[0] in listed for s in edition.sources)
    titles = [slide.title_text for slide in deck.slides]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("make", TEMPLATES, ids=["own", "standard", "titles_only", "own_dark"])
@pytest.mark.parametrize("long", [False, True], ids=["short", "long"])
def test_panels_are_no_higher_than_what_they_hold_needs(
    long: bool, make: Make | None, tmp_path: Path
) -> None:
    deck = compose(outline(tmp_path, 1, long), make(tmp_path) if make else None)
    seen = 0
    for slide in deck.slides:
        if slide.kind not in ("message", "quotation", "recommendations", "closing"):
            continue
        panels = [p for p in slide.parts if isinstance(p, Panel) and p.colour == "panel"]
        body = max(panels, key=lambda p: p.box.height)
        held = [p for p in slide.parts if isinstance(p, TextBox) and _inside(p, body)]
        used = max(text.text_height for text in held)
        seen += 1
        assert body.box.height <= max(used + 90, 0.46 * deck.height)
        if slide.kind != "closing":
            assert max(line.size for text in held for line in text.lines) >= 26
    assert seen == 4


def _inside(text: TextBox, panel: Panel) -> bool:
    return text.box.y >= panel.box.y - 9 and text.box.bottom <= panel.box.bottom + 9


@pytest.mark.parametrize("make", TEMPLATES, ids=["own", "standard", "titles_only", "own_dark"])
def test_a_section_says_what_follows_below_its_title(make: Make | None, tmp_path: Path) -> None:
    deck = compose(outline(tmp_path, 3, False), make(tmp_path) if make else None)
    sections = of(deck, "section")
    assert len(sections) == 2
    for slide in sections:
        (listed,) = [p for p in slide.parts if isinstance(p, TextBox)]
        assert listed.box.y >= slide.title.box.y
    assert words(sections[0]).count(SHORT) == 3


def test_asks_are_parted_evenly_and_by_actor(tmp_path: Path) -> None:
    """Six long asks of one actor are 3 and 3, not 5 and 1; those of two actors are not parted for a little evenness."""
    edition = outline(tmp_path, 6, True)
    shown = of(compose(edition), "recommendations")
    assert [words(s).count("and number") for s in shown] == [6 // len(shown)] * len(shown)
    path = tmp_path / "brief.yaml"
    text = path.read_text()
    for i in (4, 5):
        text = text.replace(f"{{id: r{i}, actor: Parliament", f"{{id: r{i}, actor: The ministry")
    path.write_text(text)
    shown = of(compose(briefgen.edition(briefgen.load(path))), "recommendations")
    asked = [[i for i in range(6) if f"and number {i}" in words(s)] for s in shown]
    assert all(not (set(some) & {4, 5} and set(some) & {0, 1, 2, 3}) for some in asked)


TEXT = st.text("abc defg hij", min_size=3, max_size=260).map(lambda t: "x " + " ".join(t.split()))


@settings(max_examples=25,
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])  # fmt: skip
@given(
    message=TEXT, headline=TEXT, quote=TEXT, action=TEXT, body=TEXT, about=TEXT,
    count=st.integers(1, 9), rows=st.integers(1, 40),
    kind=st.sampled_from(["bar", "column", "dot", "lollipop", "range"]), wide=st.booleans(),
)  # fmt: skip
def test_no_text_leaves_its_box_or_is_small(
    message: str, headline: str, quote: str, action: str, body: str, about: str, count: int, rows: int,
    kind: str, wide: bool, tmp_path: Path,
) -> None:  # fmt: skip
    """Whatever the outline says: all text in its box, 18 points or more, on either shape of slide."""
    data = ", ".join(f"{{label: {headline[:30]} no {i}, value: {i + 1}}}" for i in range(rows))
    lines = ["title: A title", "date: 2026-01-02", "organisation: {name: An institute}", f"message: {message}",
             f"about: {about}", "findings:"]  # fmt: skip
    for i in range(count):
        lines += [f"  - id: f{i}", f"    headline: {headline} {i}", *(["    figure: many"] if not i else []),
                  f"    evidence: [{{source: s, quote: {quote}, locator: page {i}}}]"]  # fmt: skip
    lines.append("recommendations:")
    lines += [f"  - {{id: r{i}, actor: Actor {i // 3}, action: {action}, body: {body}}}" for i in range(count)]  # fmt: skip
    lines.append("key_numbers:")
    lines += [f"  - {{id: k{i}, value: {10**i}, label: {action[:80]}}}" for i in range(count)]
    lines += ["sources: [{id: s, title: The report}]", "figures:",
              f"  - {{id: many, kind: {kind}, title: {headline}, data: [{data}]}}"]  # fmt: skip
    path = tmp_path / "brief.yaml"
    path.write_text("\n".join(lines) + "\n")
    template = None if wide else foreign.standard(tmp_path)
    deck = compose(briefgen.edition(briefgen.load(path)), template)
    assert misplaced(deck) == []
    for slide in deck.slides:
        assert slide.title.fits
        assert min(line.size for line in slide.title.lines) >= 18


@pytest.mark.parametrize(("value", "shown"), [("12.5", True), ("1,234,567", False)])
def test_a_tile_map_writes_its_values_on_a_slide_or_says_so(
    value: str, shown: bool, write: Callable[..., Path]
) -> None:
    rows = "".join(
        f"      - {{label: '{state}', value: '{value}'}}\n"
        for state in ("WA", "OR", "TX", "NC", "FL")
    )
    path = write(
        "figures:\n  - id: map\n    kind: tilemap\n    title: Rates differ\n"
        f"    evidence: [{{source: report, datum: a table}}]\n    data:\n{rows}"
    )
    path.write_text(path.read_text().replace("    evidence", "    figure: map\n    evidence", 1))
    edition = briefgen.edition(briefgen.load(path))
    found = write_pptx(edition, io.BytesIO()).diagnostics
    assert [d.code for d in found] == ([] if shown else ["chart-room"])
    assert shown or "no room on a slide" in found[0].message
    (picture,) = (p for s in compose(edition).slides for p in s.parts if isinstance(p, Picture))
    assert picture.figure is not None
    drawn = charts.draw(
        picture.figure, edition.theme, locale_of(edition), picture.box.width, picture.box.height,
        text_scale=picture.text_scale,
    )  # fmt: skip
    sizes = [label.size for label in drawn.labels if label.text == value]
    assert len(sizes) == (5 if shown else 0)
    assert all(size >= 18 for size in sizes)
