"""A Paragraph whose text belongs to a structure element, over lines, frames and pages; lists of them."""

from __future__ import annotations

import copy
import re
from collections.abc import Hashable
from typing import Any

from reportlab.platypus import paragraph as rl

from briefgen.pdf.tagged import lines
from briefgen.pdf.tagged.fonts import is_shaped
from briefgen.pdf.tagged.lines import cut_wide_words, note_ends, pieces
from briefgen.pdf.tagged.markup import MarkupParser, describe_links
from briefgen.pdf.tagged.structure import Element, Slot, TagError
from briefgen.pdf.tagged.text import Marker, TaggedText, draw_shaped, wrap_stray

_PLAIN = re.compile("[^<&]+")
# What `wrap` leaves behind.
_BROKEN = ("blPara", "frags", "height", "width", "_wrapWidths", "_width_max", "_hyphenations", "_splitLongWordCount")  # fmt: skip


class Paragraph(rl.Paragraph):  # type: ignore[misc]
    """``reportlab.platypus.Paragraph`` that draws into ``element``.

    The text takes the place among the element's kids that is next when the paragraph is made.
    ``bulletText`` is drawn into a Lbl that is put before an LBody. Without an ``element`` the
    paragraph is part of what is being drawn (a figure, an artifact) and may not stand alone. For
    the markup see :mod:`.markup`.
    """

    def __init__(
        self, text: Any, style: Any = None, *args: Any, element: Element | None = None, **kwds: Any
    ) -> None:
        self._parsed: lines.ParsedText | None = None
        super().__init__(text, style, *args, **kwds)
        self._slot: Slot | None = None
        self._label: Slot | None = None
        self._goes_on = False  # the first part of a split: a word or a space follows
        self._drawn_in: object = None
        self._wrapped = (0.0, 0.0)
        self._wrapped_at: float | None = None
        if element is not None:
            self.adopt(element)

    def adopt(self, element: Element) -> None:
        """Draw into ``element`` from now on."""
        label = _label_before(element) if self.bulletText else None
        self._slot = element.slot()
        self._label = label.slot() if label is not None else None

    @property
    def tagged(self) -> bool:
        """Whether it has an element of its own."""
        return self._slot is not None

    def _setup(self, text: Any, style: Any, bulletText: Any, frags: Any, cleaner: Any) -> None:  # noqa: N803
        # As reportlab's, but for the parser, which it names outright.
        if frags is None:
            key = lines.cache_key(text, style, self.caseSensitive, self.encoding)
            known = lines.CACHE.find(key) if key is not None else None
            if known is None:
                known = self._parse(cleaner(text), style, key)
                if key is not None:
                    lines.CACHE.add(key, known)
            self._parsed = known if key is not None else None
            style, frags, bulletText = known.style, known.frags, known.bullet or bulletText  # noqa: N806
        super()._setup(text, style, bulletText, frags, cleaner)

    def _parse(self, text: Any, style: Any, key: Hashable | None) -> lines.ParsedText:
        if key is not None and _PLAIN.fullmatch(text):
            # One fragment like that of any other plain text: a parser of HTML need not look for more.
            frags = [self._plain(style).clone(text=text)]
            rl.textTransformFrags(frags, style)
            return lines.ParsedText(style, frags, None, len(text) + 50)
        parser = MarkupParser()
        parser.caseSensitive = self.caseSensitive
        style, frags, bullet = parser.parse(text, style)
        if frags is None:
            raise ValueError(f"paragraph markup: {parser.errors[0]} in {text[:40]!r}")
        rl.textTransformFrags(frags, style)
        describe_links(frags)
        return lines.ParsedText(style, frags, bullet, len(text) + 50)

    def _plain(self, style: Any) -> Any:
        """The fragment that plain text in this style becomes."""
        key, plain = lines.cache_key("", style), lines.CACHE.plain
        if key not in plain:
            if len(plain) >= lines.STYLES:
                plain.clear()
            (plain[key],) = MarkupParser().parse("x", style)[1]
        return plain[key]

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        # Layout asks often, and lines depend on the width alone; `split` may have thrown them away.
        if self._wrapped_at != availWidth or not hasattr(self, "blPara"):
            self._wrapped = self._wrap(availWidth, availHeight)
            self._wrapped_at = availWidth
        return self._wrapped

    def _wrap(self, width: float, height: float) -> tuple[float, float]:
        parsed, bullet = self._parsed, self.bulletText
        if parsed is None or not (bullet is None or isinstance(bullet, str)):
            return super().wrap(width, height)  # type: ignore[no-any-return]
        known = parsed.lines.get((width, bullet))
        if known is None:
            self.frags = parsed.frags  # not the words of lines of another width
            wrapped = super().wrap(width, height)
            if not hasattr(self, "blPara"):  # no width at all
                return wrapped  # type: ignore[no-any-return]
            known = {name: vars(self)[name] for name in _BROKEN if name in vars(self)}
            parsed.lines[width, bullet] = known
        self.__dict__.update(known)
        return width, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Any]:  # noqa: N803
        if self._parsed is not None:
            self.wrap(availWidth, availHeight)
        parts: list[Any] = super().split(availWidth, availHeight)
        if len(parts) == 2:
            for part in parts:
                part._slot, part._label, part._goes_on = self._slot, self._label, self._goes_on
            parts[0]._goes_on = True
            if self._parsed is not None and (
                self.bulletText is None or isinstance(self.bulletText, str)
            ):
                where = availWidth, self.bulletText, len(parts[0].blPara.lines)
                for part, known in zip(parts, self._parsed.split(where, parts), strict=False):
                    part._parsed = known
        return parts

    def _split_blParaProcessed(self, blPara: Any, start: int, stop: int) -> Any:  # noqa: N802, N803
        # reportlab changes what the last word of a part is, which others have too.
        at = blPara.lines[stop].sFW if stop < len(blPara.lines) else len(self.frags)
        words = [*self.frags[:at]]
        while words and isinstance(words[-1], rl._InjectedFrag):
            words.pop()
        if words:
            self.frags = [*words[:-1], copy.copy(words[-1]), *self.frags[len(words) :]]
        return super()._split_blParaProcessed(blPara, start, stop)

    def breakLines(self, width: Any) -> Any:  # noqa: N802
        widths = width if isinstance(width, list | tuple) else [width]
        self.frags = cut_wide_words(self.frags, widths[0])
        para = super().breakLines(width)
        note_ends(para, self.frags)
        return para

    def beginText(self, x: float, y: float) -> TaggedText:  # noqa: N802
        text: TaggedText = self.canv.beginText(x, y)
        text.marker = self.canv._marker
        return text

    @property
    def _shaped(self) -> bool:
        """Whether the text goes through shaping: fonts of one family do so alike."""
        return is_shaped(self.style.fontName)

    def draw(self) -> None:
        canvas = self.canv
        if self._slot is None or canvas.in_artifact:
            # part of an outer mark, or caught by the page's check
            draw_shaped(self, None, None) if self._shaped else super().draw()
            return
        if canvas.in_mark:
            raise TagError(f"{self._slot.owner.path()} is drawn inside another element's mark")
        canvas._check_pass(self._slot.owner)
        if self._drawn_in is canvas.pass_token:
            raise TagError(f"{self._slot.owner.path()} is drawn twice in one file")
        self._drawn_in = canvas.pass_token
        if self._shaped:
            draw_shaped(self, self._slot, self._label)
            return
        self._draw_with_marks(self._slot)

    def _draw_with_marks(self, slot: Slot) -> None:
        canvas = self.canv
        canvas._marker = Marker(canvas, slot, pieces(self))
        start = len(canvas._code)
        try:
            super().draw()
        finally:
            canvas._marker = None
        if self.bulletText and self._label is not None:
            self._mark_bullet(start)
        wrap_stray(canvas._code, start)  # background, border, underlines, highlights, images

    def _mark_bullet(self, start: int) -> None:
        """Mark the first text object that carries no marks: reportlab draws the bullet first."""
        code = self.canv._code
        for i in range(start, len(code)):
            if code[i].startswith("BT") and "EMC" not in code[i]:
                # The label is read before the text, whatever the number its mark gets.
                code[i : i + 1] = [self.canv.new_mark(self._label), code[i], "EMC"]
                return


def _label_before(element: Element) -> Element | None:
    """Put a Lbl before a list item's body (ISO 32000-1, 14.8.4.3.3)."""
    item = element.parent
    if element.type != "LBody" or item is None or item.type != "LI":
        return None
    for kid in item.kids:
        if isinstance(kid, Element) and kid.type == "Lbl":
            return None  # a second paragraph of the item: its bullet is decoration
    label = item.add("Lbl")
    item.kids.remove(label)
    item.kids.insert(item.kids.index(element), label)
    return label


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
        """Add an item and return its paragraph for the story; its bullet is the item's label."""
        self._body = self.element.add("LI").add("LBody")
        return Paragraph(text, style, bulletText=bullet, element=self._body, **kwds)

    @property
    def body(self) -> Element:
        """LBody of the last item, for what else belongs to it."""
        if self._body is None:
            raise TagError("a list has no body before its first item")
        return self._body

    def nested(self, numbering: str = "Disc") -> TaggedList:
        """Begin a list within the last item."""
        return TaggedList(self.body, numbering)
