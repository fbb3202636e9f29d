"""A language's words made ready for reading: patterns compiled, number words and months looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from briefgen.checks.numbers import spelled
from briefgen.checks.numbers.tables import SIGNS, Words, words
from briefgen.outline.quantity import Qualifier

_SIGN_QUALIFIERS = {">=": Qualifier.AT_LEAST, "≥": Qualifier.AT_LEAST, "<=": Qualifier.AT_MOST, "≤": Qualifier.AT_MOST,
                    ">": Qualifier.MORE_THAN, "<": Qualifier.LESS_THAN, "~": Qualifier.ABOUT, "≈": Qualifier.ABOUT}  # fmt: skip
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
    article = any_of(
        (*w.articles, "1", *(" ".join(key) for key, value in numerals.items() if value == 1))
    )
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
        before=re.compile(
            rf"(?:(?<!\w)(?P<w>{letters})(?:\s+|(?<=['־]))(?:(?:{fillers})\s+)*|(?P<s>{any_of(_SIGN_QUALIFIERS)})\s*)\Z"
        ),
        after=re.compile(rf"\s*(?:[\s-](?P<w>{any_of(w.after)}){end}|(?P<plus>\+)(?!\d))"),
        qualifiers={**w.qualifiers, **_SIGN_QUALIFIERS, **w.after},
        magnitude=re.compile(rf"[\s-]*(?P<m>{magnitudes}){end}\.?"),
        unit=re.compile(
            rf"[\s-]*(?:{unit}|(?P<hundredth>{any_of(w.hundredths)}){end}"
            rf"|(?:(?:{any_of(w.of)})\s*)?(?P<money>{money}){end})"
        ),
        part_of=re.compile(
            rf"[\s-]+(?:(?:{any_of(w.of)})\s*)?(?:(?:{article})\s+)?(?:{unit}|(?P<m>{magnitudes}){end})"
        ),
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
        minus=re.compile(
            rf"(?:(?<!\w)(?:{any_of(w.minus)})\s+|(?<![\w)%\]–-])(?<!\d\s)[-−]\s?|(?:(?<![^\s(\[])(?<!\d\s))–)\Z"
        ),
        durations=re.compile(rf"[\s-]+(?:{_patterns(w.durations)}){end}"),
    )  # fmt: skip


def _numerals(language: str, w: Words) -> Numerals:
    """Spelled-out numbers from 0 to 999, as the words each is made of."""
    found: Numerals = {}
    for number, said in enumerate(spelled.cardinals(language)):
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
    return {_split(said): n for n, said in enumerate(spelled.ordinals(language), 3)}


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
