"""A presentation file -> a presentation without its slides, ready to take ours."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.exc import InvalidXmlError
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn
from pptx.parts.slide import SlidePart

from briefgen.deck.template import own
from briefgen.deck.template.safety import checked, read, refused
from briefgen.diagnostics import BriefgenError
from briefgen.theme import Theme

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# What a presentation part keeps; view settings, custom shows, comments and data belong to its slides.
_KEPT = (RT.SLIDE_MASTER, RT.NOTES_MASTER, RT.HANDOUT_MASTER, RT.THEME, RT.TABLE_STYLES, RT.FONT)
_SPARE = ("p:custShowLst", "p:photoAlbum", "p:custDataLst", "p:extLst", "p:modifyVerifier")


def own_presentation(theme: Theme) -> Any:
    """briefgen's own template in the look of `theme` by python-pptx."""
    return Presentation(own.stream(theme))


def presentation(path: Path, data: bytes | None = None) -> Any:
    """The presentation at `path` by python-pptx, without slides and what belongs to them.

    `data` is the file, where it has been read. Raises BriefgenError for one that cannot or must not be used.
    """
    data = checked(path, read(path) if data is None else data)
    with reading(path):
        opened = Presentation(io.BytesIO(data))
        if not opened.slide_masters or not any(len(m.slide_layouts) for m in opened.slide_masters):
            raise refused(path, "it has no slide master with layouts")
        if not opened.slide_width or not opened.slide_height:
            raise refused(path, "it does not say how large its slides are")
        opened.slide_masters[0].part.part_related_by(RT.THEME)
        _empty(opened)
    return opened


@contextmanager
def reading(path: Path | None) -> Iterator[None]:
    """Within it, what python-pptx raises for parts that are missing or break the schema refuses the file at `path`.

    Such parts are read when they are asked for, so that reading a layout may fail long after the file was opened.
    Without a path it is our own template that is read, in which nothing is broken: what is raised stays as it is.
    """
    try:
        yield
    except BriefgenError:
        raise
    except (LookupError, ValueError, AttributeError, TypeError, etree.LxmlError, InvalidXmlError) as exc:  # fmt: skip
        if path is None:
            raise
        raise refused(path, f"PowerPoint's own parts are missing or broken ({exc})") from None


def _empty(opened: Any) -> None:
    """Take out slides and all that leads to them, so that they and their media are not saved."""
    part = opened.part
    for rid, rel in list(part.package._rels.items()):
        if rel.reltype == RT.CORE_PROPERTIES:  # its title and authors are not the deck's
            part.package._rels.pop(rid)
    listed = part._element.find(qn("p:sldIdLst"))
    if listed is not None:
        part._element.remove(listed)
    for name in _SPARE:
        for element in part._element.findall(qn(name)):
            part._element.remove(element)
    for rid, rel in list(part.rels.items()):
        if rel.is_external or rel.reltype not in _KEPT:
            part.rels.pop(rid)
    for master in opened.slide_masters:
        for holder in (master, *master.slide_layouts):
            _unlink(holder.part)
        for layout in master.slide_layouts:
            _number(layout._element)


def _unlink(part: Any) -> None:
    """Drop links from a master or layout to sample slides, and the attributes that ask for them."""
    for rid, rel in list(part.rels.items()):
        if not rel.is_external and isinstance(rel.target_part, SlidePart):
            part.rels.pop(rid)
            for element in list(part._element.iter()):
                if element.get(f"{_R}id") == rid:
                    element.getparent().remove(element)


def _number(layout: Any) -> None:
    """Give each placeholder but the title an index of its own, which LibreOffice leaves out (19.3.1.36)."""
    taken = {"0"}
    for ph in layout.iter(qn("p:ph")):
        if ph.get("type") in ("title", "ctrTitle"):
            continue
        if ph.get("idx", "0") in taken:
            ph.set("idx", str(next(n for n in range(100, 1000) if str(n) not in taken)))
        taken.add(ph.get("idx"))
