"""Slides of words: what a source says, large, others beside it, or over as many slides as a long phrase takes."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.deck.draft import Draft
from briefgen.deck.flow import balanced
from briefgen.deck.notes import Notes
from briefgen.deck.placed import Box, Line, Panel, Part
from briefgen.deck.slides.voices import SMALL, points, quote_box, quote_lines
from briefgen.editions import Quotation
from briefgen.outline.richtext import Inline, Text

# A phrase that goes on over several slides is set no smaller than this where it need not be.
_READ = 24.0


def quotation_slides(
    draft: Draft, title: Inline, said: Sequence[Quotation], section: str, notes: Notes
) -> None:
    """The first phrase as large as it can be, others in a column beside it.

    One that is longer than a slide goes on over next slides, each with its attribution, and the others follow it.
    """
    parts = _one(draft, said)
    if parts:
        draft.add("quotation", title, parts, section, notes)
        return
    body = draft.frame("quotation").body
    wide = body.width - 64
    phrase, by = quote_lines(draft, said[0], _READ)
    room = body.height - 48 - by.gap - by.height(draft.face, wide)
    for run in balanced([phrase], draft.face, wide, room):
        draft.add("quotation", title, panelled(draft, [*run, by]), section, notes)
        notes = Notes()
    if said[1:]:
        quotation_slides(draft, title, said[1:], section, notes)


def panelled(draft: Draft, lines: list[Line]) -> list[Part]:
    """Lines on a panel that is as high as they need it, a little above the middle of the slide."""
    body = draft.frame("quotation").body
    panel = body.around(draft.high(lines, body.width - 64) + 84)
    inner = Box(panel.x + 36, panel.y + 24, panel.width - 64, panel.height - 48)
    return [*_ground(panel), draft.text(inner, lines, "body", "middle")]


def _ground(panel: Box) -> list[Part]:
    return [Panel(panel, "panel"), Panel(Box(panel.x, panel.y, 8, panel.height), "accent")]


def _one(draft: Draft, said: Sequence[Quotation]) -> list[Part]:
    """The first phrase on a panel and others beside it; nothing where it is longer than a slide."""
    body = draft.frame("quotation").body
    gutter, column = 32.0, 0.0
    others: list[list[Line]] = []
    if len(said) > 1 and body.width > 700:
        column = body.width * 0.36
        others = points(draft, said[1:], column, body.height - 20)
    wide = body.width - (column + gutter if others else 0)
    panel = Box(body.x, body.y, wide, body.height)
    inner = Box(panel.x + 36, panel.y + 24, panel.width - 64, panel.height - 48)
    main = quote_box(draft, said[0], inner, 40, "body")
    if main is None and others:
        return _one(draft, said[:1])
    if main is None:
        return []
    if not others:
        return panelled(draft, list(main.lines))
    parts: list[Part] = [*_ground(panel), main]
    x, high = panel.right + gutter, sum(draft.high(o, column) + 26 for o in others) - 26
    y = body.y + max(0.0, (body.height - high) / 2)
    for lines in others:
        used = draft.high(lines, column)
        parts.append(Panel(Box(x, y - 12, column, 1), "rule"))
        parts.append(draft.text(Box(x, y, column, used), lines))
        y += used + 26
    return parts


def comparison(draft: Draft, said: Sequence[Quotation]) -> list[Part]:
    """Two voices side by side, set alike; nothing where one has no room there."""
    body = draft.frame("comparison").body
    gutter = 32.0
    wide = (body.width - gutter) / 2
    boxes = [Box(body.x + i * (wide + gutter), body.y, wide, body.height) for i in range(2)]
    insets = [box.inset(28, 22) for box in boxes]
    found = [quote_box(draft, s, b, 32.0) for s, b in zip(said, insets, strict=True)]
    size = min((f.lines[0].size if f else 0.0 for f in found), default=0.0)
    if size < SMALL:
        return []
    used = max(draft.high(quote_lines(draft, s, size), wide - 56) for s in said)
    boxes = [box.around(used + 76) for box in boxes]
    parts: list[Part] = []
    for box in boxes:
        parts += [Panel(box, "panel"), Panel(Box(box.x, box.y, box.width, 5), "accent")]
    for each, box, role in zip(said, boxes, ("body", "side"), strict=True):
        lines = quote_lines(draft, each, size)
        parts.append(draft.text(box.inset(28, 22), lines, role, "middle"))
    return parts


def shown_slides(
    draft: Draft, title: Inline, shown: Sequence[Quotation], section: str, notes: Notes
) -> None:
    """What sources show, in no words of theirs, each with its place below it, on as many slides as it takes."""
    body = draft.frame("quotation").body
    wide, room = body.width - 64, body.height - 84
    sizes = [_shown(shown, size) for size in (28.0, 26.0, 24.0, 22.0, 20.0)]
    lines = next((some for some in sizes if draft.high(some, wide) <= room), sizes[-1])
    for run in balanced(lines, draft.face, wide, room):
        draft.add("quotation", title, panelled(draft, run), section, notes)
        notes = Notes()


def _shown(shown: Sequence[Quotation], size: float) -> list[Line]:
    return [
        line
        for each in shown
        for line in (
            Line((Text(each.text),), size, "primary", bold=True, gap=22),
            Line(each.attribution, SMALL, "muted", gap=4),
        )
    ]
