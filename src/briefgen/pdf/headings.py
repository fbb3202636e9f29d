"""Headings: tagged, bookmarked in the outline, and linked to."""

from __future__ import annotations

from typing import Any

from briefgen.outline.richtext import Inline, Text, plain
from briefgen.pdf.exhibits import Draft
from briefgen.tagged import Element, Paragraph


class Heading(Paragraph):
    """A paragraph that links lead to; its document enters it in the outline, `level` deep (0 is the top).

    Where it is split between columns or pages, its first part is what links lead to.
    """

    entry: str = ""
    key: str = ""
    level: int = 0

    def split(self, availWidth: float, availHeight: float) -> list[Any]:  # noqa: N803
        parts = super().split(availWidth, availHeight)
        if parts:
            parts[0].entry, parts[0].key, parts[0].level = self.entry, self.key, self.level
        return parts

    def draw(self) -> None:
        if self.key:
            _, y = self.canv.absolutePosition(0, self.height)
            self.canv.bookmarkPage(self.key, fit="XYZ", left=0, top=y + 4)
        super().draw()


def heading(draft: Draft, content: Inline, parent: Element, *, key: str, tag: str, style: str,
            level: int, prefix: str = "") -> Heading:  # fmt: skip
    """A heading of `content`, tagged `tag` (H1 to H6); `key` is its destination's name."""
    text = prefix + draft.marks.text(content)
    entry = plain(content)
    made = Heading(text, draft.look.styles[style], element=parent.add(tag, title=entry))
    made.entry, made.key, made.level = entry, key, level
    return made


def section_heading(draft: Draft, word: str, parent: Element, *, style: str = "heading") -> Heading:
    """The heading of a section (H2), called by the fixed word `word`, which links find it by."""
    text = draft.look.locale.word(word)
    key = word.replace(" ", "-")
    return heading(draft, (Text(text),), parent, key=key, tag="H2", style=style, level=1)
