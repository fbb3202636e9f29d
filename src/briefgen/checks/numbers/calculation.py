"""Stated calculations: `20 / 2.6 = 7.7`, read without `eval`, worked out in decimals, bounds carried along.

Each operand must stand in the evidence and brings its qualifier: with "more than 20 million" over 2.6 million
the result is known to be more than 7.7, and no claim may say that it is exactly that.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext

from briefgen.checks.numbers.found import Found
from briefgen.checks.numbers.reader import read
from briefgen.outline.quantity import Qualifier

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
        while (sign := self.peek()) in ("+", "-") and sign:
            self.at += 1
            other = self.product(depth)
            value = _combine(value, other if sign == "+" else _negative(other), lambda a, b: a + b)
        return value

    def product(self, depth: int) -> _Value:
        value = self.one(depth)
        while (sign := self.peek()) in ("*", "/") and sign:
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
        if (
            len(found) != 1
            or found[0].low != found[0].high
            or found[0].qualifier is not Qualifier.EXACT
        ):
            raise CalculationError(f"`{text}` is not one plain number")
        number = found[0]
        by = Decimal(100) if number.kind == "percent" else Decimal(1)
        proof = self.known(number)
        if proof is None:
            if not _power_of_ten(number.low):
                raise CalculationError(f"`{text}` is not in the evidence")
            return _Value(number.low / by, number.low / by, number.low / by)
        return _bounded(number.low / by, proof.qualifier)


def _power_of_ten(number: Decimal) -> bool:
    """Whether it only changes a unit: 1, 100 for percent, 1,000."""
    return number > 0 and number.normalize().as_tuple().digits == (1,)


def _bounded(stated: Decimal, qualifier: Qualifier) -> _Value:
    if qualifier in (Qualifier.MORE_THAN, Qualifier.AT_LEAST):
        return _Value(stated, stated, _INFINITE)
    if qualifier in (Qualifier.LESS_THAN, Qualifier.AT_MOST):
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
        raise CalculationError(f"its result is {_shown(value.stated * by)}")
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
    return replace(
        result, qualifier=Qualifier.LESS_THAN if value.high == value.stated else Qualifier.ABOUT
    )


def _shown(number: Decimal) -> str:
    return f"{number:.6g}" if abs(number) < 10**6 else f"{number:,.0f}"
