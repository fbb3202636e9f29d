"""Charts that PowerPoint can edit, written from what `briefgen.charts.native` says of them."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.shapes.graphfrm import CT_GraphicalObjectFrame
from pptx.package import Package
from pptx.parts.chart import ChartPart
from pptx.util import Pt
from xlsxwriter import Workbook

from briefgen.charts.axis import number, tick_text
from briefgen.charts.kinds import kind_of
from briefgen.charts.native import NativeChart, NativeSeries, quote
from briefgen.deck.boxes import ChartBox
from briefgen.deck.openxml import CHART, Ink
from briefgen.deck.slide import Chart, Sheet, describe
from briefgen.languages.locale import Locale
from briefgen.model.figures import Unit
from briefgen.model.theme import Theme, contrast

STACKED = ("stacked", "stacked100")
_LETTER = 0.55  # of its size, about the width of a letter


def rgb(colour: str) -> Any:
    """`#RRGGBB` as python-pptx has it."""
    return RGBColor(*bytes.fromhex(colour[1:]))  # type: ignore[no-untyped-call]


def label_point(point: Any, given: NativeSeries, index: int, part: ChartBox, theme: Theme) -> None:
    """Label the point with its value as the edition writes it; at the end of a line or an area its name too.

    The labels are texts, so that they keep the edition's qualifiers and units.
    """
    text, last = given.labels[index], not any(v is not None for v in given.values[index + 1 :])
    form, ink = part.plan.form, theme.colours.ink
    if form == "area":  # its labels have no positions to choose from (21.2.2.48)
        label = write_label(point, text, part.size, ink, None)
        if last:
            _move_aside(label, text, part.size, part.box.width)
        return
    position = XL_LABEL_POSITION.OUTSIDE_END
    if form in STACKED:  # on the mark: the text's colour or white, whichever stands out from it
        position = XL_LABEL_POSITION.CENTER
        ink = max((ink, "#ffffff"), key=lambda colour: contrast(colour, given.colours[index]))
    elif form in ("line", "scatter"):
        right = last or form == "scatter"
        position = XL_LABEL_POSITION.RIGHT if right else XL_LABEL_POSITION.ABOVE
    write_label(point, text, part.size, ink, position)


def write_label(point: Any, text: str, size: float, ink: str, position: Any) -> Any:
    """Write a label in bold type of `size` points, at `position` or where PowerPoint has it; return it."""
    label = point.data_label
    label.text_frame.text = text
    font = label.text_frame.paragraphs[0].runs[0].font
    font.size, font.bold, font.color.rgb = Pt(size), True, rgb(ink)
    if position is not None:
        label.position = position
    return label


def _move_aside(label: Any, text: str, size: float, width: float) -> None:
    """Move a label that is centred on the area's end to the right of it, by shares of the chart's width (21.2.2.95)."""
    shift = (len(text) * size * _LETTER / 2 + size * 0.4) / width
    label._dLbl.insert(1, _layout(f'<c:x val="{shift:.4f}"/><c:y val="0"/>'))


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
        between = parse_xml(f'<c:crossBetween {nsdecls("c")} val="midCat"/>')
        element.find(qn("c:crosses")).addnext(between)
    for axis, (values, unit) in zip((chart.value_axis, chart.category_axis), found, strict=False):
        axis.minimum_scale, axis.maximum_scale = values[0], values[-1]
        axis.major_unit = round(values[1] - values[0], 9)
        axis.tick_labels.number_format = number_format(values, unit, locale) or native.number_format
        axis.tick_labels.number_format_is_linked = False
    return float(found[0][0][0]) if found else 0.0


def number_format(ticks: Sequence[float], unit: Unit, locale: Locale) -> str | None:
    """The format (18.8.30) that writes the ticks as pictures do; None where there is none, as for `2.5M`."""
    found = set()
    for tick in ticks:
        plain = number(abs(tick)).low
        text = tick_text(tick, unit, locale).replace("\u00a0", " ").replace("\u2212", "")
        figures = locale.number(plain, None) if plain is not None else ""
        before, said, after = text.partition(figures)
        if not said:
            return None
        found.add((before, after))
    whole = all(tick == int(tick) for tick in ticks)
    if len(found) != 1 or not (whole or max(map(abs, ticks)) < 1000):
        return None
    ((before, after),) = found
    return quote(before) + ("#,##0" if whole else "General") + quote(after)


_TYPES = {
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED, "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "grouped": XL_CHART_TYPE.BAR_CLUSTERED, "stacked": XL_CHART_TYPE.BAR_STACKED,
    "stacked100": XL_CHART_TYPE.BAR_STACKED_100, "line": XL_CHART_TYPE.LINE_MARKERS,
    "area": XL_CHART_TYPE.AREA_STACKED, "scatter": XL_CHART_TYPE.XY_SCATTER,
}  # fmt: skip


def add(sheet: Sheet, part: ChartBox, theme: Theme, ink: Ink, made: datetime.date) -> Any:
    """Add the chart to the slide and return its element; `made` is the date that its workbook bears."""
    native = part.plan
    b = part.box
    data = _data(native, workbook(native, made))
    held = ChartPart.new(_TYPES[native.form], data, Package(None))  # type: ignore[arg-type]
    chart: Any = held.chart
    chart.has_title = False
    chart.font.size, chart.font.color.rgb = Pt(part.size), rgb(theme.colours.ink)
    chart.has_legend = native.legend or (native.form == "stacked100" and len(native.series) > 1)
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    shape_axes(chart, part, theme, ink.locale)
    for given, series in zip(native.series, chart.plots[0].series, strict=True):
        _format_series(series, given, part, theme)
    if native.form in ("line", "area"):
        _room_at_right(chart)
    for properties in chart._chartSpace.iter(qn("a:defRPr"), qn("a:rPr")):
        properties.set("lang", ink.language)
    if ink.rtl:
        _turn(chart, part)
    for axis in chart._chartSpace.iter(qn("c:axId"), qn("c:crossAx")):
        # python-pptx writes negative ones; the schema has an unsigned type (21.2.2.9).
        axis.set("val", axis.get("val").lstrip("-"))
    ((relation, embedded),) = held.rels.items()
    target = Chart(held.blob, embedded.target_part.blob, relation)
    element = CT_GraphicalObjectFrame.new_chart_graphicFrame(
        1, f"Chart: {part.figure.id}", sheet.relate(CHART, target),
        *(Pt(each) for each in (b.x, b.y, b.width, b.height)),
    )  # fmt: skip
    describe(element, part.alt)
    return sheet.add(element)


def _turn(chart: Any, part: ChartBox) -> None:
    """Bars grow from the right and columns begin there, as `briefgen.charts.drawing.mirror` has it; text runs from the right."""
    form = part.plan.form
    if form in ACROSS:
        chart.value_axis.reverse_order = True
    elif form == "column" and not kind_of(part.figure.spec).keeps(part.figure.spec):
        chart.category_axis.reverse_order = True
    for properties in chart._chartSpace.iter(qn("a:pPr")):
        properties.set("rtl", "1")


class _Categories(CategoryChartData):
    """python-pptx's chart data with a workbook of ours in place of its own."""

    xlsx_blob: bytes = b""


class _Points(XyChartData):
    """As `_Categories`, for points in a plane."""

    xlsx_blob: bytes = b""


def _data(native: NativeChart, book: bytes) -> Any:
    """The chart's values as python-pptx takes them, with `book` as the workbook behind them."""
    if native.form == "scatter":
        points: Any = _Points(number_format=native.number_format)  # type: ignore[no-untyped-call]
        points.xlsx_blob = book
        for given in native.series:
            held = points.add_series(given.name)
            for x, y in zip(given.xs, given.values, strict=True):
                held.add_data_point(x, y)
        return points
    data: Any = _Categories(number_format=native.number_format)  # type: ignore[no-untyped-call]
    data.xlsx_blob = book
    data.categories = native.categories
    for given in native.series:
        data.add_series(given.name or " ", given.values)
    return data


def workbook(native: NativeChart, date: datetime.date) -> bytes:
    """The workbook that "Edit data" opens, dated `date`, its cells where python-pptx's references look for them.

    python-pptx would write a label such as `=1+1` as a formula and an address as a link; here each text is a
    text, since labels come from data files of strangers.
    """
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        midnight = datetime.datetime.combine(date, datetime.time())
        book.set_properties({"created": midnight})
        sheet = book.add_worksheet("Sheet1")
        number = book.add_format({"num_format": native.number_format})

        def column(row: int, index: int, values: Sequence[float | None], form: Any = None) -> None:
            for below, value in enumerate(values):
                if value is not None:
                    sheet.write_number(row + below, index, value, form)

        if native.form == "scatter":  # the series one below the other, a row between them
            row = 0
            for given in native.series:
                sheet.write_string(row, 1, given.name)
                column(row + 1, 0, given.xs)
                column(row + 1, 1, given.values, number)
                row += len(given.values) + 2
        else:
            for row, category in enumerate(native.categories, 1):
                sheet.write_string(row, 0, category)
            for index, given in enumerate(native.series, 1):
                sheet.write_string(0, index, given.name or " ")
                column(1, index, given.values, number)
    return stream.getvalue()


def _format_series(series: Any, given: NativeSeries, part: ChartBox, theme: Theme) -> None:
    if given.hidden:
        series.format.fill.background()
        base, ink = XL_LABEL_POSITION.INSIDE_BASE, theme.colours.ink
        for index, text in enumerate(given.labels):
            if text:
                write_label(series.points[index], text, part.size, ink, base)
        return
    form = part.plan.form
    shade = rgb(given.colours[0] if given.colours else theme.colours.series[0])
    if form == "line":
        series.format.line.color.rgb, series.format.line.width = shade, Pt(3)
        series.smooth = False
        _dot(series.marker, shade)
    elif form == "scatter":
        series.format.line.fill.background()
        _dot(series.marker, shade)
    else:
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = shade
    for index, value in enumerate(given.values):
        if value is None:
            continue
        if form not in ("line", "area"):
            _format_point(series.points[index], given, index, form)
        if given.labels[index]:
            label_point(series.points[index], given, index, part, theme)


def _format_point(point: Any, given: NativeSeries, index: int, form: str) -> None:
    """Point formatting: the highlight, and a dashed outline where the value is only an upper bound."""
    shade = rgb(given.colours[index])
    if form == "scatter":
        _dot(point.marker, shade)
        return
    target = point.format
    if given.open[index]:
        target.fill.background()
        target.line.color.rgb, target.line.width = shade, Pt(2)
        target.line.dash_style = MSO_LINE.DASH
    else:
        target.fill.solid()
        target.fill.fore_color.rgb = shade


def _dot(marker: Any, shade: Any) -> None:
    marker.style, marker.size = XL_MARKER_STYLE.CIRCLE, 11
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = shade
    marker.format.line.color.rgb = shade


def _room_at_right(chart: Any) -> None:
    """A plot area that leaves room for the labels at the lines' ends (21.2.2.95)."""
    area = chart._chartSpace.find(f"{qn('c:chart')}/{qn('c:plotArea')}")
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    values = {"x": 0.07, "y": 0.06, "w": 0.7, "h": 0.8}
    parts = "".join(f'<c:{name} val="{value}"/>' for name, value in values.items())
    edges = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    area.insert(0, _layout(edges + parts))


def _layout(parts: str) -> Any:
    """A layout set by hand (21.2.2.95)."""
    layout = f"<c:manualLayout>{parts}</c:manualLayout>"
    return parse_xml(f"<c:layout {nsdecls('c')}>{layout}</c:layout>")
