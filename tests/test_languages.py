"""Outlines in several languages: texts replaced by id, gaps listed, refused or filled and marked."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
import yaml
from pptx import Presentation

import briefgen
from briefgen.cli import main
from briefgen.model.diagnostics import BriefgenError, Diagnostic, Severity
from briefgen.model.rich_text import Text, plain
from briefgen.pipeline import build

OUTLINE = """\
title: Water runs short
language: en
date: 2026-01-02
organisation: {name: Water office}
message: Use less.
findings:
  - id: use
    headline: Use grew[^a] fast
    figure: bars
    evidence: [{id: a, source: book, quote: grew fast, locator: page 3}]
figures:
  - id: bars
    kind: bar
    title: More each year
    data: [{label: North, value: 1}, {label: South, value: more than 20}]
    highlight: South
sources: [{id: book, title: The book of water}]
"""
SPANISH = """\
title: Falta agua
message: Gaste menos.
phrases: {page *: página *}
parts:
  use: {headline: "El uso creció[^a] deprisa"}
  bars: {title: Más cada año, labels: {North: Norte, South: Sur}}
"""


def _written(folder: Path, spanish: str = SPANISH, outline: str = OUTLINE) -> Path:
    path = folder / "water.yaml"
    path.write_text(outline, encoding="utf-8")
    (folder / "water.es.yaml").write_text(spanish, encoding="utf-8")
    return path


def _errors(path: Path) -> list[Diagnostic]:
    return [d for d in briefgen.check(path) if d.severity is Severity.ERROR]


def test_a_language_is_said_once(tmp_path: Path) -> None:
    path = _written(tmp_path, outline=OUTLINE + "languages: {es: {title: Falta agua}}\n")
    found = [d for d in _errors(path) if d.code == "duplicate-language"]
    assert [(Path(d.place.file).name, d.place.line) for d in found if d.place] == [
        ("water.es.yaml", 1)
    ]


def test_a_file_beside_the_outline_gives_its_texts_in_a_language(tmp_path: Path) -> None:
    loaded = briefgen.load(_written(tmp_path))
    edition = briefgen.edition(loaded, language="es")
    assert loaded.languages == ("en", "es")
    assert (edition.name, edition.language) == ("water-es", "es")
    assert plain(edition.findings[0].headline) == "El uso creció deprisa"
    spec = edition.figures[0].spec
    assert [row.label for row in spec.data] == ["Norte", "Sur"]
    assert spec.highlight == ("Sur",)
    assert "Norte" in edition.figures[0].alt
    assert plain(edition.notes[0].text) == "The book of water, página 3: «grew fast»."
    quote = [r for r in edition.notes[0].text if isinstance(r, Text) and r.text == "grew fast"]
    assert quote[0].lang == "en"


def test_a_key_of_the_outline_says_the_same_as_a_file(tmp_path: Path) -> None:
    both = yaml.safe_load(OUTLINE) | {"languages": {"es": yaml.safe_load(SPANISH)}}
    path = tmp_path / "one.yaml"
    path.write_text(yaml.safe_dump(both, allow_unicode=True), encoding="utf-8")
    edition = briefgen.edition(briefgen.load(path), language="es")
    other = briefgen.edition(briefgen.load(_written(tmp_path)), language="es")
    for a, b in zip(edition.findings, other.findings, strict=True):
        assert (a.headline, a.body, a.notes) == (b.headline, b.body, b.notes)
    for x, y in zip(edition.figures, other.figures, strict=True):
        assert (x.spec, x.title, x.alt) == (y.spec, y.title, y.alt)


@pytest.mark.parametrize(
    ("wrong", "code", "place", "said"),
    [
        ("parts: {ues: {headline: x}}", "unknown-part", "1:9", "did you mean `use`?"),
        ("parts: {use: {hedline: x}}", "unknown-key", "1:15", "did you mean `headline`?"),
        ("parts: {use: {body: x}}", "unknown-key", "1:15", None),
        ("parts: {bars: {labels: {Norht: x}}}", "unknown-label", "1:25", "did you mean `North`?"),
        ("parts: {use: {headline: 'x[^b]'}}", "unknown-mark", "1:25", "write one of `a`"),
        ("parts: {use: {headline: [x]}}", "wrong-type", "1:25", None),
        ("audiences: {press: {title: x}}", "unknown-audience", "1:13", "choose from"),
        ("tittle: x", "unknown-key", "1:1", "did you mean `title`?"),
    ],
)
def test_what_does_not_exist_is_an_error_with_its_place(
    tmp_path: Path, wrong: str, code: str, place: str, said: str | None
) -> None:
    (found,) = _errors(_written(tmp_path, wrong + "\n"))
    assert found.code == code
    assert str(found.place).endswith(f"water.es.yaml:{place}")
    assert said is None or said in (found.hint or "")


def test_gaps_are_listed_and_stop_a_build(tmp_path: Path) -> None:
    path = _written(tmp_path, re.sub("(?m)^message.*\n", "", SPANISH.replace(", South: Sur", "")))
    gaps = [d for d in briefgen.check(path) if d.code == "not-translated"]
    assert [(d.severity, d.place.line if d.place else 0) for d in gaps] == [
        (Severity.WARNING, 5), (Severity.WARNING, 15),
    ]  # fmt: skip
    loaded = briefgen.load(path)
    with pytest.raises(BriefgenError, match="2 texts are not translated"):
        briefgen.edition(loaded, language="es")
    assert main(["build", str(path), "--language", "es", "--out", str(tmp_path / "out")]) == 1
    assert not (tmp_path / "out").exists()


def test_fallback_text_carries_its_own_language(tmp_path: Path) -> None:
    path = _written(tmp_path, re.sub("(?m)^message.*\n", "", SPANISH))
    edition = briefgen.edition(briefgen.load(path), language="es", fallback=True)
    run = edition.message[0].runs[0]  # type: ignore[union-attr]
    assert isinstance(run, Text) and (run.text, run.lang) == ("Use less.", "en")
    stream = io.BytesIO()
    briefgen.write_pdf(edition, stream)
    import pikepdf

    with pikepdf.open(stream) as pdf:
        spans = [
            str(o["/Lang"]) for o in pdf.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Span" and "/Lang" in o
        ]  # fmt: skip
        assert str(pdf.Root.Lang) == "es" and "en" in spans
    deck = io.BytesIO()
    briefgen.write_pptx(edition, deck)
    runs = {
        r.text: r._r.rPr.get("lang")
        for slide in Presentation(deck).slides
        for shape in slide.shapes
        if shape.has_text_frame
        for p in shape.text_frame.paragraphs
        for r in p.runs
    }
    assert runs["Use less."] == "en" and runs["Falta agua"] == "es"
    quiet = _written(tmp_path, re.sub("(?m)^message.*\n", "fallback: true\n", SPANISH))
    notes = [d.severity for d in briefgen.check(quiet) if d.code == "not-translated"]
    assert notes == [Severity.NOTE]
    assert briefgen.edition(briefgen.load(quiet), language="es").language == "es"


def test_an_audience_may_have_a_language_of_its_own(tmp_path: Path) -> None:
    audiences = "audiences: [{id: south, label: For the south, language: es}]\n"
    spanish = SPANISH + "audiences: {south: {label: Para el sur}}\n"
    loaded = briefgen.load(_written(tmp_path, spanish, OUTLINE + audiences))
    edition = briefgen.edition(loaded, "south")
    assert (edition.name, edition.language, edition.audience) == (
        "water-south", "es", "Para el sur",
    )  # fmt: skip
    assert briefgen.edition(loaded, "south", "en").name == "water-south-en"
    every = build.select_editions(loaded, ["all"], ["all"])
    assert [e.name for e in every] == ["water-south-en", "water-south"]
    path = _written(tmp_path, spanish, OUTLINE + audiences.replace(": es", ": ed"))
    (found,) = _errors(path)
    assert (found.code, found.hint) == ("unknown-language", "write one of `en`, `es`")


def test_our_own_brief_is_whole_in_spanish() -> None:
    loaded = briefgen.load(Path(__file__).parent.parent / "brief.yaml")
    assert loaded.translations["es"].missing == ()
    english, spanish = (briefgen.edition(loaded, "press", tag) for tag in ("en-US", "es"))
    assert spanish.name == "brief-press-es"
    for one, other in zip(english.findings, spanish.findings, strict=True):
        assert one.notes == other.notes and plain(one.headline) != plain(other.headline)


def test_text_that_fell_back_is_marked_wherever_a_slide_has_it(tmp_path: Path) -> None:
    outline = OUTLINE.replace("    figure: bars\n", "    body: The water is gone.\n") + (
        "exhibits: [bars]\ndeck: {footer: Water at the foot}\naudiences: [{id: press, label: For the press}]\n"
    )
    spanish = SPANISH.replace("phrases: {page *: página *}\n", "")
    loaded = briefgen.load(_written(tmp_path, spanish, outline))
    edition = briefgen.edition(loaded, "press", "es", fallback=True)
    stream = io.BytesIO()
    briefgen.write_pptx(edition, stream)
    said: dict[str, set[str | None]] = {}
    for slide in Presentation(io.BytesIO(stream.getvalue())).slides:
        shapes = [*slide.shapes, *slide.notes_slide.shapes]
        for paragraph in (p for s in shapes if s.has_text_frame for p in s.text_frame.paragraphs):
            for run in paragraph.runs:
                properties = run._r.rPr
                said.setdefault(run.text, set()).add(
                    None if properties is None else properties.get("lang")
                )
    assert said["Water at the foot"] == {"en"}  # the footer
    assert said["For the press"] == {"en"}  # the cover
    assert said["The water is gone."] == {"en"}  # speaker notes
    marked = [text for text, languages in said.items() if "en" in languages]
    assert any("page 3" in text for text in marked)  # who says it where, beside a quotation
    assert said["Gaste menos."] == {"es"}


def test_a_chart_that_is_not_translated_is_told_in_one_language(tmp_path: Path) -> None:
    spanish = SPANISH.replace("title: Más cada año, ", "")
    loaded = briefgen.load(_written(tmp_path, spanish))
    figure = briefgen.edition(loaded, language="es", fallback=True).figures[0]
    assert figure.alt_lang == "en"
    assert figure.alt.startswith("Bar chart: More each year.") and "more than 20" in figure.alt
