"""Key numbers: across the slide, on cards or in a list; one beside the words behind it, or under a chart or table."""

from __future__ import annotations

from briefgen.deck.draft import (
    PAD_X,
    Draft,
    Notes,
    SlideKind,
    accented,
    add_rest,
    cited,
    split_long,
)
from briefgen.deck.measure import CAUTION
from briefgen.deck.placed import Box, Line, Panel, Part, TextBox, balance
from briefgen.deck.slides.quotations import (
    further,
    points,
    quotation_slides,
    quote_box,
    quote_lines,
    voices,
)
from briefgen.model.edition import EditionFinding, EditionKeyNumber, Quotation
from briefgen.model.rich_text import Text, plain

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
            prose = "\n".join(
                " ".join(t for t in (n.qualifier, n.number, plain(n.label)) if t) for n in some
            )
            numbers = tuple(dict.fromkeys(i for n in some for i in n.notes))
            notes = Notes(prose, cited(numbers, draft.edition))
            for parts in slides:
                draft.add("key-numbers", title, parts, title, notes)
                notes = Notes()
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
        some = left[
            : -(-len(left) // -(-len(left) // most))
        ]  # so that all slides have about as many
        lines = draft.sources(_sources(some))
        lines, over = split_long(draft, lines, frame.source.width, frame.body.height)
        source = draft.foot(frame, lines)
        area = frame.body.until(source[0].box.y - 14) if source else frame.body
        ways = (_cards, _list) if len(some) > 1 else (_alone,)
        for way in ways:
            found = way(draft, some, area)
            if found and all(part.fits for part in found if isinstance(part, TextBox)):
                return some, [[*found, *source]], over
    return some, [[*found, *source] for found in spread(draft, some[0], area)], over


def spread(draft: Draft, number: EditionKeyNumber, area: Box) -> list[list[Part]]:
    """A number with too many words for one slide, on panels over several."""
    small = draft.size("small")
    lines = [Line((Text(number.qualifier),), small, "muted", keep=True)] if number.qualifier else []
    lines.append(Line((Text(number.number),), _LEAST, "accent", bold=True, keep=True))
    lines.append(Line(number.label, 20, gap=6))
    wide, room = area.width - PAD_X, area.height - 48
    out: list[list[Part]] = []
    for run in balance(lines, draft.face, wide, room):
        panel = area.around(draft.high(run, wide) + 48)
        inner = Box(panel.x + 36, panel.y + 24, wide, panel.height - 48)
        out.append([*accented(panel), draft.text(inner, run, anchor="middle")])
    return out


def _alone(draft: Draft, some: tuple[EditionKeyNumber, ...], area: Box) -> list[Part]:
    """One number as large as the slide lets it be, what it counts beside it."""
    (number,) = some
    high = min(area.height, 230.0)
    box = Box(area.x, area.y + (area.height - high) * 0.35, area.width, high)
    inner = box.inset(30, 20)
    left = Box(inner.x, inner.y, inner.width * 0.52, inner.height)
    right = Box(left.right + 30, inner.y, inner.right - left.right - 30, inner.height)
    figure = number_box(draft, number, left, largest=120, labelled=False)
    size = next((s for s in (32.0, 28.0, 24.0, 20.0) if draft.high([Line(number.label, s)], right.width) <= right.height), 18.0)  # fmt: skip
    label = draft.text(right, [Line(number.label, size)], anchor="middle")
    return [*accented(box),
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
        panels += accented(Box(x, y, wide, high), 4, above=True)
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
        if all(draft.high([Line(n.label, small)], wide) <= pitch - ROW_GAP - 4 for n in some):
            break
    else:
        return []
    panels: list[Part] = []
    texts: list[Part] = []
    for index, (number, text) in enumerate(zip(some, shown, strict=True)):
        box = Box(area.x, area.y + index * pitch, area.width, pitch - ROW_GAP)
        panels += accented(box, 6)
        left = Box(box.x + 20, box.y, column, box.height)
        right = Box(left.right + 24, box.y + 2, wide, box.height - 4)
        large = Line((Text(text),), size, "accent", bold=True)
        texts += [draft.text(left, [large], anchor="middle"),
                  draft.text(right, [Line(number.label, small)], anchor="middle")]  # fmt: skip
    return [*panels, *texts]


def number_box(
    draft: Draft, number: EditionKeyNumber, box: Box, *, level: bool = False, largest: float = 0,
    labelled: bool = True,
) -> TextBox:  # fmt: skip
    """The number as large as the box allows, its qualifier above and what it counts below.

    `level` keeps the qualifier's line where there is none, so that numbers stand level; `largest` is
    the size to start from, in points; `labelled` says whether what it counts stands below.
    """
    size = largest or draft.size("key_number")
    above = number.qualifier or ("\u00a0" if level else "")
    shown = number.number.replace(" ", "\u00a0")
    small = 18.0
    while size > _LEAST:
        small = min(24.0, max(18.0, 2 * round(size * 0.16)))
        lines = _lines(number, above, shown, size, small, labelled)
        wide = draft.face.width(shown, size, bold=True)
        if wide <= box.width * 0.97 and draft.high(lines, box.width) <= box.height:
            break
        size -= 2
    if draft.face.width(shown, size, bold=True) > box.width * CAUTION:
        shown = number.number  # its unit goes on to a line of its own, and no word is cut
        longest = max(shown.split(" "), key=len)
        while size > small and draft.face.width(longest, size, bold=True) > box.width * CAUTION:
            size -= 1
    lines = _lines(number, above, shown, size, small, labelled)
    while draft.high(lines, box.width) > box.height and small > 18:
        small -= 1
        lines = _lines(number, above, shown, size, small, labelled)
    return draft.text(box, lines)


def _lines(
    number: EditionKeyNumber, above: str, shown: str, size: float, small: float, labelled: bool
) -> list[Line]:
    out = [Line((Text(above),), small, "muted")] if above else []
    out.append(Line((Text(shown),), size, "accent", bold=True))
    return [*out, Line(number.label, small, gap=2)] if labelled else out


def _sources(numbers: tuple[EditionKeyNumber, ...]) -> tuple[Text, ...]:
    texts = dict.fromkeys(plain(n.source) for n in numbers if n.source)
    return (Text("; ".join(texts)),) if texts else ()


class Number(SlideKind):
    """A key number beside the words behind it."""

    name = "number"


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
    parts = accented(left, 5, above=True)
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
    return [*accented(box), *words]
