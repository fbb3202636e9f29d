"""What a slide's elements are made from, as a key: the same key, the same slide."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cache
from operator import attrgetter
from typing import Any

from briefgen.deck.measure import Typeface
from briefgen.deck.placed import ChartBox
from briefgen.editions import EditionFigure

_PLAIN = frozenset((str, int, float, bool, type(None)))


def content(value: Any) -> Hashable:
    """All of a placed slide that can be seen, and how: fields, one in the other.

    Of a typeface its theme is left out, which a template's slides have in common; a drawn chart stands for its
    figure's data, so that only a figure's id is told, but for one that PowerPoint draws.
    """
    kind: Any = type(value)
    if kind in _PLAIN:
        plain: Hashable = value
        return plain
    if kind is tuple:
        return _all(value)
    if kind is Typeface:
        return value.name, value.stretch, value.leading
    if kind is EditionFigure:
        return str(value.id)
    told = _all(_fields(kind)(value))
    return (kind, told, repr(value.figure)) if kind is ChartBox else (kind, told)


def _all(values: tuple[Any, ...]) -> Hashable:
    return tuple([v if type(v) in _PLAIN else content(v) for v in values])


@cache
def _fields(kind: Any) -> Callable[[object], tuple[object, ...]]:
    """What takes the fields of a Struct or a dataclass out of it."""
    names = kind.__match_args__
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)
