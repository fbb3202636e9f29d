"""Titles: two lines at most, in the template's own type where that is not too large."""

from __future__ import annotations

import dataclasses

from msgspec.structs import replace

from briefgen.deck.measure import Typeface
from briefgen.deck.placed import Box, Line, TextBox
from briefgen.deck.template.model import Frame
from briefgen.outline.richtext import Inline, Text, plain

LARGEST, LEAST = 44.0, 18.0
# A template whose titles are no larger than text has said nothing about them.
USUAL, SMALL = 28.0, 22.0
_STEPS = (1.0, 0.9, 0.8)
_SMALLER = (32.0, 28.0, 26.0, 24.0, 22.0, 20.0)
# Capitals are about so much wider than the text they replace.
_CAPITALS = 1.2

# A last word of no more than this share of the title's width is not left on a line of its own.
_SHORT = 0.25


class Fitter:
    """Sizes titles for one frame."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        face = frame.title_face
        capitals = frame.title_style.capitals
        self.face: Typeface = (
            dataclasses.replace(face, stretch=face.stretch * _CAPITALS) if capitals else face
        )
        given = frame.title_style.size
        largest = min(given if given >= SMALL else USUAL, LARGEST)
        steps = [largest * step for step in _STEPS]
        self.sizes = [*(round(s) for s in steps), *(s for s in _SMALLER if s < steps[-1] - 1)]

    def line(self, runs: Inline, size: float) -> Line:
        """The title as a paragraph."""
        usual = "on_primary" if self.frame.dark else "primary"
        colour = self.frame.recoloured.get("title", usual)
        style = self.frame.title_style
        return Line(runs, size, colour, style.bold, align=style.align)

    def fits(self, runs: Inline, size: float, lines: int) -> bool:
        """Whether it takes so many lines at most, and no more than the title's box."""
        box = self.frame.title
        count = len(self.line(runs, size).broken(self.face, box.width))
        return count <= lines and count * size * self.face.leading <= box.height + 0.5

    def size(self, runs: Inline, lines: int, largest: float = 0.0) -> float:
        """The largest size, in points, at which it fits, from `largest` down; 0 where there is none."""
        sizes = (s for s in self.sizes if not largest or s <= largest)
        return next((s for s in sizes if self.fits(runs, s, lines)), 0.0)

    def forced(self, runs: Inline) -> tuple[float, Inline]:
        """The smallest type over as many lines as there is room for; what is over is cut at a word."""
        for size in (22.0, 20.0, LEAST):
            if self.fits(runs, size, 9):
                return size, runs
        words = plain(runs).split(" ")
        shown = runs
        while len(words) > 1 and not self.fits(shown, LEAST, 9):
            words.pop()
            shown = (Text(" ".join(words) + " …"),)
        return LEAST, shown

    def placed(self, runs: Inline, size: float) -> TextBox:
        """The title in its box, or in a narrower one where a short word would stand on a line of its own."""
        frame = self.frame
        line, style = self.line(runs, size), frame.title_style
        return TextBox(
            self._narrowed(line), (line,), self.face, "title", style.anchor, frame.has_title
        )

    def _narrowed(self, line: Line) -> Box:
        box, style = self.frame.title, self.frame.title_style
        rows = line.broken(self.face, box.width)
        if len(rows) < 2 or not self._is_lone(rows[-1], line.size):
            return box
        for step in range(1, 9):
            width = box.width * (1 - step * 0.04)
            found = line.broken(self.face, width)
            if len(found) != len(rows):
                break
            if not self._is_lone(found[-1], line.size):
                shift = {"left": 0.0, "center": 0.5, "right": 1.0}[style.align]
                return replace(box, x=box.x + (box.width - width) * shift, width=width)
        return box

    def _is_lone(self, row: Inline, size: float) -> bool:
        """Whether this last line is one short word."""
        word = plain(row)
        wide = self.face.width(word, size, self.frame.title_style.bold)
        return " " not in word and wide <= _SHORT * self.frame.title.width
