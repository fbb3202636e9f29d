"""The shipped outlines, built once for all tests."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

import briefgen
from briefgen.model.edition import Edition
from briefgen.model.loaded import LoadedOutline
from briefgen.model.theme import DATA_FOLDER

os.environ.setdefault("BRIEFGEN_CACHE", "off")  # tests see what the code draws now
# A busy machine is no fault. Where CI is set, examples are the same in each run.
settings.register_profile("briefgen", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("briefgen")
ROOT = Path(__file__).parents[1]
OUTLINES = {"brief": ROOT / "brief.yaml", "starter": DATA_FOLDER / "starter" / "brief.yaml"}


@dataclass(frozen=True)
class Built:
    """One edition with its two files."""

    edition: Edition
    pdf: bytes
    pptx: bytes


@pytest.fixture(scope="session")
def outline() -> LoadedOutline:
    return briefgen.load(OUTLINES["brief"])


@pytest.fixture(scope="session")
def built() -> Callable[[str, str | None], Built]:
    kept: dict[tuple[str, str | None], Built] = {}

    def build(name: str = "brief", audience: str | None = None) -> Built:
        if (name, audience) not in kept:
            edition = briefgen.edition(briefgen.load(OUTLINES[name]), audience)
            pdf, pptx = io.BytesIO(), io.BytesIO()
            briefgen.write_pdf(edition, pdf)
            briefgen.write_pptx(edition, pptx)
            kept[name, audience] = Built(edition, pdf.getvalue(), pptx.getvalue())
        return kept[name, audience]

    return build


EDITIONS = [
    (name, audience)
    for name, path in OUTLINES.items()
    for audience in (None, *briefgen.load(path).audiences)
]


@pytest.fixture(params=EDITIONS, ids=[f"{n}-{a or 'all'}" for n, a in EDITIONS], scope="session")
def each(request: pytest.FixtureRequest, built: Callable[[str, str | None], Built]) -> Built:
    """Every edition of every shipped outline."""
    return built(*request.param)


MINIMAL = """\
title: A title
date: 2026-01-02
organisation: {name: An institute}
message: The message.
findings:
  - id: one
    headline: One thing is so
    evidence: [{source: report, quote: it is so, locator: page 3}]
sources: [{id: report, title: The report}]
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write an outline: the minimal one with replacements, or with more at its end."""

    def make(more: str = "", **replaced: str) -> Path:
        text = MINIMAL
        for old, new in replaced.items():
            text = text.replace(
                {"title": "A title", "finding": "    headline: One thing is so\n"}[old], new
            )
        path = tmp_path / "brief.yaml"
        path.write_text(text + more, encoding="utf-8")
        return path

    return make
