"""Text objects that open and close marks between their own operators (BT ... ET)."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from reportlab.pdfgen.textobject import PDFTextObject

from .content import ARTIFACT, END
from .fonts import check_glyphs, embedded_font
from .markup import InlineTag
from .structure import Slot

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

    def link_slot(self, tag: InlineTag) -> Slot | None:
        """Slot of an inline element whose text was shown already."""
        return self.links.get(tag.key)


class TaggedText(PDFTextObject):  # type: ignore[misc]
    """A ``PDFTextObject`` that checks its fonts and, given a ``marker``, marks what it shows."""

    marker: Marker | None = None
    _open: Slot | None = None

    def __init__(self, canvas: Any, x: float = 0, y: float = 0, direction: Any = None) -> None:
        super().__init__(canvas, x, y, direction)

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:  # noqa: N802
        embedded_font(psfontname)
        super().setFont(psfontname, size, leading)

    def _setFont(self, psfontname: str, size: float) -> None:  # noqa: N802
        embedded_font(psfontname)
        super()._setFont(psfontname, size)

    def _formatText(self, text: Any) -> str:  # noqa: N802
        text = str(text).translate(_MARKS)
        check_glyphs(self._fontname, text)
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
