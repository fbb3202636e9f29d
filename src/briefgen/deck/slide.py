"""A slide while it is made: prototypes as bytes, elements copied from them, and what they are related to."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from lxml import etree
from msgspec import Struct

from briefgen.deck.boxes import CELL_X, CELL_Y, Box, Line, TableBox
from briefgen.deck.openxml import ALIGN, IMAGE, LAYOUT, LINK, Ink, add, emu, qn, write_runs

_SP_PR, _XFRM = qn("p:spPr"), qn("a:xfrm")
_TREE = f"{qn('p:cSld')}/{qn('p:spTree')}"
_PROPERTIES = qn("p:cNvPr")
_ASVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_ADEC = "http://schemas.microsoft.com/office/drawing/2017/decorative"
_P = f"{qn('a:txBody')}/{qn('a:p')}"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a package (ECMA-376 part 2, 9.1): its name begins with a slash.

    `usual` says that its ending tells its type of content; `relations` is the part that lists its relationships.
    """

    name: str
    type: str
    data: bytes
    usual: bool = False
    relations: bytes | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship (part 2, 9.3) from one part to another, or to an address outside; `target` is as written."""

    id: str
    type: str
    target: str
    external: bool = False


@dataclass(frozen=True, slots=True)
class LayoutStock:
    """A layout's part, a slide on it that has its empty placeholders, and its footer and slide number in order."""

    name: str
    slide: bytes
    footers: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Stock:
    """`presentation` is the main part without slides, `core` the core properties, to be filled in.

    `roots` are the package's relationships; `parts` are all parts but the main one, `noted` those that come with
    the first notes, for which `notes` is the prototype. `shapes` has a text box, a panel, a picture and a table.
    `token` is another in each.
    """

    presentation: Part
    relations: tuple[Relation, ...]
    roots: tuple[Relation, ...]
    core: bytes
    parts: tuple[Part, ...]
    noted: tuple[Part, ...]
    notes_master: str
    notes: bytes
    layouts: Mapping[int, LayoutStock]
    shapes: Mapping[str, bytes]
    images: Mapping[bytes, str] = field(default_factory=dict)  # by digest (SHA-256)
    token: str = field(default="", compare=False, repr=False)

    @property
    def size(self) -> int:
        """Bytes of its parts."""
        return sum(len(part.data) for part in (*self.parts, *self.noted))


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


# A string is the name of a part of the template.
Target: TypeAlias = str | Image | Vector | Chart | Link


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
        stock = self.stock.layouts[layout]
        return Sheet(self.new(layout, stock.slide), stock.name)

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

    def finish(self, notes: Any = None) -> Finished:
        """The slide as it is now, its shapes numbered, with its notes' element."""
        number = 0
        for number, properties in enumerate(self.tree.iter(_PROPERTIES), 1):
            properties.set("id", str(number))
        said = None if notes is None else serialize(notes)
        return Finished(*self._split(), number, tuple(self._related), said)

    def foot(self, elements: Iterable[Any], first: int) -> bytes:
        """What `elements` are at the end of this slide, which has no shapes yet, numbered from `first`."""
        start, _ = self._split()
        for element in elements:
            for number, properties in enumerate(self.add(element).iter(_PROPERTIES), first):
                properties.set("id", str(number))
                first = number + 1
        return self._split()[0][len(start) :]

    def _split(self) -> tuple[bytes, bytes]:
        """The part before and after the end of its shapes."""
        whole = serialize(self.root)
        at = whole.rindex(b"</p:spTree>")
        return whole[:at], whole[at:]


def serialize(root: Any) -> bytes:
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


def add_svg(sheet: Sheet, picture: Any, svg: str, number: int) -> None:
    """The svgBlip extension of the blip of a picture's element ([MS-ODRAWXML] 2.3.1.4)."""
    rid = sheet.relate(IMAGE, Vector(svg, number))
    blip = next(picture.iter(qn("a:blip")))
    extension = add(add(blip, "extLst"), "ext", uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}")
    etree.SubElement(extension, f"{{{_ASVG}}}svgBlip", {qn("r:embed"): rid}, {"asvg": _ASVG})


def mark_decorative(element: Any) -> None:
    """Tell screen readers to pass over the shape ([MS-ODRAWXML] 2.24.3.1, decorative)."""
    describe(element, "")
    extensions = add(next(element.iter(_PROPERTIES)), "extLst")
    extension = add(extensions, "ext", uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}")
    etree.SubElement(extension, f"{{{_ADEC}}}decorative", {"val": "1"}, {"adec": _ADEC})


_SIDE, _TOP = emu(CELL_X), emu(CELL_Y)
_CELL = (("marL", _SIDE), ("marR", _SIDE), ("marT", _TOP), ("marB", _TOP), ("anchor", "ctr"))


def add_table(sheet: Sheet, element: Any, part: TableBox, ink: Ink) -> None:
    """Make `element`, a copy of a table's prototype, the table and add it to the slide.

    Alternative text says what it lists.
    """
    sheet.add(element)
    name(element, f"Table {sheet.count}")
    describe(element, part.alt)
    frame = element.find(qn("p:xfrm"))  # as wide as its columns and as high as its rows
    off, ext = frame.find(qn("a:off")), frame.find(qn("a:ext"))
    off.set("x", emu(part.box.x))
    off.set("y", emu(part.box.y))
    ext.set("cx", str(sum(int(emu(wide)) for wide in part.widths)))
    ext.set("cy", str(sum(int(emu(high)) for high in part.heights)))
    table = next(element.iter(qn("a:tbl")))
    if ink.rtl:
        # 21.1.3.15: the first column is the first at the right
        table.find(qn("a:tblPr")).set("rtl", "1")
    columns = table.find(qn("a:tblGrid"))
    columns.extend(copy.copy(columns[0]) for _ in part.widths[1:])
    for column, width in zip(columns, part.widths, strict=True):
        column.set("w", emu(width))
    first = table.find(qn("a:tr"))
    first.extend(copy.copy(first[0]) for _ in part.widths[1:])
    table.extend(copy.copy(first) for _ in part.rows[1:])
    rows = zip(table.findall(qn("a:tr")), part.rows, part.heights, strict=True)
    for index, (tr, row, high) in enumerate(rows):
        tr.set("h", emu(high))
        for number, (tc, content) in enumerate(zip(tr, row, strict=True)):
            head = index == 0
            properties = tc.find(qn("a:tcPr"))
            for key, value in _CELL:
                properties.set(key, value)
            line = Line(content, part.size, "primary" if head else "ink", bold=head or number == 0)
            paragraph = tc.find(_P)
            setting = add(paragraph, "pPr", algn=ALIGN[part.aligns[number]])
            if ink.rtl:
                setting.set("rtl", "1")
            add(add(setting, "lnSpc"), "spcPct", val="100000")
            write_runs(paragraph, sheet, line, ink)
            _rule_cell(properties, head, ink)


def _rule_cell(properties: Any, head: bool, ink: Ink) -> None:
    """A rule under the cell, and the header's ground (21.1.3.17: borders before the fill)."""
    line = properties.makeelement(qn("a:lnB"), {"w": "19050" if head else "9525"})
    line.append(ink.fill(line, "primary" if head else "mute"))
    properties.append(line)
    if head:
        properties.append(ink.fill(properties, "panel"))
