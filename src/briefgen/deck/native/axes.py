"""The axes of PowerPoint's charts: few lines, and values along them where the picture has these."""

from __future__ import annotations

from typing import Any

from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from briefgen.deck.native import ticks
from briefgen.deck.native.labels import rgb
from briefgen.deck.native.plan import STACKED
from briefgen.deck.placed import ChartBox
from briefgen.locale import Locale
from briefgen.theme import Theme

ACROSS = ("bar", "grouped", *STACKED)
# Of the value axis: room beyond the longest bar for its label, which PowerPoint writes inside the plot.
_HEADROOM = 0.12
_FOR_TOTALS = 0.2


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
    up = ticks.upright(spec, native.domain)
    axes = [(chart.value_axis, up, getattr(spec, "y", spec))]
    if native.form == "scatter":
        across = ticks.across(spec, part.box.width, part.size)
        axes.append((chart.category_axis, across, spec.x))
    elif native.form == "line" and len(native.categories) > 1:
        # From side to side; half a step would be free at either where nothing is said (21.2.2.32).
        element = chart.value_axis._element
        for old in element.findall(qn("c:crossBetween")):
            element.remove(old)
        element.find(qn("c:crosses")).addnext(
            parse_xml(f'<c:crossBetween {nsdecls("c")} val="midCat"/>')
        )
    for axis, values, unit in axes:
        ticks.settle(axis, values)
        axis.tick_labels.number_format = (
            ticks.number_format(values, unit, locale) or native.number_format
        )
        axis.tick_labels.number_format_is_linked = False
    return up[0]
