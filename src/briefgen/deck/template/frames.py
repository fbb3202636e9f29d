"""How much room a layout gives a kind of slide, and what is done where it gives too little. All lengths are points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pptx.oxml.ns import qn

from briefgen.deck.placed import Box, Kind
from briefgen.deck.template.faces import typeface
from briefgen.deck.template.ground import drawn, is_busy
from briefgen.deck.template.match import match, seats
from briefgen.deck.template.model import Frame, Layout, Place
from briefgen.deck.template.styles import EMU, Style, style
from briefgen.theme import Theme

OPENING: tuple[Kind, ...] = ("title", "section")
_FURNITURE = ("ftr", "sldNum", "dt")
_STATEMENTS = ("message", "quotation", "sources", "closing")
_SOURCE = 32.0
# A placeholder lower or narrower than a line of small type holds nothing.
LEAST_EMU = 12 * 12700
# Titles get room for so many lines of this size, where there is room above the content.
_TITLE_SIZE, _TITLE_LINES, _OPENING_LINES = 22.0, 2, 3
_APART, _BELOW = 6.0, 10.0
# Where titles of opening slides stand that no placeholder gives a place, as a share of the content's height.
_DEEP = 0.12
# A title narrower than this share of the content is set over all of it.
_NARROW = 0.6
# Content lower than this takes what height there is between title and footers.
_LOW = 300.0
_LINES = 60.0
# Content lower than this share of the slide is cramped, a master's body of the other one is not.
_CRAMPED, _ROOMY = 0.4, 0.5
# What content keeps, as a share of its height, where it is clear of what is drawn at the slide's head or foot.
_KEPT, _KEPT_OPENING = 0.75, 0.4


def place(shape: Any, master: Any, defaults: Any) -> Place | None:
    """The placeholder `shape` of a layout or master, None where it has no place or holds nothing."""
    element = shape._element
    ph = element.find(f".//{qn('p:nvPr')}/{qn('p:ph')}")
    left, top, width, height = shape.left, shape.top, shape.width, shape.height
    if ph is None or None in (left, top, width, height) or min(width, height) < LEAST_EMU:
        return None
    kind = ph.get("type", "obj")
    box = Box(left / EMU, top / EMU, width / EMU, height / EMU)
    return Place(
        int(ph.get("idx", "0")), kind, shape.name, box, style(element, kind, master, defaults)
    )


def spread(layout: Layout, master: Any, height: float) -> Layout:
    """The layout, or where its content is cramped and the master's body is not, with title and content as these are there."""
    opens = layout.type in ("title", "secHead") or layout.first("subTitle")
    if opens or not is_cramped(layout, height):
        return layout
    own = {p.type: p for s in master.placeholders if (p := place(s, master._element, None))}
    title, body = own.get("title"), own.get("body")
    if title is None or body is None or body.box.height < _ROOMY * height:
        return layout
    boxes = {"title": title.box, "ctrTitle": title.box}
    held = _rooms(layout)
    if len(held) == 1:
        boxes[held[0].type] = body.box
    places = (
        replace(p, box=boxes[p.type], moved=True) if p.type in boxes else p for p in layout.places
    )
    return replace(layout, places=tuple(places))


def is_cramped(layout: Layout, height: float) -> bool:
    """Whether the layout leaves little of a slide `height` points high for content."""
    held = _rooms(layout)
    if held:
        return max(p.box.height for p in held) < _CRAMPED * height
    return layout.title is not None and layout.title.box.bottom > _CRAMPED * height


def _rooms(layout: Layout) -> list[Place]:
    """Placeholders for content, of more than a line or two."""
    return [p for p in layout.contents if p.box.height >= _LINES]


def content(layouts: Sequence[Layout], master: Any, width: float, height: float) -> Box:
    """Where a slide has its room: the content of the plainest layout, else the master's body."""
    layout, _ = match("message", layouts, {})
    body = seats("message", layout).get("body")
    if body is not None and layout.title is not None:
        return body.inner
    for shape in master.placeholders:
        ph = shape._element.find(f".//{qn('p:nvPr')}/{qn('p:ph')}")
        if ph is not None and ph.get("type") == "body" and shape.width:
            held = place(shape, master._element, None)
            if held is not None:
                return held.inner
    return Box(width * 0.05, height * 0.24, width * 0.9, height * 0.66)


def frame(
    kind: Kind, layout: Layout, base: Theme, fonts: Mapping[str, str], content: Box, own: bool
) -> Frame:
    """Where a slide of this kind has room on `layout`; `content` is where slides of no placeholder have it."""
    held = seats(kind, layout)
    title = held.get("title")
    text = title.style if title else _PLAIN
    face = typeface(fonts.get(text.font, text.font), base)
    if title is not None:
        box = title.inner
    else:
        high = max(34.0, min(70.0, content.y - 16))
        box = Box(content.x, max(8.0, content.y - high - _BELOW), content.width, high)
    if title is None and kind in OPENING:  # lower, as opening slides have theirs
        box = Box(box.x, content.y + content.height * _DEEP, box.width, 90.0)
    moved = title is not None and title.moved
    if kind in OPENING:
        seat = held.get("subtitle") or held.get("body")
        area = seat.inner if seat else content.below(max(0.0, box.bottom + 12 - content.y))
        if title is not None and not own:
            roomy = _titled(box, _OPENING_LINES, face.leading, area)
            box, moved = roomy, moved or roomy != box
        return Frame(
            layout, box, text, face, area, area, held, title is not None, moved, dark=own
        )  # fmt: skip
    area = held["body"].inner if kind in _STATEMENTS and "body" in held else content
    if title is not None and not own:
        roomy = _titled(box, _TITLE_LINES, face.leading, area)
        box, moved = roomy, moved or roomy != box
    feet = [p.box.y - 4 for p in layout.places if p.type in _FURNITURE and p.box.y > content.y]
    foot = min([area.bottom, *feet])
    over = box.y < area.y + area.height / 2 and _across(box, area)
    source = held.get("source")
    strip = source.inner if source else Box(area.x, foot - _SOURCE, area.width, _SOURCE)
    top = max(area.y, box.bottom + _APART) if over else area.y
    bottom = foot if source is None else min(foot, strip.bottom)
    if own:
        bottom = area.bottom
    area = Box(area.x, top, area.width, max(80.0, bottom - top))
    return Frame(layout, box, text, face, area, strip, held, title is not None, moved)


_PLAIN = Style(28, True, "left", "bottom", "+mj-lt", False, None, (), (0, 0, 0, 0))


def _titled(box: Box, lines: int, leading: float, area: Box) -> Box:
    """A title's box over `area`, and where it has not two lines of a size that can be read, with `lines` of them if there is room."""
    if box.y >= area.y or not _across(area, box):
        return box
    if box.width < _NARROW * area.width:
        box = Box(area.x, box.y, area.width, box.height)
    if box.height >= _TITLE_LINES * leading * _TITLE_SIZE:
        return box
    short = lines * leading * _TITLE_SIZE + 1 - box.height
    below = max(0.0, min(short, area.y - _APART - box.bottom))
    above = max(0.0, min(short - below, box.y - 8.0))
    return Box(box.x, box.y - above, box.width, box.height + below + above)


def settled(presentation: Any, kind: Kind, frame: Frame) -> Frame:
    """The frame with its content clear of what is drawn at the slide's head and foot, and with all the room there is
    between title and footers where its content is low."""
    shapes = drawn(presentation, frame.layout)
    area, strip = frame.body, frame.source
    kept = _KEPT if kind not in OPENING else _KEPT_OPENING
    top, bottom = area.y, area.bottom
    for box in shapes:
        if _across(box, area) and box.y < area.bottom and box.bottom > area.y:
            if box.bottom < area.y + area.height * (1 - kept):
                top = max(top, box.bottom + _APART)
            elif box.y > area.y + area.height * _KEPT / 2:
                bottom = min(bottom, box.y - 4)
    less = Box(area.x, top, area.width, bottom - top)
    if less != area and less.height >= kept * area.height:
        cut = replace(frame, body=less, source=_moved(strip, min(0.0, less.bottom - strip.bottom)))
        if not is_busy(presentation, frame.layout, less):
            return cut
    return frame if area.height >= _LOW or kind in OPENING else _higher(frame, shapes)


def _higher(frame: Frame, shapes: Sequence[Box]) -> Frame:
    """The frame with its content from title to footers, as far as nothing is drawn there."""
    area, title = frame.body, frame.title
    feet = [p.box.y - 4 for p in frame.layout.places if p.type in _FURNITURE and p.box.y > area.y]
    bottom = max(area.bottom, min(feet, default=0.0))
    top = min(area.y, title.bottom + _BELOW) if title.y < area.y else area.y

    def free(strip: Box) -> bool:
        return not any(
            min(s.right, strip.right) > max(s.x, strip.x)
            and min(s.bottom, strip.bottom) > max(s.y, strip.y)
            for s in shapes
        )

    if not free(Box(area.x, top, area.width, area.y - top)):
        top = area.y
    if not free(Box(area.x, area.bottom, area.width, bottom - area.bottom)):
        bottom = area.bottom
    body = Box(area.x, top, area.width, bottom - top)
    return replace(frame, body=body, source=_moved(frame.source, bottom - area.bottom))


def _moved(strip: Box, by: float) -> Box:
    return Box(strip.x, strip.y + by, strip.width, strip.height)


def _across(one: Box, other: Box) -> bool:
    """Whether one stands over the other."""
    return min(one.right, other.right) - max(one.x, other.x) > 0.2 * other.width
