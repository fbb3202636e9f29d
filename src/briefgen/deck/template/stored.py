"""Templates and stocks between runs: what python-pptx made of a presentation file is read back from the cache.

An entry is JSON, and after it the bytes that the JSON speaks of by their lengths.
"""

from __future__ import annotations

import dataclasses
import json
import struct
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from msgspec import Struct

from briefgen import cache, manifest
from briefgen.deck.measure import Typeface
from briefgen.deck.placed import Box
from briefgen.deck.stock import LayoutStock, Part, Relation, Stock
from briefgen.deck.template.faces import drawn_in, measured_by
from briefgen.deck.template.model import Frame, Layout, Place, Template
from briefgen.deck.template.styles import Style
from briefgen.theme import FONT_FOLDER, Colours, Theme
from briefgen.versions import versions

_KINDS = {
    kind.__name__: kind
    for kind in (Template, Frame, Layout, Place, Style, Box, Stock, Part, Relation, LayoutStock)
}
_HEAD = struct.Struct(">Q")
MOST = 8_000_000  # bytes of an entry: a template with films in it is opened each time
Held = TypeVar("Held", Template, Stock)


def recalled(what: type[Held], base: Theme, key: object, make: Callable[[], Held]) -> Held:
    """What `make` gave for `key` and the theme `base` in an earlier run, or gives now."""
    kept = cache.current()
    name = cache.key_of(what.__name__, versions(), base, _letters(base), key)
    data = kept.recall(name)
    if data is not None:
        try:
            found = loads(data, base)
            if isinstance(found, what):
                return found
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, struct.error):
            pass  # an entry that another program made
    made = make()
    data = dumps(made, base)
    if len(data) <= MOST:
        kept.put(name, data)
    return made


def _letters(base: Theme) -> str | None:
    """A digest of a font that is not ours: which letters it has says how high its lines are."""
    path = base.font_path("regular")
    return None if path.parent == FONT_FOLDER else manifest.digest(path)


def dumps(value: Template | Stock, base: Theme) -> bytes:
    """`value`, made with the theme `base`, as bytes."""
    blobs: list[bytes] = []
    head = json.dumps(_plain(value, base, blobs), separators=(",", ":")).encode()
    return b"".join((_HEAD.pack(len(head)), head, *blobs))


def loads(data: bytes, base: Theme) -> Any:
    """What `dumps` made bytes of. Raises one of several errors for bytes that it did not make."""
    (length,) = _HEAD.unpack_from(data)
    start = _HEAD.size + length
    return _Reader(data, start, base).value(json.loads(data[_HEAD.size : start]))


def _plain(value: Any, base: Theme, blobs: list[bytes]) -> Any:
    """`value` as JSON has it: lists are tuples, `[...]` under a name the fields of a dataclass."""
    if isinstance(value, bytes):
        blobs.append(value)
        return {"bytes": len(value)}
    if isinstance(value, tuple):
        return [_plain(each, base, blobs) for each in value]
    if isinstance(value, Mapping):
        pairs = [[_plain(k, base, blobs), _plain(v, base, blobs)] for k, v in value.items()]
        return {"map": pairs}
    if isinstance(value, Typeface):
        return {"face": [value.name, value.stretch, value.leading]}
    if isinstance(value, Theme):
        colours = {name: getattr(value.colours, name) for name in Colours.model_fields}
        return {"theme": None if value == base else [colours, value.fonts.deck]}
    if isinstance(value, Struct) or dataclasses.is_dataclass(value):
        fields = [getattr(value, name) for name in _fields(type(value))]
        return {type(value).__name__: [_plain(each, base, blobs) for each in fields]}
    return value


def _fields(kind: Any) -> list[str]:
    return [name for name in kind.__match_args__ if name != "token"]


class _Reader:
    def __init__(self, data: bytes, start: int, base: Theme) -> None:
        self._data, self._at, self._base = data, start, base

    def value(self, given: Any) -> Any:
        kind = type(given)
        if kind is list:
            return tuple([self.value(each) for each in given])
        if kind is not dict:
            return given
        ((name, held),) = given.items()
        if name in _KINDS:
            return _KINDS[name](*[self.value(each) for each in held])
        if name == "bytes":
            self._at += held
            if held < 0 or self._at > len(self._data):
                raise ValueError("there are not so many bytes")
            return self._data[self._at - held : self._at]
        if name == "map":
            return {self.value(key): self.value(each) for key, each in held}
        if name == "face":
            return Typeface(held[0], measured_by(held[0], self._base), *held[1:])
        if name == "theme":
            return self._base if held is None else self._theme(*held)
        raise ValueError(f"there is no {name}")

    def _theme(self, colours: dict[str, Any], font: str) -> Theme:
        held = {n: tuple(each) if isinstance(each, list) else each for n, each in colours.items()}
        look = {
            "colours": self._base.colours.model_copy(update=held),
            "fonts": drawn_in(font, self._base),
        }
        return self._base.model_copy(update=look)
