"""Text objects that mark what they show (BT ... ET), shaped lines, and what a page paints outside every mark.

reportlab breaks a paragraph in the order of reading; a line of shaped text is turned into runs when it is drawn
(UAX #9, 3.4).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.rl_config import paraFontSizeHeightOffset

from briefgen.languages import bidi, shaping
from briefgen.pdf.tagged import fonts
from briefgen.pdf.tagged.markup import InlineTag
from briefgen.pdf.tagged.structure import ARTIFACT, END, Slot

# Literal strings, hex strings, names and dictionaries hold no operators.
_OPAQUE = re.compile(
    r"\((?:[^\\()]|\\.|\((?:[^\\()]|\\.)*\))*\)|<<|>>|<[0-9A-Fa-f\s]*>|/[^\s()<>\[\]/]*", re.S
)
_REVERSED = re.compile(r"/ReversedChars BMC(.*?)EMC")
_PAINTING = "S s f F f* B B* b b* sh Do Tj TJ ' \" EI"
_CONSTRUCTION = "m l c v y h re W W* n"
_PAINT = frozenset(_PAINTING.split())
_PATH = frozenset(_CONSTRUCTION.split())
_APART = frozenset(["BDC", "BMC", "q", "Q"])  # across these no artifact reaches

LONG = 2000  # characters of an entry of which nothing is remembered


def operators(entry: str) -> list[str]:
    """Return the words of one entry of a canvas's code that may be operators; a note that text is reversed tags nothing."""
    if "(" in entry or "<" in entry or "/" in entry:
        entry = _OPAQUE.sub(" ", _REVERSED.sub(r"\1", entry))
    return entry.split()


@lru_cache(maxsize=2_000)  # most entries are the same on every page, and in the next file
def _effect(entry: str) -> tuple[int, frozenset[int]]:
    """Return by how much an entry changes the depth of marks, and at which of these depths it paints."""
    depth, painted = 0, set()
    for op in operators(entry):
        if op in ("BDC", "BMC"):
            depth += 1
        elif op == END:
            depth -= 1
        elif op in _PAINT:
            painted.add(depth)
    return depth, frozenset(painted)


def find_stray(code: list[str]) -> Iterator[str]:
    """Yield the entries of ``code`` that paint outside every marked-content sequence."""
    depth = 0
    for entry in code:
        if depth and END not in entry and not entry.endswith(("BDC", "BMC")):
            continue
        deeper, painted = (_effect if len(entry) < LONG else _effect.__wrapped__)(entry)
        if -depth in painted:
            yield entry
        depth += deeper


def wrap_stray(code: list[str], start: int) -> None:
    """Wrap in an Artifact, in place, whatever paints unmarked in ``code[start:]``.

    Neighbours share one sequence; it never reaches across ``q``, ``Q`` or another mark, and it
    takes in the path that leads to a painting operator, since marks may not stand inside a path
    object (ISO 32000-1, 8.2).
    """
    out: list[str] = []
    run: list[str] = []
    painted = -1  # index in run of the last entry that paints
    depth = 0

    def flush() -> None:
        nonlocal painted
        if painted >= 0:
            first = next(i for i, entry in enumerate(run) if _builds_path_or_paints(entry))
            out.extend(run[:first])
            out.extend([ARTIFACT, *run[first : painted + 1], END])
            out.extend(run[painted + 1 :])
        else:
            out.extend(run)
        run.clear()
        painted = -1

    for entry in code[start:]:
        ops = operators(entry) if depth == 0 or END in entry or entry.endswith("C") else []
        before = depth
        depth += ops.count("BDC") + ops.count("BMC") - ops.count(END)
        if before or depth or not _APART.isdisjoint(ops):
            flush()
            out.append(entry)
            continue
        run.append(entry)
        if not _PAINT.isdisjoint(ops):
            painted = len(run) - 1
    flush()
    code[start:] = out


def _builds_path_or_paints(entry: str) -> bool:
    ops = operators(entry)
    return not _PAINT.isdisjoint(ops) or not _PATH.isdisjoint(ops)


#: A hyphen that layout put in stands for U+00AD (ISO 32000-1, 14.8.2.2.3 and 14.9.4).
SOFT_HYPHEN = "/Span <</ActualText <FEFF00AD>>> BDC"

#: Marks of direction say nothing where all runs from left to right, and few fonts have glyphs for them.
_MARKS = dict.fromkeys((0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))

SPACE, HYPHEN, JOIN = "space", "hyphen", "join"


class Piece(Struct, frozen=True):
    """One run of text a paragraph is about to show.

    ``tags`` are the inline elements about it, outermost first; ``hyphen`` says that its last
    character is a hyphen of layout's; ``space`` that a space follows where the line breaks.
    """

    tags: Sequence[InlineTag] = ()
    hyphen: bool = False
    space: bool = False


class Marker:
    """Sends the runs of one paragraph to their elements, in the order they are shown."""

    def __init__(self, canvas: Any, slot: Slot, pieces: Sequence[Piece]) -> None:
        self.canvas = canvas
        self.slot = slot
        self.queue = deque(pieces)
        self.links: dict[int, Slot] = {}

    def slot_of(self, tags: Sequence[InlineTag]) -> Slot:
        """Slot of the innermost of ``tags``."""
        slot = self.slot
        for tag in tags:
            slot = self.links[tag.key] = slot.inline(tag.key, tag.type, **tag.entries)
        return slot


class TaggedText(PDFTextObject):  # type: ignore[misc]
    """A ``PDFTextObject`` that checks its fonts and, given a ``marker``, marks what it shows."""

    marker: Marker | None = None
    _open: Slot | None = None

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:  # noqa: N802
        fonts.embedded_font(psfontname)
        super().setFont(psfontname, size, leading)

    def _setFont(self, psfontname: str, size: float) -> None:  # noqa: N802
        fonts.embedded_font(psfontname)
        super()._setFont(psfontname, size)

    def _formatText(self, text: Any) -> str:  # noqa: N802
        text = str(text).translate(_MARKS)
        fonts.check_glyphs(self._fontname, text)
        return str(super()._formatText(text))

    def _textOut(self, text: Any, TStar: int = 0) -> None:  # noqa: N802, N803
        if self.marker is None:
            super()._textOut(text, TStar)
            return
        if not self.marker.queue:  # style.endDots: leaders are decoration
            self._switch(None)
            self._code.append(ARTIFACT)
            super()._textOut(text, TStar)
            self._code.append(END)
            return
        piece = self.marker.queue.popleft()
        if not text and not piece.space:
            super()._textOut(text, TStar)
            return
        self._switch(self.marker.slot_of(piece.tags))
        if piece.hyphen:
            if len(text) > 1:
                super()._textOut(text[:-1])
            self._code.append(SOFT_HYPHEN)
            super()._textOut(text[-1:])
            self._code.append(END)
            text = ""
        elif piece.space and not text.endswith((" ", "\u00a0")):
            text += " "  # word breaks are said, not left to be guessed (14.8.2.5)
        if text or TStar:
            super()._textOut(text, TStar)

    def _switch(self, slot: Slot | None) -> None:
        """Close the open mark and open one for ``slot``, unless it is the same."""
        if slot is self._open:
            return
        if self._open is not None:
            self._code.append(END)
        if slot is not None and self.marker is not None:
            self._code.append(self.marker.canvas.new_mark(slot))
        self._open = slot

    def getCode(self) -> str:  # noqa: N802
        self._switch(None)
        return str(super().getCode())


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


def line_contents(paragraph: Any) -> Iterator[tuple[str, list[tuple[str, Any]], bool]]:
    """Yield of each line of a wrapped paragraph how it ends, its texts with their fragments, and whether a space follows."""
    para = paragraph.blPara
    last = len(para.lines) - 1
    for i, line in enumerate(para.lines):
        if para.kind == 0:
            end = para.line_ends[i] if hasattr(para, "line_ends") else SPACE
            texts = [(" ".join(line[1]), para)]
        else:
            end = getattr(line, "tag_end", JOIN)
            texts = [(getattr(frag, "text", ""), frag) for frag in line.words]
        yield end, texts, end == SPACE and (i < last or paragraph._goes_on)


def lines_of(paragraph: Any) -> Iterator[Line]:
    """Yield the lines of a wrapped paragraph."""
    for end, texts, spaced in line_contents(paragraph):
        anchors = tuple(
            f.cbDefn.name for _, f in texts if hasattr(f, "cbDefn") and f.cbDefn.kind == "anchor"
        )
        parts = [Part(text, frag) for text, frag in texts if text and not hasattr(frag, "cbDefn")]
        if parts:
            text, frag = parts[-1].text, parts[-1].frag
            if spaced:
                parts[-1] = Part(text.rstrip(" ") + " ", frag)
            elif end == HYPHEN and text.endswith("-"):
                parts[-1:] = [Part(text[:-1], frag), Part("-", frag, hyphen=True)]
        yield Line(tuple(parts), anchors, spaced)


def draw_shaped(paragraph: Any, slot: Slot | None, label: Slot | None) -> None:
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
        shift = max(shift, _draw_bullet(paragraph, y, label) - style.leftIndent)
    base = int(canvas.rtl)
    levels = bidi.levels("".join(line.text for line in lines), base)
    marker = Marker(canvas, slot, ()) if slot is not None else None
    canvas._marker = marker
    try:
        for line in lines:
            own = bidi.line_levels(line.text, levels, base)
            _LineDrawer(paragraph, marker, base).draw(line, own, y, shift)
            levels, shift = levels[len(own) :], 0.0
            y -= style.leading
    finally:
        canvas._marker = None
    canvas.restoreState()


def _draw_bullet(paragraph: Any, y: float, label: Slot | None) -> float:
    """Draw the bullet; return how far the text keeps from the side on which lines start."""
    canvas, style = paragraph.canv, paragraph.style
    name, size = style.bulletFontName, style.bulletFontSize
    runs = fonts.lay_out_runs(str(paragraph.bulletText), name, int(canvas.rtl))
    wide = fonts.width_of(runs, size)
    x = paragraph.width - style.bulletIndent - wide if canvas.rtl else style.bulletIndent
    canvas.setFillColor(getattr(style, "bulletColor", None) or style.textColor)
    begun = {} if label is None else fonts.begin_marks(canvas, label, runs)
    fonts.show_runs(canvas, runs, name, size, x, y, begun)
    return float(style.bulletIndent + wide + 0.6 * size)


class _LineDrawer(Struct):
    """Draws lines of one paragraph on its canvas."""

    paragraph: Any
    marker: Marker | None
    base: int

    def draw(self, line: Line, levels: Sequence[int], y: float, shift: float) -> None:
        canvas = self.paragraph.canv
        pieces = [(part.text, fonts.outlines_of(part.frag.fontName)) for part in line.parts]
        runs = shaping.lay_out_line(pieces, self.base, levels)
        sizes = [line.parts[run.piece].frag.fontSize for run in runs]
        wide = sum(run.width * size for run, size in zip(runs, sizes, strict=True))
        hung = 0.0
        if line.spaced and line.parts:
            end = line.parts[-1].frag
            paths = tuple(font.path for font in fonts.outlines_of(end.fontName))
            hung = shaping.measure(" ", paths) * end.fontSize
        x = self._left_edge(wide, hung, shift)
        for name in line.anchors:
            canvas.bookmarkHorizontal(name, x, y + self.paragraph.style.leading)
        places = []
        for run, size in zip(runs, sizes, strict=True):
            places.append((run, x))
            x += run.width * size
        begun = self._begin_marks(line, runs)
        colour = None
        for run, left in places:
            part = line.parts[run.piece]
            frag = part.frag
            if frag.textColor != colour:
                colour = frag.textColor
                canvas.setFillColor(colour)
            rise = getattr(frag, "rise", 0) or 0
            code = fonts.text_object(canvas, run, frag.fontName, frag.fontSize, left, y + rise)
            inner = [SOFT_HYPHEN, code, END] if part.hyphen else [code]
            canvas._code += [begun[id(run)], *inner, END] if begun else inner
        self._draw_underlines(line, places, y)
        self._add_links(line, places, y)

    def _left_edge(self, wide: float, hung: float, shift: float) -> float:
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

    def _begin_marks(self, line: Line, runs: Sequence[shaping.Run]) -> dict[int, str]:
        """Begin each run's mark, by the run's id: numbered in the order of reading."""
        if self.marker is None:
            return {}
        begun: dict[int, str] = {}
        for run in fonts.sort_for_reading(runs):
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

    def _draw_underlines(
        self, line: Line, places: Sequence[tuple[shaping.Run, float]], y: float
    ) -> None:
        canvas = self.paragraph.canv
        for _, frag, left, right in self._spans(line, places, "us_lines"):
            canvas._code += [] if canvas.in_mark else [ARTIFACT]
            canvas.setStrokeColor(frag.textColor)
            canvas.setLineWidth(frag.fontSize / 18)
            canvas.line(left, y - frag.fontSize / 8, right, y - frag.fontSize / 8)
            canvas._code += [] if canvas.in_mark else [END]

    def _add_links(self, line: Line, places: Sequence[tuple[shaping.Run, float]], y: float) -> None:
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
