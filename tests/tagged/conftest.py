"""A small document writer shared by the tests of the tagged layer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.fonts import addMapping
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from briefgen.pdf.tagged.canvas import TaggedCanvas
from briefgen.pdf.tagged.document import Metadata
from briefgen.pdf.tagged.structure import StructTree

FONTS = Path(__file__).parents[2] / "src" / "briefgen" / "fonts"
FACES = {(0, 0): "Regular", (1, 0): "Bold", (0, 1): "Italic", (1, 1): "BoldItalic"}

for (bold, italic), face in FACES.items():
    name = "Carlito" if face == "Regular" else f"Carlito-{face}"
    pdfmetrics.registerFont(TTFont(name, str(FONTS / f"Carlito-{face}.ttf")))
    addMapping("Carlito", bold, italic, name)

BODY = ParagraphStyle("body", fontName="Carlito", bulletFontName="Carlito", fontSize=10, leading=13)
HEAD = ParagraphStyle("head", parent=BODY, fontName="Carlito-Bold", fontSize=16, leading=20)
ITEM = ParagraphStyle("item", parent=BODY, leftIndent=14)
META = Metadata(
    "A test",
    authors=("A. Author",),
    description="What & why",
    keywords=("one", "two"),
    creator="tests",
    created=datetime(2026, 11, 24, 10, 30, tzinfo=UTC),
)


class Writer:
    """One document of a test: its tree, its story, and where it is written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tree = StructTree(lang="en-US")
        self.sect = self.tree.root.add("Sect")
        self.story: list[Any] = []

    def build(
        self,
        *,
        columns: int = 1,
        height: float = 400,
        on_page: Callable[[Any, Any], None] = lambda canvas, doc: None,
        multi: bool = False,
        meta: Metadata = META,
        canvas_class: type[TaggedCanvas] = TaggedCanvas,
        prepare: Callable[[TaggedCanvas], None] = lambda canvas: None,
        **options: Any,
    ) -> Path:
        """Lay the story out on pages of 400 points' width and return the file's path."""
        doc = BaseDocTemplate(str(self.path), pagesize=(400, height))
        width = 360 / columns
        frames = [Frame(20 + i * width, 20, width, height - 40, id=f"f{i}") for i in range(columns)]
        doc.addPageTemplates([PageTemplate(frames=frames, onPage=on_page)])

        def make(filename: Any, **kwds: Any) -> TaggedCanvas:
            canvas = canvas_class(
                filename, tree=self.tree, metadata=meta, font="Carlito", **kwds, **options
            )
            prepare(canvas)
            return canvas

        (doc.multiBuild if multi else doc.build)(self.story, canvasmaker=make)
        return self.path


@pytest.fixture
def writer(tmp_path: Path) -> Writer:
    return Writer(tmp_path / "test.pdf")
