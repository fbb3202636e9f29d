"""The blocks that sections are made of: headings, figures, tables, key numbers, quotations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

from msgspec import Struct, field
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Spacer

from briefgen import charts
from briefgen.charts.drawing import Drawing
from briefgen.charts.kinds import kind_of
from briefgen.languages import font_metrics
from briefgen.model.diagnostics import Diagnostic
from briefgen.model.edition import EditionFigure, EditionKeyNumber, EditionTable, Quotation
from briefgen.model.rich_text import Inline, Mark, Text, plain, quote_text
from briefgen.pdf.flowables import Chart, FigureBlock, Frame, Stack
from briefgen.pdf.layout import Item
from briefgen.pdf.markup import Marks
from briefgen.pdf.paper import replay
from briefgen.pdf.styles import Look
from briefgen.pdf.tagged.figure import Figure
from briefgen.pdf.tagged.paragraph import Paragraph
from briefgen.pdf.tagged.structure import Element
from briefgen.pdf.tagged.table import Table

Artist: TypeAlias = Callable[[EditionFigure, float, float, bool], Drawing]


class Draft(Struct):
    """What every section writes with: the look, the note marks drawn so far, and who draws charts.

    `pages` has the page of each heading by its key, once layout has found it; `found` is what drawing has to say.
    """

    look: Look
    marks: Marks
    artist: Artist
    pages: Mapping[str, int] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)

    def paragraph(self, content: Inline | str, style: str, element: Element,
                  prefix: str = "", **changes: Any) -> Paragraph:  # fmt: skip
        """A paragraph of `content`; `prefix` is markup that goes before it."""
        runs: Inline = (Text(content),) if isinstance(content, str) else content
        base: ParagraphStyle = self.look.styles[style]
        own = base.clone(f"{base.name} own", **changes) if changes else base
        return Paragraph(prefix + self.marks.text(runs), own, element=element)

    def labelled_paragraph(self, word: str, content: Inline, element: Element) -> Paragraph:
        """`Source: …` in small type."""
        label = Text(self.look.locale.word(word) + self.look.locale.colon, bold=True)
        return self.paragraph((label, *content), "source", element)


def figure(draft: Draft, shown: EditionFigure, parent: Element) -> Item:
    """The figure with its furniture."""
    look = draft.look
    div = parent.add("Div")
    parts: list[tuple[Any, float]] = [
        (
            draft.paragraph(
                shown.title, "figure title", div.add("P"), draft.marks.anchor(f"shown-{shown.id}")
            ),
            0,
        )
    ]
    if shown.subtitle:
        parts.append((draft.paragraph(shown.subtitle, "caption", div.add("P")), 1))

    free = kind_of(shown.spec).elastic

    @cache
    def height(width: float) -> float:
        natural = charts.natural_height(
            shown, look.theme, width, locale=look.locale, text_scale=look.text_scale
        )
        wanted = natural * (look.fit.figure if free else 1.0)
        # What is higher than a page leaves room for is drawn smaller.
        return min(wanted, look.paper.height * 0.66)

    def paint(canvas: Any, width: float, height: float) -> None:
        drawing = draft.artist(shown, width, height, look.greyscale)
        draft.found += charts.no_room(shown, drawing.dropped, (width, height))
        replay(canvas, drawing, look.theme)

    chart = Chart(paint, height, (0.8, 1.35) if free else (1.0, 1.15))
    parts.append((Figure(chart, element=div.add("Figure", alt=shown.alt, lang=shown.alt_lang)), 5))
    parts += _below(draft, shown, div)
    frame = Frame(rule=look.colour("primary"))
    gap = look.space(look.theme.space.block * 0.7)
    return Item(FigureBlock(parts, chart, frame), gap, gap)


def _below(
    draft: Draft, shown: EditionFigure | EditionTable, div: Element
) -> list[tuple[Any, float]]:
    parts: list[tuple[Any, float]] = []
    if shown.note:
        parts.append((draft.labelled_paragraph("note", shown.note, div.add("P")), 4))
    if shown.source:
        marks = tuple(Mark("", n) for n in shown.notes) if draft.marks.exhibits else ()
        source = (*shown.source, *marks)
        parts.append((draft.labelled_paragraph("source", source, div.add("P")), 1 if parts else 4))
    return parts


class DataTable(Table):
    """A table that may break after its second row."""

    def least_part(self, width: float) -> float:
        """Height of the heading and two rows."""
        height = float(self.wrap(width, 1e6)[1])
        return min(height, float(sum(self._rowHeights[:3])))


def table_style(look: Look) -> list[tuple[Any, ...]]:
    """The style of every table: a tinted head, a thin rule below each row."""
    return [
        ("FONTNAME", (0, 0), (-1, -1), look.styles["cell"].fontName),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("VALIGN", (0, 1), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
        ("BACKGROUND", (0, 0), (-1, 0), look.colour("panel")),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, look.colour("rule")),
    ]


def table(draft: Draft, shown: EditionTable, parent: Element, width: float) -> Iterator[Item]:
    """The table's title, the table, and its note and source."""
    look = draft.look
    div = parent.add("Div")
    gap = look.space(look.theme.space.block * 0.7)
    head: list[tuple[Any, float]] = [
        (
            draft.paragraph(
                shown.title, "figure title", div.add("P"), draft.marks.anchor(f"shown-{shown.id}")
            ),
            0,
        )
    ]
    if shown.subtitle:
        head.append((draft.paragraph(shown.subtitle, "caption", div.add("P")), 1))
    yield Item(Stack(head, Frame(rule=look.colour("primary"))), gap, 3, keep=True)
    element = div.add("Table")
    align = {"left": 0, "center": 1, "right": 2}

    def row(cells: Sequence[Inline], style: str) -> list[Any]:
        return [
            Paragraph(draft.marks.text(cell), own) if cell else ""
            for cell, own in zip(cells, styles[style], strict=True)
        ]

    styles = {
        name: [look.styles[name].clone(name, alignment=align[c.align]) for c in shown.columns]
        for name in ("cell head", "cell")
    }
    data = [row(shown.headers, "cell head"), *(row(cells, "cell") for cells in shown.rows)]
    shares = [c.width for c in shown.columns]
    widths = [width * share / sum(shares) for share in shares]
    # Row headers help where cells outnumber them; the columns' suffice in a table of pairs.
    heads = int(len(shown.rows) * (len(shares) - 1) >= len(shown.rows) + len(shares))
    yield Item(
        DataTable(data, colWidths=widths, style=table_style(look), repeatRows=1, header_cols=heads,
                  element=element, hAlign="LEFT", rtl=look.rtl),
        0, 2, keep=False,
    )  # fmt: skip
    below = _below(draft, shown, div)
    if below:
        yield Item(Stack(below), 2, gap, tail=True)


def natural_width(draft: Draft, shown: EditionTable) -> float:
    """Width in points at which no cell of the table would need a second line."""
    face = font_metrics.face(draft.look.theme, bold=True)
    size = draft.look.styles["cell"].fontSize
    columns = zip(shown.headers, *shown.rows, strict=True)
    return sum(max(face.width(plain(cell), size) for cell in column) + 8 for column in columns)


def number_size(draft: Draft, shown: Sequence[EditionKeyNumber], width: float) -> float:
    """The size in points at which no word of the numbers is wider than `width`; half the style's at the least."""
    style = draft.look.styles["key number"]
    face = font_metrics.face(draft.look.theme, bold=True)
    words = [word for each in shown for word in each.number.split(" ")]
    widest = max(face.width(word, style.fontSize) for word in words)
    return float(style.fontSize * min(1.0, max(0.5, width / max(widest, 1.0))))


def key_number(
    draft: Draft, shown: EditionKeyNumber, parent: Element, size: float, *, level: bool = False
) -> Stack:
    """The number large, `size` points, its qualifier above it, what it counts below.

    `level` keeps the qualifier's line where there is none, so that numbers beside each other stand level.
    """
    look = draft.look
    div = parent.add("Div")
    parts: list[tuple[Any, float]] = []
    if shown.qualifier:
        parts.append((draft.paragraph(shown.qualifier, "key qualifier", div.add("P")), 0))
    elif level:
        parts.append((Spacer(1, look.styles["key qualifier"].leading), 0))
    leading = look.styles["key number"].leading * size / look.styles["key number"].fontSize
    anchor = draft.marks.anchor(f"key-{shown.id}")
    large = draft.paragraph(
        shown.number, "key number", div.add("P"), anchor, fontSize=size, leading=leading
    )
    parts.append((large, 0))
    label = (*shown.label, *(Mark("", n) for n in shown.notes))
    parts.append((draft.paragraph(label, "key label", div.add("P")), 2))
    return Stack(parts)


def quotation(draft: Draft, shown: Quotation, parent: Element) -> Item:
    """A pull quote with its attribution."""
    look = draft.look
    quote = parent.add("BlockQuote")
    said = look.locale.marks_of(shown.lang)
    text = (Text(quote_text(shown.text, said), lang=shown.lang),)
    parts = [
        (draft.paragraph(text, "quotation", quote.add("P")), 0.0),
        (draft.paragraph(shown.attribution, "source", quote.add("P")), 3.0),
    ]
    gap = look.space(look.theme.space.block * 0.6)
    return Item(Stack(parts, Frame(bar=look.colour("accent"))), gap, gap)


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
