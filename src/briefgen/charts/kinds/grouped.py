"""The chart kind `grouped`."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import Field

from briefgen.charts import axis, rows, series
from briefgen.charts.kind import ChartKind
from briefgen.charts.kinds import bar
from briefgen.charts.rows import Mark
from briefgen.charts.sheet import Fill, Frame, Sheet
from briefgen.languages.locale import Locale
from briefgen.model.figures import FigureBase, Reference, SeriesRow, Unit

BAR = 11.0
Fills: TypeAlias = list[Fill]


class GroupedSpec(FigureBase, Unit):
    """A group of bars for each row, from zero; years and the like stand side by side where they fit."""

    kind: Literal["grouped"]
    data: tuple[SeriesRow, ...] = Field(
        min_length=1, description="A row a group, from the top down."
    )
    references: tuple[Reference, ...] = Field((), description="Values to compare the bars with.")


def _texts(spec: GroupedSpec, locale: Locale) -> list[str]:
    return [mark.text for row in _cells(spec, locale) for mark in row]


def _upright(spec: GroupedSpec, frame: Frame) -> bool:
    """Whether groups stand side by side, as years do where they fit."""
    marks = [mark for row in _cells(spec, frame.locale) for mark in row]
    if any(mark.quantity.low is not None and mark.quantity.low < 0 for mark in marks):
        return False
    each = len(series.names(spec.data))
    groups = series.row_marks(spec.data, spec.highlight, frame.locale)
    return rows.fit(groups, [mark.text for mark in marks], each, frame)


def _bars(spec: GroupedSpec, sheet: Sheet, groups: list[Mark], fills: Fills, top: float) -> None:
    size, count = sheet.size("label"), len(fills)
    plan = rows.plan(groups, sheet.frame, BAR * count, _texts(spec, sheet.locale))
    top -= axis.head(spec.references, size)
    cells = _cells(spec, sheet.locale)
    marks = [mark for row in cells for mark in row]
    tip = 5 * sheet.scale if any(m.open_above for m in marks) else 0.0
    extent = sheet.domain or rows.extent(marks, axis.values(spec.references))
    scale = bar.value_scale(sheet, marks, extent, plan.start, tip)
    zero = scale(0)
    for band, row in zip(rows.place(plan, groups, sheet, top, 0), cells, strict=True):
        pitch = band.thickness / count
        for index, mark in enumerate(row):
            y = band.middle + band.thickness / 2 - (index + 0.5) * pitch
            rows.bar(sheet, mark, scale, y, pitch * 0.86, "right", fills[index])
            reach = zero if mark.reach is None else scale(mark.reach)
            below = mark.reach is not None and mark.reach < 0
            end = reach if below else max(reach, zero) + rows.tip(mark, pitch, sheet.scale)
            rows.value_beside(sheet, mark, end, y, size * 0.35, below)
    sheet.line([zero, zero], [0, top], sheet.theme.colours.muted, 0.8 * sheet.scale)
    axis.across(sheet, spec.references, scale, top, 0)


def _columns(spec: GroupedSpec, sheet: Sheet, groups: list[Mark], fills: Fills, top: float) -> None:
    size, count = sheet.size("label"), len(fills)
    foot = rows.names(sheet, groups)
    cells = _cells(spec, sheet.locale)
    marks = [mark for row in cells for mark in row]
    pitch = sheet.width / len(groups)
    breadth = min(pitch * 0.86 / count, 44 * sheet.scale)
    tip = max(rows.tip(mark, breadth, sheet.scale) for mark in marks)
    low, high = sheet.domain or rows.extent(marks, axis.values(spec.references))
    scale = sheet.up(low, high, foot, top - size * 1.3 - tip)
    for index, row in enumerate(cells):
        left = (index + 0.5) * pitch - breadth * count / 2
        for place, mark in enumerate(row):
            middle = left + (place + 0.5) * breadth
            rows.bar(sheet, mark, scale, middle, breadth * 0.94, "up", fills[place])
            missing = mark.reach is None
            y = (foot if missing else scale(mark.reach or 0)) + rows.tip(mark, breadth, sheet.scale)
            sheet.text(middle, y + size * 0.35, mark.text, align="center", bold=not missing,
                       italic=missing, colour=sheet.theme.colours.muted if missing else None)  # fmt: skip
    sheet.line([0, sheet.width], [foot, foot], sheet.theme.colours.muted, 0.8 * sheet.scale)
    axis.level(sheet, spec.references, scale, 0, sheet.width)


def _cells(spec: GroupedSpec, locale: Locale) -> list[list[Mark]]:
    """The marks of each row."""
    names = series.names(spec.data)
    return [[_mark(row, name, spec, locale) for name in names] for row in spec.data]


def _mark(row: SeriesRow, name: str, spec: GroupedSpec, locale: Locale) -> Mark:
    quantity = row.values.get(name, series.MISSING)
    text = locale.quantity(quantity, spec, short=True)
    return Mark(name, text, quantity, False, False, "", row.status)


class Grouped(ChartKind[GroupedSpec]):
    """Grouped bars: a few values side by side for each row.

    Use it for two or three series across a few rows, where the values themselves matter. Do not use it for more
    than four series (small multiples) or where the parts make a whole (stacked).
    """

    name = "grouped"
    Spec = GroupedSpec
    keyed = True
    native_form = "grouped"
    common = "values"
    divisible = True

    def natural_height(self, spec: GroupedSpec, frame: Frame) -> float:
        names = series.names(spec.data)
        groups = series.row_marks(spec.data, spec.highlight, frame.locale)
        key = series.key_height(names, frame)
        if _upright(spec, frame):
            return key + rows.natural_height(frame)
        plan = rows.plan(groups, frame, BAR * len(names), _texts(spec, frame.locale))
        return plan.height + key + axis.head(spec.references, frame.size)

    def draw(self, spec: GroupedSpec, sheet: Sheet) -> None:
        groups = series.row_marks(spec.data, spec.highlight, sheet.locale)
        names, fills = self.series(spec), self.fills(spec, sheet)
        top = sheet.height - series.key(sheet, names, fills)
        # Charts that share a scale stand all or none side by side.
        upright = all(_upright(peer, sheet.frame) for peer in sheet.peers or (spec,))
        (_columns if upright else _bars)(spec, sheet, groups, fills, top)
