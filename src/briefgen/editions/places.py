"""Where the texts of an edition are written: in a translation, in an audience's words, or in the outline."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from briefgen.diagnostics import Place
from briefgen.outline import yamltree
from briefgen.outline.audience import Audience
from briefgen.outline.base import Node
from briefgen.outline.base import Path as Keys


class Places(Struct, frozen=True):
    """`tree` is the outline's, `translated` its translation's; `audiences` the edition's own and those it extends."""

    tree: yamltree.Node
    translated: yamltree.Node | None = None
    audiences: tuple[Audience, ...] = ()

    def part(self, name: str, node: Node, key: str) -> Place:
        """Where the text `key` of `node`, which a rewording or a translation calls `name`, stands."""
        worded = self._worded(("reword", name, key))
        return self._first(*worded, (self.translated, ("parts", name, key)), at=(*node.path, key))

    def option(self, *keys: str) -> Place:
        """Where a key that audiences have for themselves stands: `title`, or `deck`, `footer`."""
        return self._first(*self._worded(keys), (self.translated, keys), at=keys)

    def _worded(self, keys: Keys) -> Iterator[tuple[yamltree.Node | None, Keys]]:
        for audience in self.audiences:
            yield self.translated, ("audiences", audience.id, *keys)
            yield self.tree, (*audience.path, *keys)

    def _first(self, *tried: tuple[yamltree.Node | None, Keys], at: Keys) -> Place:
        for tree, keys in tried:
            if tree is not None:
                found, walked = yamltree.find(tree, keys)
                if walked == keys:
                    return found.place
        return yamltree.find(self.tree, at)[0].place
