"""The XML of briefgen's own template. Element names and order: ECMA-376 part 1, 19.3 and 20.1."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen import font_metrics
from briefgen.deck.placed import Box
from briefgen.deck.template.own_layouts import OwnLayout, OwnPlace, master_places
from briefgen.escaping import escape, quoteattr
from briefgen.theme import Theme, own_theme

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
NS = f'xmlns:a="{A}" xmlns:r="{R}" xmlns:p="{P}"'
EMU = 12700  # a point
_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
_PROMPTS = {
    "ftr": "<a:p><a:endParaRPr/></a:p>",
    "dt": "<a:p><a:endParaRPr/></a:p>",
    "sldNum": '<a:p><a:fld id="{8E3B5A10-6C52-4C39-9D6E-0B1F5B5C7A21}" type="slidenum"><a:rPr/>'
    "<a:t>‹#›</a:t></a:fld><a:endParaRPr/></a:p>",
}


def xfrm(box: Box) -> str:
    """Position and size in EMU."""
    x, y, w, h = (round(v * EMU) for v in (box.x, box.y, box.width, box.height))
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'


def fill(slot: str) -> str:
    """A solid fill in a slot of the colour map."""
    return f'<a:solidFill><a:schemeClr val="{slot}"/></a:solidFill>'


def tree(shapes: str) -> str:
    """A slide's shape tree."""
    return (
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>'
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm>'
        f"</p:grpSpPr>{shapes}</p:spTree>"
    )


def _placeholder(number: int, place: OwnPlace, master: bool) -> str:
    kind = "" if place.type == "obj" else f' type="{place.type}"'
    idx = f' idx="{place.idx}"' if place.idx and not (master and place.type == "title") else ""
    small = ' sz="quarter"' if place.type in ("ftr", "sldNum", "dt") or place.idx > 12 else ""
    align = "r" if place.type in ("sldNum", "dt") else "l"
    style = (
        f'<a:lvl1pPr marL="0" indent="0" algn="{align}"><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="{round(place.size * 100)}" b="{int(place.bold)}">{fill(place.colour)}'
        f'<a:latin typeface="{"+mj-lt" if place.type in ("title", "ctrTitle") else "+mn-lt"}"/></a:defRPr></a:lvl1pPr>'
    )
    text = _PROMPTS.get(
        place.type, f"<a:p><a:r><a:rPr/><a:t>{escape(place.name)}</a:t></a:r></a:p>"
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(place.name)}/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph{kind}{small}{idx}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr>{xfrm(place.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody>'
        f'<a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{place.anchor}">'
        f"<a:noAutofit/></a:bodyPr><a:lstStyle>{style}</a:lstStyle>{text}</p:txBody></p:sp>"
    )


def _decor(number: int, box: Box, slot: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Decoration {number}" descr="">{_DECORATIVE}</p:cNvPr>'
        f'<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{xfrm(box)}<a:prstGeom prst="rect">'
        f"<a:avLst/></a:prstGeom>{fill(slot)}<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def _shapes(
    places: Sequence[OwnPlace], decor: Sequence[tuple[Box, str]], master: bool = False
) -> str:
    drawn = [_decor(number, box, slot) for number, (box, slot) in enumerate(decor, 2)]
    held = [_placeholder(n, place, master) for n, place in enumerate(places, 2 + len(decor))]
    return "".join([*drawn, *held])


def layout(own: OwnLayout) -> str:
    """A slideLayout part."""
    kind = f'type="{own.type}"' if own.type else 'userDrawn="1"'
    back = f"<p:bg><p:bgPr>{fill('accent1')}<a:effectLst/></p:bgPr></p:bg>" if own.dark else ""
    hidden = ' showMasterSp="0"' if own.decor else ""
    return (
        f'<p:sldLayout {NS}{hidden} {kind} preserve="1"><p:cSld name="{own.name}">{back}'
        f"{tree(_shapes(own.places, own.decor))}</p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def _levels(size: float) -> str:
    """Five levels of body text; the first without a bullet."""
    out = []
    for n in range(1, 6):
        bullet = "<a:buNone/>" if n == 1 else '<a:buFont typeface="Arial"/><a:buChar char="•"/>'
        margin, indent = ((n - 1) * 228600, -228600 if n > 1 else 0)
        points = round((size if n == 1 else max(18, size - 2)) * 100)
        out.append(
            f'<a:lvl{n}pPr marL="{margin}" indent="{indent}"><a:spcBef><a:spcPts val="600"/></a:spcBef>{bullet}'
            f'<a:defRPr sz="{points}">{fill("tx1")}<a:latin typeface="+mn-lt"/></a:defRPr></a:lvl{n}pPr>'
        )
    return "".join(out)


def master(theme: Theme, layout_count: int) -> str:
    """The slideMaster part; its layouts are rId1 up, its theme comes after them."""
    ids = "".join(
        f'<p:sldLayoutId id="{2147483649 + n}" r:id="rId{n + 1}"/>' for n in range(layout_count)
    )
    sizes = theme.slide_text
    mark = (Box(48, 0, 72, 6), "accent2")
    return (
        f"<p:sldMaster {NS}><p:cSld><p:bg><p:bgPr>{fill('bg1')}<a:effectLst/></p:bgPr></p:bg>"
        f"{tree(_shapes(master_places(theme), (mark,), master=True))}</p:cSld>"
        '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
        'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
        f"<p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst><p:txStyles><p:titleStyle><a:lvl1pPr><a:buNone/>"
        f'<a:defRPr sz="{round(sizes.title * 100)}" b="1">{fill("accent1")}<a:latin typeface="+mj-lt"/></a:defRPr>'
        f"</a:lvl1pPr></p:titleStyle><p:bodyStyle>{_levels(sizes.body)}</p:bodyStyle><p:otherStyle><a:lvl1pPr>"
        '<a:defRPr sz="1800"><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr></p:otherStyle></p:txStyles>'
        "</p:sldMaster>"
    )


def faces(theme: Theme) -> tuple[str, str]:
    """The deck's typeface for Latin letters, and for Arabic and Hebrew ones where the theme's font has them.

    A font that has no Latin letters leaves them to briefgen's own.
    """
    deck = theme.fonts.deck
    if not font_metrics.joins(theme.font_path("regular")):
        return deck, ""
    latin = font_metrics.load(theme.font_path("regular")).widths.get(ord("A"))
    return (deck if latin is not None else own_theme().fonts.deck), deck


def theme_part(theme: Theme) -> str:
    """The theme part (ECMA-376 part 1, 20.1.6.9): the theme's colours and the deck's font."""
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
    latin, script = faces(theme)
    font = f'<a:latin typeface={quoteattr(latin)}/><a:ea typeface=""/><a:cs typeface={quoteattr(script)}/>'
    name = quoteattr(theme.name)
    line = f'<a:ln w="9525">{fill("phClr")}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'<a:theme xmlns:a="{A}" name={name}><a:themeElements><a:clrScheme name={name}>{colours}</a:clrScheme>'
        f"<a:fontScheme name={name}><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont>"
        f"</a:fontScheme><a:fmtScheme name={name}><a:fillStyleLst>{fill('phClr') * 3}</a:fillStyleLst>"
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill('phClr') * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )
