"""Laying flowables out in columns and pages, before anything is drawn.

platypus decides as it draws; a brief that promises its pages must know before. Here the same flowables
are wrapped and split first: bands of one or more balanced columns are stacked on pages, headings stay
with what follows, figures give a little to fill a column, and the outcome is a list of placed flowables.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.pdf.paper import Paper

EPSILON = 0.01


class Item(Struct, frozen=True):
    """A flowable in a column and its least distance to its neighbours, `before` and `after`, in points.

    With `keep` it stands in one column with the next item; as a `tail`, with the end of the one before. A flowable whose height may be changed says so by `limits(width)`, its least and greatest height in points,
    and takes one by `resize(height)`.
    """

    flow: Any
    before: float = 0.0
    after: float = 0.0
    keep: bool = False
    tail: bool = False

    def height(self, width: float) -> float:
        """Height at `width`, both in points. Layout asks often: what cannot be resized is measured once."""
        if hasattr(self.flow, "limits"):
            return float(self.flow.wrap(width, 1e6)[1])
        heights: dict[float, float] = self.flow.__dict__.setdefault("measured_heights", {})
        if width not in heights:
            heights[width] = float(self.flow.wrap(width, 1e6)[1])
        return heights[width]

    def least_height(self, width: float) -> float:
        """Height of the smallest first part that may stand alone."""
        heights: dict[float, float] = self.flow.__dict__.setdefault("measured_least", {})
        if width not in heights:
            heights[width] = self._measure_least(width)
        return heights[width]

    def _measure_least(self, width: float) -> float:
        limits = getattr(self.flow, "limits", None)
        if limits is not None:
            return float(limits(width)[0])
        height = self.height(width)
        leading = getattr(getattr(self.flow, "style", None), "leading", None)
        if leading is None:
            first = getattr(self.flow, "least_part", None)
            return float(first(width)) if first else height
        return height if height < 3.5 * leading else 2 * leading


def fill(
    items: Sequence[Item], width: float, height: float
) -> tuple[list[tuple[Item, float]], list[Item]]:
    """Fill a column with as many of `items` as fit: these with their distance from its top, and what is left over.

    A paragraph is split where it may be. What is higher than the column by itself is put in when the column
    is empty, so that layout always advances; the caller sees it from the distance.
    """
    rest = list(items)
    out: list[tuple[Item, float]] = []
    y = 0.0
    after = 0.0
    while rest:
        item = rest[0]
        gap = max(after, item.before) if out else 0.0
        room = height - y - gap
        if out and chain_height(rest, width) > room + EPSILON:
            return out, rest
        needed = item.height(width)
        if needed > room + EPSILON:
            limits = getattr(item.flow, "limits", None)
            if limits is not None and limits(width)[0] <= room + EPSILON:
                item.flow.resize(room)
                needed = item.height(width)
        parts: list[Any] = []
        if needed > room + EPSILON:
            parts = item.flow.split(width, room) if room > 0 else []
        elif _leaves_tail(rest, width, room - needed):  # then its last part goes with it
            parts = item.flow.split(width, needed - 1)
        if needed <= room + EPSILON and len(parts) < 2:
            out.append((item, y + gap))
            y += gap + needed
            after = item.after
            rest.pop(0)
            continue
        if len(parts) >= 2:
            out.append((replace(item, flow=parts[0], keep=False), y + gap))
            rest[:1] = [replace(item, flow=p, before=0.0) for p in parts[1:]]
            return out, rest
        if not out:
            out.append((item, 0.0))
            rest.pop(0)
        return out, rest
    return out, rest


def _leaves_tail(items: Sequence[Item], width: float, room: float) -> bool:
    """Whether the first item would stand in a column that has not the `room` below it for its tail."""
    if len(items) < 2 or not items[1].tail:
        return False
    gap = max(items[0].after, items[1].before)
    return gap + items[1].height(width) > room + EPSILON


def chain_height(items: Sequence[Item], width: float) -> float:
    """Height of the first item and of what must stand on the same page with it."""
    total = 0.0
    after = 0.0
    for index, item in enumerate(items):
        gap = max(after, item.before) if index else 0.0
        if not item.keep or index == len(items) - 1:
            return total + gap + item.least_height(width) + _tail_height(items, index, width)
        total += gap + item.height(width)
        after = item.after
    return total


def _tail_height(items: Sequence[Item], index: int, width: float) -> float:
    """Height that the tail of an item that cannot part adds to it."""
    if index + 1 >= len(items) or not items[index + 1].tail:
        return 0.0
    item, tail = items[index], items[index + 1]
    if item.least_height(width) < item.height(width):
        return 0.0
    return max(item.after, tail.before) + tail.height(width)


def depth(column: Sequence[tuple[Item, float]], width: float) -> float:
    """How far down a filled column reaches."""
    if not column:
        return 0.0
    item, y = column[-1]
    return y + item.height(width)


def fill_columns(
    items: Sequence[Item], columns: int, width: float, height: float
) -> tuple[list[list[tuple[Item, float]]], list[Item]]:
    """Fill `columns` columns one after the other."""
    out = []
    rest = list(items)
    for _ in range(columns):
        column, rest = fill(rest, width, height)
        out.append(column)
    return out, rest


def balance(
    items: Sequence[Item], columns: int, width: float, height: float
) -> tuple[list[list[tuple[Item, float]]], list[Item]]:
    """Fill columns of the least height that still hold everything, or full ones, and return what is left too."""
    filled, rest = fill_columns(items, columns, width, height)
    if rest or columns == 1 or not items:
        return filled, rest
    low = items[0].least_height(width)
    high = max(depth(c, width) for c in filled)
    best = filled
    while high - low > 2:
        middle = (low + high) / 2
        tried, left = fill_columns(items, columns, width, middle)
        reach = max(depth(c, width) for c in tried)
        if left or reach > middle + EPSILON or _strands(tried):
            low = middle
        else:
            best, high = tried, min(reach, middle)
    return best, []


def _strands(columns: Sequence[Sequence[tuple[Item, float]]]) -> bool:
    """Whether a heading ends a column, cut off from what follows it in the next."""
    pairs = pairwise(columns)
    return any(column and column[-1][0].keep and after for column, after in pairs)


def justify(column: list[tuple[Item, float]], width: float, height: float) -> None:
    """Stretch figures, within their limits, and the gaps before blocks, a little, to reach the foot."""
    missing = height - depth(column, width)
    if not column or missing < 1:
        return
    for index, (item, _) in enumerate(column):
        limits = getattr(item.flow, "limits", None)
        if limits is None or missing <= 0:
            continue
        now = item.height(width)
        more = min(missing, max(0.0, limits(width)[1] - now))
        item.flow.resize(now + more)
        missing -= more
        for later in range(index + 1, len(column)):
            column[later] = (column[later][0], column[later][1] + more)
    gaps = [i for i, (item, _) in enumerate(column) if i and item.before > 6]
    if gaps and 0 < missing <= 12.0 * len(gaps):
        each = missing / len(gaps)
        for index in gaps:
            for later in range(index, len(column)):
                column[later] = (column[later][0], column[later][1] + each)


class Band(Struct, frozen=True):
    """Items in `columns` balanced columns; `head` stands above them over the full width."""

    items: tuple[Item, ...]
    columns: int = 1
    head: tuple[Item, ...] = ()
    before: float = 0.0


class Placed(Struct, frozen=True):
    """A flowable at its lower left corner (points, from the page's), `width` by `height`."""

    flow: Any
    x: float
    y: float
    width: float
    height: float


class Page(Struct):
    """What stands on one page, and how far down it reaches: `fill` is a share of the text area."""

    number: int
    placed: list[Placed] = field(default_factory=list)
    fill: float = 0.0


class Layout:
    """Stacks bands on pages of `paper`, columns from the right if `rtl`; `pages` is the outcome.

    With `most`, it stops at the first page over so many: such a layout is not used.
    """

    def __init__(self, paper: Paper, rtl: bool = False, most: int | None = None) -> None:
        self.paper = paper
        self.most = most
        self.rtl = rtl
        self.pages: list[Page] = []
        self._new_page()

    def _new_page(self) -> None:
        number = len(self.pages) + 1
        self.pages.append(Page(number))
        self.top = self.paper.top(number == 1)
        self.y = self.top

    @property
    def over(self) -> bool:
        """Whether it has stopped."""
        return self.most is not None and len(self.pages) > self.most

    @property
    def room(self) -> float:
        """Height that is left on the page."""
        return self.y - self.paper.bottom

    @property
    def fresh(self) -> bool:
        """Whether nothing stands on the page yet."""
        return not self.pages[-1].placed

    def add(self, band: Band) -> None:
        """Lay `band` out below what is there, over as many pages as it takes."""
        width = self.paper.column_width(band.columns)
        full = self.paper.text_width
        gap = 0.0 if self.fresh else band.before
        least = (chain_height(band.items, width) if band.items else 0.0) + sum(
            h.height(full) + max(h.before, h.after) for h in band.head
        )
        if not self.fresh and gap + least > self.room + EPSILON:
            self._new_page()
            gap = 0.0
        self.y -= gap
        if band.head:
            column, _ = fill(band.head, full, 1e6)
            self._place([column], full)
            self.y -= band.head[-1].after
        rest: list[Item] = list(band.items)
        while rest:
            before = len(rest), rest[0].flow
            columns, rest = balance(rest, band.columns, width, self.room)
            if band.columns > 1:
                target = self.room if rest else max(depth(c, width) for c in columns)
                for column in columns:
                    justify(column, width, target)
            self._place(columns, width)
            if rest:
                if self.fresh and before == (len(rest), rest[0].flow):
                    raise AssertionError("layout does not get on")
                self._new_page()
                if self.over:
                    return

    def _place(self, columns: list[list[tuple[Item, float]]], width: float) -> None:
        page = self.pages[-1]
        lowest = self.y
        for number, column in enumerate(columns[::-1] if self.rtl else columns):
            x = self.paper.left(page.number) + number * (width + self.paper.gutter)
            for item, top in column:
                height = item.height(width)
                y = self.y - top - height
                page.placed.append(Placed(item.flow, x, y, width, height))
                lowest = min(lowest, y)
        self.y = lowest
        page.fill = max(page.fill, (self.top - lowest) / (self.top - self.paper.bottom))
