"""What an edition is made of: parts with their texts parsed, their numbers formatted, their notes numbered."""

from __future__ import annotations

import datetime
from pathlib import Path

from msgspec import Struct

from briefgen.model.diagnostics import Place, did_you_mean, failure
from briefgen.model.figures import Evidence, Figure
from briefgen.model.outline import BriefOptions, Column, DeckOptions, Organisation
from briefgen.model.rich_text import Blocks, Inline
from briefgen.model.theme import Theme

# What an abbreviation may end in, as a regular expression: `TCOs`, `DEA’s`.
ENDING = "(?:s?['’]s|s['’]|s)?"


class EditionSource(Struct, frozen=True):
    """An entry of the list of sources; `text` is the whole entry, its link in it."""

    id: str
    number: int
    text: Inline
    short: str


class Note(Struct, frozen=True):
    """A numbered note: who says what, the phrase, its source and the place in it; `where` is all but the phrase.

    `lang` is the phrase's language where it is not the edition's.
    """

    number: int
    text: Inline
    where: Inline
    source: EditionSource
    evidence: Evidence
    lang: str | None = None


class EditionFigure(Struct, frozen=True):
    """A figure with its furniture resolved. `spec` holds the data and the kind's options.

    `alt_lang` is the language of `alt` where it is not the edition's; `notes` are those of its own evidence.
    `place` is where the outline has it, `title_place` where its title is written, `rows` where each row of its data
    stands, in the outline or in a file.
    `domain` is the extent of the value axis where it is not that of the data: several parts of one chart share
    it. `shared` are the specs of these parts, itself among them, where a value is as long on each.
    """

    id: str
    number: int
    spec: Figure
    title: Inline
    subtitle: Inline
    source: Inline
    note: Inline
    alt: str
    alt_lang: str | None = None
    place: Place | None = None
    rows: tuple[Place, ...] = ()
    domain: tuple[float, float] | None = None
    notes: tuple[int, ...] = ()
    title_place: Place | None = None
    shared: tuple[Figure, ...] = ()


class EditionTable(Struct, frozen=True):
    """A table; `rows` are cells in the order of `columns`, the first naming the row; `notes` those of its evidence.

    `place` is where its title is written.
    """

    id: str
    number: int
    title: Inline
    subtitle: Inline
    columns: tuple[Column, ...]
    headers: tuple[Inline, ...]
    rows: tuple[tuple[Inline, ...], ...]
    source: Inline
    note: Inline
    notes: tuple[int, ...] = ()
    place: Place | None = None


class EditionKeyNumber(Struct, frozen=True):
    """A number drawn large: `qualifier` ("more than", or "") small, `number` ("20 million") large."""

    id: str
    qualifier: str
    number: str
    label: Inline
    notes: tuple[int, ...]
    source: Inline


class Quotation(Struct, frozen=True):
    """A phrase worth showing, without its quotation marks, and who says it where.

    `lang` is the phrase's language where it is not the edition's.
    """

    text: str
    attribution: Inline
    lang: str | None = None


class EditionFinding(Struct, frozen=True):
    """One claim; `body` ends with the marks of the evidence that the text itself does not place.

    `importance` is from 1 (essential) to 3 (detail); `place` is where its headline is written.
    """

    id: str
    number: int
    headline: Inline
    body: Blocks
    figure: EditionFigure | None
    table: EditionTable | None
    key_number: EditionKeyNumber | None
    quotation: Quotation | None
    notes: tuple[int, ...]
    source: Inline
    importance: int
    place: Place | None = None


class EditionRecommendation(Struct, frozen=True):
    """What to do, who should do it, and the numbers and ids of the findings that support it.

    `actor_lang` is the language of `actor` where it is not the edition's; `place` is where `actor` is written.
    """

    id: str
    number: int
    actor: str
    action: Inline
    body: Blocks
    findings: tuple[tuple[int, str], ...]
    actor_lang: str | None = None
    place: Place | None = None


class Edition(Struct, frozen=True):
    """The document of one audience in one language.

    `name` is the stem of its output files; `language` is a BCP 47 tag; `date_text` is the date as it is printed;
    `audience` is the audience's label, "" in an edition for all; `contact` is whom to ask, or else the organisation's
    name; `template` the file whose look the slides take; `abbreviations` are those that it uses, with what they stand
    for. `foreign` are plain texts that are still in the outline's own language, `original`; `place` is where the title
    is written, `footer_place` where the deck's footer is. `exhibit_notes` follow `notes`: what only figures and tables
    rest on, which a full brief lists.
    """

    name: str
    audience_id: str
    audience: str
    language: str
    theme: Theme
    title: Inline
    subtitle: Inline
    date: datetime.date
    date_text: str
    organisation: Organisation
    contact: Inline
    logo: Path | None
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    report: Inline
    message: Blocks
    key_numbers: tuple[EditionKeyNumber, ...]
    findings: tuple[EditionFinding, ...]
    exhibits: tuple[EditionFigure | EditionTable, ...]
    recommendations: tuple[EditionRecommendation, ...]
    about: Blocks
    notes: tuple[Note, ...]
    sources: tuple[EditionSource, ...]
    formats: tuple[str, ...]
    brief: BriefOptions
    deck: DeckOptions
    template: Path | None
    abbreviations: tuple[tuple[str, str], ...] = ()
    exhibit_notes: tuple[Note, ...] = ()
    foreign: frozenset[str] = frozenset()
    original: str = ""
    place: Place | None = None
    footer_place: Place | None = None

    def lang(self, text: str) -> str | None:
        """The language of one of the edition's plain texts where it is not the edition's own."""
        return self.original if text in self.foreign else None

    @property
    def figures(self) -> tuple[EditionFigure, ...]:
        """Every figure, each once however often it is shown, in the order of their numbers."""
        shown = (*(f.figure for f in self.findings), *self.exhibits)
        return tuple({f.id: f for f in shown if isinstance(f, EditionFigure)}.values())

    def figure(self, id: str) -> EditionFigure:
        """The figure called `id`. Raises BriefgenError for an id that no figure of the edition has."""
        shown = {f.id: f for f in self.figures}
        if id not in shown:
            message = f"the edition has no figure `{id}`"
            raise failure("unknown-figure", message, hint=did_you_mean(id, shown))
        return shown[id]
