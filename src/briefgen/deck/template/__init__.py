"""Templates: briefgen's own, made from the theme, and those that organisations bring.

python-pptx opens one when what is made from it is not at hand: in this process, or in the cache of another run.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, TypeVar

import msgspec

from briefgen.deck.measure import Typeface, chart_fonts, measuring_theme
from briefgen.deck.placed import Kind
from briefgen.deck.slide import Stock
from briefgen.deck.template.model import LayoutNeeds, Template, read_file
from briefgen.model.diagnostics import BriefgenError, Diagnostic, did_you_mean, error
from briefgen.model.theme import FONT_FOLDER, Colours, Theme, own_theme
from briefgen.storage import cache
from briefgen.storage.cache import Memo
from briefgen.storage.files import digest
from briefgen.storage.versions import versions

__all__ = ["Source", "Template", "layout_problems", "new"]

MOST = 8_000_000  # bytes of an entry in the cache: a template with films in it is opened each time
Stored = TypeVar("Stored", Template, Stock)

_templates: Memo[Template] = Memo(16)
_stocks: Memo[Stock] = Memo(64_000_000, lambda stock: stock.size)


class Source:
    """The presentation file at `path`, or briefgen's own template in the look of `theme`, for slides of `kinds`.

    Raises BriefgenError, here and later, for a file that cannot or must not be used.
    """

    def __init__(self, path: Path | None, theme: Theme, kinds: Sequence[LayoutNeeds]) -> None:
        self.path, self.theme, self.kinds = path, theme, kinds
        self._data = b"" if path is None else read_file(path)
        self._opened: Any = None
        # No file has the key of our own, an empty one neither.
        digest = hashlib.sha256(self._data).hexdigest() if path else "own"
        self._key = (digest, tuple(kind.name for kind in kinds))

    def layout_names(self) -> list[str]:
        """The names of its layouts."""
        return [layout.name for layout in self.template({}).layouts]

    def template(self, asked: Mapping[Kind, str]) -> Template:
        """The template, with the map from kinds of slides to layouts that the outline asks for."""
        key = (self._key, tuple(sorted(asked.items())))
        return _templates.get(
            (key, self.theme), lambda: recall(Template, self.theme, key, lambda: self._read(asked))
        )

    def stock(self, layouts: Collection[int], face: str | None = None) -> Stock:
        """What slides on the layouts with these numbers are made from.

        With a `face` for text from right to left, all is turned round.
        """
        key = (self._key, tuple(sorted(layouts)), face)
        return _stocks.get(
            (key, self.theme),
            lambda: recall(Stock, self.theme, key, lambda: self._stock(layouts, face)),
        )

    def _presentation(self) -> Any:
        """The presentation by python-pptx, without slides, as composers know it: from left to right.

        It is opened once, until it is used up by `stock`.
        """
        if self._opened is None:
            from briefgen.deck.template import opening

            self._opened = opening.open_template(self.path, self._data, self.theme)
        return self._opened

    def _read(self, asked: Mapping[Kind, str]) -> Template:
        from briefgen.deck.template.opening import reading
        from briefgen.deck.template.read import layouts, read

        opened = self._presentation()
        with reading(self.path):
            names = [layout.name for layout in layouts(opened)]
            found = [problem for _, problem in layout_problems(asked, names, self.kinds)]
            if found:
                raise BriefgenError(found)
            return read(opened, self.theme, self.kinds, asked, own=self.path is None)

    def _stock(self, layouts: Collection[int], face: str | None) -> Stock:
        from briefgen.deck.template import opening

        opened = self._presentation()
        self._opened = None
        with opening.reading(self.path):
            if face is not None:
                opening.turn(opened)
                opening.give_faces(opened, face)
            return opening.make_stock(opened, layouts)


def layout_problems(
    asked: Mapping[Kind, str], names: Sequence[str] | None, kinds: Sequence[LayoutNeeds]
) -> Iterator[tuple[Kind, Diagnostic]]:
    """What is wrong with asking for layouts by kinds of slides, by kind, of a template whose layouts have these names.

    `names` are None where the template cannot be read.
    """
    known = [kind.name for kind in kinds]
    for kind, name in asked.items():
        if kind not in known:
            hint = did_you_mean(kind, known)
            yield kind, error("unknown-key", f"unknown key `{kind}`", hint=hint)
        elif names is not None and name.casefold() not in (each.casefold() for each in names):
            hint = did_you_mean(name, names)
            yield kind, error("layout", f"the template has no layout `{name}`", hint=hint)


def new(target: IO[bytes], theme: Theme | None = None) -> None:
    """Write briefgen's own template, in the look of `theme`, to a binary stream: a start for one's own."""
    from briefgen.deck.template import own

    own.write(theme or own_theme(), target)


def recall(what: type[Stored], base: Theme, key: object, make: Callable[[], Stored]) -> Stored:
    """What `make` gave for `key` and the theme `base` in an earlier run, or gives now; its token is the cache's key."""
    entries = cache.current()
    # Which letters a font has that is not ours says how high its lines are.
    font = base.font_path("regular")
    letters = None if font.parent == FONT_FOLDER else digest(font)
    name = cache.key_of(what.__name__, versions(), base, letters, key)
    data = entries.recall(name)
    if data is not None:
        try:
            return dataclasses.replace(decode(what, data, base), token=name)
        except (msgspec.MsgspecError, ValueError, KeyError, TypeError, AttributeError):
            pass  # an entry that another program made
    made = dataclasses.replace(make(), token=name)
    data = encode(made, base)
    if len(data) <= MOST:
        entries.put(name, data)
    return made


def encode(value: Template | Stock, base: Theme) -> bytes:
    """`value`, made with the theme `base`, as bytes: of a theme and of typefaces, what differs from those of `base`."""

    def plain(part: Any) -> Any:
        if isinstance(part, Typeface):
            return part.name, part.stretch, part.leading
        if isinstance(part, Theme):
            colours = {name: getattr(part.colours, name) for name in Colours.model_fields}
            return None if part == base else (colours, part.fonts.deck)
        raise NotImplementedError(type(part))

    return msgspec.msgpack.encode(value, enc_hook=plain)


def decode(what: type[Stored], data: bytes, base: Theme) -> Stored:
    """What `encode` made bytes of. Raises one of several errors for bytes that it did not make."""

    def whole(kind: type, part: Any) -> Any:
        if kind is Typeface:
            name, stretch, leading = part
            return Typeface(name, measuring_theme(name, base), stretch, leading)
        if part is None:
            return base
        colours, font = part
        look = {n: tuple(each) if isinstance(each, list) else each for n, each in colours.items()}
        return base.model_copy(update={
            "colours": base.colours.model_copy(update=look), "fonts": chart_fonts(font, base),
        })  # fmt: skip

    return msgspec.msgpack.decode(data, type=what, dec_hook=whole)
