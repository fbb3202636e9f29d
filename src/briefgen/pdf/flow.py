"""Laying flowables out in columns and pages, before anything is drawn.

platypus decides as it draws; a brief that promises its pages must know before. Here the same flowables
are wrapped and split first: bands of one or more balanced columns are stacked on pages, headings stay
with what follows, figures give a little to fill a column, and the outcome is a list of placed flowables.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from briefgen.paper.page import Paper
from briefgen.pdf.columns import EPSILON, Item, balance, chain, depth, fill, justify


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

    With `most`, it stops at the first page over so many: nobody looks at what is not kept.
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
        least = (chain(band.items, width) if band.items else 0.0) + sum(
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
