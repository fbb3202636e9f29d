"""Lines of text into PowerPoint paragraphs and runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from briefgen.deck.placed import Line, TextBox
from briefgen.outline.richtext import Text
from briefgen.theme import Theme

ALIGN = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}
_ANCHOR = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}
EAST_ASIAN = ("zh", "ja", "ko")


@dataclass(frozen=True, slots=True)
class Ink:
    """How text and shapes get their colours and language: slots of the colour map where there is one."""

    theme: Theme
    palette: Mapping[str, str]
    language: str

    def fill(self, parent: Any, colour: str) -> Any:
        """A solidFill element in the theme colour `colour`, made for `parent` but not put into it."""
        solid = parent.makeelement(qn("a:solidFill"), {})
        slot = self.palette.get(colour)
        if slot:
            solid.append(solid.makeelement(qn("a:schemeClr"), {"val": slot}))
        else:
            value = getattr(self.theme.colours, colour)[1:].upper()
            solid.append(solid.makeelement(qn("a:srgbClr"), {"val": value}))
        return solid


def fill(
    frame: Any, part: TextBox, ink: Ink, *, inherited: float = 0.0, colour: str | None = None
) -> None:
    """Write the part's lines into a text frame, replacing what it has.

    `inherited` is the size in points that the frame's text has without being told, `colour` the theme
    colour that text in a style of its own has all the same.
    """
    if not part.own_style:
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = _ANCHOR[part.anchor]
        properties = frame._txBody.bodyPr
        for old in list(properties):
            properties.remove(old)
        properties.append(properties.makeelement(qn("a:noAutofit"), {}))
    for index, line in enumerate(part.lines):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        if not part.own_style:
            paragraph.alignment = ALIGN[line.align]
        if part.role != "title":
            paragraph.line_spacing = 1.0
            paragraph.space_before = Pt(line.gap if index else 0)
            paragraph.space_after = Pt(0)
            _bullet(paragraph, line)
        runs(paragraph, line, ink, own_style=part.own_style, inherited=inherited)
        if part.own_style and colour:
            for run in paragraph.runs:
                properties = run._r.get_or_add_rPr()
                properties.insert(0, ink.fill(properties, colour))


def runs(
    paragraph: Any, line: Line, ink: Ink, *, own_style: bool = False, inherited: float = 0.0
) -> None:
    """The line's runs with size, weight, colour, language and link; `own_style` leaves weight and colour."""
    for run in line.runs:
        if not isinstance(run, Text) or not run.text:
            continue
        out = paragraph.add_run()
        out.text = run.text
        font = out.font
        if abs(line.size - inherited) > 0.01:
            font.size = Pt(line.size)
        if not own_style:
            font.bold = line.bold or run.bold
        if line.italic or run.italic:
            font.italic = True
        properties = out._r.get_or_add_rPr()
        if run.url:
            out.hyperlink.address = run.url
            properties.find(qn("a:hlinkClick")).set("tooltip", run.url)
        elif not own_style:
            properties.insert(0, ink.fill(properties, line.colour))
        properties.set("lang", run.lang or ink.language)
        if ink.language.split("-")[0] in EAST_ASIAN:
            # Else PowerPoint takes its own font for ideographs (21.1.2.3.3); links come after it.
            face = properties.makeelement(qn("a:ea"), {"typeface": ink.theme.fonts.deck})
            link = properties.find(qn("a:hlinkClick"))
            link.addprevious(face) if link is not None else properties.append(face)


def _bullet(paragraph: Any, line: Line) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(round(line.indent * 12700)))
    properties.set("indent", str(round(-line.size * 0.9 * 12700) if line.bullet else 0))
    if line.bullet:
        # A template's bullets may be set in a font of symbols, where “•” is another sign.
        face = "Arial" if line.bullet == "•" else "+mn-lt"
        properties.append(properties.makeelement(qn("a:buFont"), {"typeface": face}))
    if not line.bullet:
        bullet = properties.makeelement(qn("a:buNone"), {})
    elif line.bullet == "•":
        bullet = properties.makeelement(qn("a:buChar"), {"char": line.bullet})
    else:
        start = line.bullet.rstrip(".")
        bullet = properties.makeelement(
            qn("a:buAutoNum"), {"type": "arabicPeriod", "startAt": start}
        )
    properties.append(bullet)
