"""What slides on one template are made from, as bytes: its parts, and prototypes of slides, notes and shapes.

python-pptx makes it (`template.taken`); whoever has it needs neither the template nor python-pptx any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


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
    token: object = field(default_factory=object, compare=False, repr=False)

    @property
    def size(self) -> int:
        """Bytes of its parts."""
        return sum(len(part.data) for part in (*self.parts, *self.noted))
