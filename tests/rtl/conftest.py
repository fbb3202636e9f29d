"""A brief in English with overlays in Arabic and Hebrew, set in a font that matplotlib brings along."""

from __future__ import annotations

import io
import shutil
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import pytest

import briefgen
from briefgen.deck.handout import write_handout
from briefgen.model.edition import Edition

HERE = Path(__file__).parent
FONTS = Path(mpl.get_data_path()) / "fonts/ttf"


@pytest.fixture(scope="session")
def outline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("water")
    for path in (*HERE.glob("*.yaml"), FONTS / "DejaVuSans.ttf", FONTS / "DejaVuSans-Bold.ttf"):
        shutil.copy(path, folder / path.name)
    return folder / "water.yaml"


@dataclass
class Made:
    """One language's edition and its files."""

    tag: str
    edition: Edition
    pdf: Path
    pptx: Path
    handout: Path


@pytest.fixture(scope="session", params=["ar", "he"])
def made(
    request: pytest.FixtureRequest, outline: Path, tmp_path_factory: pytest.TempPathFactory
) -> Made:
    tag: str = request.param
    folder = tmp_path_factory.mktemp(tag)
    edition = briefgen.edition(briefgen.load(outline), language=tag)
    out = Made(tag, edition, *(folder / f"brief.{e}" for e in ("pdf", "pptx", "handout.pdf")))
    briefgen.write_pdf(edition, out.pdf)
    briefgen.write_pptx(edition, out.pptx)
    stream = io.BytesIO()
    write_handout(edition, stream, style="notes")
    out.handout.write_bytes(stream.getvalue())
    return out
