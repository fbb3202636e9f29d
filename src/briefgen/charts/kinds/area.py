"""The chart kind `area`."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field

from briefgen.charts import axis, series
from briefgen.charts.axis import Point, nice_ticks, position
from briefgen.charts.kind import ChartKind
from briefgen.charts.native import TICKS, Axes, Domain
from briefgen.charts.sheet import Fill, Frame, Scale, Sheet, wrap
from briefgen.model.figures import FigureBase, Unit


class AreaSpec(FigureBase, Unit):
    """Areas on top of each other, the first series at the foot."""

    kind: Literal["area"]
    data: tuple[Point, ...] = Field(min_length=2, description="A row a point of one series.")

    def validate_data(self) -> Self:
        xs = {point.x for point in self.data}
        for point in self.data:
            position(point.x)
            if point.value.low is None or point.value.low < 0:
                raise ValueError(
                    f"the value at `{point.x}` is missing or below zero: areas add up; draw a `line`"
                )
        for name, pts in axis.by_series(self.data).items():
            if {p.x for p in pts} != xs or len(pts) != len(xs):
                raise ValueError(
                    f"each x needs one value of `{name or 'the series'}`: areas add up"
                )
        return self


def _inexact(sheet: Sheet, spec: AreaSpec, layer: list[Point], spots: list[tuple[float, float, float]],
             fill: Fill) -> None:  # fmt: skip
    """A ring on the upper edge, and the value below it, where it is not exact."""
    size = sheet.size("label")
    for point, (x, low, high) in zip(layer, spots, strict=True):
        if point.value.is_exact:
            continue
        sheet.dot(x, high, sheet.scale * 2.4, fill.ink, True, 1.2 * sheet.scale)
        text = sheet.locale.quantity(point.value, spec, short=True)
        half = sheet.text_width(text, size, True) / 2
        x = max(spots[0][0] + half + 2, min(x, spots[-1][0] - half - 2))
        y = high - size * 1.15
        if high - low < size * 1.6:
            sheet.drop(text)
            continue
        sheet.rect(x - half - 1, y - size * 0.2, 2 * half + 2, size * 0.98, "#ffffff")
        sheet.text(x, y, text, bold=True, align="center")


def _unsure(sheet: Sheet, groups: dict[str, list[Point]], across: Scale, up: Scale) -> None:
    """A dashed line where values become provisional or forecasts."""
    starts = [position(p.x) for pts in groups.values() for p in pts if p.status]
    if starts:
        x = across(min(starts))
        sheet.line([x, x], [up(0), up.end], sheet.theme.colours.ink, 0.9 * sheet.scale, dashed=True)


class Area(ChartKind[AreaSpec]):
    """Stacked areas: how a total and its parts change over time.

    Use it for two to four parts and many points in time. Do not use it for parts that must be compared with each
    other (lines, small multiples) or for values that do not add up.
    """

    name = "area"
    Spec = AreaSpec
    native_form = "area"
    common = "values"
    narrow = True
    wide = True
    keeps_direction = True
    elastic = True

    def natural_height(self, spec: AreaSpec, frame: Frame) -> float:
        return 90 * frame.scale + 0.2 * frame.width

    def draw(self, spec: AreaSpec, sheet: Sheet) -> None:
        """Draw the areas on `sheet`, each with its name and last value at its right end."""
        groups = axis.by_series(spec.data)
        names = list(groups)
        size, colours = sheet.size("label"), sheet.theme.colours
        xs = [position(p.x) for p in next(iter(groups.values()))]
        base = [0.0] * len(xs)
        layers = []
        for name in names:
            top = [b + (p.value.value or 0.0) for b, p in zip(base, groups[name], strict=True)]
            layers.append((name, base, top))
            base = top
        ticks = nice_ticks(0, max(sheet.domain[1] if sheet.domain else max(base), 0) or 1, 4)
        left, foot = axis.side(sheet, ticks, spec), size * 1.9
        texts = []
        for name in names:
            value = sheet.locale.quantity(groups[name][-1].value, spec, short=True)
            lines = wrap(name, sheet.theme, size, sheet.width * 0.3, True) if name else []
            texts.append([value, *lines])
        right = sheet.widest(line for text in texts for line in text) + size
        every = [p for peer in sheet.peers or (spec,) for p in peer.data]
        across = axis.along(sheet, every, left, max(sheet.width - right, left + size * 2))
        up = sheet.up(ticks[0], ticks[-1], foot, sheet.height - size * 0.8)
        axis.upright(sheet, ticks, up, spec, left, across.end)
        fills = series.fills(sheet, names, spec.highlight)
        for (_, low, high), fill in zip(layers, fills, strict=True):
            outline = [(across(x), up(y)) for x, y in zip(xs, high, strict=True)]
            outline += [(across(x), up(y)) for x, y in reversed(list(zip(xs, low, strict=True)))]
            sheet.polygon(outline, fill)
            if fill.angle is None:
                edge = [up(y) for y in high]
                sheet.line([across(x) for x in xs], edge, "#ffffff", 0.8 * sheet.scale)
        _unsure(sheet, groups, across, up)
        for (name, low, high), fill in zip(layers, fills, strict=True):
            spots = [(across(x), up(b), up(t)) for x, b, t in zip(xs, low, high, strict=True)]
            _inexact(sheet, spec, groups[name], spots, fill)
        middles = [up((low[-1] + high[-1]) / 2) for _, low, high in layers]
        inks = [fill.ink if not sheet.greyscale else colours.ink for fill in fills]
        axis.at_ends(sheet, middles, texts, inks, across.end + size * 0.6, foot * 0.6, sheet.height)
        axis.labels_below(sheet, spec.data, across, size * 0.4)
        for point in spec.data:
            if point.note:  # a layer's points have no place that is theirs alone
                sheet.drop(f"{axis.format_x(point.x, sheet.locale)}: {point.note}")

    def ends(self, spec: AreaSpec) -> list[float]:
        """The heights of all layers together."""
        sums: dict[str, float] = {}
        for point in spec.data:
            sums[point.x] = sums.get(point.x, 0.0) + (point.value.value or 0.0)
        return list(sums.values())

    def native_axes(self, spec: AreaSpec, domain: Domain, across: int) -> Axes:
        most = domain[1] if domain else max(self.ends(spec))
        return [(nice_ticks(0, max(most, 0) or 1, TICKS), spec)]
