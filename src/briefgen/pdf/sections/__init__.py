"""The sections of a brief. A module in this folder registers its own; nothing else has to name it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from msgspec import Struct

from briefgen.model import outline
from briefgen.model.edition import Edition
from briefgen.pdf.blocks import Draft
from briefgen.pdf.layout import Band
from briefgen.pdf.tagged.structure import Element

# Every layout but `highlights`, which is one page.
LONG_LAYOUTS: tuple[outline.Layout, ...] = ("auto", "brief", "full")

Writer: TypeAlias = Callable[[Edition, Draft, Element], Iterator[Band]]
# Findings of a section that the contents list under it: the key of a heading and its text.
Entries: TypeAlias = Callable[[Edition, Draft], Iterable[tuple[str, str]]]


class Section(Struct, frozen=True):
    """A part of the brief.

    `name` is the fixed word of its heading (its destination has hyphens for spaces); it stands in `layouts`, by `place`
    from the smallest number to the largest; `write` gives its bands and tags them under the root. `stands` says whether
    an edition has anything for it. The contents list it if `listed`, and `entries` under it.
    """

    name: str
    layouts: tuple[outline.Layout, ...]
    place: int
    write: Writer
    stands: Callable[[Edition], object] = lambda edition: True
    listed: bool = False
    entries: Entries = lambda edition, draft: ()

    @property
    def key(self) -> str:
        """The name of the destination that links to it lead to."""
        return self.name.replace(" ", "-")


_SECTIONS: list[Section] = []


def section(
    name: str, layouts: Iterable[outline.Layout], place: int, *, stands: Callable[[Edition], object] = lambda edition: True,
    listed: bool = False, entries: Entries = lambda edition, draft: (),
) -> Callable[[Writer], Section]:  # fmt: skip
    """Register the function below as a :class:`Section`. Raises ValueError for a place that a layout has given already."""

    def register(write: Writer) -> Section:
        new = Section(name, tuple(layouts), place, write, stands, listed, entries)
        for old in _SECTIONS:
            if old.place == place and set(old.layouts) & set(new.layouts):
                raise ValueError(f"the sections `{old.name}` and `{name}` stand in one place")
        _SECTIONS.append(new)
        return new

    return register


def sections(edition: Edition) -> list[Section]:
    """The sections of `edition`, in the order of its layout."""
    found = [s for s in _SECTIONS if edition.brief.layout in s.layouts and s.stands(edition)]
    return sorted(found, key=lambda s: s.place)


for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
