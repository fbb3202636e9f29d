"""The fixed words: every language has all of them, with the same fields, and builds with them."""

from __future__ import annotations

import io
import string
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from babel import Locale as BabelLocale
from babel.localedata import locale_identifiers
from pdfplumber import open as open_pdf

import briefgen
from briefgen.languages import locale
from briefgen.languages import words as fixed_words
from briefgen.languages.locale import Locale, locale_of
from briefgen.languages.words import _registered as registered
from briefgen.languages.words import languages, missing_words, register_words, words
from briefgen.model.figures import Unit
from briefgen.model.quantity import parse
from briefgen.model.rich_text import quote_text
from briefgen.pipeline.build import build
from tagged.validators import complaints

PLURALS = ("zero", "one", "two", "few", "many", "other")


def _fields(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


@pytest.mark.parametrize("language", languages())
def test_a_language_has_every_word_with_its_fields(language: str) -> None:
    own, english = words(language), words("en")
    assert set(english) <= set(own)
    for key, text in english.items():
        assert own[key].strip() and _fields(own[key]) == _fields(text), key
    more = set(own) - set(english)
    categories = BabelLocale.parse(language).plural_form.tags
    for key in more:
        base, _, category = key.rpartition(" ")
        assert base in english and category in PLURALS and category in categories, key
    if language != "en":
        # Words that two languages share are few; more of them were left untranslated.
        same = [
            k
            for k in english
            if own[k] == english[k]
            and " " in english[k].replace(" {number}", "").replace(" {page}", "")
        ]
        assert [k for k in same if not english[k].startswith("{")] == []


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("en-US", "more than 20\u00a0million pills"),
        ("es", "más de 20\u00a0millones de pills"),
        ("fr", "plus de 20\u00a0millions de pills"),
        ("de", "mehr als 20\u00a0Millionen pills"),
        ("pl", "ponad 20\u00a0mln pills"),
        ("el", "πάνω από 20\u00a0εκατομμύρια pills"),
        ("uk", "понад 20\u00a0млн pills"),
        ("ar", "أكثر من 20\u00a0مليون pills"),
    ],
)
def test_quantities_are_written_as_the_language_does(tag: str, said: str) -> None:
    unit = Unit.model_validate({"unit": "pills", "magnitude": "million"})
    text = Locale(tag).quantity(parse(">20"), unit)
    assert text.replace("\u00a0pills", " pills") == said


def test_plural_forms_follow_the_number() -> None:
    million = Unit.model_validate({"magnitude": "million"})
    said = [Locale("ar").quantity(parse(n), million)[2:] for n in ("3", "5")]
    assert said == ["ملايين", "ملايين"]
    assert Locale("es").quantity(parse("1"), million) == "1\u00a0millón"
    assert Locale("fr").quantity(parse("1.5"), million) == "1,5\u00a0million"
    assert Locale("es").number(Decimal(1200)) == "1200"
    assert Locale("es").number(Decimal(12000)) == "12.000"
    dollars = Unit.model_validate({"magnitude": "billion", "currency": "USD"})
    assert Locale("de").quantity(parse("18..39"), dollars) == "18–39\u00a0Milliarden\u00a0$"
    assert Locale("en-US").quantity(parse("18..39"), dollars) == "$18–39\u00a0billion"


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [
        ("2.6", {"magnitude": "million"}, "260万"),
        (">20", {"magnitude": "million", "unit": "片"}, "超过2000万片"),
        ("1.2", {"magnitude": "billion"}, "12亿"),
        ("18..39", {"magnitude": "billion", "currency": "USD"}, "US$180–390亿"),
        ("1.50", {"magnitude": "trillion", "currency": "CNY"}, "¥1.50万亿"),
        ("1.26", {"magnitude": "million", "decimals": 1}, "130万"),
        ("1.2345678", {"magnitude": "million"}, "123.45678万"),
        ("107", {"magnitude": "thousand"}, "10.7万"),
        ("20", {"magnitude": "thousand", "unit": "kg"}, "2万\u00a0kg"),
        ("-2.6", {"magnitude": "thousand"}, "−2,600"),
        ("0", {"magnitude": "million"}, "0"),
        ("99.99", {"magnitude": "million"}, "9999万"),
        ("2.6", {"unit": "percent"}, "2.6%"),
    ],
)
def test_chinese_counts_in_powers_of_ten_thousand(number: str, unit: dict[str, object], said: str) -> None:  # fmt: skip
    assert Locale("zh").quantity(parse(number), Unit.model_validate(unit)) == said


def test_quotation_marks_are_the_languages() -> None:
    marks = {tag: quote_text("x", tag) for tag in ("es", "fr", "de", "pl", "el", "uk", "he", "zh")}
    assert marks == {
        "es": "«x»", "fr": "«\u00a0x\u00a0»", "de": "„x“", "pl": "„x”", "el": "«x»", "uk": "«x»",
        "he": "”x”", "zh": "“x”",
    }  # fmt: skip


OUTLINE = """\
title: {title}
language: {tag}
date: 2026-05-02
organisation: {{name: "{title}"}}
message: "{text}"
key_numbers:
  - {{id: n, value: more than 2.6, magnitude: million, label: "{title}", evidence: [{{source: d, datum: more than 2.6 million}}]}}
findings:
  - id: f
    headline: "{text}"
    body: "{text} {text}"
    figure: c
    key_number: n
    evidence: [{{source: s, quote: "{title}"}}, {{source: d, datum: 71 percent and 3 percent}}]
figures:
  - {{id: c, kind: bar, title: "{text}", data: [{{label: "{title}", value: 71}}, {{label: A, value: 3}}], unit: percent}}
recommendations: [{{id: r, actor: "{title}", action: "{text}", findings: [f]}}]
sources: [{{id: s, title: "{title}"}}, {{id: d, title: "{title}", language: en}}]
"""
SAMPLES = {
    "fr": ("L’œuvre de l’été", "Les forêts ont brûlé plus longtemps qu’avant, dit le rapport."),
    "de": ("Wälder über Größe", "Die Wälder brannten länger als früher, schließt der Bericht."),
    "pl": ("Zażółć gęślą jaźń", "Lasy płonęły dłużej niż kiedyś, stwierdza ponownie raport."),
    "el": ("Τα δάση της Ελλάδας", "Τα δάση έκαιγαν περισσότερο από ό,τι παλιά, λέει η έκθεση."),
    "uk": ("Ліси її країни", "Ліси горіли довше, ніж раніше, йдеться у звіті; це зовсім ґрунтовно."),
}  # fmt: skip


@pytest.fixture
def pyramid() -> Iterator[None]:
    """The words of a kind that briefgen has not, as a plugin registers them."""
    register_words("chart pyramid", {"en": "Pyramid chart", "es": "Gráfico de pirámide"})
    yield
    registered.clear()


def test_languages_are_the_files() -> None:
    assert languages() == ["ar", "de", "el", "en", "es", "fr", "he", "pl", "uk", "zh"]
    assert words("it") == words("en") == words("../words/en")


@pytest.mark.usefixtures("pyramid")
def test_a_kind_brings_its_own_words() -> None:
    said = {tag: Locale(tag).word("chart pyramid") for tag in ("en-GB", "es", "fr", "it")}
    english = "Pyramid chart"
    assert said == {"en-GB": english, "es": "Gráfico de pirámide", "fr": english, "it": english}
    assert list(missing_words("es", ["chart pyramid"])) == []
    assert list(missing_words("it", ["chart pyramid"])) == []  # all of its words are English
    (found,) = missing_words("fr", ["chart pyramid", "chart pyramid", "chart bar"])
    assert (found.severity, found.code) == ("warning", "missing-word")
    assert found.message == (
        "there is no word for `chart pyramid` in `fr`: “Pyramid chart” is written instead"
    )


def test_a_kind_without_any_word_is_called_by_its_name() -> None:
    assert Locale("es").word("chart pyramid") == Locale("en").word("chart pyramid") == "pyramid"
    for language in ("en", "es"):
        (found,) = missing_words(language, ["chart pyramid"])
        assert found.message.endswith(f"in `{language}`: “pyramid” is written instead")


def test_registered_words_never_replace_the_files() -> None:
    register_words("chart bar", {"en": "Other", "es": "Otro", "it": "Altro"})
    try:
        assert Locale("es").word("chart bar") == "Gráfico de barras"
        assert Locale("it").word("chart bar") == "Bar chart"
    finally:
        registered.clear()


def test_a_word_that_a_language_lacks_is_reported_once_and_the_brief_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    title, text = SAMPLES["de"]
    path = tmp_path / "brief.yaml"
    path.write_text(OUTLINE.format(title=title, text=text, tag="de"), encoding="utf-8")
    lacking = {key: word for key, word in words("de").items() if key != "chart bar"}
    own = fixed_words._file
    monkeypatch.setattr(fixed_words, "_file", lambda tag: lacking if tag == "de" else own(tag))
    words.cache_clear()
    try:
        (found,) = briefgen.check(path)
        assert (found.code, found.severity) == ("missing-word", "warning")
        written = build(briefgen.load(path), tmp_path / "out", formats=["pdf", "pptx"])
        assert {d for w in written for d in w.diagnostics} == {found}
        assert briefgen.edition(briefgen.load(path)).figures[0].alt.startswith("Bar chart: ")
    finally:
        words.cache_clear()


@pytest.mark.parametrize("tag", SAMPLES)
def test_briefs_and_decks_in_languages_from_left_to_right(tag: str, tmp_path: Path) -> None:
    title, text = SAMPLES[tag]
    path = tmp_path / "brief.yaml"
    outline = OUTLINE.format(title=title, text=text, tag=tag)
    path.write_text(outline, encoding="utf-8")
    assert briefgen.check(path) == []
    edition = briefgen.edition(briefgen.load(path))
    pdf = tmp_path / "brief.pdf"
    assert briefgen.write_pdf(edition, pdf) >= 1
    with open_pdf(pdf) as opened:
        shown = " ".join((p.extract_text() or "") for p in opened.pages)
    for key in ("recommendations", "findings", "sources"):
        assert words(tag)[key] in shown
    shown = shown.replace("\u202f", " ").replace("\u00a0", " ")
    date = locale_of(edition).date(edition.date)
    assert date.replace("\u202f", " ").replace("\u00a0", " ") in shown and title in shown
    assert complaints(pdf, pdfa_part=3) == []
    assert briefgen.write_pptx(edition, io.BytesIO()) >= 4


@pytest.mark.parametrize(("tag", "font"), [("he", "Noto Sans Hebrew"), ("ar", "Amiri")])
def test_a_font_without_the_letters_of_a_language_is_refused_with_some_that_have_them(
    tag: str, font: str, tmp_path: Path
) -> None:
    path = tmp_path / "brief.yaml"
    path.write_text(OUTLINE.format(title="A", text="B", tag=tag))
    found = briefgen.check(path)
    assert {(d.severity, d.code) for d in found} == {("error", "missing-glyph")}
    assert any(font in (d.hint or "") for d in found)
    with pytest.raises(briefgen.BriefgenError, match="has no glyph"):
        build(briefgen.load(path), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_is_known_of_languages_is_as_cldr_has_it() -> None:
    plain = [tag for tag in locale_identifiers() if tag.split("_")[0] in locale._PLAIN]
    assert {tag.split("_")[0] for tag in plain} == locale._PLAIN
    for tag in plain:
        known = BabelLocale.parse(tag)
        assert known.character_order == "left-to-right"
        assert known.default_numbering_system == "latn"
