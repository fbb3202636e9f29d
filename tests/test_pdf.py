"""The brief, read back from the file."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pdfplumber
import pikepdf
import pytest

import briefgen
from briefgen.languages.locale import locale_of
from briefgen.model.edition import Edition
from briefgen.model.loaded import LoadedOutline
from briefgen.model.rich_text import plain
from briefgen.pdf import sections
from briefgen.pdf.blocks import Draft, section_heading
from briefgen.pdf.layout import Band, Item
from briefgen.pdf.tagged.structure import Element
from conftest import MINIMAL, Built
from tagged.validators import complaints


def text_of(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return "\n".join(page.extract_text() or "" for page in pdf.pages)


def squeezed(text: str) -> str:
    """Without spaces, hyphens and the like, which line breaking moves."""
    return re.sub(r"[\s\u00ad\u2011-]+", "", text)


def structure_text(data: bytes) -> str:
    """All text in the order of the structure tree, as a screen reader meets it."""
    from tagged.dump import dump

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "brief.pdf"
        path.write_bytes(data)
        # What abbreviations stand for is not what the text says.
        lines = [line for line in dump(path).splitlines() if not re.match(r"\s*Span E=", line)]
        return re.sub(r"'\n\s*'", "", "\n".join(lines))


def test_conforms_to_ua_and_a(each: Built, tmp_path: Path) -> None:
    path = tmp_path / "brief.pdf"
    path.write_bytes(each.pdf)
    assert complaints(path, pdfa_part=3) == []


def test_parts_come_in_order(each: Built) -> None:
    said = squeezed(structure_text(each.pdf))
    parts = [plain(each.edition.title), plain(each.edition.message)[:40]]
    parts += [plain(f.headline) for f in each.edition.findings]
    parts += [plain(r.action) for r in each.edition.recommendations]
    at = -1
    for part in parts:
        found = said.find(squeezed(part), at + 1)
        assert found > at, part
        at = found


def test_every_figure_table_and_number_is_there(each: Built) -> None:
    text = squeezed(structure_text(each.pdf))
    whole = each.edition.brief.layout != "highlights"
    for figure in each.edition.figures if whole else ():
        assert squeezed(plain(figure.title)) in text
        assert squeezed(plain(figure.source))[:20] in text
    for number in each.edition.key_numbers:
        assert squeezed(number.number) in text
    for finding in each.edition.findings:
        if finding.table and whole:
            assert squeezed(plain(finding.table.rows[-1][-1])) in text


def test_charts_are_vectors_with_text(built: Callable[..., Built]) -> None:
    brief = built("brief", "press")
    with pikepdf.open(io.BytesIO(brief.pdf)) as pdf:
        images = {
            name for page in pdf.pages for name in page.get("/Resources", {}).get("/XObject", {})
        }
    assert len(images) <= 2  # the logo, and its mask
    text = text_of(brief.pdf)
    for label in ("more than 20 million", "less than 1%", "$18–39 billion", "no data"):
        assert label in text


def test_fonts_are_embedded_and_subset(each: Built) -> None:
    with pikepdf.open(io.BytesIO(each.pdf)) as pdf:
        fonts = {
            str(font.BaseFont): font for page in pdf.pages for font in page.Resources.Font.values()
        }
        assert fonts
        for name, font in fonts.items():
            assert re.match(r"/[A-Z]{6}\+Carlito", name)
            assert "/ToUnicode" in font
            descriptor = font.get("/FontDescriptor") or font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in descriptor


def test_metadata_bookmarks_and_page_numbers(each: Built) -> None:
    with pikepdf.open(io.BytesIO(each.pdf)) as pdf:
        assert str(pdf.Root.Lang) == "en-US"
        assert str(pdf.docinfo["/Title"]) == plain(each.edition.title)
        with pdf.open_outline() as outline:
            (top,) = outline.root
            names = [item.title for item in top.children]
        count = len(pdf.pages)
    assert top.title == plain(each.edition.title)
    full = each.edition.brief.layout == "full"
    assert names[0] == ("Contents" if full else "Findings")
    assert names[-1] == (
        "Sources" if each.edition.brief.layout != "highlights" else "Recommendations"
    )
    text = text_of(each.pdf)
    assert [f"Page {n} of {count}" in text for n in range(1, count + 1)] == [True] * count


def test_links_lead_somewhere(each: Built) -> None:
    with pikepdf.open(io.BytesIO(each.pdf)) as pdf:
        names = pdf.Root.get("/Dests", {})
        inside = outside = 0
        for page in pdf.pages:
            for link in page.get("/Annots", []):
                assert str(link.Contents)
                if "/A" in link:
                    outside += 1
                    assert str(link.A.URI).startswith(("https://", "mailto:"))
                else:
                    inside += 1
                    target = link.Dest
                    assert isinstance(target, pikepdf.Array) or str(target) in names
    if each.edition.brief.layout != "highlights":
        assert inside >= 2 * len(each.edition.notes) - 2
    assert outside >= 1


def test_nothing_leaves_the_page_or_overlaps(each: Built) -> None:
    with pdfplumber.open(io.BytesIO(each.pdf)) as pdf:
        for page in pdf.pages:
            words = page.extract_words(keep_blank_chars=False, extra_attrs=["size"])
            for word in words:
                assert word["x0"] >= 50
                assert word["x1"] <= page.width - 50
                assert word["top"] >= 30
                assert word["bottom"] <= page.height - 25
            level = [w for w in words if w["size"] > 8]
            for i, a in enumerate(level):
                for b in level[i + 1 :]:
                    wide = min(a["x1"], b["x1"]) - max(a["x0"], b["x0"])
                    high = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
                    assert wide < 1 or high < 0.45 * min(a["size"], b["size"]), (
                        a["text"],
                        b["text"],
                    )


def test_last_page_is_not_nearly_empty(each: Built) -> None:
    from briefgen.pdf.document import write_pdf

    info = write_pdf(each.edition, io.BytesIO())
    assert all(share > 0.7 for share in info.fill[:-1])
    assert info.fill[-1] > 0.35


def test_same_bytes_twice(built: Callable[..., Built]) -> None:
    again = io.BytesIO()
    briefgen.write_pdf(built("brief", "press").edition, again)
    assert again.getvalue() == built("brief", "press").pdf


@pytest.mark.parametrize(
    ("size", "width", "height"), [("letter", 612, 792), ("a4", 595.28, 841.89)]
)
def test_paper_sizes(size: str, width: float, height: float, tmp_path: Path) -> None:
    outline = tmp_path / "brief.yaml"
    outline.write_text(MINIMAL + f"brief: {{size: {size}}}\n")
    path = tmp_path / "brief.pdf"
    assert briefgen.write_pdf(briefgen.edition(briefgen.load(outline)), path) == 1
    with pikepdf.open(path) as pdf:
        box = [float(v) for v in pdf.pages[0].MediaBox]
    assert box[2:] == pytest.approx([width, height], abs=0.01)
    assert complaints(path, pdfa_part=3) == []


LONG = "Some words that say a good deal more than anybody would want to read. " * 120
ODD = {
    "long message, about and quotation": f"message: '{LONG}'\nabout: '{LONG}'\nfindings:\n  - id: one\n"
    f"    headline: One\n    evidence: [{{source: report, quote: '{LONG[:1900]}'}}]\n",
    "sixty bars": "findings:\n  - {id: one, headline: One, figure: bars, evidence: [{source: report, quote: it}]}\n"
    "figures:\n  - id: bars\n    kind: bar\n    title: Sixty bars\n    data:\n"
    + "".join(f"      - {{label: Number {i}, value: {i}}}\n" for i in range(60)),
    "fifty findings": "findings:\n"
    + "".join(
        f"  - id: f{i}\n    headline: Finding number {i} is a sentence of its own\n"
        f"    body: '{'Some words that go on for a while. ' * (i % 7 + 1)}'\n"
        f"    evidence: [{{source: report, quote: phrase {i}}}]\n"
        for i in range(50)
    ),
    "long words": "findings:\n  - id: one\n    headline: "
    + "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenhalterung" * 2
    + "\n    body: https://example.org/"
    + "a-very-long-path/" * 20
    + "\n    evidence: [{source: report, quote: it}]\n",
    "nested lists and links": "findings:\n  - id: one\n    headline: Lists nest\n    body: |\n"
    "      - one\n        - two\n          - three with [a link over some lines of text that is long"
    " enough to be broken](https://example.org)\n      - four\n\n      1. first\n      2. second\n"
    "    evidence: [{source: report, quote: it}]\n",
    "a long table": "findings:\n  - id: one\n    headline: A table goes over three pages\n    table: long\n"
    "    evidence: [{source: report, quote: it}]\ntables:\n  - id: long\n    title: Many rows\n"
    "    columns: [Name, Number]\n    evidence: [{source: report, datum: rows}]\n    rows:\n"
    + "".join(f"      - [Row {i}, '{i * i}']\n" for i in range(150)),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_content_conforms(name: str, tmp_path: Path) -> None:
    head = MINIMAL[: MINIMAL.index("findings:")]
    if ODD[name].startswith("message:"):
        head = head[: head.index("message:")]
    outline = tmp_path / "brief.yaml"
    outline.write_text(
        head + ODD[name] + "sources: [{id: report, title: The report}]\n", encoding="utf-8"
    )
    path = tmp_path / "brief.pdf"
    briefgen.write_pdf(briefgen.edition(briefgen.load(outline)), path)
    assert complaints(path, pdfa_part=3) == []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            assert all(c["top"] > 30 and c["bottom"] < page.height - 25 for c in page.chars)
    if name == "a long table":
        with pdfplumber.open(path) as pdf:
            heads = [(page.extract_text() or "").count("Name Number") for page in pdf.pages]
        assert sum(1 for h in heads if h) >= 3


def test_key_numbers_shrink_before_they_break(outline: LoadedOutline) -> None:
    """`20 millones` in bold is wider than a quarter of the page at the theme's own size."""
    target = io.BytesIO()
    briefgen.write_pdf(briefgen.edition(outline, language="es"), target)
    with pdfplumber.open(target) as pdf:
        characters = [c for c in pdf.pages[0].chars if c["text"] in "20 millones"]
    largest = max(c["size"] for c in characters if c["text"] == "2" and c["top"] > 200)
    number = [c for c in pdf.pages[0].chars if abs(c["size"] - largest) < 0.01]
    line = "".join(
        c["text"] for c in number if abs(c["top"] - number[0]["top"]) < 1
    ).replace("\xa0", " ")  # fmt: skip
    assert "20 millones" in line


def test_a_full_brief_links_evidence_to_all_that_rests_on_it(outline: LoadedOutline) -> None:
    edition = briefgen.edition(outline)
    assert edition.brief.layout == "full"
    stream = io.BytesIO()
    briefgen.write_pdf(edition, stream)
    with pikepdf.open(stream) as pdf:
        links = [
            str(each.Contents)
            for page in pdf.pages
            for each in page.get("/Annots", [])
            if each.get("/Dest") is not None
        ]
    numbers = [n.number for n in (*edition.notes, *edition.exhibit_notes)]
    assert edition.exhibit_notes and numbers == list(range(1, len(numbers) + 1))
    assert links.count("Back to the text") == len(numbers)
    assert {f"See note {number}" for number in numbers} <= set(links)
    assert {f"Figure {f.number}" for f in edition.figures} <= set(links)
    assert {"Table 1", "Key numbers", "Recommendations: The United States"} <= set(links)


def test_abbreviations_say_what_they_stand_for(outline: LoadedOutline, tmp_path: Path) -> None:
    from tagged.dump import dump

    path = tmp_path / "brief.pdf"
    briefgen.write_pdf(briefgen.edition(outline, "press"), path)
    assert "Span E='U.S. Drug Enforcement Administration'" in dump(path)
    assert complaints(path, pdfa_part=3) == []


def test_a_heading_longer_than_a_column_goes_on_in_the_next(write: Callable[..., Path]) -> None:
    headline = "A headline that does not end " * 60
    path, stream = write(finding=f"    headline: {headline}\n"), io.BytesIO()
    outline = briefgen.load(path)
    briefgen.write_pdf(briefgen.edition(outline), stream)
    path.with_suffix(".pdf").write_bytes(stream.getvalue())
    assert text_of(stream.getvalue()).count("headline") == 60
    with pikepdf.open(stream) as pdf, pdf.open_outline() as entries:
        (top,) = entries.root
        (section,) = [entry for entry in top.children if entry.title == "Findings"]
        assert [entry.title for entry in section.children] == [headline.strip()]
    assert complaints(path.with_suffix(".pdf"), pdfa_part=3) == []


def test_a_section_that_is_registered_stands_in_the_brief_and_in_its_contents(
    built: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sections, "_SECTIONS", [*sections._SECTIONS])

    @sections.section("contact", ("full",), 75, listed=True)
    def contact(edition: Edition, draft: Draft, root: Element) -> Iterator[Band]:
        sect = root.add("Sect")
        title = section_heading(draft, "contact", sect)
        yield Band((Item(title), Item(draft.paragraph("Write to us.", "body", sect.add("P")))))

    full, stream = built().edition, io.BytesIO()
    briefgen.write_pdf(full, stream)
    said = structure_text(stream.getvalue())
    assert said.count("Write to us.") == 1
    words = [locale_of(full).word(name) for name in ("about", "contact", "evidence")]
    places = [said.index(f"H2 T='{word}") for word in words]
    assert places == sorted(places)
    assert words[1] in said[said.index("TOCI") : said.index("H2 T='Findings")]


def test_two_sections_cannot_stand_in_one_place() -> None:
    with pytest.raises(ValueError, match=r"`findings` and `more`"):
        sections.section("more", ("auto",), 40)(lambda edition, draft, root: iter(()))
