"""Which fit is tried first, and which is found."""

from __future__ import annotations

from pathlib import Path

import pytest

import briefgen
from briefgen.outline.loaded import LoadedOutline
from briefgen.pdf.estimate import Estimate
from briefgen.pdf.fit import _first
from briefgen.pdf.ladder import LADDER, SHORT
from briefgen.pdf.plan import look_of, plan
from briefgen.pdf.styles import Fit

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def outline() -> LoadedOutline:
    return briefgen.load(ROOT / "brief.yaml")


@pytest.mark.parametrize("count", [1, 2, 9, 13])
def test_the_first_rung_that_fits_is_found_from_wherever_the_search_begins(count: int) -> None:
    for likely in range(count):
        for first in range(count + 1):
            tried: list[int] = []

            def fits(rung: int, first: int = first, tried: list[int] = tried) -> bool:
                tried.append(rung)
                return rung >= first

            assert _first(count, fits, likely) == (first if first < count else None)
            assert len(tried) == len(set(tried))
            if first == likely < count:
                assert len(tried) <= 2  # it, and the one before it, which does not


@pytest.mark.parametrize("audience", ["legislators", "press", "public"])
def test_pages_are_estimated_to_a_tenth_or_so(outline: LoadedOutline, audience: str) -> None:
    edition = briefgen.edition(outline, audience)
    estimate = Estimate(edition, look_of(edition, Fit()))
    ladder = SHORT if edition.brief.layout == "highlights" else LADDER
    for fit in ladder[::3]:
        made = plan(edition, fit)
        assert estimate.pages(fit) == pytest.approx(made.pages - 1 + made.last, rel=0.15)


def test_a_tighter_fit_is_never_estimated_to_take_more(outline: LoadedOutline) -> None:
    edition = briefgen.edition(outline, "legislators")
    estimate = Estimate(edition, look_of(edition, Fit()))
    pages = [estimate.pages(fit) for fit in LADDER]
    assert pages == sorted(pages, reverse=True)
