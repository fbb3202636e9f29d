"""The chart kind `line`."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal, Self, TypeAlias

from pydantic import Field

from briefgen.charts import axis, rows
from briefgen.charts.axis import Point, nice_ticks, position
from briefgen.charts.kind import ChartKind
from briefgen.charts.native import TICKS, Axes, Domain
from briefgen.charts.series import shades as series_shades
from briefgen.charts.sheet import Frame, Scale, Sheet, wrap
from briefgen.languages.locale import Locale
from briefgen.model.figures import FigureBase, Reference, Unit

MANY = 200  # points of a line, or values written beside them, that are not looked at one by one


class LineSpec(FigureBase, Unit):
    """A line for each series, its points at their true distance."""

    kind: Literal["line"]
    data: tuple[Point, ...] = Field(min_length=2, description="A row a point.")
    references: tuple[Reference, ...] = Field((), description="Values to compare the lines with.")
    from_zero: bool = Field(
        True, description="Whether the scale begins at zero; where not, the chart says so."
    )

    def validate_data(self) -> Self:
        for point in self.data:
            position(point.x)
        return self


Series: TypeAlias = dict[str, list[Point]]


def value_ticks(spec: LineSpec, count: int, domain: Domain = None) -> list[float]:
    """About `count` round values of the axis, which shows data, reference lines and `domain`."""
    known = [b for p in spec.data for b in p.value.bounds or ()] + axis.values(spec.references)
    known = [*known, *(domain or ())]
    zero = [0.0] if spec.from_zero else []
    low, high = min([*zero, *known], default=0.0), max([*zero, *known], default=1.0)
    return nice_ticks(low, high, count)


def _gaps(series: Series, locale: Locale) -> list[str]:
    """The points without a value, but for the last of a line, whose end says so."""
    out = []
    for name, pts in series.items():
        for point in pts[:-1]:
            if point.value.value is None:
                when = axis.format_x(point.x, locale)
                out.append(f"{name} {when}" if name else when)
    return out


def _end(last: Point, name: str, spec: LineSpec, sheet: Sheet, most: float) -> list[str]:
    """Last value and name, on one line or on several."""
    value = sheet.locale.quantity(last.value, spec, short=True)
    size = sheet.size("label")
    if not name:
        return wrap(value.replace("\u00a0", " "), sheet.theme, size, most, True)
    both = f"{value}  {name}"
    if sheet.text_width(both, size, True) <= most:
        return [both]
    return [value, *wrap(name, sheet.theme, size, most, True)]


def _line(sheet: Sheet, pts: list[Point], across: Scale, up: Scale, shade: str) -> None:
    """Points joined; a missing value is a gap, an inexact or provisional one a ring, a forecast dashed."""
    width = sheet.theme.chart.line * sheet.scale
    for run, dashed in _runs(pts):
        xs = [across(position(point.x)) for point in run]
        ys = [up(point.value.value or 0.0) for point in run]
        sheet.line(xs, ys, shade, width, dashed)
        sheet.avoid(xs, ys)
    few = len(pts) <= 24
    rings: list[tuple[float, float]] = []
    for point in pts:
        bounds, value = point.value.bounds, point.value.value
        if bounds is None or value is None:
            continue
        at = across(position(point.x))
        if point.value.is_range:
            sheet.line([at, at], [up(bounds[0]), up(bounds[1])], shade, width)
        loose = point.status is not None or not point.value.is_exact
        if loose and len(pts) > MANY:
            rings.append((at, up(value)))
        elif few or loose or point is pts[-1]:
            sheet.dot(at, up(value), width * 1.15, shade, loose, 1.2 * sheet.scale)
    sheet.dots(rings, width * 1.15, shade, True, 1.2 * sheet.scale)


def _runs(pts: list[Point]) -> list[tuple[list[Point], bool]]:
    """The stretches of a line that are drawn in one, and whether dashed: up to a gap, or a change of what is known."""
    out: list[tuple[list[Point], bool]] = []
    for one, other in pairwise(pts):
        if one.value.value is None or other.value.value is None:
            continue
        dashed = other.status is not None
        if out and out[-1][0][-1] is one and out[-1][1] == dashed:
            out[-1][0].append(other)
        else:
            out.append(([one, other], dashed))
    return out


def _values(spec: LineSpec, sheet: Sheet, series: Series, across: Scale, up: Scale) -> None:
    """The first value of a single line, highlighted dates, and notes: above the point, or below it."""
    size = sheet.size("label")
    single, lost = len(series) == 1, 0
    for pts in series.values():
        for index, point in enumerate(pts):
            value = point.value.value
            said = [sheet.locale.quantity(point.value, spec, short=True)]
            wanted = (single and index == 0) or point.x in spec.highlight
            # A value that is not exact is not read off the axis as if it were.
            wanted = wanted or not point.value.is_exact
            hidden = index == len(pts) - 1 or not wanted  # the end of a line says its value
            if value is None or (hidden and not point.note):
                continue
            texts = (said if wanted else []) + ([point.note] if point.note else [])
            rising = index + 1 < len(pts) and (pts[index + 1].value.value or 0) > value
            x = across(position(point.x))
            low, high = (up(bound) for bound in point.value.bounds or (value, value))
            for text in texts:
                wide = sheet.text_width(text, size, wanted)
                lefts = (x - wide / 2, x - wide, x - wide * 0.15)
                spots = [(left, high + size * 0.65) for left in lefts]
                spots += [(left, low - size * 1.3) for left in lefts]
                if rising and not wanted:
                    spots = spots[3:] + spots[:3]
                # After so many without room no more are tried: there is none.
                if lost > MANY or not axis.first_free(sheet, spots, text, bold=text != point.note):
                    sheet.drop(f"{axis.format_x(point.x, sheet.locale)}: {text}")
                    lost += 1


class Line(ChartKind[LineSpec]):
    """Lines: how values change over time, up to a few series.

    Use it for many points in time, one to four lines, more where most are muted. Do not use it for categories
    that have no order (bars) or for two points only (slope).
    """

    name = "line"
    Spec = LineSpec
    native_form = "line"
    common = "values"
    narrow = True
    wide = True
    keeps_direction = True
    native_notes = True
    elastic = True

    def natural_height(self, spec: LineSpec, frame: Frame) -> float:
        return 90 * frame.scale + 0.2 * frame.width

    def draw(self, spec: LineSpec, sheet: Sheet) -> None:
        """Draw the lines on `sheet`: names and last values at their right ends, first values at the points."""
        series = axis.by_series(spec.data)
        size, colours = sheet.size("label"), sheet.theme.colours
        ticks = value_ticks(spec, 4 if sheet.height > size * 14 else 3, sheet.domain)
        foot = size * 1.9
        if ticks[0] > 0:
            lowest = axis.tick_text(ticks[0], spec, sheet.locale)
            sheet.note(size * 0.3, sheet.locale.word("scale from", value=lowest))
            foot += size * 1.3
        gone = rows.list_missing(sheet, _gaps(series, sheet.locale))
        if gone:
            sheet.note(foot - size * 1.6, gone)
            foot += size * 1.3
        left = axis.side(sheet, ticks, spec)
        most = sheet.width * 0.34
        texts = [_end(pts[-1], name, spec, sheet, most) for name, pts in series.items()]
        right = sheet.widest(line for text in texts for line in text) + size * 1.1
        every = [p for peer in sheet.peers or (spec,) for p in peer.data]
        end = max(sheet.width - right, left + size * 2)
        across = axis.along(sheet, every, left + size * 0.8, end)
        up = sheet.up(ticks[0], ticks[-1], foot, sheet.height - size * 1.2)
        foot = up.start
        axis.upright(sheet, ticks, up, spec, left, across.end + size * 0.3)
        shades = series_shades(list(series), spec.highlight, sheet.theme)
        for (_, pts), shade in zip(series.items(), shades, strict=True):
            _line(sheet, pts, across, up, shade)
        lasts = [next((p.value.value for p in reversed(pts) if p.value.value is not None), ticks[0])
                 for pts in series.values()]  # fmt: skip
        dark = [colours.muted if shade == colours.mute else shade for shade in shades]
        x = across.end + size * 0.8
        axis.at_ends(sheet, [up(v) for v in lasts], texts, dark, x, foot * 0.6, sheet.height)
        axis.labels_below(sheet, spec.data, across, foot - size * 1.5)
        _values(spec, sheet, series, across, up)
        axis.level(sheet, spec.references, up, left, across.end)

    def native_axes(self, spec: LineSpec, domain: Domain, across: int) -> Axes:
        return [(value_ticks(spec, TICKS, domain), spec)]
