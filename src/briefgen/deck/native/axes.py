"""The axes of PowerPoint's charts: few lines, and values along them where the picture has these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from briefgen.charts.axis import number, tick_text
from briefgen.charts.kinds import kind_of
from briefgen.charts.native import quoted
from briefgen.deck.native.labels import STACKED, rgb
from briefgen.deck.placed import ChartBox
from briefgen.locale import Locale
from briefgen.outline.figure import Unit
from briefgen.theme import Theme

ACROSS = ("bar", "grouped", *STACKED)
# Of the value axis: room beyond the longest bar for its label, which PowerPoint writes inside the plot.
_HEADROOM = 0.12
_FOR_TOTALS = 0.2
_APART = 9  # values across are about so many times as far apart as their type is large


def shape_axes(chart: Any, part: ChartBox, theme: Theme, locale: Locale) -> None:
    """Few lines: labels sit on the data, so that only lines over time and scatter keep a value axis."""
    native = part.plan
    value, category = chart.value_axis, chart.category_axis
    scaled = native.form in ("line", "area", "scatter")
    value.has_major_gridlines = scaled
    value.visible = scaled
    lowest = min((v for s in native.series for v in s.values if v is not None), default=0.0)
    summed = [v for s in native.series if s.hidden for v in s.values if v is not None]
    if scaled:
        value.major_gridlines.format.line.color.rgb = rgb(theme.colours.rule)
        value.format.line.fill.background()
        lowest = min(lowest, _scale(chart, part, locale))
    elif summed:
        high = native.domain[1] if native.domain else max(summed)
        value.minimum_scale, value.maximum_scale = 0.0, high * (1 + _FOR_TOTALS)
    elif native.domain:
        low, high = native.domain
        air = (high - low) * _HEADROOM
        value.minimum_scale, value.maximum_scale = low - (air if low < 0 else 0.0), high + air
        lowest = min(lowest, low)
    else:
        value.minimum_scale = 0.0 if lowest >= 0 else None
    category.major_tick_mark = XL_TICK_MARK.NONE
    category.has_major_gridlines = False
    category.format.line.color.rgb = rgb(theme.colours.muted)
    if lowest < 0:
        category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if native.form in ACROSS:
        category.reverse_order = True
    plot = chart.plots[0]
    if native.form in ("column", *ACROSS):
        plot.gap_width = 60
    if native.form in STACKED:
        plot.overlap = 100
    for axis, title in zip((category, value), native.titles, strict=True):
        axis.has_title = bool(title)
        if title:
            axis.axis_title.text_frame.text = title
            axis.axis_title.text_frame.paragraphs[0].runs[0].font.bold = False


def _scale(chart: Any, part: ChartBox, locale: Locale) -> float:
    """Give the chart the axes that its picture has; returns where the value axis begins."""
    native = part.plan
    spec: Any = part.figure.spec
    room = max(3, int(part.box.width / part.size / _APART))
    found = kind_of(spec).native_axes(spec, native.domain, room)
    if native.form == "line" and len(native.categories) > 1:
        # From side to side; half a step would be free at either where nothing is said (21.2.2.32).
        element = chart.value_axis._element
        for old in element.findall(qn("c:crossBetween")):
            element.remove(old)
        element.find(qn("c:crosses")).addnext(
            parse_xml(f'<c:crossBetween {nsdecls("c")} val="midCat"/>')
        )
    for axis, (values, unit) in zip((chart.value_axis, chart.category_axis), found, strict=False):
        _settle(axis, values)
        axis.tick_labels.number_format = number_format(values, unit, locale) or native.number_format
        axis.tick_labels.number_format_is_linked = False
    return float(found[0][0][0]) if found else 0.0


def _settle(value_axis: Any, ticks: Sequence[float]) -> None:
    """Have one of python-pptx's value axes begin and end with `ticks`, which are evenly apart."""
    value_axis.minimum_scale, value_axis.maximum_scale = ticks[0], ticks[-1]
    value_axis.major_unit = round(ticks[1] - ticks[0], 9)


def number_format(ticks: Sequence[float], unit: Unit, locale: Locale) -> str | None:
    """The format (18.8.30) that writes the ticks as pictures do; None where there is none, as for `2.5M`."""
    found = set()
    for tick in ticks:
        plain = number(abs(tick)).low
        text = tick_text(tick, unit, locale).replace("\u00a0", " ").replace("\u2212", "")
        before, said, after = text.partition(
            locale.number(plain, None) if plain is not None else ""
        )
        if not said:
            return None
        found.add((before, after))
    whole = all(tick == int(tick) for tick in ticks)
    if len(found) != 1 or not (whole or max(map(abs, ticks)) < 1000):
        return None
    ((before, after),) = found
    return quoted(before) + ("#,##0" if whole else "General") + quoted(after)
