"""One number at a place in a text: its digits or words, then what stands around them."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from briefgen.checks.numbers.found import Found
from briefgen.checks.numbers.lexicon import Lexicon
from briefgen.checks.numbers.tables import GLYPHS, UNITS
from briefgen.outline.quantity import Qualifier

_SPACES = " \u00a0\u202f\u2009"
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|re|ème|e|\.?[ºª])(?![\w])")
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[\s-]+")
_AND_A_HALF = re.compile(r"[\s-]+and[\s-]+a[\s-]+half(?!\w)")
_DOUBLE = re.compile(r"\s+(?:the|that|what|its|their)\b")
_ARTICLE_MAGNITUDE = re.compile(r"(?:(?:an?|un|une|eine|einer|one)\s+)?")
YEARS = range(1400, 2200)


@lru_cache(maxsize=16)
def digits(lexicon: Lexicon) -> re.Pattern[str]:
    """Numbers in digits, with the language's marks; the other mark is taken for a decimal one where it can be."""
    plain = " " if lexicon.group in _SPACES or lexicon.language in ("es", "de") else ""
    group = (
        re.escape(lexicon.group if lexicon.group not in _SPACES else "") + _SPACES[1:] + plain + "'"
    )
    mark = re.escape(lexicon.mark)
    other = re.escape("," if lexicon.mark == "." else ".")
    return re.compile(
        rf"(?P<grouped>\d{{1,3}}(?P<g>[{group}])\d{{3}}(?:(?P=g)\d{{3}})*(?!\d))(?:{mark}(?P<gf>\d+))?"
        rf"|(?P<whole>\d+)(?:{mark}(?P<f>\d+)|{other}(?P<o>\d{{1,2}})(?!\d))?(?P<glyph>[½¼¾⅓⅔])?"
        rf"|(?P<alone>[½¼¾⅓⅔])|(?P<word>[^\W\d_]+)"
    )


def digits_at(lx: Lexicon, text: str, match: re.Match[str]) -> Found | None:
    """The number that these digits start; None where letters at them make a name of them (`5G`)."""
    end = match.end()
    if match["alone"]:
        value = GLYPHS[match["alone"]]
        return finish(lx, text, _found(text, match.start(), end, value * 100, "percent", slack=2))
    whole = match["grouped"] or match["whole"]
    fraction = match["gf"] or match["f"] or match["o"] or ""
    if len(whole) > 40 or len(fraction) > 30:
        return None
    value = Decimal(re.sub(r"\D", "", whole) + (f".{fraction}" if fraction else ""))
    if match["glyph"]:
        value += GLYPHS[match["glyph"]]
    found = _found(text, match.start(), end, value, decimals=len(fraction))
    if match["whole"] and not fraction and len(whole) == 4 and int(whole) in YEARS:
        found = replace(found, date=(int(whole), None, None), step=Decimal(1))
        if re.match(r"'?s(?!\w)", text[end:]):
            return replace(found, end=end + 1, date=(-int(whole), None, None))
    letters = _LETTERS.match(text, end)
    if letters is not None:
        if _ORDINAL.match(text, end):
            return replace(found, kind="ordinal", end=letters.end(), date=None)
        short = lx.words.short.get(letters[0])
        if short is not None:
            bare = replace(found, end=letters.end())
            found = replace(_scaled(found, short, letters.end()), others=(bare,))
        elif letters[0] not in UNITS and not (
            lx.magnitude.match(text, end) or lx.unit.match(text, end)
        ):
            return None
    return finish(lx, text, found)


def words_at(lx: Lexicon, text: str, match: re.Match[str]) -> Found | None:
    """The number that this word starts, or is."""
    word, start, end = match[0], match.start(), match.end()
    if word in lx.firsts and (key := _longest(lx, text, match)):
        found = _found(text, start, key[1], Decimal(lx.numerals[key[0]]))
        half = _AND_A_HALF.match(text, key[1])
        if half:
            found = replace(found, low=found.low + Decimal("0.5"), high=found.high + Decimal("0.5"), end=half.end(),
                            step=Decimal("0.1"))  # fmt: skip
            found = replace(found, base=found.low)
        part = _fraction(lx, text, found)
        return part or finish(lx, text, found)
    if word in lx.factors:
        return finish(lx, text, _found(text, start, end, Decimal(lx.factors[word]), "times"))
    if word == "double" and _DOUBLE.match(text, end):  # but not "double standards"
        return finish(lx, text, _found(text, start, end, Decimal(2), "times"))
    if word in lx.halves:
        return _half(lx, text, start, end)
    if word in lx.vague:
        order = Decimal(lx.vague[word])
        return replace(_found(text, start, end, order, "vague"), high=order * 100)
    if word in lx.articles:
        one = _found(text, start, end, Decimal(1))
        if lx.magnitude.match(text, end) and text[end : end + 1] != "-":
            return finish(lx, text, one)
        return _fraction(lx, text, one)
    if word in lx.words.ordinals:
        return _found(text, start, end, Decimal(lx.words.ordinals[word]), "ordinal")
    for suffix in lx.words.suffixes.split("|"):
        stem = (word.removesuffix(suffix),)
        if suffix and word.endswith(suffix) and stem in lx.numerals:
            return finish(lx, text, _found(text, start, end, Decimal(lx.numerals[stem]), "times"))
    return None


def _found(text: str, start: int, end: int, value: Decimal, kind: str = "count", *, decimals: int = 0,
           slack: int = 0) -> Found:  # fmt: skip
    step = Decimal(1).scaleb(-decimals)
    # Zeros that end a number of thousands are taken for rounding, as far as two digits are left.
    if (
        not decimals
        and abs(value) >= 1000
        and kind == "count"
        and value == value.to_integral_value()
    ):
        zeros = int(value.normalize().as_tuple().exponent)
        step = Decimal(1).scaleb(max(0, min(zeros, len(str(int(abs(value)))) - 2)))
    return Found(value, value, text[start:end], start, end, (start, end), kind=kind,  # type: ignore[arg-type]
                 step=step, base=value, decimals=decimals, slack=Decimal(slack))  # fmt: skip


def _scaled(found: Found, exponent: int, end: int) -> Found:
    if exponent == 0:  # a dozen
        return replace(found, low=found.low * 12, high=found.high * 12, end=end, date=None)
    by = Decimal(10) ** exponent
    step = Decimal(1).scaleb(-found.decimals) * by
    return replace(found, low=found.low * by, high=found.high * by, end=end, step=step, date=None)


def _longest(lx: Lexicon, text: str, match: re.Match[str]) -> tuple[tuple[str, ...], int] | None:
    """The longest run of words from here that is a number, and where it ends."""
    words, ends = [match[0]], [match.end()]
    at = match.end()
    while (
        len(words) < 8 and (gap := _GAP.match(text, at)) and (word := _WORD.match(text, gap.end()))
    ):
        words.append(word[0])
        at = word.end()
        ends.append(at)
    for count in range(len(words), 0, -1):
        if tuple(words[:count]) in lx.numerals:
            return tuple(words[:count]), ends[count - 1]
    return None


def _fraction(lx: Lexicon, text: str, found: Found) -> Found | None:
    """ "two-thirds", "a quarter"."""
    gap = _GAP.match(text, found.end)
    word = _WORD.match(text, gap.end()) if gap else None
    if word is None or word[0] not in lx.fractions or not 0 < found.low < lx.fractions[word[0]]:
        return None
    if re.match(r"-[^\W\d_]|\s+century", text[word.end() :]):  # a quarter-century
        return None
    value = found.low * 100 / lx.fractions[word[0]]
    slack = 5 if lx.fractions[word[0]] == 10 else 2
    return finish(lx, text, _found(text, found.start, word.end(), value, "percent", slack=slack))


def _half(lx: Lexicon, text: str, start: int, end: int) -> Found | None:
    before = re.search(r"([^\W\d_]+)[\s-]+\Z", text[max(0, start - 20) : start])
    if before and before[1] in lx.words.not_half.split("|"):
        return None
    gap = re.compile(r"[\s-]+").match(text, end)
    article = _ARTICLE_MAGNITUDE.match(text, gap.end()) if gap else None
    if article and lx.magnitude.match(text, article.end()):
        half = _found(text, start, article.end(), Decimal("0.5"), decimals=1)
        return finish(lx, text, half)
    if text[end : end + 1] == "-" or text[start:end] in lx.words.half_of.split("|"):  # half-hearted
        return None
    return finish(lx, text, _found(text, start, end, Decimal(50), "percent", slack=2))


def finish(lx: Lexicon, text: str, found: Found) -> Found:
    """`found` with the magnitude, unit, currency, sign and qualifier around it."""
    if (
        not found.others
        and (match := lx.magnitude.match(text, found.end))
        and found.kind == "count"
    ):
        found = _scaled(found, lx.magnitudes[re.sub(r"\s+", " ", match["m"])], match.end())
    if found.kind == "count" and (match := lx.unit.match(text, found.end)):
        if match["points"]:
            found = replace(found, kind="points", end=match.end(), date=None)
        elif match["percent"]:
            found = replace(found, kind="percent", end=match.end(), date=None)
        elif match["times"]:
            found = replace(found, kind="times", end=match.end(), date=None)
        else:
            code = lx.currencies[re.sub(r"\s+", " ", match["money"])]
            found = replace(found, currency=code, end=match.end(), date=None)
    return _before(lx, text, found)


def _before(lx: Lexicon, text: str, found: Found) -> Found:
    left = text[max(0, found.start - 60) : found.start]
    start = found.start
    if match := lx.money.search(left):
        found = replace(found, currency=lx.currencies[match["c"]], date=None)
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
            found = replace(
                found, others=(*found.others, exact)
            )  # "over two decades" is often in the course of them
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
        found = _scaled(found, lx.magnitudes[re.sub(r"\s+", " ", match["m"])], match.end())
    if (match := lx.unit.match(text, found.end)) and match["percent"]:
        found = replace(found, kind="percent", end=match.end())
    return found
