"""briefgen's own template as a package (ECMA-376 part 2): parts, content types and relationships."""

from __future__ import annotations

import io
import zipfile
from typing import IO

from briefgen.deck.template import xml
from briefgen.deck.template.own_layouts import HEIGHT, WIDTH, layouts
from briefgen.theme import Theme

_EPOCH = (1980, 1, 1, 0, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.presentationml."
_THEME = "application/vnd.openxmlformats-officedocument.theme+xml"
_NOTES_WIDTH, _NOTES_HEIGHT = 6858000, 9144000


def package(theme: Theme) -> dict[str, str]:
    """The parts of a presentation without slides in the look of `theme`, by name."""
    own = layouts(theme)
    parts = {
        "ppt/presentation.xml": _presentation(),
        "ppt/slideMasters/slideMaster1.xml": xml.master(theme, len(own)),
        "ppt/notesMasters/notesMaster1.xml": _notes_master(),
        "ppt/theme/theme1.xml": xml.theme_part(theme),
        "ppt/theme/theme2.xml": xml.theme_part(theme),
        "ppt/tableStyles.xml": f'<a:tblStyleLst xmlns:a="{xml.A}" def="{{2D5ABB26-0587-4C30-8999-92F81FD0307C}}"/>',
    }
    for number, layout in enumerate(own, 1):
        parts[f"ppt/slideLayouts/slideLayout{number}.xml"] = xml.layout(layout)
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
    with zipfile.ZipFile(target, "w") as out:
        for name, text in sorted(package(theme).items(), key=lambda p: (p[0][0] != "[", p[0])):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, text.encode())


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
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{entries}</Types>'
    )


def _rels(targets: list[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{xml.R}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_RELS}">{entries}</Relationships>'


def _presentation() -> str:
    cx, cy = round(WIDTH * xml.EMU), round(HEIGHT * xml.EMU)
    return (
        f'<p:presentation {xml.NS} saveSubsetFonts="1"><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/>'
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
        f"<p:notesMaster {xml.NS}><p:cSld><p:bg><p:bgPr>{xml.fill('bg1')}<a:effectLst/></p:bgPr></p:bg>"
        f'{xml.tree(shapes)}</p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" '
        'accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" '
        'folHlink="folHlink"/><p:notesStyle><a:lvl1pPr><a:defRPr sz="1200"><a:latin typeface="+mn-lt"/></a:defRPr>'
        "</a:lvl1pPr></p:notesStyle></p:notesMaster>"
    )
