"""Whether one stated number supports another, with their qualifiers.

A number is a set of possible values: "more than 20" all above 20. A claim is supported when its evidence leaves no
value that the claim excludes; it is stronger than its evidence when it is the same number but excludes more.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from enum import IntEnum

from briefgen.checks.numbers.reader import read
from briefgen.checks.numbers.scan import Found
from briefgen.model.quantity import LOWER_BOUNDS, UPPER_BOUNDS, Qualifier

# A rounding that moves a number by more than this part of it is another number.
_FURTHEST = Decimal("0.25")
# "More than half" of 71 percent is a fair claim; "more than 3" is no claim about 2,600.
_REACH = 2
_LOOSE = Decimal("0.1")


class Support(IntEnum):
    """What a piece of evidence is to a claim."""

    NO = 0
    STRONGER = 1  # the claim says more than the evidence
    YES = 2


def supports(claim: Found, evidence: Found) -> Support:
    """Whether `evidence` supports `claim`, each in the best of its readings."""
    best = Support.NO
    for c in (claim, *claim.others):
        for e in (evidence, *evidence.others):
            best = max(best, _one(c, e))
            if best is Support.YES:
                return best
    return best


def _one(c: Found, e: Found) -> Support:
    if c.date is not None and e.date is not None:
        return _dates(c, e)
    if c.date is not None and c.date[1:] != (None, None):
        return Support.NO
    if c.kind == "per":
        against = e.per if e.per is not None else e.low if e.kind in ("per", "count") else None
        return Support.YES if against == c.low else Support.NO
    if e.kind == "per" or (c.per is not None and not _same_base(c, e)):
        return Support.NO
    if c.per and e.per and c.per != e.per:
        by = c.per / e.per
        e = replace(e, low=e.low * by, high=e.high * by, step=e.step * by)
    if c.kind == "vague":
        return _vague(c, e)
    if e.kind == "vague":
        bound = c.qualifier in LOWER_BOUNDS and c.kind == "count" and c.low == e.low
        return Support.YES if bound else Support.NO
    if e.kind == "cell":
        bare = replace(c, low=c.base, high=c.base, step=Decimal(1).scaleb(-c.decimals))
        return max(_numbers(bare if c.low == c.high else c, e), _numbers(c, e))
    if "any" not in (c.kind, e.kind) and c.kind != e.kind:
        return Support.NO
    if c.currency and e.currency and c.currency != e.currency:
        return Support.NO
    return _numbers(c, e)


def _same_base(c: Found, e: Found) -> bool:
    """Whether a rate and a number are counted against something, or a rate's bare number and one that is not."""
    return bool(e.per) if c.per else e.per is None


def _dates(c: Found, e: Found) -> Support:
    assert c.date is not None
    assert e.date is not None
    pairs = list(zip(c.date, e.date, strict=True))
    if any(a is not None and b is not None and a != b for a, b in pairs):
        return Support.NO
    missing = [a for a, b in pairs if a is not None and b is None]
    if not missing:
        return Support.YES
    return Support.STRONGER if any(a is not None and a == b for a, b in pairs) else Support.NO


def _vague(c: Found, e: Found) -> Support:
    if e.kind == "vague":
        return Support.YES if (c.low, c.high) == (e.low, e.high) else Support.NO
    inside = e.kind in ("count", "any") and c.low * Decimal("1.5") <= e.low and e.high < c.high
    bounded = e.qualifier in LOWER_BOUNDS | UPPER_BOUNDS
    return Support.YES if inside and not bounded else Support.NO


def _near(claim: Decimal, c: Found, evidence: Decimal, slack: Decimal = Decimal(0)) -> bool:
    """Whether the claim is the evidence, rounded at the precision that the claim states."""
    apart = abs(claim - evidence)
    return apart == 0 or (apart <= max(c.step / 2, slack) and apart <= _FURTHEST * abs(claim))


def _numbers(c: Found, e: Found) -> Support:
    slack = max(c.slack, e.slack)
    if e.qualifier is Qualifier.RANGE or c.qualifier is Qualifier.RANGE:
        return _ranges(c, e, slack)
    x, y = c.low, e.low
    near = _near(x, c, y, slack)
    if c.qualifier is Qualifier.EXACT:
        if not near:
            return Support.NO
        # "3.0" says more than "3": it promises a digit that the evidence does not give.
        finer = c.decimals > 0 and c.step < e.step and x == y
        precise = finer and not c.currency and e.kind != "any"
        return Support.STRONGER if e.qualifier is not Qualifier.EXACT or precise else Support.YES
    if c.qualifier is Qualifier.ABOUT:
        reach = min(max(_zeros(x), slack * 2) / 2, _LOOSE * abs(x))
        close = near or abs(x - y) <= reach
        fits = e.qualifier in (Qualifier.EXACT, Qualifier.ABOUT, Qualifier.NEARLY)
        return _support(close and fits, close)
    if c.qualifier is Qualifier.NEARLY:
        below = e.qualifier in (Qualifier.EXACT, Qualifier.ABOUT) and (1 - _LOOSE) * x <= y < x
        return _support(below or (near and e.qualifier is Qualifier.NEARLY), near)
    return _bounds(c, e, near)


def _support(supported: bool, same: bool) -> Support:
    return Support.YES if supported else Support.STRONGER if same else Support.NO


def _zeros(number: Decimal) -> Decimal:
    """The last place of a round number that is not a zero: 10 for 70, 100 for 1,200."""
    return Decimal(1).scaleb(int(number.normalize().as_tuple().exponent)) if number else Decimal(1)


def _bounds(c: Found, e: Found, near: bool) -> Support:
    """Claims of the forms "more than", "at least", "less than", "at most"."""
    x = c.low
    upward = c.qualifier in LOWER_BOUNDS
    strict = c.qualifier in (Qualifier.MORE_THAN, Qualifier.LESS_THAN)
    bound = _lowest(e) if upward else _highest(e)
    if bound is None:
        return Support.STRONGER if near else Support.NO
    y, open_ = bound
    beyond = y > x if upward else y < x
    reach = abs(y) <= _REACH * abs(x) if upward else abs(x) <= _REACH * abs(y)
    return _support((beyond and reach) or (y == x and (open_ or not strict)), near)


def _lowest(e: Found) -> tuple[Decimal, bool] | None:
    """The lower bound of what `e` leaves possible, and whether it is itself left out."""
    if e.qualifier in UPPER_BOUNDS:
        return None
    shares = {Qualifier.ABOUT: Decimal("0.95"), Qualifier.NEARLY: 1 - _LOOSE}
    share = shares.get(e.qualifier, Decimal(1))
    return e.low * share, e.qualifier is Qualifier.MORE_THAN


def _highest(e: Found) -> tuple[Decimal, bool] | None:
    if e.qualifier in LOWER_BOUNDS:
        return None
    share = Decimal("1.05") if e.qualifier is Qualifier.ABOUT else Decimal(1)
    return e.high * share, e.qualifier in (Qualifier.LESS_THAN, Qualifier.NEARLY)


def _ranges(c: Found, e: Found, slack: Decimal) -> Support:
    if c.qualifier is Qualifier.RANGE and e.qualifier is Qualifier.RANGE:
        same = _near(c.low, c, e.low, slack) and _near(c.high, c, e.high, slack)
        return Support.YES if same else Support.NO
    if c.qualifier is Qualifier.RANGE:
        return Support.NO
    near = _near(c.low, c, e.low, slack) or _near(c.low, c, e.high, slack)
    if c.qualifier in (Qualifier.EXACT, Qualifier.ABOUT, Qualifier.NEARLY):
        return Support.STRONGER if near else Support.NO
    return _bounds(c, e, near)


# Stated calculations: `20 / 2.6 = 7.7`, read without `eval`, worked out in decimals, bounds carried along. Each
# operand must stand in the evidence and brings its qualifier: with "more than 20 million" over 2.6 million the result
# is known to be more than 7.7, and no claim may say that it is exactly that.


_INFINITE = Decimal("Infinity")
_TOKEN = re.compile(r"\s*(?:(?P<op>[-+*/()−×÷])|(?P<number>[^-+*/()−×÷=]+))")
_OPERATORS = str.maketrans("−×÷", "-*/")
MAX_LENGTH = 300
FORM = "write numbers of the evidence with + - * / ( ) and the result: `20 / 2.6 = 7.7`"

Known = Callable[[Found], Found | None]


class CalculationError(ValueError):
    """A calculation that cannot be read or does not come out; its text says why."""


@dataclass(frozen=True, slots=True)
class _Value:
    """What a term is known to be: its stated number, and the bounds that qualifiers leave."""

    stated: Decimal
    low: Decimal
    high: Decimal
    about: bool = False


@dataclass(slots=True)
class _Reader:
    """A recursive descent over sums, products, signs and brackets."""

    tokens: list[tuple[str, str]]
    known: Known
    language: str
    at: int = 0

    def peek(self) -> str:
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        return text if kind == "op" else ""

    def sum(self, depth: int = 0) -> _Value:
        value = self.product(depth)
        while (sign := self.peek()) in ("+", "-"):
            self.at += 1
            other = self.product(depth)
            value = _combine(value, other if sign == "+" else _negative(other), lambda a, b: a + b)
        return value

    def product(self, depth: int) -> _Value:
        value = self.one(depth)
        while (sign := self.peek()) in ("*", "/"):
            self.at += 1
            other = self.one(depth)
            value = _combine(value, other if sign == "*" else _inverse(other), _times)
        return value

    def one(self, depth: int) -> _Value:
        if depth > 30:
            raise CalculationError("it has too many brackets")
        if self.at >= len(self.tokens):
            raise CalculationError("a number is missing")
        kind, text = self.tokens[self.at]
        self.at += 1
        if text == "-":
            return _negative(self.one(depth + 1))
        if text == "(":
            value = self.sum(depth + 1)
            if self.peek() != ")":
                raise CalculationError("a bracket is not closed")
            self.at += 1
            return value
        if kind != "number":
            raise CalculationError(f"`{text}` cannot stand there")
        return self.operand(text.strip())

    def operand(self, text: str) -> _Value:
        found = read(text, self.language, markup=False)
        number = found[0] if len(found) == 1 else None
        if not number or number.low != number.high or number.qualifier is not Qualifier.EXACT:
            raise CalculationError(f"`{text}` is not one plain number")
        by = Decimal(100) if number.kind == "percent" else Decimal(1)
        proof = self.known(number)
        if proof is None:
            if not _power_of_ten(number.low):
                raise CalculationError(f"`{text}` is not in the evidence")
            return _Value(number.low / by, number.low / by, number.low / by)
        return _value_within(number.low / by, proof.qualifier)


def _power_of_ten(number: Decimal) -> bool:
    """Whether it only changes a unit: 1, 100 for percent, 1,000."""
    return number > 0 and number.normalize().as_tuple().digits == (1,)


def _value_within(stated: Decimal, qualifier: Qualifier) -> _Value:
    if qualifier in LOWER_BOUNDS:
        return _Value(stated, stated, _INFINITE)
    if qualifier in UPPER_BOUNDS:
        # An amount that is "less than 1" is taken to be no less than nothing.
        return _Value(stated, Decimal(0) if stated > 0 else -_INFINITE, stated)
    return _Value(stated, stated, stated, qualifier is not Qualifier.EXACT)


def _negative(v: _Value) -> _Value:
    return _Value(-v.stated, -v.high, -v.low, v.about)


def _inverse(v: _Value) -> _Value:
    if v.stated == 0 or v.low < 0 < v.high:
        raise CalculationError("it divides by nothing")
    ends = [_INFINITE.copy_sign(v.high + v.low) if end == 0 else 1 / end for end in (v.low, v.high)]
    return _Value(1 / v.stated, min(ends), max(ends), v.about)


def _times(a: Decimal, b: Decimal) -> Decimal:
    return Decimal(0) if a == 0 or b == 0 else a * b


def _combine(a: _Value, b: _Value, operate: Callable[[Decimal, Decimal], Decimal]) -> _Value:
    ends = [operate(x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
    return _Value(operate(a.stated, b.stated), min(ends), max(ends), a.about or b.about)


def work_out(text: str, known: Known, language: str = "en") -> Found:
    """The result of a calculation, with the qualifier that its operands leave it.

    `known` finds the piece of evidence that states an operand. Raises CalculationError when it cannot be read, an
    operand is not in the evidence (powers of ten aside), or the result is not what was stated, at its precision.
    """
    left, equals, right = text.translate(_OPERATORS).replace("≈", "=").partition("=")
    if not equals or not left.strip() or not right.strip() or len(text) > MAX_LENGTH:
        raise CalculationError("it is not a calculation with its result")
    tokens: list[tuple[str, str]] = []
    at = 0
    left = left.strip()
    while at < len(left):
        match = _TOKEN.match(left, at)
        if match is None:
            raise CalculationError(f"`{left[at:]}` cannot be read")
        tokens.append(("op", match["op"]) if match["op"] else ("number", match["number"]))
        at = match.end()
    results = read(right, language, markup=False)
    if len(results) != 1 or results[0].low != results[0].high:
        raise CalculationError("its result is not one number")
    reader = _Reader(tokens, known, language)
    with localcontext() as context:
        context.prec = 40
        try:
            value = reader.sum()
        except (InvalidOperation, DivisionByZero, Overflow):
            raise CalculationError("it cannot be worked out") from None
        if reader.at < len(tokens):
            raise CalculationError(f"`{tokens[reader.at][1]}` cannot stand there")
        return _result(value, results[0])


def _result(value: _Value, stated: Found) -> Found:
    by = Decimal(100) if stated.kind == "percent" else Decimal(1)
    fits = [b for b in (by, Decimal(1)) if abs(value.stated * b - stated.low) <= stated.step / 2]
    if not fits:
        raise CalculationError(f"its result is {_format(value.stated * by)}")
    kind = "any" if stated.kind == "count" and not stated.currency else stated.kind
    result = replace(stated, kind=kind, qualifier=Qualifier.EXACT, date=None, others=())
    if value.low == value.high:
        return replace(result, qualifier=Qualifier.ABOUT if value.about else Qualifier.EXACT)
    if value.high == _INFINITE and value.low != -_INFINITE:
        return replace(result, qualifier=Qualifier.MORE_THAN)
    if value.low == -_INFINITE and value.high != _INFINITE:
        return replace(result, qualifier=Qualifier.LESS_THAN)
    if value.low == value.stated:
        return replace(result, qualifier=Qualifier.AT_LEAST)
    below = value.high == value.stated
    return replace(result, qualifier=Qualifier.LESS_THAN if below else Qualifier.ABOUT)


def _format(number: Decimal) -> str:
    return f"{number:.6g}" if abs(number) < 10**6 else f"{number:,.0f}"
