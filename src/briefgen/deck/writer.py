"""Placed slides -> PowerPoint file."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from msgspec import Struct

from briefgen.deck import footers, mirror
from briefgen.deck.compose import compose
from briefgen.deck.notes import spoken
from briefgen.deck.package import Package
from briefgen.deck.pictures import Artist, own_artist
from briefgen.deck.placed import Deck
from briefgen.deck.shapes import SlideWriter
from briefgen.deck.template import Source, Template
from briefgen.deck.text import Ink
from briefgen.diagnostics import Diagnostic, Severity
from briefgen.editions import Edition
from briefgen.outline.richtext import Text, plain


class DeckInfo(Struct, frozen=True):
    """What was written, and what could not be done as it should be."""

    slides: int
    diagnostics: tuple[Diagnostic, ...] = ()


def write_pptx(
    edition: Edition,
    target: IO[bytes],
    *,
    template: Path | None = None,
    artist: Artist | None = None,
) -> DeckInfo:
    """Write the deck of `edition` to the binary stream `target`.

    `template` is a .pptx or .potx file whose master, layouts, fonts and colours the slides take
    (default: the edition's, or else briefgen's own); `artist` draws charts in place of briefgen's own. Raises
    BriefgenError for a template that cannot be used.
    """
    source = Source(template or edition.template, edition.theme)
    base = source.template(edition.deck.layouts)
    deck = compose(edition, base)
    rtl = edition.locale.right_to_left
    used = {frame.layout.index for frame in base.frames.values()}
    stock = source.stock(used, base.theme.fonts.deck if rtl else None)
    if rtl:
        base = mirror.template(base)
    ink = Ink(base.theme, base.palette, edition.locale.tag, rtl)
    said = edition.deck.footer or plain(edition.title)
    footer = Text(said, lang=edition.lang(said))
    draw = artist or own_artist(base.theme, edition.locale)
    writer = SlideWriter(base, stock, ink, footer, edition.date, draw, spoken(edition))
    package = Package(stock)
    for slide in deck.slides:
        package.add(writer.slide(slide))
    package.write(target, edition, [s.section for s in deck.slides])
    cut = _footer_cut(edition, base, deck, said)
    return DeckInfo(len(deck.slides), (*deck.diagnostics, *cut, *writer.found))


def _footer_cut(edition: Edition, base: Template, deck: Deck, said: str) -> list[Diagnostic]:
    """What to say where the footer is longer than its line: a warning at the outline's own, a note at the title."""
    places = (base.frames[kind].layout.first("ftr") for kind in {s.kind: s for s in deck.slides})
    shown = min(
        (footers.fitted(said, place, base) for place in places if place), key=len, default=said
    )
    if shown == said:
        return []
    own = edition.deck.footer is not None
    message = f"the footer is cut to “{shown}”, its one line on these slides"
    hint = f"say it in fewer words{'' if own else ', in `deck: {footer: …}`'}"
    place = edition.footed if own else edition.place
    severity = Severity.WARNING if own else Severity.NOTE
    return [Diagnostic(severity, "slide-footer", message, place, hint)]
