"""Structs, dataclasses and models as JSON and back, to be kept between runs.

JSON is read where a pickle would be run: nothing is made but what the modules named define, of values that are plain.
What is read is as it was written where it was written by this; what another program has written may be wrong, and is
then refused or a value of the wrong type, but never more than data.
"""

from __future__ import annotations

import dataclasses
import datetime
import importlib
import json
from collections.abc import Callable, Collection
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from briefgen.typed.model import Model

T = TypeVar("T")

# A list is a tuple where it begins with the first of these, and so on; from 0 on, an object of a class of the table.
_TUPLE, _LIST, _DICT, _SET, _DECIMAL, _DATE, _PATH = range(-7, 0)
# What reading bytes that `dumps` did not make may raise.
REFUSED = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, ImportError, RecursionError,
)  # fmt: skip


def dumps(value: Any) -> bytes:
    """`value`, all that is in it included, as bytes. Raises TypeError for what cannot be read back."""
    table: dict[type, int] = {}
    made = _plain(value, table)
    names = [f"{kind.__module__}:{kind.__qualname__}" for kind in table]
    return json.dumps([names, made], separators=(",", ":")).encode()


def loads(data: bytes, modules: Collection[str]) -> Any:
    """What `dumps` made bytes of: objects of classes that `modules` define. Raises one of REFUSED."""
    names, value = json.loads(data)
    return _Reader([_class(name, modules) for name in names]).value(value)


def read(data: bytes | None, kind: type[T], modules: Collection[str]) -> T | None:
    """The `kind` that `dumps` made bytes of; None where there are none, or those that another program made."""
    if data is None:
        return None
    try:
        found = loads(data, modules)
    except REFUSED:
        return None
    return found if isinstance(found, kind) else None


def _plain(value: Any, table: dict[type, int]) -> Any:
    kind = type(value)
    if value is None or kind in (str, int, float, bool):
        return value
    if kind is tuple:
        return [_TUPLE, *(_plain(item, table) for item in value)]
    if kind is list:
        return [_LIST, *(_plain(item, table) for item in value)]
    if kind is dict:
        return [_DICT, *(_plain(part, table) for pair in value.items() for part in pair)]
    if kind in (set, frozenset):
        return [_SET, *sorted(value)]
    if kind is Decimal:
        return [_DECIMAL, str(value)]
    if kind is datetime.date:
        return [_DATE, value.isoformat()]
    if isinstance(value, Path):
        return [_PATH, str(value)]
    inside: list[Any]
    if isinstance(value, Enum):
        inside = [value.value]
    elif isinstance(value, Model):
        inside = value.made_of()
    elif isinstance(value, Struct) or dataclasses.is_dataclass(value):
        inside = [getattr(value, name) for name in kind.__match_args__]
    else:
        raise TypeError(f"{kind.__name__} cannot be kept")
    number = table.setdefault(kind, len(table))
    return [number, *(_plain(part, table) for part in inside)]


def _class(name: str, modules: Collection[str]) -> Callable[..., Any]:
    """What makes an object of the class called `name` of its values."""
    module, _, within = name.partition(":")
    if module not in modules:
        raise ValueError(f"nothing of {module} is kept")
    kind: Any = getattr(importlib.import_module(module), within)
    if not isinstance(kind, type) or kind.__module__ != module:
        raise ValueError(f"{name} is no class of its own")
    if issubclass(kind, Model):
        return kind.remade
    if issubclass(kind, Enum | Struct) or dataclasses.is_dataclass(kind):
        return kind
    raise ValueError(f"{name} is not kept")


class _Reader:
    def __init__(self, classes: list[Callable[..., Any]]) -> None:
        self._classes = classes

    def value(self, given: Any) -> Any:
        if type(given) is not list:
            return given
        code, inside = given[0], given[1:]
        if code >= 0:
            return self._classes[code](
                *[v if type(v) is not list else self.value(v) for v in inside]
            )
        if code == _TUPLE:
            return tuple([v if type(v) is not list else self.value(v) for v in inside])
        if code == _LIST:
            return [self.value(v) for v in inside]
        if code == _DICT:
            parts = [self.value(v) for v in inside]
            return dict(zip(parts[::2], parts[1::2], strict=True))
        if code == _SET:
            return frozenset(inside)
        (text,) = inside
        if code == _DECIMAL:
            return Decimal(text)
        if code == _DATE:
            return datetime.date.fromisoformat(text)
        if code == _PATH:
            return Path(text)
        raise ValueError("there is no such type")
