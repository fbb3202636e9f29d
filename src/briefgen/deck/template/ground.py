"""What lies under the content of a template's slides: one colour, or a picture that text is lost on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from briefgen.deck.names import qn
from briefgen.deck.placed import Box
from briefgen.deck.template.colours import background, solid_colour
from briefgen.deck.template.model import Layout
from briefgen.deck.template.styles import EMU

# More than this share of the content's area under shapes is no calm ground.
_SHARE = 0.2
# A shape under more than this share of a title is what the title lies on.
_MOST = 0.6


def is_patterned(element: Any) -> bool:
    """Whether a master or layout has a background of its own that is not one colour (19.3.1.1)."""
    back = element.find(f"{qn('p:cSld')}/{qn('p:bg')}/{qn('p:bgPr')}")
    if back is None:
        return False
    kinds = ("a:blipFill", "a:gradFill", "a:pattFill")
    return any(back.find(qn(kind)) is not None for kind in kinds)


def is_busy(presentation: Any, known: Layout, area: Box) -> bool:
    """Whether text in `area` would lie on a pattern, a picture or shapes of the template."""
    layout = [a for m in presentation.slide_masters for a in m.slide_layouts][known.index]
    master = layout.slide_master
    own = layout._element.find(f"{qn('p:cSld')}/{qn('p:bg')}") is not None
    if is_patterned(layout._element if own else master._element):
        return True
    covered = sum(_overlap(box, area) for box in drawn(presentation, known))
    return covered > _SHARE * area.width * area.height


def is_broken(
    presentation: Any, known: Layout, area: Box, found: dict[str, str], paper: str
) -> bool:
    """Whether a title in `area` would lie on a pattern or a picture, or on shapes that are under parts of it."""
    if not is_busy(presentation, known, area):
        return False
    layout = [a for m in presentation.slide_masters for a in m.slide_layouts][known.index]
    ground = under(presentation, known, area, found, paper)
    return ground is None or ground == background(layout._element, found, paper)


def under(
    presentation: Any, known: Layout, area: Box, found: dict[str, str], paper: str
) -> str | None:
    """The one colour that `area` lies on, as #RRGGBB; None where it lies on a pattern or a picture.

    `found` are the colours of the map, `paper` is the master's background.
    """
    layout = [a for m in presentation.slide_masters for a in m.slide_layouts][known.index]
    master = layout.slide_master
    own = layout._element.find(f"{qn('p:cSld')}/{qn('p:bg')}") is not None
    if is_patterned(layout._element if own else master._element):
        return None
    ground: str | None = background(layout._element, found, paper)
    holders = [layout]
    if layout._element.get("showMasterSp") not in ("0", "false"):
        holders.insert(0, master)
    for holder in holders:
        for shape, box in _shapes(holder):
            if _overlap(box, area) > _MOST * area.width * area.height:
                solid = shape._element.find(f"{qn('p:spPr')}/{qn('a:solidFill')}")
                ground = solid_colour(solid, found) if solid is not None else None
    return ground


def drawn(presentation: Any, known: Layout) -> list[Box]:
    """Boxes of the pictures, groups and filled shapes on a layout and its master that are no placeholders."""
    layout = [a for m in presentation.slide_masters for a in m.slide_layouts][known.index]
    holders = [layout]
    if layout._element.get("showMasterSp") not in ("0", "false"):
        holders.append(layout.slide_master)
    return [box for holder in holders for _, box in _shapes(holder)]


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


def _overlap(one: Box, other: Box) -> float:
    wide = min(one.right, other.right) - max(one.x, other.x)
    high = min(one.bottom, other.bottom) - max(one.y, other.y)
    return max(0.0, wide) * max(0.0, high)
