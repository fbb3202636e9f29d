"""What stands around a number: magnitude and unit behind it, currency, sign and qualifier before it."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from briefgen.checks.numbers.found import Found
from briefgen.checks.numbers.lexicon import Lexicon
from briefgen.outline.quantity import Qualifier

_MONEY_SHORT = re.compile(r"\s([mbk])(?!\w)")


def scaled(found: Found, exponent: int, end: int, step: Decimal | None = None) -> Found:
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
        found = scaled(found, exponent, match.end(), found.step if again else None)
        if half := lx.and_a_half.match(text, found.end):
            more = found.low / value / 2
            found = replace(
                found, low=found.low + more, high=found.high + more, step=more / 5, end=half.end()
            )
        if again or exponent not in (2, 3):  # "a hundred million", "thousand billion"
            break
    if found.low == value and (short := _MONEY_SHORT.match(text, found.end)):
        power = lx.words.short.get(short[1])
        if power and lx.money.search(text[: found.start]):  # "$2.6 B"
            found = scaled(found, power, short.end())
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
        found = scaled(found, lx.words.magnitudes[re.sub(r"\s+", " ", match["m"])], match.end())
    if (match := lx.unit.match(text, found.end)) and match["percent"]:
        found = replace(found, kind="percent", end=match.end())
    return found
