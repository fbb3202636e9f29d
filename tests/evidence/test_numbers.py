"""Numbers in texts: what is read, and what supports what."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.checks.numbers import lexicon
from briefgen.checks.numbers.calculation import Support, supports
from briefgen.checks.numbers.reader import read
from briefgen.checks.numbers.scan import Found
from briefgen.languages.locale import Locale

# Claim, evidence: the claim says no more than the evidence.
TRACED = [
    ("20 million", "20,000,000"), ("20,000,000", "20 million"), ("20m", "20 million"), ("20 million", "20m"),
    ("71%", "71 percent"), ("71 per cent", "71%"), ("seventy-one percent", "71 percent"), ("71 percent", "71 pct"),
    ("seven in ten", "71 percent"), ("seven out of ten", "71 percent"), ("more than two in three", "71 percent"),
    ("two-thirds", "66 percent"), ("a third", "33 percent"), ("half", "50 percent"), ("about half", "48 percent"),
    ("sevenfold", "seven times"), ("7-fold", "seven times"), ("more than sevenfold", "more than seven times"),
    ("twice", "two times"), ("doubled", "twofold"), ("tenfold", "10 times"), ("7x", "seven times"),
    ("$18–39 billion", "between $18 billion and $39 billion"), ("$18 to $39 billion", "$18–39 billion"),
    ("18..39", "between 18 and 39"), ("$1.5bn", "1.5 billion dollars"), ("US$1.5 billion", "$1.5bn"),
    ("FY2019", "fiscal year (FY) 2019"), ("2019-2021", "from 2019 to 2021"), ("2019–21", "in 2019 and 2021"),
    ("in 2021", "August 2021"), ("August 2021", "2021-08-15"), ("8 February 2022", "February 8, 2022"),
    ("7.7 times", "7.69 times"), ("20 million", "20.3 million"), ("3 percent", "3.0 percent"),
    ("1,200 kg", "1,187 kg"), ("about 1,200", "1,187"), ("nearly 1,200", "1,187"), ("nearly 1,200", "almost 1,200"),
    ("more than 20 million", "over 20 million"), ("more than 20 million", "20.4 million"),
    ("at least 20", "more than 20"), ("less than 1 percent", "under 1 percent"), ("up to 40", "at most 40"),
    ("some 100,000", "about 100,000"), ("about 100,000", "100,000"), ("> 20", "more than 20"), ("20+", "at least 20"),
    ("tens of thousands", "tens of thousands"), ("dozens", "36"), ("tens of thousands", "42,000"),
    ("half a million", "500,000"), ("a million", "1 million"), ("two dozen", "24"), ("minus 5", "−5"), ("-5", "minus 5"),
    ("60 to 71 percent", "60 percent and 71 percent"), ("two hundred and five", "205"), ("2½ million", "2.5 million"),
    ("in over two decades", "two decades"), ("€3.5 million", "3.5 million euros"), ("3 percentage points", "3 points"),
    ("third-largest", "the third largest"), ("double the rate", "twice"), ("a 1-in-5 chance", "20 percent"),
    ("two-and-a-half times", "2.5 times"), ("100,000-plus", "at least 100,000"), ("one in five", "20 percent"), ("1,000", "one thousand"),
]  # fmt: skip
OVERSTATED = [
    ("20 million", "more than 20 million"), ("about 20 million", "more than 20 million"),
    ("more than 20 million", "20 million"), ("more than 20 million", "at least 20 million"),
    ("1,200", "nearly 1,200"), ("nearly 1,200", "about 1,200"), ("100,000", "some 100,000"), ("half", "about half"),
    ("1 percent", "less than 1 percent"), ("at least 40", "up to 40"), ("sevenfold", "more than seven times"),
    ("$39 billion", "between $18 billion and $39 billion"), ("May 2021", "2021"), ("3.0 percent", "3 percent"),
    ("over 7 in 10", "seven in ten"),
]  # fmt: skip
UNTRACED = [
    ("21 million", "20 million"), ("20 million", "20"), ("20", "20 million"), ("71", "71 percent"),
    ("70 percent", "71 percent"), ("3 percentage points", "3 percent"), ("3 percent", "3 percentage points"),
    ("$20", "€20"), ("minus 5", "5"), ("5", "-5"), ("7.7 times", "7.6 times"), ("sevenfold", "7 percent"),
    ("more than 3", "2,600"), ("about 20", "24"), ("one million", "600,000"), ("two in five", "71 percent"),
    ("May 2021", "August 2021"), ("between 18 and 40", "between 18 and 39"), ("2020", "2019–2021"),
    ("tens of thousands", "100,000"), ("thousands", "hundreds"), ("1.5 million", "1.5 billion"), ("12", "1.2"),
]  # fmt: skip


def support(claim: str, evidence: str) -> Support:
    stated = read(evidence, markup=False)
    (number,) = read(claim) if len(read(claim)) == 1 else (None,)
    if number is None:  # a span of years: each end is a number of its own
        return min(max(supports(n, e) for e in stated) for n in read(claim))
    best = max(supports(number, e) for e in stated)
    if best < Support.YES and number.parts:
        best = max(best, min(max(supports(n, e) for e in stated) for n in number.parts))
    return best


@pytest.mark.parametrize(("claim", "evidence"), TRACED)
def test_the_same_number(claim: str, evidence: str) -> None:
    assert support(claim, evidence) is Support.YES


@pytest.mark.parametrize(("claim", "evidence"), OVERSTATED)
def test_a_claim_stronger_than_its_evidence(claim: str, evidence: str) -> None:
    assert support(claim, evidence) is Support.STRONGER


@pytest.mark.parametrize(("claim", "evidence"), UNTRACED)
def test_another_number(claim: str, evidence: str) -> None:
    assert support(claim, evidence) is Support.NO


@pytest.mark.parametrize(
    "text",
    [
        "EP68838, COVID-19, G20, F-35, 5G, 3D, CO2, PM2.5, H1N1 and B2B", "see https://x.org/a/12?b=3 or a1@b2.org",
        "call +1 (202) 555-0134, (202) 555-0134 or 1-800-555-0100", "as noted[^note-12][^3]",
        "1. a list\n2. of things", "No one, one of them, at first", "Table 3, paragraphs 1, 9 and 15, page 12–14",
        "[a link](https://x.org/2019/20)", "version 1.2.3 at 10:30, 24/7 since 9/11", "doi 10.1000/182", "the first half",
        "Article 5 and Section 508, No. 7", "a half-hearted, quarterly tenth", "H.R. 1319", "P.L. 117-58", "Form 1040 and 9-1-1", "double standards of a quarter-century", "in May they may",
    ],
)  # fmt: skip
def test_no_numbers(text: str) -> None:
    assert [n.text for n in read(text) if n.kind != "ordinal"] == []


def test_millions_is_a_unit_in_a_heading() -> None:
    assert read("Pills, millions", units=True) == ()
    assert [n.text for n in read("Millions of pills")] == ["Millions"]


@pytest.mark.parametrize(
    ("language", "text", "low", "kind"),
    [
        ("es", "más de 20 millones", 20_000_000, "count"), ("es", "1.200 kg", 1200, "count"), ("es", "71 %", 71, "percent"),
        ("es", "setenta y uno por ciento", 71, "percent"), ("es", "siete de cada diez", 70, "percent"),
        ("es", "3,5 millones", 3_500_000, "count"), ("es", "la mitad", 50, "percent"), ("es", "siete veces", 7, "times"),
        ("es-MX", "1,200 kg", 1200, "count"), ("es", "39 mil millones de dólares", 39 * 10**9, "count"),
        ("es", "medio millón", 500_000, "count"), ("es", "se multiplicó por siete", 7, "times"),
        ("fr", "1 200 kg", 1200, "count"), ("fr", "1\u202f200 kg", 1200, "count"), ("fr", "71 %", 71, "percent"),
        ("fr", "soixante et onze pour cent", 71, "percent"), ("fr", "sept sur dix", 70, "percent"),
        ("fr", "3,5 milliards d’euros", 3_500_000_000, "count"), ("fr", "sept fois", 7, "times"),
        ("de", "1.200 kg", 1200, "count"), ("de", "€3,5 Mio.", 3_500_000, "count"), ("de", "siebenfach", 7, "times"),
        ("de", "einundsiebzig Prozent", 71, "percent"), ("de", "sieben von zehn", 70, "percent"),
        ("de", "zwei Drittel", Decimal(200) / 3, "percent"), ("pl", "1 200", 1200, "count"), ("pl", "71%", 71, "percent"),
    ],
)  # fmt: skip
def test_other_languages(language: str, text: str, low: Decimal | int, kind: str) -> None:
    (found,) = read(text, language)
    assert (found.low, found.kind) == (low, kind)


@pytest.mark.parametrize(
    ("language", "claim", "evidence", "wanted"),
    [
        ("es", "20 millones", "more than 20 million", Support.STRONGER), ("es", "más de 20 millones", "more than 20 million", Support.YES),
        ("es", "menos del 1 %", "less than 1 percent", Support.YES), ("es", "casi 1.200 kg", "nearly 1,200kg", Support.YES), ("es", "mayo de 2021", "May 2021", Support.YES),
        ("de", "mehr als das Siebenfache", "more than seven times", Support.YES), ("de", "knapp 1.200", "nearly 1,200", Support.YES),
        ("fr", "entre 18 et 39 milliards de dollars", "between $18 billion and $39 billion", Support.YES),
        ("fr", "plus de 20 millions", "2.6 million", Support.NO), ("de", "1.200", "1.2", Support.NO),
    ],
)  # fmt: skip
def test_a_translation_is_held_to_the_evidence(
    language: str, claim: str, evidence: str, wanted: Support
) -> None:
    (number,) = read(claim, language)
    assert max(supports(number, e) for e in read(evidence, "en", markup=False)) is wanted


def test_places_are_those_of_the_text_as_written() -> None:
    text = "It is **more than 20** million,[^a] not *5*."
    found = read(text)
    assert [text[n.start : n.end] for n in found] == ["more than 20** million", "5"]
    assert [n.text for n in found] == ["more than 20 million", "5"]


def only(text: str, language: str) -> Found:
    (found,) = read(text, language)
    return found


@given(
    st.integers(0, 10**12),
    st.sampled_from(
        ["en-US", "es-ES", "fr-FR", "de-DE", "pl-PL", "uk-UA", "de-CH", "el-GR", "zh-CN"]
    ),
)
def test_a_number_that_we_write_is_read_back(number: int, tag: str) -> None:
    assert only(Locale(tag).number(Decimal(number)), tag).low == number


@given(
    st.decimals(0, 10**6, places=2),
    st.sampled_from(["en-US", "es-ES", "fr-FR", "de-DE", "pl-PL", "el-GR", "uk-UA", "zh-CN"]),
)
def test_decimals_too(number: Decimal, tag: str) -> None:
    assert only(Locale(tag).number(number), tag).low == number


@given(st.integers(2, 999), st.sampled_from(["en", "es", "fr", "de", "pl", "uk"]))
def test_spelled_out_too(number: int, language: str) -> None:
    assert only(lexicon.cardinals(language)[number], language).low == number


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    for found in read(text):
        assert 0 <= found.start <= found.core[0] < found.core[1] <= len(text)
        assert supports(found, found) in Support


DIGESTS = Path(__file__).with_name("spelled.sha256").read_text().splitlines()


@pytest.mark.parametrize("line", DIGESTS)
def test_numbers_are_spelled_as_num2words_spells_them(line: str) -> None:
    digest, language, kind = line.split()
    words = lexicon.cardinals(language) if kind == "cardinal" else lexicon.ordinals(language)
    assert len(words) == {"cardinal": 1000, "ordinal": 97}[kind]
    assert sha256("\n".join(words).encode()).hexdigest() == digest


def test_numbers_in_words() -> None:
    assert lexicon.cardinals("es")[21] == "veintiuno"
    assert lexicon.cardinals("lv")[101] == "simtu viens"
    assert lexicon.ordinals("en")[0] == "third"
    assert lexicon.cardinals("xx") == lexicon.ordinals("es") == []
