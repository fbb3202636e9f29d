"""A slide while it is made: its elements, copied from prototypes, and what it is related to."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any, TypeAlias

from lxml import etree
from msgspec import Struct

from briefgen.deck.names import IMAGE, LAYOUT, LINK, qn
from briefgen.deck.placed import Box
from briefgen.deck.stock import Stock
from briefgen.deck.text import add

_SP_PR, _XFRM = qn("p:spPr"), qn("a:xfrm")
_TREE = f"{qn('p:cSld')}/{qn('p:spTree')}"
_PROPERTIES = qn("p:cNvPr")


class Image(Struct, frozen=True):
    """A PNG or JPEG picture; slides that show the same one share it."""

    data: bytes


class Vector(Struct, frozen=True):
    """The SVG of the chart with this number on its slide."""

    svg: str
    number: int


class Chart(Struct, frozen=True):
    """A chart's part and its workbook, to which it has the relationship `relation`."""

    xml: bytes
    workbook: bytes
    relation: str


class Link(Struct, frozen=True):
    """An address outside."""

    url: str


Target: TypeAlias = (
    str | Image | Vector | Chart | Link
)  # a string is the name of a part of the template


class Finished(Struct, frozen=True):
    """A slide's part in two, what comes at its foot between them, and its notes' (None where there are none).

    `count` is how many shapes the slide has, the tree of them included; `relations` are the types and targets of
    its relationships in order.
    """

    start: bytes
    end: bytes
    count: int
    relations: tuple[tuple[str, Target], ...]
    notes: bytes | None
    foot: bytes = b""

    @property
    def xml(self) -> bytes:
        """The whole part."""
        return self.start + self.foot + self.end

    @property
    def size(self) -> int:
        """Bytes that it takes, about."""
        held = (getattr(t, "data", b"") or getattr(t, "svg", "") for _, t in self.relations)
        said = len(self.start) + len(self.end) + len(self.notes or b"")
        return said + sum(len(each) for each in held)


class Prototypes:
    """The stock's prototypes, parsed when they are first asked for."""

    def __init__(self, stock: Stock) -> None:
        self.stock = stock
        self._parsed: dict[object, Any] = {}

    def slide(self, layout: int) -> Sheet:
        """A new slide on the layout with this number."""
        held = self.stock.layouts[layout]
        return Sheet(self.new(layout, held.slide), held.name)

    def shape(self, kind: str) -> Any:
        """A new text box ("text"), rectangle ("panel"), picture or table."""
        return self.new(kind, self.stock.shapes[kind])

    def notes(self) -> Any:
        """New notes."""
        return self.new("notes", self.stock.notes)

    def new(self, key: object, xml: bytes) -> Any:
        """A copy of the prototype called `key`."""
        known = self._parsed.get(key)
        if known is None:
            known = self._parsed[key] = etree.fromstring(xml)
        return copy.copy(known)


class Sheet:
    """One slide; `tree` holds its shapes."""

    def __init__(self, root: Any, layout: str) -> None:
        self.root = root
        self.tree = root.find(_TREE)
        self._related: dict[tuple[str, Target], str] = {}
        self.relate(LAYOUT, layout)

    def relate(self, kind: str, target: Target) -> str:
        """The id of the relationship of this kind to `target`, which is made unless there is one."""
        return self._related.setdefault((kind, target), f"rId{len(self._related) + 1}")

    def link(self, url: str) -> str:
        """The id of the relationship to an address outside."""
        return self.relate(LINK, Link(url))

    def show(self, picture: Any, image: bytes) -> None:
        """Have the element of a picture show an image."""
        blip = next(picture.iter(qn("a:blip")))
        blip.set(qn("r:embed"), self.relate(IMAGE, Image(image)))

    def add(self, element: Any) -> Any:
        """Put the element at the end of the slide and return it."""
        self.tree.append(element)
        return element

    @property
    def count(self) -> int:
        """How many shapes there are."""
        return len(self.tree) - 2  # its own names and place

    def finished(self, notes: Any = None) -> Finished:
        """The slide as it is now, its shapes numbered, with its notes' element."""
        number = 0
        for number, properties in enumerate(self.tree.iter(_PROPERTIES), 1):
            properties.set("id", str(number))
        said = None if notes is None else written(notes)
        return Finished(*self._parted(), number, tuple(self._related), said)

    def foot(self, elements: Iterable[Any], first: int) -> bytes:
        """What `elements` are at the end of this slide, which has no shapes yet, numbered from `first`."""
        start, _ = self._parted()
        for element in elements:
            for number, properties in enumerate(self.add(element).iter(_PROPERTIES), first):
                properties.set("id", str(number))
                first = number + 1
        return self._parted()[0][len(start) :]

    def _parted(self) -> tuple[bytes, bytes]:
        """The part before and after the end of its shapes."""
        whole = written(self.root)
        at = whole.rindex(b"</p:spTree>")
        return whole[:at], whole[at:]


def written(root: Any) -> bytes:
    """A part's element as the part's bytes."""
    return bytes(etree.tostring(root, encoding="UTF-8", standalone=True))


def put(element: Any, box: Box) -> None:
    """Set position and size of a shape's element (`a:xfrm`, ECMA-376 part 1, 20.1.7.6)."""
    properties = element.find(_SP_PR)
    known = properties.find(_XFRM)
    if known is not None:
        properties.remove(known)
    frame = add(properties, "xfrm")
    properties.insert(0, frame)
    add(frame, "off", x=emu(box.x), y=emu(box.y))
    add(frame, "ext", cx=emu(box.width), cy=emu(box.height))


def name(element: Any, said: str) -> None:
    """Call a shape's element by a name."""
    next(element.iter(_PROPERTIES)).set("name", said)


def describe(element: Any, said: str) -> None:
    """Give a shape's element its alternative text."""
    next(element.iter(_PROPERTIES)).set("descr", said)


def emu(points: float) -> str:
    """Points as whole English Metric Units, rounded down."""
    return str(int(points * 12700))
