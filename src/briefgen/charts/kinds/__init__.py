"""The chart kinds: one registered class a module, and those of installed packages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from briefgen.charts.kind import ChartKind
from briefgen.model.figures import Figure, FigureBase
from briefgen.model.registry import CHART_KINDS


def kind_of(spec: FigureBase) -> ChartKind[Any]:
    """The kind of a figure."""
    kind: ChartKind[Any] = CHART_KINDS[spec.kind]
    return kind


def figure_of(data: Mapping[str, Any]) -> Figure:
    """Return a figure as its kind's specification. Raises KeyError for no kind, pydantic_core.ValidationError."""
    name = data["kind"]
    with CHART_KINDS.blame(name, ValidationError):
        figure: Figure = CHART_KINDS[name].Spec.model_validate(data)
    return figure
