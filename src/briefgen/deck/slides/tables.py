"""Tables: as many rows a slide as fit, the header on each."""

from __future__ import annotations

from briefgen.deck.draft import Draft
from briefgen.deck.measure import CAUTION
from briefgen.deck.notes import Notes
from briefgen.deck.placed import Box, Line, Part, TableBox
from briefgen.deck.slides.strip import strip
from briefgen.editions import EditionFinding, EditionTable
from briefgen.outline.richtext import Inline, plain
from briefgen.script import breaks

PAD_X, PAD_Y = 8.0, 6.0
MOST_AIR = 18.0


def table_slides(
    draft: Draft,
    shown: EditionTable,
    section: str,
    notes: Notes,
    finding: EditionFinding | None = None,
) -> None:
    """The table's slides, titled by the claim of the `finding` that it shows, else by its own takeaway.

    A table that leaves room has the phrase behind the finding, or its number, under it.
    """
    frame = draft.frame("table")
    body = frame.body
    widths = column_widths(draft, shown, body.width)
    heading = finding.headline if finding else shown.title
    caption = [Line(shown.title, 20, bold=True)] if finding else []
    if shown.subtitle:
        caption.append(Line(shown.subtitle, draft.size("small"), "muted"))
    above = draft.high(caption, body.width)
    source = draft.source(frame, shown.source, shown.note)
    foot = min(source[0].box.y - 10, frame.source.y) if source else body.bottom
    top = body.y + above + (10 if above else 0)
    words = strip(draft, finding, body.until(foot)) if finding else []
    bottom = words[0].box.y - 16 if words else foot
    size = _size(draft, shown, widths, bottom - top)
    if not size:
        words, size = [], _size(draft, shown, widths, foot - top)
    if not size:
        size = draft.size("small")
        own = natural_widths(draft, shown, body.width)
        if own != widths:
            widths = min(widths, own, key=lambda w: _high(draft, shown, w, size))
    head = row_height(draft, shown.headers, widths, size, True)
    rest = [row_height(draft, row, widths, size, False) for row in shown.rows]
    spare = bottom - top - head - sum(rest)
    if spare > 0:  # the whole table on one slide: its rows take what room there is
        more = min(MOST_AIR, spare / (len(rest) + 1))
        head, rest = head + more, [high + more for high in rest]
    for some in _runs(rest, foot - top - head):
        rows, heights = [shown.rows[i] for i in some], [rest[i] for i in some]
        parts: list[Part] = []
        if caption:
            parts.append(draft.text(Box(body.x, body.y, body.width, above), caption, "caption"))
        box = Box(body.x, top, body.width, head + sum(heights))
        aligns = tuple(column.align for column in shown.columns)
        alt = plain(shown.title)
        parts.append(
            TableBox(box, (shown.headers, *rows), widths, (head, *heights), aligns, size, alt, draft.face)
        )  # fmt: skip
        draft.add("table", heading, [*parts, *words, *source], section, notes)
        notes = Notes()


def column_widths(draft: Draft, shown: EditionTable, width: float) -> tuple[float, ...]:
    """Widths in points that add up to `width`: the outline's shares, or where these are all alike, by what stands
    in the columns, each at least as wide as its longest word."""
    shares = [column.width for column in shown.columns]
    if len(set(shares)) > 1:
        return tuple(width * share / sum(shares) for share in shares)
    return natural_widths(draft, shown, width)


def natural_widths(draft: Draft, shown: EditionTable, width: float) -> tuple[float, ...]:
    """Widths in points by what stands in the columns, each at least as wide as its longest word."""
    size = draft.size("small")
    columns = list(zip(*(shown.headers, *shown.rows), strict=True))
    wholes, words = [], []
    for number, cells in enumerate(columns):
        bold = [not number or not row for row in range(len(cells))]
        texts = [(plain(cell), heavy) for cell, heavy in zip(cells, bold, strict=True)]
        wholes.append(max(draft.face.width(t, size, b) for t, b in texts) / CAUTION + 2 * PAD_X + 1)
        parts = [(word, b) for t, b in texts for word in breaks.words(t) or [""]]
        words.append(max(draft.face.width(t, size, b) for t, b in parts) / CAUTION + 2 * PAD_X + 1)
    if sum(wholes) <= width:
        spare = (width - sum(wholes)) / sum(wholes)
        return tuple(whole * (1 + spare) for whole in wholes)
    spare = width - sum(words)
    if spare <= 0:
        return tuple(width * word / sum(words) for word in words)
    wanted = [whole - word for whole, word in zip(wholes, words, strict=True)]
    return tuple(
        word + spare * more / sum(wanted) for word, more in zip(words, wanted, strict=True)
    )


def _runs(heights: list[float], room: float) -> list[list[int]]:
    """Rows a slide, at least one, spread evenly over as few slides as they take."""

    def split(most: float) -> list[list[int]]:
        out: list[list[int]] = [[]]
        used = 0.0
        for index, high in enumerate(heights):
            if out[-1] and used + high > most:
                out.append([])
                used = 0.0
            out[-1].append(index)
            used += high
        return out

    found = split(room)
    even = (split(room * share / 20) for share in range(10, 20))
    return next((runs for runs in even if len(runs) == len(found)), found)


def row_height(
    draft: Draft, row: tuple[Inline, ...], widths: tuple[float, ...], size: float, bold: bool
) -> float:
    """Height of a row at this text size, in points; the first cell is bold, as a row's name."""
    lines = (
        Line(cell, size, bold=bold or not index).height(draft.face, width - 2 * PAD_X)
        for index, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return max(lines) + 2 * PAD_Y


def _cuts_words(draft: Draft, shown: EditionTable, widths: tuple[float, ...], size: float) -> bool:
    """Whether a word is longer than its column at this text size."""
    return any(
        draft.face.width(word, size, bold=index == 0) > (width - 2 * PAD_X) * CAUTION
        for row in (shown.headers, *shown.rows)
        for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        for word in breaks.words(plain(cell))
    )


def _high(draft: Draft, shown: EditionTable, widths: tuple[float, ...], size: float) -> float:
    """Height of all rows together, the header among them."""
    rows = [row_height(draft, row, widths, size, False) for row in shown.rows]
    return sum(rows) + row_height(draft, shown.headers, widths, size, True)


def _size(draft: Draft, shown: EditionTable, widths: tuple[float, ...], room: float) -> float:
    """The largest text size at which the whole table fits `room`, else 0."""
    for size in (28.0, 26.0, 24.0, 22.0, 20.0, draft.size("small")):
        if (len(shown.rows) + 1) * (size * draft.face.leading + 2 * PAD_Y) > room + 1:
            continue  # not with one line a row
        if size > draft.size("small") and _cuts_words(draft, shown, widths, size):
            continue
        if _high(draft, shown, widths, size) <= room:
            return size
    return 0.0
