"""Link annotations of a tagged canvas: described, printed, and part of the structure tree."""

from __future__ import annotations

from typing import Any

from .errors import ConformanceError, TagError
from .markup import Target
from .objects import Entries, array, dictionary, number, string
from .structure import ObjRef, Slot

PRINT = 4  # annotation flag bit 3 (ISO 32000-1, 12.5.3); ISO 19005-2, 6.3.2 wants it


class LinkMixin:
    """Overrides the canvas methods that make annotations."""

    def linkURL(  # noqa: N802
        self: Any, url: str, rect: Any, relative: int = 0, thickness: float = 0, color: Any = None,
        dashArray: Any = None, kind: str = "URI", *, contents: str = "", **kw: Any,  # noqa: N803
    ) -> None:  # fmt: skip
        """A link to a web address, owned by the Link element being drawn.

        ``rect`` in points, of the current coordinates if ``relative``; ``contents`` says what it
        is for. Drawn in an artifact, there is no link. Raises :class:`TagError` elsewhere.
        """
        if kind != "URI":
            raise ConformanceError("links into other PDF files are not supported: use a URL")
        action = dictionary({"Type": b"/Action", "S": b"/URI", "URI": string(str(url))})
        self._link(url, rect, relative, {**kw, "A": action}, contents)

    def linkRect(  # noqa: N802
        self: Any, contents: str, destinationname: str, Rect: Any = None, addtopage: int = 1,  # noqa: N803
        name: str | None = None, relative: int = 1, thickness: float = 0, color: Any = None,
        dashArray: Any = None, **kw: Any,  # noqa: N803
    ) -> None:  # fmt: skip
        """A link to a bookmark of this file (which may be set later); see :meth:`linkURL`."""
        dest = self._bookmarkReference(str(destinationname))
        self._link(destinationname, Rect, relative, {**kw, "Dest": dest}, contents)

    def _link(self: Any, target: str, rect: Any, relative: int, entries: Any, text: str) -> None:
        if self.in_artifact:
            return
        slot = self._link_slot(target)
        if isinstance(target, Target):
            text = text or target.tag.contents
        registry = self._registry
        key = next(registry.keys)
        registry.parents[key] = slot.owner
        annotation = Entries(
            {
                "Border": "[0 0 0]",
                **entries,
                "Type": "/Annot",
                "Subtype": "/Link",
                "F": PRINT,
                "Rect": array(map(number, self._absRect(rect, relative))),
                "Contents": string(text or str(target)),
                "StructParent": key,
            }
        )
        name = f"Link{key}"
        super()._addAnnotation(annotation, name)  # type: ignore[misc]
        slot.items.append(ObjRef(self._marks, self._doc.refAnnotation(name)))

    def _link_slot(self: Any, target: str) -> Slot:
        slot: Slot | None = None
        if isinstance(target, Target) and self._marker is not None:
            slot = self._marker.link_slot(target.tag)
        elif self._open and self._open[-1].slot is not None:
            slot = self._open[-1].slot
        if slot is None or slot.owner.type != "Link":
            raise TagError(
                f"the link to {str(target)!r} needs a Link element: draw it in "
                "canvas.marked(link) (ISO 14289-1, 7.18.5)"
            )
        return slot

    def _addAnnotation(self, annotation: Any, name: str | None = None, addtopage: int = 1) -> None:  # noqa: N802
        raise ConformanceError("only links are annotated here (ISO 14289-1, 7.18.1)")
