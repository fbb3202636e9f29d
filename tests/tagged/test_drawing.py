"""Figures, artifacts, marks by hand, and what must raise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image as Picture
from reportlab.platypus import Flowable, HRFlowable, Image

from briefgen.pdf.tagged.canvas import TaggedCanvas
from briefgen.pdf.tagged.figure import Figure
from briefgen.pdf.tagged.paragraph import Paragraph
from briefgen.pdf.tagged.structure import (
    ConformanceError,
    FontError,
    StrayContentError,
    StructTree,
    TagError,
)
from briefgen.pdf.tagged.text import find_stray, wrap_stray
from tagged.dump import dump

from .conftest import BODY, META, Writer
from .validators import complaints

WORDS = ["ash", "birch", "cedar", "elm", "fir", "larch", "oak"]


class Chart(Flowable):  # type: ignore[misc]
    """Vector content with text, as a replayed chart has it."""

    def __init__(self) -> None:
        super().__init__()
        self.width, self.height = 200, 100

    def draw(self) -> None:
        draw_chart(self.canv)


def draw_chart(canvas: Any) -> None:
    canvas.setFont("Carlito", 9)
    path = canvas.beginPath()
    path.moveTo(0, 0)
    path.lineTo(100, 50)
    canvas.drawPath(path)
    canvas.saveState()
    canvas.rotate(90)
    canvas.drawString(10, -10, "Axis (title) \\ here")
    canvas.restoreState()
    canvas.setFillAlpha(0.5)
    canvas.rect(10, 10, 20, 40, fill=1, stroke=0)
    Paragraph("A label of its own", BODY).wrapOn(canvas, 100, 50)
    label = Paragraph("A label", BODY)
    label.wrapOn(canvas, 100, 50)
    label.drawOn(canvas, 120, 20)


def test_figure_with_caption(writer: Writer) -> None:
    figure = writer.sect.add("Figure", alt="Costs rise")
    writer.story = [
        Figure(Chart(), element=figure),
        Paragraph("Figure 1. Costs", BODY, element=writer.sect.add("Caption")),
    ]
    path = writer.build()
    assert dump(path) == (
        "Document\n  Sect\n"
        "    Figure Alt='Costs rise' Placement=Block BBox\n"
        "      'Axis (title) \\\\ hereA label'\n"
        "    Caption\n      'Figure 1. Costs'\n"
    )
    with pikepdf.open(path) as pdf:
        node = pdf.Root.StructTreeRoot.K[0].K.K[0]
        assert [float(x) for x in node.A.BBox] == [26, 274, 226, 374]
    assert complaints(path) == []


class Decoration(Flowable):  # type: ignore[misc]
    """A flowable drawn as an artifact."""

    def __init__(self, content: Flowable) -> None:
        super().__init__()
        self.content = content

    def wrap(self, availWidth: float, availHeight: float) -> Any:  # noqa: N803
        return self.content.wrap(availWidth, availHeight)

    def draw(self) -> None:
        with self.canv.artifact("Layout"):
            self.content.drawOn(self.canv, 0, 0)


def test_images_figures_and_decoration(writer: Writer, tmp_path: Path) -> None:
    Picture.new("RGBA", (8, 8), (200, 0, 0, 128)).save(tmp_path / "p.png")
    picture = str(tmp_path / "p.png")
    writer.story = [
        Figure(Image(picture, 40, 40), element=writer.sect.add("Figure", alt="A red square")),
        Decoration(Image(picture, 10, 10)),
        Decoration(HRFlowable(color="red")),
        Decoration(Paragraph("decoration", BODY, element=writer.sect.add("P"))),
    ]
    path = writer.build()
    assert dump(path).count("\n") == 4
    assert complaints(path) == []


def test_stray_content_raises(writer: Writer) -> None:
    writer.story = [HRFlowable(), Paragraph("Text", BODY, element=writer.sect.add("P"))]
    with pytest.raises(StrayContentError, match="page 1"):
        writer.build()


def test_headers_and_a_form_used_on_each_page(writer: Writer) -> None:
    def furniture(canvas: Any, doc: Any) -> None:
        if not canvas.hasForm("logo"):
            canvas.beginForm("logo", 0, 0, 20, 20)
            canvas.rect(0, 0, 20, 20, fill=1)
            canvas.endForm()
        with canvas.artifact("Pagination", "Header"):
            canvas.setFont("Carlito", 8)
            canvas.drawString(20, 385, f"Page {doc.page}")
            canvas.doForm("logo")

    for i in range(60):
        writer.story.append(Paragraph(WORDS[i % 7], BODY, element=writer.sect.add("P")))
    path = writer.build(on_page=furniture)
    assert "Page" not in dump(path)
    assert complaints(path) == []


class Box(Flowable):  # type: ignore[misc]
    """A container as a user may write one: a background, and children drawn on it."""

    def __init__(self, children: list[Flowable]) -> None:
        super().__init__()
        self.children = children

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.sizes = [child.wrap(width, height) for child in self.children]
        return width, sum(h for _, h in self.sizes)

    def draw(self) -> None:
        with self.canv.artifact("Background"):
            self.canv.rect(0, 0, 100, 20, fill=0)
        y = sum(h for _, h in self.sizes)
        for child, (_, h) in zip(self.children, self.sizes, strict=True):
            y -= h
            child.drawOn(self.canv, 0, y)


def test_containers(writer: Writer) -> None:
    box = writer.sect.add("Sect")
    texts = [Paragraph(t, BODY, element=box.add("P")) for t in ("One", "Two")]
    writer.story = [Box(texts)]
    path = writer.build()
    assert "'One'" in dump(path)
    assert complaints(path) == []


def canvas_for(path: Path, tree: StructTree, **kwds: Any) -> TaggedCanvas:
    return TaggedCanvas(str(path), tree=tree, metadata=META, font="Carlito", **kwds)


def test_marks_by_hand(tmp_path: Path) -> None:
    tree = StructTree(lang="en-US")
    para = tree.root.add("P")
    link = para.add("Link")
    canvas = canvas_for(tmp_path / "x.pdf", tree)
    canvas.setFont("Carlito", 12)
    with canvas.mark(para):
        canvas.drawString(50, 700, "Before ")
        with canvas.mark(link):  # suspends the outer mark
            canvas.drawString(100, 700, "link")
            canvas.linkURL("https://example.org", (100, 700, 130, 712), contents="A site")
        canvas.drawString(140, 700, " after")
        with canvas.artifact():
            canvas.line(50, 690, 200, 690)
    canvas.bookmarkPage("here")
    canvas.addOutlineEntry("Here", "here")
    canvas.save()
    assert "Link annotation='A site'" in dump(tmp_path / "x.pdf")
    assert complaints(tmp_path / "x.pdf") == []


def test_mistakes_raise(tmp_path: Path) -> None:
    tree = StructTree(lang="en-US")
    para, figure = tree.root.add("P"), tree.root.add("Figure")
    canvas = canvas_for(tmp_path / "x.pdf", tree)
    canvas.setFont("Carlito", 12)
    with pytest.raises(TagError, match="Link element"), canvas.mark(para):
        canvas.linkURL("https://example.org", (0, 0, 1, 1))
    canvas = canvas_for(tmp_path / "x.pdf", tree)
    with (
        pytest.raises(TagError, match="inside an artifact"),
        canvas.artifact(),
        canvas.mark(para),
    ):
        pass
    canvas = canvas_for(tmp_path / "x.pdf", tree)
    with pytest.raises(TagError, match="balance"), canvas.mark(para):
        canvas.saveState()
    canvas = canvas_for(tmp_path / "x.pdf", tree)
    with canvas.mark(figure):
        canvas.rect(0, 0, 10, 10)
    with pytest.raises(TagError, match="drawn twice"), canvas.mark(figure):
        pass
    with pytest.raises(TagError, match="alternative text"):
        canvas.save()
    with pytest.raises(FontError, match="Helvetica"):
        canvas.setFont("Helvetica", 10)
    with pytest.raises(FontError, match="U\\+4E2D"):
        canvas.drawString(0, 0, "\u4e2d")
    with pytest.raises(ValueError, match="RGB"):
        canvas.setFillColorCMYK(0.1, 0.2, 0.3, 0)
    with pytest.raises(ConformanceError, match="links"):
        canvas.textAnnotation("x", Rect=(0, 0, 1, 1))
    with pytest.raises(ConformanceError, match="PDF/A-3"):
        canvas.attach("a.csv", b"", "text/csv")
    with pytest.raises(FontError):
        TaggedCanvas("x", tree=tree, metadata=META, font="Times-Roman")


def test_an_older_canvas_of_the_same_tree_is_out_of_date(tmp_path: Path) -> None:
    tree = StructTree(lang="en-US")
    para = tree.root.add("P")
    old = canvas_for(tmp_path / "x.pdf", tree)
    canvas_for(tmp_path / "y.pdf", tree)
    with pytest.raises(TagError, match="earlier pass"), old.mark(para):
        pass


class NumberedCanvas(TaggedCanvas):
    """The usual recipe for "page x of y": pages are kept, then shown when their number is known."""

    def __init__(self, *args: Any, **kwds: Any) -> None:
        super().__init__(*args, **kwds)
        self.kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802
        self.kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for state in self.kept:
            self.__dict__.update(state)
            with self.artifact("Pagination", "Footer"):
                self.setFont("Carlito", 8)
                self.drawString(20, 10, f"Page {self._pageNumber} of {len(self.kept)}")
            TaggedCanvas.showPage(self)
        super().save()


def test_two_pass_canvas(writer: Writer) -> None:
    for i in range(60):
        text = f'<a href="https://example.org/{i}">{WORDS[i % 7]}</a>'
        writer.story.append(Paragraph(text, BODY, element=writer.sect.add("P")))
    path = writer.build(canvas_class=NumberedCanvas)
    assert dump(path).count("Link") == 60
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 3
    assert complaints(path) == []


def test_stray_finds_painting_only() -> None:
    code = ["q", "1 0 0 rg", "(S f Tj) Tj", "/Artifact BMC", "n 0 0 m 1 1 l S", "EMC", "Q"]
    assert list(find_stray(code)) == ["(S f Tj) Tj"]
    assert list(find_stray(["/S gs", "[(a)] 0 d", "n 0 0 5 5 re W n"])) == []


def test_wrapping_takes_the_path_with_it() -> None:
    code = ["q", "1 w", "n", "0 0 m 1 1 l", "S", "0 g", "Q"]
    wrap_stray(code, 0)
    assert code == ["q", "1 w", "/Artifact BMC", "n", "0 0 m 1 1 l", "S", "EMC", "0 g", "Q"]
