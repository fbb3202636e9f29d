"""Whether each quoted phrase stands in the text of its source.

Only typography is forgiven: quotation marks, dashes, ligatures, spaces, hyphenation at line ends, capitals.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from collections.abc import Iterator

from briefgen.diagnostics import BriefgenError, Diagnostic, Severity, error, warning
from briefgen.outline import base
from briefgen.outline.figure import Evidence
from briefgen.outline.files import Folder
from briefgen.outline.loader import LoadedOutline
from briefgen.outline.models import Source
from briefgen.outline.yamltree import decode

_SAME = str.maketrans(
    dict.fromkeys('‘’‚‛“”„‟«»‹›"`´', "'")
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"\u00ad": "", "\u200b": ""}
)
_LINE_END_HYPHEN = re.compile(r"(?<=\w)-\s*\n\s*(?=[^\W\d_])")


def plain_text(text: str) -> str:
    """`text` with the differences taken away that only typography makes."""
    text = unicodedata.normalize("NFKC", text).translate(_SAME)
    text = _LINE_END_HYPHEN.sub("", text)
    return " ".join(text.split()).casefold()


def missing_quotes(loaded: LoadedOutline) -> Iterator[Diagnostic]:
    """A warning for each phrase that is not in its source's text, with the nearest passage.

    A source whose file is not there is a note: its phrases could not be looked up. One whose digest is not the
    recorded one is a warning: the evidence was checked against another text.
    """
    o = loaded.outline
    folder = Folder(loaded.path.parent, loaded.allow_outside)
    texts: dict[str, str] = {}
    for source in o.sources:
        if source.text is None:
            continue
        place = loaded.place((*source.path, "text"))
        try:
            data = folder.read(source.text, place, limit=50_000_000)
            texts[source.id] = plain_text(_text(source, data))
        except BriefgenError as exc:
            for d in exc.diagnostics:
                said = f"the phrases of `{source.id}` could not be looked up: {d.message}"
                yield Diagnostic(Severity.NOTE, "source-text", said, place, d.hint)
            continue
        digest = hashlib.sha256(data).hexdigest()
        if source.sha256 is not None and source.sha256.lower() != digest:
            yield warning(
                "source-changed",
                f"`{source.text}` is not the text that the evidence was checked against",
                loaded.place((*source.path, "sha256")),
                f"check the evidence again, then write `sha256: {digest}`",
            )
    for node in base.nodes_in(o):
        if isinstance(node, Evidence) and node.quote and node.source in texts:
            phrase = plain_text(node.quote)
            if phrase not in texts[node.source]:
                near = _nearest(phrase, texts[node.source])
                message = f"this phrase is not in the text of `{node.source}`"
                yield warning("quote", message, loaded.place((*node.path, "quote")), near)


def _text(source: Source, data: bytes) -> str:
    assert source.text is not None
    if not source.text.lower().endswith(".pdf"):
        return decode(data, source.text)
    try:
        import pypdfium2
    except ImportError:
        hint = "install it: pip install 'briefgen[gallery]'"
        raise BriefgenError(error("missing-package", "pypdfium2 reads PDF", hint=hint)) from None
    try:
        pages = pypdfium2.PdfDocument(io.BytesIO(data))
        return "\n".join(page.get_textpage().get_text_range() for page in pages)
    except pypdfium2.PdfiumError as exc:
        raise BriefgenError(error("source-text", f"it is not a PDF with text: {exc}")) from None


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
