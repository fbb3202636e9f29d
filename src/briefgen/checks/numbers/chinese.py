"""Numbers in Chinese, which has no spaces: 超过2000万, 百分之七十一, 十分之七, 2021年5月.

The words are those of `data/numbers/zh.yaml`; its `names` are what follows a number that is one (第12页).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from briefgen.checks.numbers.around import scaled
from briefgen.checks.numbers.flat import hidden
from briefgen.checks.numbers.found import Date, Found, plain
from briefgen.checks.numbers.lexicon import Lexicon, any_of
from briefgen.outline.quantity import Qualifier

_HAN = re.compile(r"[\u3400-\u9fff\u3001-\u303f\uff00-\uffef]")
_DIGIT = {"百": 2, "千": 3}
_BIG = {"万": 4, "亿": 8, "萬": 4, "億": 8}
_DATES = re.compile(
    r"(?P<y>\d{4})年(?:(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})[日号])?)?|(?P<m2>\d{1,2})月(?P<d2>\d{1,2})[日号]"
    r"|(?P<cent>\d{2})世纪(?P<dec>\d0)年代|(?P<a>\d{4})(?=[年]?(?:[–—-]|至|到|和|与|、)\d{4}年)"
)
# One numeral alone is most often part of a word (一些, 三角); before one of these it counts.
_COUNTED = "倍成个個名人次项条家国年月天日省州座所件种起岁届万亿萬億百千"


@dataclass(frozen=True, slots=True)
class _Patterns:
    name: re.Pattern[str]
    number: re.Pattern[str]
    share: re.Pattern[str]
    span: re.Pattern[str]


@lru_cache(maxsize=2)
def _patterns(lx: Lexicon) -> _Patterns:
    w = lx.words
    numeral = "".join(w.numerals) + "十百千万亿萬億"
    digits = r"\d[\d,，]*(?:\.\d+)?"
    said = rf"(?:{digits}|[{numeral}]+)"
    return _Patterns(
        name=re.compile(
            rf"第?\s?{said}\s?(?:{any_of(w.names)})|(?:{any_of(w.labels)})\s?{digits}(?!\s?(?:%|{any_of(w.magnitudes)}))"
        ),
        number=re.compile(
            rf"(?:(?P<q>{any_of(lx.qualifiers)})\s?)?(?P<minus>{any_of(w.minus)}|(?<![\w)])[-−–])?"
            rf"(?:(?P<c>{any_of(lx.currencies)})\s?)?"
            rf"(?:(?P<vague>{any_of(w.vague)})|(?P<half>{any_of(w.half)})|(?P<factor>{any_of(w.factors)})"
            rf"|(?P<whole>百|千|[{numeral}]+|\d+)分之(?P<part>{said})"
            rf"|(?P<n>{digits}|[{numeral}]+?(?=(?P<m0>{any_of(w.magnitudes)})?[多余]|(?![{numeral}])))\s?(?P<odd>[多余])?"
            rf"(?P<m>{any_of(w.magnitudes)})?(?P<odd2>[多余](?!数))?\s?"
            rf"(?:(?P<points>{any_of(w.points)})|(?P<percent>{any_of(w.percent)})|(?P<tenths>成(?![为果立本员功长]))"
            rf"|(?P<times>{any_of(w.times)})|(?P<money>{any_of(w.currencies)}))?)(?P<after>{any_of(w.after)})?"
        ),
        share=re.compile(r"\s?[个個名]?人?(?:[中里当]中?)?[,，]?[就便约]?(?:有|死亡|是)?\s?"),
        span=re.compile(rf"\s?(?:[–—―~～-]|{any_of(w.spans)})\s?\Z"),
    )  # fmt: skip


def masked(text: str) -> str:
    """`text` with identifiers and addresses blanked out, as long as before, in small letters."""
    dark = hidden(_HAN.sub(" ", text))
    return "".join(b if b == "\0" else a for a, b in zip(text.lower(), dark, strict=True))


def numbers(lx: Lexicon, text: str) -> list[Found]:
    """The numbers of a text of which `masked` has been made."""
    patterns = _patterns(lx)
    text = patterns.name.sub(lambda m: "\0" * len(m[0]), text)
    found: list[Found] = []

    def take(match: re.Match[str]) -> str:
        if date := _date(match):
            value = Decimal(next(part for part in date if part is not None))
            found.append(
                Found(
                    value,
                    value,
                    "",
                    match.start(),
                    match.end(),
                    match.span(),
                    date=date,
                    base=value,
                )
            )
            return "\0" * len(match[0])
        return match[0]

    text = _DATES.sub(take, text)
    for match in patterns.number.finditer(text):
        number = _number(lx, text, match)
        if number is not None:
            found.append(number)
    found.sort(key=lambda f: f.start)
    return _joined(patterns, text, found)


def _date(match: re.Match[str]) -> Date | None:
    if match["cent"]:
        return (-((int(match["cent"]) - 1) * 100 + int(match["dec"])), None, None)
    if match["a"]:
        return (int(match["a"]), None, None)
    year = int(match["y"]) if match["y"] else None
    month, day = match["m"] or match["m2"], match["d"] or match["d2"]
    if (year is not None and not 1400 <= year < 2200) or (month and not 1 <= int(month) <= 12):
        return None
    return (year, int(month) if month else None, int(day) if day else None)


def _number(lx: Lexicon, text: str, match: re.Match[str]) -> Found | None:
    start, end = match.span()
    w = lx.words
    qualifier = lx.qualifiers[match["q"]] if match["q"] else Qualifier.EXACT
    if match["after"]:
        qualifier = lx.qualifiers[match["after"]]
    if match["vague"]:
        order = Decimal(w.vague[match["vague"]])
        return replace(plain(text, start, end, order, "vague"), high=order * 100)
    if match["half"]:
        return replace(
            plain(text, start, end, Decimal(50), "percent", slack=2), qualifier=qualifier
        )
    if match["factor"]:
        return replace(
            plain(text, start, end, w.factors[match["factor"]], "times"), qualifier=qualifier
        )
    if match["part"]:
        whole, part = _value(lx, match["whole"]), _value(lx, match["part"])
        if whole == 100:
            decimals = len(match["part"].partition(".")[2])
            found = plain(text, start, end, part, "percent", decimals=decimals)
        elif 0 < part < whole:
            found = plain(
                text, start, end, part * 100 / whole, "percent", slack=5 if whole == 10 else 2
            )
        else:
            return None
        return replace(found, qualifier=qualifier, core=match.span("part"))
    return _counted(lx, text, match, qualifier)


def _counted(lx: Lexicon, text: str, match: re.Match[str], qualifier: Qualifier) -> Found | None:
    start, end = match.span()
    written = match["n"]
    alone = len(written) == 1 and not written.isdigit() and not match["m"]
    follows = text[match.end("n") : match.end("n") + 1] or " "
    if alone and (written in "一零〇万亿千百" or follows not in _COUNTED) and not match["times"]:
        return None
    value = _value(lx, written)
    decimals = len(written.partition(".")[2])
    found = plain(text, start, end, value, decimals=decimals)
    if match["m"]:
        found = scaled(found, lx.words.magnitudes[match["m"]], end)
    if match["odd"] or match["odd2"]:
        qualifier = Qualifier.MORE_THAN
    if match["points"]:
        found = replace(found, kind="points")
    elif match["percent"]:
        found = replace(found, kind="percent")
    elif match["tenths"]:
        found = replace(found, kind="percent", low=value * 10, high=value * 10, slack=Decimal(5))
    elif match["times"]:
        found = replace(found, kind="times")
    currency = match["c"] or match["money"]
    if match["minus"]:
        found = replace(found, low=-found.low, high=-found.high, base=-found.base)
    return replace(found, qualifier=qualifier, core=(match.start("n"), end),
                   currency=lx.currencies[currency] if currency else "")  # fmt: skip


def _value(lx: Lexicon, written: str) -> Decimal:
    """The value of digits, or of numerals: 两千三百万."""
    if written[0].isdigit():
        return Decimal(re.sub(r"[,，]", "", written))
    total = section = digit = 0
    placed = any(c in "十百千万亿萬億" for c in written)
    if not placed:  # read out digit by digit: 二〇二一
        return Decimal("".join(str(lx.words.numerals[c]) for c in written))
    for c in written:
        if c in lx.words.numerals:
            digit = int(lx.words.numerals[c])
        elif c in _BIG:
            total = (
                (total + section + digit or 1) * 10 ** _BIG[c]
                if c in "亿億"
                else total + (section + digit or 1) * 10 ** _BIG[c]
            )
            section = digit = 0
        else:
            section += (digit or 1) * (10 if c == "十" else 10 ** _DIGIT[c])
            digit = 0
    return Decimal(total + section + digit)


def _joined(patterns: _Patterns, text: str, found: list[Found]) -> list[Found]:
    """Numbers joined to ranges, shares and rates."""
    done: list[Found] = []
    for number in found:
        last = done[-1] if done else None
        between = text[last.end : number.start] if last else ""
        plain_ = (
            last is not None
            and not last.date
            and not number.date
            and number.qualifier is Qualifier.EXACT
        )
        if last is not None and plain_ and patterns.span.fullmatch(between):
            by = number.low / number.base if number.base and last.low == last.base else Decimal(1)
            low = replace(last, low=last.low * by, high=last.high * by, step=last.step * by, kind=number.kind,
                          currency=last.currency or number.currency)  # fmt: skip
            if (
                low.low < number.low
                and last.qualifier in (Qualifier.EXACT, Qualifier.ABOUT)
                and last.kind in ("count", number.kind)
            ):
                done[-1] = replace(number, low=low.low, start=last.start, qualifier=Qualifier.RANGE, base=last.base,
                                   core=(last.core[0], number.core[1]), currency=low.currency, parts=(low, number))  # fmt: skip
                continue
        if (
            last is not None
            and plain_
            and text[: last.start].endswith("每")
            and patterns.share.fullmatch(between)
        ):
            whole = last.low
            if whole >= 1000:
                bare = replace(number, per=Decimal(0))
                done[-1] = replace(number, per=whole, start=last.start, core=(last.core[0], number.core[1]),
                                   parts=(bare, replace(last, kind="per")))  # fmt: skip
                continue
            if 0 < number.low < whole:
                done[-1] = replace(number, low=number.low * 100 / whole, high=number.low * 100 / whole, kind="percent",
                                   start=last.start, core=(last.core[0], number.core[1]), step=Decimal(0),
                                   slack=Decimal(5) if whole == 10 else Decimal(2), parts=(last, number))  # fmt: skip
                continue
        done.append(number)
    return done
