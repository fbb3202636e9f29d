"""The blocks that sections are made of: text, headings, figures, tables, key numbers, quotations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from itertools import groupby
from typing import Any, TypeAlias

from msgspec import Struct, field
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Spacer

from briefgen import charts
from briefgen.charts.drawing import Drawing
from briefgen.charts.kinds import kind_of
from briefgen.languages import font_metrics
from briefgen.languages.font_metrics import replace_rare_characters
from briefgen.languages.locale import Locale
from briefgen.model.diagnostics import Diagnostic
from briefgen.model.edition import ENDING, EditionFigure, EditionKeyNumber, EditionTable, Quotation
from briefgen.model.rich_text import (
    Blocks,
    Inline,
    List,
    Mark,
    Text,
    escape,
    plain,
    quote_text,
    quoteattr,
)
from briefgen.pdf.flowables import Chart, FigureBlock, Frame, Part, Stack
from briefgen.pdf.layout import Item
from briefgen.pdf.paper import replay
from briefgen.pdf.styles import Look
from briefgen.pdf.tagged.figure import Figure
from briefgen.pdf.tagged.paragraph import Paragraph, TaggedList
from briefgen.pdf.tagged.structure import Element
from briefgen.pdf.tagged.table import Table

Artist: TypeAlias = Callable[[EditionFigure, float, float, bool], Drawing]

_REMEMBERED = 3000  # runs of one look whose markup is remembered
_NUMBERINGS = ("Disc", "Circle", "Square")
# A number stays with the unit or magnitude after it.
_WITH_UNIT = re.compile(
    r"[$€£]?\d[\d.,–]*(?: (?:thousand|million|billion|trillion|percent|kg|km|m|kWh|MW|GW|°C|[%‰])\b)+"
)


class Runs:
    """Runs of text as markup, remembered: layout makes the same ones again for every fit that it tries."""

    def __init__(self, locale: Locale, link: str, abbreviations: Sequence[tuple[str, str]]) -> None:
        self._locale = locale
        self._link = link
        self._long = dict(abbreviations)
        names = sorted(map(re.escape, self._long), key=len, reverse=True)
        pattern = rf"(?<![\w.-])(?P<short>{'|'.join(names)}){ENDING}(?![\w-])"
        self._short = re.compile(pattern) if names else None
        self.markup = lru_cache(_REMEMBERED)(self._render)
        self.note_sign = cache(self._render_note_sign)
        # Small and raised, a wide comma of Chinese would be a hole.
        self.comma = f"<super>{locale.comma.strip().replace('，', ',')}</super>"

    def _render_note_sign(self, number: int) -> str:
        """The raised number that leads to a note."""
        title = quoteattr(self._locale.word("see note", number=number))
        shown = self._locale.digits(number)
        return f'<super><ref href="#note-{number}" title={title} color="{self._link}">{shown}</ref></super>'

    def _render(self, run: Text) -> str:
        text = self._locale.isolate(run.text, run.lang)
        text = (
            self._expand_abbreviations(text)
            if run.url is None
            else escape(replace_rare_characters(text))
        )
        if run.bold:
            text = f"<b>{text}</b>"
        if run.italic:
            text = f"<i>{text}</i>"
        if run.lang:
            text = f"<span lang={quoteattr(run.lang)}>{text}</span>"
        if run.url:
            text = f'<a href={quoteattr(run.url)} color="{self._link}" underline="1">{text}</a>'
        return text

    def _expand_abbreviations(self, text: str) -> str:
        """`text` with what its abbreviations stand for (ISO 32000-1, 14.9.5), numbers kept with their units."""
        out, at = "", 0
        for use in self._short.finditer(text) if self._short else ():
            out += _join_units(text[at : use.start()])
            long = self._long[use["short"]]
            out += f"<abbr title={quoteattr(long)}>{escape(replace_rare_characters(use.group()))}</abbr>"
            at = use.end()
        return out + _join_units(text[at:])


@lru_cache(maxsize=8)
def runs(locale: Locale, link: str, abbreviations: tuple[tuple[str, str], ...]) -> Runs:
    """The `Runs` of a language, a colour for links (#rrggbb), and abbreviations with what they stand for."""
    return Runs(locale, link, abbreviations)


class Marks(Struct, dict=True):
    """The note marks that were drawn: the first of each is what its note leads back to.

    `exhibits` says that figures and tables have marks too.
    """

    look: Look
    drawn: set[int] = field(default_factory=set)
    shown: bool = True
    abbreviations: tuple[tuple[str, str], ...] = ()
    exhibits: bool = False
    anchors: set[str] = field(default_factory=set)

    def anchor(self, name: str) -> str:
        """Markup that links lead to by `name`; "" where there is one already."""
        if name in self.anchors:
            return ""
        self.anchors.add(name)
        return f'<a name="{name}"/>'

    def text(self, content: Inline) -> str:
        """`content` as paragraph markup."""
        text = ""
        before: Text | Mark | None = None
        for run in sort_marks(content):
            if isinstance(run, Mark):
                text += self._mark(run, after_mark=isinstance(before, Mark))
            else:
                text += self._runs.markup(run)
            before = run
        return text

    @cached_property
    def _runs(self) -> Runs:
        look = self.look
        return runs(look.locale, look.colour_hex("link"), self.abbreviations)

    def _mark(self, mark: Mark, after_mark: bool) -> str:
        if not mark.number or not self.shown:
            return ""
        number = mark.number
        anchor = "" if number in self.drawn else f'<a name="mark-{number}"/>'
        self.drawn.add(number)
        # Else a number before it, or a full stop after one, would go on in it (UAX #9, W4).
        apart = "\u200f" if self.look.rtl else ""
        comma = self._runs.comma if after_mark else ""
        return f"{comma}{apart}{anchor}{self._runs.note_sign(number)}"

    def back_link(self, number: int) -> str:
        """Markup that links a note back to its first mark; "" where none was drawn."""
        if number not in self.drawn:
            return ""
        title = quoteattr(self.look.locale.word("back to text"))
        colour = self.look.colour_hex("link")
        return f'\u00a0<a href="#mark-{number}" title={title} color="{colour}">↑</a>'


def _join_units(text: str) -> str:
    return _WITH_UNIT.sub(
        lambda m: f"<nobr>{m.group()}</nobr>", escape(replace_rare_characters(text))
    )


def sort_marks(content: Inline) -> Iterator[Text | Mark]:
    """Yield the runs, neighbouring marks by their numbers."""
    for _, group in groupby(content, key=lambda run: isinstance(run, Mark)):
        yield from sorted(group, key=lambda run: run.number if isinstance(run, Mark) else 0)


def blocks(content: Blocks, marks: Marks, parent: Element, style: str = "body") -> Iterator[Item]:
    """Paragraphs and lists of `content`, tagged under `parent`."""
    look = marks.look
    gap = look.space(look.theme.space.paragraph)
    for block in content:
        if isinstance(block, List):
            yield from _list(block, marks, parent, style, 0)
        else:
            text = marks.text(block.runs)
            yield Item(Paragraph(text, look.styles[style], element=parent.add("P")), gap, gap)


def _list(block: List, marks: Marks, parent: Element, style: str, depth: int,
          within: TaggedList | None = None) -> Iterator[Item]:  # fmt: skip
    look = marks.look
    numbering = "Decimal" if block.ordered else _NUMBERINGS[min(depth, 2)]
    tagged = within.nested(numbering) if within else TaggedList(parent, numbering)
    base = look.styles[style]
    indent = base.fontSize * 1.15
    own = base.clone(
        f"{base.name} list {depth}", leftIndent=indent * (depth + 1) + (4 if block.ordered else 0),
        bulletIndent=indent * depth + 1, bulletFontSize=base.fontSize,
    )  # fmt: skip
    gap = look.space(look.theme.space.paragraph) * 0.7
    for number, item in enumerate(block.items, block.start):
        bullet = f"{look.locale.digits(number)}." if block.ordered else "•"
        first = item[0] if item and not isinstance(item[0], List) else None
        yield Item(tagged.item(marks.text(first.runs) if first else "", own, bullet), gap, gap)
        for more in item[1:] if first else item:
            if isinstance(more, List):
                yield from _list(more, marks, parent, style, depth + 1, tagged)
            else:
                inner = own.clone(f"{own.name} more", bulletIndent=0)
                text = marks.text(more.runs)
                yield Item(Paragraph(text, inner, element=tagged.body.add("P")), gap, gap)


class Draft(Struct):
    """The tools of every section: the look, the note marks drawn so far, and the function that draws charts.

    `pages` has the page of each heading by its key, once layout has found it; `found` collects diagnostics of drawing.
    """

    look: Look
    marks: Marks
    artist: Artist
    pages: Mapping[str, int] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)

    def paragraph(self, content: Inline | str, style: str, element: Element,
                  prefix: str = "", **changes: Any) -> Paragraph:  # fmt: skip
        """Return a paragraph of `content`; `prefix` is markup that goes before it."""
        runs: Inline = (Text(content),) if isinstance(content, str) else content
        base: ParagraphStyle = self.look.styles[style]
        own = base.clone(f"{base.name} own", **changes) if changes else base
        return Paragraph(prefix + self.marks.text(runs), own, element=element)

    def link(self, key: str, markup: str, title: str, colour: str = "link") -> str:
        """Return `markup` as a link to the destination `key`, described by `title`."""
        shade = self.look.colour_hex(colour)
        return f'<a href="#{key}" title={quoteattr(title)} color="{shade}">{markup}</a>'

    def labelled_paragraph(self, word: str, content: Inline, element: Element) -> Paragraph:
        """`Source: …` in small type."""
        label = Text(self.look.locale.word(word) + self.look.locale.colon, bold=True)
        return self.paragraph((label, *content), "source", element)


def figure(draft: Draft, shown: EditionFigure, parent: Element) -> Item:
    """Return the figure with its title, subtitle, note and source."""
    look = draft.look
    div = parent.add("Div")
    parts = _title_parts(draft, shown, div)
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
    parts += _source_parts(draft, shown, div)
    frame = Frame(rule=look.colour("primary"))
    gap = look.space(look.theme.space.block * 0.7)
    return Item(FigureBlock(parts, chart, frame), gap, gap)


def _title_parts(draft: Draft, shown: EditionFigure | EditionTable, div: Element) -> list[Part]:
    anchor = draft.marks.anchor(f"shown-{shown.id}")
    parts: list[Part] = [(draft.paragraph(shown.title, "figure title", div.add("P"), anchor), 0)]
    if shown.subtitle:
        parts.append((draft.paragraph(shown.subtitle, "caption", div.add("P")), 1))
    return parts


def _source_parts(draft: Draft, shown: EditionFigure | EditionTable, div: Element) -> list[Part]:
    parts: list[Part] = []
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


def build_table(look: Look, rows: list[list[Any]], widths: Sequence[float], element: Element,
               header_cols: int = 0) -> DataTable:  # fmt: skip
    """Return a table with a tinted head, its first row, and a thin rule below each row; `widths` in points."""
    style = [
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
    return DataTable(rows, colWidths=widths, style=style, repeatRows=1, header_cols=header_cols,
                     element=element, hAlign="LEFT", rtl=look.rtl)  # fmt: skip


def table(draft: Draft, shown: EditionTable, parent: Element, width: float) -> Iterator[Item]:
    """The table's title, the table, and its note and source."""
    look = draft.look
    div = parent.add("Div")
    gap = look.space(look.theme.space.block * 0.7)
    title = Stack(_title_parts(draft, shown, div), Frame(rule=look.colour("primary")))
    yield Item(title, gap, 3, keep=True)
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
    yield Item(build_table(look, data, widths, element, heads), 0, 2)
    below = _source_parts(draft, shown, div)
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
    parts: list[Part] = []
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
