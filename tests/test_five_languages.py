"""One outline whole in French, German, Polish, Greek and Ukrainian: texts, numbers, dates, quotation marks, alt text."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
import yaml

import briefgen
from briefgen.checks.numbers.table import rows
from briefgen.languages.locale import locale_of
from tagged.validators import complaints

OUTLINE: dict[str, Any] = {
    "title": "Forests burn longer", "language": "en", "date": "2026-05-08",
    "organisation": {"name": "Forest Office", "contact": "Forest Office"},
    "message": "The fires of 2021 burned more than 1,200 square kilometres.",
    "glossary": {"FAO": "Food and Agriculture Organization"},
    "key_numbers": [{"id": "area", "value": "more than 1,200", "label": "square kilometres burned in 2021",
                     "evidence": [{"source": "report", "quote": "more than 1,200 square kilometres in 2021",
                                   "locator": "page 4"}]}],
    "findings": [
        {"id": "area-grew", "headline": "The burned area doubled in two years", "figure": "burned", "key_number": "area",
         "body": "FAO counted 600 square kilometres in 2019 and more than 1,200 in 2021. Two-thirds were old forest.",
         "evidence": [{"source": "report", "quote": "doubled in two years, from 600 in 2019 to more than 1,200 square "
                       "kilometres in 2021; 66 percent was old forest", "locator": "page 4"}]},
        {"id": "costs", "headline": "Half a million people breathed smoke", "table": "losses",
         "body": "Losses came to $2.6 billion, or 3.5 percent of output.",
         "evidence": [{"source": "report", "locator": "page 9",
                       "quote": "500,000 people breathed smoke; losses of $2.6 billion, 3.5 percent of output"}]},
    ],
    "figures": [{"id": "burned", "kind": "bar", "title": "Twice as much burned in 2021 as in 2019",
                 "subtitle": "Burned area, square kilometres", "evidence": [{"source": "report", "locator": "page 4",
                 "quote": "600 in 2019, more than 1,200 in 2021, twice as much"}],
                 "data": [{"label": "2019", "value": 600}, {"label": "2021", "value": "more than 1,200"}]}],
    "tables": [{"id": "losses", "title": "What was lost", "columns": ["What", "Loss"],
                "rows": [["Output", "3.5 percent"], ["Money", "$2.6 billion"]]}],
    "recommendations": [{"id": "watch", "actor": "Parliament", "action": "Pay for watchtowers.", "findings": ["costs"]}],
    "sources": [{"id": "report", "title": "The forest report", "author": "Forest Office"}],
}  # fmt: skip


def _words(title: str, office: str, message: str, fao: str, label: str, first: tuple[str, str], figure: tuple[str, str],
           second: tuple[str, str], table: list[str], ask: tuple[str, str], page: str) -> dict[str, Any]:  # fmt: skip
    name, what, loss, output, share, money, sum_ = table
    return {
        "title": title, "message": message, "organisation": {"name": office, "contact": office},
        "glossary": {"FAO": fao}, "phrases": {"page *": page},
        "parts": {
            "area": {"label": label}, "area-grew": {"headline": first[0], "body": first[1]},
            "burned": {"title": figure[0], "subtitle": figure[1]},
            "costs": {"headline": second[0], "body": second[1]},
            "losses": {"title": name, "columns": [what, loss], "rows": [[output, share], [money, sum_]]},
            "watch": {"actor": ask[0], "action": ask[1]},
        },
    }  # fmt: skip


LANGUAGES = {
    "fr": _words(
        "Les forêts brûlent plus longtemps", "Office des forêts", "Les feux de 2021 ont brûlé plus de 1 200 kilomètres carrés.",
        "Organisation pour l’alimentation et l’agriculture", "kilomètres carrés brûlés en 2021",
        ("La surface brûlée a doublé en deux ans", "La FAO a compté 600 kilomètres carrés en 2019 et plus de 1 200 en 2021. "
         "Les deux tiers étaient de vieilles forêts."),
        ("Deux fois plus de forêts brûlées en 2021 qu’en 2019", "Surface brûlée, en kilomètres carrés"),
        ("Un demi-million de personnes ont respiré la fumée", "Les pertes s’élèvent à 2,6 milliards de dollars, soit 3,5 % de la production."),
        ["Ce qui a été perdu", "Quoi", "Perte", "Production", "3,5 %", "Argent", "2,6 milliards de dollars"],
        ("Le Parlement", "Financer des tours de guet."), "page *"),
    "de": _words(
        "Wälder brennen länger", "Forstamt", "Die Feuer von 2021 verbrannten mehr als 1.200 Quadratkilometer.",
        "Ernährungs- und Landwirtschaftsorganisation", "Quadratkilometer verbrannten 2021",
        ("Die verbrannte Fläche hat sich in zwei Jahren verdoppelt", "Die FAO zählte 600 Quadratkilometer im Jahr 2019 und mehr als "
         "1.200 im Jahr 2021. Zwei Drittel waren alter Wald."),
        ("2021 verbrannte doppelt so viel wie 2019", "Verbrannte Fläche, Quadratkilometer"),
        ("Eine halbe Million Menschen atmete Rauch", "Die Verluste betrugen 2,6 Milliarden Dollar oder 3,5 Prozent der Wirtschaftsleistung."),
        ["Was verloren ging", "Was", "Verlust", "Wirtschaftsleistung", "3,5 Prozent", "Geld", "2,6 Mrd. Dollar"],
        ("Das Parlament", "Wachtürme bezahlen."), "Seite *"),
    "pl": _words(
        "Lasy płoną dłużej", "Urząd Leśny", "Pożary z 2021 roku strawiły ponad 1200 kilometrów kwadratowych.",
        "Organizacja do spraw Wyżywienia i Rolnictwa", "kilometrów kwadratowych spłonęło w 2021 roku",
        ("Spalona powierzchnia podwoiła się w dwa lata", "FAO naliczyła 600 kilometrów kwadratowych w 2019 roku i ponad 1200 w 2021. "
         "Dwie trzecie to stary las."),
        ("W 2021 roku spłonęło dwa razy więcej niż w 2019", "Spalona powierzchnia, kilometry kwadratowe"),
        ("Pół miliona ludzi oddychało dymem", "Straty wyniosły 2,6 mld dolarów, czyli 3,5 procent produkcji."),
        ["Co stracono", "Co", "Strata", "Produkcja", "3,5 procent", "Pieniądze", "2,6 mld dolarów"],
        ("Parlament", "Opłacić wieże obserwacyjne."), "strona *"),
    "el": _words(
        "Τα δάση καίγονται περισσότερο", "Δασική Υπηρεσία", "Οι φωτιές του 2021 έκαψαν περισσότερα από 1.200 τετραγωνικά χιλιόμετρα.",
        "Οργανισμός Τροφίμων και Γεωργίας", "τετραγωνικά χιλιόμετρα κάηκαν το 2021",
        ("Η καμένη έκταση διπλασιάστηκε σε δύο χρόνια", "Η FAO μέτρησε 600 τετραγωνικά χιλιόμετρα το 2019 και περισσότερα από 1.200 το "
         "2021. Τα δύο τρίτα ήταν παλιό δάσος."),
        ("Το 2021 κάηκαν διπλάσια από το 2019", "Καμένη έκταση, τετραγωνικά χιλιόμετρα"),
        ("Μισό εκατομμύριο άνθρωποι ανέπνευσαν καπνό", "Οι απώλειες έφτασαν τα 2,6 δισεκατομμύρια δολάρια, ή 3,5% της παραγωγής."),
        ["Τι χάθηκε", "Τι", "Απώλεια", "Παραγωγή", "3,5%", "Χρήματα", "2,6 δισ. δολάρια"],
        ("Η Βουλή", "Να πληρώσει πυργίσκους."), "σελίδα *"),
    "uk": _words(
        "Ліси горять довше", "Лісова служба", "Пожежі 2021 року спалили понад 1200 квадратних кілометрів.",
        "Продовольча та сільськогосподарська організація", "квадратних кілометрів згоріло у 2021 році",
        ("Площа пожеж подвоїлася за два роки", "FAO нарахувала 600 квадратних кілометрів у 2019 році і понад 1200 у 2021. "
         "Дві третини — старий ліс."),
        ("У 2021 році згоріло вдвічі більше, ніж у 2019", "Площа пожеж, квадратні кілометри"),
        ("Півмільйона людей дихали димом", "Втрати сягнули 2,6 млрд доларів, або 3,5 відсотка виробництва."),
        ["Що втрачено", "Що", "Втрата", "Виробництво", "3,5 відсотка", "Гроші", "2,6 млрд доларів"],
        ("Парламент", "Оплатити спостережні вежі."), "сторінка *"),
}  # fmt: skip
# What the locale writes: the date, the key number with its qualifier, an opening quotation mark, a fixed word.
SHOWN = {
    "fr": ("8 mai 2026", "plus de", "1 200", "«", "Recommandations"),
    "de": ("8. Mai 2026", "mehr als", "1.200", "„", "Empfehlungen"),
    "pl": ("8 maja 2026", "ponad", "1200", "„", "Zalecenia"),
    "el": ("8 Μαΐου 2026", "πάνω από", "1.200", "«", "Συστάσεις"),
    "uk": ("8 травня 2026", "понад", "1 200", "«", "Рекомендації"),
}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("languages")
    (folder / "brief.yaml").write_text(yaml.safe_dump(OUTLINE, allow_unicode=True), "utf-8")
    for tag, words in LANGUAGES.items():
        (folder / f"brief.{tag}.yaml").write_text(
            yaml.safe_dump(words, allow_unicode=True), "utf-8"
        )
    return folder / "brief.yaml"


def test_nothing_is_missing_or_untraced(path: Path) -> None:
    assert [str(d) for d in briefgen.check(path)] == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_an_edition_speaks_its_language(tag: str, path: Path, tmp_path: Path) -> None:
    loaded = briefgen.load(path)
    edition = briefgen.edition(loaded, language=tag)
    stream = io.BytesIO()
    briefgen.write_pdf(edition, stream)
    file = tmp_path / "brief.pdf"
    file.write_bytes(stream.getvalue())
    assert complaints(file, pdfa_part=3) == []
    with pdfplumber.open(file) as pdf:
        text = (
            "\n".join(page.extract_text() for page in pdf.pages)
            .replace("\u00a0", " ")
            .replace("\u202f", " ")
        )
    for said in (*SHOWN[tag], edition.organisation.name):
        assert said in text, said
    alt = edition.figures[0].alt.replace("\u00a0", " ").replace("\u202f", " ")
    assert alt.startswith(locale_of(edition).word("chart bar")) and "2019: 600" in alt
    # Every number of every text rests on the English source.
    table = list(rows(loaded, edition))
    assert {row["status"] for row in table} <= {"traced", ""}
    assert sum("←" in row["numbers"] for row in table) >= 12
