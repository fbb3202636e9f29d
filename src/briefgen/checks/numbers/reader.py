"""Text -> the numbers that it states, in digits and in words."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from briefgen.checks.numbers import chinese
from briefgen.checks.numbers.dates import dates, slashes
from briefgen.checks.numbers.flat import flat, hidden
from briefgen.checks.numbers.found import Found
from briefgen.checks.numbers.lexicon import Lexicon, lexicon
from briefgen.checks.numbers.scan import digits, digits_at, words_at
from briefgen.outline.quantity import Qualifier

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
        said = chinese.numbers(lx, chinese.masked(shown))
        return tuple(_placed(f, shown, origin) for f in said)
    small = lx.idiom.sub(lambda m: "\0" * len(m[0]), hidden(shown))
    small = lx.label.sub(lambda m: m[0] if _is_word(m, shown) else "\0" * len(m[0]), small)
    found, small = dates(lx, shown, small)
    small = slashes(small, found)
    atoms = _atoms(lx, small, units)
    found += _merged(lx, small, atoms)
    found.sort(key=lambda f: f.start)
    return tuple(_placed(f, shown, origin) for f in found)


def _is_word(label: re.Match[str], shown: str) -> bool:
    """Whether what may be a name ("Tier 1") is a word like any other: "they target 20", "Measures 20 km"."""
    name = label["name"]
    if not name:
        return False
    verb = name.endswith("s") or name == "target"
    opens = re.search(r"(?:^|[.!?:•]\s+)\Z", shown[: label.start()]) is not None
    return not shown[label.start()].isupper() or (verb and opens and name not in _PRODUCTS)


def _placed(found: Found, shown: str, origin: range | list[int] | object) -> Found:
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
            joined = (
                last
                and last.kind == "vague"
                and small[last.end : number.start].strip() in lx.words.of
            )
            if last is not None and joined:
                low = last.low * number.low
                found[-1] = replace(last, low=low, high=low * 10, end=number.end, step=Decimal(0))
                at = number.end
                continue
        found.append(number)
        at = max(at, number.end)
    return [f for f in found if not (f.kind == "vague" and (units or (f.step and f.low == 10)))]


def _merged(lx: Lexicon, small: str, atoms: list[Found]) -> list[Found]:
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
    by = (
        after.high / after.base
        if after.base and after.qualifier is not Qualifier.RANGE
        else Decimal(1)
    )
    if not _bare(atom):
        by = Decimal(1)
    kind = (
        after.kind
        if atom.kind == "count" and after.kind in ("percent", "points", "times")
        else atom.kind
    )
    return replace(atom, low=atom.low * by, high=atom.high * by, kind=kind, others=(),
                   step=atom.step * by if by != 1 else atom.step, currency=atom.currency or after.currency)  # fmt: skip


def _share(lx: Lexicon, part: Found, whole: Found, between: str) -> Found | None:
    """ "seven in ten", "2 out of 3"."""
    fits = (
        _bare(part)
        and whole.kind == "count"
        and not whole.date
        and not whole.currency
        and whole.qualifier is Qualifier.EXACT
        and not part.decimals
    )
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
    plain = high.qualifier is Qualifier.EXACT and low.qualifier in (
        Qualifier.EXACT,
        Qualifier.ABOUT,
    )
    if (
        not plain
        or low.date
        or high.date
        or "vague" in (low.kind, high.kind)
        or low.kind not in ("count", high.kind)
    ):
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
    per = (
        f.kind == "count"
        and f.per is None
        and f.low > 1
        and not f.date
        and f.qualifier is Qualifier.EXACT
    )
    if per and lx.per.search(small[max(0, f.start - 20) : f.start]):
        return replace(f, kind="per")
    return f


def _sum(small: str, atom: Found, after: Found, between: str) -> bool:
    """ "five thousand two hundred", written in words."""
    words = not any(c.isdigit() for c in small[atom.core[0] : after.end])
    scaled = atom.low != atom.base and atom.kind == "count"
    return (
        words
        and scaled
        and between.strip() in ("", "and")
        and 0 < after.low < atom.low / atom.base * 1
    )


def _pronoun(f: Found, small: str) -> bool:
    """A "one" that counts nothing: "no one", "one of them"."""
    return (
        f.low == f.base == 1
        and f.kind == "count"
        and not small[f.core[0] : f.core[0] + 1].isdigit()
        and not f.currency
    )
