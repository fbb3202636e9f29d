"""A presentation file read as a template: its look, its layouts, and how much room they give each kind of slide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from lxml import etree

from briefgen.deck.boxes import Box, Kind
from briefgen.deck.measure import chart_fonts, typeface
from briefgen.deck.openxml import THEME, qn
from briefgen.deck.template import styles
from briefgen.deck.template.model import (
    Frame,
    Layout,
    LayoutNeeds,
    Place,
    Style,
    Template,
    match,
    seats,
)
from briefgen.deck.template.styles import (
    EMU,
    ground_under,
    is_busy,
    is_patterned,
    is_title_ground_broken,
    overlap,
    read_style,
    shape_boxes,
)
from briefgen.model.theme import Theme, contrast

# The theme's names and the slots of the colour map that show them in briefgen's own template.
OWN_PALETTE = {
    "ink": "tx1", "muted": "tx2", "primary": "accent1", "accent": "accent2", "panel": "bg2",
    "on_primary": "bg1", "mute": "accent5", "link": "hlink",
}  # fmt: skip
_VERTICAL = ("vertTx", "vertTitleAndTx", "vertTitleAndTxOverChart", "clipArtAndVertTx")
_FEET = ("ftr", "sldNum")
_TITLE_COLOURS = ("primary", "ink", "on_primary")
_FOOT_COLOURS = ("muted", "ink", "on_primary")
_FURNITURE = ("ftr", "sldNum", "dt")
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
_PLAIN = Style(28, True, "left", "bottom", "+mj-lt", False, None, (), (0, 0, 0, 0))


def read(
    presentation: Any, base: Theme, kinds: Sequence[LayoutNeeds], asked: Mapping[Kind, str], *, own: bool
) -> Template:  # fmt: skip
    """The template that `presentation` (python-pptx's, with its slides taken out) makes.

    `kinds` are the kinds of slides, `asked` the names of layouts that the outline asks for by kind. `base` gives what a presentation file does not say: text sizes, chart style, font files to measure by.
    """
    width, height = presentation.slide_width / EMU, presentation.slide_height / EMU
    master = presentation.slide_masters[0]
    theme_root = etree.fromstring(master.part.part_related_by(THEME).blob)
    found = styles.read_colours(theme_root, master._element)
    paper = found.get("bg1", "#ffffff")
    if not is_patterned(master._element):
        paper = styles.background(master._element, found, paper)
    fonts = _fonts(theme_root)
    look = {"colours": styles.theme_colours(found, paper), "fonts": chart_fonts(fonts["+mn-lt"], base)}  # fmt: skip
    theme = base if own else base.model_copy(update=look)
    slots = OWN_PALETTE if own else _slots(theme, found)
    known = layouts(presentation)
    found_frames: dict[Kind, Frame] = {}
    matched: dict[Kind, str] = {}
    roomy = [a for a in known if not is_cramped(a, height)] or list(known)
    plain = next(kind for kind in kinds if kind.statement)
    content = plain_area(plain, roomy, master, width, height)
    for kind in kinds:
        some = known if kind.opening or kind.name in asked else roomy
        layout, matched[kind.name] = match(kind, some, asked)
        frame = make_frame(kind, layout, base, fonts, content, own)
        if not own:
            if not kind.opening or not {"subtitle", "body"} & set(frame.seats):
                frame = clear_frame(presentation, kind, frame)
            busy = is_busy(presentation, layout, frame.body)
            if kind.opening:  # their text has the layout's own colours
                busy = is_title_ground_broken(presentation, layout, frame.body, found, paper)
            broken = is_title_ground_broken(presentation, layout, frame.title, found, paper)
            frame = replace(frame, backed=busy, title_backed=broken)
            changed = _recolour(presentation, kind, frame, theme, found, paper)
            frame = replace(frame, recoloured=changed)
        found_frames[kind.name] = frame
    return Template(
        own, width, height, theme, typeface(fonts["+mn-lt"], base), found_frames, slots,
        known, matched,
    )  # fmt: skip


def _fonts(theme_root: Any) -> dict[str, str]:
    """The theme's heading and body typefaces (20.1.4.1.18)."""
    out = {}
    for name, tag in (("+mj-lt", "a:majorFont"), ("+mn-lt", "a:minorFont")):
        latin = next(theme_root.iter(qn(tag)), None)
        latin = latin.find(qn("a:latin")) if latin is not None else None
        out[name] = (latin.get("typeface") if latin is not None else "") or "Calibri"
    return out


def _slots(theme: Theme, found: dict[str, str]) -> dict[str, str]:
    """Theme colours that are a slot's colour as it is; the others have to be written as numbers."""
    out = {"paper": "bg1"}
    for name, slot in OWN_PALETTE.items():
        for candidate in (slot, "tx1", "bg1", "tx2"):
            if found.get(candidate) == getattr(theme.colours, name):
                out[name] = candidate
                break
    return out


def layouts(presentation: Any) -> tuple[Layout, ...]:
    """All layouts of all masters with their placeholders."""
    height = presentation.slide_height / EMU
    defaults = presentation.part._element.find(qn("p:defaultTextStyle"))
    out: list[Layout] = []
    for master in presentation.slide_masters:
        for layout in master.slide_layouts:
            kind = layout._element.get("type") or ""
            found = (read_place(s, master._element, defaults) for s in layout.placeholders)
            places = tuple(place for place in found if place is not None)
            held = Layout(len(out), layout.name, kind, places if kind not in _VERTICAL else ())
            out.append(enlarge_content(held, master, height))
    return tuple(out)


def _recolour(
    presentation: Any, kind: LayoutNeeds, frame: Frame, theme: Theme, found: dict[str, str], paper: str
) -> dict[str, str]:  # fmt: skip
    """Theme colours for text in the template's own style where that stands out too little from its ground."""
    out: dict[str, str] = {}
    for role in ("title", "subtitle", "body"):
        place = frame.seats.get(role)
        if role == "body" and not kind.opening:
            continue  # elsewhere it has briefgen's colours
        box = place.box if place else frame.title if role == "title" else None
        ground = ground_under(presentation, frame.layout, box, found, paper) if box else None
        if box and (frame.title_backed if role == "title" else frame.backed):
            ground = found.get("bg1", "#ffffff")
        if ground is None:
            continue
        colour = _own_colour(place, found) if place else None
        if colour and contrast(colour, ground) >= styles.TEXT:
            continue
        shades = {n: contrast(getattr(theme.colours, n), ground) for n in _TITLE_COLOURS}
        out[role] = max(shades, key=lambda name: min(7.0, shades[name]))
    for role in _FEET:
        foot = frame.layout.first(role)
        box = foot.box if foot else Box(0, 0, 0, 0)
        wide = box.width / 5
        fifths = [Box(box.x + i * wide, box.y, wide, box.height) for i in range(5)]
        grounds = {
            ground_under(presentation, frame.layout, fifth, found, paper) for fifth in fifths
        }
        on = grounds.pop() if len(grounds) == 1 else None
        if foot and on is None:  # on a picture, or over several shapes
            out |= {role: "ink", f"{role} ground": "paper"}
        own = _own_colour(foot, found) if foot else None
        if on and own and contrast(own, on) < styles.TEXT:
            shades = {n: contrast(getattr(theme.colours, n), on) for n in _FOOT_COLOURS}
            out[role] = next((n for n, c in shades.items() if c >= styles.TEXT), "ink")
    return out


def _own_colour(place: Place, found: dict[str, str]) -> str | None:
    """The colour of text in the placeholder's own style as #RRGGBB, None where it cannot be told."""
    given = place.style.colour
    colour = found.get(given or "tx1") or (f"#{given}" if given and len(given) == 6 else None)
    return styles.adjust_colour(colour, place.style.changes) if colour else None


def read_place(shape: Any, master: Any, defaults: Any) -> Place | None:
    """The placeholder `shape` of a layout or master, None where it has no place or holds nothing."""
    element = shape._element
    ph = element.find(f".//{qn('p:nvPr')}/{qn('p:ph')}")
    left, top, width, height = shape.left, shape.top, shape.width, shape.height
    if ph is None or None in (left, top, width, height) or min(width, height) < LEAST_EMU:
        return None
    kind = ph.get("type", "obj")
    box = Box(left / EMU, top / EMU, width / EMU, height / EMU)
    text = read_style(element, kind, master, defaults)
    return Place(int(ph.get("idx", "0")), kind, shape.name, box, text)


def enlarge_content(layout: Layout, master: Any, height: float) -> Layout:
    """The layout, or where its content is cramped and the master's body is not, with title and content as these are there."""
    opens = layout.type in ("title", "secHead") or layout.first("subTitle")
    if opens or not is_cramped(layout, height):
        return layout
    own = _master_places(master)
    title, body = own.get("title"), own.get("body")
    if title is None or body is None or body.box.height < _ROOMY * height:
        return layout
    boxes = {"title": title.box, "ctrTitle": title.box}
    held = _rooms(layout)
    if len(held) == 1:
        boxes[held[0].type] = body.box
    places = (p if p.type not in boxes else replace(p, box=boxes[p.type], moved=True) for p in layout.places)  # fmt: skip
    return replace(layout, places=tuple(places))


def _master_places(master: Any) -> dict[str, Place]:
    """The master's placeholders by type."""
    places = (read_place(shape, master._element, None) for shape in master.placeholders)
    return {place.type: place for place in places if place}


def is_cramped(layout: Layout, height: float) -> bool:
    """Whether the layout leaves little of a slide `height` points high for content."""
    held = _rooms(layout)
    if held:
        return max(p.box.height for p in held) < _CRAMPED * height
    return layout.title is not None and layout.title.box.bottom > _CRAMPED * height


def _rooms(layout: Layout) -> list[Place]:
    """Placeholders for content, of more than a line or two."""
    return [p for p in layout.contents if p.box.height >= _LINES]


def plain_area(
    plain: LayoutNeeds, layouts: Sequence[Layout], master: Any, width: float, height: float
) -> Box:
    """Where a slide has its room: the content of the plainest layout, that of `plain`, else the master's body."""
    layout, _ = match(plain, layouts, {})
    body = seats(plain, layout).get("body")
    if body is not None and layout.title is not None:
        return body.inner
    own = _master_places(master)
    if "body" in own:
        return own["body"].inner
    return Box(width * 0.05, height * 0.24, width * 0.9, height * 0.66)


def make_frame(
    kind: LayoutNeeds, layout: Layout, base: Theme, fonts: Mapping[str, str], content: Box, own: bool
) -> Frame:  # fmt: skip
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
    if title is None and kind.opening:  # lower, as opening slides have theirs
        box = Box(box.x, content.y + content.height * _DEEP, box.width, 90.0)
    moved = title is not None and title.moved
    if kind.opening:
        seat = held.get("subtitle") or held.get("body")
        area = seat.inner if seat else content.below(max(0.0, box.bottom + 12 - content.y))
        if title is not None and not own:
            roomy = _title_box(box, _OPENING_LINES, face.leading, area)
            box, moved = roomy, moved or roomy != box
        return Frame(layout, box, text, face, area, area, held, title is not None, moved, own, True)
    area = held["body"].inner if kind.statement and "body" in held else content
    if title is not None and not own:
        roomy = _title_box(box, _TITLE_LINES, face.leading, area)
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


def _title_box(box: Box, lines: int, leading: float, area: Box) -> Box:
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


def clear_frame(presentation: Any, kind: LayoutNeeds, frame: Frame) -> Frame:
    """The frame with its content clear of what is drawn at the slide's head and foot, and with all the room there is
    between title and footers where its content is low."""
    shapes = shape_boxes(presentation, frame.layout)
    area, strip = frame.body, frame.source
    kept = _KEPT if not kind.opening else _KEPT_OPENING
    top, bottom = area.y, area.bottom
    for box in shapes:
        if _across(box, area) and box.y < area.bottom and box.bottom > area.y:
            if box.bottom < area.y + area.height * (1 - kept):
                top = max(top, box.bottom + _APART)
            elif box.y > area.y + area.height * _KEPT / 2:
                bottom = min(bottom, box.y - 4)
    less = Box(area.x, top, area.width, bottom - top)
    if less != area and less.height >= kept * area.height:
        cut = replace(frame, body=less, source=_shift(strip, min(0.0, less.bottom - strip.bottom)))
        if not is_busy(presentation, frame.layout, less):
            return cut
    return frame if area.height >= _LOW or kind.opening else _raise(frame, shapes)


def _raise(frame: Frame, shapes: Sequence[Box]) -> Frame:
    """The frame with its content from title to footers, as far as nothing is drawn there."""
    area, title = frame.body, frame.title
    feet = [p.box.y - 4 for p in frame.layout.places if p.type in _FURNITURE and p.box.y > area.y]
    bottom = max(area.bottom, min(feet, default=0.0))
    top = min(area.y, title.bottom + _BELOW) if title.y < area.y else area.y

    if any(overlap(s, Box(area.x, top, area.width, area.y - top)) for s in shapes):
        top = area.y
    low = Box(area.x, area.bottom, area.width, bottom - area.bottom)
    if any(overlap(s, low) for s in shapes):
        bottom = area.bottom
    body = Box(area.x, top, area.width, bottom - top)
    return replace(frame, body=body, source=_shift(frame.source, bottom - area.bottom))


def _shift(strip: Box, by: float) -> Box:
    return Box(strip.x, strip.y + by, strip.width, strip.height)


def _across(one: Box, other: Box) -> bool:
    """Whether one stands over the other."""
    return min(one.right, other.right) - max(one.x, other.x) > 0.2 * other.width
