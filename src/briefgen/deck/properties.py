"""What a package says of itself (ECMA-376 part 1, 22.2, and part 2, 11)."""

from __future__ import annotations

from lxml import etree

from briefgen.deck.names import EXTENDED
from briefgen.deck.sheet import written
from briefgen.editions import Edition
from briefgen.outline.richtext import plain


def core(given: bytes, edition: Edition) -> bytes:
    """Core properties (part 2, 11), filled into a part that has them all; the dates are the outline's."""
    moment = f"{edition.date.isoformat()}T00:00:00Z"
    said = {
        "title": plain(edition.title),
        "subject": plain(edition.subtitle),
        "creator": ", ".join(edition.authors) or edition.organisation.name,
        "lastModifiedBy": edition.organisation.name,
        "keywords": ", ".join(edition.keywords),
        "language": edition.locale.tag,
        "created": moment,
        "modified": moment,
    }
    root = etree.fromstring(given)
    for element in root:
        element.text = said.get(etree.QName(element).localname, element.text)
    return written(root)


def extended(slides: int) -> bytes:
    """Extended properties (part 1, 22.2) in place of a template's, which count its own slides."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="{EXTENDED}">'
        f"<Slides>{slides}</Slides><Application>briefgen</Application></Properties>"
    ).encode()
