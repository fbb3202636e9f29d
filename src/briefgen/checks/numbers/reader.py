"""Text -> the numbers that it states, in digits and in words, each with its place."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from briefgen.checks.numbers.lexicon import Lexicon, any_of, lexicon
from briefgen.checks.numbers.scan import (
    Date,
    Found,
    date_found,
    dates,
    digits,
    digits_at,
    plain,
    scale,
    slashes,
    words_at,
)
from briefgen.model.quantity import Qualifier

# Bounded, so that a text of thousands of links that are not closed is read in a time that grows with its length.
_MARKUP = re.compile(
    r"(?P<drop>\[\^[^\]\s]{0,99}\]|\]\([^)\s]{0,2000}(?:\s{1,9}\"[^\"]{0,999}\")?\)|(?m:^)[ \t]*\d{1,9}[.)][ \t]+|\*+|(?<!\w)_+|_+(?!\w)"
    r"|\[(?=[^\]]{0,2000}\]\())|(?P<entity>&#?\w+;)|\\(?P<escaped>[!-/:-@\[-`{-~])"
)
_SPECIAL = re.compile(r"[\[*_&\\]|^[ \t]*\d{1,9}[.)]\s", re.MULTILINE)
# The local part of an address has 64 characters at most (RFC 5321, 4.5.3.1.1).
# Addresses, telephone numbers, versions, times of day, fractions of dates: digits that count nothing.
_HIDDEN = re.compile(
    r"https?://\S+|www\.\S+|\b10\.\d{4,}/\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
    r"|\+\d{1,3}[\s(]\(?[\d\s().-]{6,}\d|\(\d{3}\)\s?\d{3}[-\s]\d{4}|\b(?:\d-)?\d{3}-\d{3}-\d{4}\b|\b\d{3}-0\d{3}\b|(?<!\w)\d(?:-\d){2,}\b"
    r"|(?<![\d.,])\d{1,2}:\d{2}(?::\d{2})?(?![\d:])|\bv?(?!\d{1,3}(?:\.\d{3})+(?!\d))\d+\.\d+\.\d+(?:\.\d+)*\b(?![.,]?\d)"
    r"|(?<![\d/])\d{1,2}/\d{1,2}/(?=\d{2,4}\b)|(?<![\d/.,])(?P<slash>\d{1,3}/\d{1,3})(?![\d/])"
    r"|(?<![\w.,])\d(?:,\d)*-[A-Z]{2,}[\w-]*|(?<![\w.,])\d{1,2}G\b|(?<!\w)(?P<name>[^\W\d_]+)-?\d\w*(?:[-/.]\w*\d\w*)*"
)
_DOTTED = re.compile(r"(\d{1,2}\.\d{1,2}\.)(\d{4})")
# Letters before digits that belong to the number: fiscal years and codes of currencies, and words with a hyphen.
_KEPT = frozenset((
    "fy", "af", "us", "usd", "eur", "gbp", "jpy", "inr", "uah", "pln", "mxn", "chf", "cad",
    "aud", "cny", "brl", "mid", "pre", "post", "early", "late", "since", "c", "ca",
))  # fmt: skip


def flat(text: str) -> tuple[str, Sequence[int]]:
    """`text` without Markdown-lite's marks, and where each character of the result stands in it."""
    if not _SPECIAL.search(text):
        return text, range(len(text) + 1)
    shown: list[str] = []
    origin: list[int] = []
    at = 0
    for match in _MARKUP.finditer(text):
        shown.append(text[at : match.start()])
        origin += range(at, match.start())
        if match["entity"] or match["escaped"]:
            said = match["escaped"] or html.unescape(match["entity"])
            shown.append(said)
            origin += [match.start()] * len(said)
        at = match.end()
    shown.append(text[at:])
    origin += range(at, len(text) + 1)
    return "".join(shown), origin


def hidden(text: str) -> str:
    """`text` with identifiers and addresses blanked out, as long as before, in small letters."""

    def blank(match: re.Match[str]) -> str:
        whole = match[0]
        name = match["name"]
        if name is not None and (
            (name.lower() in _KEPT and not (name == "C" and whole[1:2] == "-"))
            or (name.islower() and "-" in whole[: len(name) + 1])
        ):
            return whole
        if match["slash"]:
            part, full = map(int, match["slash"].split("/"))
            if 0 < part < full <= 10:
                return whole
        if dotted := _DOTTED.fullmatch(whole):
            return "\0" * len(dotted[1]) + dotted[2]
        return "\0" * len(whole)

    text = _HIDDEN.sub(blank, text)
    small = text.lower()
    if len(small) != len(text):
        small = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return small.replace("’", "'")


# Numbers in Chinese, which has no spaces: 超过2000万, 百分之七十一, 十分之七, 2021年5月.
#
# The words are those of `data/numbers/zh.yaml`; its `names` are what follows a number that is one (第12页).


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
        name=re.compile(rf"第?\s?{said}\s?(?:{any_of(w.names)})|(?:{any_of(w.labels)})\s?{digits}(?!\s?(?:%|{any_of(w.magnitudes)}))"),
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


def mask(text: str) -> str:
    """`text` with identifiers and addresses blanked out, as long as before, in small letters."""
    dark = hidden(_HAN.sub(" ", text))
    return "".join(b if b == "\0" else a for a, b in zip(text.lower(), dark, strict=True))


def numbers(lx: Lexicon, text: str) -> list[Found]:
    """The numbers of a text that `mask` returns."""
    patterns = _patterns(lx)
    text = patterns.name.sub(lambda m: "\0" * len(m[0]), text)
    found: list[Found] = []

    def take(match: re.Match[str]) -> str:
        if date := _date(match):
            found.append(date_found(match.start(), match.end(), date))
            return "\0" * len(match[0])
        return match[0]

    text = _DATES.sub(take, text)
    for match in patterns.number.finditer(text):
        number = _number(lx, text, match)
        if number is not None:
            found.append(number)
    found.sort(key=lambda f: f.start)
    return _join(patterns, text, found)


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
        half = plain(text, start, end, Decimal(50), "percent", slack=2)
        return replace(half, qualifier=qualifier)
    if match["factor"]:
        factor = plain(text, start, end, w.factors[match["factor"]], "times")
        return replace(factor, qualifier=qualifier)
    if match["part"]:
        whole, part = _value(lx, match["whole"]), _value(lx, match["part"])
        if whole == 100:
            decimals = len(match["part"].partition(".")[2])
            found = plain(text, start, end, part, "percent", decimals=decimals)
        elif 0 < part < whole:
            slack = 5 if whole == 10 else 2
            found = plain(text, start, end, part * 100 / whole, "percent", slack=slack)
        else:
            return None
        return replace(found, qualifier=qualifier, core=match.span("part"))
    return _count(lx, text, match, qualifier)


def _count(lx: Lexicon, text: str, match: re.Match[str], qualifier: Qualifier) -> Found | None:
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
        found = scale(found, lx.words.magnitudes[match["m"]], end)
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
            by = 10 ** _BIG[c]
            below = section + digit
            total = (total + below or 1) * by if c in "亿億" else total + (below or 1) * by
            section = digit = 0
        else:
            section += (digit or 1) * (10 if c == "十" else 10 ** _DIGIT[c])
            digit = 0
    return Decimal(total + section + digit)


def _join(patterns: _Patterns, text: str, found: list[Found]) -> list[Found]:
    """Numbers joined to ranges, shares and rates."""
    done: list[Found] = []
    for number in found:
        last = done[-1] if done else None
        between = text[last.end : number.start] if last else ""
        undated = last is not None and not last.date and not number.date
        plain_ = undated and number.qualifier is Qualifier.EXACT
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


# Text -> the numbers that it states, in digits and in words.

_PRODUCTS = frozenset(("windows", "airbus"))


@lru_cache(maxsize=8192)
def read(
    text: str, language: str = "en", *, markup: bool = True, units: bool = False
) -> tuple[Found, ...]:
    """The numbers in `text`, in its order.

    `language` is a BCP 47 tag. `markup` takes Markdown-lite's marks away first; places are those in `text` as
    given. `units` is for headings and subtitles, where "millions" names a unit. Identifiers (`COVID-19`, `G20`),
    addresses, telephone numbers, marks of notes and numbers of lists are no numbers.
    """
    lx = lexicon(language)
    shown, origin = flat(text) if markup else (text, range(len(text) + 1))
    if lx.language == "zh":
        said = numbers(lx, mask(shown))
        return tuple(_restore_places(f, shown, origin) for f in said)
    small = lx.idiom.sub(lambda m: "\0" * len(m[0]), hidden(shown))
    small = lx.label.sub(lambda m: m[0] if _is_word(m, shown) else "\0" * len(m[0]), small)
    found, small = dates(lx, shown, small)
    small = slashes(small, found)
    atoms = _atoms(lx, small, units)
    found += _merge(lx, small, atoms)
    found.sort(key=lambda f: f.start)
    return tuple(_restore_places(f, shown, origin) for f in found)


def _is_word(label: re.Match[str], shown: str) -> bool:
    """Whether what may be a name ("Tier 1") is a word like any other: "they target 20", "Measures 20 km"."""
    name = label["name"]
    if not name:
        return False
    verb = name.endswith("s") or name == "target"
    opens = re.search(r"(?:^|[.!?:•]\s+)\Z", shown[: label.start()]) is not None
    return not shown[label.start()].isupper() or (verb and opens and name not in _PRODUCTS)


def _restore_places(found: Found, shown: str, origin: range | list[int] | object) -> Found:
    at: list[int] = origin  # type: ignore[assignment]

    def end(index: int) -> int:
        return at[index - 1] + 1 if index else 0

    core = (at[found.core[0]], end(found.core[1]))
    return replace(found, text=" ".join(shown[found.start : found.end].split()), start=at[found.start],
                   end=end(found.end), core=core)  # fmt: skip


def _atoms(lx: Lexicon, small: str, units: bool) -> list[Found]:
    found: list[Found] = []
    pattern = digits(lx)
    at = 0
    while match := pattern.search(small, at):
        at = match.end()
        number = words_at(lx, small, match) if match["word"] else digits_at(lx, small, match)
        if number is None:
            if not match["word"] and (rest := re.compile(r"\w+").match(small, at)):
                at = rest.end()
            continue
        if number.kind == "vague":
            last = found[-1] if found else None
            between = small[last.end : number.start].strip() if last else ""
            if last and last.kind == "vague" and between in lx.words.of:
                low = last.low * number.low
                found[-1] = replace(last, low=low, high=low * 10, end=number.end, step=Decimal(0))
                at = number.end
                continue
        found.append(number)
        at = max(at, number.end)
    return [f for f in found if not (f.kind == "vague" and (units or (f.step and f.low == 10)))]


def _merge(lx: Lexicon, small: str, atoms: list[Found]) -> list[Found]:
    """Atoms joined to ranges and shares, units handed back to the numbers that share them."""
    found: list[Found] = []
    for atom in reversed(atoms):
        after = found[-1] if found else None
        if after is not None:
            between = small[atom.end : after.start] if after.start >= atom.end else "\0"
            whole = (
                _share(lx, atom, after, between)
                or _range(lx, small, atom, after, between)
                or _rate(lx, atom, after, between)
            )
            if whole:
                found[-1] = whole
                continue
            heir = after.others[-1] if after.others and _bare(after) else after
            if _bare(atom) and lx.join.match(between) and not after.date and not _bare(heir):
                atom = replace(atom, others=(*atom.others, _inherit(atom, heir)))
            elif _sum(small, atom, after, between):
                total = atom.low + after.low
                found[-1] = replace(atom, low=total, high=total, end=after.end, core=(atom.core[0], after.end),
                                    step=after.step, base=total)  # fmt: skip
                continue
        found.append(atom)
    return [_against(lx, small, f) for f in found if not _pronoun(f, small)]


def _bare(f: Found) -> bool:
    """Whether it has neither unit nor magnitude, and cannot be a year."""
    return f.kind == "count" and f.low == f.base and not f.date


def _inherit(atom: Found, after: Found) -> Found:
    """`atom` with the magnitude and unit of the number after it: 18 in "18 and 39 billion"."""
    scaled_ = _bare(atom) and after.base and after.qualifier is not Qualifier.RANGE
    by = after.high / after.base if scaled_ else Decimal(1)
    shared = atom.kind == "count" and after.kind in ("percent", "points", "times")
    kind = after.kind if shared else atom.kind
    return replace(atom, low=atom.low * by, high=atom.high * by, kind=kind, others=(),
                   step=atom.step * by if by != 1 else atom.step, currency=atom.currency or after.currency)  # fmt: skip


def _share(lx: Lexicon, part: Found, whole: Found, between: str) -> Found | None:
    """ "seven in ten", "2 out of 3"."""
    counted = whole.kind == "count" and whole.qualifier is Qualifier.EXACT
    fits = counted and not (whole.date or whole.currency or part.decimals) and _bare(part)
    if not fits or not lx.share.fullmatch(between) or not 0 < part.low < whole.low <= 1_000_000:
        return None
    value = part.low * 100 / whole.low
    slack = (
        Decimal(5) if whole.low == 10 else Decimal(2) if whole.low < 10 else Decimal(50) / whole.low
    )
    return replace(part, low=value, high=value, kind="percent", slack=slack, end=whole.end, step=Decimal(0),
                   core=(part.core[0], whole.end), parts=(part, whole))  # fmt: skip


def _range(lx: Lexicon, small: str, low: Found, high: Found, between: str) -> Found | None:
    left = small[max(0, low.start - 12) : low.start]
    pair = lx.between.search(left) is not None
    if not (lx.span.fullmatch(between) or (pair and lx.pair.fullmatch(between))):
        return None
    stated = low.qualifier in (Qualifier.EXACT, Qualifier.ABOUT)
    plain = stated and high.qualifier is Qualifier.EXACT and not low.date and not high.date
    if not plain or "vague" in (low.kind, high.kind) or low.kind not in ("count", high.kind):
        return None
    start = _inherit(low, high)
    end = replace(high, currency=high.currency or low.currency)
    if start.low > end.low or lx.from_.search(left):
        return None
    return replace(end, low=start.low, high=end.high, qualifier=Qualifier.RANGE, start=low.start, base=low.base,
                   core=(low.core[0], high.core[1]), parts=(start, end), step=min(start.step, end.step))  # fmt: skip


def _rate(lx: Lexicon, part: Found, whole: Found, between: str) -> Found | None:
    """ "5.2 deaths per 100,000"."""
    counts = part.kind == whole.kind == "count" and not part.date and not whole.date
    if not counts or whole.low != whole.high or whole.low <= 1 or not lx.rate.fullmatch(between):
        return None
    bare = replace(part, per=Decimal(0))
    return replace(part, per=whole.low, end=whole.end, core=(part.core[0], whole.core[1]),
                   parts=(bare, replace(whole, kind="per")))  # fmt: skip


def _against(lx: Lexicon, small: str, f: Found) -> Found:
    """`f`, which is what a rate is counted against where "per" stands before it."""
    counts = f.kind == "count" and f.low > 1 and not f.date
    plain = f.per is None and f.qualifier is Qualifier.EXACT
    if counts and plain and lx.per.search(small[max(0, f.start - 20) : f.start]):
        return replace(f, kind="per")
    return f


def _sum(small: str, atom: Found, after: Found, between: str) -> bool:
    """ "five thousand two hundred", written in words."""
    words = not any(c.isdigit() for c in small[atom.core[0] : after.end])
    multiple = atom.low != atom.base and atom.kind == "count"
    joins = between.strip() in ("", "and")
    return words and multiple and joins and 0 < after.low < atom.low / atom.base


def _pronoun(f: Found, small: str) -> bool:
    """A "one" that counts nothing: "no one", "one of them"."""
    in_digits = small[f.core[0] : f.core[0] + 1].isdigit()
    return f.low == f.base == 1 and f.kind == "count" and not in_digits and not f.currency
