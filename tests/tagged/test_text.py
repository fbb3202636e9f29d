"""Paragraphs, headings, links, notes and lists."""

from __future__ import annotations

import pikepdf
import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import KeepTogether, PageBreak, Spacer

from briefgen.pdf.tagged.paragraph import Paragraph, TaggedList
from briefgen.pdf.tagged.structure import TagError
from tagged.dump import dump

from .conftest import BODY, HEAD, ITEM, Writer
from .validators import complaints

LONG = (
    "Considerable administrative responsibilities notwithstanding, representatives of "
    "international organizations acknowledged extraordinary circumstances. "
)


def test_headings_and_paragraphs(writer: Writer) -> None:
    sub = writer.sect.add("Sect")
    writer.story = [
        Paragraph("One", HEAD, element=sub.add("H1")),
        Paragraph("Text <b>in bold</b>, <u>underlined</u> and plain.", BODY, element=sub.add("P")),
        Paragraph("Two", HEAD, element=sub.add("H2")),
        Paragraph("Said so.", BODY, element=sub.add("BlockQuote").add("P")),
    ]
    sub.add("P")  # never drawn: left out
    path = writer.build()
    assert dump(path) == (
        "Document\n"
        "  Sect\n"
        "    Sect\n"
        "      H1\n"
        "        'One'\n"
        "      P\n"
        "        'Text in bold, underlined and plain.'\n"
        "      H2\n"
        "        'Two'\n"
        "      BlockQuote\n"
        "        P\n"
        "          'Said so.'\n"
    )
    assert complaints(path) == []


@pytest.mark.parametrize("alignment", [0, 1, 2, 4])
@pytest.mark.parametrize("markup", ["", "<i>Formatted.</i> "])
def test_a_paragraph_over_pages_is_one_element(writer: Writer, alignment: int, markup: str) -> None:
    style = ParagraphStyle("s", parent=BODY, alignment=alignment, hyphenationLang="en_US")
    text = (markup + LONG * 8).strip()
    writer.story = [
        Paragraph("Title", HEAD, element=writer.sect.add("H1")),
        Paragraph(text, style, element=writer.sect.add("P")),
        Paragraph("After.", BODY, element=writer.sect.add("P")),
    ]
    path = writer.build(columns=2, height=200)
    plain = text.replace("<i>", "").replace("</i>", "")
    assert f"P pages=1,2\n      {plain!r}\n" in dump(path)
    assert "\u00ad" in _raw(path)
    assert complaints(path) == []


def _raw(path: object) -> str:
    from tagged.dump import page_texts

    with pikepdf.open(path) as pdf:  # type: ignore[arg-type]
        return "".join("".join(page_texts(page).values()) for page in pdf.pages)


def test_written_hyphens_stay(writer: Writer) -> None:
    text = "well-known long-term decision-making " * 12
    style = ParagraphStyle("s", parent=BODY, hyphenationLang="en_US", embeddedHyphenation=1)
    writer.story = [Paragraph(text, style, element=writer.sect.add("P"))]
    shown = dump(writer.build()).split("'")[1]
    assert shown.replace(" ", "") == text.replace(" ", "")


def test_soft_hyphens_of_the_author(writer: Writer) -> None:
    text = (
        "Ad\u00admin\u00adis\u00adtra\u00adtive re\u00adspon\u00adsi\u00adbil\u00adity " * 11
        + "end"
    )
    writer.story = [
        Paragraph(text, BODY, element=writer.sect.add("P")),
        Paragraph("<b>Now</b> " + text, BODY, element=writer.sect.add("P")),
    ]
    path = writer.build()
    assert dump(path).count(text.replace("\u00ad", "")) == 2
    assert "\u00ad" in _raw(path)
    assert complaints(path) == []


def test_long_words_are_not_broken_by_spaces(writer: Writer) -> None:
    word = "abcdefghij" * 12
    writer.story = [Paragraph(word, BODY, element=writer.sect.add("P")),
                    Paragraph(f"<b>x</b> {word}", BODY, element=writer.sect.add("P"))]  # fmt: skip
    assert dump(writer.build()).count(word) == 2


def test_links_over_lines_and_pages(writer: Writer) -> None:
    inside = "the report that explains all of it at considerable length " * 6
    writer.story = [
        Paragraph("<a name='top'/>Top", HEAD, element=writer.sect.add("H1")),
        Paragraph(
            f'Read <a href="https://example.org/a" title="Full report">{inside}</a> now.',
            BODY,
            element=writer.sect.add("P"),
        ),
        Paragraph('<a href="#top">Back</a>', BODY, element=writer.sect.add("P")),
    ]
    path = writer.build(height=120)
    text = dump(path)
    assert text.count("Link ") == 2
    link = next(line for line in text.splitlines() if "Full report" in line)
    assert link.startswith("      Link annotation='Full report'")
    assert link.endswith("pages=1,2")
    assert repr(inside) in text
    assert complaints(path) == []


def test_footnotes_there_and_back(writer: Writer) -> None:
    note = writer.sect
    writer.story = [
        Paragraph(
            'Costs rose.<super><ref href="#n1" title="Note 1"><a name="r1"/>1</ref></super> Then '
            'they fell.<super><ref href="#n2" title="Note 2">2</ref></super>',
            BODY,
            element=writer.sect.add("P"),
        ),
        PageBreak(),
        Paragraph('<a name="n1"/><a href="#r1" title="Back to the text">1</a> In 2025 dollars.',
                  BODY, element=note.add("Note", id="n1")),
        Paragraph('<a name="n2"/>2 Since May.', BODY, element=note.add("Note")),
    ]  # fmt: skip
    path = writer.build()
    assert dump(path) == (
        "Document\n"
        "  Sect\n"
        "    P\n"
        "      'Costs rose.'\n"
        "      Reference\n"
        "        Link annotation='Note 1'\n"
        "          '1'\n"
        "      ' Then they fell.'\n"
        "      Reference\n"
        "        Link annotation='Note 2'\n"
        "          '2'\n"
        "    Note ID='n1'\n"
        "      Link annotation='Back to the text'\n"
        "        '1'\n"
        "      ' In 2025 dollars.'\n"
        "    Note ID='id-2'\n"
        "      '2 Since May.'\n"
    )
    assert complaints(path) == []
    with pikepdf.open(path) as pdf:
        names = pdf.Root.StructTreeRoot.IDTree.Names
        assert [str(names[i]) for i in (0, 2)] == ["id-2", "n1"]


def test_language_and_abbreviation(writer: Writer) -> None:
    writer.story = [
        Paragraph(
            'A <span lang="fr">coup d\'\u00e9tat</span> of <abbr title="gross domestic product">GDP'
            "</abbr>, 5\u00a0percent.",
            BODY,
            element=writer.sect.add("P"),
        )
    ]
    path = writer.build()
    text = dump(path)
    assert "Span Lang='fr'\n        \"coup d'\u00e9tat\"" in text
    assert "Span E='gross domestic product'\n        'GDP'" in text
    assert "', 5 percent.'" in text
    assert complaints(path) == []


def test_a_link_paragraph_of_one_format(writer: Writer) -> None:
    """reportlab draws a paragraph of a single fragment by another way."""
    link = '<a href="https://example.org">' + "all of it is a link " * 10 + "</a>"
    writer.story = [Paragraph(link, BODY, element=writer.sect.add("P"))]
    path = writer.build()
    assert dump(path).count("annotation=") >= 2
    assert complaints(path) == []


def test_nested_lists(writer: Writer) -> None:
    outer = TaggedList(writer.sect)
    writer.story = [outer.item("First " + LONG, ITEM), outer.item("Second", ITEM)]
    inner = outer.nested("Decimal")
    writer.story += [
        inner.item("Inner", ITEM, bullet="1."),
        outer.item("Third", ITEM),
        Paragraph("More of it", ITEM, element=outer.body.add("P")),
    ]
    path = writer.build(height=90)
    assert dump(path) == (
        "Document\n"
        "  Sect\n"
        "    L ListNumbering=Disc\n"
        "      LI\n        Lbl\n          '\u2022'\n"
        f"        LBody\n          {('First ' + LONG).strip()!r}\n"
        "      LI\n        Lbl\n          '\u2022'\n"
        "        LBody\n          'Second'\n"
        "          L ListNumbering=Decimal\n"
        "            LI\n              Lbl\n                '1.'\n"
        "              LBody\n                'Inner'\n"
        "      LI\n        Lbl\n          '\u2022'\n"
        "        LBody\n          'Third'\n          P\n            'More of it'\n"
    )
    assert complaints(path) == []


def test_keep_together_and_two_passes(writer: Writer) -> None:
    writer.story = [
        Spacer(1, 300),
        KeepTogether([Paragraph(LONG * 2, BODY, element=writer.sect.add("P")),
                      Paragraph("Tail", BODY, element=writer.sect.add("P"))]),
    ]  # fmt: skip
    path = writer.build(multi=True)
    assert dump(path).count("Considerable") == 2
    assert complaints(path) == []


def test_reading_order_is_authored_order(writer: Writer) -> None:
    first, second = writer.sect.add("P"), writer.sect.add("P")
    writer.story = [
        Paragraph("drawn first", BODY, element=second),
        Paragraph("drawn second", BODY, element=first),
    ]
    text = dump(writer.build())
    assert text.index("drawn second") < text.index("drawn first")


def test_a_paragraph_drawn_twice_raises(writer: Writer) -> None:
    twice = Paragraph("Twice", BODY, element=writer.sect.add("P"))
    writer.story = [twice, twice]
    with pytest.raises(TagError, match="drawn twice"):
        writer.build()


def test_a_skipped_heading_level_raises(writer: Writer) -> None:
    writer.story = [
        Paragraph("One", HEAD, element=writer.sect.add("H1")),
        Paragraph("Three", HEAD, element=writer.sect.add("H3")),
    ]
    with pytest.raises(TagError, match=r"7\.4\.2"):
        writer.build()


def test_unknown_types_and_ids_raise(writer: Writer) -> None:
    with pytest.raises(TagError, match="unknown structure type"):
        writer.sect.add("Paragraph")
    writer.sect.add("Note", id="a")
    with pytest.raises(TagError, match="used twice"):
        writer.sect.add("Note", id="a")
