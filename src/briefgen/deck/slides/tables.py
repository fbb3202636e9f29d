"""Tables: as many rows a slide as fit, the header on each. All lengths are points."""

from __future__ import annotations

from itertools import pairwise, permutations
from typing import TypeAlias

from msgspec.structs import replace

from briefgen.deck.boxes import CELL_X, CELL_Y, Box, Line, TableBox, TextBox, fill_slides
from briefgen.deck.draft import ONE_CONTENT, Draft, Notes, SlideKind, add_rest, caption, split_long
from briefgen.deck.measure import CAUTION
from briefgen.deck.slides.evidence import add_number_slides, strip
from briefgen.languages import shaping
from briefgen.languages.locale import locale_of
from briefgen.model.edition import EditionFinding, EditionTable
from briefgen.model.rich_text import Inline, Text, plain

MOST_AIR = 18.0
LARGER = (28.0, 26.0, 24.0, 22.0, 20.0)
# Above and below the text of a row, and where the whole table would not fit with so much.
AIR, CLOSE = 6.0, CELL_Y
# Columns of tables with more cells are not weighed against each other: it takes time, and saves no slide.
_MANY = 60
Widths: TypeAlias = tuple[float, ...]  # of the columns, in points


class Table(SlideKind):
    """A table, or as many of its rows as fit."""

    name = "table"
    names = ("Evidence", *ONE_CONTENT)
    types = ("obj", "chart", "tbl", "tx")
    contents = 1
    roles = ("title", "picture")
    picture = "tbl"


def add_table_slides(
    draft: Draft, shown: EditionTable, section: str, notes: Notes, finding: EditionFinding | None = None
) -> None:  # fmt: skip
    """Add the table's slides, titled by the claim of the `finding` that it shows, else by its own takeaway.

    A table that leaves room has the phrase behind the finding, or its number, under it.
    """
    frame = draft.frame("table")
    body = frame.body
    heading = finding.headline if finding else shown.title
    kept, above = split_long(draft, caption(draft, shown, heading), body.width, body.height)
    lines = draft.sources(shown.source, shown.note)
    lines, below = split_long(draft, lines, frame.source.width, body.height)
    source = draft.foot(frame, lines)
    foot = min(source[0].box.y - 10, frame.source.y) if source else body.bottom
    high = draft.height(kept, body.width)
    area = body.below(high + 10 if kept else 0.0).until(foot)
    over = [draft.text(Box(body.x, body.y, body.width, high), kept, "caption")] if kept else []
    words = strip(draft, finding, body.until(foot)) if finding else []
    if words:
        low = area.until(words[0].box.y - 16)
        if _size(draft, shown, column_widths(draft, shown, area.width), low.height):
            area = low
        else:
            words = []
    tables = _split_columns(draft, shown, area)
    slides = [[*over, box, *words] for each in tables for box in _place(draft, each, area)]
    slides = slides or [[*over, text] for text in _list_cells(draft, shown, area)]
    draft.add_slides("table", heading, ([*parts, *source] for parts in slides), section, notes)
    add_rest(draft, heading, [*above, *below], section)
    if finding and finding.key_number and not words:
        add_number_slides(draft, finding, section, notes)


def _place(draft: Draft, shown: EditionTable, area: Box) -> list[TableBox]:
    """The table in `area`, or its rows over as many slides as they take."""
    widths, size = _choose_widths(draft, shown, area)
    full = total_height(draft, shown, widths, size)
    air = CLOSE if full > area.height >= total_height(draft, shown, widths, size, CLOSE) else AIR
    head, rest = row_heights(draft, shown, widths, size, air)
    runs = _runs(rest, area.height - head)
    for larger in LARGER if is_small(shown) and len(runs) > 1 else ():
        if cuts_words(draft, shown, widths, larger):
            continue
        high, others = row_heights(draft, shown, widths, larger, air)
        most = area.height - high
        if max(others) <= most and len(_runs(others, most)) == len(runs):
            size, head, rest, runs = larger, high, others, _runs(others, most)
            break
    # The rows take what room there is.
    spare = min((area.height - head - sum(rest[i] for i in r)) / (len(r) + 1) for r in runs)
    more = min(MOST_AIR, max(0.0, spare))
    head, rest = head + more, [high + more for high in rest]
    aligns = tuple(column.align for column in shown.columns)
    out = []
    for some in runs:
        rows, heights = [shown.rows[i] for i in some], [rest[i] for i in some]
        box = Box(area.x, area.y, area.width, head + sum(heights))
        out.append(
            TableBox(box, (shown.headers, *rows), widths, (head, *heights), aligns, size, plain(shown.title), draft.face)
        )  # fmt: skip
    return out


def _choose_widths(draft: Draft, shown: EditionTable, area: Box) -> tuple[Widths, float]:
    """Widths of the columns and the text size, in points: the outline's widths unless they cut words or take more room."""
    small = draft.size("small")
    ways = dict.fromkeys(way(draft, shown, area.width) for way in (column_widths, natural_widths))
    cut = {w: cuts_words(draft, shown, w, small) for w in ways}
    usable = [w for w in ways if not cut[w]] or list(ways)
    for widths in usable:
        size = _size(draft, shown, widths, area.height)
        if size:
            return widths, size
    widths = usable[0]
    if len(usable) > 1:
        widths = min(usable, key=lambda w: total_height(draft, shown, w, small))
    return weigh(draft, shown, widths, small) if is_small(shown) else widths, small


def _split_columns(draft: Draft, shown: EditionTable, area: Box) -> list[EditionTable]:
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
    widths, size = _choose_widths(draft, shown, area)
    if cuts_words(draft, shown, widths, size):
        return False
    head = row_height(draft, shown.headers, widths, size, True)
    room = area.height - head
    rows = (row_height(draft, row, widths, size, False) for row in shown.rows)
    return head <= area.height / 2 and all(high <= room for high in rows)


def _list_cells(draft: Draft, shown: EditionTable, area: Box) -> list[TextBox]:
    """A table with more in a cell than a slide holds: its rows one after the other, each cell after its heading."""
    colon = locale_of(draft.edition).colon
    heads = [(Text(plain(head) + colon, bold=True), Text(" ")) for head in shown.headers]

    def lines(size: float) -> list[Line]:
        return [
            Line(cell if not column else (*heads[column], *cell), size, "ink" if column else "primary",
                 bold=not column, gap=size * (0.3 if column else 0.9), keep=not column)
            for row in shown.rows for column, cell in enumerate(row)
        ]  # fmt: skip

    sizes = (24.0, 22.0, 20.0, draft.size("small"))
    runs = fill_slides(lines, sizes, draft.face, area.width, area.height)
    return [draft.text(area, run) for run in runs]


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


def _size(draft: Draft, shown: EditionTable, widths: Widths, room: float) -> float:
    """The largest text size at which the whole table fits `room`, else 0."""
    for size in (*LARGER, draft.size("small")):
        if (len(shown.rows) + 1) * (size * draft.face.leading + 2 * AIR) > room + 1:
            continue  # not with one line a row
        if size > draft.size("small") and cuts_words(draft, shown, widths, size):
            continue
        if total_height(draft, shown, widths, size) <= room:
            return size
    return 0.0


def column_widths(draft: Draft, shown: EditionTable, width: float) -> Widths:
    """Widths in points that add up to `width`: the outline's shares, or where these are all alike, by what stands
    in the columns, each at least as wide as its longest word."""
    shares = [column.width for column in shown.columns]
    if len(set(shares)) > 1:
        return tuple(width * share / sum(shares) for share in shares)
    return natural_widths(draft, shown, width)


def natural_widths(draft: Draft, shown: EditionTable, width: float) -> Widths:
    """Widths in points by what stands in the columns, each at least as wide as its longest word."""
    size = draft.size("small")

    def widest(texts: list[tuple[str, bool]]) -> float:
        return max(draft.face.width(t, size, b) for t, b in texts) / CAUTION + 2 * CELL_X + 1

    wholes, words = [], []
    for number, cells in enumerate(zip(*(shown.headers, *shown.rows), strict=True)):
        texts = [(plain(cell), not number or not row) for row, cell in enumerate(cells)]
        wholes.append(widest(texts))
        words.append(widest([(word, b) for t, b in texts for word in shaping.words(t) or [""]]))
    if sum(wholes) <= width:
        spare = (width - sum(wholes)) / sum(wholes)
        return tuple(whole * (1 + spare) for whole in wholes)
    spare = width - sum(words)
    if spare <= 0:
        return tuple(width * word / sum(words) for word in words)
    wanted = [whole - word for whole, word in zip(wholes, words, strict=True)]
    total = sum(wanted)
    return tuple(w + spare * more / total for w, more in zip(words, wanted, strict=True))


def weigh(draft: Draft, shown: EditionTable, widths: Widths, size: float) -> Widths:
    """The widths after width is given from column to column for as long as that makes the table lower.

    Between widths of one height those are better whose fullest cells are less full, from where lower ones are reached.
    """
    face, rows = draft.face, (shown.headers, *shown.rows)
    texts = [[face.width(plain(cell), size, not i) for i, cell in enumerate(r)] for r in rows]

    def cost(tried: Widths) -> tuple[float, float]:
        rooms = [max(1.0, width - 2 * CELL_X) for width in tried]
        full = sum(max(t / room for t, room in zip(row, rooms, strict=True)) for row in texts)
        return round(total_height(draft, shown, tried, size)), round(full, 1)

    best = cost(widths)
    for step in (0.08, 0.04, 0.02):
        part = sum(widths) * step
        better = True
        while better:
            better = False
            for giver, taker in permutations(range(len(widths)), 2):
                moved = list(widths)
                moved[giver], moved[taker] = moved[giver] - part, moved[taker] + part
                tried = tuple(moved)
                if moved[giver] < 4 * CELL_X or cuts_words(draft, shown, tried, size):
                    continue
                found = cost(tried)
                if found < best:
                    widths, best, better = tried, found, True
    return widths


def row_height(
    draft: Draft, row: tuple[Inline, ...], widths: Widths, size: float, bold: bool,
    air: float = AIR,
) -> float:  # fmt: skip
    """Height of a row at this text size with `air` above and below, in points; the first cell is bold, as a row's name."""
    lines = (
        Line(cell, size, bold=bold or not index).height(draft.face, width - 2 * CELL_X)
        for index, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return max(lines) + 2 * air


def row_heights(
    draft: Draft, shown: EditionTable, widths: Widths, size: float, air: float
) -> tuple[float, list[float]]:
    """Heights of the header and of each row."""
    rows = [row_height(draft, row, widths, size, False, air) for row in shown.rows]
    return row_height(draft, shown.headers, widths, size, True, air), rows


def total_height(
    draft: Draft, shown: EditionTable, widths: Widths, size: float, air: float = AIR
) -> float:
    """Height of all rows together, the header among them."""
    head, rows = row_heights(draft, shown, widths, size, air)
    return head + sum(rows)


def cuts_words(draft: Draft, shown: EditionTable, widths: Widths, size: float) -> bool:
    """Whether a word is longer than its column at this text size."""
    rooms = [max(0.0, (width - 2 * CELL_X) * CAUTION) for width in widths]
    return any(
        draft.face.longest(plain(cell), index == 0) * size > room
        for row in (shown.headers, *shown.rows)
        for index, (cell, room) in enumerate(zip(row, rooms, strict=True))
    )


def is_small(shown: EditionTable) -> bool:
    """Whether it has so few cells that it is worth while to try several ways of setting it."""
    return len(shown.rows) * len(shown.columns) <= _MANY
