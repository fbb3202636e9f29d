"""Timeline: dated events, at their true distance in time."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from briefgen.outline.base import InlineText, Node, PlainText
from briefgen.outline.figure import FigureBase

KIND = "timeline"


class Event(Node):
    """Something that happened at, or from, a point in time."""

    date: PlainText = Field(
        pattern=r"^(\d{4})(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
        description="`2014`, `2021-05` or `2021-05-15`: as exact as it is known.",
    )
    label: InlineText = Field(description="What happened, in a few words.")
    ongoing: bool = Field(False, description="Whether it goes on from then: `since 2014`.")


class Spec(FigureBase):
    """Events along a line to scale."""

    kind: Literal["timeline"]
    data: tuple[Event, ...] = Field(min_length=2, description="The events, in any order.")
