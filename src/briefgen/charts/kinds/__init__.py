"""The chart kinds: one registered class a module, and those of installed packages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from briefgen.charts.kind import ChartKind
from briefgen.outline.figure import Figure, FigureBase
from briefgen.registry import Registry

# In the order of the gallery: amounts, parts, change, relations, text-like.
_OWN = {
    name: f"{__name__}.{'range_' if name == 'range' else name}:{kind}"
    for name, kind in {
        "column": "Column", "bar": "Bar", "grouped": "Grouped", "lollipop": "Lollipop", "dot": "Dot",
        "dumbbell": "Dumbbell", "range": "Range", "bullet": "Bullet", "histogram": "Histogram",
        "share": "Share", "waffle": "Waffle", "stacked": "Stacked", "stacked100": "Stacked100",
        "waterfall": "Waterfall", "line": "Line", "area": "Area", "slope": "Slope", "timeline": "Timeline",
        "multiples": "Multiples", "scatter": "Scatter", "heat": "Heat", "tilemap": "TileMap", "flow": "Flow",
        "panel": "Panel",
    }.items()
}  # fmt: skip
KINDS: Registry[ChartKind[Any]] = Registry("briefgen.charts", ChartKind, _OWN, ("Spec",))


def kind_of(spec: FigureBase) -> ChartKind[Any]:
    """The kind of a figure."""
    return KINDS[spec.kind]


def figure_of(data: Mapping[str, Any]) -> Figure:
    """A figure as its kind's specification. Raises KeyError for no kind, pydantic_core.ValidationError."""
    made: Figure = KINDS[data["kind"]].Spec.model_validate(data)
    return made
