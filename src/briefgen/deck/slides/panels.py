"""Text on a panel, and what is said of a chart, a table or numbers at more length than there is room beside them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from briefgen.deck.draft import Draft
from briefgen.deck.flow import grown
from briefgen.deck.placed import Box, Line, Panel, Part
from briefgen.editions import EditionFigure, EditionTable
from briefgen.outline.richtext import Inline, plain

PAD_X, PAD_Y = 64.0, 84.0  # what a panel takes of width and height
# Of the body's height, what a title, a subtitle, a note or a source may take from the chart or table.
_SHARE = 0.3


def panelled(draft: Draft, lines: list[Line]) -> list[Part]:
    """Lines on a panel that is as high as they need it, a little above the middle of the slide."""
    body = draft.frame("quotation").body
    panel = body.around(draft.high(lines, body.width - PAD_X) + PAD_Y)
    inner = Box(panel.x + 36, panel.y + 24, panel.width - PAD_X, panel.height - 48)
    return [*ground(panel), draft.text(inner, lines, "body", "middle")]


def ground(panel: Box) -> list[Part]:
    """The panel, an accent along its left edge."""
    return [Panel(panel, "panel"), Panel(Box(panel.x, panel.y, 8, panel.height), "accent")]


def caption(draft: Draft, shown: EditionFigure | EditionTable, title: Inline) -> list[Line]:
    """The takeaway of a chart or table, where its slide's `title` is another, and what is measured or listed."""
    lines = [] if plain(shown.title) == plain(title) else [Line(shown.title, 20, bold=True)]
    if shown.subtitle:
        lines.append(Line(shown.subtitle, draft.size("small"), "muted", gap=2))
    return lines


def shortened(
    draft: Draft, shown: EditionFigure, title: Inline, body: Box
) -> tuple[EditionFigure, list[Line]]:
    """The figure without those of its own title and subtitle that would leave it little of the `body`, and these."""
    lines = caption(draft, shown, title)
    _, over = parted(draft, lines, body.width, body.height)
    for line in over:
        own = {"title": title} if line.bold else {"subtitle": ()}
        shown = replace(shown, **own)
    return shown, over


def parted(draft: Draft, lines: Sequence[Line], width: float, height: float) -> tuple[list[Line], list[Line]]:  # fmt: skip
    """Those of the lines that leave room for what they stand over or under, and those that are too long for it.

    `height` is the body's, in points.
    """
    kept = list(lines)
    while kept:
        most = max(height * _SHARE, 2 * max(line.size for line in kept) * draft.face.leading)
        if draft.high(kept, width) <= most:
            break
        kept.remove(max(kept, key=lambda line: draft.high([line], width)))
    return kept, [line for line in lines if line not in kept]


def onward(draft: Draft, title: Inline | str, lines: Sequence[Line], section: str) -> None:
    """Lines that had no room, in type to be read, on as many next slides as they take."""
    if not lines:
        return
    body = draft.frame("quotation").body

    def sized(size: float) -> list[Line]:
        return [replace(line, size=size, colour="ink", gap=size * 0.6) for line in lines]

    sizes = (24.0, 22.0, 20.0, draft.size("small"))
    for run in grown(sized, sizes, draft.face, body.width - PAD_X, body.height - PAD_Y):
        draft.add("quotation", title, panelled(draft, run), section)
