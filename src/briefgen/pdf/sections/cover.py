"""Cover block: organisation, audience and date; title and subtitle; the message; key numbers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from reportlab.platypus.flowables import Flowable

from briefgen.model.edition import Edition
from briefgen.model.rich_text import Text
from briefgen.pdf.blocks import Draft, blocks, heading, key_number, number_size
from briefgen.pdf.flowables import Frame, Row, Stack
from briefgen.pdf.layout import Band, Item
from briefgen.pdf.sections import LONG_LAYOUTS, section
from briefgen.pdf.tagged.figure import Figure, Image, pixels
from briefgen.pdf.tagged.structure import Element

LOGO = 34.0


class Masthead(Flowable):  # type: ignore[misc]
    """Logo and organisation where lines begin; audience and date at the other side, all centred on one line."""

    def __init__(self, logo: Figure | None, left: Any, right: list[Any]) -> None:
        super().__init__()
        self.logo, self.left, self.right = logo, left, right

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        self.indent = 0.0
        if self.logo is not None:
            self.indent = self.logo.wrap(availWidth, LOGO)[0] + 9
        half = availWidth * 0.4
        self.left_height = self.left.wrap(availWidth - self.indent - half, 1e6)[1]
        self.right_heights = [part.wrap(half, 1e6)[1] for part in self.right]
        self.width = availWidth
        self.height = max(LOGO if self.logo else 0.0, self.left_height, sum(self.right_heights))
        return self.width, self.height

    def draw(self) -> None:
        middle = self.height / 2
        rtl = self.canv.rtl
        if self.logo is not None:
            x = self.width - self.logo.width if rtl else 0
            self.logo.drawOn(self.canv, x, middle - self.logo.height / 2)
        self.left.drawOn(
            self.canv, self.width * 0.4 if rtl else self.indent, middle - self.left_height / 2
        )
        y = middle + sum(self.right_heights) / 2
        for part, height in zip(self.right, self.right_heights, strict=True):
            y -= height
            part.drawOn(self.canv, 0 if rtl else self.width * 0.6, y)


@section("cover", (*LONG_LAYOUTS, "highlights"), 10)
def cover(edition: Edition, draft: Draft, root: Element) -> Iterator[Band]:
    """The head of the first page."""
    look = draft.look
    sect = root.add("Sect")
    yield Band((Item(_masthead(edition, draft, sect), 0, 8),))
    parts: list[tuple[Any, float]] = [
        (heading(draft, edition.title, sect, key="title", tag="H1", style="title", level=0), 0)
    ]
    if edition.subtitle:
        parts.append((draft.paragraph(edition.subtitle, "subtitle", sect.add("P")), 5))
    if edition.report and edition.brief.layout != "highlights":
        small = look.styles["subtitle"].fontSize * 0.82
        paragraph = draft.paragraph(
            # A link's colour would not show on the band; the sources have the link.
            tuple(Text(r.text, r.bold, r.italic) for r in edition.report if isinstance(r, Text)),
            "subtitle", sect.add("P"), fontSize=small, leading=small * 1.3,
        )  # fmt: skip
        parts.append((paragraph, 7))
    frame = Frame(padding=14, background=look.colour("primary"))
    yield Band((Item(Stack(parts, frame)),), before=8)
    body = [
        (item.flow, item.before) for item in blocks(edition.message, draft.marks, sect, "message")
    ]
    box = Stack(body, Frame(padding=11, background=look.colour("panel"), bar=look.colour("accent")))
    yield Band((Item(box),), before=look.space(10))


def _masthead(edition: Edition, draft: Draft, sect: Element) -> Masthead:
    logo = None
    name = edition.organisation.name
    if edition.logo is not None:
        data = edition.logo.read_bytes()
        shown = pixels(_grey(data) if draft.look.greyscale else data)
        scale = min(LOGO / shown.height, 110 / shown.width)
        image = Image(shown, shown.width * scale, shown.height * scale)
        logo = Figure(image, element=sect.add("Figure", alt=f"{name}, logo"))
    left = draft.paragraph(name, "mast bold", sect.add("P"))
    right = []
    if edition.audience:
        label = (Text(edition.audience, lang=edition.lang(edition.audience)),)
        right.append(draft.paragraph(label, "mast bold", sect.add("P"), alignment=2))
    right.append(draft.paragraph(edition.dated, "mast", sect.add("P"), alignment=2))
    return Masthead(logo, left, right)


@lru_cache(maxsize=1)
def _grey(data: bytes) -> bytes:
    """A picture without colours, as a PNG file."""
    from PIL import Image as Picture

    stream = io.BytesIO()
    with Picture.open(io.BytesIO(data)) as picture:
        picture.convert("LA").convert("RGBA").save(stream, "PNG")
    return stream.getvalue()


@section(
    "key numbers", (*LONG_LAYOUTS, "highlights"), 20, stands=lambda edition: edition.key_numbers
)
def key_numbers(edition: Edition, draft: Draft, root: Element) -> Iterator[Band]:
    """The key numbers, up to four beside each other."""
    shown = edition.key_numbers
    look = draft.look
    sect = root.add("Sect")
    most = 2 if look.large else 4
    rows = -(-len(shown) // most)
    each = -(-len(shown) // rows)
    level = any(number.qualifier for number in shown)
    size = number_size(draft, shown, look.paper.column_width(each))
    cells = [key_number(draft, number, sect, size, level=level) for number in shown]
    for start in range(0, len(cells), each):
        row = Row(cells[start : start + each], look.paper.gutter, look.colour("rule"))
        yield Band((Item(row),), before=look.space(14))
