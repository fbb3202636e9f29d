"""briefgen's own template: a theme part from the theme, one master, and named layouts with placeholders.

Element names and order follow ECMA-376 part 1, 19.3 (PresentationML) and 20.1 (DrawingML).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.util import Pt

from briefgen.deck.draft import BODY, FOOT_Y, SOURCE, TITLE
from briefgen.deck.placed import HEIGHT, MARGIN, WIDTH, Box
from briefgen.theme import Theme

NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
EMU = 12700  # a point


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A place for content: its type and index in the layout, its box, and its text."""

    name: str
    type: str
    idx: int
    box: Box
    size: float
    colour: str = "tx1"
    bold: bool = False
    anchor: str = "t"


FOOTER = Placeholder("Footer", "ftr", 11, Box(MARGIN, FOOT_Y, 640, 18), 12, "tx2")
NUMBER = Placeholder(
    "Slide number", "sldNum", 12, Box(WIDTH - MARGIN - 100, FOOT_Y, 100, 18), 12, "tx2"
)
_TITLE = Placeholder("Title", "title", 0, TITLE, 30, "accent1", True, "b")
_BODY = Placeholder("Body", "body", 1, BODY, 22)
_CAPTION = Placeholder("Caption", "body", 13, Box(BODY.x, BODY.y, BODY.width, 50), 18)
_PICTURE = Placeholder("Chart", "pic", 14, Box(BODY.x, BODY.y + 62, BODY.width, 280), 18)
_SOURCE = Placeholder("Source", "body", 15, SOURCE, 12, "tx2", anchor="b")
LAYOUTS: dict[str, tuple[Placeholder, ...]] = {
    "Title": (
        Placeholder(
            "Title", "ctrTitle", 0, Box(MARGIN, 60, WIDTH - 2 * MARGIN, 130), 44, "bg1", True
        ),
        Placeholder("Subtitle", "subTitle", 1, Box(MARGIN, 200, WIDTH - 2 * MARGIN, 90), 22, "bg1"),
        Placeholder("Organisation", "body", 13, Box(MARGIN, 376, WIDTH - 2 * MARGIN, 76), 22),
    ),
    "Statement": (_TITLE, _BODY, FOOTER, NUMBER),
    "Evidence": (_TITLE, _CAPTION, _PICTURE, _SOURCE, FOOTER, NUMBER),
    "Title only": (_TITLE, _SOURCE, FOOTER, NUMBER),
}
_LAYOUT_TYPES = {
    "Title": "title",
    "Statement": "obj",
    "Evidence": "picTx",
    "Title only": "titleOnly",
}


def own_template(theme: Theme) -> Any:
    """A Presentation without slides in the look of `theme`."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    master = deck.slide_master
    layouts = list(master.slide_layouts)
    for spare in layouts[len(LAYOUTS) :]:
        master.slide_layouts.remove(spare)
    for layout, (name, places) in zip(layouts, LAYOUTS.items(), strict=False):
        _replace(layout.part, _layout(name, places))
    ids = _layout_ids(master)
    _replace(master.part, _master(theme, ids))
    theme_part = master.part.part_related_by(RT.THEME)
    theme_part._blob = _theme(theme).encode()
    for rid, rel in list(deck.part.rels.items()):
        if rel.reltype.endswith("/printerSettings"):
            deck.part.rels.pop(rid)
    for rid, rel in list(deck.part.package._rels.items()):
        if rel.reltype == RT.THUMBNAIL:
            deck.part.package._rels.pop(rid)
    return deck


def _layout_ids(master: Any) -> list[tuple[str, str]]:
    """Id and relationship id of each layout that the master lists."""
    entries = master._element.sldLayoutIdLst
    return [(e.get("id") or str(2147483649 + i), e.rId) for i, e in enumerate(entries)]


def _replace(part: Any, xml: str) -> None:
    """Put new content into an XML part's root, which stays the same object."""
    root = part._element
    new = etree.fromstring(xml.encode())
    for child in list(root):
        root.remove(child)
    for key in list(root.attrib):
        del root.attrib[key]
    for key, value in new.attrib.items():
        root.set(key, value)
    from pptx.oxml import parse_xml

    for child in parse_xml(xml):
        root.append(child)


def _xfrm(box: Box) -> str:
    x, y, w, h = (round(v * EMU) for v in (box.x, box.y, box.width, box.height))
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'


def _shape(number: int, place: Placeholder, master: bool = False) -> str:
    kind = place.type
    idx = f' idx="{place.idx}"' if kind not in ("title", "ctrTitle") and place.idx else ""
    if master and kind == "body":
        idx = ' idx="1"'
    small = ' sz="quarter"' if kind in ("ftr", "sldNum") or place.idx > 1 else ""
    align = ' algn="r"' if kind == "sldNum" else ""
    text = {
        "ftr": "<a:p><a:endParaRPr/></a:p>",
        "sldNum": '<a:p><a:fld id="{8E3B5A10-6C52-4C39-9D6E-0B1F5B5C7A21}" type="slidenum">'
        "<a:rPr/><a:t>‹#›</a:t></a:fld><a:endParaRPr/></a:p>",
    }.get(kind, f"<a:p><a:r><a:rPr/><a:t>{escape(place.name)}</a:t></a:r></a:p>")
    style = (
        f'<a:lvl1pPr marL="0" indent="0"{align}><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="{round(place.size * 100)}" b="{int(place.bold)}">'
        f'<a:solidFill><a:schemeClr val="{place.colour}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(place.name)}/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}"{small}{idx}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr>{_xfrm(place.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr vert="horz" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{place.anchor}">'
        f"<a:noAutofit/></a:bodyPr><a:lstStyle>{style}</a:lstStyle>{text}</p:txBody></p:sp>"
    )


def _tree(shapes: str) -> str:
    zero = '<a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm>'
    return (
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        f"<p:grpSpPr>{zero}</p:grpSpPr>{shapes}</p:spTree>"
    )


def _layout(name: str, places: tuple[Placeholder, ...]) -> str:
    shapes = "".join(_shape(number, place) for number, place in enumerate(places, 2))
    return (
        f'<p:sldLayout {NS} type="{_LAYOUT_TYPES[name]}" preserve="1"><p:cSld name="{name}">{_tree(shapes)}</p:cSld>'
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def _master(theme: Theme, ids: list[tuple[str, str]]) -> str:
    places = (_TITLE, _BODY, FOOTER, NUMBER)
    shapes = "".join(_shape(number, place, master=True) for number, place in enumerate(places, 2))
    layouts = "".join(f'<p:sldLayoutId id="{id}" r:id="{rid}"/>' for id, rid in ids)
    body = round(theme.slide_text.body * 100)
    title = round(theme.slide_text.title * 100)
    levels = "".join(
        f'<a:lvl{n}pPr marL="{(n - 1) * 228600}" indent="0"><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="{body}"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
        f'<a:latin typeface="+mn-lt"/></a:defRPr></a:lvl{n}pPr>'
        for n in range(1, 6)
    )
    return (
        f'<p:sldMaster {NS}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'
        f"<a:effectLst/></p:bgPr></p:bg>{_tree(shapes)}</p:cSld>"
        '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
        'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
        f"<p:sldLayoutIdLst>{layouts}</p:sldLayoutIdLst>"
        f'<p:txStyles><p:titleStyle><a:lvl1pPr><a:buNone/><a:defRPr sz="{title}" b="1"><a:solidFill>'
        '<a:schemeClr val="accent1"/></a:solidFill><a:latin typeface="+mj-lt"/></a:defRPr></a:lvl1pPr></p:titleStyle>'
        f"<p:bodyStyle>{levels}</p:bodyStyle>"
        '<p:otherStyle><a:lvl1pPr><a:defRPr sz="1800"><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr></p:otherStyle>'
        "</p:txStyles></p:sldMaster>"
    )


def _theme(theme: Theme) -> str:
    c = theme.colours
    series = (*c.series, *c.series)[:6]
    slots = {
        "dk1": c.ink, "lt1": "#ffffff", "dk2": c.muted, "lt2": c.panel, "accent1": c.primary,
        "accent2": c.accent, "accent3": series[2], "accent4": series[3], "accent5": c.mute,
        "accent6": series[5], "hlink": c.link, "folHlink": c.primary,
    }  # fmt: skip
    colours = "".join(
        f'<a:{k}><a:srgbClr val="{v[1:].upper()}"/></a:{k}>' for k, v in slots.items()
    )
    font = (
        f'<a:latin typeface={quoteattr(theme.fonts.deck)}/><a:ea typeface=""/><a:cs typeface=""/>'
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        f"name={quoteattr(theme.name)}><a:themeElements><a:clrScheme name={quoteattr(theme.name)}>{colours}</a:clrScheme>"
        f"<a:fontScheme name={quoteattr(theme.name)}><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont>"
        f"</a:fontScheme><a:fmtScheme name={quoteattr(theme.name)}><a:fillStyleLst>{fill * 3}</a:fillStyleLst>"
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )
