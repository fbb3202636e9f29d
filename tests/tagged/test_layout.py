"""Odd corners of layout: leaders, pictures in text, breaks, containers, contents over passes."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image as Picture
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BalancedColumns, Flowable, KeepInFrame, PageBreak

from briefgen.pdf.tagged.paragraph import Paragraph
from briefgen.pdf.tagged.structure import Element
from tagged.dump import dump

from .conftest import BODY, HEAD, Writer
from .validators import complaints


def test_leaders_breaks_pictures_and_boxes(writer: Writer, tmp_path: Path) -> None:
    Picture.new("RGB", (4, 4), (0, 90, 0)).save(tmp_path / "dot.png")
    dotted = ParagraphStyle("dots", parent=BODY, endDots=" .")
    boxed = ParagraphStyle(
        "box", parent=BODY, backColor=colors.beige, borderColor=colors.grey, borderWidth=1,
        borderPadding=3, spaceBefore=8,
    )  # fmt: skip
    picture = f'<img src="{tmp_path / "dot.png"}" width="8" height="8"/>'
    writer.story = [
        Paragraph("Contents", dotted, element=writer.sect.add("P")),
        Paragraph(f"One<br/>two {picture} three {picture}", boxed, element=writer.sect.add("P")),
        Paragraph("<strike>Old</strike> <u>new</u> x<sub>2</sub>", BODY,
                  element=writer.sect.add("P")),
    ]  # fmt: skip
    path = writer.build()
    text = dump(path)
    assert "'Contents'" in text
    assert "'One two three " in text
    assert "'Old new x2'" in text
    assert complaints(path) == []


def test_containers_of_reportlab(writer: Writer) -> None:
    def texts(n: int) -> list[Flowable]:
        return [Paragraph(f"Word {'and word ' * i}", BODY, element=writer.sect.add("P"))
                for i in range(n)]  # fmt: skip

    writer.story = [
        KeepInFrame(300, 60, texts(8), mode="shrink"),
        BalancedColumns(texts(9), nCols=2),
        *copy.deepcopy(texts(2)),
    ]
    path = writer.build()
    assert dump(path).count("P\n") == 19
    assert complaints(path) == []


class Contents(Flowable):  # type: ignore[misc]
    """A table of contents: its lines are made again in each pass, in the same elements."""

    def __init__(self, toc: Element, entries: list[tuple[str, str, Element]]) -> None:
        super().__init__()
        self.entries = entries
        self.pages: dict[str, int] = {}
        self.before: dict[str, int] = {}

    def isIndexing(self) -> bool:  # noqa: N802
        return True

    def isSatisfied(self) -> bool:  # noqa: N802
        return self.pages == self.before

    def beforeBuild(self) -> None:  # noqa: N802
        self.before = dict(self.pages)

    def afterBuild(self) -> None:  # noqa: N802
        pass

    def notify(self, kind: str, data: Any) -> None:
        self.pages.update([data])

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.lines = [
            Paragraph(f'<a href="#{key}">{title}</a> {self.before.get(key, 0)}', BODY, element=item)
            for title, key, item in self.entries
        ]
        sizes = [line.wrap(width, height) for line in self.lines]
        return width, sum(h for _, h in sizes)

    def draw(self) -> None:
        y = sum(line.height for line in self.lines)
        for line in self.lines:
            y -= line.height
            line.drawOn(self.canv, 0, y)


class Heading(Paragraph):
    """Tells the contents where it is."""

    def draw(self) -> None:
        super().draw()
        self.canv._doctemplate.notify("TOC", (self.key, self.canv.getPageNumber()))


def test_contents_over_two_passes(writer: Writer) -> None:
    toc = writer.sect.add("TOC")
    titles = ["Alpha", "Beta", "Gamma"]
    items = [toc.add("TOCI") for _ in titles]
    contents = Contents(toc, [(t, t.lower(), i) for t, i in zip(titles, items, strict=True)])
    writer.story = [contents]
    for title in titles:
        key = title.lower()
        head = Heading(f'<a name="{key}"/>{title}', HEAD, element=writer.sect.add("H1"))
        head.key = key
        writer.story += [PageBreak(), head]
    path = writer.build(multi=True)
    text = dump(path)
    assert text.count("TOCI") == 3
    assert "TOCI\n        Link annotation='Gamma'\n          'Gamma'\n        ' 4'\n" in text
    assert complaints(path) == []


def test_fonts_are_subsets_with_one_cmap(writer: Writer) -> None:
    """ISO 19005-2, 6.2.11.6: a symbolic TrueType font has no Encoding, and one cmap or (3, 0)."""
    import io

    from fontTools.ttLib import TTFont

    many = "".join(chr(c) for c in [*range(0x21, 0x17F), *range(0x391, 0x3C9)] if chr(c).isalpha())
    writer.story = [Paragraph(" ".join(many), BODY, element=writer.sect.add("P"))]
    path = writer.build()
    assert dump(path).split("\n")[3].strip().strip("'") == " ".join(many)
    with pikepdf.open(path) as pdf:
        fonts = dict(pdf.pages[0].Resources.Font)
        assert len(fonts) > 1
        for font in fonts.values():
            assert "/Encoding" not in font
            assert int(font.FontDescriptor.Flags) & 4
            data = font.FontDescriptor.FontFile2.read_bytes()
            program = TTFont(io.BytesIO(data))
            tables = program["cmap"].tables
            assert len(tables) == 1 or any((t.platformID, t.platEncID) == (3, 0) for t in tables)
            assert str(font.BaseFont)[7] == "+"
    assert complaints(path) == []
