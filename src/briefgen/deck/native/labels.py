"""What is written on the marks of PowerPoint's charts: texts, so that they keep the edition's qualifiers and units."""

from __future__ import annotations

from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LABEL_POSITION
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from briefgen.charts.colour import contrast
from briefgen.charts.native import NativeChart, NativeSeries
from briefgen.theme import Theme

STACKED = ("stacked", "stacked100")
_LETTER = 0.55  # of its size, about the width of a letter


def rgb(colour: str) -> Any:
    """`#RRGGBB` as python-pptx has it."""
    return RGBColor(*bytes.fromhex(colour[1:]))  # type: ignore[no-untyped-call]


def ink_on(shade: str, theme: Theme) -> str:
    """The colour for a label on a mark of this shade: the theme's text colour, or white."""
    return max((theme.colours.ink, "#ffffff"), key=lambda ink: contrast(ink, shade))


def labelled(
    point: Any,
    given: NativeSeries,
    index: int,
    native: NativeChart,
    theme: Theme,
    size: float,
    width: float,
) -> None:
    """The value as the edition writes it, qualifier and all; at the end of a line or an area its name too."""
    text, last = given.labels[index], not any(v is not None for v in given.values[index + 1 :])
    inside = native.form in STACKED
    ink = ink_on(given.colours[index], theme) if inside else theme.colours.ink
    if native.form == "area":  # its labels have no positions to choose from (21.2.2.48)
        label = written(point, text, size, ink, None)
        if last:
            _aside(label, text, size, width)
        return
    at_points = (
        XL_LABEL_POSITION.RIGHT if last or native.form == "scatter" else XL_LABEL_POSITION.ABOVE
    )
    bars = XL_LABEL_POSITION.CENTER if inside else XL_LABEL_POSITION.OUTSIDE_END
    written(point, text, size, ink, at_points if native.form in ("line", "scatter") else bars)


def written(point: Any, text: str, size: float, ink: str, position: Any) -> Any:
    """Write a label in bold type of `size` points, at `position` or where PowerPoint has it; returns it."""
    label = point.data_label
    label.text_frame.text = text
    font = label.text_frame.paragraphs[0].runs[0].font
    font.size, font.bold, font.color.rgb = Pt(size), True, rgb(ink)
    if position is not None:
        label.position = position
    return label


def _aside(label: Any, text: str, size: float, width: float) -> None:
    """Move a label that is centred on the area's end to the right of it, by shares of the chart's width (21.2.2.95)."""
    shift = (len(text) * size * _LETTER / 2 + size * 0.4) / width
    element = label._dLbl
    element.insert(1, parse_xml(
        f'<c:layout {nsdecls("c")}><c:manualLayout><c:x val="{shift:.4f}"/><c:y val="0"/></c:manualLayout></c:layout>'
    ))  # fmt: skip
