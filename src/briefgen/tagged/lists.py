"""Lists: L > LI > (Lbl, LBody), nested in the LBody they belong to (ISO 32000-1, 14.8.4.3.3)."""

from __future__ import annotations

from typing import Any

from .errors import TagError
from .paragraph import Paragraph
from .structure import Element

_NUMBERINGS = "None Disc Circle Square Decimal UpperRoman LowerRoman UpperAlpha LowerAlpha"
NUMBERINGS = frozenset(_NUMBERINGS.split())


class TaggedList:
    """A list being written under ``parent``.

    ``numbering`` is the ListNumbering attribute (14.8.5.5): one of :data:`NUMBERINGS`. Raises
    :class:`TagError` for another.
    """

    def __init__(self, parent: Element, numbering: str = "Disc") -> None:
        if numbering not in NUMBERINGS:
            raise TagError(f"unknown ListNumbering {numbering!r} (ISO 32000-1, 14.8.5.5)")
        self.element = parent.add("L", attributes={"List": {"ListNumbering": numbering}})
        self._body: Element | None = None

    def item(self, text: str, style: Any, bullet: str | None = "\u2022", **kwds: Any) -> Paragraph:
        """A new item: the paragraph to put in the story, its bullet the item's label."""
        self._body = self.element.add("LI").add("LBody")
        return Paragraph(text, style, bulletText=bullet, element=self._body, **kwds)

    @property
    def body(self) -> Element:
        """LBody of the last item, for what else belongs to it."""
        if self._body is None:
            raise TagError("a list has no body before its first item")
        return self._body

    def nested(self, numbering: str = "Disc") -> TaggedList:
        """A list within the last item."""
        return TaggedList(self.body, numbering)
