"""One number as a text states it: its digits or words, with what stands around it; and dates."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal, TypeAlias

from briefgen.checks.numbers.lexicon import UNITS, Lexicon
from briefgen.model.quantity import Qualifier

# `any`: the result of a calculation that names no unit. `cell`: a bare number of a data file, in any unit.
# `per`: what a rate is counted against. `points`: percentage points.
Kind: TypeAlias = Literal[
    "count", "percent", "points", "times", "ordinal", "vague", "any", "cell", "per"
]
Date: TypeAlias = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Found:
    """A number, how exactly it is stated, and where.

    `low` and `high` differ for a range and a vague plural. `step` is the last place stated, in the number's own
    unit; `slack` how far a fraction such as "two in three" may be from a percentage, in percent; `base` the
    number before its magnitude word: 20 of "20 million". `date` is year, month and day of a date, or the year
    that a bare number of four digits may be. `others` are other ways to read it; `parts` numbers that together
    say as much. `per` is what a rate is counted against, 0 where that is said apart from it. `start` and `end`
    are characters of the text, its qualifier included; `core` is without it.
    """

    low: Decimal
    high: Decimal
    text: str
    start: int
    end: int
    core: tuple[int, int]
    qualifier: Qualifier = Qualifier.EXACT
    kind: Kind = "count"
    step: Decimal = Decimal(1)
    slack: Decimal = Decimal(0)
    currency: str = ""
    base: Decimal = Decimal(0)
    decimals: int = 0
    date: Date | None = None
    others: tuple[Found, ...] = ()
    parts: tuple[Found, ...] = ()
    per: Decimal | None = None


def plain(text: str, start: int, end: int, value: Decimal, kind: Kind = "count", *, decimals: int = 0,
          slack: int = 0) -> Found:  # fmt: skip
    """A number at `start` to `end` of `text`, without what stands around it."""
    step = Decimal(1).scaleb(-decimals)
    # Zeros that end a number of thousands are taken for rounding, as far as two digits are left.
    whole = not decimals and value == value.to_integral_value()
    if whole and abs(value) >= 1000 and kind == "count":
        zeros = int(value.normalize().as_tuple().exponent)
        step = Decimal(1).scaleb(max(0, min(zeros, len(str(int(abs(value)))) - 2)))
    return Found(value, value, text[start:end], start, end, (start, end), kind=kind,
                 step=step, base=value, decimals=decimals, slack=Decimal(slack))  # fmt: skip


def date_found(start: int, end: int, date: Date) -> Found:
    """A date at `start` to `end` of a text."""
    value = Decimal(next(part for part in date if part is not None))
    return Found(value, value, "", start, end, (start, end), date=date, base=value)


# What stands around a number: magnitude and unit behind it, currency, sign and qualifier before it.

_MONEY_SHORT = re.compile(r"\s([mbk])(?!\w)")


def scale(found: Found, exponent: int, end: int, step: Decimal | None = None) -> Found:
    """`found` times a power of ten, or, for 0, a dozen; `step` in units of its magnitude."""
    if exponent == 0:
        return replace(found, low=found.low * 12, high=found.high * 12, end=end, date=None)
    by = Decimal(10) ** exponent
    step = (Decimal(1).scaleb(-found.decimals) if step is None else step) * by
    return replace(found, low=found.low * by, high=found.high * by, end=end, step=step, date=None)


def with_unit(found: Found, unit: re.Match[str]) -> Found:
    """`found` in the unit of percentages, points or factors that was matched behind it."""
    end = unit.end()
    if unit["basis"]:
        low, high, step = found.low / 100, found.high / 100, found.step / 100
        return replace(found, kind="points", low=low, high=high, step=step, end=end, date=None)
    kinds = ("points", "percent", "times")
    kind = next(kind for kind in kinds if unit[kind])
    return replace(found, kind=kind, end=end, date=None)  # type: ignore[arg-type]


def finish(lx: Lexicon, text: str, found: Found) -> Found:
    """`found` with the magnitude, unit, currency, sign and qualifier around it."""
    if found.kind == "count" and not found.others and found.low == found.base:
        found = _magnitude(lx, text, found)
    if found.kind == "count" and (match := lx.unit.match(text, found.end)):
        if match["money"]:
            code = lx.currencies[re.sub(r"\s+", " ", match["money"])]
            found = replace(found, currency=code, end=match.end(), date=None, others=())
        elif match["hundredth"]:
            found = replace(found, low=found.low / 100, high=found.high / 100, step=found.step / 100, end=match.end(),
                            date=None)  # fmt: skip
        else:
            found = with_unit(found, match)
    return _before(lx, text, found)


def _magnitude(lx: Lexicon, text: str, found: Found) -> Found:
    value = found.low
    while match := lx.magnitude.match(text, found.end):
        exponent = lx.words.magnitudes[re.sub(r"\s+", " ", match["m"])]
        again = found.low != value
        found = scale(found, exponent, match.end(), found.step if again else None)
        if half := lx.and_a_half.match(text, found.end):
            more = found.low / value / 2
            low, high = found.low + more, found.high + more
            found = replace(found, low=low, high=high, step=more / 5, end=half.end())
        if again or exponent not in (2, 3):  # "a hundred million", "thousand billion"
            break
    if found.low == value and (short := _MONEY_SHORT.match(text, found.end)):
        power = lx.words.short.get(short[1])
        if power and lx.money.search(text[: found.start]):  # "$2.6 B"
            found = scale(found, power, short.end())
    return found


def _before(lx: Lexicon, text: str, found: Found) -> Found:
    left = text[max(0, found.start - 60) : found.start]
    start = found.start
    if match := lx.money.search(left):
        found = replace(found, currency=lx.currencies[match["c"]], date=None, others=())
        left = left[: match.start()]
        start -= len(match[0])
    if match := lx.minus.search(left):
        low = -found.low
        found = replace(found, low=low, high=low, base=-found.base, date=None)
        left = left[: match.start()]
        start -= len(match[0])
        if (money := lx.money.search(left)) and not found.currency:
            found = replace(found, currency=lx.currencies[money["c"]])
            left = left[: money.start()]
            start -= len(money[0])
    found = replace(found, core=(start, found.end))
    if match := lx.before.search(left):
        word = match["w"] or match["s"]
        start -= len(match[0])
        exact = replace(found, start=start)
        found = replace(found, qualifier=lx.qualifiers[re.sub(r"\s+", " ", word)], start=start)
        if word in ("over", "über", "under", "unter") and lx.durations.match(text, found.end):
            # "over two decades" is often in the course of them
            found = replace(found, others=(*found.others, exact))
    elif (match := lx.after.match(text, found.end)) and found.kind != "vague":
        word = match["w"]
        qualifier = lx.qualifiers[re.sub(r"\s+", " ", word)] if word else Qualifier.AT_LEAST
        found = replace(found, qualifier=qualifier, end=match.end(), start=start)
        if match["plus"]:  # "20+ million"
            found = _rest(lx, text, found)
    else:
        found = replace(found, start=start)
    if found.kind == "count" and lx.multiplied.search(text[max(0, start - 40) : start]):
        found = replace(found, kind="times", date=None)
    others = tuple(replace(o, qualifier=found.qualifier, currency=found.currency, start=found.start)
                   if o.qualifier is Qualifier.EXACT and o.kind != found.kind else o for o in found.others)  # fmt: skip
    return replace(found, others=others)


def _rest(lx: Lexicon, text: str, found: Found) -> Found:
    if match := lx.magnitude.match(text, found.end):
        found = scale(found, lx.words.magnitudes[re.sub(r"\s+", " ", match["m"])], match.end())
    if (match := lx.unit.match(text, found.end)) and match["percent"]:
        found = replace(found, kind="percent", end=match.end())
    return found


# One number at a place in a text: its digits or words.

_SPACES = " \u00a0\u202f\u2009"
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|re|ème|e|\.?[ºª])(?![\w])")
_LETTERS = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[\s-]+")
_GLYPHS = "¼-¾⅐-⅞"
# A quarter-century, a half-hearted one.
_COMPOUND = re.compile(r"-[^\W\d_]|\s+century")
YEARS = range(1400, 2200)


@lru_cache(maxsize=16)
def digits(lexicon: Lexicon) -> re.Pattern[str]:
    """Numbers in digits, with the language's marks.

    The other mark is taken for a decimal one where it can be, and one of thousands where it can be nothing else
    (`1.234.567`, `1.234,5` in English).
    """
    plain = " " if lexicon.group in _SPACES or lexicon.language in ("es", "de") else ""
    own = re.escape(lexicon.group) if lexicon.group not in _SPACES else ""
    group = f"{own}{_SPACES[1:]}{plain}'"
    mark = re.escape(lexicon.mark)
    other = re.escape("," if lexicon.mark == "." else ".")
    return re.compile(
        rf"(?<![\d.,])(?P<foreign>\d{{1,3}}(?:(?:{mark}\d{{3}}){{2,}}|(?:{mark}\d{{3}})+(?={other}\d)))(?:{other}(?P<ff>\d+))?(?!\d)"
        r"|(?<![\d.,])(?P<mixed>\d{1,2})\s(?P<slash>[1-9]/\d{1,2})(?![\d/])"
        rf"|(?<![\d.,])(?P<spaced>\d{{1,3}}(?: \d{{3}}){{2,}})(?!\d)(?:{mark}(?P<sf>\d+))?"
        r"|(?<![\d.,])(?P<lakhs>\d{1,2}(?:,\d\d)+,\d{3})(?![\d,])"
        rf"|(?P<grouped>\d{{1,3}}(?P<g>[{group}])\d{{3}}(?:(?P=g)\d{{3}})*(?!\d))(?:{mark}(?P<gf>\d+))?"
        rf"|(?P<whole>\d+)(?:{mark}(?P<f>\d+)|{other}(?P<o>\d{{1,2}})(?!\d))?(?P<glyph>[{_GLYPHS}])?"
        rf"|(?<![^\s(\[$€£~<>–−-]){mark}(?P<part>\d+)|(?P<alone>[{_GLYPHS}])|(?P<word>{lexicon.word})"
    )


def digits_at(lx: Lexicon, text: str, match: re.Match[str]) -> Found | None:
    """The number that these digits start; None where letters at them make a name of them (`5G`)."""
    end = match.end()
    if match["alone"]:
        return _share(lx, text, match.start(), end, _glyph(match["alone"]))
    whole = next(
        (match[n] for n in ("foreign", "mixed", "spaced", "lakhs", "grouped", "whole") if match[n]),
        "0",
    )
    fraction = next((match[n] for n in ("ff", "sf", "gf", "f", "o", "part") if match[n]), "")
    if len(whole) > 40 or len(fraction) > 30:
        return None
    value = Decimal(re.sub(r"\D", "", whole) + (f".{fraction}" if fraction else ""))
    decimals = len(fraction)
    if match["glyph"] or match["slash"]:
        value += _glyph(match["glyph"]) if match["glyph"] else _slash(match["slash"])
        decimals = 1
    found = plain(text, match.start(), end, value, decimals=decimals)
    if match["whole"] and not decimals and len(whole) == 4 and int(whole) in YEARS:
        found = replace(found, date=(int(whole), None, None), step=Decimal(1))
        if re.match(r"'?s(?!\w)", text[end:]):
            return replace(found, end=end + 1, date=(-int(whole), None, None))
    letters = _LETTERS.match(text, end)
    if letters is not None:
        if _ORDINAL.match(text, end):
            return replace(found, kind="ordinal", end=letters.end(), date=None)
        short = lx.words.short.get(letters[0])
        if short is not None:
            # "20m" is 20 metres, too.
            bare = (replace(found, end=letters.end()),) if letters[0] in UNITS else ()
            found = replace(scale(found, short, letters.end()), others=bare)
        elif letters[0] not in UNITS and not (
            lx.magnitude.match(text, end) or lx.unit.match(text, end)
        ):
            return None
    return finish(lx, text, found)


def _glyph(character: str) -> Decimal:
    return Decimal(str(round(unicodedata.numeric(character), 12)))


def _slash(written: str) -> Decimal:
    part, whole = written.split("/")
    return Decimal(part) / Decimal(whole) if int(whole) else Decimal(0)


def words_at(lx: Lexicon, text: str, match: re.Match[str]) -> Found | None:
    """The number that this word starts, or is."""
    word, start, end = match[0], match.start(), match.end()
    w = lx.words
    if word in lx.firsts and (key := _longest(lx, text, match)):
        return _spelled_number(lx, text, start, *key)
    if word in w.factors:
        return finish(lx, text, plain(text, start, end, w.factors[word], "times"))
    if word in w.double and lx.doubled.match(text, end):  # but not "double standards"
        return finish(lx, text, plain(text, start, end, Decimal(2), "times"))
    if word in lx.halves:
        return _half(lx, text, start, end)
    if word in w.several and (after := lx.magnitude.match(text, end)):
        exponent = w.magnitudes[" ".join(after["m"].split())]
        order = Decimal(10) ** exponent if exponent else Decimal(12)
        return _vague(text, start, after.end(), order)
    if word in w.vague:
        return _vague(text, start, end, Decimal(w.vague[word]))
    if word in w.alone:
        return _share(lx, text, start, end, 1 / Decimal(w.alone[word]))
    if word in w.magnitudes and lx.per.search(text[max(0, start - 20) : start]):  # "per million"
        return finish(lx, text, plain(text, start, start, Decimal(1)))
    if word in w.articles:
        one = plain(text, start, end, Decimal(1))
        if lx.magnitude.match(text, end) and text[end : end + 1] != "-":
            return finish(lx, text, one)
        return _fraction(lx, text, one)
    if word in ("first", "second") and lx.ordinals:
        return _ranked_ordinal(lx, text, start, end, 1 if word == "first" else 2)
    for suffix in w.suffixes:
        stem = (word.removesuffix(suffix),)
        if not word.endswith(suffix):
            continue
        if stem in lx.numerals:
            return finish(lx, text, plain(text, start, end, lx.numerals[stem], "times"))
        if power := w.magnitudes.get(stem[0]):  # hundredfold
            return finish(lx, text, plain(text, start, end, Decimal(10) ** power, "times"))
    return None


def _spelled_number(
    lx: Lexicon, text: str, start: int, value: Decimal, ordinal: bool, end: int
) -> Found | None:
    if ordinal:
        return plain(text, start, end, value, "ordinal")
    decimals = 0 if value == value.to_integral_value() else 1
    found = plain(text, start, end, value, decimals=decimals)
    if half := lx.and_a_half.match(text, end):
        value += Decimal("0.5")
        found = plain(text, start, half.end(), value, decimals=1)
    return _fraction(lx, text, found) or finish(lx, text, found)


def _ranked_ordinal(lx: Lexicon, text: str, start: int, end: int, place: int) -> Found | None:
    """ "second" where it is one of an order, not the time or the beginning of a list."""
    if lx.superlative.match(text, end) or lx.ranked.search(text[max(0, start - 12) : start]):
        return plain(text, start, end, Decimal(place), "ordinal")
    return None


def _vague(text: str, start: int, end: int, order: Decimal) -> Found:
    return replace(plain(text, start, end, order, "vague"), high=order * 100)


def _longest(lx: Lexicon, text: str, match: re.Match[str]) -> tuple[Decimal, bool, int] | None:
    """The longest run of words from here that is a number, whether it is an ordinal, and where it ends."""
    parts, ends = [match[0]], [match.end()]
    at = match.end()
    word_at = re.compile(lx.word)
    while len(parts) < 8 and (gap := _GAP.match(text, at)):
        word = word_at.match(text, gap.end())
        if word is None:
            break
        parts.append(word[0])
        at = word.end()
        ends.append(at)
    for count in range(len(parts), 0, -1):
        key = tuple(parts[:count])
        if key in lx.numerals:
            more = _composed(lx, parts) if count < len(parts) and lx.words.composed else None
            if more and more[1] > count:
                return more[0], False, ends[more[1] - 1]
            return lx.numerals[key], False, ends[count - 1]
        if key in lx.ordinals:
            return Decimal(lx.ordinals[key]), True, ends[count - 1]
    return None


def _composed(lx: Lexicon, parts: list[str]) -> tuple[Decimal, int] | None:
    """Hundreds, tens and units in any of their cases, and how many words they are."""
    total, below, count = Decimal(0), Decimal(1000), 0
    for part in parts:
        value = lx.numerals.get((part,))
        if value is None or not 0 < value < below or value != value.to_integral_value():
            break
        total += value
        count += 1
        below = Decimal(100) if value >= 100 else Decimal(10) if value >= 20 else Decimal(0)
    return (total, count) if count else None


def _fraction(lx: Lexicon, text: str, found: Found) -> Found | None:
    """ "two-thirds", "a quarter"."""
    gap = _GAP.match(text, found.end)
    named = _denominator(lx, text, gap.end()) if gap else None
    if named is None or not 0 < found.low < named[0]:
        return None
    whole, end = named
    return _share(lx, text, found.start, end, found.low / whole, 5 if whole == 10 else 2)


def _denominator(lx: Lexicon, text: str, at: int) -> tuple[int, int] | None:
    """The denominator whose name stands here, of one word or two, and where it ends."""
    word = re.compile(rf"{lx.word}(?=(?P<more>\s+{lx.word})?)").match(text, at)
    if word is None:
        return None
    two = " ".join((word[0] + (word["more"] or "")).split())
    if two != word[0] and two in lx.words.fractions:
        return lx.words.fractions[two], word.end("more")
    return (lx.words.fractions[word[0]], word.end()) if word[0] in lx.words.fractions else None


def _half(lx: Lexicon, text: str, start: int, end: int) -> Found | None:
    before = re.search(rf"({lx.word})[\s-]+\Z", text[max(0, start - 20) : start])
    if before and before[1] in lx.words.not_half:
        return None
    only_before = text[start:end] in lx.words.half_of and text[start:end] not in lx.words.half
    return _share(lx, text, start, end, Decimal("0.5"), only_before=only_before)


def _share(lx: Lexicon, text: str, start: int, end: int, share: Decimal, slack: int = 2, *,
           only_before: bool = False) -> Found | None:  # fmt: skip
    """A part of a whole, as a percentage; of a percent, a point, a dozen or a million, as so much of it."""
    of = lx.part_of.match(text, end)
    if of and (of["m"] or of["percent"] or of["points"]):
        part = replace(plain(text, start, end, share), step=Decimal("0.05"))
        if of["m"]:
            exponent = lx.words.magnitudes[" ".join(of["m"].split())]
            return finish(lx, text, scale(part, exponent, of.end(), Decimal("0.05")))
        return finish(lx, text, with_unit(part, of))
    if only_before or _COMPOUND.match(text, end):
        return None
    return finish(lx, text, plain(text, start, end, share * 100, "percent", slack=slack))


# The dates, spans of years and fractions with a slash of a text.

_ISO = re.compile(r"(?<![\w-])(\d{4})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?(?![\w-])")
_SPAN_OF_YEARS = re.compile(
    r"(?<![\d.,$€£])(?:fy\s?'?)?(?P<a>\d{4})(?:\s*[–—/-]\s*)(?:fy\s?'?)?(?P<b>\d{4}|\d{2})(?![\d%]|[.,]\d)"
)
_SLASH = re.compile(r"(?<![\w/.,])(?<!\b\d\s)(?<!\b\d\d\s)([1-9])/([2-9]|10)(?![\w/])")
_FISCAL = re.compile(r"(?<!\w)(?:fy|af|hj)\s?'?(?P<a>\d{4}|\d{2})(?!\d)")


def dates(lx: Lexicon, shown: str, small: str) -> tuple[list[Found], str]:
    """The dates in a text, and the text with them blanked out."""
    found: list[Found] = []

    def add(start: int, end: int, date: Date) -> None:
        found.append(date_found(start, end, date))

    def blank(match: re.Match[str]) -> str:
        return "\0" * len(match[0])

    def named(match: re.Match[str]) -> str:
        first = shown[match.start("month")]
        day, year = match["d"] or match["e"], match["y"]
        if not (day or year) or (lx.language in ("en", "de") and first.islower()):
            return match[0]
        if day and not 1 <= int(day) <= 31:
            return match[0]
        date = (int(year) if year else None, lx.months[match["month"]], int(day) if day else None)
        add(match.start(), match.end(), date)
        return blank(match)

    def iso(match: re.Match[str]) -> str:
        day = int(match[3]) if match[3] else None
        add(match.start(), match.end(), (int(match[1]), int(match[2]), day))
        return blank(match)

    def years(match: re.Match[str]) -> str:
        first = int(match["a"])
        last = int(match["b"]) if len(match["b"]) == 4 else first // 100 * 100 + int(match["b"])
        if first not in YEARS or last not in YEARS or last <= first:
            return match[0]
        add(match.start(), match.end("a"), (first, None, None))
        add(match.start("b"), match.end(), (last, None, None))
        return blank(match)

    def fiscal(match: re.Match[str]) -> str:
        year = int(match["a"])
        add(match.start(), match.end(), (year if year >= 100 else 2000 + year, None, None))
        return blank(match)

    if any(c.isdigit() for c in small):
        small = _month_pattern(lx).sub(named, small)
        small = _ISO.sub(iso, small)
        small = _SPAN_OF_YEARS.sub(years, small)
        small = _FISCAL.sub(fiscal, small)
    return found, small


def slashes(small: str, found: list[Found]) -> str:
    """The fractions written with a slash, which are put into `found`, blanked out."""

    def take(match: re.Match[str]) -> str:
        value = Decimal(match[1]) * 100 / Decimal(match[2])
        found.append(Found(value, value, "", match.start(), match.end(), match.span(), kind="percent",
                           slack=Decimal(2), base=value))  # fmt: skip
        return "\0" * len(match[0])

    return _SLASH.sub(take, small) if "/" in small else small


@lru_cache(maxsize=16)
def _month_pattern(lx: Lexicon) -> re.Pattern[str]:
    months = "|".join(re.escape(m) for m in sorted(lx.months, key=len, reverse=True) if m) or "(?!)"
    of = r"(?:(?:of|de|del)\s+)?"
    return re.compile(
        rf"(?:(?<![\w.,])(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?\s+{of})?(?<!\w)(?P<month>{months})\b\.?"
        rf"(?:\s+(?P<e>\d{{1,2}})(?:st|nd|rd|th)?(?![\w%]|[.,]\d|\s*(?:%|percent|million|billion|thousand)))?"
        rf"(?:,?\s+{of}(?P<y>\d{{4}})(?![\w%]|[.,]\d))?"
    )
