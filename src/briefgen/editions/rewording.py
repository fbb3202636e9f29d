"""A part of the outline in another audience's words; its evidence and its numbers stay.

`TEXTS` as a key of a rewording stands for the short texts inside a figure or table, which have no key of
their own: labels, names of series, cells and headings, each by the text that it replaces.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from briefgen.outline.base import Node, text_fields, written
from briefgen.outline.figure import Evidence

T = TypeVar("T", bound=Node)
TEXTS = "texts"
# Parts of a part that no audience rewords here: its evidence is the sources', its slide has options.
_NOT_INSIDE = frozenset(("evidence", "deck"))


def _inside(node: Node) -> Iterator[tuple[str, Any]]:
    """The fields of a node in which texts are that a reader sees."""
    texts = text_fields(type(node))
    for name, value in dict(node).items():
        if name not in _NOT_INSIDE and (not isinstance(value, str) or name in texts):
            yield name, value


def reworded(node: T, words: Mapping[str, Any]) -> T:
    """`node` with other texts, validated as its own were; its evidence stays."""
    own = {name: text for name, text in words.items() if name != TEXTS}
    inside = words.get(TEXTS) or {}
    values = written(node)
    values |= {n: _replaced(v, inside) for n, v in _inside(node) if n in values and not own.get(n)}
    changed = type(node).model_validate({**values, **own})
    changed.place_at(node.path)
    return changed


def _replaced(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return words.get(value, value)
    if isinstance(value, Evidence) or not words:
        return value
    if isinstance(value, Node):
        new = {name: _replaced(inner, words) for name, inner in _inside(value)}
        return value.model_copy(update=new)
    if isinstance(value, tuple | list):
        return tuple(_replaced(item, words) for item in value)
    if isinstance(value, dict):
        return {_replaced(k, words): _replaced(v, words) for k, v in value.items()}
    return value


def inner_texts(value: Any) -> Iterator[str]:
    """The texts that `TEXTS` can replace in a figure or table, in the order of the file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Node) and not isinstance(value, Evidence):
        for _, inner in _inside(value):
            yield from inner_texts(inner)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from inner_texts(item)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from inner_texts(key)
            yield from inner_texts(inner)
