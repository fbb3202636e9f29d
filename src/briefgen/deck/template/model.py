"""A template as the composers see it: frames to place things in, and the placeholders that take them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefgen.deck.measure import Typeface
from briefgen.deck.placed import Box, Kind
from briefgen.deck.template.styles import Style
from briefgen.theme import Theme


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

    def named(self, name: str) -> Place | None:
        """The placeholder called `name`."""
        return next((p for p in self.places if p.name == name), None)

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

    `title` is the box for the title's text, `has_title` whether a placeholder gives it, and `title_moved` whether
    it stands elsewhere than that placeholder. `dark` says that text
    stands on the primary colour, `backed` that a panel of the paper's colour goes under the body, `title_backed`
    that one goes under the title; `recoloured` has theme colours for roles whose own could not be read,
    and for what goes under them (`ftr ground`).
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
    backed: bool = False
    title_backed: bool = False
    recoloured: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Template:
    """How each kind of slide is laid out on a presentation file.

    `palette` says which slot of the
    colour map shows a theme colour, where one does. `matched` says why each layout was chosen,
    `token` is another in each that was read.
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
    token: object = field(default_factory=object, compare=False, repr=False)
