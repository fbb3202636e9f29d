"""Bars: values compared across categories whose names need room."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from briefgen.outline.figure import FigureBase, Row, Unit

KIND = "bar"


class Spec(FigureBase, Unit):
    """A horizontal bar for each row, from zero."""

    kind: Literal["bar"]
    data: tuple[Row, ...] = Field(min_length=1, description="A row a bar, from the top down.")
