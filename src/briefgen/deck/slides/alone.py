"""A key number on a slide of its own, beside the words behind it."""

from __future__ import annotations

from briefgen.deck.draft import Draft
from briefgen.deck.notes import Notes
from briefgen.deck.placed import Box, Panel, Part
from briefgen.deck.slides.numbers import number_box, spread
from briefgen.deck.slides.phrases import further, quotation_slides
from briefgen.deck.slides.voices import points, quote_box, voices
from briefgen.editions import EditionFinding, Quotation


def number_slide(draft: Draft, finding: EditionFinding, section: str, notes: Notes) -> None:
    """The finding's key number large, and beside it what its sources say, or on next slides where that is long."""
    assert finding.key_number is not None
    said = voices(draft, finding)
    body = draft.frame("number").body
    gutter, share = 32.0, 0.44
    high = min(body.height, 300.0)
    top = body.y + (body.height - high) * 0.3
    left = Box(body.x, top, (body.width - gutter) * share, high)
    right = Box(left.right + gutter, top, body.right - left.right - gutter, high)
    column, count = _column(draft, said, right, 30) if said else ([], 0)
    number = number_box(draft, finding.key_number, left.inset(24, 20), largest=84)
    if not (column and number.fits):
        column, count = [], 0
        left = Box(body.x, top, body.width, high)
        number = number_box(draft, finding.key_number, left.inset(24, 20), largest=84)
    parts: list[Part] = [Panel(left, "panel"), Panel(Box(left.x, left.y, left.width, 5), "accent")]
    parts.append(draft.text(left.inset(24, 20), number.lines, anchor="middle"))
    slides = [[*parts, *column]] if number.fits else spread(draft, finding.key_number, body)
    for shown in slides:
        draft.add("number", finding.headline, shown, section, notes)
        notes = Notes()
    if count:
        further(draft, finding.headline, said[count:], section)
    elif said:
        quotation_slides(draft, finding.headline, said, section, Notes())


def _column(
    draft: Draft, said: list[Quotation], box: Box, largest: float
) -> tuple[list[Part], int]:
    """The first phrase large, under it those of the others that have room, between thin rules; and how many it has."""
    for count in range(len(said) - 1, -1, -1):
        others = points(draft, said[1 : 1 + count], box.width, box.height * 0.55)
        if len(others) < count:
            continue
        below = sum(draft.high(lines, box.width) + 26 for lines in others)
        main = quote_box(draft, said[0], box.until(box.bottom - below), largest,
                         least=24 if count else 18)  # fmt: skip
        if main is None:
            continue
        used = main.text_height
        y = box.y + max(0.0, box.height - used - below) / 2
        parts: list[Part] = [draft.text(Box(box.x, y, box.width, used + 1), main.lines)]
        y += used
        for lines in others:
            high = draft.high(lines, box.width)
            parts.append(Panel(Box(box.x, y + 12, box.width, 1), "rule"))
            parts.append(draft.text(Box(box.x, y + 26, box.width, high), lines))
            y += high + 26
        return parts, 1 + count
    return [], 0
