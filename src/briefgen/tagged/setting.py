"""Drawing a paragraph's lines when its text is shaped: order, joining and sides are settled here.

reportlab breaks the paragraph in the order of reading; a line is turned into runs only then (UAX #9, 3.4).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.rl_config import paraFontSizeHeightOffset

from briefgen.script import bidi, shaping

from .content import ARTIFACT, END
from .shaped import begins, fonts, in_order, laid, shown, width
from .structure import Slot
from .text import HYPHEN, JOIN, SOFT_HYPHEN, SPACE, Marker


class Part(Struct, frozen=True):
    """A stretch of one style in a line; `frag` is reportlab's, with its font, colour, rise and links."""

    text: str
    frag: Any
    hyphen: bool = False


class Line(Struct, frozen=True):
    """A line's parts in the order of reading, and names of places that stand in it."""

    parts: tuple[Part, ...]
    anchors: tuple[str, ...]
    spaced: bool  # it ends with the space at which it was broken

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)


def lines_of(paragraph: Any) -> Iterator[Line]:
    """The lines of a wrapped paragraph."""
    para = paragraph.blPara
    last = len(para.lines) - 1
    for i, line in enumerate(para.lines):
        if para.kind == 0:
            end = para.line_ends[i] if hasattr(para, "line_ends") else SPACE
            given = [(" ".join(line[1]), para)]
        else:
            end = getattr(line, "tag_end", JOIN)
            given = [(getattr(frag, "text", ""), frag) for frag in line.words]
        anchors = tuple(
            f.cbDefn.name for _, f in given if hasattr(f, "cbDefn") and f.cbDefn.kind == "anchor"
        )
        parts = [Part(text, frag) for text, frag in given if text and not hasattr(frag, "cbDefn")]
        spaced = end == SPACE and (i < last or paragraph._goes_on)
        if parts:
            text, frag = parts[-1].text, parts[-1].frag
            if spaced:
                parts[-1] = Part(text.rstrip(" ") + " ", frag)
            elif end == HYPHEN and text.endswith("-"):
                parts[-1:] = [Part(text[:-1], frag), Part("-", frag, hyphen=True)]
        yield Line(tuple(parts), anchors, spaced)


def draw(paragraph: Any, slot: Slot | None, label: Slot | None) -> None:
    """Draw a wrapped paragraph of shaped text on its canvas, into `slot` and its bullet into `label`, if given."""
    canvas, style, para = paragraph.canv, paragraph.style, paragraph.blPara
    lines = list(lines_of(paragraph))
    if not lines:
        return
    first = para if para.kind == 0 else para.lines[0]
    y = paragraph.height - (first.fontSize if paraFontSizeHeightOffset else first.ascent)
    canvas.saveState()
    shift = style.firstLineIndent
    if paragraph.bulletText:
        shift = max(shift, _bullet(paragraph, y, label) - style.leftIndent)
    base = int(canvas.rtl)
    levels = bidi.levels("".join(line.text for line in lines), base)
    marker = Marker(canvas, slot, ()) if slot is not None else None
    canvas._marker = marker
    try:
        for line in lines:
            own = bidi.ended(line.text, levels, base)
            _Setter(paragraph, marker, base).line(line, own, y, shift)
            levels, shift = levels[len(own) :], 0.0
            y -= style.leading
    finally:
        canvas._marker = None
    canvas.restoreState()


def _bullet(paragraph: Any, y: float, label: Slot | None) -> float:
    """Draw the bullet; how far the text keeps from the side on which lines start."""
    canvas, style = paragraph.canv, paragraph.style
    name, size = style.bulletFontName, style.bulletFontSize
    runs = laid(str(paragraph.bulletText), name, int(canvas.rtl))
    wide = width(runs, size)
    x = paragraph.width - style.bulletIndent - wide if canvas.rtl else style.bulletIndent
    canvas.setFillColor(getattr(style, "bulletColor", None) or style.textColor)
    begun = {} if label is None else begins(canvas, label, runs)
    for run in runs:
        code = shown(canvas, run, name, size, x, y)
        canvas._code += [begun[id(run)], code, END] if begun else [code]
        x += run.width * size
    return float(style.bulletIndent + wide + 0.6 * size)


class _Setter(Struct):
    """Puts one line on the canvas."""

    paragraph: Any
    marker: Marker | None
    base: int

    def line(self, line: Line, levels: Sequence[int], y: float, shift: float) -> None:
        canvas = self.paragraph.canv
        pieces = [(part.text, fonts(part.frag.fontName)) for part in line.parts]
        runs = shaping.laid(pieces, self.base, levels)
        sizes = [line.parts[run.piece].frag.fontSize for run in runs]
        wide = sum(run.width * size for run, size in zip(runs, sizes, strict=True))
        hung = 0.0
        if line.spaced and line.parts:
            end = line.parts[-1].frag
            hung = shaping.measure(" ", tuple(f.path for f in fonts(end.fontName))) * end.fontSize
        x = self._start(wide, hung, shift)
        for name in line.anchors:
            canvas.bookmarkHorizontal(name, x, y + self.paragraph.style.leading)
        places = []
        for run, size in zip(runs, sizes, strict=True):
            places.append((run, x))
            x += run.width * size
        begun = self._marks(line, runs)
        colour = None
        for run, left in places:
            part = line.parts[run.piece]
            frag = part.frag
            if frag.textColor != colour:
                colour = frag.textColor
                canvas.setFillColor(colour)
            rise = getattr(frag, "rise", 0) or 0
            code = shown(canvas, run, frag.fontName, frag.fontSize, left, y + rise)
            inner = [SOFT_HYPHEN, code, END] if part.hyphen else [code]
            canvas._code += [begun[id(run)], *inner, END] if begun else inner
        self._rules(line, places, y)
        self._links(line, places, y)

    def _start(self, wide: float, hung: float, shift: float) -> float:
        """Where the line begins at its left; `hung` is the width of a space beyond its end."""
        style, full = self.paragraph.style, self.paragraph.width
        near, far = style.leftIndent + shift, style.rightIndent
        left, right = (far, full - near) if self.base else (near, full - far)
        beyond = hung if self.base else 0.0
        ragged = right - wide + (0.0 if self.base else hung)
        if style.alignment == TA_CENTER:
            return float((left + right - (wide - hung)) / 2 - beyond)
        at_right = (style.alignment == TA_RIGHT) != bool(self.base)
        return float(ragged if at_right else left - beyond)

    def _marks(self, line: Line, runs: Sequence[shaping.Run]) -> dict[int, str]:
        """How each run's mark begins, by the run's id: numbered in the order of reading."""
        if self.marker is None:
            return {}
        begun: dict[int, str] = {}
        for run in in_order(runs):
            tags = [target.tag for _, target in line.parts[run.piece].frag.link or ()]
            begun[id(run)] = self.marker.canvas.new_mark(self.marker.slot_of(tags))
        return begun

    def _spans(self, line: Line, places: Sequence[tuple[shaping.Run, float]], name: str) -> Iterator[tuple[Any, Any, float, float]]:  # fmt: skip
        """Stretches of the line, from the left, in which `name` of the style is the same: it, the style, both ends."""
        found: list[list[Any]] = []
        for run, left in places:
            frag = line.parts[run.piece].frag
            right = left + run.width * frag.fontSize
            for value in getattr(frag, name, None) or ():
                if found and found[-1][0] == value and abs(found[-1][3] - left) < 0.01:
                    found[-1][3] = right
                else:
                    found.append([value, frag, left, right])
        for value, frag, left, right in found:
            yield value, frag, left, right

    def _rules(self, line: Line, places: Sequence[tuple[shaping.Run, float]], y: float) -> None:
        canvas = self.paragraph.canv
        for _, frag, left, right in self._spans(line, places, "us_lines"):
            canvas._code += [] if canvas.in_mark else [ARTIFACT]
            canvas.setStrokeColor(frag.textColor)
            canvas.setLineWidth(frag.fontSize / 18)
            canvas.line(left, y - frag.fontSize / 8, right, y - frag.fontSize / 8)
            canvas._code += [] if canvas.in_mark else [END]

    def _links(self, line: Line, places: Sequence[tuple[shaping.Run, float]], y: float) -> None:
        canvas, leading = self.paragraph.canv, self.paragraph.style.leading
        for (_, target), frag, left, right in self._spans(line, places, "link"):
            if not target:
                continue
            foot = y - frag.fontSize / 8
            rect = (left, foot, right, foot + leading)
            if target.startswith("#"):
                canvas.linkRect("", target[1:], rect, relative=1)
            else:
                canvas.linkURL(target, rect, relative=1)
