"""Lines: how values change over time, up to a few series."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import Field, model_validator

from briefgen import fonts
from briefgen.charts.canvas import Scale, Sheet
from briefgen.charts.ticks import nice_ticks, spread
from briefgen.locale import Locale
from briefgen.outline.base import Node, Number, PlainText
from briefgen.outline.figure import FigureBase, Unit
from briefgen.outline.quantity import Quantity, parse
from briefgen.theme import Theme

KIND = "line"
ELASTIC = True  # any height will do
ELASTIC = True  # its height is free
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Point(Node):
    """One point of one series."""

    x: PlainText = Field(description="A year, a date (`2021-05`) or a number; drawn to scale.")
    value: Number = Field(description="The quantity; `missing` breaks the line.")
    series: PlainText | None = Field(
        None, description="Which line it belongs to, where there are several."
    )


class Spec(FigureBase, Unit):
    """A line for each series, its points at their true distance."""

    kind: Literal["line"]
    data: tuple[Point, ...] = Field(min_length=2, description="A row a point.")

    @model_validator(mode="after")
    def _positions(self) -> Any:
        for point in self.data:
            position(point.x)
        return self


def position(x: str) -> float:
    """Where a year, a date or a number stands on the axis; a month's or day's share of its year counts.

    Raises ValueError for any other text.
    """
    found = _DATE.fullmatch(x)
    if found:
        year, month, day = (int(part) if part else None for part in found.groups())
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


def _series(spec: Spec) -> dict[str, list[tuple[float, Quantity, str]]]:
    series: dict[str, list[tuple[float, Quantity, str]]] = {}
    for point in spec.data:
        series.setdefault(point.series or "", []).append((position(point.x), point.value, point.x))
    return {name: sorted(points, key=lambda p: p[0]) for name, points in series.items()}


def natural_height(spec: Spec, theme: Theme, locale: Locale, width: float, scale: float) -> float:
    """Height in points at `width`."""
    return 90 * scale + 0.2 * width


def draw(spec: Spec, sheet: Sheet) -> None:
    """Draw the lines on `sheet`: names at their right ends, first and last values at the points."""
    series = _series(spec)
    size, colours, locale = sheet.size("label"), sheet.theme.colours, sheet.locale
    named = [name for name in series if name]
    known = [b for pts in series.values() for _, q, _ in pts for b in (q.bounds or ())]
    ticks = nice_ticks(min([0.0, *known]), max([0.0, *known]) or 1.0, 4)
    texts = [locale.quantity(parse(repr(t)), spec.model_copy(update={"decimals": None}), short=True)
             if t != int(t) else locale.quantity(parse(str(int(t))), spec, short=True) for t in ticks]  # fmt: skip
    left = max(sheet.text_width(t, size) for t in texts) + size * 0.6
    ends = {
        name: locale.quantity(pts[-1][1], spec, short=True) + (f"  {name}" if name else "")
        for name, pts in series.items()
    }
    most = sheet.width * 0.36
    right = min(max(sheet.text_width(t, size, True) for t in ends.values()), most) + size * 1.1
    xs = sorted({x: label for pts in series.values() for x, _, label in pts}.items())
    across = Scale(xs[0][0], xs[-1][0] if xs[-1][0] > xs[0][0] else xs[0][0] + 1,
                   left + size, sheet.width - right)  # fmt: skip
    up = Scale(ticks[0], ticks[-1], size * 2.0, sheet.height - size * 1.2)
    for tick, text in zip(ticks, texts, strict=True):
        y = up(tick)
        strong = tick == 0
        sheet.line([left, sheet.width - right], [y, y], colours.muted if strong else colours.rule,
                   (0.8 if strong else 0.5) * sheet.scale)  # fmt: skip
        sheet.text(
            left - size * 0.5, y - size * 0.33, text, size=size, align="right", colour=colours.muted
        )
    _dates(sheet, xs, across, size)
    chosen = set(spec.highlight)
    finals: list[tuple[float, str, str, bool]] = []
    for index, (name, points) in enumerate(series.items()):
        shade = colours.series[index % len(colours.series)]
        if chosen:
            shade = colours.accent if name in chosen else colours.mute
        _line(sheet, points, across, up, shade)
        last = points[-1][1].value
        finals.append((up(last) if last is not None else up(0), ends[name], shade, name in chosen))
    placed = spread([f[0] for f in finals], size * 1.25, size, sheet.height - size)
    face = fonts.face(sheet.theme, True)
    for at, (_, text, shade, _) in zip(placed, finals, strict=True):
        shown = text
        while face.width(shown, size) > right - size and len(shown) > 1:
            shown = shown[:-2].rstrip() + "…"
        sheet.text(sheet.width - right + size * 0.8, at - size * 0.33, shown, size=size, bold=True,
                   colour=shade if shade != colours.mute else colours.muted)  # fmt: skip
    if len(named) <= 1:
        first = next(iter(series.values()))[0]
        if first[1].value is not None and len(xs) > 1:
            text = locale.quantity(first[1], spec, short=True)
            sheet.text(across(first[0]), up(first[1].value) + size * 0.7, text, size=size, bold=True,
                       colour=colours.ink)  # fmt: skip


def _line(
    sheet: Sheet, points: list[tuple[float, Quantity, str]], across: Scale, up: Scale, shade: str
) -> None:
    """Runs of points joined; a missing value is a gap, an approximate one a ring."""
    run: list[tuple[float, float]] = []
    width = sheet.theme.chart.line * sheet.scale
    for x, quantity, _ in [*points, (0.0, Quantity(None, None), "")]:
        value = quantity.value
        if value is not None:
            run.append((across(x), up(value)))
            continue
        if len(run) > 1:
            sheet.line([p[0] for p in run], [p[1] for p in run], shade, width)
        run = []
    for x, quantity, _ in points:
        bounds = quantity.bounds
        if bounds is None or quantity.value is None:
            continue
        if quantity.is_range:
            sheet.line([across(x)] * 2, [up(bounds[0]), up(bounds[1])], shade, width)
        sheet.dot(across(x), up(quantity.value), width * 1.15, shade, hollow=not quantity.is_exact,
                  line=1.2 * sheet.scale)  # fmt: skip


def _dates(sheet: Sheet, xs: list[tuple[float, str]], across: Scale, size: float) -> None:
    """Labels under the axis, those that have room; the first and the last always."""
    taken = -1e9
    last_label = _shown(sheet, xs[-1][1])
    last_left = across(xs[-1][0]) - sheet.text_width(last_label, size) / 2
    for index, (x, label) in enumerate(xs):
        text = _shown(sheet, label)
        half = sheet.text_width(text, size) / 2
        at = across(x)
        final = index == len(xs) - 1
        if at - half < taken + size * 0.7 or (not final and at + half > last_left - size * 0.7):
            continue
        sheet.text(
            at, size * 0.4, text, size=size, align="center", colour=sheet.theme.colours.muted
        )
        taken = at + half


def _shown(sheet: Sheet, label: str) -> str:
    return sheet.locale.partial_date(label) if _DATE.fullmatch(label) else label
