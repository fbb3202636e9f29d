"""The chart kinds, each one small module: its `Spec` (what the outline may say) and its `draw`."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from briefgen.outline.figure import Figure


def _module(kind: str) -> str:
    return f"{__name__}.{'range_' if kind == 'range' else kind}"


class Kinds(Mapping[str, Any]):
    """The modules of chart kinds by their names, each imported when it is first asked for."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)

    def __getitem__(self, kind: str) -> Any:
        if kind not in self._names:
            raise KeyError(kind)
        return importlib.import_module(_module(kind))

    def __contains__(self, kind: object) -> bool:
        return kind in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


# In the order of the gallery: amounts, parts, change, relations, text-like.
KINDS = Kinds((
    "column", "bar", "grouped", "lollipop", "dot", "dumbbell", "range", "bullet", "histogram",
    "share", "waffle", "stacked", "stacked100", "waterfall",
    "line", "area", "slope", "timeline", "multiples",
    "scatter", "heat", "tilemap", "flow", "panel",
))  # fmt: skip


def figure_of(data: Mapping[str, Any]) -> Figure:
    """A figure as its kind's specification. Raises KeyError for no kind, pydantic_core.ValidationError."""
    made: Figure = KINDS[data["kind"]].Spec.model_validate(data)
    return made


def elastic(spec: Figure) -> bool:
    """Whether the figure's kind is as good at any height; in the others each row needs its room."""
    return bool(getattr(KINDS[spec.kind], "ELASTIC", False))
