"""A template as the composers see it: layouts, and frames with the placeholders that take what a slide has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from msgspec import Struct

from briefgen.deck.boxes import Align, Anchor, Box, Kind, mirror_box
from briefgen.deck.measure import Typeface
from briefgen.model.diagnostics import BriefgenError, error
from briefgen.model.diagnostics import Place as SourcePlace
from briefgen.model.theme import Theme

MAX_FILE = 200 << 20  # bytes


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


class LayoutNeeds:
    """What a kind of slide needs of a template.

    Its layout is sought by `names`, then by `types` (ECMA-376 part 1, 19.7.15), then as one with so many `contents`.
    `roles` are what it puts into placeholders; its picture goes into one of the type `picture` (19.7.10) or for any
    content. A `statement` takes the room of its body's placeholder, other slides that of the plainest layout;
    an `opening` has its text in the layout's own style.
    """

    name: Kind
    names: tuple[str, ...] = ("Title only",)
    types: tuple[str, ...] = ("titleOnly",)
    contents: int = 0
    roles: tuple[str, ...] = ("title",)
    picture: str = "pic"
    statement: bool = False
    opening: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A placeholder of a layout: index, type (ECMA-376 part 1, 19.7.10), box in points and text style.

    `moved` says that slides have it at `box` and the layout elsewhere.
    """

    idx: int
    type: str
    name: str
    box: Box
    style: Style
    moved: bool = False

    @property
    def inner(self) -> Box:
        """The part of the box that text may take."""
        return self.style.inner(self.box)


@dataclass(frozen=True, slots=True)
class Layout:
    """A slide layout: its place among all layouts of the file, its name and type (19.7.15)."""

    index: int
    name: str
    type: str
    places: tuple[Place, ...]

    def first(self, *types: str) -> Place | None:
        """The first placeholder of one of these types."""
        return next((p for p in self.places if p.type in types), None)

    @property
    def title(self) -> Place | None:
        """The title's placeholder."""
        return self.first("title", "ctrTitle")

    @property
    def contents(self) -> tuple[Place, ...]:
        """Placeholders for text or any content, as they are read: from the top, then from the left."""
        found = [p for p in self.places if p.type in ("body", "obj", "tbl", "chart", "pic")]
        return tuple(sorted(found, key=lambda p: (round(p.box.y / 40), p.box.x)))


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a slide of one kind has room, in points, and which placeholder takes which role.

    `title` is the box for the title's text, `has_title` whether a placeholder gives it, and `title_moved` whether it
    stands elsewhere than that placeholder. `dark` says that text stands on the primary colour, `opening` that its
    slides open the deck or a part of it, `backed` and `title_backed` that a panel of the paper's colour goes under the
    body or title; `recoloured` has theme colours for roles whose own could not be read, and for their ground
    (`ftr ground`).
    """

    layout: Layout
    title: Box
    title_style: Style
    title_face: Typeface
    body: Box
    source: Box
    seats: Mapping[str, Place] = field(default_factory=dict)
    has_title: bool = True
    title_moved: bool = False
    dark: bool = False
    opening: bool = False
    backed: bool = False
    title_backed: bool = False
    recoloured: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Template:
    """How each kind of slide is laid out on a presentation file.

    `palette` says which slot of the colour map shows a theme colour, where one does. `matched` says why each layout
    was chosen, `token` is another in each that was read.
    """

    own: bool
    width: float
    height: float
    theme: Theme
    face: Typeface
    frames: Mapping[Kind, Frame]
    palette: Mapping[str, str]
    layouts: tuple[Layout, ...]
    matched: Mapping[Kind, str] = field(default_factory=dict)
    token: str = field(default="", compare=False, repr=False)


def match(
    kind: LayoutNeeds, layouts: Sequence[Layout], asked: Mapping[Kind, str]
) -> tuple[Layout, str]:
    """The layout for `kind` among `layouts` (at least one), and by what it was chosen.

    `asked` is the outline's own map from kinds to layout names; a name in it must be one of a layout.
    """
    by_name = {layout.name.casefold(): layout for layout in reversed(layouts)}
    if kind.name in asked:
        return by_name[asked[kind.name].casefold()], "the outline"
    for name in kind.names:
        if name.casefold() in by_name and _serves(by_name[name.casefold()], kind):
            return by_name[name.casefold()], "name"
    for type in kind.types:
        for layout in layouts:
            if layout.type == type and _serves(layout, kind):
                return layout, "type"
    usable = [layout for layout in layouts if layout.title]
    if usable and kind.contents:
        fitting = [a for a in usable if a.contents and "subtitle" not in kind.roles]
        if fitting:
            nearest = min(fitting, key=lambda a: abs(len(a.contents) - kind.contents))
            return nearest, "placeholders"
    if usable:
        return min(usable, key=lambda a: _lacks(kind, a)), "title placeholder"
    order = ("blank", "titleOnly", "obj", *kind.types)
    plain = [a for type in order for a in layouts if a.type == type]
    plain = plain or sorted(layouts, key=lambda a: len(a.places))
    return plain[0], "nothing: no layout has a title"


def _lacks(kind: LayoutNeeds, layout: Layout) -> tuple[int, bool, float, int]:
    """How far a layout with a title is from one for `kind`: for content, one is made with its title at the top."""
    title = layout.title
    if "subtitle" in kind.roles or title is None:
        return len(layout.contents), False, 0.0, layout.index
    return len(layout.contents), title.type == "ctrTitle", title.box.bottom, layout.index


def _serves(layout: Layout, kind: LayoutNeeds) -> bool:
    if kind.types == ("title",):
        return layout.title is not None
    if kind.types == ("secHead",) and layout.title and layout.contents:
        # Some have the text over the title: a list of what follows would be read before what it belongs to.
        return layout.contents[-1].box.y >= layout.title.box.y
    return layout.title is not None and (not kind.contents or bool(layout.contents))


def seats(kind: LayoutNeeds, layout: Layout) -> dict[str, Place]:
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
    if "subtitle" in kind.roles:
        subtitle = layout.first("subTitle") or next((p for p in rest if p.type == "body"), None)
        return {**found, "subtitle": subtitle} if subtitle else found
    if "picture" in kind.roles and "picture" not in found:
        place = _largest([p for p in rest if p.type in ("obj", kind.picture)])
        if place:
            found["picture"] = place
            rest.remove(place)
    words = [p for p in rest if p.type in ("body", "obj")]
    beside = "side" in kind.roles
    if "picture" in kind.roles:
        if beside and "side" not in found and words:
            found["side"] = words[0]
    elif words:
        found["body"] = words[0] if beside else _largest(words) or words[0]
        others = [p for p in words if p is not found["body"]]
        if beside and others:
            found["side"] = others[0]
    return found


def _largest(places: Sequence[Place]) -> Place | None:
    return max(places, key=lambda p: p.box.width * p.box.height, default=None)


def refusal(path: Path, reason: str, hint: str | None = None) -> BriefgenError:
    """The error that says why the template at `path` cannot be used."""
    message = f"the template cannot be used: {reason}"
    return BriefgenError(error("template", message, SourcePlace(str(path)), hint))


def read_file(path: Path) -> bytes:
    """The file at `path`. Raises BriefgenError."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise refusal(path, f"it is larger than {MAX_FILE >> 20} MB")
        return path.read_bytes()
    except OSError as exc:
        raise refusal(path, exc.strerror or str(exc)) from None


def mirror_template(given: Template) -> Template:
    """Return `given` with left and right exchanged."""

    def mirror(frame: Frame) -> Frame:
        title, body, source = (mirror_box(box, given.width) for box in (frame.title, frame.body, frame.source))  # fmt: skip
        boxes = {role: mirror_box(place.box, given.width) for role, place in frame.seats.items()}
        seats = {role: replace(place, box=boxes[role]) for role, place in frame.seats.items()}
        return replace(frame, title=title, body=body, source=source, seats=seats)

    return replace(given, frames={kind: mirror(frame) for kind, frame in given.frames.items()})
