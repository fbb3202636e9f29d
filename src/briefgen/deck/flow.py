"""Blocks of text into lines, at a size that fits or over as many slides as they take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from briefgen.deck.measure import Typeface
from briefgen.deck.placed import Box, Line, height
from briefgen.outline.richtext import Blocks, List, Paragraph, Text


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
    for line in _cut(lines, face, width, room):
        if out[-1] and height([*out[-1], line], face, width) > room:
            out.append([])
        out[-1].append(line)
    return out


def balanced(lines: Sequence[Line], face: Typeface, width: float, room: float) -> list[list[Line]]:
    """As `pages`, on as few slides, but with about as much on each."""
    found = pages(lines, face, width, room)
    count = len(found)
    for share in range(50, 100, 5):
        even = pages(lines, face, width, max(room * share / 100, max(
            line.height(face, width) for run in found for line in run)))  # fmt: skip
        if len(even) == count:
            return even
    return found


def _cut(lines: Iterable[Line], face: Typeface, width: float, room: float) -> Iterator[Line]:
    for line in lines:
        if line.height(face, width) <= room:
            yield line
            continue
        rows = line.broken(face, width)
        most = max(1, int(room // (line.size * face.leading)))
        for start in range(0, len(rows), most):
            runs = tuple(run for row in rows[start : start + most] for run in spaced(row))
            yield replace(line, runs=runs, bullet=line.bullet if not start else "")


def spaced(row: tuple[Text, ...]) -> tuple[Text, ...]:
    """A line's runs with the space that the break took."""
    return (*row[:-1], replace(row[-1], text=row[-1].text + " ")) if row else row
