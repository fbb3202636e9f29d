"""Which fit is tried first, and which is found."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest
from msgspec.structs import astuple

import briefgen
from briefgen import cache
from briefgen.outline.loaded import LoadedOutline
from briefgen.pdf import fit as fitting
from briefgen.pdf.document import write_pdf
from briefgen.pdf.estimate import Estimate
from briefgen.pdf.fit import _first, fitted
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


@pytest.fixture
def layouts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mock]:
    """Counts the layouts that are tried, with a cache in a folder of its own."""
    counted = Mock(wraps=plan)
    monkeypatch.setattr(fitting, "plan", counted)
    cache.use(cache.Cache(tmp_path / "cache"))
    yield counted
    cache.use(None)


@pytest.mark.parametrize("audience", ["legislators", "press", "public"])
def test_a_fit_is_found_once(outline: LoadedOutline, layouts: Mock, audience: str) -> None:
    edition = briefgen.edition(outline, audience)
    first = fitted(edition, key="as it was")
    tried = layouts.call_count
    again = fitted(edition, key="as it was")
    assert layouts.call_count == tried + 1
    assert again.look.fit == first.look.fit
    assert [page.fill for page in again.layout.pages] == [page.fill for page in first.layout.pages]
    fitted(edition, key="an edit later")
    assert layouts.call_count == 2 * tried + 1


def test_a_kept_fit_makes_the_same_brief(outline: LoadedOutline, layouts: Mock) -> None:
    edition = briefgen.edition(outline, "legislators")
    made = []
    for _ in range(2):
        layouts.reset_mock()
        stream = io.BytesIO()
        write_pdf(edition, stream, key="key")
        made.append(stream.getvalue())
    assert layouts.call_count == 1
    assert made[0] == made[1]


@pytest.mark.parametrize("said", [b"[", b"{}", b"[0.1]", b'["x"]', json.dumps(astuple(LADDER[0])).encode()])  # fmt: skip
def test_a_kept_fit_that_is_not_right_is_found_again(
    outline: LoadedOutline, layouts: Mock, said: bytes
) -> None:
    edition = briefgen.edition(outline, "legislators")
    found = fitted(edition, key="key").look.fit
    folder = cache.current().folder
    assert folder is not None
    (entry,) = [p for p in folder.rglob("*") if p.is_file() and p.stat().st_size < 150]
    cache.current().put(entry.name, said)
    assert fitted(edition, key="key").look.fit == found
