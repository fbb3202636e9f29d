"""One number at a place in a text: its digits or words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from briefgen.checks.numbers.around import finish, scaled, with_unit
from briefgen.checks.numbers.found import Found, plain
from briefgen.checks.numbers.lexicon import Lexicon
from briefgen.checks.numbers.tables import UNITS

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
    group = (
        re.escape(lexicon.group if lexicon.group not in _SPACES else "") + _SPACES[1:] + plain + "'"
    )
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
    fraction = (
        match["ff"] or match["sf"] or match["gf"] or match["f"] or match["o"] or match["part"] or ""
    )
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
            found = replace(scaled(found, short, letters.end()), others=bare)
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
        return _spelled(lx, text, start, *key)
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
        return _ranked(lx, text, start, end, 1 if word == "first" else 2)
    for suffix in w.suffixes:
        stem = (word.removesuffix(suffix),)
        if not word.endswith(suffix):
            continue
        if stem in lx.numerals:
            return finish(lx, text, plain(text, start, end, lx.numerals[stem], "times"))
        if power := w.magnitudes.get(stem[0]):  # hundredfold
            return finish(lx, text, plain(text, start, end, Decimal(10) ** power, "times"))
    return None


def _spelled(
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


def _ranked(lx: Lexicon, text: str, start: int, end: int, place: int) -> Found | None:
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
    while (
        len(parts) < 8
        and (gap := _GAP.match(text, at))
        and (word := word_at.match(text, gap.end()))
    ):
        parts.append(word[0])
        at = word.end()
        ends.append(at)
    for count in range(len(parts), 0, -1):
        key = tuple(parts[:count])
        if key in lx.numerals:
            if (
                count < len(parts)
                and lx.words.composed
                and (sum_ := _composed(lx, parts))
                and sum_[1] > count
            ):
                return sum_[0], False, ends[sum_[1] - 1]
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
            return finish(lx, text, scaled(part, exponent, of.end(), Decimal("0.05")))
        return finish(lx, text, with_unit(part, of))
    if only_before or _COMPOUND.match(text, end):
        return None
    return finish(lx, text, plain(text, start, end, share * 100, "percent", slack=slack))
