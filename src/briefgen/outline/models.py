"""The outline: everything the analyst wrote, typed and immutable."""

from __future__ import annotations

import datetime

from pydantic import Field

from briefgen.outline.audience import Audience
from briefgen.outline.base import BlockText, InlineText, Node, Phrase, PlainText
from briefgen.outline.figure import Figure
from briefgen.outline.glossary import Glossary
from briefgen.outline.languages import LANGUAGE_TAG, Language, Tag
from briefgen.outline.options import BriefOptions, DeckOptions
from briefgen.outline.parts import (
    Finding,
    Ids,
    KeyNumber,
    Organisation,
    Recommendation,
    Report,
    Source,
    Table,
)


class Outline(Node):
    """A whole `brief.yaml`."""

    title: InlineText = Field(description="Title of the brief.")
    subtitle: InlineText | None = Field(None, description="What it is drawn from, or about.")
    language: str = Field(
        "en-US",
        pattern=LANGUAGE_TAG,
        description="BCP 47 tag of the text's language.",
    )
    date: datetime.date = Field(
        description="Date of the brief, YYYY-MM-DD; also the files' date. Where it is left out, the day that the "
        "environment's SOURCE_DATE_EPOCH says, in UTC."
    )
    organisation: Organisation = Field(description="Who publishes the brief.")
    authors: tuple[PlainText, ...] = Field((), description="Who wrote the brief.")
    report: Report | None = Field(None, description="The report it outlines.")
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
    about: BlockText | None = Field(None, description="What this brief is, and is not.")
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
