"""What a placeholder's text looks like after inheritance (ECMA-376 part 1, 19.3.1.36 and 21.1.2.4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from briefgen.deck.names import qn
from briefgen.deck.placed import Align, Anchor, Box

EMU = 12700.0
_ALIGN: dict[str, Align] = {"ctr": "center", "r": "right"}
_ANCHOR: dict[str, Anchor] = {"ctr": "middle", "b": "bottom"}
_TITLES = ("title", "ctrTitle")
# Insets that hold where bodyPr names none (21.1.2.1.1), in points: left, top, right, bottom.
_INSETS = {"lIns": 7.2, "tIns": 3.6, "rIns": 7.2, "bIns": 3.6}


class Style(Struct, frozen=True):
    """First-level text of a placeholder; `size` is points, `font` a typeface or a theme font's name.

    `sized` says whether the template gives the size: where it does not, programs differ in what they take.
    `changes` are what is done to `colour`, by name and share: `tint` 0.75 (20.1.2.3).
    """

    size: float
    bold: bool
    align: Align
    anchor: Anchor
    font: str
    capitals: bool
    colour: str | None
    changes: tuple[tuple[str, float], ...]
    insets: tuple[float, float, float, float]
    sized: bool = True

    def inner(self, box: Box) -> Box:
        """The part of `box` that text may take."""
        left, top, right, bottom = self.insets
        return Box(box.x + left, box.y + top, box.width - left - right, box.height - top - bottom)

    def outer(self, box: Box) -> Box:
        """The box whose inner part is `box`."""
        left, top, right, bottom = self.insets
        return Box(box.x - left, box.y - top, box.width + left + right, box.height + top + bottom)


def style(element: Any, kind: str, master: Any, defaults: Any) -> Style:
    """The style of the placeholder `element` of type `kind`.

    `master` is the slide master's element, `defaults` the presentation's defaultTextStyle or None.
    """
    chain = list(_chain(element, kind, master, defaults))
    size = _first(chain, "sz", run=True)
    align = _first(chain, "algn", run=False) or ""
    bodies = [e.find(qn("p:txBody") + "/" + qn("a:bodyPr")) for e in _shapes(element, kind, master)]
    bodies = [b for b in bodies if b is not None]

    def body(name: str) -> str | None:
        return next((b.get(name) for b in bodies if b.get(name) is not None), None)

    insets = []
    for name, default in _INSETS.items():
        given = body(name)
        insets.append(default if given is None else int(given) / EMU)
    fonts = [p.find(qn("a:defRPr") + "/" + qn("a:latin")) for p in chain]
    font = next((f.get("typeface") for f in fonts if f is not None), "+mn-lt")
    colours = [p.find(f"{qn('a:defRPr')}/{qn('a:solidFill')}/*") for p in chain]
    given_colour = next((c for c in colours if c is not None), None)
    colour = given_colour.get("val") if given_colour is not None else None
    changes = tuple(
        (str(change.tag).rpartition("}")[2], int(change.get("val", "100000")) / 1e5)
        for change in (given_colour if given_colour is not None else ())
    )
    return Style(
        int(size or 1800) / 100,
        _first(chain, "b", run=True) in ("1", "true"),
        _ALIGN.get(align, "left"),
        _ANCHOR.get(body("anchor") or "", "top"),
        font,
        _first(chain, "cap", run=True) == "all",
        colour,
        changes,
        (insets[0], insets[1], insets[2], insets[3]),
        size is not None,
    )


def _shapes(element: Any, kind: str, master: Any) -> Iterator[Any]:
    """The placeholder and the master's that it inherits from."""
    yield element
    wanted = "title" if kind in _TITLES else kind if kind in ("ftr", "sldNum", "dt") else "body"
    for shape in master.iter(qn("p:sp")):
        ph = shape.find(f"{qn('p:nvSpPr')}/{qn('p:nvPr')}/{qn('p:ph')}")
        if ph is not None and ph.get("type", "obj") == wanted:
            yield shape
            return


def _chain(element: Any, kind: str, master: Any, defaults: Any) -> Iterator[Any]:
    level = qn("a:lvl1pPr")
    for shape in _shapes(element, kind, master):
        found = shape.find(f"{qn('p:txBody')}/{qn('a:lstStyle')}/{level}")
        if found is not None:
            yield found
    name = "titleStyle" if kind in _TITLES else "bodyStyle"
    if kind in ("ftr", "sldNum", "dt"):
        name = "otherStyle"
    found = master.find(f"{qn('p:txStyles')}/{qn('p:' + name)}/{level}")
    if found is not None:
        yield found
    if defaults is not None and defaults.find(level) is not None:
        yield defaults.find(level)


def _first(chain: list[Any], name: str, *, run: bool) -> str | None:
    """The first value of an attribute of the paragraph, or of its runs' defaults."""
    for properties in chain:
        holder = properties.find(qn("a:defRPr")) if run else properties
        if holder is not None and holder.get(name) is not None:
            return str(holder.get(name))
    return None
