"""Options of the deck: time for the talk, opening slides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

import briefgen
from briefgen.deck import compose, talk_minutes
from briefgen.model.diagnostics import Severity
from briefgen.model.edition import Edition
from briefgen.model.loaded import LoadedOutline
from briefgen.model.rich_text import plain

from . import foreign
from .reading import misplaced


def with_options(edition: Edition, **options: object) -> Edition:
    return replace(edition, deck=edition.deck.model_copy(update=options))


@pytest.mark.parametrize("minutes", [4, 6, 8])
def test_the_deck_keeps_to_its_time(outline: LoadedOutline, minutes: float) -> None:
    edition = with_options(briefgen.edition(outline), minutes=minutes)
    deck = compose(edition)
    assert talk_minutes(deck) <= minutes
    (note,) = [d for d in deck.diagnostics if d.code == "slide-time"]
    assert note.severity is Severity.NOTE
    titles = [s.title_text for s in deck.slides]
    claims = [plain(f.headline) for f in edition.findings]
    shown = [c for c in claims if c in titles]
    assert shown
    gone = [c for c in claims if c not in shown]
    assert [c for c in claims if c in note.message] == gone
    ranks = {plain(f.headline): (f.importance, f.number) for f in edition.findings}
    assert all(ranks[stays] < ranks[goes] for stays in shown for goes in gone)


def test_what_matters_least_is_left_out_first(write: Callable[..., Path]) -> None:
    more = "".join(
        f"  - {{id: f{n}, headline: Claim {n}, importance: {importance}, body: {'word ' * 200},\n"
        f"     evidence: [{{source: report, quote: so it is}}]}}\n"
        for n, importance in enumerate((3, 1, 2, 2))
    )
    path = write()
    path.write_text(path.read_text().replace("sources:", more + "sources:"))
    edition = briefgen.edition(briefgen.load(path))
    for minutes, gone in ((7, ["Claim 0"]), (5, ["Claim 0", "Claim 3"])):
        deck = compose(with_options(edition, minutes=minutes))
        shown = [s.title_text for s in deck.slides if s.title_text.startswith("Claim")]
        assert shown == [f"Claim {n}" for n in range(4) if f"Claim {n}" not in gone]
        (note,) = deck.diagnostics
        assert note.message.endswith("; ".join(f"“{claim}”" for claim in gone))


def test_time_enough_leaves_nothing_out(outline: LoadedOutline) -> None:
    edition = briefgen.edition(outline)
    assert compose(with_options(edition, minutes=60)) == compose(edition)


def test_too_little_time_is_a_warning(outline: LoadedOutline) -> None:
    deck = compose(with_options(briefgen.edition(outline), minutes=1))
    severities = [d.severity for d in deck.diagnostics if d.code == "slide-time"]
    assert severities == [Severity.NOTE, Severity.WARNING]


@pytest.mark.parametrize("make", [None, foreign.standard, foreign.titles_only])
def test_sections_open_with_what_follows(
    outline: LoadedOutline, make: Callable[[Path], Path] | None, tmp_path: Path
) -> None:
    edition = with_options(briefgen.edition(outline, "public"), sections=True)
    deck = compose(edition, make(tmp_path) if make else None)
    assert misplaced(deck) == []
    opening = [s for s in deck.slides if s.kind == "section"]
    assert [s.title_text for s in opening] == ["What the evidence shows", "What should be done"]
    if make is None:
        said = " ".join(plain(li.runs) for p in opening[0].parts for li in p.lines)  # type: ignore[union-attr]
        assert all(plain(f.headline) in said for f in edition.findings)
