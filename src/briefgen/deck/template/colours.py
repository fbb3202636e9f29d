"""A template's colour scheme as a theme's colours, dark enough to be read on its background.

Contrast: WCAG 2.2, 1.4.3 (text, at least 4.5:1) and 1.4.11 (graphics, at least 3:1).
"""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from typing import Any

from briefgen.charts.colour import as_hex, contrast, rgb
from briefgen.deck.names import qn
from briefgen.theme import Colours

TEXT, GRAPHICS = 4.5, 3.0
_PRESETS = {"black": "#000000", "white": "#ffffff"}


def mixed(one: str, other: str, share: float) -> str:
    """`one` with `share` (0 to 1) of `other` in it."""
    red, green, blue = (a + (b - a) * share for a, b in zip(rgb(one), rgb(other), strict=True))
    return as_hex((red, green, blue))


def adjusted(colour: str, changes: Sequence[tuple[str, float]]) -> str:
    """`colour` after changes by name and share, as far as they change how light it is (20.1.2.3).

    Tints and shades are of linear light, `lumMod` and `lumOff` of the HSL colour.
    """
    for name, share in changes:
        if name in ("tint", "shade"):
            white = 1 - share if name == "tint" else 0.0
            light = [_linear(c) * share + white for c in rgb(colour)]
            red, green, blue = (_encoded(c) for c in light)
            colour = as_hex((red, green, blue))
        elif name in ("lumMod", "lumOff"):
            hue, lightness, depth = colorsys.rgb_to_hls(*rgb(colour))
            lightness = lightness * share if name == "lumMod" else lightness + share
            colour = as_hex(colorsys.hls_to_rgb(hue, min(1.0, max(0.0, lightness)), depth))
    return colour


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _encoded(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def readable(colour: str, grounds: tuple[str, ...], ratio: float) -> str:
    """`colour`, moved towards black or white as far as it takes to stand out from all `grounds`."""
    if min(contrast(colour, g) for g in grounds) >= ratio:
        return colour
    end = max(("#000000", "#ffffff"), key=lambda e: min(contrast(e, g) for g in grounds))
    for step in range(1, 20):
        moved = mixed(colour, end, step / 20)
        if min(contrast(moved, g) for g in grounds) >= ratio:
            return moved
    return end


def scheme(theme_root: Any, master: Any) -> dict[str, str]:
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
        if value.tag == qn("a:srgbClr"):
            return "#" + name.lower()
        return colours.get(name)
    return None


def colours(found: dict[str, str], paper: str) -> Colours:
    """A theme's colours from the scheme `found`, on a ground of `paper`."""
    black_or_white = readable("#000000", (paper,), TEXT)
    ink = readable(found.get("tx1", black_or_white), (paper,), 7.0)
    panel = mixed(paper, ink, 0.06)
    grounds = (paper, panel)
    primary = readable(found.get("accent1", ink), grounds, TEXT)
    accents = [found[f"accent{n}"] for n in range(1, 7) if f"accent{n}" in found] or [ink]
    series = tuple(dict.fromkeys(readable(a, (paper,), GRAPHICS) for a in accents))
    while len(series) < 3:
        series = (*series, readable(mixed(series[-1], paper, 0.3), (paper,), GRAPHICS))
    return Colours(
        ink=ink,
        muted=readable(mixed(ink, paper, 0.35), grounds, TEXT),
        primary=primary,
        accent=readable(found.get("accent2", primary), grounds, TEXT),
        link=readable(found.get("hlink", primary), grounds, TEXT),
        on_primary=readable(paper, (primary,), TEXT),
        panel=panel,
        rule=mixed(paper, ink, 0.25),
        mute=readable(mixed(ink, paper, 0.5), (paper,), GRAPHICS),
        series=series,
    )
