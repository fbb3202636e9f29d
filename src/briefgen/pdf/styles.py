"""Paragraph styles and colours of one brief, from the theme and the fit that layout settled on; where words may be broken."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.styles import ParagraphStyle

from briefgen.languages import font_metrics
from briefgen.languages.locale import Locale
from briefgen.model.theme import Theme
from briefgen.pdf.paper import Paper, font_name
from briefgen.storage import cache
from briefgen.storage.versions import versions

MOST_WORDS = 10_000  # remembered of a language


class Hyphens:
    """Breaks words of one language, as reportlab asks for it."""

    def __init__(self, tag: str) -> None:
        self._tag = tag
        self._key = cache.key_of("hyphens", 1, versions()["pyphen"], tag)
        self._new = False
        try:
            stored = json.loads(cache.current().recall(self._key) or b"")
            self._words = {str(w): [(str(a), str(b)) for a, b in p] for w, p in stored.items()}
        except (ValueError, TypeError, AttributeError, RecursionError):
            self._words = {}

    def __call__(self, word: str) -> Iterator[tuple[str, str]]:
        """The ways to break `word`, the last place first."""
        pairs = self._words.get(word)
        if pairs is None:
            pairs = list(self._break(word))
            if len(self._words) < MOST_WORDS:
                self._words[word] = pairs
                self._new = True
        return iter(pairs)

    def save(self) -> None:
        """Store what is new for the next run."""
        if self._new:
            cache.current().put(self._key, json.dumps(self._words).encode())
            self._new = False

    def _break(self, word: str) -> Iterator[tuple[str, str]]:
        """The patterns see through a hyphen that is written, so that they would break `plan-t-based`.

        At least two letters stay on each side of a break, counted from the nearest hyphen.
        """
        for head, tail in self._patterns.iterate(word) if self._patterns else ():
            if len(head.rpartition("-")[2]) > 1 and len(tail.partition("-")[0]) > 1:
                yield head, tail

    @cached_property
    def _patterns(self) -> Any:
        """The hyphenation patterns of the language, or None if pyphen has none."""
        import pyphen

        language = pyphen.language_fallback(self._tag.replace("-", "_"))
        return pyphen.Pyphen(lang=language) if language else None


@lru_cache(maxsize=32)
def hyphens(tag: str) -> Hyphens:
    """The `Hyphens` of the language with this BCP 47 tag."""
    return Hyphens(tag)


LARGE_BODY = 18.0
ARABIC_LEADING = 1.3


class Fit(Struct, frozen=True):
    """What layout may vary to keep a promise of pages; 1 is the theme's own measure.

    `bodies`, `figures` (at most so many) and `quotations` say what is shown; `cited` whether notes repeat the
    phrase that they cite.
    """

    space: float = 1.0
    figure: float = 1.0
    text: float = 1.0
    quotations: bool = True
    bodies: bool = True
    figures: int = 1000
    cited: bool = True


class Look(Struct, frozen=True, dict=True):
    """Everything that decides how a section is drawn, except the section."""

    theme: Theme
    locale: Locale
    paper: Paper
    columns: int = 2
    fit: Fit = Fit()
    greyscale: bool = False
    large: bool = False

    @property
    def rtl(self) -> bool:
        """Whether the brief is written from right to left: columns and rows begin at the right."""
        return self.locale.right_to_left

    @property
    def column_width(self) -> float:
        """Width of a text column in points."""
        return self.paper.column_width(self.columns)

    def space(self, points: float) -> float:
        """Return a vertical distance in points, scaled by the fit."""
        return points * self.fit.space

    def size(self, name: str) -> float:
        """Return the theme's text size `name`, scaled by the fit, in points."""
        own = float(getattr(self.theme.text, name)) * self.fit.text
        if not self.large:
            return own
        # Small text grows to 18 points (RNIB Clear Print: large print is 16 to 18), display sizes by less.
        factor = LARGE_BODY / self.theme.text.body
        return max(own * 1.25, min(own * factor, LARGE_BODY * 1.25), LARGE_BODY * 0.9)

    @property
    def text_scale(self) -> float:
        """The factor by which chart text is larger than the theme's."""
        return self.fit.text * (LARGE_BODY / self.theme.text.body if self.large else 1.0)

    def colour(self, name: str) -> Color:
        """The theme's colour `name`, or the grey of its luminance in a greyscale edition."""
        return parse_colour(getattr(self.theme.colours, name), self.greyscale)

    def colour_hex(self, name: str) -> str:
        """As `colour`, as #rrggbb for paragraph markup."""
        value: str = self.colour(name).hexval()
        return "#" + value[2:]

    @cached_property
    def styles(self) -> dict[str, ParagraphStyle]:
        """Paragraph styles by name. Looks share them: they are cloned, not changed."""
        return _styles(replace(self, paper=_ANY, columns=1, fit=Fit(text=self.fit.text)))


_ANY = Paper(1.0, 1.0, 0.0, 0.0)  # no style depends on it


@lru_cache(maxsize=32)
def _styles(look: Look) -> dict[str, ParagraphStyle]:
    breaks = hyphens(look.locale.tag)
    t = look.theme
    leading = t.text.leading
    # Arabic letters reach further down than Latin ones, and their marks further up.
    least = ARABIC_LEADING if look.rtl and 0x0627 in font_metrics.face(t).widths else 0.0

    def style(name: str, size: str, colour: str = "ink", bold: bool = False,
              italic: bool = False, lead: float = leading, **more: Any) -> ParagraphStyle:  # fmt: skip
        points = look.size(size)
        lead = max(lead, least)
        return ParagraphStyle(
            name, fontName=font_name(t, bold, italic), fontSize=points, leading=points * lead,
            textColor=look.colour(colour), bulletFontName=font_name(t), bulletFontSize=points,
            allowWidows=0, allowOrphans=0, splitLongWords=1, uriWasteReduce=0.3, **more,
        )  # fmt: skip

    body = style("body", "body", hyphenationLang=breaks, embeddedHyphenation=1)
    indent = body.fontSize * 1.15
    note = style("note", "note", lead=1.3)
    return {
        "body": body,
        "item": ParagraphStyle("item", parent=body, leftIndent=indent, bulletIndent=2),
        "title": style("title", "title", "on_primary", bold=True, lead=1.12),
        "subtitle": style("subtitle", "subtitle", "on_primary", lead=1.25),
        "mast": style("mast", "caption", "muted", lead=1.25),
        "mast bold": style("mast bold", "body", "primary", bold=True, lead=1.25),
        "message": style("message", "message", "ink", lead=1.34),
        "heading": style("heading", "heading", "primary", bold=True, lead=1.2),
        "headline": style("headline", "headline", "primary", bold=True, lead=1.18),
        "actor": style("actor", "body", "accent", bold=True, lead=1.25),
        "action": style("action", "body", bold=True, lead=1.28),
        "figure title": style("figure title", "body", bold=True, lead=1.22),
        "caption": style("caption", "caption", "muted", lead=1.25),
        "source": style("source", "note", "muted", lead=1.25),
        "cell": style("cell", "caption", lead=1.25),
        "cell head": style("cell head", "caption", "primary", bold=True, lead=1.2),
        "key number": style("key number", "key_number", "accent", bold=True, lead=1.05),
        "key qualifier": style("key qualifier", "body", "muted", lead=1.1),
        "key label": style("key label", "caption", lead=1.25),
        "quotation": style("quotation", "message", "primary", italic=True, lead=1.3),
        "note": note,
        "contents": style("contents", "body", lead=1.25),
        "contents item": style("contents item", "caption", lead=1.25, leftIndent=10),
        "numbered": ParagraphStyle(
            "numbered", parent=note, leftIndent=note.fontSize * 2, bulletFontSize=note.fontSize
        ),
    }


@lru_cache(maxsize=256)
def parse_colour(value: str, greyscale: bool = False) -> Color:
    """Return `#rrggbb` as a reportlab colour; its grey has the luma of ITU-R BT.709."""
    colour = HexColor(value)
    if not greyscale:
        return colour
    luma = 0.2126 * colour.red + 0.7152 * colour.green + 0.0722 * colour.blue
    return Color(luma, luma, luma)
