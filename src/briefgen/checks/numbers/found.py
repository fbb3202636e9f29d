"""A number as a text states it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from briefgen.outline.quantity import Qualifier

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
    if (
        not decimals
        and abs(value) >= 1000
        and kind == "count"
        and value == value.to_integral_value()
    ):
        zeros = int(value.normalize().as_tuple().exponent)
        step = Decimal(1).scaleb(max(0, min(zeros, len(str(int(abs(value)))) - 2)))
    return Found(value, value, text[start:end], start, end, (start, end), kind=kind,
                 step=step, base=value, decimals=decimals, slack=Decimal(slack))  # fmt: skip
