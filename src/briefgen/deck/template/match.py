"""Which layout of a template serves which kind of slide, and which of its placeholders take what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from msgspec import Struct

from briefgen.deck.placed import Kind
from briefgen.deck.template.model import Layout, Place

KINDS: tuple[Kind, ...] = get_args(Kind)


class Wish(Struct, frozen=True):
    """What a kind of slide asks for: layout names, then types (19.7.15), then so many contents."""

    names: tuple[str, ...]
    types: tuple[str, ...]
    contents: int


_ANY = ("Title and Content", "Title, Content", "Content with Caption")
_STATEMENT = Wish(("Statement", *_ANY), ("obj", "tx", "tbl", "chart"), 1)
_EVIDENCE = Wish(("Evidence", *_ANY), ("obj", "chart", "tbl", "tx"), 1)
_BARE = Wish(("Title only",), ("titleOnly",), 0)
WISHES: dict[Kind, Wish] = {
    "title": Wish(("Title", "Title Slide"), ("title",), 1),
    "section": Wish(("Section", "Section Header"), ("secHead",), 1),
    "message": _STATEMENT,
    "key-numbers": _BARE,
    "chart": _EVIDENCE,
    "points": Wish(("Evidence and points", "Two Content", "Title, 2 Content"),
                   ("objAndTx", "txAndObj", "chartAndTx", "twoObj"), 2),
    "number": _BARE,
    "quotation": _STATEMENT,
    "comparison": Wish(("Comparison of two", "Two Content", "Title, 2 Content", "Comparison"),
                       ("twoObj", "twoColTx"), 2),
    "table": _EVIDENCE,
    "recommendations": _BARE,
    "sources": _STATEMENT,
    "closing": _STATEMENT,
}  # fmt: skip


def match(kind: Kind, layouts: Sequence[Layout], asked: Mapping[Kind, str]) -> tuple[Layout, str]:
    """The layout for `kind` among `layouts` (at least one), and by what it was chosen.

    `asked` is the outline's own map from kinds to layout names; a name in it must be one of a layout.
    """
    wish = WISHES[kind]
    by_name = {layout.name.casefold(): layout for layout in reversed(layouts)}
    if kind in asked:
        return by_name[asked[kind].casefold()], "the outline"
    for name in wish.names:
        if name.casefold() in by_name and _serves(by_name[name.casefold()], wish):
            return by_name[name.casefold()], "name"
    for type in wish.types:
        for layout in layouts:
            if layout.type == type and _serves(layout, wish):
                return layout, "type"
    usable = [layout for layout in layouts if layout.title]
    if usable and wish.contents:
        fitting = [
            a for a in usable if len(a.contents) >= min(wish.contents, 1) and kind != "title"
        ]
        if fitting:
            nearest = min(fitting, key=lambda a: abs(len(a.contents) - wish.contents))
            return nearest, "placeholders"
    if usable:
        return min(usable, key=lambda a: _lacks(kind, a)), "title placeholder"
    order = ("blank", "titleOnly", "obj", *wish.types)
    plain = [a for kind in order for a in layouts if a.type == kind]
    return (plain or sorted(layouts, key=lambda a: len(a.places)))[
        0
    ], "nothing: no layout has a title"


def _lacks(kind: Kind, layout: Layout) -> tuple[int, bool, float, int]:
    """How far a layout with a title is from one for `kind`: for content, one is made with its title at the top."""
    title = layout.title
    if kind == "title" or title is None:
        return len(layout.contents), False, 0.0, layout.index
    return len(layout.contents), title.type == "ctrTitle", title.box.bottom, layout.index


def _serves(layout: Layout, wish: Wish) -> bool:
    if wish.types == ("title",):
        return layout.title is not None
    if wish.types == ("secHead",) and layout.title and layout.contents:
        # Some have the text over the title: a list of what follows would be read before what it belongs to.
        return layout.contents[-1].box.y >= layout.title.box.y
    return layout.title is not None and (not wish.contents or bool(layout.contents))


def seats(kind: Kind, layout: Layout) -> dict[str, Place]:
    """Placeholders by the role of what they take."""
    found: dict[str, Place] = {}
    if layout.title:
        found["title"] = layout.title
    ours = {p.name.casefold(): p for p in layout.contents}
    for role, name in (
        ("caption", "caption"), ("source", "source"), ("picture", "chart"), ("side", "points"),
        ("organisation", "organisation"), ("logo", "logo"),
    ):  # fmt: skip
        if name in ours:
            found[role] = ours[name]
    rest = [p for p in layout.contents if p not in found.values()]
    if kind == "title":
        subtitle = layout.first("subTitle") or next((p for p in rest if p.type == "body"), None)
        return {**found, "subtitle": subtitle} if subtitle else found
    if kind in ("chart", "table", "points") and "picture" not in found:
        types = ("obj", "tbl") if kind == "table" else ("obj", "pic")
        place = _largest([p for p in rest if p.type in types])
        if place:
            found["picture"] = place
            rest.remove(place)
    words = [p for p in rest if p.type in ("body", "obj")]
    if kind == "points" and "side" not in found and words:
        found["side"] = words[0]
    elif words and kind not in ("chart", "table", "points"):
        found["body"] = words[0] if kind == "comparison" else _largest(words) or words[0]
        others = [p for p in words if p is not found["body"]]
        if kind == "comparison" and others:
            found["side"] = others[0]
    return found


def _largest(places: Sequence[Place]) -> Place | None:
    return max(places, key=lambda p: p.box.width * p.box.height, default=None)
