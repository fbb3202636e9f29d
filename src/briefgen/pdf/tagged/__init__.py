"""Tagged PDF from reportlab: PDF/UA-1 and PDF/A-2a (or 3a) in one file.

Author the structure in reading order, hand each flowable its element, and build with the canvas::

    from reportlab.platypus import SimpleDocTemplate
    from briefgen.pdf.tagged import (
        Figure, Metadata, Paragraph, StructTree, Table, TaggedList, tagged_canvasmaker)

    tree = StructTree(lang="en-US")
    sect = tree.root.add("Sect")
    items = TaggedList(sect)
    story = [
        Paragraph("Findings", h1, element=sect.add("H1")),
        Paragraph('See <a href="https://example.org" title="The report">it</a>.', body,
                  element=sect.add("P")),
        Table(rows, repeatRows=1, header_cols=1, style=style, element=sect.add("Table")),
        Figure(draw, 400, 200, element=sect.add("Figure", alt="Costs rise from 2 to 5 percent")),
        items.item("First point", body),
    ]
    meta = Metadata("Key findings", authors=("A. Author",), created=when)
    SimpleDocTemplate("out.pdf").build(
        story, canvasmaker=tagged_canvasmaker(tree, meta, font="Carlito"))

Page furniture goes in ``with canvas.artifact("Pagination", "Header"):``. What is painted outside
every tag raises :class:`StrayContentError`. Only reportlab and the standard library are needed.
"""

from briefgen.pdf.tagged.canvas import TaggedCanvas, tagged_canvasmaker
from briefgen.pdf.tagged.document import Metadata
from briefgen.pdf.tagged.figure import Figure, Image, Pixels, pixels
from briefgen.pdf.tagged.fonts import ShapedFont, Words, is_shaped, show_row
from briefgen.pdf.tagged.paragraph import Paragraph, TaggedList
from briefgen.pdf.tagged.structure import (
    ConformanceError,
    Element,
    FontError,
    StrayContentError,
    StructTree,
    TagError,
)
from briefgen.pdf.tagged.table import Table

__all__ = [
    "ConformanceError",
    "Element",
    "Figure",
    "FontError",
    "Image",
    "Metadata",
    "Paragraph",
    "Pixels",
    "ShapedFont",
    "StrayContentError",
    "StructTree",
    "Table",
    "TagError",
    "TaggedCanvas",
    "TaggedList",
    "Words",
    "is_shaped",
    "pixels",
    "show_row",
    "tagged_canvasmaker",
]
