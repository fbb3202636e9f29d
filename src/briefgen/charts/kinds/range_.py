"""Ranges: intervals of estimates, each on a line of its own."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from briefgen.outline.figure import FigureBase, Row, Unit

KIND = "range"


class Spec(FigureBase, Unit):
    """An interval for each row: a low and a high end, both labelled."""

    kind: Literal["range"]
    data: tuple[Row, ...] = Field(
        min_length=1, description="A row an interval (`18..39`) or a single estimate."
    )
