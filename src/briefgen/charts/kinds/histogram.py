"""The chart kind `histogram`."""

from __future__ import annotations

import math
from decimal import Decimal
from itertools import pairwise
from typing import Literal, Self

from pydantic import Field

from briefgen.charts import axis
from briefgen.charts.axis import nice_ticks
from briefgen.charts.kind import ChartKind
from briefgen.charts.sheet import Frame, Sheet
from briefgen.charts.text_alternatives import describe_value
from briefgen.languages.locale import Locale
from briefgen.model.base import InlineText, Node, Number
from briefgen.model.figures import FigureBase, Reference, Unit

MOST = 200  # columns


class Sample(Node):
    """One observed value."""

    value: Number = Field(description="The value; a missing one is counted as missing.")


class HistogramSpec(FigureBase, Unit):
    """A column for each interval, as high as it has values."""

    kind: Literal["histogram"]
    data: tuple[Sample, ...] = Field(min_length=2, description="A row a value.")
    width: Decimal | None = Field(
        None,
        gt=0,
        description="Width of an interval; default: a round one (Freedman and Diaconis).",
    )
    counts: InlineText | None = Field(None, description="What is counted, drawn above: `Counties`.")
    references: tuple[Reference, ...] = Field((), description="Values to mark: `median`.")

    def validate_data(self) -> Self:
        values = known_values(self)
        if values and self.width and (max(values) - min(values)) / float(self.width) > MOST:
            raise ValueError(f"`width` makes more than {MOST} columns: write a larger one")
        return self


def bins(values: list[float], width: float | None) -> list[tuple[float, float, int]]:
    """Start, end and count of each interval; a value at a border belongs to the upper one.

    Without `width`, twice the interquartile range over the cube root of the count (Freedman and Diaconis 1981),
    made a round number, with at most 30 intervals; Sturges' rule where the middle half is all one value.
    """
    low, high = min(values), max(values)
    if width is None:
        ordered, n = sorted(values), len(values)
        spread = ordered[(3 * n) // 4] - ordered[n // 4]
        wanted = 2 * spread / n ** (1 / 3) or (high - low) / (1 + math.log2(n))
        count = min(30, max(1, round((high - low) / wanted))) if wanted > 0 else 1
        edges = nice_ticks(low, high, count)
    else:
        first = math.floor(low / width + 1e-9)
        edges = [(first + i) * width for i in range(int((high - first * width) / width + 1e-9) + 2)]
    if high >= edges[-1]:
        edges.append(edges[-1] + (edges[-1] - edges[-2]))
    empty = [(start, end, 0) for start, end in pairwise(edges)]
    found = list(zip(edges, edges[1:], _count(values, empty), strict=False))
    while len(found) > 1 and not found[-1][2]:
        found.pop()
    return found


def known_values(spec: HistogramSpec) -> list[float]:
    """The values that are not missing."""
    return [s.value.value for s in spec.data if s.value.value is not None]


def _find_bins(
    spec: HistogramSpec, values: list[float], peers: tuple[HistogramSpec, ...]
) -> tuple[list[tuple[float, float, int]], int]:
    """The intervals, the same ones where several charts share them, and the largest count of all."""
    wide = float(spec.width) if spec.width else None
    if not peers:
        found = bins(values, wide)
        return found, max(count for *_, count in found)
    every = bins([value for peer in peers for value in known_values(peer)], wide)
    tallest = max(max(_count(known_values(peer), every)) for peer in peers)
    counts = _count(values, every)
    bounds = [(low, high) for low, high, _ in every]
    return [(*ends, count) for ends, count in zip(bounds, counts, strict=True)], tallest


def _count(values: list[float], intervals: list[tuple[float, float, int]]) -> list[int]:
    """How many values fall into each of these equal intervals."""
    counts = [0] * len(intervals)
    start, end, _ = intervals[0]
    for value in values:
        at = math.floor((value - start) / (end - start) + 1e-9)
        counts[min(len(counts) - 1, max(0, at))] += 1
    return counts


class Histogram(ChartKind[HistogramSpec]):
    """Histogram: how many values fall into each of equal intervals.

    Use it to show how a measure is distributed: its middle, its spread, its tails. Do not use it for named
    categories (columns) or for fewer than some thirty values (a dot plot of them all).
    """

    name = "histogram"
    Spec = HistogramSpec
    common = "peers"
    keeps_direction = True
    elastic = True

    def natural_height(self, spec: HistogramSpec, frame: Frame) -> float:
        return 90 * frame.scale + 0.2 * frame.width + axis.head(spec.references, frame.size)

    def draw(self, spec: HistogramSpec, sheet: Sheet) -> None:
        """Draw the columns on `sheet`, counts above them or an axis beside them, borders below."""
        size, colours = sheet.size("label"), sheet.theme.colours
        values = known_values(spec)
        missing = len(spec.data) - len(values)
        foot = size * 1.6
        if missing:
            said = sheet.locale.word("values missing", count=missing)
            sheet.note(size * 0.3, said)
            foot += size * 1.3
        loose = sum(not s.value.is_exact for s in spec.data) - missing
        if loose:
            said = sheet.locale.word("values inexact", count=loose)
            sheet.note(foot - size * 1.3, said)
            foot += size * 1.3
        if not values:
            return
        found, most = _find_bins(spec, values, sheet.peers)
        top = sheet.height - axis.head(spec.references, size) - size * 1.3
        if spec.counts:
            top -= size * 1.4
            y = sheet.height - size * 0.9 - axis.head(spec.references, size)
            sheet.text(0, y, spec.counts, bold=True, cut=True)
        texts = [sheet.locale.number(Decimal(count)) for *_, count in found]
        pitch = (sheet.width - 2 * size) / len(found)
        # Counts stand on the columns; where they would not fit, an axis says how high columns are.
        written = all(sheet.text_width(text, size, True) <= pitch for text in texts)
        ticks = [] if written else [t for t in nice_ticks(0, most, 4) if t == int(t)]
        left = size if written else axis.side(sheet, ticks, Unit())
        across = sheet.across(found[0][0], found[-1][1], left, sheet.width - size)
        up = sheet.up(0, most if written else max(most, ticks[-1]), foot, top)
        if not written:
            axis.upright(sheet, ticks, up, Unit(), left, across.end)
        for (start, end, count), text in zip(found, texts, strict=True):
            left, right = across(start), across(end)
            wide = right - left - 0.8 * sheet.scale
            sheet.rect(left, foot, wide, up(count) - foot, colours.series[0])
            if count and written:
                sheet.text((left + right) / 2, up(count) + size * 0.3, text, bold=True,
                           align="center")  # fmt: skip
        sheet.line([across.start, across.end], [foot, foot], colours.muted, 0.8 * sheet.scale)
        edges = [found[0][0], *(end for _, end, _ in found)]
        axis.values_below(sheet, edges, across, spec, foot)
        inside = [r for r in spec.references if r.value.value is not None
                  and across.low <= r.value.value <= across.high]  # fmt: skip
        axis.across(sheet, inside, across, sheet.height - axis.head(spec.references, size), foot)

    def values_in_words(self, spec: HistogramSpec, locale: Locale) -> list[str]:
        """The span of the values, and where most of them lie."""
        values = known_values(spec)
        if not values:
            return [locale.word("all missing", count=len(spec.data))]
        ends = min(values), max(values)
        low, high = (describe_value(axis.number(v), spec, locale) for v in ends)
        out = [locale.word("values from to", count=len(values), low=low, high=high)]
        found = bins(values, float(spec.width) if spec.width else None)
        *edges, count = max(found, key=lambda b: b[2])
        start, end = (describe_value(axis.number(v), spec, locale) for v in edges)
        span = locale.word("from to", start=start, end=end)
        return [*out, locale.word("most values", count=count, span=span)]
