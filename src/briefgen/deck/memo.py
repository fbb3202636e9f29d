"""What was made before, for as long as there is room for it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
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
            self._held.move_to_end(key)
            return found
        made = self._held[key] = make()
        self._total += self._size(made)
        while self._total > self._most:
            self._total -= self._size(self._held.popitem(last=False)[1])
        return made
