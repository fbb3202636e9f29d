"""Open XML (ECMA-376 parts 1 and 2): its names, and lines of text as paragraphs and runs.

python-pptx has both too, and takes a fifth of a second to import and several times as long to write text: a deck on a
template that is known needs none of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from briefgen.deck.placed import Line, TextBox, restore_spaces
from briefgen.languages.locale import Locale
from briefgen.model.rich_text import Text
from briefgen.model.theme import Theme

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_SPACES = {"a": A, "p": P, "r": R, "c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}

# Relationships (part 1, 12 to 14).
SLIDE, LAYOUT = f"{R}/slide", f"{R}/slideLayout"
NOTES_SLIDE, NOTES_MASTER, THEME = f"{R}/notesSlide", f"{R}/notesMaster", f"{R}/theme"
IMAGE, CHART, PACKAGE, LINK = f"{R}/image", f"{R}/chart", f"{R}/package", f"{R}/hyperlink"

# Types of content.
_ML = "application/vnd.openxmlformats-officedocument"
SLIDE_TYPE = f"{_ML}.presentationml.slide+xml"
NOTES_TYPE = f"{_ML}.presentationml.notesSlide+xml"
CHART_TYPE = f"{_ML}.drawingml.chart+xml"
WORKBOOK_TYPE = f"{_ML}.spreadsheetml.sheet"
RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
# ST_TextAlignType and ST_TextAnchoringType.
ALIGN = {"left": "l", "center": "ctr", "right": "r"}
ANCHOR = {"top": "t", "middle": "ctr", "bottom": "b"}
EAST_ASIAN = ("zh", "ja", "ko")
_A = f"{{{A}}}"
_AHYP = "http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor"
_CONTROLS = re.compile(r"[\x00-\x08\x0B-\x1F]")


@cache
def qn(name: str) -> str:
    """A name with the usual prefix of its namespace (`a:p`) as lxml writes it."""
    prefix, local = name.split(":")
    return f"{{{_SPACES[prefix]}}}{local}"


_LINK_ID = qn("r:id")


class Ink(Struct, frozen=True):
    """How text and shapes get their colours and language: slots of the colour map where there is one.

    `rtl` says that paragraphs run from right to left.
    """

    theme: Theme
    palette: Mapping[str, str]
    language: str
    rtl: bool = False

    @property
    def locale(self) -> Locale:
        """The language's formats."""
        return Locale(self.language)

    def fill(self, parent: Any, colour: str) -> Any:
        """A solidFill element in the theme colour `colour`, made for `parent` but not put into it."""
        solid = parent.makeelement(_A + "solidFill", {})
        slot = self.palette.get(colour)
        if slot:
            add(solid, "schemeClr", val=slot)
        else:
            add(solid, "srgbClr", val=getattr(self.theme.colours, colour)[1:].upper())
        return solid


def add(parent: Any, name: str, **attributes: str) -> Any:
    """A new last child of `parent` in DrawingML's namespace."""
    return etree.SubElement(parent, _A + name, attributes)


def emu(points: float) -> str:
    """Points as English Metric Units, which there are 12,700 of in one."""
    return str(round(points * 12700))


def fill(
    body: Any,
    holder: Any,
    part: TextBox,
    ink: Ink,
    *,
    inherited: float = 0.0,
    colour: str | None = None,
) -> None:
    """Write the part's lines into a text body that has none; `holder` is the slide that it stands on.

    `inherited` is the size in points that the body's text has without being told, `colour` the theme
    colour that text in a style of its own has all the same.
    """
    if not part.own_style:
        properties = body.find(_A + "bodyPr")
        for old in list(properties):
            properties.remove(old)
        properties.set("wrap", "square")
        for side in ("lIns", "rIns", "tIns", "bIns"):
            properties.set(side, "0")
        properties.set("anchor", ANCHOR[part.anchor])
        add(properties, "noAutofit")
    first = body.find(_A + "p")
    for index, given in enumerate(part.lines):
        line = _split_links(given, part)
        paragraph = first if index == 0 else add(body, "p")
        properties = None
        if not part.own_style:
            properties = add(paragraph, "pPr", algn=ALIGN[line.align])
        if ink.rtl:
            properties = add(paragraph, "pPr") if properties is None else properties
            properties.set("rtl", "1")
        if part.role != "title":
            properties = add(paragraph, "pPr") if properties is None else properties
            spacing(properties, line.gap if index else 0.0)
            _bullet(properties, line)
        runs(paragraph, holder, line, ink, own_style=part.own_style, inherited=inherited)
        if part.own_style and colour:
            for run in paragraph.iter(_A + "rPr"):
                run.insert(0, ink.fill(run, colour))


def _split_links(line: Line, part: TextBox) -> Line:
    """The line with its links parted where it is broken.

    LibreOffice makes a field of each link, which it neither begins in the middle of a line nor breaks at a word.
    """
    if not any(run.url for run in line.runs if isinstance(run, Text)):
        return line
    rows = line.break_lines(part.face, part.box.width)
    if len(rows) < 2:
        return line
    parted = (run for row in restore_spaces(line.runs, rows) for run in row)
    return replace(line, runs=tuple(_before_links(tuple(parted))))


def _before_links(runs: Sequence[Text]) -> Iterator[Text]:
    """The runs with the space before a link outside of it."""
    for run, after in pairwise((*runs, Text(""))):
        text = run.text.lstrip(" ") if run.url else run.text
        outside = not run.url and after.url and after.text.startswith(" ")
        yield replace(run, text=text + " " if outside else text)


def spacing(properties: Any, before: float, after: float = 0.0) -> None:
    """Single line spacing, and the points before and after the paragraph, into its properties."""
    add(add(properties, "lnSpc"), "spcPct", val="100000")
    for name, points in (("spcBef", before), ("spcAft", after)):
        add(add(properties, name), "spcPts", val=_hundredths(points))


def _hundredths(points: float) -> str:
    return str(int(points * 12700) // 127)


def runs(
    paragraph: Any,
    holder: Any,
    line: Line,
    ink: Ink,
    *,
    own_style: bool = False,
    inherited: float = 0.0,
) -> None:
    """The line's runs with size, weight, colour, language and link; `own_style` leaves weight and colour.

    `paragraph` is an `a:p`; `holder` is the slide that it stands on, and that links start from.
    """
    sized = abs(line.size - inherited) > 0.01
    east_asian = ink.language.split("-")[0] in EAST_ASIAN
    for run in line.runs:
        if not isinstance(run, Text) or not run.text:
            continue
        out = add(paragraph, "r")
        properties = add(out, "rPr")
        if sized:
            properties.set("sz", _hundredths(line.size))
        if not own_style:
            properties.set("b", "1" if line.bold or run.bold else "0")
        # Arabic and Hebrew have no italics; a slant that a program makes up is taken for an error.
        if (line.italic or run.italic) and not (ink.rtl and run.lang is None):
            properties.set("i", "1")
        if not own_style:
            properties.append(ink.fill(properties, "link" if run.url else line.colour))
        if east_asian:  # else PowerPoint takes its own font for ideographs (21.1.2.3.3)
            add(properties, "ea", typeface=ink.theme.fonts.deck)
        if ink.rtl and not own_style:  # a table's text inherits none in LibreOffice
            add(properties, "cs", typeface="+mn-cs")
        if run.url:
            link = add(properties, "hlinkClick")
            link.set(_LINK_ID, holder.link(run.url))
            link.set("tooltip", run.url)
            if "link" not in ink.palette and not own_style:
                _keep_colour(link)
        properties.set("lang", run.lang or ink.language)
        add(out, "t").text = escape_controls(ink.locale.isolate(run.text, run.lang))


def _keep_colour(link: Any) -> None:
    """Have PowerPoint show the link in its run's colour ([MS-ODRAWXML] 2.27.1.1): the theme's could not be read."""
    extension = add(add(link, "extLst"), "ext", uri="{A12FA001-AC4F-418D-AE19-62706E023703}")
    etree.SubElement(extension, f"{{{_AHYP}}}hlinkClr", {"val": "tx"}, nsmap={"ahyp": _AHYP})


def escape_controls(text: str) -> str:
    """`text` with control characters as the escapes of ST_Xstring (22.9.2.19)."""
    return _CONTROLS.sub(lambda found: f"_x{ord(found.group()):04X}_", text)


def _bullet(properties: Any, line: Line) -> None:
    properties.set("marL", emu(line.indent))
    properties.set("indent", emu(-line.size * 0.9) if line.bullet else "0")
    if not line.bullet:
        add(properties, "buNone")
        return
    # A template's bullets may be set in a font of symbols, where “•” is another sign.
    add(properties, "buFont", typeface="Arial" if line.bullet == "•" else "+mn-lt")
    if line.bullet == "•":
        add(properties, "buChar", char=line.bullet)
    else:
        add(properties, "buAutoNum", type="arabicPeriod", startAt=line.bullet.rstrip("."))
