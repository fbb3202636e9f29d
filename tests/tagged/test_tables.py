"""Tables: headers, spans, pages, cells of every kind."""

from __future__ import annotations

import pytest
from reportlab.lib import colors
from reportlab.platypus import Paragraph as PlainParagraph

from briefgen.pdf.tagged import table
from briefgen.pdf.tagged.paragraph import Paragraph
from briefgen.pdf.tagged.structure import FontError, StrayContentError, TagError
from briefgen.pdf.tagged.table import Table
from tagged.dump import dump

from .conftest import BODY, HEAD, Writer
from .validators import complaints

STYLE = [
    ("FONTNAME", (0, 0), (-1, -1), "Carlito"),
    ("GRID", (0, 0), (-1, -1), 0.5, colors.grey),
    ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey),
]


def test_table_over_three_pages(writer: Writer) -> None:
    rows = [["Region", "Cost", ""], ["", "2023", "2024"]]
    rows += [[f"Region {i}", str(i), str(2 * i)] for i in range(40)]
    style = [*STYLE, ("SPAN", (1, 0), (2, 0)), ("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 5), (2, 5))]
    writer.story = [
        Table(rows, repeatRows=2, header_cols=1, style=style, element=writer.sect.add("Table"))
    ]
    path = writer.build()
    text = dump(path)
    assert text.startswith(
        "Document\n"
        "  Sect\n"
        "    Table\n"
        "      THead\n"
        "        TR\n"
        "          TH Scope=Column RowSpan=2\n            'Region'\n"
        "          TH Scope=Column ColSpan=2\n            'Cost'\n"
        "        TR\n"
        "          TH Scope=Column\n            '2023'\n"
        "          TH Scope=Column\n            '2024'\n"
        "      TBody\n"
        "        TR\n"
        "          TH Scope=Row\n            'Region 0'\n"
        "          TD\n            '0'\n"
        "          TD\n            '0'\n"
    )
    assert text.count("'2023'") == 1  # repeats are artifacts
    assert text.count("Table") == 1
    assert text.count("TR\n") == 42
    assert "TD ColSpan=2\n            '3'\n" in text
    assert complaints(path) == []


def test_a_long_table_is_split_without_copies_of_its_rest(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    real = table.table_of_rows

    def spy(whole: Table, start: int, end: int) -> Table:
        made.append(end - start)
        return real(whole, start, end)

    monkeypatch.setattr(table, "table_of_rows", spy)
    monkeypatch.setattr(table, "_AT_ONCE", 50)
    names = ["".join("abcdefghij"[int(d)] for d in f"{i:03}") for i in range(120)]
    rows = [["Region", "Cost"]] + [[f"Region {n}", f"Cost {n}"] for n in names]
    style = [
        ("FONTNAME", (0, 0), (-1, -1), "Carlito"),
        ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.grey),
    ]
    writer.story = [
        Paragraph("Costs", HEAD, element=writer.sect.add("H1")),
        Table(rows, repeatRows=1, style=style, element=writer.sect.add("Table")),
    ]
    path = writer.build()
    text = dump(path)
    assert sum(made) == 120 and len(made) > 3
    assert [text.count(word) for word in ("Table", "'Region'", "TR\n")] == [1, 1, 121]
    places = [text.index(f"'Cost {n}'") for n in names]
    assert places == sorted(places)
    assert complaints(path) == []


def test_cells_of_flowables(writer: Writer) -> None:
    rows = [
        [Paragraph("<b>What</b>", BODY), Paragraph("Value", BODY)],
        [Paragraph('A <a href="https://example.org">link</a>', BODY), ""],
        [[Paragraph("One", BODY), Paragraph("Two", BODY)], "text"],
    ]
    style = [("FONTNAME", (1, 2), (1, 2), "Carlito"), ("LINEBELOW", (0, 0), (-1, 0), 1, "black")]
    table = Table(rows, repeatRows=1, style=style, element=writer.sect.add("Table"),
                  colWidths=[150, 150])  # fmt: skip
    writer.story = [table]
    path = writer.build()
    assert dump(path) == (
        "Document\n  Sect\n    Table\n"
        "      THead\n        TR\n"
        "          TH Scope=Column\n            'What'\n"
        "          TH Scope=Column\n            'Value'\n"
        "      TBody\n        TR\n"
        "          TD\n            'A '\n"
        "            Link annotation='link'\n              'link'\n"
        "          TD\n"
        "        TR\n"
        "          TD\n            P\n              'One'\n            P\n              'Two'\n"
        "          TD\n            'text'\n"
    )
    assert complaints(path) == []


def test_a_row_split_over_pages(writer: Writer) -> None:
    cell = Paragraph("A long cell that does not fit on what is left of the page. " * 12, BODY)
    rows = [["Name", "Text"], ["x", "y"], ["tall", cell]]
    writer.story = [
        Table(rows, repeatRows=1, splitInRow=1, style=STYLE, colWidths=[60, 200],
              element=writer.sect.add("Table"))
    ]  # fmt: skip
    path = writer.build(height=160)
    text = dump(path)
    assert text.count("TR\n") == 3
    assert "TD pages=1,2" in text
    assert complaints(path) == []


def test_two_builds_give_one_table(writer: Writer) -> None:
    rows = [["a", "b"], *[[str(i), "x"] for i in range(40)]]
    table = Table(rows, repeatRows=1, style=STYLE, element=writer.sect.add("Table"))
    writer.story = [table]
    path = writer.build(multi=True)
    assert dump(path).count("TR\n") == 41
    assert complaints(path) == []


def test_default_font_raises(writer: Writer) -> None:
    writer.story = [Table([["a"]], element=writer.sect.add("Table"))]
    with pytest.raises(FontError, match="not embedded"):
        writer.build()


def test_untagged_text_in_a_cell_raises(writer: Writer) -> None:
    table = Table([[PlainParagraph("a", BODY)]], element=writer.sect.add("Table"))
    writer.story = [table]
    with pytest.raises(StrayContentError):
        writer.build()


def test_a_header_cell_that_spans_into_the_body_raises(writer: Writer) -> None:
    style = [*STYLE, ("SPAN", (0, 0), (0, 1))]
    rows = [["a", "b"], ["", "c"], ["d", "e"]]
    writer.story = [Table(rows, repeatRows=1, style=style, element=writer.sect.add("Table"))]
    with pytest.raises(TagError, match="spans into"):
        writer.build()
