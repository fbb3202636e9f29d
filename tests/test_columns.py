"""What stands together in a column."""

from __future__ import annotations

from typing import Any

import pytest

from briefgen.pdf.layout import Item, fill


class Rows:
    """So many rows of ten points, which may part after the second."""

    def __init__(self, count: int) -> None:
        self.count = count

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return width, 10.0 * self.count

    def split(self, width: float, height: float) -> list[Any]:
        first = int(height // 10)
        return [Rows(first), Rows(self.count - first)] if 2 <= first < self.count else []


def counts(column: list[tuple[Item, float]]) -> list[int]:
    return [item.flow.count for item, _ in column]


@pytest.mark.parametrize("rows", [3, 8, 9, 10, 11])
def test_a_tail_stands_below_at_least_the_last_row(rows: int) -> None:
    items = [Item(Rows(rows)), Item(Rows(1), before=2, tail=True)]
    first, rest = fill(items, 100, 100)
    second, left = fill(rest, 100, 100)
    assert not left
    if rows * 10 + 12 <= 100:
        assert counts(first) == [rows, 1]
        return
    moved = max(1, rows - 10)
    assert counts(first) == [rows - moved]
    assert counts(second) == [moved, 1]


def test_what_cannot_part_goes_without_its_tail() -> None:
    items = [Item(Rows(2)), Item(Rows(1), tail=True)]
    first, rest = fill(items, 100, 25)
    assert counts(first) == [2]
    assert [item.flow.count for item in rest] == [1]


def test_a_heading_goes_with_what_cannot_part_from_its_tail() -> None:
    above, heading, body = Item(Rows(4)), Item(Rows(1), keep=True), Item(Rows(2))
    first, rest = fill([above, heading, body, Item(Rows(1), tail=True)], 100, 75)
    assert counts(first) == [4]
    assert counts(fill(rest, 100, 75)[0]) == [1, 2, 1]
