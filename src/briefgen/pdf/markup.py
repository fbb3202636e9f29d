"""The inline model as paragraph markup, and blocks as flowables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from msgspec import Struct, field

from briefgen.languages.font_metrics import drawn
from briefgen.languages.locale import Locale
from briefgen.model.edition import ENDING
from briefgen.model.rich_text import Blocks, Inline, List, Mark, Text, escape, quoteattr
from briefgen.pdf.layout import Item
from briefgen.pdf.styles import Look
from briefgen.pdf.tagged.paragraph import Paragraph, TaggedList
from briefgen.pdf.tagged.structure import Element

_KNOWN = 3000  # runs of one look whose markup is remembered
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
        self._short = (
            re.compile(rf"(?<![\w.-])(?P<short>{'|'.join(names)}){ENDING}(?![\w-])")
            if names
            else None
        )
        self._known: dict[Text, str] = {}
        self._signs: dict[int, str] = {}
        # Small and raised, a wide comma of Chinese would be a hole.
        self.comma = f"<super>{locale.comma.strip().replace('，', ',')}</super>"

    def sign(self, number: int) -> str:
        """The raised number that leads to a note."""
        found = self._signs.get(number)
        if found is None:
            title = quoteattr(self._locale.word("see note", number=number))
            found = self._signs[number] = (
                f'<super><ref href="#note-{number}" title={title} color="{self._link}">'
                f"{self._locale.digits(number)}</ref></super>"
            )
        return found

    def markup(self, run: Text) -> str:
        """`run` as paragraph markup."""
        found = self._known.get(run)
        if found is None:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            found = self._known[run] = self._render(run)
        return found

    def _render(self, run: Text) -> str:
        text = self._locale.isolated(run.text, run.lang)
        text = self._expand_abbreviations(text) if run.url is None else escape(drawn(text))
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
            out += _units(text[at : use.start()])
            long = self._long[use["short"]]
            out += f"<abbr title={quoteattr(long)}>{escape(drawn(use.group()))}</abbr>"
            at = use.end()
        return out + _units(text[at:])


@lru_cache(maxsize=8)
def runs(locale: Locale, link: str, abbreviations: tuple[tuple[str, str], ...]) -> Runs:
    """Those of a language, a colour for links (#rrggbb), and abbreviations with what they stand for."""
    return Runs(locale, link, abbreviations)


class Marks(Struct, dict=True):
    """Which note marks were drawn: the first of each is what its note leads back to.

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
        parts: list[str] = []
        after_mark = False
        for run in in_order(content):
            if isinstance(run, Mark):
                parts.append(self._mark(run, after_mark))
            else:
                parts.append(self._runs.markup(run))
            after_mark = isinstance(run, Mark)
        return "".join(parts)

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
        return f"{comma}{apart}{anchor}{self._runs.sign(number)}"

    def back(self, number: int) -> str:
        """Markup that links a note back to its first mark; "" where none was drawn."""
        if number not in self.drawn:
            return ""
        title = quoteattr(self.look.locale.word("back to text"))
        colour = self.look.colour_hex("link")
        return f'\u00a0<a href="#mark-{number}" title={title} color="{colour}">↑</a>'


def _units(text: str) -> str:
    return _WITH_UNIT.sub(lambda m: f"<nobr>{m.group()}</nobr>", escape(drawn(text)))


def in_order(content: Inline) -> Iterator[Text | Mark]:
    """The runs, neighbouring marks by their numbers."""
    marks: list[Mark] = []
    for run in content:
        if isinstance(run, Mark):
            marks.append(run)
            continue
        if marks:
            yield from sorted(marks, key=lambda mark: mark.number)
            marks = []
        yield run
    yield from sorted(marks, key=lambda mark: mark.number)


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
