"""The slides that open the deck, title and message, and those that close it: sources, and whom to ask."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from briefgen.deck.boxes import (
    Box,
    Line,
    Part,
    Picture,
    Slide,
    TextBox,
    balance,
    fill_slides,
    fit_lines,
    lines_of,
)
from briefgen.deck.draft import (
    PAD_X,
    PAD_Y,
    Draft,
    Notes,
    SlideKind,
    Statement,
    accent_panel,
    add_rest,
    panel_text,
)
from briefgen.languages.locale import locale_of
from briefgen.model.rich_text import Inline, Text, plain
from briefgen.storage import folder


class Title(SlideKind):
    """The title slide."""

    name = "title"
    names = ("Title", "Title Slide")
    types = ("title",)
    contents = 1
    roles = ("title", "subtitle")
    opening = True

    def compose(self, draft: Draft) -> None:
        """Title and subtitle; organisation, audience and date below them, or in the subtitle's place.

        What has no room there stands on a next slide.
        """
        edition = draft.edition
        frame = draft.frame("title")
        placed, _ = draft.title("title", edition.title, most=3)
        held = "subtitle" in frame.seats
        colour = "on_primary" if frame.dark else "ink"
        subtitle = [Line(edition.subtitle, 22, colour)] if edition.subtitle else []
        # Link colours are not made for a band of colour; the sources have the link.
        address = tuple(replace(r, url=None) for r in edition.report if isinstance(r, Text))
        report = [Line(address, 18, colour, gap=8)] if address else []
        who: list[Line] = []
        parts: list[Part] = []
        over: list[Line] = []
        organisation = frame.seats.get("organisation")
        if organisation is None:
            who = [replace(line, colour=colour) for line in _who(draft, gap=10)]
        else:
            parts, over = _organisation(draft, organisation.inner)
        kept, left = _fitting(
            draft, [[*subtitle, *report, *who], [*subtitle, *who], who, subtitle], frame.body
        )
        box = frame.body
        if kept:
            align = frame.seats["subtitle"].style.align if held else frame.title_style.align
            shown = tuple(replace(line, align=align) for line in kept)
            anchor = frame.seats["subtitle"].style.anchor if held else "top"
            text = TextBox(box, shown, draft.face, "subtitle" if held else "free", anchor, held)
            parts.insert(0, text)
        text_of = plain(edition.title)
        draft.slides.append(Slide("title", placed, (*draft.ground("title"), *parts), text_of))
        draft.reserve(text_of)
        add_rest(draft, edition.title, [*left, *over], text_of)


def _fitting(
    draft: Draft, choices: Sequence[list[Line]], box: Box
) -> tuple[list[Line], list[Line]]:
    """The first of the choices that fits, in smaller type where it must be, and what the whole first has besides."""
    for lines in choices:
        for size in (0.0, 18.0):
            kept = [replace(line, size=size or line.size) for line in lines]
            if kept and draft.height(kept, box.width) <= box.height:
                return kept, [line for line in choices[0] if line not in lines]
    return [], choices[0]


def _who(draft: Draft, gap: float = 0.0) -> list[Line]:
    edition, audience = draft.edition, draft.edition.audience
    tail: Inline = (Text(edition.date_text),)
    if audience:
        tail = (Text(audience, lang=edition.lang(audience)), Text(f" · {edition.date_text}"))
    return [
        Line((Text(edition.organisation.name),), 22, "primary", bold=True, gap=gap),
        Line(tail, 18, "muted", gap=4),
    ]


def _organisation(draft: Draft, box: Box) -> tuple[list[Part], list[Line]]:
    """Logo and name, level with each other, and lines that have no room there."""
    edition = draft.edition
    left = draft.frame("title").body.x
    parts: list[Part] = []
    logo = draft.frame("title").seats.get("logo")
    x = left
    if edition.logo is not None and logo is not None:
        given = folder.size(edition.logo)
        scale = min(logo.box.height / given[1], 220 / given[0])
        wide, high = given[0] * scale, given[1] * scale
        place = Box(left, logo.box.y + (logo.box.height - high) / 2, wide, high)
        alt = f"{edition.organisation.name}, logo"
        parts.append(Picture(place, alt, file=str(edition.logo), role="logo"))
        x = place.right + 22
    name, tail = _who(draft)
    area = Box(x, box.y, box.right - x, box.height)
    kept, left_out = _fitting(draft, [[name, tail], [name], [tail]], area)
    return [*parts, *([draft.text(area, kept, "organisation", "middle")] if kept else [])], left_out


class Message(Statement):
    """The one thing to remember."""

    name = "message"

    def compose(self, draft: Draft) -> None:
        """The one thing to remember, as large as it fits."""
        area = draft.frame("message").body
        box = Box(area.x + 36, area.y + 20, area.width - 66, area.height - 40)
        content = draft.edition.message
        # A short one is larger, but takes no more than half of the slide: a long line is hard to take in at a glance.
        short = fit_lines(content, draft.face, replace(box, height=box.height * 0.5), 44, 34)
        lines = short or fit_lines(content, draft.face, box, 34, draft.size("body"))
        small = lines_of(content, draft.size("body"))
        runs = [lines] if lines else balance(small, draft.face, box.width, box.height)
        slides = (_statement(draft, run, area) for run in runs)
        word, section = draft.word("key message"), plain(draft.edition.title)
        draft.add_slides("message", word, slides, section, Notes(plain(content)))


def _statement(draft: Draft, lines: list[Line], area: Box) -> list[Part]:
    """The lines on a panel that is as high as they need it, a little above the middle of `area`."""
    panel = area.around(draft.height(lines, area.width - 66) + 72)
    inner = Box(panel.x + 36, panel.y + 20, panel.width - 66, panel.height - 40)
    text = draft.text(inner, lines, "body", "middle")
    return [*accent_panel(panel), text]


class Sources(Statement):
    """The list of sources."""

    name = "sources"
    after_talk = True

    def compose(self, draft: Draft) -> None:
        """The list of sources, each entry linked by its title."""
        body = draft.frame("sources").body
        sizes = (24.0, 22.0, 20.0, 18.0, 16.0, 14.0, 12.0)

        def list_sources(size: float) -> list[Line]:
            entries = (link_title(source.text) for source in draft.edition.sources)
            return [Line(entry, size, bullet="•", gap=size / 2) for entry in entries]

        word = draft.word("sources")
        runs = fill_slides(list_sources, sizes, draft.face, body.width, body.height)
        draft.add_slides("sources", word, ([draft.text(body, run, "body")] for run in runs), word)


def link_title(entry: Inline) -> Inline:
    """An entry whose bare address is put behind its title: links that say where they lead (WCAG 2.4.4)."""
    runs = [r for r in entry if isinstance(r, Text)]
    address = next((r.url for r in runs if r.url and r.text == r.url), None)
    if address is None or not any(r.italic for r in runs):
        return tuple(runs)
    out: list[Text] = []
    for run in runs:
        if run.url == address and run.text == address:
            if out and out[-1].text == " ":
                out.pop()
            continue
        url = address if run.italic and not run.url else run.url
        out.append(Text(run.text, run.bold, run.italic, url))
    return tuple(out)


class Closing(Statement):
    """What this is, and whom to ask."""

    name = "closing"
    after_talk = True

    def compose(self, draft: Draft) -> None:
        """About this brief, and under it the contact."""
        edition = draft.edition
        word = draft.word("about")
        body = draft.frame("closing").body
        contact = _contact(draft, body)
        notes = Notes(plain(edition.about))
        bottom = contact[0].box.y - 20
        room = body.until(bottom)
        brief = contact[0].box.height <= body.height / 2
        size = draft.size("small")
        fits = edition.about and brief
        lines = fit_lines(edition.about, draft.face, room, 30, size) if fits else None
        if lines:
            used = draft.height(lines, room.width)
            foot = room.y + used + 32 + contact[0].box.height
            moved = _contact(draft, body.until(min(body.bottom, foot)))
            text = draft.text(room.until(min(bottom, room.y + used + 1)), lines, "body")
            draft.add("closing", word, [text, *moved], word, notes)
            return
        runs: list[list[Line]] = []
        if edition.about:
            large = fit_lines(edition.about, draft.face, body, 30, size)
            small = lines_of(edition.about, size)
            runs = [large] if large else balance(small, draft.face, body.width, body.height)
        slides = ([draft.text(body, run, "body")] for run in runs)
        draft.add_slides("closing", word, slides, word, notes)
        draft.add_slides("closing", draft.word("contact"), _alone(draft, body), word)


def _alone(draft: Draft, body: Box) -> list[list[Part]]:
    """The contact on a slide of its own, in larger type, a little above the middle, or on as many as it takes."""
    for larger, most in ((1.6, 0.8), (1.4, 0.8), (1.2, 0.8), (1.0, 1.0)):
        high = _contact(draft, body, larger)[0].box.height
        if high <= body.height * most:
            bottom = body.y + high + (body.height - high) * 0.35
            return [_contact(draft, body.until(bottom), larger)]
    runs = balance(_contact_lines(draft), draft.face, body.width - PAD_X, body.height - PAD_Y)
    return [panel_text(draft, run) for run in runs]


def _contact(draft: Draft, area: Box, larger: float = 1.0) -> list[Part]:
    """A band at the foot of `area`: whom to ask, and where the report is; type and air are `larger` times as large."""
    wide, pad, factor = area.width - 60, 14 * larger**2, larger**3
    given = _contact_lines(draft)
    lines = [replace(li, size=round(li.size * larger), gap=li.gap * factor) for li in given]
    high = draft.height(lines, wide) + 2 * pad
    box = Box(area.x, area.bottom - high, area.width, high)
    text = draft.text(Box(box.x + 32, box.y + pad, wide, high - 2 * pad), lines)
    return [*accent_panel(box), text]


def _contact_lines(draft: Draft) -> list[Line]:
    """Whom to ask, and where the report is."""
    edition = draft.edition
    heading = Text(draft.word("contact") + locale_of(edition).colon, bold=True)
    owner = Text(edition.organisation.name, url=edition.organisation.url)
    if plain(edition.contact) == edition.organisation.name:
        lines = [Line((heading, owner), 20)]
    else:
        lines = [Line((heading, *edition.contact), 20)]
        lines += [Line((owner,), 18, gap=4)] if owner.url else []
    if edition.report:
        heading = Text(draft.word("the report") + locale_of(edition).colon, bold=True)
        lines.append(Line((heading, *edition.report), 18, gap=4))
    return lines
