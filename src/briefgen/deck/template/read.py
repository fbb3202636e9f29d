"""A presentation file read as a template: its layouts, their frames, and its look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lxml import etree

from briefgen.charts.colour import contrast
from briefgen.deck.names import THEME, qn
from briefgen.deck.placed import Box, Kind
from briefgen.deck.template import colours as palette
from briefgen.deck.template import frames
from briefgen.deck.template.faces import drawn_in, typeface
from briefgen.deck.template.ground import is_broken, is_busy, is_patterned, under
from briefgen.deck.template.match import KINDS, match
from briefgen.deck.template.model import Frame, Layout, Place, Template
from briefgen.deck.template.styles import EMU
from briefgen.theme import Theme

# The theme's names and the slots of the colour map that show them in briefgen's own template.
OWN_PALETTE = {
    "ink": "tx1", "muted": "tx2", "primary": "accent1", "accent": "accent2", "panel": "bg2",
    "on_primary": "bg1", "mute": "accent5", "link": "hlink",
}  # fmt: skip
_VERTICAL = ("vertTx", "vertTitleAndTx", "vertTitleAndTxOverChart", "clipArtAndVertTx")
_FEET = ("ftr", "sldNum")
_TITLE_COLOURS = ("primary", "ink", "on_primary")
_FOOT_COLOURS = ("muted", "ink", "on_primary")


def read(
    presentation: Any, base: Theme, *, own: bool = False, asked: Mapping[Kind, str] | None = None
) -> Template:
    """The template that `presentation` (python-pptx's, with its slides taken out) makes.

    `base` gives what a presentation file does not say: text sizes, chart style, font files to measure by.
    """
    width, height = presentation.slide_width / EMU, presentation.slide_height / EMU
    master = presentation.slide_masters[0]
    theme_root = etree.fromstring(master.part.part_related_by(THEME).blob)
    found = palette.scheme(theme_root, master._element)
    paper = found.get("bg1", "#ffffff")
    if not is_patterned(master._element):
        paper = palette.background(master._element, found, paper)
    fonts = _fonts(theme_root)
    theme = base if own else _theme(base, found, paper, fonts["+mn-lt"])
    slots = OWN_PALETTE if own else _slots(theme, found)
    known = layouts(presentation)
    found_frames: dict[Kind, Frame] = {}
    matched: dict[Kind, str] = {}
    roomy = [a for a in known if not frames.is_cramped(a, height)] or list(known)
    content = frames.content(roomy, master, width, height)
    for kind in KINDS:
        some = known if kind in frames.OPENING or kind in (asked or {}) else roomy
        layout, matched[kind] = match(kind, some, asked or {})
        frame = frames.frame(kind, layout, base, fonts, content, own)
        if not own:
            if kind not in frames.OPENING or not {"subtitle", "body"} & set(frame.seats):
                frame = frames.settled(presentation, kind, frame)
            busy = is_busy(presentation, layout, frame.body)
            if kind in frames.OPENING:  # their text has the layout's own colours
                busy = is_broken(presentation, layout, frame.body, found, paper)
            broken = is_broken(presentation, layout, frame.title, found, paper)
            frame = replace(frame, backed=busy, title_backed=broken)
            changed = _recoloured(presentation, kind, frame, theme, found, paper)
            frame = replace(frame, recoloured=changed)
        found_frames[kind] = frame
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


def _theme(base: Theme, found: dict[str, str], paper: str, font: str) -> Theme:
    look = {"colours": palette.colours(found, paper), "fonts": drawn_in(font, base)}
    return base.model_copy(update=look)


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
            places = tuple(
                place
                for shape in layout.placeholders
                if (place := frames.place(shape, master._element, defaults)) is not None
            )
            held = Layout(len(out), layout.name, kind, places if kind not in _VERTICAL else ())
            out.append(frames.spread(held, master, height))
    return tuple(out)


def _recoloured(
    presentation: Any, kind: Kind, frame: Frame, theme: Theme, found: dict[str, str], paper: str
) -> dict[str, str]:
    """Theme colours for text in the template's own style where that stands out too little from its ground."""
    out: dict[str, str] = {}
    for role in ("title", "subtitle", "body"):
        place = frame.seats.get(role)
        if role == "body" and kind != "section":
            continue  # elsewhere it has briefgen's colours
        box = place.box if place else frame.title if role == "title" else None
        ground = under(presentation, frame.layout, box, found, paper) if box else None
        if box and (frame.title_backed if role == "title" else frame.backed):
            ground = found.get("bg1", "#ffffff")
        if ground is None:
            continue
        colour = _own_colour(place, found) if place else None
        if colour and contrast(colour, ground) >= palette.TEXT:
            continue
        shades = {n: contrast(getattr(theme.colours, n), ground) for n in _TITLE_COLOURS}
        out[role] = max(shades, key=lambda name: min(7.0, shades[name]))
    for role in _FEET:
        foot = frame.layout.first(role)
        fifths = _fifths(foot.box) if foot else []
        grounds = {under(presentation, frame.layout, box, found, paper) for box in fifths}
        on = grounds.pop() if len(grounds) == 1 else None
        if foot and on is None:  # on a picture, or over several shapes
            out |= {role: "ink", f"{role} ground": "paper"}
        own = _own_colour(foot, found) if foot else None
        if on and own and contrast(own, on) < palette.TEXT:
            shades = {n: contrast(getattr(theme.colours, n), on) for n in _FOOT_COLOURS}
            out[role] = next((n for n, c in shades.items() if c >= palette.TEXT), "ink")
    return out


def _fifths(box: Box) -> list[Box]:
    """The box in five parts from left to right."""
    wide = box.width / 5
    return [Box(box.x + i * wide, box.y, wide, box.height) for i in range(5)]


def _own_colour(place: Place, found: dict[str, str]) -> str | None:
    """The colour of text in the placeholder's own style as #RRGGBB, None where it cannot be told."""
    given = place.style.colour
    colour = found.get(given or "tx1") or (f"#{given}" if given and len(given) == 6 else None)
    return palette.adjusted(colour, place.style.changes) if colour else None
