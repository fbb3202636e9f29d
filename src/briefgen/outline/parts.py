"""The parts of an outline: who publishes it, what it is drawn from, what it claims, shows and asks for."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from briefgen.outline.base import BlockText, Id, InlineText, Node, Number, PlainText, Shorthand
from briefgen.outline.figure import Claim, Evidence, Unit

Ids: TypeAlias = tuple[Id, ...]


class Organisation(Node):
    """Who publishes the brief."""

    name: PlainText = Field(description="As it stands on the brief and in the files' metadata.")
    logo: PlainText | None = Field(
        None, description="Path of a PNG or JPEG file, from the outline's folder."
    )
    url: PlainText | None = Field(None, description="Web address.")
    contact: InlineText | None = Field(None, description="Whom to ask: a name, a mail address.")


class Report(Node):
    """The report that the outline is drawn from."""

    title: PlainText = Field(description="The report's own title.")
    author: PlainText | None = Field(None, description="Who wrote it.")
    published: PlainText | None = Field(None, description="When, as it should be printed.")
    url: PlainText | None = Field(None, description="Where to read it.")


class Source(Node):
    """One entry of the list of sources."""

    id: Id = Field(description="A name of its own in the whole outline.")
    title: InlineText = Field(description="Title of the work.")
    short: PlainText | None = Field(
        None, description="How notes call it: `Commission 2022`; default: its title."
    )
    author: PlainText | None = Field(None, description="Author or issuing body.")
    publisher: PlainText | None = Field(
        None, description="Publisher, where that is not the author."
    )
    date: PlainText | None = Field(
        None, description="Date of publication, as it should be printed."
    )
    url: PlainText | None = Field(None, description="Where it can be read.")
    note: InlineText | None = Field(None, description="What a reader should know about it.")
    text: PlainText | None = Field(
        None,
        description="Path of its text (.txt, or .pdf with text), in which `check` looks quoted phrases up.",
    )
    language: str | None = Field(
        None,
        pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        description="BCP 47 tag of the language it is quoted in, where that is not the outline's.",
    )
    sha256: str | None = Field(
        None,
        pattern="^[0-9a-fA-F]{64}$",
        description="Digest of that file when the evidence was checked; `check` says when it has changed.",
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
    body: BlockText | None = Field(None, description="What a reader needs to understand it.")
    evidence: tuple[Evidence, ...] = Field(
        min_length=1, description="What supports it: at least one phrase or datum."
    )
    figure: Id | None = Field(None, description="The figure that shows it.")
    table: Id | None = Field(None, description="The table that shows it.")
    key_number: Id | None = Field(None, description="The key number that carries it.")
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


def _column(value: Any) -> Any:
    return {"header": value} if isinstance(value, str) else value


class Table(Claim):
    """Words and numbers in rows and columns; the first column names the row."""

    id: Id = Field(description="A name of its own in the whole outline.")
    title: InlineText = Field(description="The takeaway, as a sentence.")
    subtitle: InlineText | None = Field(None, description="What is listed, in which unit.")
    columns: tuple[Annotated[Column, Shorthand(_column, {"type": "string"})], ...] = Field(
        min_length=2, max_length=12, description="The headings, in order."
    )
    rows: tuple[tuple[InlineText | None, ...], ...] = Field(
        min_length=1, description="A list a row, a text a column; empty cells are `~`."
    )
    source: InlineText | None = Field(
        None, description="The source line; default: the sources of its evidence, by name."
    )
    note: InlineText | None = Field(None, description="What a reader must know to read it rightly.")
    evidence: tuple[Evidence, ...] = Field((), description="Where the rows stand in the sources.")


class Recommendation(Claim):
    """What to do, and who should do it."""

    id: Id = Field(description="A name of its own in the whole outline.")
    actor: PlainText = Field(description="Who should act: `Congress`, `The government of Mexico`.")
    action: InlineText = Field(description="What to do, as a sentence that starts with a verb.")
    body: BlockText | None = Field(None, description="Why and how.")
    findings: Ids = Field((), description="The findings that support it.")
    evidence: tuple[Evidence, ...] = Field((), description="Where the source asks for it.")
