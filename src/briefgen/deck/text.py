"""Lines of text into PowerPoint paragraphs and runs."""

from __future__ import annotations

from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from briefgen.deck.placed import Line
from briefgen.outline.richtext import Text

_ALIGN = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}
_ANCHOR = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}
# The theme's names and the slots of the theme part they fill.
THEME_COLOURS = {
    "ink": MSO_THEME_COLOR.TEXT_1, "muted": MSO_THEME_COLOR.TEXT_2, "primary": MSO_THEME_COLOR.ACCENT_1,
    "accent": MSO_THEME_COLOR.ACCENT_2, "panel": MSO_THEME_COLOR.BACKGROUND_2,
    "on_primary": MSO_THEME_COLOR.BACKGROUND_1, "mute": MSO_THEME_COLOR.ACCENT_5,
}  # fmt: skip


def fill(frame: Any, lines: tuple[Line, ...], anchor: str, language: str) -> None:
    """Write `lines` into a text frame, replacing what it has."""
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = _ANCHOR[anchor]
    for index, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        paragraph.alignment = _ALIGN[line.align]
        paragraph.space_before = Pt(line.gap if index else 0)
        paragraph.space_after = Pt(0)
        _bullet(paragraph, line)
        runs(paragraph, line, language)


def runs(paragraph: Any, line: Line, language: str) -> None:
    """The line's runs, each with size, colour, language and link."""
    for run in line.runs:
        if not isinstance(run, Text) or not run.text:
            continue
        out = paragraph.add_run()
        out.text = run.text
        font = out.font
        font.size = Pt(line.size)
        font.bold = line.bold or run.bold
        font.italic = line.italic or run.italic
        if run.url:
            out.hyperlink.address = run.url
        else:
            font.color.theme_color = THEME_COLOURS[line.colour]
        out._r.get_or_add_rPr().set("lang", language)


def _bullet(paragraph: Any, line: Line) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(round(line.indent * 12700)))
    properties.set("indent", str(round(-line.size * 0.9 * 12700) if line.bullet else 0))
    if line.bullet:
        bullet = properties.makeelement(qn("a:buChar"), {"char": line.bullet})
        if line.bullet != "•":
            start = line.bullet.rstrip(".")
            bullet = properties.makeelement(
                qn("a:buAutoNum"), {"type": "arabicPeriod", "startAt": start}
            )
    else:
        bullet = properties.makeelement(qn("a:buNone"), {})
    properties.append(bullet)
