"""What lies under the content of a template's slides: one colour, or a picture that text is lost on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pptx.oxml.ns import qn

from briefgen.deck.placed import Box
from briefgen.deck.template.model import Layout
from briefgen.deck.template.styles import EMU

# More than this share of the content's area under shapes is no calm ground.
_SHARE = 0.2


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
    holders = [layout]
    if layout._element.get("showMasterSp") not in ("0", "false"):
        holders.append(master)
    covered = sum(_overlap(box, area) for holder in holders for box in _drawn(holder))
    return covered > _SHARE * area.width * area.height


def _drawn(holder: Any) -> Iterator[Box]:
    """Boxes of pictures, groups and filled shapes that are no placeholders."""
    for shape in holder.shapes:
        if shape.is_placeholder or None in (shape.left, shape.top, shape.width, shape.height):
            continue
        properties = shape._element.find(qn("p:spPr"))
        if properties is not None and shape._element.tag == qn("p:sp"):
            fills = ("a:solidFill", "a:gradFill", "a:blipFill", "a:pattFill")
            if not any(properties.find(qn(fill)) is not None for fill in fills):
                continue
        yield Box(shape.left / EMU, shape.top / EMU, shape.width / EMU, shape.height / EMU)


def _overlap(one: Box, other: Box) -> float:
    wide = min(one.right, other.right) - max(one.x, other.x)
    high = min(one.bottom, other.bottom) - max(one.y, other.y)
    return max(0.0, wide) * max(0.0, high)
