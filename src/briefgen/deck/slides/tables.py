"""Tables: as many rows a slide as fit, the header on each."""

from __future__ import annotations

from itertools import pairwise

from msgspec.structs import replace

from briefgen.deck.draft import Draft
from briefgen.deck.flow import grown
from briefgen.deck.notes import Notes
from briefgen.deck.placed import Box, Line, TableBox, TextBox
from briefgen.deck.slides.alone import number_slide
from briefgen.deck.slides.cells import (
    AIR,
    CLOSE,
    column_widths,
    cuts_words,
    is_small,
    natural_widths,
    row_height,
    row_heights,
    total_height,
    weighed,
)  # fmt: skip
from briefgen.deck.slides.panels import caption, onward, parted
from briefgen.deck.slides.strip import strip
from briefgen.editions import EditionFinding, EditionTable
from briefgen.outline.richtext import Text, plain

MOST_AIR = 18.0
LARGER = (28.0, 26.0, 24.0, 22.0, 20.0)


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
    air = AIR
    if (
        total_height(draft, shown, widths, size)
        > area.height
        >= total_height(draft, shown, widths, size, CLOSE)
    ):
        air = CLOSE
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


def _set(draft: Draft, shown: EditionTable, area: Box) -> tuple[tuple[float, ...], float]:
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
    return weighed(draft, shown, widths, small) if is_small(shown) else widths, small


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
    if cuts_words(draft, shown, widths, size):
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


def _size(draft: Draft, shown: EditionTable, widths: tuple[float, ...], room: float) -> float:
    """The largest text size at which the whole table fits `room`, else 0."""
    for size in (*LARGER, draft.size("small")):
        if (len(shown.rows) + 1) * (size * draft.face.leading + 2 * AIR) > room + 1:
            continue  # not with one line a row
        if size > draft.size("small") and cuts_words(draft, shown, widths, size):
            continue
        if total_height(draft, shown, widths, size) <= room:
            return size
    return 0.0
