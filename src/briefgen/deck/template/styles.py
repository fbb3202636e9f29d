"""What a template looks like: its colours, the style of its placeholders' text, and what lies under its content.

Contrast: WCAG 2.2, 1.4.3 (text, at least 4.5:1) and 1.4.11 (graphics, at least 3:1).
"""

from __future__ import annotations

import colorsys
from collections.abc import Iterator, Sequence
from typing import Any

from briefgen.deck.boxes import Align, Anchor, Box
from briefgen.deck.openxml import qn
from briefgen.deck.template.model import Layout, Style
from briefgen.model.theme import Colours, as_hex, contrast, rgb

TEXT, GRAPHICS = 4.5, 3.0
_PRESETS = {"black": "#000000", "white": "#ffffff"}
# More than this share of the content's area under shapes is no calm ground.
_SHARE = 0.2
# A shape under more than this share of a title is what the title lies on.
_MOST = 0.6
EMU = 12700.0
_ALIGN: dict[str, Align] = {"ctr": "center", "r": "right"}
_ANCHOR: dict[str, Anchor] = {"ctr": "middle", "b": "bottom"}
_TITLES = ("title", "ctrTitle")
# Insets that hold where bodyPr names none (21.1.2.1.1), in points: left, top, right, bottom.
_INSETS = {"lIns": 7.2, "tIns": 3.6, "rIns": 7.2, "bIns": 3.6}


def mix(one: str, other: str, share: float) -> str:
    """`one` with `share` (0 to 1) of `other` in it."""
    red, green, blue = (a + (b - a) * share for a, b in zip(rgb(one), rgb(other), strict=True))
    return as_hex((red, green, blue))


def adjust_colour(colour: str, changes: Sequence[tuple[str, float]]) -> str:
    """`colour` after changes by name and share, as far as they change how light it is (20.1.2.3).

    Tints and shades are of linear light, `lumMod` and `lumOff` of the HSL colour.
    """
    for name, share in changes:
        if name in ("tint", "shade"):
            white = 1 - share if name == "tint" else 0.0
            light = [_linear(c) * share + white for c in rgb(colour)]
            red, green, blue = (_encode(c) for c in light)
            colour = as_hex((red, green, blue))
        elif name in ("lumMod", "lumOff"):
            hue, lightness, depth = colorsys.rgb_to_hls(*rgb(colour))
            lightness = lightness * share if name == "lumMod" else lightness + share
            colour = as_hex(colorsys.hls_to_rgb(hue, min(1.0, max(0.0, lightness)), depth))
    return colour


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _encode(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def readable_colour(colour: str, grounds: tuple[str, ...], ratio: float) -> str:
    """`colour`, moved towards black or white as far as it takes to stand out from all `grounds`."""
    if min(contrast(colour, g) for g in grounds) >= ratio:
        return colour
    end = max(("#000000", "#ffffff"), key=lambda e: min(contrast(e, g) for g in grounds))
    for step in range(1, 20):
        moved = mix(colour, end, step / 20)
        if min(contrast(moved, g) for g in grounds) >= ratio:
            return moved
    return end


def read_colours(theme_root: Any, master: Any) -> dict[str, str]:
    """The master's colours as #RRGGBB by their names in the colour map: tx1, bg1, accent1 (19.3.1.6)."""
    found: dict[str, str] = {}
    for slot in theme_root.iter(qn("a:clrScheme")):
        for entry in slot:
            name = str(entry.tag).rpartition("}")[2]
            for value in entry:
                found[name] = "#" + (value.get("lastClr") or value.get("val") or "000000").lower()
        break
    mapping = master.find(qn("p:clrMap"))
    out = {}
    for name, slot in mapping.attrib.items() if mapping is not None else ():
        given = found.get(slot, "")
        out[name] = given if len(given) == 7 else _PRESETS.get(given[1:], "#000000")
    return out


def background(element: Any, colours: dict[str, str], default: str) -> str:
    """The ground of a slide master or layout, as far as it is one colour (19.3.1.1)."""
    back = element.find(f"{qn('p:cSld')}/{qn('p:bg')}")
    if back is None:
        return default
    solid = back.find(f"{qn('p:bgPr')}/{qn('a:solidFill')}")
    value = solid[0] if solid is not None and len(solid) else None
    if value is None:
        reference = back.find(qn("p:bgRef"))
        value = reference[0] if reference is not None and len(reference) else None
    if value is None:
        return default
    if value.tag == qn("a:srgbClr"):
        return "#" + str(value.get("val")).lower()
    return colours.get(value.get("val"), default)


def solid_colour(solid: Any, colours: dict[str, str]) -> str | None:
    """The colour of a solidFill as #RRGGBB, without its adjustments; None for one of no known slot."""
    for value in solid:
        name = str(value.get("val") or "")
        return "#" + name.lower() if value.tag == qn("a:srgbClr") else colours.get(name)
    return None


def theme_colours(found: dict[str, str], paper: str) -> Colours:
    """A theme's colours from the scheme `found`, on a ground of `paper`."""
    black_or_white = readable_colour("#000000", (paper,), TEXT)
    ink = readable_colour(found.get("tx1", black_or_white), (paper,), 7.0)
    panel = mix(paper, ink, 0.06)
    grounds = (paper, panel)
    primary = readable_colour(found.get("accent1", ink), grounds, TEXT)
    accents = [found[f"accent{n}"] for n in range(1, 7) if f"accent{n}" in found] or [ink]
    series = tuple(dict.fromkeys(readable_colour(a, (paper,), GRAPHICS) for a in accents))
    while len(series) < 3:
        series = (*series, readable_colour(mix(series[-1], paper, 0.3), (paper,), GRAPHICS))
    return Colours(
        ink=ink,
        muted=readable_colour(mix(ink, paper, 0.35), grounds, TEXT),
        primary=primary,
        accent=readable_colour(found.get("accent2", primary), grounds, TEXT),
        link=readable_colour(found.get("hlink", primary), grounds, TEXT),
        on_primary=readable_colour(paper, (primary,), TEXT),
        panel=panel,
        rule=mix(paper, ink, 0.25),
        mute=readable_colour(mix(ink, paper, 0.5), (paper,), GRAPHICS),
        series=series,
    )


def is_patterned(element: Any) -> bool:
    """Whether a master or layout has a background of its own that is not one colour (19.3.1.1)."""
    back = element.find(f"{qn('p:cSld')}/{qn('p:bg')}/{qn('p:bgPr')}")
    kinds = ("a:blipFill", "a:gradFill", "a:pattFill")
    return back is not None and any(back.find(qn(kind)) is not None for kind in kinds)


def is_busy(presentation: Any, known: Layout, area: Box) -> bool:
    """Whether text in `area` would lie on a pattern, a picture or shapes of the template."""
    covered = sum(overlap(box, area) for box in shape_boxes(presentation, known))
    pattern = _lies_on_pattern(_find(presentation, known))
    return pattern or covered > _SHARE * area.width * area.height


def is_title_ground_broken(
    presentation: Any, known: Layout, area: Box, found: dict[str, str], paper: str
) -> bool:
    """Whether a title in `area` would lie on a pattern or a picture, or on shapes that are under parts of it."""
    if not is_busy(presentation, known, area):
        return False
    ground = ground_under(presentation, known, area, found, paper)
    return ground in (None, background(_find(presentation, known)._element, found, paper))


def ground_under(
    presentation: Any, known: Layout, area: Box, found: dict[str, str], paper: str
) -> str | None:
    """The one colour that `area` lies on, as #RRGGBB; None where it lies on a pattern or a picture.

    `found` are the colours of the map, `paper` is the master's background.
    """
    layout = _find(presentation, known)
    if _lies_on_pattern(layout):
        return None
    ground: str | None = background(layout._element, found, paper)
    for shape, box in _drawn(layout):
        if overlap(box, area) > _MOST * area.width * area.height:
            solid = shape._element.find(f"{qn('p:spPr')}/{qn('a:solidFill')}")
            ground = solid_colour(solid, found) if solid is not None else None
    return ground


def shape_boxes(presentation: Any, known: Layout) -> list[Box]:
    """Boxes of the pictures, groups and filled shapes on a layout and its master that are no placeholders."""
    return [box for _, box in _drawn(_find(presentation, known))]


def _find(presentation: Any, known: Layout) -> Any:
    """The layout of python-pptx."""
    return [a for m in presentation.slide_masters for a in m.slide_layouts][known.index]


def _lies_on_pattern(layout: Any) -> bool:
    own = layout._element.find(f"{qn('p:cSld')}/{qn('p:bg')}") is not None
    return is_patterned(layout._element if own else layout.slide_master._element)


def _drawn(layout: Any) -> Iterator[tuple[Any, Box]]:
    """What `drawn_boxes` are of, with its boxes, from the back to the front."""
    if layout._element.get("showMasterSp") not in ("0", "false"):
        yield from _shapes(layout.slide_master)
    yield from _shapes(layout)


def _shapes(holder: Any) -> Iterator[tuple[Any, Box]]:
    for shape in holder.shapes:
        if shape.is_placeholder or None in (shape.left, shape.top, shape.width, shape.height):
            continue
        properties = shape._element.find(qn("p:spPr"))
        if properties is not None and shape._element.tag == qn("p:sp"):
            fills = ("a:solidFill", "a:gradFill", "a:blipFill", "a:pattFill")
            if not any(properties.find(qn(fill)) is not None for fill in fills):
                continue
        yield shape, Box(shape.left / EMU, shape.top / EMU, shape.width / EMU, shape.height / EMU)


def overlap(one: Box, other: Box) -> float:
    """The area that two boxes share, in square points."""
    wide = min(one.right, other.right) - max(one.x, other.x)
    high = min(one.bottom, other.bottom) - max(one.y, other.y)
    return max(0.0, wide) * max(0.0, high)


def read_style(element: Any, kind: str, master: Any, defaults: Any) -> Style:
    """The style of the placeholder `element` of type `kind`.

    `master` is the slide master's element, `defaults` the presentation's defaultTextStyle or None.
    """
    chain = list(_chain(element, kind, master, defaults))
    size = _first(chain, "sz", run=True)
    align = _first(chain, "algn", run=False) or ""
    path = f"{qn('p:txBody')}/{qn('a:bodyPr')}"
    bodies = [body for e in _inherited(element, kind, master) for body in e.findall(path)[:1]]

    def find(name: str) -> str | None:
        return next((b.get(name) for b in bodies if b.get(name) is not None), None)

    given = ((find(name), usual) for name, usual in _INSETS.items())
    left, top, right, bottom = (int(v) / EMU if v is not None else usual for v, usual in given)
    fonts = [p.find(qn("a:defRPr") + "/" + qn("a:latin")) for p in chain]
    font = next((f.get("typeface") for f in fonts if f is not None), "+mn-lt")
    colours = [p.find(f"{qn('a:defRPr')}/{qn('a:solidFill')}/*") for p in chain]
    given_colour = next((c for c in colours if c is not None), None)
    colour = given_colour.get("val") if given_colour is not None else None
    changes = tuple(
        (str(change.tag).rpartition("}")[2], int(change.get("val", "100000")) / 1e5)
        for change in (given_colour if given_colour is not None else ())
    )
    return Style(
        int(size or 1800) / 100,
        _first(chain, "b", run=True) in ("1", "true"),
        _ALIGN.get(align, "left"),
        _ANCHOR.get(find("anchor") or "", "top"),
        font,
        _first(chain, "cap", run=True) == "all",
        colour,
        changes,
        (left, top, right, bottom),
        size is not None,
    )


def _inherited(element: Any, kind: str, master: Any) -> Iterator[Any]:
    """The placeholder and the master's that it inherits from."""
    yield element
    wanted = "title" if kind in _TITLES else kind if kind in ("ftr", "sldNum", "dt") else "body"
    for shape in master.iter(qn("p:sp")):
        ph = shape.find(f"{qn('p:nvSpPr')}/{qn('p:nvPr')}/{qn('p:ph')}")
        if ph is not None and ph.get("type", "obj") == wanted:
            yield shape
            return


def _chain(element: Any, kind: str, master: Any, defaults: Any) -> Iterator[Any]:
    level = qn("a:lvl1pPr")
    for shape in _inherited(element, kind, master):
        found = shape.find(f"{qn('p:txBody')}/{qn('a:lstStyle')}/{level}")
        if found is not None:
            yield found
    name = "titleStyle" if kind in _TITLES else "bodyStyle"
    if kind in ("ftr", "sldNum", "dt"):
        name = "otherStyle"
    found = master.find(f"{qn('p:txStyles')}/{qn('p:' + name)}/{level}")
    if found is not None:
        yield found
    if defaults is not None and defaults.find(level) is not None:
        yield defaults.find(level)


def _first(chain: list[Any], name: str, *, run: bool) -> str | None:
    """The first value of an attribute of the paragraph, or of its runs' defaults."""
    for properties in chain:
        holder = properties.find(qn("a:defRPr")) if run else properties
        if holder is not None and holder.get(name) is not None:
            return str(holder.get(name))
    return None
