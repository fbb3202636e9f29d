"""How a brief and a deck are laid out, as an outline and its audiences say it."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from briefgen.outline.base import Node, PlainText, Syntax
from briefgen.outline.figure import SlideChart

PageSize: TypeAlias = Literal["letter", "a4"]
Layout: TypeAlias = Literal["auto", "highlights", "brief", "full"]
SlideKind: TypeAlias = Literal[
    "title", "section", "message", "key-numbers", "chart", "points", "number", "quotation",
    "comparison", "table", "recommendations", "sources", "closing",
]  # fmt: skip
HandoutStyle: TypeAlias = Literal["three", "notes"]


class BriefOptions(Node):
    """How the PDF is laid out."""

    size: PageSize = Field("letter", description="Paper size.")
    layout: Layout = Field(
        "auto",
        description="`highlights`: one page; `brief`: two or four; `full`: contents and evidence too; "
        "`auto`: everything, on as many pages as it takes.",
    )
    pages: int | None = Field(
        None, ge=1, le=400, description="A promise: exactly so many pages, or nothing is written."
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

    footer: PlainText | None = Field(
        None, description="Text at the foot of each slide; default: the title."
    )
    template: PlainText | None = Field(
        None,
        description="Path of a .pptx or .potx file, from the outline's folder, whose look the slides take.",
    )
    layouts: Annotated[
        dict[SlideKind, PlainText], Syntax("mapping of kinds of slides to names of layouts")
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
