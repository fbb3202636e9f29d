"""Sources, and a closing slide: what this is, and whom to ask."""

from __future__ import annotations

from msgspec.structs import replace

from briefgen.deck.draft import PAD_X, PAD_Y, Draft, Notes, Statement, accented, panel_text
from briefgen.deck.placed import Box, Line, Part, balance, fill_slides, fit_lines, lines_of
from briefgen.languages.locale import locale_of
from briefgen.model.rich_text import Inline, Text, plain


class Sources(Statement):
    """The list of sources."""

    name = "sources"
    after_talk = True

    def compose(self, draft: Draft) -> None:
        """The list of sources, each entry linked by its title."""
        body = draft.frame("sources").body
        sizes = (24.0, 22.0, 20.0, 18.0, 16.0, 14.0, 12.0)

        def listed(size: float) -> list[Line]:
            return [
                Line(link_title(s.text), size, bullet="•", gap=size / 2)
                for s in draft.edition.sources
            ]

        word = draft.word("sources")
        for run in fill_slides(listed, sizes, draft.face, body.width, body.height):
            draft.add("sources", word, [draft.text(body, run, "body")], word)


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
        out.append(
            Text(run.text, run.bold, run.italic, address if run.italic and not run.url else run.url)
        )
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
        lines = (
            fit_lines(edition.about, draft.face, room, 30, size)
            if edition.about and brief
            else None
        )
        if lines:
            used = draft.high(lines, room.width)
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
        for run in runs:
            draft.add("closing", word, [draft.text(body, run, "body")], word, notes)
            notes = Notes()
        for parts in _alone(draft, body):
            draft.add("closing", draft.word("contact"), parts, word)


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
    wide = area.width - 60
    lines = [
        replace(li, size=round(li.size * larger), gap=li.gap * larger**3)
        for li in _contact_lines(draft)
    ]
    pad = 14 * larger**2
    high = draft.high(lines, wide) + 2 * pad
    box = Box(area.x, area.bottom - high, area.width, high)
    text = draft.text(Box(box.x + 32, box.y + pad, wide, high - 2 * pad), lines)
    return [*accented(box), text]


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
