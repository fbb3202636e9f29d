"""Tagged PDF from reportlab: PDF/UA-1 and PDF/A-2a (or 3a) in one file.

Own code, because open-source reportlab writes no structure tree.

Author the structure in reading order, hand each flowable its element, and build with the canvas::

    tree = StructTree(lang="en-US")
    sect = tree.root.add("Sect")
    items = TaggedList(sect)
    story = [
        Paragraph("Findings", h1, element=sect.add("H1")),
        Paragraph('See <a href="https://example.org" title="The report">it</a>.', body,
                  element=sect.add("P")),
        Table(rows, repeatRows=1, header_cols=1, style=style, element=sect.add("Table")),
        Figure(drawing, element=sect.add("Figure", alt="Costs rise from 2 to 5 percent")),
        items.item("First point", body),
    ]
    meta = Metadata("Key findings", authors=("A. Author",), created=when)
    SimpleDocTemplate("out.pdf").build(
        story, canvasmaker=partial(TaggedCanvas, tree=tree, metadata=meta, font="Carlito"))

Page furniture goes in ``with canvas.artifact("Pagination", "Header"):``. What is painted outside
every tag raises :class:`StrayContentError`. It knows nothing of briefs.
"""
