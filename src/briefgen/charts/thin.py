"""Parts of stacked bars that are too thin for their value: it stands outside, a thin line leads to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefgen import font_metrics
from briefgen.charts import rows
from briefgen.charts.canvas import Fill, Sheet
from briefgen.charts.colour import readable_on
from briefgen.theme import Theme

if TYPE_CHECKING:
    from briefgen.charts.stack import Part

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


def below(parts: Sequence[Sequence[Part]], unit: float, theme: Theme, scale: float) -> list[float]:
    """The room in points that each row needs below its bar, `unit` points long for each data unit."""
    size = theme.chart.label * scale

    def fits(part: Part) -> bool:
        return bool(inside(part, part.length * unit - 0.8 * scale, size, theme, size))

    return [0.0 if all(fits(part) for part in row) else size * LINE for row in parts]


def breadth(
    parts: Sequence[Sequence[Part]], unit: float, room: tuple[float, float], sheet: Sheet
) -> float:
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


def shown(part: Part, fill: Fill) -> Fill:
    """The fill as exact and final as the part is."""
    fill = Fill("#ffffff", fill.ink, 45.0) if part.hollow else fill
    return rows.unsure(fill) if part.loose else fill


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
        if not starts or not sheet.text(starts[index], y, texts[index], size=size, optional=True):
            _last(sheet, part, fills[part.series], place, owner)
            continue
        middle, wide = left + width / 2, sheet.text_width(texts[index], size)
        near = min(
            max(middle, starts[index] + size * 0.3), starts[index] + max(wide - size * 0.3, 0)
        )
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
    for x, start, end in (
        (after + lead * 1.5, after, after + lead),
        (left - lead * 1.5 - wide, left, left - lead),
    ):
        clear = x >= 0 and x + wide <= sheet.width and wide + lead * 1.5 <= gap - size * 0.2
        for moved in (0, 0.5, -0.5, 1, -1, 1.5, -1.5, 2, -2) if clear else ():
            y = middle + moved * size
            if sheet.text(x, y - size * 0.33, text, size=size, optional=True):
                _leader(sheet, (start, middle), (end, y))
                return
    _last(sheet, part, fill, place, owner)


def _leader(sheet: Sheet, start: tuple[float, float], end: tuple[float, float]) -> None:
    (x, y), (to_x, to_y) = start, end
    sheet.line([x, to_x], [y, to_y], sheet.theme.colours.muted, 0.6 * sheet.scale)


def _last(sheet: Sheet, part: Part, fill: Fill, place: Place, owner: str) -> None:
    """What has no room outside is set smaller on its part, if it can be read; else it is left out and noted."""
    for text in (t for t in (part.text, part.short) if t):
        smaller = sheet.fitted(text, sheet.size("label"), place[2] - 1.5)
        if smaller and smaller * 0.95 <= place[3]:
            write(sheet, text, shown(part, fill), place, smaller)
            return
    sheet.dropped(f"{owner}: {part.text}")
