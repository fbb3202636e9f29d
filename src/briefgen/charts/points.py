"""Points in time or along a number line: their places, their series, the labels below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import Field

from briefgen.charts.canvas import Scale, Sheet
from briefgen.locale import Locale
from briefgen.outline.base import Node, Number, PlainText
from briefgen.outline.figure import STATUS_TEXT, Status
from briefgen.outline.quantity import parse

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Point(Node):
    """One point of one series."""

    x: PlainText = Field(description="A year, a date (`2021-05`) or a number; drawn to scale.")
    value: Number = Field(description="The quantity; `missing` breaks the line.")
    series: PlainText | None = Field(
        None, description="Which line it belongs to, where there are several."
    )
    note: PlainText | None = Field(None, description="A few words drawn beside this point.")
    status: Status | None = Field(None, description=STATUS_TEXT)


def position(x: str) -> float:
    """Where a year, a date or a number stands on the axis; a month's or day's share of its year counts.

    Raises ValueError for any other text, and for days that no month has.
    """
    found = _DATE.fullmatch(x)
    if found:
        year, month, day = (int(part) if part else None for part in found.groups())
        try:
            date(year or 1, month or 1, day or 1)
        except ValueError:
            raise ValueError(f"`{x}` is not a date") from None
        return float(year or 0) + ((month or 1) - 1) / 12 + ((day or 1) - 1) / 365.25
    try:
        value = parse(x).value
    except ValueError:
        value = None
    if value is None:
        raise ValueError(
            f"`{x}` is not a place on a line: write a year, a date such as 2021-05, or a number"
        )
    return value


def by_series(data: Sequence[Point]) -> dict[str, list[Point]]:
    """The points of each series in order of x; those without a series under ""."""
    out: dict[str, list[Point]] = {}
    for point in data:
        out.setdefault(point.series or "", []).append(point)
    return {name: sorted(points, key=lambda p: position(p.x)) for name, points in out.items()}


def shown(x: str, locale: Locale) -> str:
    """An x as its label."""
    return locale.partial_date(x) if _DATE.fullmatch(x) else x


def along(data: Sequence[Any], start: float, end: float) -> Scale:
    """The scale of the x axis from `start` to `end` points."""
    places = [position(point.x) for point in data]
    return Scale(min(places), max(places), start, end)


def labels_below(sheet: Sheet, data: Sequence[Point], across: Scale, y: float) -> None:
    """Labels with their baseline at `y`, those that have room; the first, the last and turns of status before others.

    A point that is provisional or a forecast says so, where there is room for the word.
    """
    size, colours = sheet.size("label"), sheet.theme.colours
    xs: dict[str, str | None] = {}
    for point in sorted(data, key=lambda p: position(p.x)):
        xs[point.x] = point.status or xs.get(point.x)
    items = list(xs.items())
    turns = [i for i in range(1, len(items)) if items[i][1] and items[i][1] != items[i - 1][1]]
    for index in dict.fromkeys([0, len(items) - 1, *turns, *range(len(items))]):
        x, status = items[index]
        text = shown(x, sheet.locale)
        firm = index in (0, len(items) - 1)
        new = status is not None and (index == 0 or items[index - 1][1] != status)
        word = f"{text} ({sheet.locale.word(f'status {status}')})" if status else text
        at = across(position(x))
        for said in (word, text) if status and (new or firm) else (text,):
            half = sheet.text_width(said, size) / 2 + (0 if firm else size * 0.35)
            spot = max(half, min(at, sheet.width - half))
            box = (spot - half, y - size * 0.2, spot + half, y + size * 0.7)
            if sheet.free(box):
                sheet.text(spot, y, said, size=size, align="center", colour=colours.muted,
                           optional=True)  # fmt: skip
                break
            if said == word and new:
                sheet.dropped(word)


def at_ends(sheet: Sheet, wanted: Sequence[float], texts: Sequence[Sequence[str]],
               shades: Sequence[str], x: float, low: float, high: float, align: str = "left") -> None:  # fmt: skip
    """Labels of one or more lines at `x`, each as near to its wanted height as its neighbours allow.

    Where there is no room for all, the last are left out and noted.
    """
    size = sheet.size("label")
    leading = size * 1.15
    order = sorted(range(len(wanted)), key=lambda i: -wanted[i])
    heights = [len(texts[i]) * leading + size * 0.12 for i in order]
    tops: list[float] = []
    limit = high
    for index, i in enumerate(order):
        rest = sum(heights[index:])
        top = min(limit, max(wanted[i] + heights[index] / 2, low + rest))
        tops.append(top)
        limit = top - heights[index]
    for i, top in zip(order, tops, strict=True):
        first, *more = texts[i]
        style: dict[str, Any] = {"size": size, "align": align, "colour": shades[i]}
        sheet.text(x, top - size * 0.85, first, bold=True, **style)
        sheet.lines(x, top - size * 0.07 - leading, more, leading=1.15, **style)
