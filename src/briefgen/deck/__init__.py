"""The deck: an edition as placed slides, and these as a PowerPoint file."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from msgspec import Struct
from msgspec.structs import replace

from briefgen.deck.boxes import Deck, mirror
from briefgen.deck.draft import LEAST_MINUTES, Draft, spoken_languages
from briefgen.deck.openxml import Ink
from briefgen.deck.package import Package
from briefgen.deck.slide_writer import SlideWriter, fit_footer
from briefgen.deck.slides import KINDS
from briefgen.deck.template import Source
from briefgen.deck.template.model import Template, mirror_template
from briefgen.languages.locale import locale_of
from briefgen.model.diagnostics import Diagnostic, Severity, warning
from briefgen.model.edition import Edition
from briefgen.model.rich_text import Text, plain


class DeckInfo(Struct, frozen=True):
    """What was written, and what could not be done as it should be."""

    slides: int
    diagnostics: tuple[Diagnostic, ...] = ()


def write_pptx(edition: Edition, target: IO[bytes], *, template: Path | None = None) -> DeckInfo:
    """Write the deck of `edition` to the binary stream `target`.

    `template` is a .pptx or .potx file whose master, layouts, fonts and colours the slides take
    (default: the edition's, or else briefgen's own). Raises BriefgenError for a template that cannot be used.
    """
    source = Source(template or edition.template, edition.theme, KINDS)
    base = source.template(edition.deck.layouts)
    deck = compose(edition, base)
    rtl = locale_of(edition).right_to_left
    used = {frame.layout.index for frame in base.frames.values()}
    stock = source.stock(used, base.theme.fonts.deck if rtl else None)
    if rtl:
        base = mirror_template(base)
    ink = Ink(base.theme, base.palette, edition.language, rtl)
    said = edition.deck.footer or plain(edition.title)
    footer = Text(said, lang=edition.lang(said))
    writer = SlideWriter(base, stock, ink, footer, edition.date, spoken_languages(edition))
    package = Package(stock)
    for slide in deck.slides:
        package.add(writer.slide(slide))
    package.write(target, edition, [s.section for s in deck.slides])
    cut = _report_cut_footer(edition, base, deck, said)
    return DeckInfo(len(deck.slides), (*deck.diagnostics, *cut, *writer.found))


def _report_cut_footer(edition: Edition, base: Template, deck: Deck, said: str) -> list[Diagnostic]:
    """What to say where the footer is longer than its line: a warning at the outline's own, a note at the title."""
    places = (base.frames[kind].layout.first("ftr") for kind in {s.kind: s for s in deck.slides})
    shown = min((fit_footer(said, place, base) for place in places if place), key=len, default=said)
    if shown == said:
        return []
    own = edition.deck.footer is not None
    message = f"the footer is cut to “{shown}”, its one line on these slides"
    hint = f"say it in fewer words{'' if own else ', in `deck: {footer: …}`'}"
    place = edition.footer_place if own else edition.place
    severity = Severity.WARNING if own else Severity.NOTE
    return [Diagnostic(severity, "slide-footer", message, place, hint)]


def compose(edition: Edition, template: Template | Path | None = None) -> Deck:
    """Measure the slides of `edition` and place them on `template` (default: the edition's, or else briefgen's own).

    Nothing is written. What there is no time for in the outline's `minutes` is left out: exhibits go first, then
    findings, those that matter least first and among equals the later ones; the order of those that stay is the
    edition's. What is left out is said in a note, in the order of the edition; a deck that is too long even so is a
    warning. Raises BriefgenError for a template that cannot be used.
    """
    base = template if isinstance(template, Template) else open_template(edition, template)
    deck, wanted, whole = _compose(edition, base), edition.deck.minutes, edition
    if wanted is None:
        return deck
    while talk_minutes(deck) > wanted:
        if edition.exhibits:
            edition = replace(edition, exhibits=edition.exhibits[:-1])
        elif len(edition.findings) > 1:
            least = max(edition.findings, key=lambda f: (f.importance, f.number))
            rest = tuple(f for f in edition.findings if f is not least)
            edition = replace(edition, findings=rest)
        else:
            break
        deck = _compose(edition, base)
    found = list(deck.diagnostics)
    left_out = [plain(f.headline) for f in whole.findings if f not in edition.findings]
    left_out += [plain(e.title) for e in whole.exhibits[len(edition.exhibits) :]]
    if left_out:
        said = "; ".join(f"“{title}”" for title in left_out)
        message = f"left out of the deck of {edition.name} to keep to {wanted:g} minutes: {said}"
        found.append(Diagnostic(Severity.NOTE, "slide-time", message))
    minutes = talk_minutes(deck)
    if minutes > wanted:
        message = f"the deck of {edition.name} takes about {minutes:g} minutes, not {wanted:g}"
        hint = "ask for fewer findings, key numbers or recommendations, or give it more time"
        found.append(warning("slide-time", message, hint=hint))
    return replace(deck, diagnostics=tuple(found))


def open_template(edition: Edition, path: Path | None = None) -> Template:
    """The template at `path`, or else the edition's, or briefgen's own in its theme.

    Raises BriefgenError for a file that cannot or must not be used, and for a layout that the outline
    asks for and the template does not have.
    """
    source = Source(path or edition.template, edition.theme, KINDS)
    return source.template(edition.deck.layouts)


def _compose(edition: Edition, template: Template) -> Deck:
    draft = Draft(edition, template)
    for kind in KINDS:
        kind.compose(draft)
    slides, found = tuple(draft.slides), tuple(draft.found)
    deck = Deck(slides, template.width, template.height, template.theme, found)
    return mirror(deck) if locale_of(edition).right_to_left else deck


def talk_minutes(deck: Deck) -> float:
    """How long the deck takes to present: its notes at a speaking pace, a moment for slides without."""
    untimed = {kind.name for kind in KINDS if kind.after_talk}
    return sum(s.minutes or LEAST_MINUTES for s in deck.slides if s.kind not in untimed)
