"""A band of words under a chart or table: the key number with what it counts, or the phrase behind it."""

from __future__ import annotations

from briefgen.deck.draft import Draft
from briefgen.deck.placed import Box, Line, Panel, Part
from briefgen.deck.slides.voices import quote_lines, voices
from briefgen.editions import EditionFinding
from briefgen.outline.richtext import Text


def strip(draft: Draft, finding: EditionFinding, area: Box, *, close: bool = False) -> list[Part]:
    """A band at the foot of `area`: the number with what it counts, or the phrase; a `close` one is lower."""
    said = voices(draft, finding)
    inner_width = area.width - 60
    if finding.key_number:
        number = finding.key_number
        shown = " ".join(t for t in (number.qualifier, number.number) if t).replace(" ", "\u00a0")
        size = 28.0 if close else 40.0
        wide = draft.face.width(shown, size, bold=True) * 1.05 + 8
        label = [Line(number.label, 18 if close else 20)]
        if wide > inner_width * 0.55:
            return []
        least, pad = (38.0, 8.0) if close else (56.0, 20.0)
        high = max(least, draft.high(label, inner_width - wide - 24)) + pad
        box = Box(area.x, area.bottom - high, area.width, high)
        left = Box(area.x + 30, box.y, wide, high)
        right = Box(left.right + 24, box.y + pad / 3, inner_width - wide - 24, high - pad / 1.5)
        words = [draft.text(left, [Line((Text(shown),), size, "accent", bold=True)], anchor="middle"),
                 draft.text(right, label, anchor="middle")]  # fmt: skip
    elif said:
        size = next((s for s in (24.0, 22.0, 20.0) if draft.high(quote_lines(draft, said[0], s, 4), inner_width) <= 92), 18.0)  # fmt: skip
        lines = quote_lines(draft, said[0], size, 4)
        high = draft.high(lines, inner_width) + 28
        box = Box(area.x, area.bottom - high, area.width, high)
        words = [draft.text(Box(area.x + 30, box.y + 14, inner_width, high - 28), lines)]
    else:
        return []
    return [Panel(box, "panel"), Panel(Box(box.x, box.y, 8, box.height), "accent"), *words]
