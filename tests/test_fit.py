"""Which fit is found, in how many layouts, and whether it is kept."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from functools import cache as cache_calls
from pathlib import Path
from unittest.mock import Mock

import pytest
from msgspec.structs import astuple

import briefgen
from briefgen import cache
from briefgen.outline.loaded import LoadedOutline
from briefgen.pdf import page_target
from briefgen.pdf.document import write_pdf
from briefgen.pdf.page_target import FITS, _loosest_plan, fit_to_pages, plan
from briefgen.pdf.styles import Fit

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def outline() -> LoadedOutline:
    return briefgen.load(ROOT / "brief.yaml")


@pytest.mark.parametrize("count", [1, 2, 9, 13])
def test_the_loosest_fit_that_keeps_the_promise_is_found_by_halving(count: int) -> None:
    ladder = FITS[:count]
    for first in range(count + 1):
        tried: list[Fit] = []

        def lay_out(fit: Fit, first: int = first, tried: list[Fit] = tried) -> Mock:
            tried.append(fit)
            return Mock(pages=2 if ladder.index(fit) >= first else 3, fit=fit)

        found = _loosest_plan(ladder, cache_calls(lay_out), 2)
        assert (found and found.fit) == (ladder[first] if first < count else None)
        assert len(tried) <= count.bit_length()


@pytest.fixture
def layouts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mock]:
    """Counts the layouts that are tried, with a cache in a folder of its own."""
    counted = Mock(wraps=plan)
    monkeypatch.setattr(page_target, "plan", counted)
    cache.use(cache.Cache(tmp_path / "cache"))
    yield counted
    cache.use(None)


@pytest.mark.parametrize("audience", ["legislators", "press", "public"])
def test_a_fit_is_found_once(outline: LoadedOutline, layouts: Mock, audience: str) -> None:
    edition = briefgen.edition(outline, audience)
    first = fit_to_pages(edition, key="as it was")
    tried = layouts.call_count
    again = fit_to_pages(edition, key="as it was")
    assert layouts.call_count == tried + 1
    assert again.look.fit == first.look.fit
    assert [page.fill for page in again.layout.pages] == [page.fill for page in first.layout.pages]
    fit_to_pages(edition, key="an edit later")
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


@pytest.mark.parametrize("said", [b"[", b"{}", b"[0.1]", b'["x"]', json.dumps(astuple(FITS[0])).encode()])  # fmt: skip
def test_a_kept_fit_that_is_not_right_is_found_again(
    outline: LoadedOutline, layouts: Mock, said: bytes
) -> None:
    edition = briefgen.edition(outline, "legislators")
    found = fit_to_pages(edition, key="key").look.fit
    folder = cache.current().folder
    assert folder is not None
    (entry,) = [p for p in folder.rglob("*") if p.is_file() and p.stat().st_size < 150]
    cache.current().put(entry.name, said)
    assert fit_to_pages(edition, key="key").look.fit == found
