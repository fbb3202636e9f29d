"""briefgen's own template as a package (ECMA-376 part 2): layouts, their XML, content types and relationships.

Element names and order: ECMA-376 part 1, 19.3 and 20.1.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import IO

from msgspec import Struct, field

from briefgen.deck.openxml import CONTENT_TYPES, RELATIONSHIPS, A, P, R
from briefgen.deck.package import write_archive
from briefgen.deck.placed import Box
from briefgen.languages import font_metrics
from briefgen.model.rich_text import escape, quoteattr
from briefgen.model.theme import Theme, own_theme

WIDTH, HEIGHT = 960.0, 540.0  # 13.333 by 7.5 inches, PowerPoint's 16:9
MARGIN = 48.0
ACROSS = WIDTH - 2 * MARGIN
TITLE = Box(MARGIN, 26, ACROSS, 76)
BODY = Box(MARGIN, 122, ACROSS, 350)
SOURCE = Box(MARGIN, 470, ACROSS, 34)
FOOT = Box(MARGIN, HEIGHT - 27, 560, 18)
BAND = Box(0, 0, WIDTH, 330)
SIDE = 262.0
GUTTER = 36.0
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
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "application/vnd.openxmlformats-officedocument.presentationml."
_THEME = "application/vnd.openxmlformats-officedocument.theme+xml"
_NOTES_WIDTH, _NOTES_HEIGHT = 6858000, 9144000


class OwnPlace(Struct, frozen=True):
    """A placeholder: `type` is one of ECMA-376 part 1, 19.7.10; `size` is points, `colour` a theme slot."""

    name: str
    type: str
    idx: int
    box: Box
    size: float
    colour: str = "tx1"
    bold: bool = False
    anchor: str = "t"


class OwnLayout(Struct, frozen=True):
    """A layout: `type` is one of ECMA-376 part 1, 19.7.15, "" for one of our own making."""

    name: str
    type: str
    places: tuple[OwnPlace, ...]
    dark: bool = False
    decor: tuple[tuple[Box, str], ...] = field(default=())


def furniture(colour: str = "tx2") -> tuple[OwnPlace, ...]:
    """Footer, date and slide number, in small type at the foot."""
    date = Box(FOOT.right + 16, FOOT.y, 168, FOOT.height)
    number = Box(WIDTH - MARGIN - 100, FOOT.y, 100, FOOT.height)
    return (
        OwnPlace("Footer", "ftr", 11, FOOT, 12, colour),
        OwnPlace("Date", "dt", 10, date, 12, colour),
        OwnPlace("Slide number", "sldNum", 12, number, 12, colour),
    )


def master_places(theme: Theme) -> tuple[OwnPlace, ...]:
    """The master's placeholders, which the layouts' inherit from."""
    sizes = theme.slide_text
    title = OwnPlace("Title", "title", 0, TITLE, sizes.title, "accent1", True, "b")
    return (title, OwnPlace("Body", "body", 1, BODY, sizes.body), *furniture())


def layouts(theme: Theme) -> tuple[OwnLayout, ...]:
    """All layouts, in the order in which PowerPoint lists them."""
    sizes = theme.slide_text
    title, foot = master_places(theme)[0], furniture()
    source = OwnPlace("Source", "body", 15, SOURCE, sizes.source, "tx2", False, "b")
    caption = OwnPlace("Caption", "body", 13, Box(BODY.x, BODY.y, BODY.width, 50), sizes.small)
    chart = Box(BODY.x, BODY.y + 62, BODY.width, 280)
    beside = Box(chart.x, chart.y, chart.width - SIDE - GUTTER, chart.height)
    side = Box(BODY.right - SIDE, BODY.y, SIDE, 342)
    half = (BODY.width - GUTTER) / 2
    right = Box(BODY.x + half + GUTTER, BODY.y, half, BODY.height)
    return (
        OwnLayout("Title", "title", (
            OwnPlace("Title", "ctrTitle", 0, Box(MARGIN, 26, ACROSS, 164), 44, "bg1", True, "b"),
            OwnPlace("Subtitle", "subTitle", 1, Box(MARGIN, 206, ACROSS, 112), 22, "bg1"),
            OwnPlace("Organisation", "body", 13, Box(MARGIN + 100, 376, ACROSS - 100, 76), 22, anchor="ctr"),
            OwnPlace("Logo", "pic", 14, Box(MARGIN, 376, 76, 76), 18),
        ), decor=((BAND, "accent1"), (Box(0, BAND.bottom, WIDTH, 6), "accent2"))),
        OwnLayout("Section", "secHead", (
            OwnPlace("Title", "title", 0, Box(MARGIN, 96, ACROSS, 100), 44, "bg1", True, "b"),
            OwnPlace("Body", "body", 1, Box(MARGIN, 224, ACROSS, 260), 22, "bg1"),
            *furniture("bg1"),
        ), dark=True, decor=((Box(MARGIN, 206, 96, 5), "bg1"),)),
        OwnLayout("Statement", "obj", (title, OwnPlace("Body", "body", 1, BODY, sizes.body), source, *foot)),
        OwnLayout("Evidence", "", (title, caption, OwnPlace("Chart", "obj", 14, chart, sizes.small), source, *foot)),
        OwnLayout("Evidence and points", "", (
            title, caption, OwnPlace("Chart", "obj", 14, beside, sizes.small),
            OwnPlace("Points", "body", 16, side, sizes.small), source, *foot)),
        OwnLayout("Comparison", "twoObj", (
            title, OwnPlace("Left", "obj", 1, Box(BODY.x, BODY.y, half, BODY.height), sizes.body),
            OwnPlace("Right", "obj", 2, right, sizes.body), source, *foot)),
        OwnLayout("Title only", "titleOnly", (title, source, *foot)),
    )  # fmt: skip


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


def _layout_part(own: OwnLayout) -> str:
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


def _master_part(theme: Theme, layout_count: int) -> str:
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


def _typefaces(theme: Theme) -> tuple[str, str]:
    """The deck's typeface for Latin letters, and for Arabic and Hebrew ones where the theme's font has them.

    A font that has no Latin letters leaves them to briefgen's own.
    """
    deck = theme.fonts.deck
    if not font_metrics.has_joining_letters(theme.font_path("regular")):
        return deck, ""
    latin = font_metrics.load(theme.font_path("regular")).widths.get(ord("A"))
    return (deck if latin is not None else own_theme().fonts.deck), deck


def _theme_part(theme: Theme) -> str:
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
    latin, script = _typefaces(theme)
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


def _parts(theme: Theme) -> dict[str, str]:
    """The parts of a presentation without slides in the look of `theme`, by name."""
    own = layouts(theme)
    parts = {
        "ppt/presentation.xml": _presentation(),
        "ppt/slideMasters/slideMaster1.xml": _master_part(theme, len(own)),
        "ppt/notesMasters/notesMaster1.xml": _notes_master(),
        "ppt/theme/theme1.xml": _theme_part(theme),
        "ppt/theme/theme2.xml": _theme_part(theme),
        "ppt/tableStyles.xml": f'<a:tblStyleLst xmlns:a="{A}" def="{{2D5ABB26-0587-4C30-8999-92F81FD0307C}}"/>',
    }
    for number, layout in enumerate(own, 1):
        parts[f"ppt/slideLayouts/slideLayout{number}.xml"] = _layout_part(layout)
    types = _content_types(parts)
    count = len(own)
    to_layouts = [("slideLayout", f"../slideLayouts/slideLayout{n + 1}.xml") for n in range(count)]
    parts["ppt/slideMasters/_rels/slideMaster1.xml.rels"] = _rels(
        [*to_layouts, ("theme", "../theme/theme1.xml")]
    )
    for number in range(1, count + 1):
        parts[f"ppt/slideLayouts/_rels/slideLayout{number}.xml.rels"] = _rels(
            [("slideMaster", "../slideMasters/slideMaster1.xml")]
        )
    parts["ppt/notesMasters/_rels/notesMaster1.xml.rels"] = _rels(
        [("theme", "../theme/theme2.xml")]
    )
    parts["ppt/_rels/presentation.xml.rels"] = _rels(
        [
            ("slideMaster", "slideMasters/slideMaster1.xml"),
            ("notesMaster", "notesMasters/notesMaster1.xml"),
            ("theme", "theme/theme1.xml"),
            ("tableStyles", "tableStyles.xml"),
        ]
    )
    parts["_rels/.rels"] = _rels([("officeDocument", "ppt/presentation.xml")])
    parts["[Content_Types].xml"] = types
    return {name: _HEAD + text for name, text in parts.items()}


def write(theme: Theme, target: IO[bytes]) -> None:
    """Write the package to `target`; the same theme gives the same bytes."""
    parts = sorted(_parts(theme).items(), key=lambda part: (part[0][0] != "[", part[0]))
    write_archive(target, ((name, text.encode()) for name, text in parts))


def stream(theme: Theme) -> IO[bytes]:
    """The package as a stream to read."""
    made = io.BytesIO()
    write(theme, made)
    made.seek(0)
    return made


def _content_types(parts: dict[str, str]) -> str:
    kinds = {
        "presentation": _MAIN + "presentation.main+xml", "theme": _THEME,
        "slideMasters": _MAIN + "slideMaster+xml", "slideLayouts": _MAIN + "slideLayout+xml",
        "notesMasters": _MAIN + "notesMaster+xml", "tableStyles": _MAIN + "tableStyles+xml",
    }  # fmt: skip
    entries = "".join(
        f'<Override PartName="/{name}" ContentType="{kinds[name.split("/")[1].removesuffix(".xml")]}"/>'
        for name in sorted(parts)
    )
    return (
        f'<Types xmlns="{CONTENT_TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{entries}</Types>'
    )


def _rels(targets: list[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{RELATIONSHIPS}">{entries}</Relationships>'


def _presentation() -> str:
    cx, cy = round(WIDTH * EMU), round(HEIGHT * EMU)
    return (
        f'<p:presentation {NS} saveSubsetFonts="1"><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/>'
        '</p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst>'
        f'<p:sldSz cx="{cx}" cy="{cy}"/><p:notesSz cx="{_NOTES_WIDTH}" cy="{_NOTES_HEIGHT}"/><p:defaultTextStyle>'
        '<a:defPPr/><a:lvl1pPr><a:defRPr sz="1800"><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr>'
        "</p:defaultTextStyle></p:presentation>"
    )


def _notes_master() -> str:
    def sp(number: int, name: str, ph: str, place: str, body: str) -> str:
        locks = ' noRot="1" noChangeAspect="1"' if "sldImg" in ph else ""
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"{locks}/></p:cNvSpPr>'
            f"<p:nvPr><p:ph {ph}/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm>{place}</a:xfrm>"
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>{body}</p:sp>'
        )

    image = '<a:off x="685800" y="685800"/><a:ext cx="5486400" cy="3086100"/>'
    text = '<a:off x="685800" y="3943350"/><a:ext cx="5486400" cy="4514850"/>'
    number = '<a:off x="3884613" y="8685213"/><a:ext cx="2287587" cy="342900"/>'
    body = "<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr/><a:t>Notes</a:t></a:r></a:p></p:txBody>"
    field = (
        '<p:txBody><a:bodyPr anchor="b"/><a:lstStyle><a:lvl1pPr algn="r"><a:defRPr sz="1000"/></a:lvl1pPr></a:lstStyle>'
        '<a:p><a:fld id="{5C2B7C1E-4C55-4F0B-8B0C-1F3A9B1F2D10}" type="slidenum"><a:rPr/><a:t>‹#›</a:t></a:fld></a:p>'
        "</p:txBody>"
    )
    shapes = (
        sp(2, "Slide image", 'type="sldImg" idx="2"', image, "")
        + sp(3, "Notes", 'type="body" sz="quarter" idx="3"', text, body)
        + sp(4, "Slide number", 'type="sldNum" sz="quarter" idx="5"', number, field)
    )
    return (
        f"<p:notesMaster {NS}><p:cSld><p:bg><p:bgPr>{fill('bg1')}<a:effectLst/></p:bgPr></p:bg>"
        f'{tree(shapes)}</p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" '
        'accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" '
        'folHlink="folHlink"/><p:notesStyle><a:lvl1pPr><a:defRPr sz="1200"><a:latin typeface="+mn-lt"/></a:defRPr>'
        "</a:lvl1pPr></p:notesStyle></p:notesMaster>"
    )
