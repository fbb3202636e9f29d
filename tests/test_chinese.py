"""Chinese, with a font that has it: a TrueType collection named in the theme."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection
from fontTools.ttLib import TTFont as TrueType
from pdfplumber import open as open_pdf
from pptx import Presentation
from pptx.oxml.ns import qn
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

import briefgen
from briefgen import charts
from briefgen.deck.measure import Typeface, break_lines
from briefgen.languages import font_metrics, shaping
from briefgen.languages.locale import locale_of
from briefgen.model.rich_text import Text
from briefgen.pdf.tagged.paragraph import Paragraph
from tagged.validators import complaints

FONT = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")
THEME = """\
name: Chinese
fonts: {family: Micro Hei, regular: hei.ttc, bold: hei.ttc, italic: hei.ttc, bold_italic: hei.ttc, deck: Micro Hei}
"""
TEXT = "森林燃烧的时间比以前更长，报告指出。供应本身不能解决这个问题，委员会总结说，但两国政府可以更好地合作。"
OUTLINE = f"""\
title: 森林燃烧的时间比以前更长
language: zh
date: 2026-05-02
theme: theme.yaml
organisation: {{name: 森林研究所}}
message: {TEXT}
findings:
  - {{id: f, headline: {TEXT[:17]}, body: {TEXT}, figure: c, evidence: [{{source: s, quote: 树木 3 和 71}}]}}
figures:
  - id: c
    kind: bar
    title: {TEXT[:17]}
    data: [{{label: 北部地区的森林面积和南部地区的森林面积以及其他地区的面积, value: 71}}, {{label: 南部, value: 3}}]
    evidence: [{{source: s, quote: 树木 3 和 71}}]
sources: [{{id: s, title: 森林报告}}]
"""


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("森林，“燃”DEA2.5年（好）。", "森 林， “燃” DEA2.5 年 （好）。"),
        ("超过260万片", "超 过 260万 片"),
        ("约US$12亿元", "约 US$12亿 元"),
        ("占71%的《法》、3℃", "占 71% 的 《法》、 3℃"),
        ("林……火——是", "林…… 火—— 是"),
        ("他说：“don’t”吗？！", "他 说： “don’t” 吗？！"),
        ("树.林", "树. 林"),
        ("sleep", "sleep"),
        ("“sleep”", "“sleep”"),
        ("ショート", "ショー ト"),
        ("", ""),
    ],
)
def test_lines_end_between_ideographs_but_not_at_punctuation_or_in_numbers(text: str, pieces: str) -> None:  # fmt: skip
    assert shaping.pieces(text) == pieces.split()


@pytest.mark.skipif(not FONT.is_file(), reason="no Chinese font")
def test_a_brief_and_a_deck_in_chinese(tmp_path: Path) -> None:
    shutil.copy(FONT, tmp_path / "hei.ttc")
    (tmp_path / "theme.yaml").write_text(THEME, encoding="utf-8")
    path = tmp_path / "brief.yaml"
    path.write_text(OUTLINE, encoding="utf-8")
    assert [d for d in briefgen.check(path) if d.severity == "error"] == []
    edition = briefgen.edition(briefgen.load(path))
    face = font_metrics.face(edition.theme)
    lines = font_metrics.wrap(TEXT, face, 10, 120)
    assert len(lines) > 3 and "".join(lines) == TEXT
    assert all(face.width(line, 10) <= 120 and line[0] not in "，。" for line in lines)
    pdf = tmp_path / "brief.pdf"
    briefgen.write_pdf(edition, pdf)
    assert complaints(pdf, pdfa_part=3) == []
    with open_pdf(pdf) as opened:
        shown = "".join(page.extract_text() for page in opened.pages)
    assert "来源：森林报告" in shown and "森林报告：“树木" in shown
    deck = tmp_path / "brief.pptx"
    briefgen.write_pptx(edition, deck)
    runs = [
        r._r.rPr
        for slide in Presentation(str(deck)).slides
        for shape in slide.shapes
        if shape.has_text_frame and not shape.is_placeholder
        for p in shape.text_frame.paragraphs
        for r in p.runs
    ]
    assert runs
    assert {(r.get("lang"), r.find(qn("a:ea")).get("typeface")) for r in runs} == {
        ("zh", "Micro Hei")
    }
    if validator := os.environ.get("BRIEFGEN_OOXML_VALIDATOR"):
        done = subprocess.run([validator, str(deck)], capture_output=True, text=True, check=False)
        assert '"errors": []' in done.stdout, done.stdout


def test_without_such_a_font_every_missing_letter_is_named(tmp_path: Path) -> None:
    path = tmp_path / "brief.yaml"
    path.write_text(OUTLINE.replace("theme: theme.yaml\n", ""), encoding="utf-8")
    missing = [d for d in briefgen.check(path) if d.code == "missing-glyph"]
    assert any("U+68EE" in d.message and d.place and d.place.line == 1 for d in missing)


def test_writing_without_such_a_font_is_refused_with_the_letters(tmp_path: Path) -> None:
    path = tmp_path / "brief.yaml"
    path.write_text(OUTLINE.replace("theme: theme.yaml\n", ""), encoding="utf-8")
    edition = briefgen.edition(briefgen.load(path))
    for write in (briefgen.write_pdf, briefgen.write_pptx):
        with pytest.raises(briefgen.BriefgenError, match=r"U\+68EE") as refused:
            write(edition, tmp_path / "out")
        assert {d.code for d in refused.value.diagnostics} == {"missing-glyph"}
        assert not (tmp_path / "out").exists()
    with pytest.raises(briefgen.BriefgenError, match=r"U\+68EE"):
        briefgen.chart(edition, "c")


def _font(outlines: str, character: str) -> TrueType:
    """A font with an empty glyph for a character, its outlines `glyf` or `CFF `."""
    names = [".notdef", "own"]
    font = FontBuilder(1000, isTTF=outlines == "glyf")
    font.setupGlyphOrder(names)
    font.setupCharacterMap({ord(character): "own"})
    if outlines == "glyf":
        font.setupGlyf(dict.fromkeys(names, TTGlyphPen(None).glyph()))
    else:
        empty = T2CharStringPen(500, None).getCharString()
        font.setupCFF("Own", {}, dict.fromkeys(names, empty), {})
    font.setupHorizontalMetrics(dict.fromkeys(names, (500, 0)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Own", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    return font.font


@pytest.mark.parametrize("name", ["cjk.otf", "cjk.ttc"])
def test_postscript_outlines_are_refused_with_fonts_to_take(name: str, tmp_path: Path) -> None:
    made = _font("CFF ", "森")
    if name.endswith("ttc"):
        collection = TTCollection()
        collection.fonts = [made, _font("CFF ", "林")]
        collection.save(tmp_path / name)
    else:
        made.save(tmp_path / name)
    (tmp_path / "theme.yaml").write_text(THEME.replace("hei.ttc", name), encoding="utf-8")
    path = tmp_path / "brief.yaml"
    path.write_text(OUTLINE, encoding="utf-8")
    (told,) = [
        d for d in briefgen.check(path) if d.severity == "error"
    ]  # once for the four faces that name the file
    assert told.code == "bad-font"
    assert name in told.message and "PostScript outlines (CFF)" in told.message
    assert told.place and told.place.file.endswith(name)
    assert told.hint and "TrueType" in told.hint and "WenQuanYi Micro Hei" in told.hint
    with pytest.raises(briefgen.BriefgenError, match="PostScript outlines"):
        briefgen.write_pdf(briefgen.edition(briefgen.load(path)), tmp_path / "out.pdf")


def test_the_first_font_of_a_collection_is_taken(tmp_path: Path) -> None:
    collection = TTCollection()
    collection.fonts = [_font("glyf", "森"), _font("glyf", "林")]
    collection.save(tmp_path / "two.ttc")
    face = font_metrics.load(tmp_path / "two.ttc")
    assert face.missing("森林") == "林"


@pytest.mark.skipif(not FONT.is_file(), reason="no Chinese font")
@pytest.mark.parametrize("width", [61, 92, 150])
def test_lines_on_slides_are_those_that_programs_break(width: float, tmp_path: Path) -> None:
    shutil.copy(FONT, tmp_path / "hei.ttc")
    (tmp_path / "theme.yaml").write_text(THEME, encoding="utf-8")
    path = tmp_path / "brief.yaml"
    path.write_text(OUTLINE, encoding="utf-8")
    face = Typeface("Micro Hei", briefgen.edition(briefgen.load(path)).theme)
    runs = (
        Text("DEA 的报告（全文）指出：“供", bold=True),
        Text("应”为260万片。而且 DEA 说，没有！"),
    )
    lines = break_lines(runs, face, 10, width)
    texts = ["".join(run.text for run in line) for line in lines]
    assert "".join(texts).replace(" ", "") == "".join(run.text for run in runs).replace(" ", "")
    assert texts[0].startswith("DEA 的")  # Chinese goes on after a space
    for before, after in pairwise(texts):
        assert after[0] not in STARTS and before[-1] not in ENDS, (before, after)
    assert face.width("在2021年", 10) == pytest.approx(face.advance("在2021年", 10) + 5)


@pytest.mark.skipif(not FONT.is_file(), reason="no Chinese font")
def test_columns_stand_above_chinese_labels_of_several_lines(tmp_path: Path) -> None:
    """Their words are as short as their lines may be, so that no chart turns its columns to bars for them."""
    shutil.copy(FONT, tmp_path / "hei.ttc")
    (tmp_path / "theme.yaml").write_text(THEME, encoding="utf-8")
    path = tmp_path / "brief.yaml"
    long = "北部地区（包括岛屿）的森林面积"
    rows = ", ".join(f"{{label: {long}{name}, value: {n}}}" for name, n in ("三3", "七7", "九9"))
    text = re.sub(r"    data: .*", f"    data: [{rows}]", OUTLINE).replace(
        "kind: bar", "kind: column"
    )
    path.write_text(text, encoding="utf-8")
    edition = briefgen.edition(briefgen.load(path))
    drawn = [
        label.text
        for label in charts.draw(edition.figure("c"), edition.theme, locale_of(edition), 360).labels
    ]
    assert "9" in drawn and long + "九" not in drawn  # in lines below its column
    assert "".join(drawn).count("北部") == 3 and not any(line[0] in STARTS for line in drawn)


STARTS, ENDS = "，。、；：？！）》」』”’%…万亿", "（《「『“‘$"
PARAGRAPH = (
    "<b>森林（燃烧）的时间比《以前》更长</b>，报告指出：“供应本身不能解决这个问题”，委员会总结说，"
    "但两国政府可以更好地合作；超过<b>260万</b>片药丸、US$12亿和71%的人。<super>12</super>这是DEA的“报告”……没有！"
) * 3


@pytest.mark.skipif(not FONT.is_file(), reason="no Chinese font")
@pytest.mark.parametrize("width", [61, 75, 92, 118, 150])
def test_drawn_lines_keep_punctuation_words_and_numbers_whole(width: float) -> None:
    pdfmetrics.registerFont(TTFont("hei", str(FONT)))
    style = ParagraphStyle("s", fontName="hei", fontSize=10, leading=12, splitLongWords=1)
    paragraph = Paragraph(PARAGRAPH, style)
    assert paragraph.wrap(width, 1e6)[0] <= width
    whole = paragraph.split(width, 5 * 12)
    assert len(whole) == 2
    said = re.sub("<.*?>", "", PARAGRAPH)
    for parts in ([paragraph], whole):
        lines = []
        for part in parts:
            part.wrap(width, 1e6)
            for line in part.blPara.lines:
                lines.append("".join(f.text for f in line.words))
                wide = sum(pdfmetrics.stringWidth(f.text, "hei", f.fontSize) for f in line.words)
                assert wide <= width + 0.01
            lines_on = part.blPara.lines if part is whole[0] else part.blPara.lines[:-1]
            assert all(line.tag_end == "join" for line in lines_on)  # no space is read there
        assert "".join(lines) == said
        assert len(lines) > 5
        for before, after in pairwise(lines):
            assert after[0] not in STARTS and before[-1] not in ENDS, (before, after)
            assert not (before[-1].isascii() and after[0].isascii()), (before, after)
            assert not (before[-1] == "。" and after.startswith("12")), (before, after)
