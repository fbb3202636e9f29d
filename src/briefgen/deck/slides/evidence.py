"""Quotations and key numbers, on slides of their own and beside charts and tables."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from briefgen.deck.boxes import Box, Line, Panel, Part, TextBox, balance
from briefgen.deck.draft import (
    PAD_X,
    PAD_Y,
    Draft,
    Notes,
    SlideKind,
    Statement,
    accent_panel,
    add_panels,
    add_rest,
    note_texts,
    panel_text,
    split_long,
)
from briefgen.deck.measure import CAUTION
from briefgen.languages.locale import locale_of
from briefgen.model.edition import EditionFinding, EditionKeyNumber, Note, Quotation
from briefgen.model.rich_text import Inline, Text, plain, quote_text

# A phrase that goes on over several slides is set no smaller than this where it need not be.
_READ = 24.0
# On a slide that is no wider several stand one below the other where they have room in this size.
_WIDE, _LARGE = 700.0, 24.0
SMALL = 18.0
_LIST_SIZES = (28.0, 26.0, 24.0, 22.0, 20.0)


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


def add_quotation_slides(
    draft: Draft, title: Inline, said: Sequence[Quotation], section: str, notes: Notes
) -> None:
    """The first phrase as large as it can be, others in a column beside it, and what has no room there on next slides.

    A phrase that is longer than a slide goes on over several, each with its attribution.
    """
    body = draft.frame("quotation").body
    wide, room = body.width - PAD_X, body.height - PAD_Y
    alike = _group(draft, said, _LARGE)
    if body.width <= _WIDE and len(said) > 1 and draft.height(alike, wide) <= room:
        draft.add("quotation", title, panel_text(draft, alike), section, notes)
        return
    parts, count = _one(draft, said)
    runs = [] if parts else _long(draft, said[0], wide, body.height - 48)
    slides = [parts] if parts else [panel_text(draft, run) for run in runs]
    draft.add_slides("quotation", title, slides, section, notes)
    add_more_quotations(draft, title, said[count:], section)


def add_more_quotations(
    draft: Draft, title: Inline, said: Sequence[Quotation], section: str
) -> None:
    """Add slides of the phrases that had no room beside others."""
    if said:
        add_panels(draft, title, lambda size: _group(draft, said, size), _LIST_SIZES, section)


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
    parts: list[Part] = [*accent_panel(panel), main]
    x, high = panel.right + gutter, sum(draft.height(o, column) + 26 for o in others) - 26
    y = body.y + max(0.0, (body.height - high) / 2)
    for lines in others:
        used = draft.height(lines, column)
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
    used = max(draft.height(quote_lines(draft, s, size), wide - 56) for s in said)
    boxes = [box.around(used + 76) for box in boxes]
    parts: list[Part] = []
    for box in boxes:
        parts += accent_panel(box, 5, above=True)
    for each, box, role in zip(said, boxes, ("body", "side"), strict=True):
        lines = quote_lines(draft, each, size)
        parts.append(draft.text(box.inset(28, 22), lines, role, "middle"))
    return parts


def add_data_slides(
    draft: Draft, title: Inline, shown: Sequence[Quotation], section: str, notes: Notes
) -> None:
    """Add slides of what sources show, in no words of theirs, each with its place below it."""

    def set_lines(size: float) -> list[Line]:
        out: list[Line] = []
        for each in shown:
            out.append(Line((Text(each.text),), size, "primary", bold=True, gap=22, keep=True))
            out.append(Line(each.attribution, SMALL, "muted", gap=4))
        return out

    add_panels(draft, title, set_lines, _LIST_SIZES, section, notes)


def voices(draft: Draft, finding: EditionFinding) -> list[Quotation]:
    """The phrases that a finding rests on, the one that it shows first."""
    out = [finding.quotation] if finding.quotation else []
    for note in draft.edition.notes:
        if note.number in finding.notes and note.evidence.quote:
            where = attribution_of(note)
            if all(note.evidence.quote != said.text for said in out):
                out.append(Quotation(note.evidence.quote, where, note.lang))
    return out


def attribution_of(note: Note) -> Inline:
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
        if draft.height(lines, box.width) <= box.height:
            return draft.text(box, lines, role, "middle")
        size -= 1
    return None


def points(draft: Draft, some: Sequence[Quotation], width: float, room: float) -> list[list[Line]]:
    """The first of these phrases in small type, as many as `room` points of height hold, each as its lines."""
    out: list[list[Line]] = []
    used = 0.0
    for said in some:
        lines = [Line((_in_marks(draft, said),), 20), Line(said.attribution, SMALL, "muted", gap=2)]
        high = draft.height(lines, width) + (26 if out else 0)
        if used + high > room:
            break
        out.append(lines)
        used += high
    return out


def _in_marks(draft: Draft, said: Quotation) -> Text:
    """The phrase in the quotation marks of its language."""
    return Text(quote_text(said.text, locale_of(draft.edition).marks_of(said.lang)), lang=said.lang)


GUTTER = 24.0
PAD = 16.0
ROW_GAP = 8.0
# Above and below in cards of two rows.
CLOSE = 8.0
_LEAST = 28.0
MOST = (6, 4, 3, 2, 1)


class KeyNumbers(SlideKind):
    """Up to six key numbers."""

    name = "key-numbers"

    def compose(self, draft: Draft) -> None:
        """The key numbers; more than six, or than fit, go on to a next slide."""
        shown = draft.edition.key_numbers
        title = draft.word("key numbers")
        at = 0
        while at < len(shown):
            some, slides, over = _slide(draft, shown[at:])
            texts = ((n.qualifier, n.number, plain(n.label)) for n in some)
            prose = "\n".join(" ".join(text for text in each if text) for each in texts)
            numbers = tuple(dict.fromkeys(i for n in some for i in n.notes))
            notes = Notes(prose, note_texts(numbers, draft.edition))
            draft.add_slides("key-numbers", title, slides, title, notes)
            add_rest(draft, title, over, title)
            at += len(some)


def _slide(
    draft: Draft, left: tuple[EditionKeyNumber, ...]
) -> tuple[tuple[EditionKeyNumber, ...], list[list[Part]], list[Line]]:
    """The next of those left, as many as fit on a slide, that slide, and those of their sources that are too long for it.

    One that has too many words for a slide takes several.
    """
    frame = draft.frame("key-numbers")
    for most in MOST:
        slides = -(-len(left) // most)
        some = left[: -(-len(left) // slides)]  # so that all slides have about as many
        texts = dict.fromkeys(plain(number.source) for number in some if number.source)
        lines = draft.sources((Text("; ".join(texts)),) if texts else ())
        lines, over = split_long(draft, lines, frame.source.width, frame.body.height)
        source = draft.foot(frame, lines)
        area = frame.body.until(source[0].box.y - 14) if source else frame.body
        ways = (_cards, _list) if len(some) > 1 else (_alone,)
        for way in ways:
            found = way(draft, some, area)
            if found and all(part.fits for part in found if isinstance(part, TextBox)):
                return some, [[*found, *source]], over
    return some, [[*found, *source] for found in spread_number(draft, some[0], area)], over


def spread_number(draft: Draft, number: EditionKeyNumber, area: Box) -> list[list[Part]]:
    """A number with too many words for one slide, on panels over several."""
    small = draft.size("small")
    lines = [Line((Text(number.qualifier),), small, "muted", keep=True)] if number.qualifier else []
    lines.append(Line((Text(number.number),), _LEAST, "accent", bold=True, keep=True))
    lines.append(Line(number.label, 20, gap=6))
    wide, room = area.width - PAD_X, area.height - 48
    out: list[list[Part]] = []
    for run in balance(lines, draft.face, wide, room):
        panel = area.around(draft.height(run, wide) + 48)
        inner = Box(panel.x + 36, panel.y + 24, wide, panel.height - 48)
        out.append([*accent_panel(panel), draft.text(inner, run, anchor="middle")])
    return out


def _alone(draft: Draft, some: tuple[EditionKeyNumber, ...], area: Box) -> list[Part]:
    """One number as large as the slide lets it be, what it counts beside it."""
    (number,) = some
    high = min(area.height, 230.0)
    box = Box(area.x, area.y + (area.height - high) * 0.35, area.width, high)
    inner = box.inset(30, 20)
    left = Box(inner.x, inner.y, inner.width * 0.52, inner.height)
    right = Box(left.right + 30, inner.y, inner.right - left.right - 30, inner.height)
    figure = number_box(draft, number, left, largest=120, with_label=False)
    size = next((s for s in (32.0, 28.0, 24.0, 20.0) if draft.height([Line(number.label, s)], right.width) <= right.height), 18.0)  # fmt: skip
    label = draft.text(right, [Line(number.label, size)], anchor="middle")
    return [*accent_panel(box),
            TextBox(left, figure.lines, draft.face, anchor="middle"), label]  # fmt: skip


def _cards(draft: Draft, some: tuple[EditionKeyNumber, ...], area: Box) -> list[Part]:
    """Cards of one size with their numbers on one level, all in the size of the one that needs the smallest."""
    columns = len(some) if len(some) <= 3 else -(-len(some) // 2)
    rows = -(-len(some) // columns)
    wide = (area.width - GUTTER * (columns - 1)) / columns
    most_high = (area.height - GUTTER * (rows - 1)) / rows
    level = any(number.qualifier for number in some)
    pad = PAD if rows == 1 else CLOSE
    room = Box(0, 0, wide - 2 * PAD, most_high - 2 * pad - 4)
    largest = 96.0 if columns == 2 and rows == 1 else draft.size("key_number")
    boxes = [number_box(draft, n, room, level=level, largest=largest) for n in some]
    size = min(max(line.size for line in box.lines) for box in boxes)
    boxes = [number_box(draft, n, room, level=level, largest=size) for n in some]
    high = min(most_high, max(box.text_height for box in boxes) + 2 * pad + 12)
    if rows == 1:
        high = max(high, min(most_high, 220.0))
    top = area.y + (area.height - high * rows - GUTTER * (rows - 1)) * 0.35
    panels: list[Part] = []
    texts: list[Part] = []
    for index, number in enumerate(some):
        x = area.x + index % columns * (wide + GUTTER)
        y = top + index // columns * (high + GUTTER)
        panels += accent_panel(Box(x, y, wide, high), 4, above=True)
        inner = Box(x + PAD, y + pad + 4, wide - 2 * PAD, high - 2 * pad - 4)
        texts.append(number_box(draft, number, inner, level=level, largest=size))
    return [*panels, *texts]


def _list(draft: Draft, some: tuple[EditionKeyNumber, ...], area: Box) -> list[Part]:
    """Numbers one below the other, what each counts beside it; nothing where the numbers leave no room for it."""
    pitch = (area.height + ROW_GAP) / len(some)
    shown = [" ".join(t for t in (n.qualifier, n.number) if t).replace(" ", "\u00a0") for n in some]
    for size, small in ((40.0, 22.0), (36.0, 20.0), (32.0, 20.0), (_LEAST, 18.0)):
        column = max(draft.face.width(text, size, bold=True) for text in shown) * 1.05 + 4
        wide = area.width - column - 20 - 24 - PAD
        if column > area.width * 0.45 or size * draft.face.leading > pitch - ROW_GAP:
            continue
        if all(draft.height([Line(n.label, small)], wide) <= pitch - ROW_GAP - 4 for n in some):
            break
    else:
        return []
    panels: list[Part] = []
    texts: list[Part] = []
    for index, (number, text) in enumerate(zip(some, shown, strict=True)):
        box = Box(area.x, area.y + index * pitch, area.width, pitch - ROW_GAP)
        panels += accent_panel(box, 6)
        left = Box(box.x + 20, box.y, column, box.height)
        right = Box(left.right + 24, box.y + 2, wide, box.height - 4)
        large = Line((Text(text),), size, "accent", bold=True)
        texts += [draft.text(left, [large], anchor="middle"),
                  draft.text(right, [Line(number.label, small)], anchor="middle")]  # fmt: skip
    return [*panels, *texts]


def number_box(
    draft: Draft, number: EditionKeyNumber, box: Box, *, level: bool = False, largest: float = 0,
    with_label: bool = True,
) -> TextBox:  # fmt: skip
    """The number as large as the box allows, its qualifier above and what it counts below.

    `level` keeps the qualifier's line where there is none, so that numbers stand level; `largest` is
    the size to start from, in points; `labelled` says whether what it counts stands below.
    """
    size = largest or draft.size("key_number")
    above = number.qualifier or ("\u00a0" if level else "")
    shown = number.number.replace(" ", "\u00a0")
    small = 18.0

    def set_lines() -> list[Line]:
        out = [Line((Text(above),), small, "muted")] if above else []
        out.append(Line((Text(shown),), size, "accent", bold=True))
        return [*out, Line(number.label, small, gap=2)] if with_label else out

    while size > _LEAST:
        small = min(24.0, max(18.0, 2 * round(size * 0.16)))
        wide = draft.face.width(shown, size, bold=True)
        if wide <= box.width * 0.97 and draft.height(set_lines(), box.width) <= box.height:
            break
        size -= 2
    if draft.face.width(shown, size, bold=True) > box.width * CAUTION:
        shown = number.number  # its unit goes on to a line of its own, and no word is cut
        longest = max(shown.split(" "), key=len)
        while size > small and draft.face.width(longest, size, bold=True) > box.width * CAUTION:
            size -= 1
    while draft.height(set_lines(), box.width) > box.height and small > 18:
        small -= 1
    return draft.text(box, set_lines())


class Number(SlideKind):
    """A key number beside the words behind it."""

    name = "number"


def add_number_slides(draft: Draft, finding: EditionFinding, section: str, notes: Notes) -> None:
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
    parts = accent_panel(left, 5, above=True)
    parts.append(draft.text(left.inset(24, 20), number.lines, anchor="middle"))
    slides = [[*parts, *column]] if number.fits else spread_number(draft, finding.key_number, body)
    draft.add_slides("number", finding.headline, slides, section, notes)
    if count:
        add_more_quotations(draft, finding.headline, said[count:], section)
    elif said:
        add_quotation_slides(draft, finding.headline, said, section, Notes())


def _column(
    draft: Draft, said: list[Quotation], box: Box, largest: float
) -> tuple[list[Part], int]:
    """The first phrase large, under it those of the others that have room, between thin rules; and how many it has."""
    for count in range(len(said) - 1, -1, -1):
        others = points(draft, said[1 : 1 + count], box.width, box.height * 0.55)
        if len(others) < count:
            continue
        below = sum(draft.height(lines, box.width) + 26 for lines in others)
        main = quote_box(draft, said[0], box.until(box.bottom - below), largest,
                         least=24 if count else 18)  # fmt: skip
        if main is None:
            continue
        used = main.text_height
        y = box.y + max(0.0, box.height - used - below) / 2
        parts: list[Part] = [draft.text(Box(box.x, y, box.width, used + 1), main.lines)]
        y += used
        for lines in others:
            high = draft.height(lines, box.width)
            parts += [Panel(Box(box.x, y + 12, box.width, 1), "rule"),
                      draft.text(Box(box.x, y + 26, box.width, high), lines)]  # fmt: skip
            y += high + 26
        return parts, 1 + count
    return [], 0


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
        high = max(least, draft.height(label, inner_width - wide - 24)) + pad
        box = Box(area.x, area.bottom - high, area.width, high)
        left = Box(area.x + 30, box.y, wide, high)
        right = Box(left.right + 24, box.y + pad / 3, inner_width - wide - 24, high - pad / 1.5)
        words = [draft.text(left, [Line((Text(shown),), size, "accent", bold=True)], anchor="middle"),
                 draft.text(right, label, anchor="middle")]  # fmt: skip
    elif said:
        size = next((s for s in (24.0, 22.0, 20.0) if draft.height(quote_lines(draft, said[0], s, 4), inner_width) <= 92), 18.0)  # fmt: skip
        lines = quote_lines(draft, said[0], size, 4)
        high = draft.height(lines, inner_width) + 28
        box = Box(area.x, area.bottom - high, area.width, high)
        words = [draft.text(Box(area.x + 30, box.y + 14, inner_width, high - 28), lines)]
    else:
        return []
    return [*accent_panel(box), *words]
