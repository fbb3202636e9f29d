"""The title slide and the message."""

from __future__ import annotations

from briefgen.deck.draft import Draft
from briefgen.deck.flow import fitted, lines_of, pages
from briefgen.deck.notes import Notes
from briefgen.deck.placed import Box, Line, Panel, Part, Picture, Slide, TextBox
from briefgen.outline.richtext import Inline, Text, plain


def title(draft: Draft) -> None:
    """Title and subtitle; organisation, audience and date below them."""
    edition = draft.edition
    frame = draft.frame("title")
    placed, _ = draft.title("title", edition.title, most=3)
    light = draft.template.own
    colour = "on_primary" if light else "ink"
    lines: list[Line] = []
    if edition.subtitle:
        lines.append(Line(edition.subtitle, 22, colour))
    if edition.report:
        lines.append(Line(_unlinked(edition.report), 18, colour, gap=8))
    organisation = frame.seats.get("organisation")
    if organisation is None:
        lines += _who(draft, gap=12)
    parts: list[Part] = []
    box = frame.body
    kept = pages(lines, draft.face, box.width, box.height)[0] if lines else []
    if kept:
        align = frame.seats["subtitle"].style.align if "subtitle" in frame.seats else "left"
        shown = [Line(line.runs, line.size, line.colour, line.bold, line.italic, gap=line.gap, align=align)
                 for line in kept]  # fmt: skip
        parts.append(draft.text(box, shown, "subtitle", "top"))
    if organisation is not None:
        parts += _organisation(draft, organisation.inner)
    placed = TextBox(placed.box, tuple(_recoloured(placed.lines, colour if light else "primary")),
                     placed.face, "title", placed.anchor, placed.own_style)  # fmt: skip
    draft.slides.append(Slide("title", placed, tuple(parts), plain(edition.title)))
    draft._titles[plain(edition.title)] = 1


def _recoloured(lines: tuple[Line, ...], colour: str) -> list[Line]:
    return [Line(li.runs, li.size, colour, li.bold, li.italic, align=li.align) for li in lines]


def _unlinked(runs: Inline) -> Inline:
    """Link colours are not made for a band of colour; the sources have the link."""
    return tuple(Text(r.text, r.bold, r.italic) for r in runs if isinstance(r, Text))


def _who(draft: Draft, gap: float = 0.0) -> list[Line]:
    edition = draft.edition
    tail = " · ".join(t for t in (edition.audience, edition.locale.date(edition.date)) if t)
    return [
        Line((Text(edition.organisation.name),), 22, "primary", bold=True, gap=gap),
        Line((Text(tail),), 18, "muted", gap=4),
    ]


def _organisation(draft: Draft, box: Box) -> list[Part]:
    """Logo and name, level with each other."""
    edition = draft.edition
    left = draft.frame("title").body.x
    parts: list[Part] = []
    logo = draft.frame("title").seats.get("logo")
    x = left
    if edition.logo is not None and logo is not None:
        from PIL import Image

        with Image.open(edition.logo) as picture:
            wide, high = picture.size
        scale = min(logo.box.height / high, 220 / wide)
        place = Box(
            left, logo.box.y + (logo.box.height - high * scale) / 2, wide * scale, high * scale
        )
        alt = f"{edition.organisation.name}, logo"
        parts.append(Picture(place, alt, file=str(edition.logo), role="logo"))
        x = place.right + 22
    lines = _who(draft)
    area = Box(x, box.y, box.right - x, box.height)
    shown = pages(lines, draft.face, area.width, area.height)[0]
    return [*parts, draft.text(area, shown, "organisation", "middle")]


def message(draft: Draft) -> None:
    """The one thing to remember, as large as it fits."""
    frame = draft.frame("message")
    area = frame.body
    box = Box(area.x + 36, area.y + 20, area.width - 66, area.height - 40)
    panel: list[Part] = [Panel(area, "panel"), Panel(Box(area.x, area.y, 8, area.height), "accent")]
    lines = fitted(draft.edition.message, draft.face, box, 34, draft.size("body"))
    small = lines_of(draft.edition.message, draft.size("body"))
    notes = Notes(plain(draft.edition.message))
    for run in [lines] if lines else pages(small, draft.face, box.width, box.height):
        text = draft.text(box, run, "body", "middle")
        word = draft.word("key message")
        draft.add("message", word, [*panel, text], plain(draft.edition.title), notes)
        notes = Notes()
