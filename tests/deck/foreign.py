"""Templates that briefgen did not make: other programs' own, and ones with things missing."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pptx
import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from briefgen.deck import template

from .reading import SOFFICE, converted

OFFICES = (
    Path("/usr/share/libreoffice/share/template/common/presnt"),
    Path("/usr/lib/libreoffice/share/template/common/presnt"),
)


def standard(folder: Path) -> Path:
    """python-pptx's own: PowerPoint's default of 4:3."""
    path = folder / "standard.pptx"
    shutil.copy(Path(pptx.__file__).parent / "templates" / "default.pptx", path)
    return path


def wide(folder: Path) -> Path:
    """The same as a 16:9 .potx, with sample slides, a picture on one of them, and a custom show's leftovers."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = 12192000, 6858000
    for holder in (*deck.slide_layouts, deck.slide_master):
        for place in holder.placeholders:
            left, top, width, height = place.left, place.top, place.width, place.height
            place.left, place.top = left * 4 // 3, top
            place.width, place.height = width * 4 // 3, height
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    slide.shapes.add_picture(io.BytesIO(sample()), 0, 0)
    slide.shapes.add_textbox(0, 0, 9, 9).text_frame.text = "A sample that must not stay"
    stream = io.BytesIO()
    deck.save(stream)
    path = folder / "wide.potx"
    with zipfile.ZipFile(stream) as given, zipfile.ZipFile(path, "w") as out:
        for name in given.namelist():
            data = given.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(b"presentation.main+xml", b"template.main+xml")
            out.writestr(name, data)
    return path


def sample() -> bytes:
    """The picture on the sample slide."""
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (9, 9), "red").save(stream, "PNG")
    return stream.getvalue()


def own_dark(folder: Path) -> Path:
    """briefgen's own, saved, on a black ground."""
    return changed(folder, "dark", _darken)


def _darken(deck: object) -> None:
    mapping = deck.slide_master._element.find(qn("p:clrMap"))  # type: ignore[attr-defined]
    for key, value in {"bg1": "dk1", "tx1": "lt1", "bg2": "dk2", "tx2": "lt2"}.items():
        mapping.set(key, value)


def without_titles(folder: Path) -> Path:
    """No layout has a title, a body or a footer."""

    def strip(deck: object) -> None:
        for layout in deck.slide_layouts:  # type: ignore[attr-defined]
            for place in list(layout.placeholders):
                place._element.getparent().remove(place._element)

    return changed(folder, "bare", strip)


def titles_only(folder: Path) -> Path:
    """Layouts of other names that have nothing but a title."""

    def strip(deck: object) -> None:
        for number, layout in enumerate(deck.slide_layouts):  # type: ignore[attr-defined]
            layout._element.cSld.set("name", f"Folie {number}")
            layout._element.attrib.pop("type", None)
            for place in list(layout.placeholders):
                kind = place._element.find(f".//{qn('p:ph')}").get("type")
                if kind not in ("title", "ctrTitle"):
                    place._element.getparent().remove(place._element)

    return changed(folder, "titles", strip)


def changed(folder: Path, name: str, change: Callable[[object], None]) -> Path:
    stream = io.BytesIO()
    template.new(stream)
    deck = Presentation(stream)
    change(deck)
    path = folder / f"{name}.pptx"
    deck.save(path)
    return path


def pandoc(folder: Path) -> Path:
    """pandoc's reference deck."""
    path = folder / "pandoc.pptx"
    packaged = Path("/usr/share/pandoc/data/reference.pptx")
    if packaged.is_file():
        shutil.copy(packaged, path)
        return path
    if not shutil.which("pandoc"):
        pytest.skip("needs pandoc, whose reference deck this is")
    with path.open("wb") as out:
        subprocess.run(
            ["pandoc", "--print-default-data-file", "reference.pptx"], stdout=out, check=True
        )
    return path


def office(name: str) -> Callable[[Path], Path]:
    """A template that LibreOffice ships, as LibreOffice saves it for PowerPoint."""

    def make(folder: Path) -> Path:
        given = next((f / f"{name}.otp" for f in OFFICES if (f / f"{name}.otp").is_file()), None)
        if given is None or not SOFFICE:
            pytest.skip(f"needs LibreOffice (soffice) and its template {name}.otp")
        return converted(given, "pptx", folder)

    make.__name__ = name
    return make


TEMPLATES = [standard, wide, own_dark, without_titles, titles_only, pandoc,
             office("Beehive"), office("DNA"), office("Blue_Curve"), office("Midnightblue")]  # fmt: skip
