"""Words that readers meet: abbreviations spelled out once, unexplained ones reported, reading levels."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import briefgen
from briefgen.checks.texts import _syllables, grade, measure_grade, sentences
from briefgen.model.edition import Edition
from briefgen.model.rich_text import plain

GLOSSARY = """\
glossary:
  DEA: {long: Drug Enforcement Administration, article: the}
  TCO: transnational criminal organization
  GDP: gross domestic product
  OECD: Organisation for Economic Co-operation and Development
  RAND: ~
"""


@pytest.fixture
def spelled(tmp_path: Path) -> Callable[..., Edition]:
    def make(body: str, headline: str = "One thing is so", more: str = "") -> Edition:
        path = tmp_path / "brief.yaml"
        path.write_text(
            "title: A title\ndate: 2026-01-02\norganisation: {name: An institute}\nmessage: The message.\n"
            f"findings:\n  - id: one\n    headline: {headline}\n    body: >-\n      {body}\n"
            "    evidence: [{source: report, quote: DEA says it is so, says: DEA}]\n"
            f"sources: [{{id: report, title: The report}}]\n{GLOSSARY}{more}"
        )
        return briefgen.edition(briefgen.load(path))

    return make


TERMS = """\
glossary:
  ONG: organización no gubernamental
  FBI: {long: Buró Federal de Investigaciones, article: el}
  OCDE: {long: Organisation de coopération, article: l’}
  SIG: {long: système d’information, plural: systèmes d’information}
  BKA: Bundeskriminalamt
  NGO: {long: Nichtregierungsorganisation, plural: Nichtregierungsorganisationen}
  CBA: Centralne Biuro Antykorupcyjne
"""


@pytest.mark.parametrize(
    ("language", "body", "said"),
    [
        ("es", "Una ONG lo dijo.", "Una organización no gubernamental (ONG) lo dijo."),
        ("es", "Lo dicen varias ONG.", "Lo dicen varias ONG (organización no gubernamental)."),
        ("es", "Lo dicen las ONGs.", "Lo dicen las ONGs (organización no gubernamental)."),
        ("es", "Según FBI, es así.", "Según el Buró Federal de Investigaciones (FBI), es así."),
        ("es", "Un informe del FBI", "Un informe del Buró Federal de Investigaciones (FBI)"),
        ("fr", "Selon l’OCDE, non.", "Selon l’Organisation de coopération (OCDE), non."),
        ("fr", "Les SIG aident, l’SIG non.", "Les systèmes d’information (SIG) aident, l’SIG non."),
        ("fr", "La OCDE dit non.", "La OCDE (Organisation de coopération) dit non."),
        ("fr", "Avec l’SIG.", "Avec l’SIG (système d’information)."),
        ("de", "Das BKA warnt.", "Das Bundeskriminalamt (BKA) warnt."),
        ("de", "Der Bericht des BKA", "Der Bericht des BKA (Bundeskriminalamt)"),
        ("de", "Mehrere NGOs warnen.", "Mehrere Nichtregierungsorganisationen (NGOs) warnen."),
        ("pl", "Raport CBA", "Raport CBA (Centralne Biuro Antykorupcyjne)"),
    ],
)  # fmt: skip
def test_other_languages_have_their_own_grammar(
    language: str, body: str, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "brief.yaml"
    path.write_text(
        "title: A title\ndate: 2026-01-02\norganisation: {name: An institute}\nmessage: The message.\n"
        f"language: {language}\nfindings:\n  - id: one\n    headline: One thing\n    body: >-\n      {body}\n"
        f"    evidence: [{{source: report, quote: It is so}}]\nsources: [{{id: report, title: The report}}]\n{TERMS}",
        encoding="utf-8",
    )
    assert plain(briefgen.edition(briefgen.load(path)).findings[0].body) == said


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("DEA reported it, and DEA knows.",
         "The Drug Enforcement Administration (DEA) reported it, and DEA knows."),
        ("In 2021 DEA expected it.", "In 2021 the Drug Enforcement Administration (DEA) expected it."),
        ("It was the DEA.", "It was the Drug Enforcement Administration (DEA)."),
        ("DEA's numbers", "The Drug Enforcement Administration’s (DEA’s) numbers"),
        ("Some TCOs grew.", "Some transnational criminal organizations (TCOs) grew."),
        ("An OECD study", "An Organisation for Economic Co-operation and Development (OECD) study"),
        ("a share of **GDP**", "a share of gross domestic product (GDP)"),
        ("It calls this “a DEA matter”. DEA agrees.",
         "It calls this “a DEA matter”. The Drug Enforcement Administration (DEA) agrees."),
        ("The drug agency (DEA) said so; DEA is sure.", "The drug agency (DEA) said so; DEA is sure."),
        ("Page DEA-2 of [DEA](https://dea.gov)", "Page DEA-2 of DEA"),
    ],
)  # fmt: skip
def test_the_first_use_is_spelled_out(
    body: str, said: str, spelled: Callable[..., Edition]
) -> None:
    assert plain(spelled(body).findings[0].body) == said


def test_headlines_are_left_where_the_text_has_it(spelled: Callable[..., Edition]) -> None:
    own = spelled("GDP grew.", "GDP grew by half")
    assert plain(own.findings[0].headline) == "GDP grew by half"
    assert plain(own.findings[0].body) == "Gross domestic product (GDP) grew."
    only = spelled("It grew.", "GDP grew by half")
    assert plain(only.findings[0].headline) == "Gross domestic product (GDP) grew by half"


def test_evidence_is_never_altered(spelled: Callable[..., Edition]) -> None:
    own = spelled("DEA said so.")
    assert own.notes[0].evidence.quote == "DEA says it is so"
    assert "“DEA says it is so”" in plain(own.notes[0].text)
    assert own.abbreviations == (("DEA", "Drug Enforcement Administration"),)


def test_one_that_only_a_figure_has_stands_in_its_note(spelled: Callable[..., Edition]) -> None:
    figure = (
        "exhibits: [f]\nfigures:\n  - {id: f, kind: bar, title: Chart, note: A note., "
        "data: [{label: OECD average, value: 3}]}\n"
    )
    (shown,) = spelled("It grew.", more=figure).exhibits
    assert plain(shown.note) == (
        "A note. OECD: Organisation for Economic Co-operation and Development."
    )


def test_each_audience_meets_it_first_where_it_reads_it_first() -> None:
    outline = briefgen.load(Path(__file__).parents[1] / "brief.yaml")
    press = plain(briefgen.edition(outline, "press").message)
    assert press.startswith("The U.S. Drug Enforcement Administration (DEA) reports")
    for audience in (None, *outline.audiences):
        edition = briefgen.edition(outline, audience)
        texts = [plain(t) for f in edition.findings for t in (f.headline, f.body)]
        texts += [plain(edition.message), plain(edition.about)]
        for short, long in edition.abbreviations:
            assert sum(text.count(f"{long} ({short})") for text in texts) <= 1


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ("XYZ did it.", ["undefined-abbreviation"]),
        ("Some XYZs did it.", ["undefined-abbreviation"]),
        ("R&D costs", ["undefined-abbreviation"]),
        ("The Xylophone Yard Zone (XYZ) did it. XYZ knows.", []),
        ("RAND and DEA, the U.S. and the EU, in FY2019, Part IV, MA, EP68838, COVID-19", []),
        ("20 kg, 30 MW, USD 30, at 5 PM", []),
        ("THIS IS SHOUTED ALOUD", []),
    ],
)
def test_abbreviations_that_nobody_explains(body: str, codes: list[str], tmp_path: Path) -> None:
    path = tmp_path / "brief.yaml"
    path.write_text(
        "title: A title\ndate: 2026-01-02\norganisation: {name: An institute}\n"
        f"message: {body}\n"
        "findings: [{id: one, headline: So, evidence: [{source: report, quote: ABC says so}]}]\n"
        f"sources: [{{id: report, title: The ABC report}}]\n{GLOSSARY}"
    )
    found = [d for d in briefgen.check(path) if d.code == "undefined-abbreviation"]
    assert [d.code for d in found] == codes
    for d in found:
        assert d.severity == "warning"
        assert d.place is not None and d.place.line == 4
        assert "glossary" in (d.hint or "")


EASY = "The cat sat on the mat. The dog ran to the old barn. We all saw it go."
HARD = (
    "Institutional accountability necessitates comprehensive administrative transparency throughout "
    "governmental organizations, notwithstanding considerable jurisdictional heterogeneity."
)


def test_grades() -> None:
    # Kincaid et al. 1975: 0.39 words a sentence + 11.8 syllables a word - 15.59; 6 and 1 here.
    assert measure_grade(["The cat sat on the mat"], "en") == pytest.approx(-1.4, abs=0.1)
    easy, hard = (measure_grade(list(sentences(t)), "en") for t in (EASY, HARD))
    assert easy is not None and hard is not None
    assert easy < 3 < 18 < hard
    spanish = measure_grade(["El gato come pan y bebe agua en la casa"], "es")
    assert spanish is not None and spanish <= 7
    assert measure_grade(["Кіт сидить на килимі."], "uk") is None


# As textstat 0.7.8 graded them, by the same formulas and pyphen.
GRADED = [
    ("es", 11.6, "Los bosques ardieron más tiempo que antes, dice el informe",
     "El Congreso aprobó ayer la reorganización administrativa de las instituciones responsables de la fiscalización"),
    ("de", 12.5, "Die Wälder brannten länger als früher, schließt der Bericht",
     "Der Hund läuft nach Hause und schläft",
     "Die Bundesregierung verabschiedete gestern ein umfangreiches Maßnahmenpaket zur Verbesserung der Luftqualität"),
    ("fr", 10.0, "Les forêts ont brûlé plus longtemps qu’avant, dit le rapport", "Le chien rentre à la maison et dort",
     "L'administration communale a présenté aujourd'hui une réorganisation considérable des services publics"),
    ("pl", 15.7, "Lasy płonęły dłużej niż kiedyś, stwierdza ponownie raport", "Pies biegnie do domu",
     "Przewodniczący zapowiedział przeprowadzenie szczegółowego postępowania wyjaśniającego"),
    ("it", 13.6, "Il cane corre a casa e dorme",
     "L'amministrazione comunale ha presentato oggi una riorganizzazione considerevole dei servizi"),
    ("nl", 15.9, "De hond loopt naar huis en slaapt",
     "De gemeentelijke overheid presenteerde vandaag een ingrijpende reorganisatie"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "level", "texts"), [(c, g, t) for c, g, *t in GRADED])
def test_grades_in_other_languages(language: str, level: float, texts: list[str]) -> None:
    assert measure_grade(texts, language) == level


def test_syllables_in_english() -> None:
    # As the Carnegie Mellon Pronouncing Dictionary has them; an invented name is counted by its vowels.
    one = ["the", "cake", "makes", "walked", "named", "played", "files", "plague"]
    two = ["table", "people", "horses", "wanted", "values", "boxes", "able", "statements"]
    three = ["fentanyl", "revenues", "government", "economy"]
    counted = [[_syllables(word, "en") for word in words] for words in (one, two, three)]
    assert counted == [[1] * 8, [2] * 8, [3, 3, 3, 4]]


def test_sentences_are_not_cut_at_points_inside() -> None:
    text = "The U.S. Congress took 2.6 million pills. Then it stopped.\nA second paragraph"
    assert sentences(text) == (
        "The U.S. Congress took 2.6 million pills",
        "Then it stopped",
        "A second paragraph",
    )


def test_an_edition_above_its_target_is_reported(write: Callable[..., Path]) -> None:
    audiences = (
        f"audiences:\n  - id: kids\n    label: Kids\n    reading_level: 6\n    message: {HARD}\n"
        f"  - {{id: easy, label: Easy, reading_level: 6, message: '{EASY}'}}\n"
        "  - {id: older, label: Older, extends: kids, reading_level: ~}\n"
    )
    path = write(audiences)
    (found,) = [
        d for d in briefgen.check(path) if d.code == "reading-level"
    ]  # `older` has taken the target away again
    assert (found.code, found.severity) == ("reading-level", "warning")
    assert "`kids` reads at school grade" in found.message
    assert "target is 6" in found.message
    assert found.place is not None and found.place.line == 13
    assert found.hint is not None and "line 14" in found.hint and "Institutional" in found.hint
    assert grade(briefgen.edition(briefgen.load(path), "easy")) is not None


def test_every_language_of_an_audience_is_read(write: Callable[..., Path]) -> None:
    audiences = (
        f"audiences:\n  - id: kids\n    label: Kids\n    reading_level: 6\n    message: '{EASY}'\n"
        "languages:\n"
        "  es:\n    fallback: true\n    audiences:\n      kids:\n        message: >-\n"
        "          La institucionalización de responsabilidades gubernamentales interdependientes XYZ imposibilita la\n"
        "          implementación de recomendaciones extraordinariamente complejas.\n"
        "  el: {fallback: true}\n"
    )
    found = [
        d
        for d in briefgen.check(write(audiences))
        if d.code in ("reading-level", "undefined-abbreviation")
    ]
    level, note, unknown = sorted(
        found, key=lambda d: (d.code, d.severity.value == "note"), reverse=False
    )[:3]
    assert "`kids` in `es` reads at school grade" in level.message
    assert level.hint is not None and "line 20" in level.hint
    assert note.message.startswith(
        "the reading level of the edition for `kids` in `el` is not measured"
    )
    assert "`XYZ`" in unknown.message
    assert unknown.place is not None and unknown.place.line == 20


def test_a_full_brief_lists_its_abbreviations(tmp_path: Path) -> None:
    import pdfplumber

    outline = briefgen.load(Path(__file__).parents[1] / "brief.yaml")
    path = tmp_path / "full.pdf"
    briefgen.write_pdf(briefgen.edition(outline), path)
    with pdfplumber.open(path) as pdf:
        text = " ".join(" ".join((page.extract_text() or "").split()) for page in pdf.pages)
    assert "Abbreviations" in text
    assert "GDP gross domestic product" in text
