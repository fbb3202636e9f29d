"""What was made before, for as long as there is room for it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import Generic, TypeVar

V = TypeVar("V")


class Memo(Generic[V]):
    """Values by what they were made from; those used least recently go when their sizes add up to more than `most`."""

    def __init__(self, most: int, size: Callable[[V], int] = lambda _: 1) -> None:
        self._most, self._size = most, size
        self._held: OrderedDict[Hashable, V] = OrderedDict()
        self._total = 0

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """What `make` gave for `key`, or gives now. Raises what it raises, and keeps nothing then."""
        found = self._held.get(key)
        if found is not None:
            with suppress(KeyError):  # another thread may have made it go just now
                self._held.move_to_end(key)
            return found
        made = make()
        known = self._held.pop(key, None)
        self._held[key] = made
        self._total += self._size(made) - (0 if known is None else self._size(known))
        while self._total > self._most and self._held:
            self._total -= self._size(self._held.popitem(last=False)[1])
        return made
