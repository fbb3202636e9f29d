"""Tables: as many rows a slide as fit, the header on each."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from briefgen.deck.draft import Draft
from briefgen.deck.flow import grown
from briefgen.deck.measure import CAUTION
from briefgen.deck.notes import Notes
from briefgen.deck.placed import Box, Line, TableBox, TextBox
from briefgen.deck.slides.alone import number_slide
from briefgen.deck.slides.panels import caption, onward, parted
from briefgen.deck.slides.strip import strip
from briefgen.editions import EditionFinding, EditionTable
from briefgen.outline.richtext import Inline, Text, plain
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
    heading = finding.headline if finding else shown.title
    kept, above = parted(draft, caption(draft, shown, heading), body.width, body.height)
    lines = draft.sources(shown.source, shown.note)
    lines, below = parted(draft, lines, frame.source.width, body.height)
    source = draft.foot(frame, lines)
    foot = min(source[0].box.y - 10, frame.source.y) if source else body.bottom
    high = draft.high(kept, body.width)
    area = body.below(high + 10 if kept else 0.0).until(foot)
    over = [draft.text(Box(body.x, body.y, body.width, high), kept, "caption")] if kept else []
    words = strip(draft, finding, body.until(foot)) if finding else []
    if words:
        low = area.until(words[0].box.y - 16)
        if _size(draft, shown, column_widths(draft, shown, area.width), low.height):
            area = low
        else:
            words = []
    boxes = [box for each in _apart(draft, shown, area) for box in _placed(draft, each, area)]
    slides = [[*over, box, *words] for box in boxes]
    for parts in slides or ([*over, text] for text in _in_words(draft, shown, area)):
        draft.add("table", heading, [*parts, *source], section, notes)
        notes = Notes()
    onward(draft, heading, [*above, *below], section)
    if finding and finding.key_number and not words:
        number_slide(draft, finding, section, notes)


def _placed(draft: Draft, shown: EditionTable, area: Box) -> list[TableBox]:
    """The table in `area`, or its rows over as many slides as they take."""
    widths, size = _set(draft, shown, area)
    head = row_height(draft, shown.headers, widths, size, True)
    rest = [row_height(draft, row, widths, size, False) for row in shown.rows]
    spare = area.height - head - sum(rest)
    if spare > 0:  # the whole table on one slide: its rows take what room there is
        more = min(MOST_AIR, spare / (len(rest) + 1))
        head, rest = head + more, [high + more for high in rest]
    aligns = tuple(column.align for column in shown.columns)
    out = []
    for some in _runs(rest, area.height - head):
        rows, heights = [shown.rows[i] for i in some], [rest[i] for i in some]
        box = Box(area.x, area.y, area.width, head + sum(heights))
        out.append(
            TableBox(box, (shown.headers, *rows), widths, (head, *heights), aligns, size, plain(shown.title), draft.face)
        )  # fmt: skip
    return out


def _set(draft: Draft, shown: EditionTable, area: Box) -> tuple[tuple[float, ...], float]:
    """Widths of the columns and the text size, in points: the outline's widths unless they cut words or take more room."""
    small = draft.size("small")
    ways = dict.fromkeys(way(draft, shown, area.width) for way in (column_widths, natural_widths))
    cut = {w: _cuts_words(draft, shown, w, small) for w in ways}
    usable = [w for w in ways if not cut[w]] or list(ways)
    for widths in usable:
        size = _size(draft, shown, widths, area.height)
        if size:
            return widths, size
    if len(usable) == 1:
        return usable[0], small
    return min(usable, key=lambda w: _high(draft, shown, w, small)), small


def _apart(draft: Draft, shown: EditionTable, area: Box) -> list[EditionTable]:
    """The table, or where it has too many columns for `area` several with its first column; none where that does not help."""
    count = len(shown.columns)
    for groups in range(1, count):
        size, larger = divmod(count - 1, groups)
        starts = [1 + n * size + min(n, larger) for n in range(groups + 1)]
        some = [_columns(shown, (0, *range(*ends))) for ends in pairwise(starts)]
        if all(_legible(draft, each, area) for each in some):
            return some
    return []


def _columns(shown: EditionTable, kept: tuple[int, ...]) -> EditionTable:
    if len(kept) == len(shown.columns):
        return shown
    return replace(
        shown,
        columns=tuple(shown.columns[i] for i in kept),
        headers=tuple(shown.headers[i] for i in kept),
        rows=tuple(tuple(row[i] for i in kept) for row in shown.rows),
    )


def _legible(draft: Draft, shown: EditionTable, area: Box) -> bool:
    """Whether no word is cut and each row has room on a slide, under a header that leaves it half."""
    widths, size = _set(draft, shown, area)
    if _cuts_words(draft, shown, widths, size):
        return False
    head = row_height(draft, shown.headers, widths, size, True)
    room = area.height - head
    rows = (row_height(draft, row, widths, size, False) for row in shown.rows)
    return head <= area.height / 2 and all(high <= room for high in rows)


def _in_words(draft: Draft, shown: EditionTable, area: Box) -> list[TextBox]:
    """A table with more in a cell than a slide holds: its rows one after the other, each cell after its heading."""
    colon = draft.edition.locale.colon
    heads = [(Text(plain(head) + colon, bold=True), Text(" ")) for head in shown.headers]

    def lines(size: float) -> list[Line]:
        return [
            Line(cell if not column else (*heads[column], *cell), size, "ink" if column else "primary",
                 bold=not column, gap=size * (0.3 if column else 0.9), keep=not column)
            for row in shown.rows for column, cell in enumerate(row)
        ]  # fmt: skip

    sizes = (24.0, 22.0, 20.0, draft.size("small"))
    runs = grown(lines, sizes, draft.face, area.width, area.height)
    return [draft.text(area, run) for run in runs]


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
