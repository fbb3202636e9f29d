"""Which fit is found, and in how many layouts."""

from __future__ import annotations

from functools import cache as cache_calls
from pathlib import Path
from unittest.mock import Mock

import pytest

import briefgen
from briefgen.model.loaded import LoadedOutline
from briefgen.pdf.page_target import FITS, _loosest_plan
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
