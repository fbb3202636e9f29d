"""The chart kind `panel`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from briefgen.charts import rows
from briefgen.charts.kind import ChartKind
from briefgen.charts.sheet import Frame, Sheet, plain_label, wrap
from briefgen.charts.text_alternatives import describe_value
from briefgen.languages import font_metrics
from briefgen.languages.locale import Locale
from briefgen.model.figures import FigureBase, Row, Unit

LARGE = 2.6  # of the label size


class KeyRow(Row, Unit):
    """A number with a unit of its own."""


class PanelSpec(FigureBase):
    """Numbers in a row or a grid."""

    kind: Literal["panel"]
    data: tuple[KeyRow, ...] = Field(min_length=1, max_length=12, description="A row a number.")


@dataclass(frozen=True)
class _Cell:
    qualifier: str
    number: str
    label: list[str]
    strong: bool
    missing: bool


def _columns(spec: PanelSpec, frame: Frame) -> int:
    """As many beside each other as have room for their numbers."""
    size = frame.size
    numbers = [frame.locale.parts(row.value, row, named=False)[1] for row in spec.data]
    face = font_metrics.face(frame.theme, True)
    widest = max(face.width(number, size * LARGE) for number in numbers)
    most = max(1, int(frame.width // max(widest + size * 2, size * 11)))
    count = len(spec.data)
    lines = -(-count // min(most, count, 4))
    return -(-count // lines)


def _cells(spec: PanelSpec, frame: Frame) -> list[_Cell]:
    size = frame.size
    room = frame.width / _columns(spec, frame) - size * 2
    out = []
    for row in spec.data:
        qualifier, number = frame.locale.parts(row.value, row, named=False)
        label = wrap(rows.name_row(row, frame.locale), frame.theme, size, room)
        if row.note:
            label += wrap(row.note, frame.theme, size, room)
        strong, missing = row.label in spec.highlight, row.value.value is None
        out.append(_Cell(qualifier, number, label, strong, missing))
    return out


def _height(cells: list[_Cell], size: float) -> float:
    above = size * 1.2 if any(c.qualifier for c in cells) else 0.0
    return above + size * (LARGE + 0.9) + max(len(c.label) for c in cells) * size * 1.2 + size * 0.6


class Panel(ChartKind[PanelSpec]):
    """Key-number panel: a few numbers written large, each with what it counts.

    Use it where two to six numbers are the message and no comparison is asked of the eye. Do not use it for numbers
    in one unit that belong on one scale (bars).
    """

    name = "panel"
    Spec = PanelSpec
    narrow = True
    divisible = True
    stretch = 1.4

    def natural_height(self, spec: PanelSpec, frame: Frame) -> float:
        cells = _cells(spec, frame)
        columns = _columns(spec, frame)
        size = frame.size
        return sum(_height(cells[i : i + columns], size) for i in range(0, len(cells), columns))

    def draw(self, spec: PanelSpec, sheet: Sheet) -> None:
        """Draw the numbers on `sheet`: the qualifier small above, the number large, what it is below."""
        size, colours = sheet.size("label"), sheet.theme.colours
        cells = _cells(spec, sheet.frame)
        columns = _columns(spec, sheet.frame)
        wide = sheet.width / columns
        natural = self.natural_height(spec, sheet.frame)
        lines = -(-len(cells) // columns)
        spare = max(0.0, sheet.height - natural) / lines
        top = sheet.height
        for start in range(0, len(cells), columns):
            group = cells[start : start + columns]
            above = size * 1.2 if any(c.qualifier for c in group) else 0.0
            high = _height(group, size)
            for index, cell in enumerate(group):
                x = index * wide + (size if index else 0.0)
                if index:
                    ys = [top - high + size * 0.6, top]
                    sheet.line([index * wide] * 2, ys, colours.rule, 0.8 * sheet.scale)
                sheet.text(x, top - size * 0.85, cell.qualifier, colour=colours.muted)
                large = size * LARGE
                fit = (wide - size * 1.4) / max(1.0, sheet.text_width(cell.number, large, True))
                large *= max(0.4, min(1.0, fit))
                shade = colours.accent if cell.strong else colours.primary
                if cell.missing:
                    shade, large = colours.muted, min(large, size * 1.3)
                sheet.text(x, top - above - size * LARGE * 0.82, cell.number, size=large,
                           bold=not cell.missing, italic=cell.missing, colour=shade)  # fmt: skip
                sheet.lines(x, top - above - size * (LARGE + 0.25), cell.label)
            top -= high + spare

    def values_in_words(self, spec: PanelSpec, locale: Locale) -> list[str]:
        values = [describe_value(row.value, row, locale) for row in spec.data]
        labels = [plain_label(row.label, locale) for row in spec.data]
        return [f"{value} {label}" for value, label in zip(values, labels, strict=True)]
