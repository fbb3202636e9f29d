"""A language's table made ready for reading: patterns compiled, number words and months looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from briefgen.checks.numbers.tables import SIGNS, WORDS, Words
from briefgen.outline.quantity import Qualifier

_SIGN_QUALIFIERS = {">=": Qualifier.AT_LEAST, "≥": Qualifier.AT_LEAST, "<=": Qualifier.AT_MOST, "≤": Qualifier.AT_MOST,
                    ">": Qualifier.MORE_THAN, "<": Qualifier.LESS_THAN, "~": Qualifier.ABOUT, "≈": Qualifier.ABOUT}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """What reading a language's numbers needs; every pattern is for text in small letters."""

    language: str
    words: Words
    numerals: dict[tuple[str, ...], int]
    firsts: frozenset[str]
    months: dict[str, int]
    group: str
    mark: str
    before: re.Pattern[str]
    after: re.Pattern[str]
    qualifiers: dict[str, Qualifier]
    magnitude: re.Pattern[str]
    magnitudes: dict[str, int]
    unit: re.Pattern[str]
    span: re.Pattern[str]
    pair: re.Pattern[str]
    share: re.Pattern[str]
    join: re.Pattern[str]
    label: re.Pattern[str]
    money: re.Pattern[str]
    currencies: dict[str, str]
    factors: dict[str, str]
    fractions: dict[str, int]
    halves: frozenset[str]
    multiplied: re.Pattern[str]
    vague: dict[str, int]
    articles: frozenset[str]
    minus: re.Pattern[str]
    durations: re.Pattern[str]


def _flat(table: dict[str, object]) -> dict[str, object]:
    return {word: value for words, value in table.items() for word in words.split("|")}


def _any(words: Iterable[str]) -> str:
    """An alternation, longest first; spaces in it match any."""
    ordered = sorted((w for w in words if w), key=len, reverse=True)
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in ordered) or r"(?!)"


def _split(words: str) -> list[str]:
    return [w for w in words.split("|") if w]


@lru_cache(maxsize=16)
def lexicon(tag: str) -> Lexicon:
    """The lexicon for a BCP 47 tag; one of an unknown language reads digits only."""
    language = tag.split("-")[0].lower()
    w = WORDS.get(language, Words())
    numerals = _numerals(language, w)
    qualifiers: dict[str, Qualifier] = {**_flat(dict(w.qualifiers)), **_SIGN_QUALIFIERS}  # type: ignore[dict-item]
    after: dict[str, Qualifier] = _flat(dict(w.after))  # type: ignore[assignment]
    magnitudes: dict[str, int] = _flat(dict(w.magnitudes))  # type: ignore[assignment]
    currencies: dict[str, str] = _flat(dict(w.currencies))  # type: ignore[assignment]
    group, mark, months = _babel(tag)
    fillers = _any(_split(w.fillers))
    letters = _any(_flat(dict(w.qualifiers)))
    signs = _any(_SIGN_QUALIFIERS)
    return Lexicon(
        language=language,
        words=w,
        numerals=numerals,
        firsts=frozenset(key[0] for key in numerals),
        months=months,
        group=group,
        mark=mark,
        before=re.compile(
            rf"(?:(?<!\w)(?P<w>{letters})(?:\s+|(?<='))(?:(?:{fillers})\s+)*|(?P<s>{signs})\s*)\Z"
        ),
        after=re.compile(rf"\s*(?:[\s-](?P<w>{_any(after)})(?!\w)|(?P<plus>\+)(?!\d))"),
        qualifiers={**qualifiers, **after},
        magnitude=re.compile(rf"[\s-]*(?P<m>{_any(magnitudes)})(?!\w)\.?"),
        magnitudes=magnitudes,
        unit=re.compile(
            rf"[\s-]*(?:(?P<points>{_any(_split(w.points))})(?!\w)|(?P<percent>%|(?:{_any(_split(w.percent))})(?!\w))"
            rf"|(?P<times>(?:{_any(_split(w.times))})(?![\w]))|(?:(?:of|de|d')\s*)?(?P<money>{_any([*currencies, *SIGNS_LOWER])})(?!\w))"
        ),
        span=re.compile(rf"\s*(?:[–—―-]|\.\.|(?<=\s)(?:{_any(_split(w.spans))})(?=\s))\s*\Z"),
        pair=re.compile(rf"\s*(?<!\w)(?:{_any(_split(w.pairs))})(?=\s)\s*\Z"),
        share=re.compile(rf"[\s-]+(?:{_any(_split(w.shares))})[\s-]+\Z"),
        join=re.compile(
            rf"\s*(?:,|,?\s(?:{_any([*_split(w.spans), *_split(w.pairs), 'or', 'o', 'ou', 'oder'])})\s|[–—-])\s*\Z"
        ),
        label=re.compile(
            rf"(?<!\w)(?:{w.labels or '§+'})[\s\u00a0]*(?:\d+(?:[.–-]\d+)*[a-z]?"
            rf"(?:(?:,\s*|\s+(?:{_any(_split(w.pairs))})\s+|\s*[–-]\s*)\d+(?:\.\d+)*(?![\d,.]*\d|\s*(?:%|{_any(magnitudes)})))*)"
            rf"(?!\s*(?:%|(?:{_any([*magnitudes, *_split(w.percent)])})(?!\w))|[\d]|[.,]\d)"
        ),
        money=re.compile(rf"(?P<c>{_any(SIGNS_LOWER)})\s?\Z"),
        currencies={**{k.lower(): v for k, v in SIGNS.items()}, **currencies},
        factors=_flat(dict(w.factors)),  # type: ignore[arg-type]
        fractions=_flat(dict(w.fractions)),  # type: ignore[arg-type]
        halves=frozenset(_split(w.half) + _split(w.half_of)),
        multiplied=re.compile(rf"(?<!\w)(?:{w.multiplied or '(?!)'})\s+\Z"),
        vague=_flat(dict(w.vague)),  # type: ignore[arg-type]
        articles=frozenset(_split(w.articles)),
        minus=re.compile(rf"(?:(?<!\w)(?:{_any(_split(w.minus))})\s+|(?<![\w)%\]–-])[-−]\s?)\Z"),
        durations=re.compile(rf"[\s-]+(?:{w.durations or '(?!)'})(?!\w)"),
    )


SIGNS_LOWER = [sign.lower() for sign in SIGNS]


def _numerals(language: str, words: Words) -> dict[tuple[str, ...], int]:
    """Spelled-out numbers from 0 to 999, as the words each is made of."""
    from num2words import num2words  # type: ignore[import-untyped]

    found: dict[tuple[str, ...], int] = {}
    try:
        for number in range(1000):
            said = num2words(number, lang=language).lower()
            key = tuple(re.findall(r"[^\W\d_]+", said))
            found[key] = number
            if language == "en" and "and" in key:
                found[tuple(word for word in key if word != "and")] = number
    except NotImplementedError:
        return {}
    if language == "de":
        for key, number in list(found.items()):
            if 100 <= number < 200:
                found[(key[0].removeprefix("ein"),)] = number
    found.update({tuple(word.split()): number for word, number in words.numerals.items()})
    return found


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
