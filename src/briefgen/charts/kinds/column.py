"""Columns: a few values compared side by side, often over time."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from briefgen.outline.figure import FigureBase, Row, Unit

KIND = "column"


class Spec(FigureBase, Unit):
    """A column for each row, from zero."""

    kind: Literal["column"]
    data: tuple[Row, ...] = Field(min_length=1, description="A row a column, in the order drawn.")
