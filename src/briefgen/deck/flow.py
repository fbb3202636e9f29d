"""Blocks of text into lines, at a size that fits or over as many slides as they take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from msgspec.structs import replace

from briefgen.deck.measure import Typeface
from briefgen.deck.placed import Box, Line, height
from briefgen.outline.richtext import Blocks, Inline, List, Paragraph, Text, plain

Row: TypeAlias = tuple[Text, ...]
_BEGUN = 3  # lines of a long paragraph, at least, that begin under another on a slide


def lines_of(
    blocks: Blocks, size: float, *, gap: float | None = None, level: int = 0
) -> list[Line]:
    """Paragraphs and lists as lines at `size` points."""
    out: list[Line] = []
    space = size * 0.45 if gap is None else gap
    for block in blocks:
        if isinstance(block, Paragraph):
            out.append(Line(block.runs, size, gap=space, level=level))
        elif isinstance(block, List):
            for number, item in enumerate(block.items, block.start):
                out += _item(lines_of(item, size, gap=space, level=level),
                             f"{number}." if block.ordered else "•", space * 0.7)  # fmt: skip
    return out


def _item(lines: list[Line], bullet: str, gap: float) -> Iterator[Line]:
    """A list item: its first line has the bullet, what follows stands under its text."""
    for index, line in enumerate(lines):
        if index == 0 and not line.bullet:
            yield replace(line, bullet=bullet, gap=gap)
        else:
            yield replace(line, level=line.level + 1, gap=gap)


def fitted(
    content: Blocks, face: Typeface, box: Box, largest: float, least: float
) -> list[Line] | None:
    """The content at the largest size from `largest` down to `least` that fits `box`, or None."""
    size = largest
    while size >= least:
        lines = lines_of(content, size)
        if height(lines, face, box.width) <= box.height:
            return lines
        size -= 1
    return None


def pages(lines: Sequence[Line], face: Typeface, width: float, room: float) -> list[list[Line]]:
    """Lines in runs that each fit `room`; a paragraph higher than that is cut between its lines."""
    out: list[list[Line]] = [[]]
    for unit in _units(lines):
        if height([*out[-1], *unit], face, width) <= room:
            out[-1] += unit
        elif height(unit, face, width) <= room:
            out.append(list(unit))
        else:
            for line in unit:
                _put(out, line, face, width, room)
    return out


def _put(out: list[list[Line]], line: Line, face: Typeface, width: float, room: float) -> None:
    """Add a line to the last run, on to next ones where it is long."""
    if height([*out[-1], line], face, width) <= room:
        out[-1].append(line)
        return
    high = line.size * face.leading
    rows = list(spaced(line.runs, line.broken(face, width)))
    left = room - height(out[-1], face, width) - line.gap
    if out[-1] and (len(rows) * high <= room or left < _BEGUN * high):
        out.append([])
        left = room
    most = max(1, int((left if out[-1] else room) / high))
    for start, some in _rows(rows, most, max(1, int(room / high))):
        if start:
            out.append([])
        runs = tuple(run for row in some for run in row)
        keep = line.keep and start + len(some) >= len(rows)
        out[-1].append(replace(line, runs=runs, bullet="" if start else line.bullet, keep=keep))


def _rows(rows: Sequence[Row], first: int, most: int) -> Iterator[tuple[int, Sequence[Row]]]:
    """The `first` rows, then `most` at a time, each after the number of those before."""
    yield 0, rows[:first]
    for start in range(first, len(rows), most):
        yield start, rows[start : start + most]


def _units(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines with those that they stand together with."""
    unit: list[Line] = []
    for line in lines:
        unit.append(line)
        if not line.keep:
            yield unit
            unit = []
    if unit:
        yield unit


def balanced(lines: Sequence[Line], face: Typeface, width: float, room: float) -> list[list[Line]]:
    """As `pages`, on as few slides, but with about as much on each."""
    found = pages(lines, face, width, room)
    count = len(found)
    least = max(height(unit, face, width) for run in found for unit in _units(run))
    for share in range(50, 100, 5) if count > 1 else ():
        even = pages(lines, face, width, max(room * share / 100, least))
        if len(even) == count:
            return even
    return found


def grown(
    made: Callable[[float], Sequence[Line]], sizes: Sequence[float], face: Typeface, width: float, room: float
) -> list[list[Line]]:  # fmt: skip
    """What `made` sets at a size in points, `balanced`, at the first of `sizes` that takes no more slides than the last."""
    least = len(pages(made(sizes[-1]), face, width, room))
    set_at = (made(size) for size in sizes)
    return next(
        balanced(lines, face, width, room)
        for lines in set_at
        if len(pages(lines, face, width, room)) <= least
    )


def spaced(runs: Inline, rows: Sequence[Row]) -> Iterator[Row]:
    """The lines that `runs` were broken into, each with the space that the break took, if it took one."""
    text, at = plain(runs), 0
    for row in rows:
        for character in "".join(run.text for run in row):
            if character != " ":
                at = text.index(character, at) + 1
        taken = text[at : at + 1] == " "
        yield (*row[:-1], replace(row[-1], text=row[-1].text + " ")) if taken and row else row
