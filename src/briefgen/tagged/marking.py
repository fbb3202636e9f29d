"""Opening and closing marked-content sequences on a canvas (ISO 32000-1, 14.6 and 14.7.4)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from msgspec import Struct, field

from .content import ARTIFACT, END, wrap_stray
from .document import Attachment
from .errors import TagError
from .structure import Element, Mark, PageMarks, Slot, StructTree
from .text import Marker
from .writer import ParentKey


class OpenMark(Struct, eq=False):
    """A marked-content sequence that is open: its slot, or None for an artifact."""

    slot: Slot | None
    begin: str
    depth: int


class Registry(Struct, eq=False):
    """What one file has given keys to.

    It is shared by reference, since two-pass canvases save and restore ``canvas.__dict__``.
    """

    parents: dict[int, ParentKey] = field(default_factory=dict)
    keys: Iterator[int] = field(default_factory=itertools.count)
    attachments: dict[str, Attachment] = field(default_factory=dict)


class MarkingMixin:
    """The marking methods of :class:`.TaggedCanvas`; the attributes below are the canvas's."""

    tree: StructTree
    pass_token: object
    state_stack: list[Any]
    _code: list[str]
    _formData: Any  # noqa: N815
    _open: list[OpenMark]
    _marks: PageMarks
    _marker: Marker | None
    _registry: Registry

    @contextmanager
    def marked(self, element: Element, *, more: bool = False) -> Iterator[None]:
        """Everything drawn in the block is content of ``element`` (ISO 32000-1, 14.7.4.2).

        Inside another mark, that one is suspended; that needs the same ``saveState`` depth.
        Raises :class:`TagError` inside an artifact or a form, and if the element was drawn before
        in this file, unless ``more`` says that this continues it.
        """
        if element.content.items and not more:
            raise TagError(f"{element.path()} is drawn twice in one file")
        with self.marked_slot(element.content):
            yield

    @contextmanager
    def marked_slot(self, slot: Slot) -> Iterator[None]:
        """:meth:`marked` for one slot of an element; flowables use it."""
        if self.in_artifact or self._in_form:
            where = "an artifact" if self.in_artifact else "a form XObject"
            raise TagError(f"{slot.owner.path()} cannot be tagged inside {where}")
        self._check_pass(slot.owner)
        with self._region(slot, ""):
            yield

    @contextmanager
    def artifact(self, type: str | None = None, subtype: str | None = None) -> Iterator[None]:
        """Everything drawn in the block is an artifact (ISO 32000-1, 14.8.2.2).

        ``type`` is Pagination, Layout, Page or Background; ``subtype`` of Pagination is Header,
        Footer or Watermark. Tagged flowables drawn inside stay untagged.
        """
        if self.in_artifact or self._in_form:
            yield  # already one, or a form whose one invocation is marked
            return
        entries = "".join(
            f"/{key} /{value} " for key, value in (("Type", type), ("Subtype", subtype)) if value
        )
        begin = f"/Artifact <<{entries}>> BDC" if entries else ARTIFACT
        with self._region(None, begin):
            yield

    @contextmanager
    def rest_is_artifact(self) -> Iterator[None]:
        """Make an artifact of whatever the block paints outside the marks it opens itself.

        For flowables that draw rules and backgrounds between tagged parts.
        """
        start, code, opened = len(self._code), self._code, bool(self._open)
        yield
        if not opened and not self._in_form and code is self._code:
            wrap_stray(code, start)

    @property
    def in_artifact(self) -> bool:
        """Whether what is drawn now is an artifact."""
        return any(mark.slot is None for mark in self._open)

    @property
    def in_mark(self) -> bool:
        """Whether a mark is open, so that what is drawn now needs none of its own."""
        return bool(self._open) or self._in_form

    @property
    def _in_form(self) -> bool:
        return bool(self._formData)

    @contextmanager
    def _region(self, slot: Slot | None, begin: str) -> Iterator[None]:
        depth = len(self.state_stack)
        outer = self._open[-1] if self._open else None
        if outer is not None:
            if outer.depth != depth:
                owner = outer.slot.owner.path() if outer.slot else "an artifact"
                raise TagError(
                    f"a mark for {slot.owner.path() if slot else 'an artifact'} inside that of "
                    f"{owner}, but within a saveState of its own, cannot nest with q and Q"
                )
            self._code.append(END)
        self._open.append(OpenMark(slot, begin, depth))
        self._begin(self._open[-1])
        yield
        if len(self.state_stack) != depth:
            raise TagError("saveState and restoreState do not balance inside a mark")
        self._open.pop()
        self._code.append(END)
        if outer is not None:
            self._begin(outer)

    def _begin(self, mark: OpenMark) -> None:
        self._code.append(mark.begin if mark.slot is None else self.new_mark(mark.slot))

    def new_mark(self, slot: Slot) -> str:
        """Give ``slot`` the page's next MCID and return the operators that begin it."""
        page = self._marks
        mcid = len(page.owners)
        page.owners.append(slot.owner)
        slot.items.append(Mark(page, mcid))
        self._registry.parents[page.key] = page
        return f"/{slot.owner.type} <</MCID {mcid}>> BDC"

    def _check_pass(self, element: Element) -> None:
        if element.tree is not self.tree or self.pass_token is not self.tree.pass_token:
            raise TagError(f"{element.path()} belongs to another file or an earlier pass")
