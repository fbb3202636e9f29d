"""Sources, and a closing slide: what this is, and whom to ask."""

from __future__ import annotations

from dataclasses import replace

from briefgen.deck.draft import Draft
from briefgen.deck.flow import balanced, fitted, lines_of, pages
from briefgen.deck.notes import Notes
from briefgen.deck.placed import Box, Line, Panel, Part
from briefgen.outline.richtext import Inline, Text, plain


def sources(draft: Draft) -> None:
    """The list of sources, each entry linked by its title."""
    body = draft.frame("sources").body
    sizes = [
        [Line(linked(s.text), size, bullet="•", gap=size / 2) for s in draft.edition.sources]
        for size in (24.0, 22.0, 20.0, 18.0, 16.0, 14.0, 12.0)
    ]
    # The largest type that takes as few slides as the smallest would.
    lines = min(sizes, key=lambda lines: len(pages(lines, draft.face, body.width, body.height)))
    word = draft.word("sources")
    for run in balanced(lines, draft.face, body.width, body.height):
        draft.add("sources", word, [draft.text(body, run, "body")], word)


def linked(entry: Inline) -> Inline:
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


def closing(draft: Draft) -> None:
    """About this brief, and under it the contact."""
    edition = draft.edition
    word = draft.word("about")
    body = draft.frame("closing").body
    contact = _contact(draft, body)
    bottom = contact[0].box.y - 20
    notes = Notes(plain(edition.about))
    if not edition.about:
        draft.add("closing", draft.word("contact"), _alone(draft, body), word, notes)
        return
    room = body.until(bottom)
    lines = fitted(edition.about, draft.face, room, 30, draft.size("small"))
    if lines:
        used = draft.high(lines, room.width)
        foot = room.y + used + 32 + contact[0].box.height
        moved = _contact(draft, body.until(min(body.bottom, foot)))
        text = draft.text(room.until(min(bottom, room.y + used + 1)), lines, "body")
        draft.add("closing", word, [text, *moved], word, notes)
        return
    small = lines_of(edition.about, draft.size("small"))
    for run in balanced(small, draft.face, body.width, body.height):
        draft.add("closing", word, [draft.text(body, run, "body")], word, notes)
        notes = Notes()
    draft.add("closing", draft.word("contact"), _alone(draft, body), word)


def _alone(draft: Draft, body: Box) -> list[Part]:
    """The contact on a slide of its own, in larger type, a little above the middle."""
    for larger in (1.6, 1.4, 1.2, 1.0):
        parts = _contact(draft, body, larger)
        high = parts[0].box.height
        if high <= body.height * 0.8 or larger == 1.0:
            break
    return _contact(draft, body.until(body.y + high + (body.height - high) * 0.35), larger)


def _contact(draft: Draft, area: Box, larger: float = 1.0) -> list[Part]:
    """A band at the foot of `area`: whom to ask, and where the report is; type and air are `larger` times as large."""
    edition = draft.edition
    heading = Text(draft.word("contact") + edition.locale.colon, bold=True)
    owner = Text(edition.organisation.name, url=edition.organisation.url)
    if plain(edition.contact) == edition.organisation.name:
        lines = [Line((heading, owner), 20)]
    else:
        lines = [Line((heading, *edition.contact), 20)]
        lines += [Line((owner,), 18, gap=4)] if owner.url else []
    if edition.report:
        heading = Text(draft.word("the report") + edition.locale.colon, bold=True)
        lines.append(Line((heading, *edition.report), 18, gap=4))
    wide = area.width - 60
    lines = [replace(li, size=round(li.size * larger), gap=li.gap * larger**3) for li in lines]
    if larger == 1.0:
        lines = pages(lines, draft.face, wide, area.height / 2)[0]
    pad = 14 * larger**2
    high = draft.high(lines, wide) + 2 * pad
    box = Box(area.x, area.bottom - high, area.width, high)
    text = draft.text(Box(box.x + 32, box.y + pad, wide, high - 2 * pad), lines)
    return [Panel(box, "panel"), Panel(Box(box.x, box.y, 8, box.height), "accent"), text]
