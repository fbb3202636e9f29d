"""A part of the outline in another audience's words; its evidence and its numbers stay.

`TEXTS` as a key of a rewording stands for the short texts inside a figure or table, which have no key of
their own: labels, names of series, cells and headings, each by the text that it replaces.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from briefgen.outline.base import Node
from briefgen.outline.figure import Evidence

T = TypeVar("T", bound=Node)
TEXTS = "texts"
# Names, choices and looks of a part: no reader sees them as they are written.
_NOT_TEXT = frozenset(
    ("id", "kind", "evidence", "currency", "magnitude", "deck", "align", "status")
)


def reworded(node: T, words: Mapping[str, Any]) -> T:
    """`node` with other texts, validated as its own were; its evidence stays."""
    own = {name: text for name, text in words.items() if name != TEXTS}
    inside = words.get(TEXTS) or {}
    values = {
        name: value if name in _NOT_TEXT or own.get(name) else _replaced(value, inside)
        for name, value in dict(node).items()
    }
    changed = type(node).model_validate({**values, **own})
    changed.place_at(node.path)
    return changed


def _replaced(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return words.get(value, value)
    if isinstance(value, Evidence) or not words:
        return value
    if isinstance(value, Node):
        new = {k: v if k in _NOT_TEXT else _replaced(v, words) for k, v in dict(value).items()}
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
        for name, inner in dict(value).items():
            if name not in _NOT_TEXT:
                yield from inner_texts(inner)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from inner_texts(item)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from inner_texts(key)
            yield from inner_texts(inner)
