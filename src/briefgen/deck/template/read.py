"""A presentation file read as a template: its layouts, their frames, and its look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn

from briefgen.deck.placed import Box, Kind
from briefgen.deck.template import colours as palette
from briefgen.deck.template.faces import typeface
from briefgen.deck.template.match import KINDS, match, seats
from briefgen.deck.template.model import Frame, Layout, Place, Template
from briefgen.deck.template.styles import EMU, style
from briefgen.theme import Theme

# The theme's names and the slots of the colour map that show them in briefgen's own template.
OWN_PALETTE = {
    "ink": "tx1", "muted": "tx2", "primary": "accent1", "accent": "accent2", "panel": "bg2",
    "on_primary": "bg1", "mute": "accent5", "link": "hlink",
}  # fmt: skip
_VERTICAL = ("vertTx", "vertTitleAndTx", "vertTitleAndTxOverChart", "clipArtAndVertTx")
_FURNITURE = ("ftr", "sldNum", "dt")
_GAP = 14.0


def read(
    presentation: Any, base: Theme, *, own: bool = False, asked: Mapping[str, str] | None = None
) -> Template:
    """The template that `presentation` (python-pptx's, with its slides taken out) makes.

    `base` gives what a presentation file does not say: text sizes, chart style, font files to measure by.
    """
    width, height = presentation.slide_width / EMU, presentation.slide_height / EMU
    master = presentation.slide_masters[0]
    theme_root = etree.fromstring(master.part.part_related_by(RT.THEME).blob)
    found = palette.scheme(theme_root, master._element)
    paper = palette.background(master._element, found, found.get("bg1", "#ffffff"))
    fonts = _fonts(theme_root)
    theme = base if own else _theme(base, found, paper, fonts["+mn-lt"])
    slots = OWN_PALETTE if own else _slots(theme, found)
    layouts = _layouts(presentation)
    frames: dict[Kind, Frame] = {}
    matched: dict[Kind, str] = {}
    content = _content(layouts, master, width, height)
    for kind in KINDS:
        layout, matched[kind] = match(kind, layouts, asked or {})
        frames[kind] = _frame(kind, layout, theme, fonts, content, own)
    return Template(
        presentation, own, width, height, theme, typeface(fonts["+mn-lt"], theme), frames, slots,
        layouts, matched,
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
    fonts = base.fonts.model_copy(update={"deck": font})
    return base.model_copy(update={"colours": palette.colours(found, paper), "fonts": fonts})


def _slots(theme: Theme, found: dict[str, str]) -> dict[str, str]:
    """Theme colours that are a slot's colour as it is; the others have to be written as numbers."""
    out = {}
    for name, slot in OWN_PALETTE.items():
        for candidate in (slot, "tx1", "bg1", "tx2"):
            if found.get(candidate) == getattr(theme.colours, name):
                out[name] = candidate
                break
    return out


def _layouts(presentation: Any) -> tuple[Layout, ...]:
    defaults = presentation.part._element.find(qn("p:defaultTextStyle"))
    out: list[Layout] = []
    for master in presentation.slide_masters:
        for layout in master.slide_layouts:
            kind = layout._element.get("type") or ""
            places = tuple(
                place
                for shape in layout.placeholders
                if (place := _place(shape, master._element, defaults)) is not None
            )
            if kind not in _VERTICAL:
                out.append(Layout(len(out), layout.name, kind, places))
            else:
                out.append(Layout(len(out), layout.name, kind, ()))
    return tuple(out)


def _place(shape: Any, master: Any, defaults: Any) -> Place | None:
    element = shape._element
    ph = element.find(f".//{qn('p:nvPr')}/{qn('p:ph')}")
    left, top, width, height = shape.left, shape.top, shape.width, shape.height
    if ph is None or None in (left, top, width, height):
        return None
    kind = ph.get("type", "obj")
    box = Box(left / EMU, top / EMU, width / EMU, height / EMU)
    return Place(
        int(ph.get("idx", "0")), kind, shape.name, box, style(element, kind, master, defaults)
    )


def _content(layouts: tuple[Layout, ...], master: Any, width: float, height: float) -> Box:
    """Where a slide with nothing but a title has its room: the master's body, or the slide's middle."""
    for shape in master.placeholders:
        ph = shape._element.find(f".//{qn('p:nvPr')}/{qn('p:ph')}")
        if ph is not None and ph.get("type") == "body" and shape.width:
            body = style(shape._element, "body", master._element, None)
            return body.inner(
                Box(shape.left / EMU, shape.top / EMU, shape.width / EMU, shape.height / EMU)
            )
    return Box(width * 0.05, height * 0.24, width * 0.9, height * 0.66)


def _frame(
    kind: Kind, layout: Layout, theme: Theme, fonts: dict[str, str], content: Box, own: bool
) -> Frame:
    held = seats(kind, layout)
    title = held.get("title")
    reference = title or next(iter(layout.places), None)
    if title is not None:
        box, text = title.inner, title.style
    else:
        top = max(10.0, content.y - 70)
        box = Box(content.x, top, content.width, content.y - top - 6)
        text = reference.style if reference else _plain_style()
    area = held["body"].inner if kind in ("message", "quotation", "sources", "closing", "section") and "body" in held else content  # fmt: skip
    if kind == "title" and "subtitle" in held:
        area = held["subtitle"].inner
    feet = [p.box.y for p in layout.places if p.type in _FURNITURE and p.box.y > content.y]
    source = held.get("source")
    foot = min([area.bottom, *(y - 4 for y in feet)])
    strip = source.inner if source else Box(area.x, foot - 32, area.width, 32)
    if kind not in ("title", "section"):
        top = max(area.y, box.bottom + 6) if box.y < area.y + area.height / 2 else area.y
        bottom = min(foot, strip.y - 4) if source is None or not own else min(foot, area.bottom)
        area = Box(area.x, top, area.width, bottom - top)
    face = typeface(fonts.get(text.font, text.font), theme)
    return Frame(
        layout, box, text, face, area, strip, held, title is not None, kind == "section" and own
    )


def _plain_style() -> Any:
    from briefgen.deck.template.styles import Style

    return Style(28, True, "left", "bottom", "+mj-lt", False, None, (0, 0, 0, 0))
