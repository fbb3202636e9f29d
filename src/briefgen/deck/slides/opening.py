"""The title slide and the message."""

from __future__ import annotations

from briefgen.deck.draft import BODY, Draft
from briefgen.deck.placed import (
    HEIGHT,
    MARGIN,
    WIDTH,
    Box,
    Line,
    Panel,
    Part,
    Picture,
    Slide,
    TextBox,
    fitted,
    height,
    lines_of,
    pages,
)  # fmt: skip
from briefgen.outline.richtext import Text, plain

BAND = 330.0


def title(draft: Draft) -> None:
    """Title and subtitle on a band of colour; organisation, audience and date below."""
    edition = draft.edition
    width = WIDTH - 2 * MARGIN
    size = 44.0
    while (
        size > 28
        and height([Line(edition.title, size, bold=True)], draft.theme, width) > 3 * size * 1.2
    ):
        size -= 1
    heading = Line(edition.title, size, "on_primary", bold=True)
    high = height([heading], draft.theme, width)
    subtitle: list[Line] = []
    if edition.subtitle:
        subtitle.append(Line(edition.subtitle, 22, "on_primary"))
    if edition.report:
        report = tuple(
            Text(r.text, r.bold, r.italic) for r in edition.report if isinstance(r, Text)
        )
        subtitle.append(Line(report, 18, "on_primary", gap=10))
    below = height(subtitle, draft.theme, width)
    top = max(30.0, (BAND - high - below - 14) / 2)
    parts: list[Part] = [Panel(Box(0, 0, WIDTH, BAND), "primary")]
    title_box = TextBox(Box(MARGIN, top, width, high + 2), (heading,), "title", "top")
    if subtitle:
        parts.append(
            TextBox(Box(MARGIN, top + high + 14, width, below + 2), tuple(subtitle), "subtitle")
        )
    parts += _organisation(draft)
    draft.slides.append(Slide("Title", title_box, tuple(parts), plain(edition.title)))
    draft._titles[plain(edition.title)] = 1


def _organisation(draft: Draft) -> list[Part]:
    edition = draft.edition
    parts: list[Part] = []
    x = MARGIN
    y = BAND + 46
    if edition.logo is not None:
        from PIL import Image

        with Image.open(edition.logo) as picture:
            wide, high = picture.size
        scale = min(76 / high, 220 / wide)
        parts.append(Picture(Box(x, y, wide * scale, high * scale), f"{edition.organisation.name}, logo",
                             file=str(edition.logo)))  # fmt: skip
        x += wide * scale + 22
    lines = [Line((Text(edition.organisation.name),), 22, "primary", bold=True)]
    tail = " · ".join(t for t in (edition.audience, edition.locale.date(edition.date)) if t)
    lines.append(Line((Text(tail),), 18, "muted", gap=4))
    parts.append(
        TextBox(
            Box(x, y, WIDTH - MARGIN - x, min(HEIGHT - y - 40, 76)), tuple(lines), "body", "middle"
        )
    )
    return parts


def message(draft: Draft) -> None:
    """The one thing to remember, as large as it fits."""
    box = Box(BODY.x + 34, BODY.y + 22, BODY.width - 68, BODY.height - 44)
    panel: list[Part] = [
        Panel(Box(BODY.x, BODY.y, BODY.width, BODY.height), "panel"),
        Panel(Box(BODY.x, BODY.y, 8, BODY.height), "accent"),
    ]
    lines = fitted(draft.edition.message, draft.theme, box, 34, draft.size("body"))
    small = lines_of(draft.edition.message, draft.size("body"))
    notes = plain(draft.edition.message)
    for run in [lines] if lines else pages(small, draft.theme, box.width, box.height):
        text = TextBox(box, tuple(run), "body", "middle")
        draft.add(
            "Statement",
            draft.word("key message"),
            [*panel, text],
            plain(draft.edition.title),
            notes,
        )
        notes = ""
