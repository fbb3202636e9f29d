"""What an outline says in another language: the models of `languages` and of the files beside the outline."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import Field, StringConstraints

from briefgen.outline.base import BlockText, Id, InlineText, Node, PlainText
from briefgen.outline.glossary import Glossary

LANGUAGE_TAG = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
Tag: TypeAlias = Annotated[str, StringConstraints(pattern=LANGUAGE_TAG)]


class OrganisationWords(Node):
    """Who publishes the brief, in this language."""

    name: PlainText | None = Field(None, description="Default: as in the outline.")
    contact: InlineText | None = Field(None, description="Whom to ask.")


class ReportWords(Node):
    """The report, where it has a title of its own in this language."""

    title: PlainText | None = Field(
        None, description="Default: the original title, marked as of its language."
    )
    author: PlainText | None = Field(None, description="Who wrote it.")
    published: PlainText | None = Field(None, description="When, as it should be printed.")


class DeckWords(Node):
    """The slides' own text, in this language."""

    footer: PlainText | None = Field(None, description="Text at the foot of each slide.")


class AudienceWords(Node):
    """What an audience says in its own words, in this language."""

    label: PlainText | None = Field(None, description="As printed on the cover.")
    title: InlineText | None = Field(None, description="The audience's title.")
    subtitle: InlineText | None = Field(None, description="The audience's subtitle.")
    message: BlockText | None = Field(None, description="The audience's message.")
    about: BlockText | None = Field(None, description="The audience's `about`.")
    deck: DeckWords = Field(default_factory=DeckWords, description="The slides' own text.")
    reword: dict[str, dict[str, str | dict[str, str]]] = Field(
        default_factory=dict,
        description="What the audience rewords, by the part's id; `texts` by the text that the outline has.",
    )


class Language(Node):
    """The outline's texts in another language; numbers, evidence and choices stay the outline's."""

    title: InlineText | None = Field(None, description="Title of the brief.")
    subtitle: InlineText | None = Field(None, description="What it is drawn from, or about.")
    message: BlockText | None = Field(None, description="The one thing to remember.")
    about: BlockText | None = Field(None, description="What this brief is, and is not.")
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
    theme: PlainText | None = Field(
        None,
        description="Path of a theme file with fonts for this language, in place of the outline's and an audience's "
        "`theme`.",
    )
    fallback: bool = Field(
        False,
        description="Whether to build with the outline's own text, marked as of its language, where there is "
        "no translation.",
    )
