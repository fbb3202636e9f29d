"""What drawing a flowable does to a page, noted to be done again.

The operators of a paragraph are the same wherever on a page it stands, but for the numbers of its marks; links, places
that links lead to, and the codes that a font's characters have in a file are done anew and compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from msgspec import Struct, field
from reportlab.pdfbase import pdfmetrics

from .markup import InlineTag
from .structure import Slot
from .text import Marker

# Around the index of a mark in operators, where literal strings have no control characters (reportlab escapes them).
_TOKEN = "\x01"
# What a file gives names to as it is drawn: transparency, separations, images.
_NAMED = (" gs", " scn", " SCN", " Do")


class Sketch(Struct):
    """The operators, cut where a mark's number belongs, and what else was done, in order."""

    pieces: list[str] = field(default_factory=list)  # every second is the index of a mark
    acts: list[tuple[str, Any, Any]] = field(default_factory=list)
    fonts: dict[str, dict[str, None]] = field(default_factory=dict)
    codes: list[tuple[str, str, Any, dict[int, str]]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    whole: bool = True

    # -- noting ------------------------------------------------------------------------------

    def mark(self, tags: Sequence[InlineTag] | None, mcid: int) -> str:
        """Note a mark about the inline elements `tags`, None for the bullet's; what stands for its number."""
        self.acts.append(("mark", tags, None))
        self.numbers.append(mcid)
        return f"{_TOKEN}{len(self.numbers) - 1}{_TOKEN}"

    def use(self, font: str, text: str) -> None:
        """Note that `text` was shown in the registered font `font`."""
        self.fonts.setdefault(font, {}).update(dict.fromkeys(text))

    def finish(self, code: list[str], start: int, doc: Any) -> None:
        """Take the operators from `start` on, and put the numbers of the marks into them."""
        self.whole = self.whole and not any(name in e for e in code[start:] for name in _NAMED)
        self.pieces = "\n".join(code[start:]).split(_TOKEN)
        code[start:] = [self._numbered(self.numbers)] if code[start:] else []
        self.codes = [_codes(font, "".join(chars), doc) for font, chars in self.fonts.items()]
        self.fonts, self.numbers = {}, []

    # -- again -------------------------------------------------------------------------------

    def draw(self, canvas: Any, slot: Slot | None = None, label: Slot | None = None) -> bool:
        """Do it again on `canvas`, into `slot` and the bullet into `label`; False where fonts have other codes."""
        doc = canvas._doc
        for name, chars, codes, subsets in self.codes:
            font = pdfmetrics.getFont(name)
            if chars and font.splitString(chars, doc) != codes:
                return False
            for subset, own in subsets.items():
                if font.getSubsetInternalName(subset, doc) != own:
                    return False
        numbers: list[int] = []
        canvas._marker = marker = Marker(canvas, slot, ()) if slot is not None else None
        for act, args, kwds in self.acts:
            if act != "mark":
                getattr(canvas, act)(*args, **kwds)
            elif args is not None and marker is not None:
                numbers.append(canvas.take_mark(marker.slot_of(args)))
            elif label is not None:
                numbers.append(canvas.take_mark(label))
        canvas._marker = None
        if self.pieces != [""]:
            canvas._code.append(self._numbered(numbers))
        return True

    def _numbered(self, numbers: Sequence[int]) -> str:
        out = self.pieces[:]
        for at in range(1, len(out), 2):
            out[at] = str(numbers[int(out[at])])
        return "".join(out)


def _codes(name: str, chars: str, doc: Any) -> tuple[str, str, Any, dict[int, str]]:
    """A font, those of `chars` whose codes are not the same in every file, their codes, and its subsets with their names."""
    font = pdfmetrics.getFont(name)
    subsets = dict.fromkeys(subset for subset, _ in font.splitString(chars, doc))
    names = {subset: font.getSubsetInternalName(subset, doc) for subset in subsets}
    if font._asciiReadable:  # there ASCII's are its own
        chars = "".join(c for c in chars if not c.isascii())
    return name, chars, font.splitString(chars, doc), names


@contextmanager
def noted(canvas: Any) -> Iterator[Sketch]:
    """What is drawn in the block, on `canvas`."""
    sketch = Sketch()
    start, code = len(canvas._code), canvas._code
    canvas._sketch = sketch
    try:
        yield sketch
    finally:
        canvas._sketch = None
        sketch.finish(code, start, canvas._doc)
