"""The parts of a figure's specification that every chart kind shares.

Each kind adds its own in `briefgen.charts.kinds`; a kind's module imports matplotlib only when it draws,
so that checking an outline never does.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import Field

from briefgen.outline.base import Id, InlineText, Node, Number, OneOrMore, PlainText

Magnitude: TypeAlias = Literal["thousand", "million", "billion", "trillion"]


class Evidence(Node):
    """A short quoted phrase or datum with its source and the place in it."""

    id: Id | None = Field(None, description="To refer to it in a text as `[^id]`.")
    source: Id = Field(description="The id of the source it stands in.")
    quote: PlainText | None = Field(
        None, description="The phrase as the source has it, without quotation marks."
    )
    datum: PlainText | None = Field(
        None,
        description="What the source shows where there is no phrase to quote: a cell, a point.",
    )
    says: PlainText | None = Field(
        None, description="Who says it, where that is not the source's author: `DEA`."
    )
    locator: PlainText | None = Field(
        None, description="Where in the source: `page 12`, `paragraph 10`, `Table 3`."
    )


class Unit(Node):
    """How a number is written: `{magnitude: million, unit: pills}`, `{currency: USD}`, `{unit: percent}`."""

    unit: PlainText | None = Field(
        None, description="What is counted: `pills`, `kg`; `percent` is written as %."
    )
    magnitude: Magnitude | None = Field(
        None, description="What the numbers are multiples of; written after the number."
    )
    currency: str | None = Field(
        None, pattern="^[A-Z]{3}$", description="ISO 4217 code of a currency: `USD`."
    )
    decimals: int | None = Field(
        None, ge=0, le=6, description="Digits after the decimal mark; default: as written."
    )


class Row(Node):
    """One labelled value."""

    label: InlineText = Field(description="What the value belongs to, drawn beside the mark.")
    value: Number = Field(description="The quantity: `2.6`, `>20`, `18..39`, `missing`.")
    note: PlainText | None = Field(None, description="A few words drawn beside this mark.")


class DataFile(Node):
    """Rows read from a file beside the outline, in place of rows written here."""

    file: PlainText = Field(
        description="Path of a CSV file with a header row, from the outline's folder."
    )
    columns: dict[str, PlainText] = Field(
        default_factory=dict,
        description="Which column of the file serves as which key of a row: `{label: year, value: pills}`; "
        "a key not named here is looked up by its own name.",
    )


class FigureBase(Node):
    """What every figure has; `kind` chooses the chart."""

    id: Id = Field(description="A name of its own in the whole outline.")
    title: InlineText = Field(description="The takeaway, as a sentence.")
    subtitle: InlineText | None = Field(
        None, description="What is measured, in which unit, where and when."
    )
    source: InlineText | None = Field(
        None, description="The source line; default: the sources of its evidence, by name."
    )
    note: InlineText | None = Field(None, description="What a reader must know to read it rightly.")
    alt: PlainText | None = Field(
        None,
        description="What it shows, for those who cannot see it; default: written from the data.",
    )
    evidence: tuple[Evidence, ...] = Field((), description="Where the data stand in the sources.")
    highlight: OneOrMore = Field(
        (), description="Label or labels of the marks to set off; the others are muted."
    )
