"""Headings: tagged, bookmarked in the outline, and linked to."""

from __future__ import annotations

from typing import Any

from briefgen.outline.richtext import Inline, Text, plain
from briefgen.pdf.exhibits import Draft
from briefgen.tagged import Element, Paragraph


class Heading(Paragraph):
    """A paragraph that links lead to; its document enters it in the outline, `level` deep (0 is the top)."""

    def __init__(self, text: str, style: Any, *, element: Element, entry: str, key: str,
                 level: int) -> None:  # fmt: skip
        super().__init__(text, style, element=element)
        self.entry, self.key, self.level = entry, key, level

    def draw(self) -> None:
        _, y = self.canv.absolutePosition(0, self.height)
        self.canv.bookmarkPage(self.key, fit="XYZ", left=0, top=y + 4)
        super().draw()


def heading(draft: Draft, content: Inline, parent: Element, *, key: str, tag: str, style: str,
            level: int, prefix: str = "") -> Heading:  # fmt: skip
    """A heading of `content`, tagged `tag` (H1 to H6); `key` is its destination's name."""
    text = prefix + draft.marks.text(content)
    entry = plain(content)
    return Heading(text, draft.look.styles[style], element=parent.add(tag, title=entry),
                   entry=entry, key=key, level=level)  # fmt: skip


def section_heading(draft: Draft, word: str, parent: Element, *, style: str = "heading") -> Heading:
    """The heading of a section (H2), called by the fixed word `word`, which links find it by."""
    text = draft.look.locale.word(word)
    key = word.replace(" ", "-")
    return heading(draft, (Text(text),), parent, key=key, tag="H2", style=style, level=1)
