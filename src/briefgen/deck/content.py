"""What a slide's elements are made from, as a key: the same key, the same slide."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable
from functools import cache
from operator import attrgetter
from typing import Any

from briefgen.deck.measure import Typeface
from briefgen.deck.placed import ChartBox
from briefgen.editions import EditionFigure

_PLAIN = frozenset((str, int, float, bool, type(None)))


def content(value: Any) -> Hashable:
    """All of a placed slide that can be seen, and how: fields of dataclasses, one in the other.

    Of a typeface its theme is left out, which a template's slides have in common; a drawn chart stands for its
    figure's data, so that only a figure's id is told, but for one that PowerPoint draws.
    """
    kind: Any = type(value)
    if kind in _PLAIN:
        plain: Hashable = value
        return plain
    if isinstance(value, tuple):
        return tuple([content(each) for each in value])
    if isinstance(value, Typeface):
        return value.name, value.stretch, value.leading
    if isinstance(value, EditionFigure):
        return value.id
    told = tuple([content(each) for each in _fields(kind)(value)])
    return (kind, told, repr(value.figure)) if isinstance(value, ChartBox) else (kind, told)


@cache
def _fields(kind: Any) -> Callable[[object], tuple[object, ...]]:
    """What takes the fields of a dataclass out of it."""
    names = [field.name for field in dataclasses.fields(kind)]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)
