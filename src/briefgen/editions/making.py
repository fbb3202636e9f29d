"""Puts the whole of an edition together."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefgen.editions.abbreviations import spelled_out
from briefgen.editions.builder import Builder
from briefgen.editions.language import spoken
from briefgen.editions.model import Edition
from briefgen.editions.places import Places
from briefgen.editions.selection import chain, resolved, selected, written_at
from briefgen.formats import USUAL_FORMATS
from briefgen.locale import Locale
from briefgen.outline.options import DeckOptions
from briefgen.outline.richtext import Text

if TYPE_CHECKING:
    from briefgen.outline.loaded import LoadedOutline


def edition(
    loaded: LoadedOutline,
    audience_id: str | None = None,
    language: str | None = None,
    *,
    fallback: bool = False,
) -> Edition:
    """The edition for the audience called `audience_id`, or the whole outline when None.

    `language` is one of `loaded.languages`, by default the audience's own or the outline's. Where not every text is
    in it, `fallback` takes the outline's own. Raises KeyError when the outline has no such audience, BriefgenError
    when it has not the language, or not all texts in it.
    """
    original = loaded.outline.language
    usual = original
    if audience_id is not None:
        usual = resolved(loaded.outline, audience_id).language or original
    o, foreign = spoken(loaded, language or usual, fallback)
    a = None if audience_id is None else resolved(o, audience_id)
    locale = Locale(o.language)
    translated = loaded.translations[o.language].tree if o is not loaded.outline else None
    extended = tuple(chain(loaded.outline, audience_id)) if audience_id else ()
    places = Places(loaded.tree, translated, extended)
    b = Builder(o, a, locale, original, places, foreign)

    def ids(name: str, default: Iterable[str]) -> list[str]:
        chosen = getattr(a, name) if a else None
        return list(default if chosen is None else chosen)

    def over(name: str) -> Any:
        return (getattr(a, name, None) if a else None) or getattr(o, name)

    key_numbers = tuple(
        b.key_number(id) for id in ids("key_numbers", (k.id for k in o.key_numbers))
    )
    chosen = [b.part(f.id) for f in selected(o, a.findings if a else None)]
    findings = tuple(b.finding(n, f) for n, f in enumerate(chosen, 1))
    exhibits = tuple(b.exhibit(id) for id in ids("exhibits", o.exhibits))
    numbers = {f.id: f.number for f in findings}
    own = a.own_recommendations if a else ()
    wanted = ids("recommendations", [r.id for r in (*o.recommendations, *own)])
    asks = [b.part(id) for id in wanted]
    recommendations = tuple(b.recommendation(n, r, numbers) for n, r in enumerate(asks, 1))
    for each in o.sources:  # those that no note names come last
        b.source(each.id)
    organisation = b.whole("organisation", o.organisation)
    deck: DeckOptions = over("deck")
    report: list[Text] = []
    if o.report:
        r = b.whole("report", o.report)
        report = [Text(r.title, italic=True, url=r.url, lang=b.lang(r.title))]
        tail = [part for part in (r.author, r.published) if part]
        report += [Text(locale.comma + locale.comma.join(tail))] if tail else []
    notes = tuple(b.notes.values())
    findings, exhibits = b.with_notes(findings), b.exhibits_with_notes(exhibits)
    made = Edition(
        name="-".join(
            [loaded.name, *([a.id] if a else []), *([o.language] if o.language != usual else [])]
        ),
        audience_id=a.id if a else "",
        audience=a.label if a else "",
        locale=locale,
        theme=loaded.theme_for(o.theme if o.theme != loaded.outline.theme else over("theme")),
        title=b.inline(over("title")),
        subtitle=b.inline(over("subtitle")),
        date=o.date,
        dated=b.locale.date(o.date),
        organisation=organisation,
        contact=b.inline(organisation.contact or organisation.name),
        logo=loaded.logo,
        authors=o.authors,
        keywords=o.keywords,
        report=tuple(report),
        message=b.blocks(over("message")),
        key_numbers=key_numbers,
        findings=findings,
        exhibits=exhibits,
        recommendations=recommendations,
        about=b.blocks(over("about")),
        notes=notes,
        exhibit_notes=tuple(b.notes.values())[len(notes) :],
        sources=tuple(b.sources.values()),
        formats=(a.formats if a else None) or USUAL_FORMATS,
        brief=over("brief"),
        deck=deck,
        template=_template(loaded, audience_id, deck),
        foreign=foreign,
        original=original,
        place=places.option("title"),
        footed=places.option("deck", "footer"),
    )
    return spelled_out(made, o.glossary)


def _template(loaded: LoadedOutline, audience: str | None, deck: DeckOptions) -> Path | None:
    """The deck's template as a path. Raises BriefgenError where it is not a file that may be read."""
    if deck.template is None:
        return None
    from briefgen.outline.files import Folder

    place = loaded.place(written_at(loaded.outline, audience, "deck", "template"))
    return Folder(loaded.path.parent, loaded.allow_outside).find(deck.template, place)
