"""Rich text: runs, paragraphs and lists, which Markdown-lite is parsed into once and each renderer maps.

`escape`, `attribute` and `quoteattr` do what `xml.sax.saxutils` does, which imports all that speaks HTTP (30 ms).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape as _escape
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token


def escape(text: str) -> str:
    """`text` as character data (XML 1.0, 2.4)."""
    return _escape(text, quote=False)


def attribute(text: str) -> str:
    """`text` as what stands between an attribute's quotation marks; line ends and tabs stay what they are (3.3.3)."""
    return _escape_spaces(escape(text)).replace('"', "&quot;")


def quoteattr(text: str) -> str:
    """`text` as an attribute's value (2.3), in quotation marks."""
    return (
        f"'{_escape_spaces(escape(text))}'"
        if '"' in text and "'" not in text
        else f'"{attribute(text)}"'
    )


def _escape_spaces(text: str) -> str:
    return text.replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")


# Runs, paragraphs and lists.

LINK_SCHEMES = ("http", "https", "mailto", "tel")
# Opening and closing double quotes, then single ones, by language (CLDR, `delimiters`).
QUOTES = {
    "en": "“”‘’", "es": "«»“”", "fr": ["«\u00a0", "\u00a0»", "“", "”"], "de": "„“‚‘", "pl": "„”«»", "el": "«»“”",
    "uk": "«»„“", "ru": "«»„“", "it": "«»“”", "pt": "“”‘’", "ar": "”“’‘", "he": "””’’", "zh": "“”‘’",
}  # fmt: skip


class Text(Struct, frozen=True):
    """A run of text in one style; `url` makes it a link, `lang` is its language where not the text's around it."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str | None = None
    lang: str | None = None


class Mark(Struct, frozen=True):
    """A reference to the piece of evidence `id`, drawn as a superscript number.

    `number` is the note's number, which an edition gives; 0 before that.
    """

    id: str
    number: int = 0


Inline: TypeAlias = tuple[Text | Mark, ...]


class Paragraph(Struct, frozen=True):
    """A paragraph of runs."""

    runs: Inline


class List(Struct, frozen=True):
    """A list; each item is blocks. `start` is the first number of an ordered one."""

    items: tuple[Blocks, ...]
    ordered: bool = False
    start: int = 1


Blocks: TypeAlias = tuple[Paragraph | List, ...]


def mark_language(content: Inline, lang: str) -> Inline:
    """`content` with all its runs marked as of the language `lang`."""
    return tuple(replace(run, lang=lang) if isinstance(run, Text) else run for run in content)


def mark_blocks_language(content: Blocks, lang: str) -> Blocks:
    """The same for paragraphs and lists."""
    return tuple(
        Paragraph(mark_language(part.runs, lang))
        if isinstance(part, Paragraph)
        else replace(part, items=tuple(mark_blocks_language(item, lang) for item in part.items))
        for part in content
    )


def quote_text(text: str, language: str) -> str:
    """`text` in the quotation marks of a language, by its BCP 47 tag."""
    marks = quotation_marks(language)
    return f"{marks[0]}{text}{marks[1]}"


def quotation_marks(language: str) -> Sequence[str]:
    return QUOTES.get(language.split("-")[0], QUOTES["en"])


def join_runs(runs: Iterable[Text | Mark]) -> Inline:
    """Neighbouring runs of one style and language as one, so that words are never cut between runs."""
    out: list[Text | Mark] = []
    style: tuple[object, ...] | None = None  # of the last run, where that is a text
    for run in runs:
        if isinstance(run, Mark):
            out.append(run)
            style = None
            continue
        own = (run.bold, run.italic, run.url, run.lang)
        if own == style:
            run = Text(out.pop().text + run.text, *own)  # type: ignore[union-attr]
        out.append(run)
        style = own
    return tuple(out)


def inline_runs(content: Inline | Blocks) -> Iterator[Text | Mark]:
    """Every run in `content`, in reading order."""
    for part in content:
        if isinstance(part, Paragraph):
            yield from part.runs
        elif isinstance(part, List):
            for item in part.items:
                yield from inline_runs(item)
        else:
            yield part


def plain(content: Inline | Blocks) -> str:
    """The text alone: marks dropped, paragraphs and list items on lines of their own."""
    lines: list[str] = []
    run_text = ""
    for part in content:
        if isinstance(part, Paragraph):
            lines.append(plain(part.runs))
        elif isinstance(part, List):
            lines += [plain(item) for item in part.items]
        elif isinstance(part, Text):
            run_text += part.text
    return "\n".join(lines) if lines else run_text


def link_problem(url: str) -> str | None:
    """What is wrong with a link target, or None: only web, mail and telephone links may leave a page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "is not a web address"
    if parts.scheme not in LINK_SCHEMES:
        return f"is not a link of one of the kinds {', '.join(s + ':' for s in LINK_SCHEMES)}"
    if parts.scheme in ("http", "https") and not parts.hostname:
        return "has no host name"
    if any(c.isspace() for c in url):
        return "has a space in it"
    return None


# Markdown-lite, parsed into runs: CommonMark's bold, italics, links and lists, by markdown-it-py, and `[^id]` for a
# reference to a piece of evidence. Headings, images, tables, code and HTML are no part of it: they are drawn as the
# text they are.


# A bare web address; the punctuation that ends its sentence is no part of it.
_ADDRESS = re.compile(r"https?://[^\s<>\"”»]*[^\s<>\"”».,;:!?)\]]")


# What means something to the rules below: a text without any of it is one run, and needs no parser.
_MARKUP = re.compile(r"[*_\[<\\&\"'\n\r\0]")
_MARKER = re.compile(r"[-+]|\d")  # what a list may begin with


_MOST_QUOTES = 2_000  # in a text: each is compared with all that were opened before


@lru_cache(maxsize=16)
def _markdown(language: str, quotes: bool = True) -> MarkdownIt:
    from markdown_it import MarkdownIt

    options = {"typographer": True, "quotes": quotation_marks(language), "maxNesting": 20}
    md = MarkdownIt("zero", options)
    md.enable(["list", "emphasis", "link", "escape", "autolink", "newline", "entity"])
    md.enable([*(["smartquotes"] if quotes else ()), "balance_pairs", "fragments_join"])
    md.inline.ruler.before("link", "evidence_mark", _evidence_mark)
    # The library drops an unsafe link without a word; we name it in a diagnostic instead.
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    return md


def _reader(text: str, language: str) -> MarkdownIt:
    """What parses `text`: its quotation marks stay as they are where they are thousands."""
    return _markdown(language, text.count('"') + text.count("'") <= _MOST_QUOTES)


def _evidence_mark(state: StateInline, silent: bool) -> bool:
    source = state.src
    if not source.startswith("[^", state.pos):
        return False
    end = source.find("]", state.pos + 2)
    name = source[state.pos + 2 : end] if end > 0 else ""
    if not name or not all(c.isalnum() or c in "-_." for c in name):
        return False
    if not silent:
        state.push("evidence_mark", "", 0).content = name
    state.pos = end + 1
    return True


def parse_inline(text: str, language: str = "en") -> Inline:
    """The runs of one line of text; line breaks in the source are spaces."""
    return (_parse_inline if len(text) <= _SHORT else _parse_inline.__wrapped__)(text, language)


def parse_blocks(text: str, language: str = "en") -> Blocks:
    """The paragraphs and lists of `text`."""
    return (_parse_blocks if len(text) <= _SHORT else _parse_blocks.__wrapped__)(text, language)


# The editions of an outline have most of their texts in common, and so has one made again after an edit.
_SHORT = 2_000  # characters of a text that is remembered


@lru_cache(maxsize=2_000)
def _parse_inline(text: str, language: str) -> Inline:
    text = text.strip()
    if not _MARKUP.search(text):
        return join_runs(_split_links(Text(_dashes(text)))) if text else ()
    tokens = _reader(text, language).parseInline(text)
    return _runs(tokens[0].children or () if tokens else ())


@lru_cache(maxsize=2_000)
def _parse_blocks(text: str, language: str) -> Blocks:
    text = text.strip()
    if not _MARKUP.search(text) and not _MARKER.match(text):
        return (Paragraph(_parse_inline(text, language)),) if text else ()
    tokens = iter(_reader(text, language).parse(text))
    return tuple(_blocks(tokens, closing=None))


def _blocks(tokens: Iterator[Token], closing: str | None) -> Iterator[Paragraph | List]:
    for token in tokens:
        if token.type == closing:
            return
        if token.type == "inline":
            yield Paragraph(_runs(token.children or ()))
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            ordered = token.type == "ordered_list_open"
            end = token.type.replace("open", "close")
            items = []
            for item in tokens:
                if item.type == end:
                    break
                items.append(tuple(_blocks(tokens, "list_item_close")))
            yield List(tuple(items), ordered, int(token.attrGet("start") or 1) if ordered else 1)


def _runs(tokens: Sequence[Token]) -> Inline:
    bold = italic = 0
    url: str | None = None
    runs: list[Text | Mark] = []
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            bold += token.nesting
        elif token.type in ("em_open", "em_close"):
            italic += token.nesting
        elif token.type == "link_open":
            url = str(token.attrGet("href") or "")
        elif token.type == "link_close":
            url = None
        elif token.type == "evidence_mark":
            runs.append(Mark(token.content))
        else:
            content = " " if token.type in ("softbreak", "hardbreak") else _dashes(token.content)
            if content:
                runs += _split_links(Text(content, bold > 0, italic > 0, url))
    return join_runs(runs)


def _split_links(run: Text) -> Iterator[Text]:
    """`run` with each bare web address in it as a link, as readers of every other tool expect."""
    at = 0
    for found in () if run.url else _ADDRESS.finditer(run.text):
        if found.start() > at:
            yield Text(run.text[at : found.start()], run.bold, run.italic)
        yield Text(found.group(), run.bold, run.italic, found.group())
        at = found.end()
    if at < len(run.text):
        yield Text(run.text[at:], run.bold, run.italic, run.url)


def _dashes(text: str) -> str:
    # Not the library's "replacements", which also turn a third point (c) into a copyright sign.
    return text.replace("---", "—").replace("--", "–").replace("...", "…")
