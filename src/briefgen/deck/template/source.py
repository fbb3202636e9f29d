"""Where a template comes from; python-pptx opens it when what is made from it is not at hand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from briefgen.deck.placed import Kind
from briefgen.deck.stock import Stock
from briefgen.deck.template import safety
from briefgen.deck.template.model import Template
from briefgen.deck.template.stored import Held, recalled
from briefgen.diagnostics import BriefgenError, error
from briefgen.memo import Memo
from briefgen.outline.suggest import did_you_mean
from briefgen.theme import Theme

_templates: Memo[Template] = Memo(16)
_stocks: Memo[Stock] = Memo(64_000_000, lambda stock: stock.size)


class Source:
    """The presentation file at `path`, or briefgen's own template in the look of `theme`.

    `key` tells it from others. Raises BriefgenError, here and later, for a file that cannot or must not be used.
    """

    def __init__(self, path: Path | None, theme: Theme) -> None:
        self.path, self.theme = path, theme
        self._data = b"" if path is None else safety.read(path)
        self._opened: Any = None
        # No file has the key of our own, an empty one neither.
        self.key = (hashlib.sha256(self._data).hexdigest() if path else "own", theme)

    def presentation(self) -> Any:
        """The presentation by python-pptx, without slides, as composers know it: from left to right.

        It is opened once, until it is used up by `stock`.
        """
        if self._opened is None:
            from briefgen.deck import mirror
            from briefgen.deck.template import load

            if self.path is None:
                self._opened = load.own_presentation(self.theme)
            else:
                self._opened = load.presentation(self.path, self._data)
            with load.reading(self.path):
                # Composers know one direction; the deck is turned round when it is placed.
                if mirror.is_rtl(self._opened):
                    mirror.turn(self._opened)
        return self._opened

    def template(self, asked: Mapping[Kind, str]) -> Template:
        """The template, with the map from kinds of slides to layouts that the outline asks for."""
        wanted = tuple(sorted(asked.items()))
        return _templates.get(
            (self.key, wanted), lambda: self._kept(Template, wanted, lambda: self._template(asked))
        )

    def _kept(self, what: type[Held], key: object, make: Callable[[], Held]) -> Held:
        return recalled(what, self.theme, (self.key[0], key), make)

    def _template(self, asked: Mapping[Kind, str]) -> Template:
        from briefgen.deck.template import load
        from briefgen.deck.template.read import layouts, read

        opened = self.presentation()
        with load.reading(self.path):
            names = [layout.name for layout in layouts(opened)]
            problems = (layout_problem(name, names) for name in asked.values())
            found = [error("layout", p[0], hint=p[1]) for p in problems if p]
            if found:
                raise BriefgenError(found)
            return read(opened, self.theme, own=self.path is None, asked=asked)

    def stock(self, layouts: Collection[int], face: str | None = None) -> Stock:
        """The stock for slides on the layouts with these numbers.

        With a `face` for text from right to left, all is turned round.
        """
        wanted = (tuple(sorted(layouts)), face)

        def make() -> Stock:
            return self._kept(Stock, wanted, lambda: self._stock(layouts, face))

        return _stocks.get((self.key, wanted), make)

    def _stock(self, layouts: Collection[int], face: str | None) -> Stock:
        from briefgen.deck import mirror
        from briefgen.deck.template import load, taken

        opened = self.presentation()
        self._opened = None
        with load.reading(self.path):
            if face is not None:
                mirror.turn(opened)
                mirror.give_faces(opened, face)
            return taken.taken(opened, layouts)


def layout_problem(name: str, names: Sequence[str]) -> tuple[str, str] | None:
    """What is wrong with asking for the layout `name` of a template with `names`, and a hint; else None."""
    if name.casefold() in (known.casefold() for known in names):
        return None
    return f"the template has no layout `{name}`", did_you_mean(name, names)
