"""Sources, and a closing slide: what this is, and whom to ask."""

from __future__ import annotations

from briefgen.deck.draft import BODY, Draft
from briefgen.deck.placed import Line, TextBox, fitted, height, lines_of, pages
from briefgen.outline.richtext import Paragraph, Text, parse_inline, plain


def sources(draft: Draft) -> None:
    """The list of sources."""
    for size in (24.0, 22.0, 20.0, 18.0, 16.0, 14.0):
        lines = [Line(s.text, size, bullet="•", gap=size / 2) for s in draft.edition.sources]
        if height(lines, draft.theme, BODY.width) <= BODY.height:
            break
    word = draft.word("sources")
    for run in pages(lines, draft.theme, BODY.width, BODY.height):
        draft.add("Statement", word, [TextBox(BODY, tuple(run), "body")], word)


def closing(draft: Draft) -> None:
    """About this brief, and the contact."""
    edition = draft.edition
    content = list(edition.about)
    contact = edition.organisation.contact or edition.organisation.name
    runs = [
        Text(f"{draft.word('contact')}: ", bold=True),
        *parse_inline(contact, edition.locale.tag),
    ]
    if edition.organisation.url:
        runs += [Text(", "), Text(edition.organisation.url, url=edition.organisation.url)]
    content.append(Paragraph(tuple(runs)))
    word = draft.word("about")
    lines = fitted(tuple(content), draft.theme, BODY, 28.0, draft.size("small"))
    small = lines_of(tuple(content), draft.size("small"))
    for run in [lines] if lines else pages(small, draft.theme, BODY.width, BODY.height):
        draft.add(
            "Statement", word, [TextBox(BODY, tuple(run), "body")], word, plain(edition.about)
        )
