"""Who an edition is for: what it selects of the outline, and in which words."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from briefgen.formats import FORMATS
from briefgen.outline.base import BlockText, Id, InlineText, Node, OneOf, PlainText, Shorthand
from briefgen.outline.languages import LANGUAGE_TAG
from briefgen.outline.options import BriefOptions, DeckOptions
from briefgen.outline.parts import Ids, Recommendation


class Selection(Node):
    """Which findings an audience gets; what is not said does not narrow the choice."""

    ids: Ids = Field((), description="These, in this order.")
    tags: tuple[Id, ...] = Field((), description="Those with at least one of these tags.")
    importance: int | None = Field(
        None, ge=1, le=3, description="Those of this importance or higher."
    )
    exclude: Ids = Field((), description="None of these.")
    limit: int | None = Field(None, ge=1, description="At most so many, the most important first.")


def _selection(value: Any) -> Any:
    return {"ids": value} if isinstance(value, list | tuple) else value


_IDS = {"type": "array", "items": {"type": "string"}}


class Audience(Node):
    """A named selection and rewording of the outline."""

    id: Id = Field(description="Names the output files: `<outline>-<id>.pdf`.")
    label: PlainText = Field(description="As printed on the cover: `For legislators`.")
    extends: Id | None = Field(
        None, description="An audience that this one is like, but for what it says itself."
    )
    title: InlineText | None = Field(None, description="In place of the outline's title.")
    subtitle: InlineText | None = Field(None, description="In place of the outline's subtitle.")
    message: BlockText | None = Field(None, description="In place of the outline's message.")
    about: BlockText | None = Field(None, description="In place of the outline's `about`.")
    findings: Annotated[Selection, Shorthand(_selection, _IDS)] | None = Field(
        None, description="Ids in the order wanted, or a selection; default: all findings."
    )
    key_numbers: Ids | None = Field(None, description="Ids in the order wanted; default: all.")
    exhibits: Ids | None = Field(None, description="Ids in the order wanted; default: all.")
    recommendations: Ids | None = Field(None, description="Ids in the order wanted; default: all.")
    own_recommendations: tuple[Recommendation, ...] = Field(
        (), description="Recommendations that only this audience gets, after the others."
    )
    reword: dict[str, dict[str, str | dict[str, str]]] = Field(
        default_factory=dict,
        description="Other words for a part, by its id, or for `organisation` or `report`: "
        "`{pill-seizures: {headline: …}}`. `texts` stands for the labels, cells and headings inside a figure "
        "or table: `{pills: {texts: {FY2019: Fiscal year 2019}}}`.",
    )
    formats: tuple[Annotated[str, OneOf(FORMATS)], ...] | None = Field(
        None, description="What to write; default: pdf and pptx."
    )
    language: str | None = Field(
        None,
        pattern=LANGUAGE_TAG,
        description="BCP 47 tag of a language of `languages`; default: the outline's own.",
    )
    reading_level: float | None = Field(
        None,
        ge=1,
        le=20,
        description="School grade that its text should not be above; `check` measures it where there is a "
        "formula for the language.",
    )
    brief: BriefOptions | None = Field(
        None, description="The keys in which it differs from the outline's `brief`."
    )
    deck: DeckOptions | None = Field(
        None, description="The keys in which it differs from the outline's `deck`."
    )
    theme: PlainText | None = Field(
        None, description="Path of a theme file, in place of the outline's `theme`."
    )
