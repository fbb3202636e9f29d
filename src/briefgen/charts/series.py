"""Several values for each row: names of series, how they are filled, and the key that names them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from briefgen.charts import rows
from briefgen.charts.rows import Mark
from briefgen.charts.sheet import Fill, Frame, Sheet, shorten
from briefgen.languages import font_metrics
from briefgen.languages.locale import Locale
from briefgen.model.figures import SeriesRow
from briefgen.model.quantity import Qualifier, Quantity
from briefgen.model.theme import Theme, readable_on, tint

MISSING = Quantity(None, None, Qualifier.MISSING)
LEADING = 1.35


def names(data: Iterable[SeriesRow]) -> list[str]:
    """The series in order of their first appearance."""
    return list(dict.fromkeys(name for row in data for name in row.values))


def row_marks(data: Iterable[SeriesRow], highlight: Sequence[str], locale: Locale,
              listed: Sequence[str] = ()) -> list[Mark]:  # fmt: skip
    """The rows as marks without a value, for their names; which of the series `told` a row lacks is its note."""
    out = []
    for row in data:
        gone = [name for name in listed if row.values.get(name, MISSING).value is None]
        note = f"{', '.join(gone)}: {locale.word('missing')}" if 0 < len(gone) < len(listed) else ""
        chosen = row.label in highlight
        out.append(Mark(rows.name_row(row, locale), "", MISSING, chosen, False, note, row.status))
    return out


def with_values(row: Any, names: Sequence[str]) -> Any:
    """The row with a value for each of the series `names` and for no other."""
    return row.model_copy(update={"values": {n: row.values.get(n, MISSING) for n in names}})


def shades(names: Sequence[str], highlight: Sequence[str], theme: Theme) -> list[str]:
    """A colour for each series; the accent for those that are highlighted, and grey for the others then."""
    colours, chosen = theme.colours, set(names) & set(highlight)
    if chosen:
        return [colours.accent if name in chosen else colours.mute for name in names]
    return [colours.series[i % len(colours.series)] for i in range(len(names))]


def fills(sheet: Sheet, names: Sequence[str], highlight: Sequence[str]) -> list[Fill]:
    """A fill for each series; with a highlighted one, the accent for it and greys for the others."""
    if not set(names) & set(highlight):
        return [sheet.series(index) for index in range(len(names))]
    colours = sheet.theme.colours
    out, others = [], 0
    for name in names:
        if name in highlight:
            out.append(Fill(colours.accent, colours.accent))
        else:
            shade = tint(colours.mute, (1.0, 0.55, 0.78)[others % 3])
            out.append(Fill(shade, colours.muted))
            others += 1
    return out


def _entries(names: Sequence[str], frame: Frame) -> list[list[tuple[float, str]]]:
    """The key's lines: offsets and names."""
    size = frame.size
    face = font_metrics.face(frame.theme)
    out: list[list[tuple[float, str]]] = [[]]
    x = 0.0
    for name in names:
        shown = shorten(name, face, size, frame.width - size)
        wide = size + face.width(shown, size)
        if out[-1] and x + wide > frame.width:
            out.append([])
            x = 0.0
        out[-1].append((x, shown))
        x += wide + size * 1.2
    return out


def key_height(names: Sequence[str], frame: Frame) -> float:
    """Height of the key in points; one series needs none."""
    if len(names) < 2:
        return 0.0
    size = frame.size
    return len(_entries(names, frame)) * size * LEADING + size * 0.5


def key(sheet: Sheet, names: Sequence[str], fills: Sequence[Fill]) -> float:
    """Draw squares and names in the order of the marks at the top of the sheet and return their height in points.

    Nothing where the sheet is `keyed`: one of several that have their key in common.
    """
    if len(names) < 2 or sheet.keyed:
        return 0.0
    size, top = sheet.size("label"), sheet.height
    at = iter(fills)
    for index, line in enumerate(_entries(names, sheet.frame)):
        y = top - size * (0.78 + index * LEADING)
        for x, name in line:
            sheet.rect(x, y, size * 0.68, size * 0.68, next(at))
            sheet.text(x + size, y, name)
    return key_height(names, sheet.frame)


# Stacked bars: what bars of amounts and bars of shares have in common.
BAR = 18.0


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: its length in data units, what is written on it, and `short` where that has no room.

    `series` is its place among the fills, `hollow` is provisional or a forecast, `loose` not known exactly.
    """

    length: float
    text: str
    series: int
    hollow: bool = False
    loose: bool = False
    short: str = ""


Parts: TypeAlias = Sequence[Sequence[Part]]


@dataclass(frozen=True, slots=True)
class Stack:
    """The rows' parts, each row's total, and where the scale ends if nothing else says so."""

    names: Sequence[str]
    parts: Parts
    totals: Sequence[str]
    most: float


def natural_height(spec: Any, stack: Stack, frame: Frame) -> float:
    """Height of the key and the rows, in points at `width`."""
    marks = row_marks(spec.data, spec.highlight, frame.locale, names(spec.data))
    key = key_height(stack.names, frame)
    if rows.fit(marks, stack.totals, 1, frame):
        return key + rows.natural_height(frame)
    plan = rows.plan(marks, frame, BAR, stack.totals)
    long = frame.width - plan.start - _after(stack.totals, frame.within(frame.width - plan.start))
    below = values_below(stack.parts, long / (stack.most or 1), frame.theme, frame.scale)
    return key + plan.height + sum(below)


def _after(totals: Sequence[str], frame: Frame) -> float:
    """Room in points for the totals after bars that have `width` with them."""
    size, face = frame.size, font_metrics.face(frame.theme, True)
    widest = max((face.width(t, size) for t in totals), default=0.0)
    return min(widest + size * 0.4 if widest else 0.0, frame.width * 0.5)


def draw(spec: Any, sheet: Sheet, stack: Stack, fills: Sequence[Fill],
         widest: Sequence[str] = ()) -> None:  # fmt: skip
    """Draw rows of parts on `sheet`, each row's total after it.

    Years and the like stand side by side where they fit, `widest` too, the totals of charts that share the scale;
    other rows lie one below the other.
    """
    marks = row_marks(spec.data, spec.highlight, sheet.locale, names(spec.data))
    top = sheet.height - key(sheet, stack.names, fills)
    every = [row_marks(peer.data, (), sheet.locale, names(peer.data))
             for peer in sheet.peers] or [marks]  # fmt: skip
    texts = [*stack.totals, *widest]
    if all(rows.fit(m, texts, 1, sheet.frame) for m in every):
        _upright(sheet, marks, stack, fills, top)
    else:
        _level(sheet, marks, stack, fills, top)


def _level(sheet: Sheet, marks: Sequence[rows.Mark], stack: Stack, fills: Sequence[Fill],
           top: float) -> None:  # fmt: skip
    size, theme, totals = sheet.size("label"), sheet.theme, stack.totals
    plan = rows.plan(marks, sheet.frame, BAR, totals)
    room = _after(totals, sheet.frame.within(sheet.width - plan.start))
    end = (sheet.domain or (0, stack.most))[1] or 1
    scale = sheet.across(0, end, plan.start, sheet.width - room)
    below = values_below(stack.parts, scale(1) - scale(0), theme, sheet.scale)
    # Where the rows have not the height, thinner bars make room for the values below them.
    excess = max(0.0, plan.height + sum(below) - top) / len(marks) / sheet.scale
    thick = max(BAR - excess, size * 1.15 / sheet.scale) if any(below) else BAR
    plan = rows.plan(marks, sheet.frame, thick, totals, below)
    placed = rows.place(plan, marks, sheet, top, 0)
    for mark, band, row, total in zip(marks, placed, stack.parts, totals, strict=True):
        at, foot, untold = 0.0, band.middle - band.thickness / 2, []
        for part in row:
            left, right = scale(at), scale(at + part.length)
            place = left, foot, _short(sheet, right - left), band.thickness
            if not _part(sheet, part, fills[part.series], place):
                untold.append((part, place))
            at += part.length
        sheet.text(scale(at) + size * 0.4, band.middle - size * 0.33, total, bold=bool(row),
                   italic=not row)  # fmt: skip
        under(sheet, untold, fills, (plan.start, sheet.width), mark.label)


def _upright(sheet: Sheet, marks: Sequence[rows.Mark], stack: Stack, fills: Sequence[Fill],
             top: float) -> None:  # fmt: skip
    size, totals = sheet.size("label"), stack.totals
    foot = rows.names(sheet, marks)
    pitch = sheet.width / len(marks)
    breadth = min(pitch * (1 - sheet.theme.chart.gap * 0.7), 74 * sheet.scale)
    head = size * 1.3 if any(totals) else 0
    scale = sheet.up(0, (sheet.domain or (0, stack.most))[1] or 1, foot, top - head)
    breadth = thin_breadth(stack.parts, scale(1) - scale(0), (breadth, pitch), sheet)
    untold = []
    for index, (row, total) in enumerate(zip(stack.parts, totals, strict=True)):
        middle, at = (index + 0.5) * pitch, 0.0
        for part in row:
            low, high = scale(at), scale(at + part.length)
            place = middle - breadth / 2, low, breadth, _short(sheet, high - low)
            if not _part(sheet, part, fills[part.series], place):
                untold.append((part, place, marks[index].label))
            at += part.length
        sheet.text(middle, scale(at) + size * 0.35, total, align="center", bold=bool(row),
                   italic=not row)  # fmt: skip
    for part, place, owner in untold:
        beside(sheet, part, fills[part.series], place, pitch - breadth, owner)


def _short(sheet: Sheet, length: float) -> float:
    """A part's length, a hair less, so that it stands apart from the next."""
    return max(length - 0.8 * sheet.scale, min(length, 0.4))


def _part(sheet: Sheet, part: Part, fill: Fill, place: Place) -> bool:
    """Draw a part at left, bottom, width and height and return whether its text has room on it at its size."""
    left, bottom, width, height = place
    fill = part_fill(part, fill)
    edge = fill.ink if part.loose else None
    sheet.rect(left, bottom, width, height, fill, edge, part.loose, sheet.scale)
    size = sheet.size("label")
    text = inside(part, width, height, sheet.theme, size)
    if text:
        write(sheet, text, fill, place, size)
    return bool(text)


def refuse_negative(data: Sequence[SeriesRow]) -> None:
    """Raise ValueError where a part is below zero: parts of a whole cannot be."""
    for row in data:
        for name, quantity in row.values.items():
            if quantity.low is not None and quantity.low < 0:
                raise ValueError(
                    f"`{name}` of `{row.label}` is below zero: parts of a whole cannot be; use `grouped`"
                )


# Parts of stacked bars that are too thin for their value: it stands outside, a thin line leads to it.
Place = tuple[float, float, float, float]  # left, bottom, width and height in points
LINE = 1.05  # room below a bar for the values of its thin parts, of the text size
LEADER = 0.3  # length of the line to a value, of the text size
APART = 0.6  # least distance of two values, of the text size


def inside(part: Part, width: float, height: float, theme: Theme, size: float) -> str:
    """What is written on a part at `size`: its value with the unit, without, or nothing."""
    if size * 0.95 > height:
        return ""
    face = font_metrics.face(theme)
    room = width - size * 0.5
    return next((t for t in (part.text, part.short) if t and face.width(t, size) <= room), "")


def values_below(parts: Parts, unit: float, theme: Theme, scale: float) -> list[float]:
    """The room in points that each row needs below its bar, `unit` points long for each data unit."""
    size = theme.chart.label * scale

    def fits(part: Part) -> bool:
        return bool(inside(part, part.length * unit - 0.8 * scale, size, theme, size))

    return [0.0 if all(fits(part) for part in row) else size * LINE for row in parts]


def thin_breadth(parts: Parts, unit: float, room: tuple[float, float], sheet: Sheet) -> float:
    """How wide columns are, so that values of thin parts fit between them; `room` is how wide they would be, and their pitch."""
    size, (asked, pitch) = sheet.size("label"), room
    high = [(part, part.length * unit - 0.8 * sheet.scale) for row in parts for part in row]
    moved = [p for p, height in high if not inside(p, asked, height, sheet.theme, size)]
    stay = [p for p, height in high if inside(p, asked, height, sheet.theme, size)]
    if not moved:
        return asked
    beside = max(sheet.text_width(p.short or p.text, size) for p in moved) + size
    # The last column has half the distance on its right.
    least = max((sheet.text_width(p.short or p.text, size) + size * 0.6 for p in stay), default=0.0)
    return min(asked, max(pitch - 2 * beside, pitch * 0.4, least))


def part_fill(part: Part, fill: Fill) -> Fill:
    """The fill as exact and final as the part is."""
    fill = Fill("#ffffff", fill.ink, 45.0) if part.hollow else fill
    return rows.soften(fill) if part.loose else fill


def write(sheet: Sheet, text: str, fill: Fill, place: Place, size: float) -> None:
    """The text in the middle of a part."""
    left, bottom, width, height = place
    wide = sheet.text_width(text, size)
    x, y = left + width / 2, bottom + height / 2 - size * 0.33
    if fill.angle is not None:  # strokes behind letters make them hard to read
        sheet.rect(x - wide / 2 - 1, y - size * 0.2, wide + 2, size * 0.98, fill.colour)
    sheet.text(x, y, text, size=size, align="center", colour=readable_on(fill.colour, sheet.theme))


def under(sheet: Sheet, untold: Sequence[tuple[Part, Place]], fills: Sequence[Fill],
          ends: tuple[float, float], owner: str) -> None:  # fmt: skip
    """Values below a level bar, each as near its part as the others and the `ends` of the row let it."""
    size = sheet.size("label")
    texts = [part.text for part, _ in untold]
    starts = _spread(sheet, texts, [place for _, place in untold], ends)
    if not starts or any(s > p[0] + p[2] for s, (_, p) in zip(starts, untold, strict=True)):
        # Short texts stay nearer their parts.
        texts = [part.short or part.text for part, _ in untold]
        starts = _spread(sheet, texts, [place for _, place in untold], ends)
    for index, (part, place) in enumerate(untold):
        left, bottom, width, _ = place
        y = bottom - size * (LEADER + 0.75)
        if not starts or not sheet.text(starts[index], y, texts[index], optional=True):
            _last(sheet, part, fills[part.series], place, owner)
            continue
        middle, wide = left + width / 2, sheet.text_width(texts[index], size)
        start = starts[index]
        near = min(max(middle, start + size * 0.3), start + max(wide - size * 0.3, 0))
        _leader(sheet, (middle, bottom), (near, bottom - size * LEADER))


def _spread(sheet: Sheet, texts: Sequence[str], places: Sequence[Place],
            ends: tuple[float, float]) -> list[float]:  # fmt: skip
    """Where each text starts, in the order of the parts and none on another; nothing where they have no room."""
    size, (first, last) = sheet.size("label"), ends
    wide = [sheet.text_width(text, size) for text in texts]
    if sum(wide) + size * APART * (len(texts) - 1) > last - first:
        return []
    starts, at = [], first
    for (left, _, width, _), own in zip(places, wide, strict=True):
        starts.append(max(at, left + width / 2 - own / 2))
        at = starts[-1] + own + size * APART
    at = last
    for index in reversed(range(len(starts))):
        starts[index] = min(starts[index], at - wide[index])
        at = starts[index] - size * APART
    return starts


def beside(sheet: Sheet, part: Part, fill: Fill, place: Place, gap: float, owner: str) -> None:
    """A value beside a column, right or left of its part and as far up or down as it must."""
    size = sheet.size("label")
    left, bottom, width, height = place
    text, middle = part.short or part.text, bottom + height / 2
    lead = size * LEADER
    wide = sheet.text_width(text, size)
    after = left + width
    right = after + lead * 1.5, after, after + lead
    for x, start, end in (right, (left - lead * 1.5 - wide, left, left - lead)):
        clear = x >= 0 and x + wide <= sheet.width and wide + lead * 1.5 <= gap - size * 0.2
        for moved in (0, 0.5, -0.5, 1, -1, 1.5, -1.5, 2, -2) if clear else ():
            y = middle + moved * size
            if sheet.text(x, y - size * 0.33, text, optional=True):
                _leader(sheet, (start, middle), (end, y))
                return
    _last(sheet, part, fill, place, owner)


def _leader(sheet: Sheet, start: tuple[float, float], end: tuple[float, float]) -> None:
    (x, y), (to_x, to_y) = start, end
    sheet.line([x, to_x], [y, to_y], sheet.theme.colours.muted, 0.6 * sheet.scale)


def _last(sheet: Sheet, part: Part, fill: Fill, place: Place, owner: str) -> None:
    """What has no room outside is set smaller on its part, if it can be read; else it is left out and noted."""
    for text in (t for t in (part.text, part.short) if t):
        smaller = sheet.fit_size(text, sheet.size("label"), place[2] - 1.5)
        if smaller and smaller * 0.95 <= place[3]:
            write(sheet, text, part_fill(part, fill), place, smaller)
            return
    sheet.drop(f"{owner}: {part.text}")
