"""What the sources say, in their own words: one phrase large, others beside it, or over as many slides as it takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from briefgen.deck.draft import (
    PAD_X,
    PAD_Y,
    Draft,
    Notes,
    SlideKind,
    Statement,
    accented,
    panel_text,
)
from briefgen.deck.placed import Box, Line, Panel, Part, TextBox, balance, fill_slides
from briefgen.languages.locale import locale_of
from briefgen.model.edition import EditionFinding, Note, Quotation
from briefgen.model.rich_text import Inline, Text, quote_text

# A phrase that goes on over several slides is set no smaller than this where it need not be.
_READ = 24.0
# On a slide that is no wider several stand one below the other where they have room in this size.
_WIDE, _LARGE = 700.0, 24.0
SMALL = 18.0


class SourceQuotation(Statement):
    """What a source says, large."""

    name = "quotation"


class Comparison(SlideKind):
    """Two voices side by side."""

    name = "comparison"
    names = ("Comparison of two", "Two Content", "Title, 2 Content", "Comparison")
    types = ("twoObj", "twoColTx")
    contents = 2
    roles = ("title", "body", "side")


def quotation_slides(
    draft: Draft, title: Inline, said: Sequence[Quotation], section: str, notes: Notes
) -> None:
    """The first phrase as large as it can be, others in a column beside it, and what has no room there on next slides.

    A phrase that is longer than a slide goes on over several, each with its attribution.
    """
    body = draft.frame("quotation").body
    wide, room = body.width - PAD_X, body.height - PAD_Y
    alike = _group(draft, said, _LARGE)
    if body.width <= _WIDE and len(said) > 1 and draft.high(alike, wide) <= room:
        draft.add("quotation", title, panel_text(draft, alike), section, notes)
        return
    parts, count = _one(draft, said)
    if parts:
        draft.add("quotation", title, parts, section, notes)
    for run in [] if parts else _long(draft, said[0], wide, body.height - 48):
        draft.add("quotation", title, panel_text(draft, run), section, notes)
        notes = Notes()
    further(draft, title, said[count:], section)


def further(draft: Draft, title: Inline, said: Sequence[Quotation], section: str) -> None:
    """Phrases that had no room beside others, on next slides."""
    if said:
        _list_slides(draft, title, lambda size: _group(draft, said, size), section, Notes())


def _long(draft: Draft, said: Quotation, wide: float, room: float) -> list[list[Line]]:
    """A phrase over several slides, each with who says it, or one that is long on the last."""
    phrase, by = quote_lines(draft, said, _READ)
    foot = by.gap + by.height(draft.face, wide)
    if foot > room * 0.4:
        return balance([phrase, by], draft.face, wide, room)
    return [[*run, by] for run in balance([phrase], draft.face, wide, room - foot)]


def _group(draft: Draft, said: Sequence[Quotation], size: float) -> list[Line]:
    """Phrases one below the other, each on one slide with who says it."""
    pairs = (quote_lines(draft, each, size, gap=4) for each in said)
    return [line for phrase, by in pairs for line in (replace(phrase, gap=22, keep=True), by)]


def _list_slides(
    draft: Draft, title: Inline, made: Callable[[float], list[Line]], section: str, notes: Notes
) -> None:
    """What `made` sets at a size, on as many slides as it takes in small type, as large as these allow."""
    body = draft.frame("quotation").body
    sizes = (28.0, 26.0, 24.0, 22.0, 20.0)
    for run in fill_slides(made, sizes, draft.face, body.width - PAD_X, body.height - PAD_Y):
        draft.add("quotation", title, panel_text(draft, run), section, notes)
        notes = Notes()


def _one(draft: Draft, said: Sequence[Quotation]) -> tuple[list[Part], int]:
    """The first phrase on a panel and others beside it, and how many these are; nothing where it is longer than a slide."""
    body = draft.frame("quotation").body
    gutter, column = 32.0, 0.0
    others: list[list[Line]] = []
    if len(said) > 1 and body.width > _WIDE:
        column = body.width * 0.36
        others = points(draft, said[1:], column, body.height - 20)
    wide = body.width - (column + gutter if others else 0)
    panel = Box(body.x, body.y, wide, body.height)
    inner = Box(panel.x + 36, panel.y + 24, panel.width - 64, panel.height - 48)
    main = quote_box(draft, said[0], inner, 40, "body")
    if main is None and others:
        return _one(draft, said[:1])
    if main is None:
        return [], 1
    if not others:
        return panel_text(draft, list(main.lines)), 1
    parts: list[Part] = [*accented(panel), main]
    x, high = panel.right + gutter, sum(draft.high(o, column) + 26 for o in others) - 26
    y = body.y + max(0.0, (body.height - high) / 2)
    for lines in others:
        used = draft.high(lines, column)
        parts.append(Panel(Box(x, y - 12, column, 1), "rule"))
        parts.append(draft.text(Box(x, y, column, used), lines))
        y += used + 26
    return parts, 1 + len(others)


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
        parts += accented(box, 5, above=True)
    for each, box, role in zip(said, boxes, ("body", "side"), strict=True):
        lines = quote_lines(draft, each, size)
        parts.append(draft.text(box.inset(28, 22), lines, role, "middle"))
    return parts


def shown_slides(
    draft: Draft, title: Inline, shown: Sequence[Quotation], section: str, notes: Notes
) -> None:
    """What sources show, in no words of theirs, each with its place below it, on as many slides as it takes."""
    _list_slides(draft, title, lambda size: _shown_lines(shown, size), section, notes)


def _shown_lines(shown: Sequence[Quotation], size: float) -> list[Line]:
    return [
        line
        for each in shown
        for line in (
            Line((Text(each.text),), size, "primary", bold=True, gap=22, keep=True),
            Line(each.attribution, SMALL, "muted", gap=4),
        )
    ]


def voices(draft: Draft, finding: EditionFinding) -> list[Quotation]:
    """The phrases that a finding rests on, the one that it shows first."""
    out = [finding.quotation] if finding.quotation else []
    for note in draft.edition.notes:
        if note.number in finding.notes and note.evidence.quote:
            where = cited_at(note)
            if all(note.evidence.quote != said.text for said in out):
                out.append(Quotation(note.evidence.quote, where, note.lang))
    return out


def cited_at(note: Note) -> Inline:
    """Who says it where, without the point that ends a note."""
    *runs, last = (run for run in note.where if isinstance(run, Text))
    return (*runs, replace(last, text=last.text.removesuffix(".")))


def quote_lines(draft: Draft, said: Quotation, size: float, gap: float = 10.0) -> list[Line]:
    """A phrase and who says it, at `size` points."""
    return [
        Line((_in_marks(draft, said),), size, "primary", italic=True),
        Line(said.attribution, SMALL, "muted", gap=gap),
    ]


def quote_box(
    draft: Draft, said: Quotation, box: Box, largest: float, role: str = "free",
    least: float = SMALL,
) -> TextBox | None:  # fmt: skip
    """The phrase as large as `box` allows, from `largest` points down to `least`, or None."""
    size = largest
    while size >= least:
        lines = quote_lines(draft, said, size)
        if draft.high(lines, box.width) <= box.height:
            return draft.text(box, lines, role, "middle")
        size -= 1
    return None


def points(draft: Draft, some: Sequence[Quotation], width: float, room: float) -> list[list[Line]]:
    """The first of these phrases in small type, as many as `room` points of height hold, each as its lines."""
    out: list[list[Line]] = []
    used = 0.0
    for said in some:
        lines = [Line((_in_marks(draft, said),), 20), Line(said.attribution, SMALL, "muted", gap=2)]
        high = draft.high(lines, width) + (26 if out else 0)
        if used + high > room:
            break
        out.append(lines)
        used += high
    return out


def _in_marks(draft: Draft, said: Quotation) -> Text:
    """The phrase in the quotation marks of its language."""
    return Text(quote_text(said.text, locale_of(draft.edition).marks_of(said.lang)), lang=said.lang)
