"""Key numbers: one, a row of up to four, or two rows of three."""

from __future__ import annotations

from briefgen.deck.draft import BODY, Draft
from briefgen.deck.placed import Box, Line, Panel, Part, TextBox, height
from briefgen.editions import EditionKeyNumber
from briefgen.outline.richtext import Text, plain

GUTTER = 30.0


def key_numbers(draft: Draft) -> None:
    """The key numbers slide; more than six go on to a next one."""
    shown = draft.edition.key_numbers
    for start in range(0, len(shown), 6):
        some = shown[start : start + 6]
        columns = len(some) if len(some) <= 4 else 3
        rows = -(-len(some) // columns)
        wide = (BODY.width - GUTTER * (columns - 1)) / columns
        high = (BODY.height - GUTTER * (rows - 1)) / rows
        level = any(number.qualifier for number in some)
        boxes = []
        parts: list[Part] = []
        for index, number in enumerate(some):
            x = BODY.x + index % columns * (wide + GUTTER)
            y = BODY.y + index // columns * (high + GUTTER)
            box = Box(x, y + (70 if rows == 1 else 0), wide, high - (110 if rows == 1 else 0))
            parts.append(Panel(Box(box.x, box.y, box.width, 4), "accent"))
            inner = Box(box.x, box.y + 14, box.width, box.height - 14)
            boxes.append((number, inner))
        # All at the size of the one that needs the smallest.
        size = min(number_box(draft, n, box, level=level).lines[-2].size for n, box in boxes)
        parts += [number_box(draft, n, box, level=level, largest=size) for n, box in boxes]
        sources = draft.source(_sources(some))
        notes = "\n".join(
            " ".join(t for t in (n.qualifier, n.number, plain(n.label)) if t) for n in some
        )
        draft.add(
            "Title only",
            draft.word("key numbers"),
            [*parts, *sources],
            draft.word("key numbers"),
            notes,
        )


def number_box(
    draft: Draft, number: EditionKeyNumber, box: Box, *, level: bool = False, largest: float = 0
) -> TextBox:
    """The number as large as the box allows, its qualifier above and what it counts below.

    `level` keeps the qualifier's line where there is none, so that numbers stand level;
    `largest` is the size to start from, in points.
    """
    size = largest or (96.0 if box.width > 500 else draft.size("key_number"))
    small = 24.0 if box.width > 380 else 20.0 if box.height > 200 else draft.size("small")

    def lines() -> list[Line]:
        above = number.qualifier or ("\u00a0" if level else "")
        out = [Line((Text(above),), small, "muted")] if above else []
        out.append(Line((Text(number.number.replace(" ", "\u00a0")),), size, "accent", bold=True))
        out.append(Line(number.label, small, gap=4))
        return out

    while size > 28:
        wide = sum(1 for line in lines() if line.bold and _too_wide(draft, line, box.width))
        if not wide and height(lines(), draft.theme, box.width) <= box.height:
            break
        size -= 2
    return TextBox(box, tuple(lines()), "free")


def _too_wide(draft: Draft, line: Line, width: float) -> bool:
    from briefgen import fonts

    text = plain(line.runs)
    return fonts.face(draft.theme, True).width(text, line.size) > width * 0.98


def _sources(numbers: tuple[EditionKeyNumber, ...]) -> tuple[Text, ...]:
    texts = dict.fromkeys(plain(n.source) for n in numbers if n.source)
    return (Text("; ".join(texts)),) if texts else ()
