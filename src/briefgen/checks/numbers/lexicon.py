"""How languages write numbers, read from `data/numbers/<language>.yaml`.

A language that has no file there is read by its digits, its number words and its months only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import Any, TypeAlias

import yaml

from briefgen.model.quantity import SIGNS as SIGN_QUALIFIERS
from briefgen.model.quantity import Qualifier

Terms: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words, in small letters; what is said to be a pattern is a regular expression.

    `qualifiers` stand before a number, `after` behind it; `fillers` may stand between qualifier and number.
    `magnitudes` multiply by a power of ten (0: by twelve); `short` ones stand right at the digits (`20m`).
    `shares` join the two numbers of "seven in ten", `spans` those of a range, `pairs` those after `between`,
    `rates` a number and what it is counted against. After `from`, a span is two numbers. `times` follows a number
    that is a factor; `factors` are whole words that are one, `double` those only before one of `doubled`. `basis`
    is a hundredth of a percentage point, `hundredths` of a currency. `fractions` are the denominators' words,
    `alone` those that need no "one" before them; `half` are those for one half, `half_of` those that are one only
    before a magnitude ("medio millón"), neither after `not_half`. A number after `multiplied` (patterns) is a
    factor. `labels` (patterns) are followed by a number that is a name: "Table 3"; `names` (patterns) too, with a
    capital; `idioms` (patterns) count nothing. `articles` before a magnitude or a fraction mean one. `vague` are
    plurals that stand for an order of magnitude, as "hundred" is after `several`. `superlatives` and `ranks`
    (patterns) stand beside "first" and "second" that are ordinals. `composed` says that hundreds, tens and units
    of `numerals` make up the others.
    """

    qualifiers: dict[str, Qualifier] = field(default_factory=dict)
    after: dict[str, Qualifier] = field(default_factory=dict)
    magnitudes: dict[str, int] = field(default_factory=dict)
    short: dict[str, int] = field(default_factory=dict)
    factors: dict[str, Decimal] = field(default_factory=dict)
    fractions: dict[str, int] = field(default_factory=dict)
    alone: dict[str, int] = field(default_factory=dict)
    vague: dict[str, int] = field(default_factory=dict)
    numerals: dict[str, Decimal] = field(default_factory=dict)
    currencies: dict[str, str] = field(default_factory=dict)
    fillers: Terms = ()
    percent: Terms = ("percent",)
    points: Terms = ()
    basis: Terms = ()
    hundredths: Terms = ()
    times: Terms = ()
    suffixes: Terms = ()
    double: Terms = ()
    doubled: Terms = ()
    half: Terms = ()
    half_of: Terms = ()
    not_half: Terms = ()
    and_a_half: Terms = ()
    multiplied: Terms = ()
    ranks: Terms = ()
    superlatives: Terms = ()
    several: Terms = ()
    of: Terms = ()
    articles: Terms = ()
    rates: Terms = ()
    shares: Terms = ()
    spans: Terms = ("to",)
    pairs: Terms = ("and",)
    or_: Terms = ()
    between: Terms = ()
    from_: Terms = ()
    labels: Terms = ("§+",)
    names: Terms = ()
    idioms: Terms = ()
    durations: Terms = ()
    minus: Terms = ("minus",)
    spelled_ordinals: bool = False
    composed: bool = False


def _decimal(written: int | float) -> Decimal:
    return Decimal(str(written))


_VALUES: dict[str, Any] = {
    "qualifiers": Qualifier, "after": Qualifier, "magnitudes": int, "short": int, "factors": _decimal,
    "fractions": int, "alone": int, "vague": int, "numerals": _decimal, "currencies": str,
}  # fmt: skip


@lru_cache(maxsize=16)
def words(language: str) -> Words:
    """The words of a language, an ISO 639 code; those of an unknown one are few."""
    if not language.isalpha():
        return Words()
    file = resources.files("briefgen").joinpath("data", "numbers", f"{language}.yaml")
    if not file.is_file():
        return Words()
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return _words(yaml.load(file.read_text(encoding="utf-8"), loader))


def _words(written: Mapping[str, Any]) -> Words:
    made: dict[str, Any] = {}
    for key, value in written.items():
        name = {"or": "or_", "from": "from_"}.get(key, key)
        if name in _VALUES:
            made[name] = {w: _VALUES[name](v) for v, terms in value.items() for w in terms}
        else:
            made[name] = tuple(value) if isinstance(value, list) else value
    return Words(**made)


# Signs of currencies and the codes that stand for the same, in every language. A dollar is a dollar: which
# one is the text's to say.
SIGNS = {"US$": "$", "C$": "C$", "A$": "A$", "R$": "BRL", "$": "$", "€": "€", "£": "£", "¥": "¥", "₹": "₹",
         "₴": "₴", "zł": "zł", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "UAH": "₴", "Rs.": "₹",
         "PLN": "zł", "MXN": "MXN", "CHF": "CHF", "CAD": "C$", "AUD": "A$", "CNY": "CNY", "BRL": "BRL", "Rs": "₹",
         "грн": "₴"}  # fmt: skip
# Units that may stand right at the digits; other letters there make an identifier of them (`5G`, `3D`).
UNITS = frozenset((
    "kg", "g", "mg", "t", "kt", "mt", "lb", "lbs", "oz", "km", "m", "cm", "mm", "nm", "ft",
    "mi", "ha", "l", "ml", "s", "min", "h", "hr", "hrs", "kw", "mw", "gw", "kwh", "mwh", "gwh",
    "twh", "mb", "gb", "tb", "kb", "pt", "px", "c", "f", "bp",
))  # fmt: skip


# Numbers in a language's words, composed from `data/numbers/spelled.tsv`. Each line of that file is one language: its
# code, "cardinal", and five lists with `|` between their words: 0 to 99; 100, 200 ... 900; what these become before a
# rest; the rests 1 to 99 where they differ from the words below 100; the numbers that are spelled otherwise
# (`number=words`). The words of 3rd to 99th are a line "ordinal", one list. num2words gave the words
# (tests/evidence/spell_numbers.py); it needs a package without a wheel, and takes longer.


FILE = "spelled.tsv"


def cardinals(language: str) -> list[str]:
    """0 to 999 in small letters; none where the language is not known."""
    found = _lines().get((language, "cardinal"))
    if found is None:
        return []
    below, hundreds, starts, rests, odd = (part.split("|") if part else [] for part in found)
    words = list(below)
    for hundred, start in zip(hundreds, starts, strict=True):
        words += [hundred, *(start + rest for rest in rests or below[1:])]
    for exception in odd:
        number, _, said = exception.partition("=")
        words[int(number)] = said
    return words


def ordinals(language: str) -> list[str]:
    """3 to 99, as "third"; none where the language's are not known."""
    found = _lines().get((language, "ordinal"))
    return found[0].split("|") if found else []


@lru_cache(maxsize=1)
def _lines() -> dict[tuple[str, str], list[str]]:
    """The lists of each language and kind, as they are written."""
    text = resources.files("briefgen").joinpath("data", "numbers", FILE).read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines())
    return {(language, kind): lists for language, kind, *lists in lines}


# A language's words made ready for reading: patterns compiled, number words and months looked up.

_SIGNS = {sign.lower(): code for sign, code in SIGNS.items()}
_LETTERS = r"[^\W\d_]+(?:'[^\W\d_]+)*"
Numerals: TypeAlias = dict[tuple[str, ...], Decimal]


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """What reading a language's numbers needs; every pattern is for text in small letters."""

    language: str
    words: Words
    numerals: Numerals
    ordinals: dict[tuple[str, ...], int]
    firsts: frozenset[str]
    word: str
    months: dict[str, int]
    group: str
    mark: str
    before: re.Pattern[str]
    after: re.Pattern[str]
    qualifiers: dict[str, Qualifier]
    magnitude: re.Pattern[str]
    unit: re.Pattern[str]
    part_of: re.Pattern[str]
    and_a_half: re.Pattern[str]
    span: re.Pattern[str]
    pair: re.Pattern[str]
    between: re.Pattern[str]
    from_: re.Pattern[str]
    share: re.Pattern[str]
    rate: re.Pattern[str]
    per: re.Pattern[str]
    join: re.Pattern[str]
    idiom: re.Pattern[str]
    label: re.Pattern[str]
    money: re.Pattern[str]
    currencies: dict[str, str]
    halves: frozenset[str]
    doubled: re.Pattern[str]
    multiplied: re.Pattern[str]
    ranked: re.Pattern[str]
    superlative: re.Pattern[str]
    minus: re.Pattern[str]
    durations: re.Pattern[str]


def any_of(terms: Iterable[str]) -> str:
    """An alternation of words, longest first; spaces in it match any."""
    ordered = sorted((t for t in terms if t), key=len, reverse=True)
    return "|".join(re.escape(t).replace(r"\ ", r"\s+") for t in ordered) or r"(?!)"


def _patterns(terms: Iterable[str]) -> str:
    return "|".join(terms) or r"(?!)"


@lru_cache(maxsize=16)
def lexicon(tag: str) -> Lexicon:
    """The lexicon for a BCP 47 tag; one of an unknown language reads digits only."""
    language = tag.split("-")[0].lower()
    w = words(language)
    numerals = _numerals(language, w)
    ordinals = _ordinals(language) if w.spelled_ordinals else {}
    group, mark, months = _babel(tag)
    fillers, letters = any_of(w.fillers), any_of(w.qualifiers)
    magnitudes, percent, pairs = any_of(w.magnitudes), any_of(w.percent), any_of(w.pairs)
    ones = (" ".join(key) for key, value in numerals.items() if value == 1)
    article = any_of((*w.articles, "1", *ones))
    joined = any_of((*w.spans, *w.pairs, *w.or_))
    end = r"(?!\w)"
    half = any_of(w.and_a_half).replace(r"\s+", r"[\s-]+")
    unit = (
        rf"(?:(?P<points>{any_of(w.points)}){end}|(?P<basis>{any_of(w.basis)}){end}|(?P<percent>%|(?:{percent}){end})"
        rf"|(?P<times>(?:{any_of(w.times)}){end}))"
    )
    money = any_of([*w.currencies, *_SIGNS])
    signs = "|".join(rf"(?<![^\W\d_]){re.escape(s)}" if s[0].isalpha() else re.escape(s)
                     for s in sorted(_SIGNS, key=len, reverse=True))  # fmt: skip
    return Lexicon(
        language=language,
        words=w,
        numerals=numerals,
        ordinals=ordinals,
        firsts=frozenset(key[0] for key in (*numerals, *ordinals)),
        word=_LETTERS if any("'" in part for key in numerals for part in key) else r"[^\W\d_]+",
        months=months,
        group=group,
        mark=mark,
        before=re.compile(rf"(?:(?<!\w)(?P<w>{letters})(?:\s+|(?<=['־]))(?:(?:{fillers})\s+)*|(?P<s>{any_of(SIGN_QUALIFIERS)})\s*)\Z"),
        after=re.compile(rf"\s*(?:[\s-](?P<w>{any_of(w.after)}){end}|(?P<plus>\+)(?!\d))"),
        qualifiers={**w.qualifiers, **SIGN_QUALIFIERS, **w.after},
        magnitude=re.compile(rf"[\s-]*(?P<m>{magnitudes}){end}\.?"),
        unit=re.compile(
            rf"[\s-]*(?:{unit}|(?P<hundredth>{any_of(w.hundredths)}){end}"
            rf"|(?:(?:{any_of(w.of)})\s*)?(?P<money>{money}){end})"
        ),
        part_of=re.compile(rf"[\s-]+(?:(?:{any_of(w.of)})\s*)?(?:(?:{article})\s+)?(?:{unit}|(?P<m>{magnitudes}){end})"),
        and_a_half=re.compile(rf"[\s-]+(?:{half}){end}"),
        span=re.compile(rf"\s*(?:[–—―-]|\.\.)\s*\Z|[\s-]+(?:{any_of(w.spans)})[\s-]+\Z"),
        pair=re.compile(rf"\s*(?<!\w)(?:{pairs})(?=\s)\s*\Z"),
        between=re.compile(rf"(?<!\w)(?:{any_of(w.between)})\s+\Z"),
        from_=re.compile(rf"(?<!\w)(?:{any_of(w.from_)})\s+\Z"),
        share=re.compile(rf"[\s-]+(?:{any_of(w.shares)})[\s-]+\Z"),
        rate=re.compile(rf"(?:,?\s+[^\W\d_]+){{0,4}},?\s+(?:{any_of(w.rates)})\s+(?:(?:{article})\s+)?\Z"),
        per=re.compile(rf"(?<!\w)(?:{any_of(w.rates)})\s+(?:(?:{article})\s+)?\Z"),
        join=re.compile(rf"\s*(?:,|,?\s(?:{joined})\s|[–—-])\s*\Z"),
        idiom=re.compile(rf"(?<!\w)(?:{_patterns(w.idioms)}){end}"),
        label=re.compile(
            rf"(?<!\w)(?:(?P<name>{_patterns(w.names)})|{_patterns(w.labels)})[\s\u00a0]*(?:\d+(?:[.–-]\d+)*[a-z]?"
            rf"(?:(?:,\s*|\s+(?:{pairs}|{any_of(w.spans)})\s+|\s*[–-]\s*)\d+(?:\.\d+)*(?![\d,.]*\d|\s*(?:%|{magnitudes})))*)"
            rf"(?!\s*(?:%|(?:{any_of([*w.magnitudes, *w.percent])}){end})|[\d]|[.,]\d)"
        ),
        money=re.compile(rf"(?P<c>{signs})\s?\Z"),
        currencies={**_SIGNS, **w.currencies},
        halves=frozenset((*w.half, *w.half_of)),
        doubled=re.compile(rf"\s+(?:{any_of(w.doubled)})\b"),
        multiplied=re.compile(rf"(?<!\w)(?:{_patterns(w.multiplied)})\s+\Z"),
        ranked=re.compile(rf"(?<!\w)(?:{_patterns(w.ranks)})\s+\Z"),
        superlative=re.compile(rf"[\s-]+(?:{_patterns(w.superlatives)}){end}"),
        minus=re.compile(rf"(?:(?<!\w)(?:{any_of(w.minus)})\s+|(?<![\w)%\]–-])(?<!\d\s)[-−]\s?|(?:(?<![^\s(\[])(?<!\d\s))–)\Z"),
        durations=re.compile(rf"[\s-]+(?:{_patterns(w.durations)}){end}"),
    )  # fmt: skip


def _numerals(language: str, w: Words) -> Numerals:
    """Spelled-out numbers from 0 to 999, as the words each is made of."""
    found: Numerals = {}
    for number, said in enumerate(cardinals(language)):
        key = _split(said)
        found[key] = Decimal(number)
        if language == "en" and "and" in key:
            found[tuple(word for word in key if word != "and")] = Decimal(number)
    if language == "de":
        for key, value in list(found.items()):
            if 100 <= value < 200:
                found[(key[0].removeprefix("ein"),)] = value
    found.update({_split(word): value for word, value in w.numerals.items()})
    return found


def _ordinals(language: str) -> dict[tuple[str, ...], int]:
    """ "third" to "ninety-ninth" as words; "first" and "second" alone are seldom numbers."""
    return {_split(said): n for n, said in enumerate(ordinals(language), 3)}


def _split(said: str) -> tuple[str, ...]:
    return tuple(re.findall(_LETTERS, said))


def _babel(tag: str) -> tuple[str, str, dict[str, int]]:
    """The language's grouping and decimal mark, and its months' names with their numbers."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en", sep="-")
    symbols = locale.number_symbols.get("latn", {})
    months: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("abbreviated", "wide"):
            for number, name in locale.months[context][width].items():
                months[name.lower().rstrip(".")] = number
    return symbols.get("group", ","), symbols.get("decimal", "."), months
