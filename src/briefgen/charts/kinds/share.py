"""Share: one number of a whole, drawn as the part of a bar that it is."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from briefgen.outline.base import InlineText, Number
from briefgen.outline.figure import FigureBase, Unit

KIND = "share"


class Spec(FigureBase, Unit):
    """The part and the rest of one whole."""

    kind: Literal["share"]
    value: Number = Field(description="The part, in the same unit as `whole`.")
    whole: Number = Field(
        default="100", validate_default=True, description="The whole; 100 for a percentage."
    )
    label: InlineText = Field(description="What the part is.")
    rest: InlineText = Field(description="What the rest is, or that the source does not say.")
