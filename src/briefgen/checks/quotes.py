"""Whether each quoted phrase stands in the text of its source, and on the page that its locator names.

Only typography is forgiven: quotation marks, dashes, ligatures, spaces, hyphenation at line ends, capitals.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefgen.model import base
from briefgen.model.diagnostics import BriefgenError, Diagnostic, Severity, failure, warning
from briefgen.model.figures import Evidence
from briefgen.model.loaded import LoadedOutline
from briefgen.model.outline import Source
from briefgen.reading.yaml_parser import decode
from briefgen.storage.folder import Folder

_SAME = str.maketrans(
    dict.fromkeys('‘’‚‛“”„‟«»‹›"`´', "'")
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"\u00ad": "", "\u200b": ""}
)
_LINE_END_HYPHEN = re.compile(r"(?<=\w)-[^\S\n]*\n(\s*\ue000)?\s*(?=[^\W\d_])")
# "page 12", "pp. 12–14": the locator's pages, however the language calls them.
_PAGES = re.compile(
    r"\b(?:pages?|pp?\.|páginas?|págs?\.|seiten?|s\.|strona|str\.)\s*(\w+)(?:\s*[-–—]\s*(\w+))?",
    re.IGNORECASE,
)
# Far more than any report has; looking phrases up in more would take minutes.
MAX_CHARACTERS, MAX_PAGES = 10_000_000, 5_000


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source's plain text; `starts` are where its pages begin in it, `labels` what is printed on each.

    A text without pages has no starts. `labels` may be empty: then pages are counted from 1.
    """

    text: str
    starts: tuple[int, ...] = ()
    labels: tuple[str, ...] = ()

    def page(self, at: int) -> int:
        """The index of the page that holds character `at`."""
        return bisect_right(self.starts, at) - 1

    def names(self, page: int) -> set[str]:
        """How a locator may call a page: its number in the file, or what is printed on it."""
        return {str(page + 1), *self.labels[page : page + 1]} - {""}


def source_text(pages: Sequence[str], labels: Sequence[str] = ()) -> SourceText:
    """The pages of a source as one text in which phrases also run from one to the next."""
    if len(pages) == 1:
        return SourceText(plain_text(pages[0]))
    # Hyphenation is undone over page ends too; a mark that typography never has keeps the pages apart.
    whole = plain_text("\n\ue000\n".join(pages))
    parts = re.split(r" ?\ue000 ?", whole)
    starts, at = [], 0
    for part in parts:
        starts.append(at)
        at += len(part) + 1
    return SourceText(" ".join(parts), tuple(starts), tuple(labels))


def plain_text(text: str) -> str:
    """`text` with the differences taken away that only typography makes."""
    text = unicodedata.normalize("NFKC", text).translate(_SAME)
    text = _LINE_END_HYPHEN.sub(lambda m: m[1] or "", text)
    return " ".join(text.split()).casefold()


def missing_quotes(loaded: LoadedOutline) -> Iterator[Diagnostic]:
    """A warning for each phrase that is not in its source's text, with the nearest passage.

    A source whose file is not there is a note: its phrases could not be looked up. One whose digest is not the
    recorded one is a warning: the evidence was checked against another text.
    """
    o = loaded.outline
    folder = Folder(loaded.path.parent, loaded.allow_outside)
    texts: dict[str, SourceText] = {}
    for source in o.sources:
        if source.text is None:
            continue
        place = loaded.place((*source.path, "text"))
        try:
            data = folder.read(source.text, place, limit=50_000_000)
            texts[source.id] = _text(source, data)
        except BriefgenError as exc:
            for d in exc.diagnostics:
                said = f"the phrases of `{source.id}` could not be looked up: {d.message}"
                yield Diagnostic(Severity.NOTE, "source-text", said, place, d.hint)
            continue
        digest = hashlib.sha256(data).hexdigest()
        if source.sha256 is not None and source.sha256.lower() != digest:
            message = f"`{source.text}` is not the text that the evidence was checked against"
            hint = f"check the evidence again, then write `sha256: {digest}`"
            yield warning("source-changed", message, loaded.place((*source.path, "sha256")), hint)
    for node in base.nodes_in(o):
        if isinstance(node, Evidence) and node.quote and node.source in texts:
            yield from _check_quote(node, texts[node.source], loaded)


def _check_quote(node: Evidence, source: SourceText, loaded: LoadedOutline) -> Iterator[Diagnostic]:
    phrase = plain_text(node.quote or "")
    found = source.text.find(phrase)
    if found < 0:
        message = f"this phrase is not in the text of `{node.source}`"
        here = loaded.place((*node.path, "quote"))
        yield warning("quote", message, here, _nearest(phrase, source.text))
        return
    named = _PAGES.search(node.locator or "")
    if not source.starts or named is None:
        return
    wanted = _span(named[1], named[2])
    pages: list[set[str]] = []
    while found >= 0:
        last = source.page(found + len(phrase) - 1)
        pages += [source.names(page) for page in range(source.page(found), last + 1)]
        found = source.text.find(phrase, found + 1)
    if not any(names & wanted for names in pages):
        page = min(pages[0], key=len) if len(pages[0]) == 1 else " or ".join(sorted(pages[0]))
        message = f"this phrase is not on {node.locator} of `{node.source}`, but on page {page}"
        here = loaded.place((*node.path, "locator"))
        yield warning("quote-page", message, here, f"write `locator: page {page}`")


def _span(first: str, last: str | None) -> set[str]:
    """The pages from `first` to `last`: "12–14" is 12, 13 and 14."""
    if last and first.isdecimal() and last.isdecimal() and 0 <= int(last) - int(first) < 2000:
        return {str(number) for number in range(int(first), int(last) + 1)}
    return {first.lower(), *([last.lower()] if last else ())}


def _text(source: Source, data: bytes) -> SourceText:
    """The text of a .txt file, its pages parted by form feeds if at all, or of a PDF."""
    assert source.text is not None
    if not source.text.lower().endswith(".pdf"):
        if len(data) > 4 * MAX_CHARACTERS:
            raise _too_long()
        text = decode(data.replace(b"\f", b"\xee\x80\x81"), source.text)
        if len(text) > MAX_CHARACTERS:
            raise _too_long()
        return source_text(text.split("\ue001"))
    try:
        import pypdfium2
    except ImportError:
        hint = "install it: pip install 'briefgen[gallery]'"
        raise failure("missing-package", "pypdfium2 reads PDF", hint=hint) from None
    try:
        document = pypdfium2.PdfDocument(io.BytesIO(data))
        if len(document) > MAX_PAGES:
            raise _too_long()
        pages: list[str] = []
        length = 0
        for page in document:
            pages.append(page.get_textpage().get_text_range())
            length += len(pages[-1])
            if length > MAX_CHARACTERS:
                raise _too_long()
        labels = [document.get_page_label(index).lower() for index in range(len(document))]
    except pypdfium2.PdfiumError as exc:
        raise failure("source-text", f"it is not a PDF with text: {exc}") from None
    if not any(text.strip() for text in pages):
        hint = "name a text file, or a PDF whose text has been recognized"
        raise failure("source-text", "the PDF has pictures of pages only", hint=hint)
    return source_text(pages, labels)


def _too_long() -> BriefgenError:
    message = f"it has more than {MAX_PAGES:,} pages or {MAX_CHARACTERS:,} characters"
    return failure("source-text", message, hint="name the part that is quoted")


def _nearest(phrase: str, text: str) -> str | None:
    """The passage most like the phrase, when it is alike at all."""
    from rapidfuzz import fuzz

    found = fuzz.partial_ratio_alignment(phrase, text, score_cutoff=60)
    if found is None:
        return "quote the source word for word, or name another source"
    start = text.rfind(" ", 0, found.dest_start + 1) + 1
    end = text.find(" ", max(found.dest_end - 1, start))
    passage = text[start : end if end > 0 else len(text)].strip()
    return f"the nearest passage is “{passage[:160]}{'…' if len(passage) > 160 else ''}”"
