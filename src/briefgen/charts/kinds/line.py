"""Lines: how values change over time, up to a few series."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from briefgen.outline.base import Node, Number, PlainText
from briefgen.outline.figure import FigureBase, Unit

KIND = "line"


class Point(Node):
    """One point of one series."""

    x: PlainText = Field(description="A year, a date (`2021-05`) or a number; drawn to scale.")
    value: Number = Field(description="The quantity; `missing` breaks the line.")
    series: PlainText | None = Field(None, description="Which line it belongs to, where there are several.")


class Spec(FigureBase, Unit):
    """A line for each series, its points at their true distance."""

    kind: Literal["line"]
    data: tuple[Point, ...] = Field(min_length=2, description="A row a point.")
