"""What a package must be beyond what its schemas say (ECMA-376 part 2), read with no library of PowerPoint's."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from .reading import parts

# Relationships that mean something by being there; all others are named in their part by their id.
IMPLICIT = {
    "slide", "slideLayout", "slideMaster", "notesMaster", "theme", "notesSlide", "tableStyles", "presProps", "viewProps", "core-properties",
    "extended-properties", "officeDocument", "printerSettings", "themeOverride", "image",
}  # fmt: skip
STARTS = {"image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8", "image/gif": b"GIF8"}


def problems(pptx: bytes) -> list[str]:
    """Parts, content types, relationships, ids and notes that are not as they should be."""
    package = parts(pptx)
    with zipfile.ZipFile(io.BytesIO(pptx)) as archive:
        names = [name.casefold() for name in archive.namelist()]
    found = [f"two parts are called {n}" for n in set(names) if names.count(n) > 1]
    relations = {name: list(_relations(package, name)) for name in _owners(package)}
    return [*found, *_types(package), *_relationships(package, relations),
            *_ids(package), *_notes(package, relations)]  # fmt: skip


def _owners(package: dict[str, bytes]) -> list[str]:
    out = []
    for name in package:
        path = PurePosixPath(name)
        if name.endswith(".rels"):
            out.append(str(path.parents[1] / path.stem) if path.stem != "" else "")
    return ["" if name == ".rels" else name for name in out]


def _relations(package: dict[str, bytes], owner: str) -> Iterator[tuple[str, str, str | None]]:
    """Id, kind and target of each relationship of a part; the target of an external one is None."""
    path = PurePosixPath(owner)
    rels = f"{path.parent}/_rels/{path.name}.rels".removeprefix("./") if owner else "_rels/.rels"
    for rel in etree.fromstring(package[rels]):
        target = rel.get("Target")
        inside = rel.get("TargetMode") != "External"
        base = "" if target.startswith("/") else str(path.parent)
        whole = os.path.normpath(f"{base}/{target}").lstrip("/") if inside else None
        yield rel.get("Id"), rel.get("Type").rpartition("/")[2], whole


def _types(package: dict[str, bytes]) -> Iterator[str]:
    types = etree.fromstring(package["[Content_Types].xml"])
    overrides = {
        e.get("PartName").lstrip("/"): e.get("ContentType") for e in types if e.get("PartName")
    }
    defaults = {
        e.get("Extension").lower(): e.get("ContentType") for e in types if e.get("Extension")
    }
    yield from (f"{name} has a type and is not there" for name in overrides if name not in package)
    for name, data in package.items():
        kind = overrides.get(name) or defaults.get(name.rpartition(".")[2].lower())
        if name == "[Content_Types].xml":
            continue
        if kind is None:
            yield f"{name} has no type"
        elif kind.endswith("xml"):
            root = etree.fromstring(data)
            if (kind == "image/svg+xml") != (root.tag == "{http://www.w3.org/2000/svg}svg"):
                yield f"{name} is not {kind}"
            if re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#x?0*(?:[0-8]|1[0-9a-f]?|b|c);", data):
                yield f"{name} has a control character"
        elif kind.endswith(".sheet"):
            if zipfile.ZipFile(io.BytesIO(data)).testzip() is not None:
                yield f"{name} is not a workbook"
        elif kind in STARTS and not data.startswith(STARTS[kind]):
            yield f"{name} is not {kind}"


def _relationships(
    package: dict[str, bytes], relations: dict[str, list[tuple[str, str, str | None]]]
) -> Iterator[str]:
    reached = {"[Content_Types].xml"}
    for owner, some in relations.items():
        if owner and owner not in package:
            yield f"relationships of {owner}, which is not there"
        for id, kind, target in some:
            if target is not None and target not in package:
                yield f"{owner} {id} leads to {target}, which is not there"
            reached.add(target or "")
            implied = kind in IMPLICIT and not (kind == "image" and "/slides/" in owner)
            if owner and not implied and f'"{id}"'.encode() not in package[owner]:
                yield f"{owner} does not use {id}, {kind}"
        used = set(re.findall(rb' r:(?:id|embed|link|pict)="([^"]+)"', package.get(owner, b"")))
        yield from (f"{owner} uses {id!r}" for id in used - {r[0].encode() for r in some})
    rels = {name for name in package if name.endswith(".rels")}
    yield from (f"nothing leads to {name}" for name in set(package) - reached - rels)


def _ids(package: dict[str, bytes]) -> Iterator[str]:
    for name, data in package.items():
        if re.fullmatch(r"ppt/(slides|notesSlides)/[^/]+\.xml", name):
            ids = re.findall(rb'<p:cNvPr [^>]*?\bid="(\d+)"', data)
            if len(set(ids)) != len(ids) or not ids:
                yield f"{name} has shapes of one id"


def _notes(
    package: dict[str, bytes], relations: dict[str, list[tuple[str, str, str | None]]]
) -> Iterator[str]:
    def targets(owner: str, kind: str) -> list[Any]:
        return [target for _, k, target in relations.get(owner, []) if k == kind]

    main = "ppt/presentation.xml"
    for slide in targets(main, "slide"):
        for notes in targets(slide, "notesSlide"):
            if targets(notes, "slide") != [slide]:
                yield f"{notes} does not belong to {slide}"
            if targets(notes, "notesMaster") != targets(main, "notesMaster"):
                yield f"{notes} has another master"
    for master in targets(main, "notesMaster") + targets(main, "slideMaster"):
        if len(targets(master, "theme")) != 1:
            yield f"{master} has no theme"
    themes = [
        t
        for m in targets(main, "notesMaster") + targets(main, "slideMaster")
        for t in targets(m, "theme")
    ]
    if len(set(themes)) != len(themes):
        yield "two masters share a theme"
    listed = b"notesMasterId " in package[main]
    if listed != bool(targets(main, "notesMaster")):
        yield "the notes master is not listed"
