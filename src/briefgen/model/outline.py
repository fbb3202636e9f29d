"""The outline: everything the analyst wrote, typed and immutable."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, StringConstraints

from briefgen.model.base import (
    BlockText,
    Id,
    InlineText,
    Node,
    Number,
    OneOf,
    Phrase,
    PlainText,
    Shorthand,
    Syntax,
    optional,
    text_for,
)
from briefgen.model.figures import Claim, Evidence, Figure, SlideChart, Unit
from briefgen.model.registry import FORMATS


class Term(Node):
    """What an abbreviation stands for."""

    long: PlainText = Field(description="The words: `gross domestic product`.")
    article: PlainText | None = optional(
        "`the`, where the words need it and the abbreviation does not."
    )
    plural: PlainText | None = optional(
        "The words in the plural; default: with an s in English, and in brackets after the abbreviation in other "
        "languages."
    )


Glossary: TypeAlias = dict[str, Annotated[Term, text_for("long")] | None]


# What an outline says in another language: the models of `languages` and of the files beside the outline.

LANGUAGE_TAG = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
Tag: TypeAlias = Annotated[str, StringConstraints(pattern=LANGUAGE_TAG)]


class OrganisationWords(Node):
    """Who publishes the brief, in this language."""

    name: PlainText | None = optional("Default: as in the outline.")
    contact: InlineText | None = optional("Whom to ask.")


class ReportWords(Node):
    """The report, where it has a title of its own in this language."""

    title: PlainText | None = optional("Default: the original title, marked as of its language.")
    author: PlainText | None = optional("Who wrote it.")
    published: PlainText | None = optional("When, as it should be printed.")


class DeckWords(Node):
    """The slides' own text, in this language."""

    footer: PlainText | None = optional("Text at the foot of each slide.")


class AudienceWords(Node):
    """What an audience says in its own words, in this language."""

    label: PlainText | None = optional("As printed on the cover.")
    title: InlineText | None = optional("The audience's title.")
    subtitle: InlineText | None = optional("The audience's subtitle.")
    message: BlockText | None = optional("The audience's message.")
    about: BlockText | None = optional("The audience's `about`.")
    deck: DeckWords = Field(default_factory=DeckWords, description="The slides' own text.")
    reword: dict[str, dict[str, str | dict[str, str]]] = Field(
        default_factory=dict,
        description="What the audience rewords, by the part's id; `texts` by the text that the outline has.",
    )


class Language(Node):
    """The outline's texts in another language; numbers, evidence and choices stay the outline's."""

    title: InlineText | None = optional("Title of the brief.")
    subtitle: InlineText | None = optional("What it is drawn from, or about.")
    message: BlockText | None = optional("The one thing to remember.")
    about: BlockText | None = optional("What this brief is, and is not.")
    keywords: tuple[PlainText, ...] = Field((), description="For the files' metadata.")
    organisation: OrganisationWords = Field(
        default_factory=OrganisationWords, description="Who publishes the brief."
    )
    report: ReportWords = Field(default_factory=ReportWords, description="The report it outlines.")
    deck: DeckWords = Field(default_factory=DeckWords, description="The slides' own text.")
    glossary: Glossary = Field(
        default_factory=dict, description="The abbreviations of this language: `{OCDE: …}`."
    )
    phrases: dict[str, str] = Field(
        default_factory=dict,
        description="Short texts wherever they stand, as `says`, `locator`, labels and units; `*` stands for "
        "any text: `{DEA: DEA, 'paragraph *': 'párrafo *'}`.",
    )
    parts: dict[Id, dict[str, Any]] = Field(
        default_factory=dict,
        description="The texts of key numbers, findings, figures, tables, recommendations and sources, by id "
        "and key: `{pill-seizures: {headline: …}}`. A figure's data by what they are called: `labels: "
        "{Mexico: México}`; a table's by place: `columns: […]`, `rows: [[…], …]`.",
    )
    audiences: dict[Id, AudienceWords] = Field(
        default_factory=dict, description="What audiences say in their own words, by their ids."
    )
    theme: PlainText | None = optional(
        "Path of a theme file with fonts for this language, in place of the outline's and an audience's "
        "`theme`."
    )
    fallback: bool = Field(
        False,
        description="Whether to build with the outline's own text, marked as of its language, where there is "
        "no translation.",
    )


# How a brief and a deck are laid out, as an outline and its audiences say it.

PageSize: TypeAlias = Literal["letter", "a4"]
Layout: TypeAlias = Literal["auto", "highlights", "brief", "full"]
HandoutStyle: TypeAlias = Literal["three", "notes"]


class BriefOptions(Node):
    """How the PDF is laid out."""

    size: PageSize = Field("letter", description="Paper size.")
    layout: Layout = Field(
        "auto",
        description="`highlights`: one page; `brief`: two or four; `full`: contents and evidence too; "
        "`auto`: everything, on as many pages as it takes.",
    )
    pages: int | None = optional(
        "A promise: exactly so many pages, or nothing is written.", ge=1, le=400
    )
    greyscale: bool = Field(
        False, description="No colour: for copiers and black-and-white printers."
    )
    large_print: bool = Field(False, description="Body text of 18 points, in one column.")
    duplex: bool = Field(
        False, description="Inner margins wider, mirrored on left and right pages."
    )
    marks: bool = Field(False, description="Crop marks and 9 points of bleed, for a print shop.")
    booklet: bool = Field(
        False, description="Two pages a side in the order of a saddle-stitched booklet."
    )
    creep: float = Field(
        0,
        ge=0,
        le=5,
        description="Points by which each sheet of a booklet moves towards the spine.",
    )
    proof: bool = Field(False, description="Watermark, line numbers and ids, for reviewers.")


class DeckOptions(Node):
    """How the slides are made."""

    footer: PlainText | None = optional("Text at the foot of each slide; default: the title.")
    template: PlainText | None = Field(
        None,
        description="Path of a .pptx or .potx file, from the outline's folder, whose look the slides take.",
    )
    layouts: Annotated[
        dict[str, PlainText], Syntax("mapping of kinds of slides to names of layouts")
    ] = Field(
        default_factory=dict,
        description="Which of the template's layouts serves which kind of slide (`title`, `section`, `message`, "
        "`chart` and so on, see [the deck](deck.md)): `{chart: Title and Picture}`; default: the nearest by name "
        "and placeholders.",
    )
    charts: SlideChart = Field(
        "picture",
        description="`picture`: as drawn for the brief; `native`: charts that PowerPoint can edit, for the "
        "kinds it has.",
    )
    minutes: float | None = Field(
        None,
        gt=0,
        le=480,
        description="Time for the talk: the findings that matter most, as many as fit.",
    )
    sections: bool = Field(False, description="A slide that opens each part of the deck.")
    handout: HandoutStyle = Field(
        "three",
        description="`three`: three slides a page, with lines to write on; `notes`: a slide a page, with its notes.",
    )


# The parts of an outline: who publishes it, what it is drawn from, what it claims, shows and asks for.

Ids: TypeAlias = tuple[Id, ...]


class Organisation(Node):
    """Who publishes the brief."""

    name: PlainText = Field(description="As it stands on the brief and in the files' metadata.")
    logo: PlainText | None = optional("Path of a PNG or JPEG file, from the outline's folder.")
    url: PlainText | None = optional("Web address.")
    contact: InlineText | None = optional("Whom to ask: a name, a mail address.")


class Report(Node):
    """The report that the outline is drawn from."""

    title: PlainText = Field(description="The report's own title.")
    author: PlainText | None = optional("Who wrote it.")
    published: PlainText | None = optional("When, as it should be printed.")
    url: PlainText | None = optional("Where to read it.")


class Source(Node):
    """One entry of the list of sources."""

    id: Id = Field(description="A name of its own in the whole outline.")
    title: InlineText = Field(description="Title of the work.")
    short: PlainText | None = optional("How notes call it: `Commission 2022`; default: its title.")
    author: PlainText | None = optional("Author or issuing body.")
    publisher: PlainText | None = optional("Publisher, where that is not the author.")
    date: PlainText | None = optional("Date of publication, as it should be printed.")
    url: PlainText | None = optional("Where it can be read.")
    note: InlineText | None = optional("What a reader should know about it.")
    text: PlainText | None = Field(
        None,
        description="Path of its text (.txt, or .pdf with text), in which `check` looks quoted phrases up.",
    )
    language: str | None = optional(
        "BCP 47 tag of the language it is quoted in, where that is not the outline's.",
        pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
    )
    sha256: str | None = optional(
        "Digest of that file when the evidence was checked; `check` says when it has changed.",
        pattern="^[0-9a-fA-F]{64}$",
    )


class KeyNumber(Unit, Claim):
    """A number large enough to remember."""

    id: Id = Field(description="A name of its own in the whole outline.")
    value: Number = Field(description="The quantity: `>20`, `some 100,000`, `18..39`.")
    label: InlineText = Field(description="What it counts, where and when, and who says so.")
    evidence: tuple[Evidence, ...] = Field(
        (), description="Where the number stands in the sources."
    )


class Finding(Claim):
    """One claim with what supports it."""

    id: Id = Field(description="A name of its own in the whole outline.")
    headline: InlineText = Field(description="The claim, as a full sentence.")
    body: BlockText | None = optional("What a reader needs to understand it.")
    evidence: tuple[Evidence, ...] = Field(
        min_length=1, description="What supports it: at least one phrase or datum."
    )
    figure: Id | None = optional("The figure that shows it.")
    table: Id | None = optional("The table that shows it.")
    key_number: Id | None = optional("The key number that carries it.")
    tags: tuple[Id, ...] = Field((), description="Words to select findings by.")
    importance: int = Field(2, ge=1, le=3, description="1 (essential) to 3 (detail).")


class Column(Node):
    """A column of a table."""

    header: InlineText = Field(description="The column's heading.")
    align: Literal["left", "right", "center"] = Field(
        "left", description="`right` for numbers that are compared."
    )
    width: float = Field(
        1.0, gt=0, le=10, description="Share of the width, relative to the others."
    )


class Table(Claim):
    """Words and numbers in rows and columns; the first column names the row."""

    id: Id = Field(description="A name of its own in the whole outline.")
    title: InlineText = Field(description="The takeaway, as a sentence.")
    subtitle: InlineText | None = optional("What is listed, in which unit.")
    columns: tuple[Annotated[Column, text_for("header")], ...] = Field(
        min_length=2, max_length=12, description="The headings, in order."
    )
    rows: tuple[tuple[InlineText | None, ...], ...] = Field(
        min_length=1, description="A list a row, a text a column; empty cells are `~`."
    )
    source: InlineText | None = optional(
        "The source line; default: the sources of its evidence, by name."
    )
    note: InlineText | None = optional("What a reader must know to read it rightly.")
    evidence: tuple[Evidence, ...] = Field((), description="Where the rows stand in the sources.")


class Recommendation(Claim):
    """What to do, and who should do it."""

    id: Id = Field(description="A name of its own in the whole outline.")
    actor: PlainText = Field(description="Who should act: `Congress`, `The government of Mexico`.")
    action: InlineText = Field(description="What to do, as a sentence that starts with a verb.")
    body: BlockText | None = optional("Why and how.")
    findings: Ids = Field((), description="The findings that support it.")
    evidence: tuple[Evidence, ...] = Field((), description="Where the source asks for it.")


# Who an edition is for: what it selects of the outline, and in which words.


class Selection(Node):
    """Which findings an audience gets; what is not said does not narrow the choice."""

    ids: Ids = Field((), description="These, in this order.")
    tags: tuple[Id, ...] = Field((), description="Those with at least one of these tags.")
    importance: int | None = optional("Those of this importance or higher.", ge=1, le=3)
    exclude: Ids = Field((), description="None of these.")
    limit: int | None = optional("At most so many, the most important first.", ge=1)


_AS_LIST = Shorthand(
    lambda value: {"ids": value} if isinstance(value, list | tuple) else value,
    {"type": "array", "items": {"type": "string"}},
)


class Audience(Node):
    """A named selection and rewording of the outline."""

    id: Id = Field(description="Names the output files: `<outline>-<id>.pdf`.")
    label: PlainText = Field(description="As printed on the cover: `For legislators`.")
    extends: Id | None = optional("An audience that this one is like, but for what it says itself.")
    title: InlineText | None = optional("In place of the outline's title.")
    subtitle: InlineText | None = optional("In place of the outline's subtitle.")
    message: BlockText | None = optional("In place of the outline's message.")
    about: BlockText | None = optional("In place of the outline's `about`.")
    findings: Annotated[Selection, _AS_LIST] | None = optional(
        "Ids in the order wanted, or a selection; default: all findings."
    )
    key_numbers: Ids | None = optional("Ids in the order wanted; default: all.")
    exhibits: Ids | None = optional("Ids in the order wanted; default: all.")
    recommendations: Ids | None = optional("Ids in the order wanted; default: all.")
    own_recommendations: tuple[Recommendation, ...] = Field(
        (), description="Recommendations that only this audience gets, after the others."
    )
    reword: dict[str, dict[str, str | dict[str, str]]] = Field(
        default_factory=dict,
        description="Other words for a part, by its id, or for `organisation` or `report`: "
        "`{pill-seizures: {headline: …}}`. `texts` stands for the labels, cells and headings inside a figure "
        "or table: `{pills: {texts: {FY2019: Fiscal year 2019}}}`.",
    )
    formats: tuple[Annotated[str, OneOf(FORMATS)], ...] | None = optional(
        "What to write; default: pdf and pptx."
    )
    language: str | None = optional(
        "BCP 47 tag of a language of `languages`; default: the outline's own.", pattern=LANGUAGE_TAG
    )
    reading_level: float | None = Field(
        None,
        ge=1,
        le=20,
        description="School grade that its text should not be above; `check` measures it where there is a "
        "formula for the language.",
    )
    brief: BriefOptions | None = optional(
        "The keys in which it differs from the outline's `brief`."
    )
    deck: DeckOptions | None = optional("The keys in which it differs from the outline's `deck`.")
    theme: PlainText | None = optional("Path of a theme file, in place of the outline's `theme`.")


# The outline: everything the analyst wrote, typed and immutable.


class Outline(Node):
    """A whole `brief.yaml`."""

    title: InlineText = Field(description="Title of the brief.")
    subtitle: InlineText | None = optional("What it is drawn from, or about.")
    language: str = Field(
        "en-US", pattern=LANGUAGE_TAG, description="BCP 47 tag of the text's language."
    )
    date: datetime.date = Field(
        description="Date of the brief, YYYY-MM-DD; also the files' date. Where it is left out, the day that the "
        "environment's SOURCE_DATE_EPOCH says, in UTC."
    )
    organisation: Organisation = Field(description="Who publishes the brief.")
    authors: tuple[PlainText, ...] = Field((), description="Who wrote the brief.")
    report: Report | None = optional("The report it outlines.")
    keywords: tuple[PlainText, ...] = Field((), description="For the files' metadata.")
    message: BlockText = Field(description="The one thing to remember, in two or three sentences.")
    key_numbers: tuple[KeyNumber, ...] = Field((), description="Up to six numbers, drawn large.")
    findings: tuple[Finding, ...] = Field(min_length=1, description="The claims, in order.")
    figures: tuple[Figure, ...] = Field((), description="The charts.")
    tables: tuple[Table, ...] = Field((), description="The tables.")
    exhibits: Ids = Field(
        (), description="Figures and tables that stand on their own, after the findings."
    )
    recommendations: tuple[Recommendation, ...] = Field((), description="The asks, in order.")
    about: BlockText | None = optional("What this brief is, and is not.")
    sources: tuple[Source, ...] = Field(
        min_length=1, description="The works the evidence stands in."
    )
    glossary: Glossary = Field(
        default_factory=dict,
        description="What abbreviations stand for, spelled out at their first use in each edition: "
        "`{GDP: gross domestic product}`; `~` for one that every reader knows.",
    )
    not_claims: tuple[Phrase, ...] = Field(
        (),
        description="Words of the title, subtitle, message or `about`, also an audience's, whose numbers need no "
        "evidence.",
    )
    audiences: tuple[Audience, ...] = Field(
        (), description="Editions of the outline; default: one for all."
    )
    languages: dict[Tag, Language] = Field(
        default_factory=dict,
        description="The texts in other languages, by BCP 47 tag; or each in a file beside the outline, "
        "`brief.es.yaml`.",
    )
    brief: BriefOptions = Field(
        default_factory=BriefOptions, description="How the PDF is laid out."
    )
    deck: DeckOptions = Field(default_factory=DeckOptions, description="How the slides are made.")
    theme: PlainText | None = Field(
        None,
        description="Path of a theme file, from the outline's folder; default: briefgen's own.",
    )

    @property
    def parts(self) -> tuple[Any, ...]:
        """Every part that has an id of its own."""
        own = (r for a in self.audiences for r in a.own_recommendations)
        asks = self.recommendations
        return (*self.key_numbers, *self.findings, *self.figures, *self.tables, *asks, *self.sources, *own)  # fmt: skip
