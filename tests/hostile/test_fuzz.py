"""A quick share of the fuzz test; `python tests/hostile/fuzz.py 100000` is the whole of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from hostile.fuzz import run

# Level, cases, share that is built as well.
SHARES = [
    ("bytes", 60, 0.0),
    ("nodes", 60, 0.02),
    ("values", 60, 0.05),
    ("schema", 60, 0.05),
    ("file", 40, 0.02),
]


@pytest.mark.parametrize(("level", "count", "builds"), SHARES)
def test_no_promise_is_broken(level: str, count: int, builds: float, tmp_path: Path) -> None:
    tally = run(count, seed=7, folder=tmp_path, builds=builds, level=level)
    assert tally.cases == {level: count}
    assert len(tally.codes) > 5  # what broke them was seen
    assert not tally.broken, "\n".join(tally.broken.values())
