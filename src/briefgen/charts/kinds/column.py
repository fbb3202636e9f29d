"""The chart kind `column`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from briefgen.charts import axis, rows
from briefgen.charts.axis import nice_ticks
from briefgen.charts.kind import ChartKind
from briefgen.charts.kinds import kind_of
from briefgen.charts.kinds.bar import BarSpec
from briefgen.charts.sheet import Frame, Sheet, wrap
from briefgen.languages import font_metrics, shaping
from briefgen.model.figures import FigureBase, Reference, Row, Unit

LEADING = 1.2
FORMS = ("full", "thin", "bars")  # by the room that they need, the most first


class ColumnSpec(FigureBase, Unit):
    """A column for each row, from zero."""

    kind: Literal["column"]
    data: tuple[Row, ...] = Field(min_length=1, description="A row a column, in the order drawn.")
    references: tuple[Reference, ...] = Field((), description="Values to compare the columns with.")


def _form(marks: list[rows.Mark], frame: Frame) -> str:
    """`full` where all labels fit, `thin` where a sequence can be labelled in part, else `bars`."""
    size, face = frame.size, font_metrics.face(frame.theme, True)
    room = frame.width / len(marks)

    def fits(text: str, lines: int) -> bool:
        wide = max((face.width(word, size) for word in shaping.words(text)), default=0)
        return wide <= room - 3 and len(wrap(text, frame.theme, size, room - 3, True)) <= lines

    if all(fits(m.label, 3) and fits(_allow_breaks(m.text), 2) and fits(m.note, 4) for m in marks):
        return "full"
    short = max(face.width(m.label, size) for m in marks) <= frame.width / 4
    return "thin" if short and rows.sequence(marks) else "bars"


def _allow_breaks(text: str) -> str:
    return text.replace("\u00a0", " ")


def _feet(marks: list[rows.Mark], frame: Frame) -> list[list[str]]:
    """The lines below each column: its label, then its note."""
    size, room = frame.size, frame.width / len(marks) - 3
    notes = [wrap(m.note, frame.theme, size, room) if m.note else [] for m in marks]
    labels = [wrap(m.label, frame.theme, size, room, True) for m in marks]
    return [label + note for label, note in zip(labels, notes, strict=True)]


def _full(spec: ColumnSpec, marks: list[rows.Mark], sheet: Sheet) -> None:
    size, room = sheet.size("label"), sheet.width / len(marks)
    feet = _feet(marks, sheet.frame)
    values = [wrap(_allow_breaks(m.text), sheet.theme, size, room - 3, True) for m in marks]
    # A value in one line stays whole; only where there is no room is it broken.
    values = [[m.text] if len(v) == 1 else v for m, v in zip(marks, values, strict=True)]
    foot = max(map(len, feet)) * size * LEADING + size * 0.35
    breadth = min(room * (1 - sheet.theme.chart.gap), 74 * sheet.scale)
    low, high = sheet.domain or rows.extent(marks, axis.values(spec.references))
    above = max(map(len, values)) * size * LEADING + size * 0.3
    above += max(rows.tip(m, breadth, sheet.scale) for m in marks)
    scale = sheet.up(low, high, foot + (above if low < 0 else 0), sheet.height - above)
    zero = scale(0)
    for index, (mark, value, lines) in enumerate(zip(marks, values, feet, strict=True)):
        middle = (index + 0.5) * room
        rows.bar(sheet, mark, scale, middle, breadth, "up")
        notes = wrap(mark.note, sheet.theme, size, room - 3) if mark.note else []
        named = len(lines) - len(notes)
        label, note = lines[:named], lines[named:]
        below = sheet.lines(middle, foot - size * 0.3, label, align="center", bold=mark.highlighted)
        sheet.lines(middle, below, note, align="center", colour=sheet.theme.colours.muted)
        if mark.reach is not None and mark.reach < 0:
            top = scale(mark.quantity.bounds[0] if mark.quantity.bounds else 0) - size * 0.2
        else:
            reach = zero if mark.reach is None else scale(mark.reach)
            top = reach + rows.tip(mark, breadth, sheet.scale)
            top += size * (0.15 + LEADING * len(value))
        missing = mark.reach is None
        sheet.lines(middle, top, value, align="center", bold=not missing, italic=missing,
                    colour=sheet.theme.colours.muted if missing else None)  # fmt: skip
    sheet.line([0, sheet.width], [zero, zero], sheet.theme.colours.muted, 0.8 * sheet.scale)
    axis.level(sheet, spec.references, scale, 0, sheet.width)


def _thin(spec: ColumnSpec, marks: list[rows.Mark], sheet: Sheet) -> None:
    """Many columns in a sequence: an axis; the highest, the highlighted and those that are not exact labelled."""
    size, colours = sheet.size("label"), sheet.theme.colours
    low, high = sheet.domain or rows.extent(marks, axis.values(spec.references))
    ticks = nice_ticks(low, high, 4)
    texts = [axis.tick_text(t, spec, sheet.locale) for t in ticks]
    left = sheet.widest(texts, bold=False) + size * 0.6
    foot = size * 1.75
    gone = rows.list_missing(sheet, [m.label for m in marks if m.reach is None])
    if gone:
        sheet.note(size * 0.35, gone)
        foot += size * 1.3
    scale = sheet.up(ticks[0], ticks[-1], foot, sheet.height - size * 1.3)
    foot = scale.start
    for tick, text in zip(ticks, texts, strict=True):
        y = scale(tick)
        sheet.line([left, sheet.width], [y, y], colours.rule, 0.5 * sheet.scale)
        sheet.text(left - size * 0.5, y - size * 0.33, text, align="right",
                   colour=colours.muted, optional=True)  # fmt: skip
    room = (sheet.width - left) / len(marks)
    breadth = room * 0.72
    known = [i for i, m in enumerate(marks) if m.reach is not None]
    top = max(known, key=lambda i: marks[i].reach or 0, default=None)
    for index, mark in enumerate(marks):
        rows.bar(sheet, mark, scale, left + (index + 0.5) * room, breadth, "up")
    said = [i for i in known if i == top or marks[i].highlighted or not marks[i].quantity.is_exact]
    for index in sorted(said, key=lambda i: (i != top, not marks[i].highlighted)):
        mark, middle = marks[index], left + (index + 0.5) * room
        half = sheet.text_width(mark.text, size, True) / 2
        near = [m for i, m in enumerate(marks) if abs(i - index) * room < half + breadth]
        tip = rows.tip(mark, breadth, sheet.scale)
        if (mark.reach or 0) < 0:
            lows = [m.quantity.bounds[0] for m in near if m.quantity.bounds]
            y = scale(min(lows)) - size - tip
        else:
            y = scale(max(m.reach or 0 for m in near)) + size * 0.35 + tip
        sheet.text(middle, y, mark.text, align="center", bold=True, owner=mark.label)
    every = [0, len(marks) - 1, *range(len(marks))]
    for index in dict.fromkeys(every):
        middle = left + (index + 0.5) * room
        label = marks[index].label
        gap = sheet.text_width(label, size) / 2 + size * 0.4
        y = foot - size * 1.4
        if index in every[:2] or sheet.free((middle - gap, y, middle + gap, y + size * 0.7)):
            sheet.text(middle, foot - size * 1.4, label, align="center", optional=True,
                       bold=marks[index].highlighted)  # fmt: skip
    for mark in marks:
        if mark.note:
            sheet.drop(f"{mark.label}: {mark.note}")
    zero = scale(0)
    sheet.line([left, sheet.width], [zero, zero], colours.muted, 0.8 * sheet.scale)
    axis.level(sheet, spec.references, scale, left, sheet.width)


def _as_bars(spec: ColumnSpec) -> BarSpec:
    """The same figure as bars."""
    bars = BarSpec.model_construct(**{**dict(spec), "kind": "bar"})
    bars.place_at(spec.path)
    return bars


class Column(ChartKind[ColumnSpec]):
    """Columns: a few values compared side by side, often over time.

    Use it for up to a dozen values whose order matters, such as years. Do not use it for names that need room
    (bars) or for many points in time (a line). Where names do not fit below the columns, it is drawn as bars.
    """

    name = "column"
    Spec = ColumnSpec
    native_form = "column"
    common = "values"
    narrow = True
    divisible = True
    elastic = True

    def natural_height(self, spec: ColumnSpec, frame: Frame) -> float:
        marks = rows.marks(spec, frame.locale)
        form = _form(marks, frame)
        if form == "bars":
            bars = _as_bars(spec)
            return kind_of(bars).natural_height(bars, frame)
        size = frame.size
        lines = 1 if form == "thin" else max(map(len, _feet(marks, frame)))
        return 78 * frame.scale + 0.17 * frame.width + lines * size * LEADING

    def draw(self, spec: ColumnSpec, sheet: Sheet) -> None:
        marks = rows.marks(spec, sheet.locale)
        # Charts that share a scale have one form, too: that of the one with the least room.
        every = [rows.marks(peer, sheet.locale) for peer in sheet.peers] or [marks]
        form = max((_form(m, sheet.frame) for m in every), key=FORMS.index)
        if form == "bars":
            bars = _as_bars(spec)
            kind_of(bars).draw(bars, sheet)
        elif form == "full":
            _full(spec, marks, sheet)
        else:
            _thin(spec, marks, sheet)

    def shape(self, spec: ColumnSpec, frame: Frame) -> FigureBase:
        """Bars, where the names do not fit below the columns."""
        fits = _form(rows.marks(spec, frame.locale), frame) != "bars"
        return spec if fits else _as_bars(spec)

    def keeps(self, spec: ColumnSpec) -> bool:
        """Whether they are years and the like, rather than names."""
        return all(row.label[:1].isdecimal() for row in spec.data)
