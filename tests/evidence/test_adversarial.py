"""A table of hard numbers: what the evidence says, what a headline makes of it, and what `check` has to say."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

import briefgen
from briefgen.checks.numbers.lexicon import words
from briefgen.checks.numbers.reader import read
from briefgen.checks.numbers.trace import Proof, match

# evidence | claim | the statuses of the claim's numbers: t(raced), u(ntraced), o(verstated), - none
TABLE = """
fractions of a percent
half of one percent | 0.5 percent | t
0.5 percent | half of one percent | t
0.5 percent | half a percent | t
one percent | half of one percent | u
50 percent | half of one percent | u
half of one percent | half | u
half of 1 percent | about 0.5% | t
0.25 percent | a quarter of one percent | t
less than half of one percent | 0.5 percent | o
less than half of one percent | less than 0.5% | t
half a percentage point | 0.5 percentage points | t
half a percentage point | 0.5 percent | u
a tenth of a percent | 0.1 percent | t
two-thirds of one percent | two-thirds | u

signs
–5 percent | minus 5 percent | t
-5 percent | –5 percent | t
−5 percent | –5% | t
5 percent | –5 percent | u
–5 percent | 5 percent | u
a change of –5 points | a change of −5 points | t
15–20 people | 15 to 20 people | t
the rate – 5 percent – held | 5 percent | t
−$3 million | –$3 million | t
$3 million | −$3 million | u
negative 5 percent | -5 percent | t

marks of thousands and decimals
1,234,567.89 | 1.234.567,89 | t
1.234.567,89 | 1,234,567.89 | t
1.234.567 | 1,234,567 | t
1,234.50 | 1.234,50 | t
1 234 567 | 1,234,567 | t
1'234'567 | 1,234,567 | t
1,234 | 1.234 | u
0.5 percent | .5 percent | t
.5 percent | 5 percent | u
5 percent | .5 percent | u
1,187 | 1187 | t
12,34,567 | 1,234,567 | t

names that are no claims
it runs | it runs on Windows 11 | -
it flew | Apollo 11 and a Boeing 737 flew | -
it met | the Agenda 2030 and the Group of 20 met | -
it ruled | Title 42, Rule 11 and Tier 1 rule | -
it is so | in District 5, Grade 12 and Level 3 | -
it is so | COVID-19, PM2.5, 5G and the F-35 | -
it is so | Chapter 3, Annex 2 and Schedule 1 | -
it is so | the Fortune 500, 24/7 since 9/11 | -
they agree | Windows 11 has 20 faults | u
they agree | Level 3 percent | u
in 2030 | in 2030 | t

they run | Measures 20 km of road | u
they run | Target 20 firms | u
they run | they level 20 houses | u
it is so | 4-ANPP, the C-130 and 401(k) plans of third parties | -
it is so | from 9 a.m. to 5 p.m., pages 5 to 7 and paras 3-5 | -
it is so | a fifty-fifty chance | -

ordinals
the second-largest | the second-largest | t
the third-largest | the second-largest | u
the second largest producer | the third largest producer | u
it ranks second | the second-largest | t
it ranks 2nd | it ranks second | t
it is so | at first, and second to none | -
it is so | a second later, in seconds | -
it is so | for the first time, the first half | -
the fifth year | the 5th year | t
the 21st century | the twenty-first century | t
the twenty-third | the 23rd | t
the third quarter | the third quarter | t

fractions
two-thirds | 66 percent | t
66 percent | two-thirds | t
67 percent | two thirds | t
60 percent | two-thirds | u
20 percent | one in five | t
one in five | 20% | t
one in five | one in four | u
one in five people | one-fifth | t
24 percent | a quarter | t
30 percent | a quarter | u
40 percent | two-fifths | t
75 percent | three-quarters | t
74 percent | nearly three-quarters | t
74 percent | three in four | t
50 percent | one-half | t
1/3 of them | a third | t
33% | ⅓ of them | t
62.5 percent | five-eighths | t
62.5 percent | ⅝ | t
a third | more than a third | o
250,000 | a quarter of a million | t
750,000 | three-quarters of a million | t
25 percent | a quarter of a million | u
2.5 times | 2 1/2 times | t
2.5 million | 2½ million | t
1.5 million | one and a half million | t
1.5 million | a million and a half | t
half of the 40 million | half of the 40 million | tt
one of every three | a third | t
two out of every five | 40 percent | t

fewer and more than a half
48 percent | fewer than half | t
51 percent | fewer than half | o
48 percent | less than half | t
55 percent | over half | t
50 percent | more than half | o
fewer than half | half | o
about half | half | o
fewer than half | 48 percent | o
51 percent | just over half | t
49 percent | just under half | t
51 percent | slightly more than half | t
49 percent | slightly less than half | t

1 percent | one in a hundred | t
2 percent | one in a hundred | u
0.0001 percent | one in a million | t
less than 1 percent | less than one in a hundred | t

dozens, hundreds
dozens of them | dozens of them | t
dozens of them | 36 | u
48 | dozens of them | t
hundreds of them | dozens of them | u
24 | two dozen | t
6 | half a dozen | t
12 | a dozen | t
10 | a dozen | u
hundreds of thousands | hundreds of thousands | t
hundreds of thousands | hundreds of millions | u
350,000 | hundreds of thousands | t
several hundred | several hundred | t
dozens | several dozen | t
several hundred | 500 | u
400 | several hundred | t
a few thousand | a few thousand | t
thousands | a few thousand | t
a hundred | 100 | t

factors
it doubled | twofold | t
it doubled | two times | t
it tripled | threefold | t
it tripled | it doubled | u
it trebled | 3x | t
it quadrupled | four times | t
it quintupled | fivefold | t
five times as many | fivefold | t
fivefold | five percent | u
2.6 times | more than doubled | t
1.9 times | nearly doubled | t
1.9 times | more than doubled | o
it halved | 50 percent | t
it fell by half | it halved | t
it halved | it doubled | u
tenfold | an order of 10 times | t
7-fold | seven-fold | t
more than doubled | doubled | o
a factor of three | tripled | t
half as many | twice as many | u
twice as many | double the number | t

100 times | a hundredfold rise | t
30 to 50 | 30 - 50 | t
3 to 4 million | 3 - 4 million | t

ranges
between 18 and 39 | 18–39 | t
between 18 and 39 | 18 to 39 | t
18-39 | between 18 and 39 | t
between 18 and 39 | between 18 and 29 | u
between 18 and 39 | 39 | o
between 18 and 39 | up to 39 | t
between 18 and 39 | at least 18 | t
between 18 and 39 | more than 39 | o
$18 billion to $39 billion | $18–39 billion | t
between eighteen and thirty-nine | 18 to 39 | t
20% to 30% | 20–30 percent | t
20 to 30 percent | between a fifth and 30 percent | t
from 18 to 39 | from 18 to 39 | tt
two or three | two or three | tt
one to two million | 1–2 million | t
5 to 6 times | 5–6 times | t
18 to 39 | 18 to 39 million | u
aged 18 to 39 | 18-to-39-year-olds | t

percent and percentage points
3 percentage points | 3 percent | u
3 percent | 3 percentage points | u
3 points | 3 percentage points | t
a 3-point rise | 3 points | t
a 3-percentage-point rise | 3 percentage points | t
20 basis points | 20 percent | u
3pp | 3 percentage points | t

money
US$1 trillion | $1 trillion | t
US$1 trillion | 1,000 billion dollars | t
$1,000bn | $1 trillion | t
$2.6bn | 2.6 billion dollars | t
$2.6 bn | $2.6 billion | t
$2.6B | $2.6 billion | t
$2.6bn | $2.6m | u
$2.6bn | €2.6bn | u
USD 2.6 billion | $2.6bn | t
2.6 billion US dollars | US$2.6 billion | t
EUR 3 million | €3m | t
£3mn | £3 million | t
$5k | $5,000 | t
Rs 20 crore | Rs 200 million | t
2 lakh | 200,000 | t
$2.6bn | nearly $3bn | o
$2.9bn | nearly $3bn | t
an estimated $2.6bn | $2.6bn | o
20 cents | $0.20 | t

rates
5.2 per 100,000 | 5.2 per 100,000 | t
5.2 deaths per 100,000 people | 5.2 per 100,000 | t
5.2 per 100,000 | 5.2 per 1,000 | u
52 per million | 5.2 per 100,000 | t
52 per 1,000,000 | 5.2 per 100,000 | t
5.2 per 100,000 | 100,000 died | u
5.2 per 100,000 | for every 100,000 people, 5.2 died | tt
5.2 per 100,000 and 1,000 people | 5.2 per 1,000 | u
a rate of 5.2, per 100,000 people | 5.2 per 100,000 | t
5.2 per 100,000 | a rate of 5.2 | t
5.2 per hundred thousand | 5.2 per 100,000 | t
more than 5 per 1,000 | 5 per 1,000 | o

qualifiers
upward of 20 | more than 20 | t
20-odd | about 20 | t
20-odd | 20 | o
20 or more | at least 20 | t
as few as 20 | 20 | o
as few as 20 | at least 20 | t
only 20 | 20 | t
exactly 20 | about 20 | t
about 20 | exactly 20 | o
no fewer than 20 | 20 | o
as many as 40 | 40 | o
40 | as many as 40 | t
well over 20 million | more than 20 million | t
close to 20 | nearly 20 | o
20 million-plus | at least 20 million | t
north of 20 | more than 20 | t
not more than 20 | at most 20 | t
over 20 | nearly 20 | o
nearly 20 | over 20 | o
roughly 20 | approximately 20 | t

dates
in FY19 | in fiscal year 2019 | t
in FY 2019–20 | in 2019 | t
the 1990s | the 1990s | t
the 1990s | in 1994 | u
10 to 12 May 2021 | 12 May 2021 | t
10–12 May 2021 | 10–12 May 2021 | tt
10 May 2021 | 11 May 2021 | u
mid-2021 | 2021 | t
2021/22 | 2021–22 | tt
in 2021 | in 2,021 | t
May 2021 | 20 May 2021 | o
"""
# language | evidence, in English | claim | statuses
LANGUAGES = """
es | more than 20 million | más de 20 millones | t
es | more than 20 million | más de veinte millones | t
es | 1,234,567.89 | 1.234.567,89 | t
es | 1,234,567 | 1 234 567 | t
es | 7.7 times | 7,7 veces | t
es | 0.5 percent | medio punto porcentual | u
es | 0.5 percentage points | medio punto porcentual | t
es | half of one percent | la mitad del uno por ciento | t
es | 66 percent | dos tercios | t
es | 20 percent | uno de cada cinco | t
es | 33 percent | una tercera parte | t
es | 48 percent | menos de la mitad | t
es | 2.5 million | dos millones y medio | t
es | $1 trillion | 1 billón de dólares | t
es | $2.6bn | 2.600 millones de dólares | t
es | $2.6bn | 2,6 billones de dólares | u
es | between $18 billion and $39 billion | entre 18.000 y 39.000 millones de dólares | t
es | 5.2 per 100,000 | 5,2 por cada 100.000 | t
es | 5.2 per 100,000 | 5,2 por cada mil | u
es | it doubled | se duplicó | t
es | it tripled | se duplicó | u
es | nearly 1,200 | casi 1.200 | t
es | more than 20 million | 20 millones | o
es | -5 percent | –5 % | t
es | May 2021 | mayo de 2021 | t
es | dozens of them | docenas de ellos | t
fr | more than 20 million | plus de 20 millions | t
fr | 1,234,567.89 | 1 234 567,89 | t
fr | 1,234,567 | 1 234 567 | t
fr | $2.6bn | 2,6 milliards de dollars | t
fr | 66 percent | les deux tiers | t
fr | 20 percent | un sur cinq | t
fr | 20 percent | un cinquième | t
fr | 48 percent | moins de la moitié | t
fr | 2.5 million | deux millions et demi | t
fr | 0.5 percentage points | un demi-point de pourcentage | t
fr | between 18 and 39 | entre 18 et 39 | t
fr | 5.2 per 100,000 | 5,2 pour 100 000 | t
fr | 71 percent | soixante et onze pour cent | t
fr | nearly 1,200 | près de 1 200 | t
fr | 20 million | plus de vingt millions | o
fr | it doubled | il a doublé | t
fr | May 2021 | mai 2021 | t
de | more than 20 million | mehr als 20 Millionen | t
de | more than 20 million | über zwanzig Millionen | t
de | 1,234,567.89 | 1.234.567,89 | t
de | 1,200 | 1.200 | t
de | 1.2 | 1,2 | t
de | $2.6bn | 2,6 Milliarden Dollar | t
de | $2.6bn | 2,6 Mrd. Dollar | t
de | 66 percent | zwei Drittel | t
de | 20 percent | ein Fünftel | t
de | 20 percent | jeder fünfte | -
de | 48 percent | weniger als die Hälfte | t
de | 2.5 million | zweieinhalb Millionen | t
de | 1.5 million | anderthalb Millionen | t
de | 0.5 percentage points | ein halber Prozentpunkt | t
de | 500,000 | eine halbe Million | t
de | between 18 and 39 | zwischen 18 und 39 | t
de | 5.2 per 100,000 | 5,2 pro 100.000 | t
de | it doubled | es hat sich verdoppelt | t
de | sevenfold | siebenmal | t
de | nearly 1,200 | knapp 1.200 | t
de | 20 million | mehr als 20 Millionen | o
de | 71 percent | einundsiebzig Prozent | t
pl | more than 20 million | ponad 20 milionów | t
pl | more than 20 million | więcej niż dwadzieścia milionów | t
pl | 1,234,567.89 | 1 234 567,89 | t
pl | 1,234,567.89 | 1 234 567,89 | t
pl | 7.7 times | 7,7 razy | t
pl | seven times | siedmiokrotnie | t
pl | $2.6bn | 2,6 mld dolarów | t
pl | 66 percent | dwie trzecie | t
pl | 20 percent | jedna piąta | t
pl | 48 percent | mniej niż połowa | t
pl | 1.5 million | półtora miliona | t
pl | 500,000 | pół miliona | t
pl | from 18 to 39 | od 18 do 39 | tt
pl | between 18 and 39 | między 18 a 39 | t
pl | 18 to 39 | między 18 a 39 | t
pl | 71 percent | siedemdziesiąt jeden procent | t
pl | 3 percentage points | 3 punkty procentowe | t
pl | 3 percent | 3 punkty procentowe | u
pl | nearly 1,200 | prawie 1200 | t
pl | 20 million | ponad 20 milionów | o
pl | 25 | dwudziestu pięciu | t
pl | 70 percent | siedmiu na dziesięciu | t
pl | May 2021 | maj 2021 | t
pl | 8 May 2021 | 8 maja 2021 r. | t
el | more than 20 million | περισσότερα από 20 εκατομμύρια | t
el | more than 20 million | πάνω από είκοσι εκατομμύρια | t
el | 1,234,567.89 | 1.234.567,89 | t
el | 7.7 times | 7,7 φορές | t
el | $2.6bn | 2,6 δισεκατομμύρια δολάρια | t
el | $2.6bn | 2,6 δισ. δολάρια | t
el | 66 percent | τα δύο τρίτα | t
el | 20 percent | ένα πέμπτο | t
el | 48 percent | λιγότερο από το μισό | t
el | 500,000 | μισό εκατομμύριο | t
el | 1.5 million | ενάμισι εκατομμύριο | t
el | between 18 and 39 | μεταξύ 18 και 39 | t
el | 71 percent | εβδομήντα ένα τοις εκατό | t
el | 71 percent | 71% | t
el | 3 percentage points | 3 ποσοστιαίες μονάδες | t
el | it doubled | διπλασιάστηκε | t
el | sevenfold | επταπλάσια | t
el | nearly 1,200 | σχεδόν 1.200 | t
el | 20 million | περισσότερα από 20 εκατομμύρια | o
el | 70 percent | επτά στους δέκα | t
el | 8 May 2021 | 8 Μαΐου 2021 | t
el | 5.2 per 100,000 | 5,2 ανά 100.000 | t
uk | more than 20 million | понад 20 мільйонів | t
uk | more than 20 million | більше ніж двадцять мільйонів | t
uk | 1,234,567.89 | 1 234 567,89 | t
uk | 7.7 times | у 7,7 раза | t
uk | $2.6bn | 2,6 млрд доларів | t
uk | 66 percent | дві третини | t
uk | 33 percent | третина | t
uk | 25 percent | чверть | t
uk | 48 percent | менше половини | t
uk | 1.5 million | півтора мільйона | t
uk | 500,000 | півмільйона | t
uk | between 18 and 39 | між 18 і 39 | t
uk | 71 percent | сімдесят один відсоток | t
uk | 3 percentage points | 3 відсоткові пункти | t
uk | it doubled | подвоїлася | t
uk | five times | уп'ятеро | t
uk | five times | уп’ятеро | t
uk | nearly 1,200 | майже 1200 | t
uk | 20 million | понад 20 мільйонів | o
uk | 5 | п'ять | t
uk | 70 percent | семеро з десяти | t
uk | 70 percent | сім із десяти | t
uk | 8 May 2021 | 8 травня 2021 року | t
uk | 5.2 per 100,000 | 5,2 на 100 000 | t
zh | more than 20 million | 超过2000万 | t
zh | more than 20 million | 2000多万片 | t
zh | more than 20 million | 两千万 | o
zh | 20 million | 两千万 | t
zh | 2.6 million | 260万 | t
zh | 2,600,000 pills | 260万片 | t
zh | 1.2 billion | 12亿 | t
zh | $1.2 billion | US$12亿 | t
zh | 1.2 billion | 12万 | u
zh | 18 to 39 billion | 180–390亿 | t
zh | exactly 20 million | 超过2000万 | o
zh | 1,234,567.89 | 1,234,567.89 | t
zh | 71 percent | 百分之七十一 | t
zh | 71 percent | 71% | t
zh | 70 percent | 七成 | t
zh | 70 percent | 十分之七 | t
zh | 70 percent | 每十人中有七人 | t
zh | 66 percent | 三分之二 | t
zh | 48 percent | 不到一半 | t
zh | 7.7 times | 7.7倍 | t
zh | seven times | 七倍 | t
zh | more than seven times | 超过七倍 | t
zh | $2.6bn | 26亿美元 | t
zh | $1 trillion | 1万亿美元 | t
zh | $1 trillion | 一万亿美元 | t
zh | between $18 billion and $39 billion | 180亿至390亿美元 | t
zh | 3 percentage points | 3个百分点 | t
zh | 3 percent | 3个百分点 | u
zh | nearly 1,200 | 近1200公斤 | t
zh | about 100,000 | 约10万人 | t
zh | 100,000 or more | 10万人以上 | o
zh | at least 20 | 20以上 | t
zh | May 2021 | 2021年5月 | t
zh | 8 May 2021 | 2021年5月8日 | t
zh | 2019 and 2021 | 2019年至2021年 | tt
zh | 2019 and 2021 | 2019至2021年 | tt
zh | it is so | 第12页、表3和一些人 | -
zh | it doubled | 翻了一番 | t
zh | dozens of them | 数十个 | u
zh | 5.2 per 100,000 | 每10万人5.2人 | t
zh | minus 5 percent | -5% | t
zh | 107,000 | 10.7万人 | t
zh | 123 | 一百二十三 | t
"""
NAMES = {"t": "traced", "u": "untraced", "o": "overstated"}


def _cases(table: str) -> list[tuple[str, ...]]:
    return [tuple(p.strip() for p in line.split("|")) for line in table.splitlines() if "|" in line]


CASES, IN_LANGUAGES = _cases(TABLE), _cases(LANGUAGES)


def _statuses(evidence: str, claim: str, language: str = "en") -> list[str]:
    proofs = [Proof(number, None) for number in read(evidence, markup=False)]
    return [match(found, proofs)[0] for found in read(claim, language)]


@pytest.mark.parametrize(("evidence", "claim", "wanted"), CASES)
def test_a_headline_against_its_evidence(evidence: str, claim: str, wanted: str) -> None:
    assert _statuses(evidence, claim) == [NAMES[letter] for letter in wanted.strip("-")]


@pytest.mark.parametrize(("language", "evidence", "claim", "wanted"), IN_LANGUAGES)
def test_a_headline_in_another_language(
    language: str, evidence: str, claim: str, wanted: str
) -> None:
    assert _statuses(evidence, claim, language) == [NAMES[letter] for letter in wanted.strip("-")]


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "pl", "el", "uk", "zh"])
def test_a_language_has_its_words(language: str) -> None:
    held = words(language)
    assert held.qualifiers and held.magnitudes and held.half and held.currencies
    assert {q.value for q in held.qualifiers.values()} >= {
        "more than",
        "less than",
        "at least",
        "at most",
        "nearly",
        "about",
    }


def test_all_cases_in_one_outline(tmp_path: Path) -> None:
    """The whole way, from YAML to diagnostics."""
    findings = [
        {
            "id": f"f{n}",
            "headline": f"So it is: {claim}",
            "evidence": [{"source": "report", "quote": evidence}],
        }
        for n, (evidence, claim, _) in enumerate(CASES)
    ]
    outline = {"title": "A title", "date": "2026-01-02", "organisation": {"name": "An institute"},
               "message": "The message.", "sources": [{"id": "report", "title": "The report"}],
               "findings": findings}  # fmt: skip
    path = tmp_path / "brief.yaml"
    path.write_text(yaml.safe_dump(outline, allow_unicode=True), encoding="utf-8")
    said = Counter(d.code for d in briefgen.check(path))
    wanted = Counter(letter for *_, letters in CASES for letter in letters)
    assert said["overstated"] == wanted["o"]
    assert said["untraced-number"] == wanted["u"]
