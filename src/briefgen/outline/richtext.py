"""Text in runs, paragraphs and lists: what Markdown-lite is parsed into, once, and each renderer maps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

LINK_SCHEMES = ("http", "https", "mailto", "tel")
# Opening and closing double quotes, then single ones, by language (CLDR, `delimiters`).
QUOTES = {
    "en": "“”‘’",
    "es": "«»“”",
    "fr": ["«\u00a0", "\u00a0»", "“", "”"],
    "de": "„“‚‘",
    "pl": "„”«»",
    "el": "«»“”",
    "uk": "«»„“",
    "ru": "«»„“",
    "it": "«»“”",
    "pt": "“”‘’",
    "ar": "”“’‘",
    "he": "””’’",
    "zh": "“”‘’",
}


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


def in_language(content: Inline, lang: str) -> Inline:
    """`content` with all its runs marked as of the language `lang`."""
    return tuple(replace(run, lang=lang) if isinstance(run, Text) else run for run in content)


def blocks_in_language(content: Blocks, lang: str) -> Blocks:
    """The same for paragraphs and lists."""
    return tuple(
        Paragraph(in_language(part.runs, lang))
        if isinstance(part, Paragraph)
        else replace(part, items=tuple(blocks_in_language(item, lang) for item in part.items))
        for part in content
    )


def quoted(text: str, language: str) -> str:
    """`text` in the quotation marks of a language, by its BCP 47 tag."""
    marks = quotation_marks(language)
    return f"{marks[0]}{text}{marks[1]}"


def quotation_marks(language: str) -> Sequence[str]:
    return QUOTES.get(language.split("-")[0], QUOTES["en"])


def joined(runs: Iterable[Text | Mark]) -> Inline:
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
