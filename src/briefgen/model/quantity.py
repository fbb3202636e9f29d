"""Quantities as policy sources give them: `>20`, `~1200`, `<1`, `18..39`, `more than 20`, missing.

A quantity keeps its qualifier through every stage: an approximate value is never drawn, labelled or
compared as if it were exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from msgspec import Struct


class Qualifier(StrEnum):
    """How the number bounds or approaches the true value."""

    EXACT = "exact"
    ABOUT = "about"
    NEARLY = "nearly"
    MORE_THAN = "more than"
    AT_LEAST = "at least"
    LESS_THAN = "less than"
    AT_MOST = "at most"
    RANGE = "range"
    MISSING = "missing"


# The words sources use, and the signs, by the qualifier they stand for.
_WORDS = {
    word: qualifier
    for qualifier, words in {
        Qualifier.ABOUT: ("approximately", "close to", "roughly", "around", "about", "some"),
        Qualifier.NEARLY: ("almost", "nearly"),
        Qualifier.MORE_THAN: ("greater than", "more than", "over", "above"),
        Qualifier.AT_LEAST: ("no less than", "no fewer than", "at least"),
        Qualifier.LESS_THAN: ("fewer than", "less than", "under", "below"),
        Qualifier.AT_MOST: ("no more than", "at most", "up to"),
    }.items()
    for word in words
}
SIGNS = {
    ">=": Qualifier.AT_LEAST, "≥": Qualifier.AT_LEAST, "<=": Qualifier.AT_MOST, "≤": Qualifier.AT_MOST,
    ">": Qualifier.MORE_THAN, "<": Qualifier.LESS_THAN, "~": Qualifier.ABOUT, "≈": Qualifier.ABOUT,
}  # fmt: skip
LOWER_BOUNDS = frozenset({Qualifier.MORE_THAN, Qualifier.AT_LEAST})
UPPER_BOUNDS = frozenset({Qualifier.LESS_THAN, Qualifier.AT_MOST})
_NUMBER = re.compile(
    r"[-−+]?(?:\d{1,3}(?:[,_ \u00a0\u202f]\d{3})+|\d+)?(?:\.\d+)?(?:[eE][-+]?\d+)?"
)
_RANGE = re.compile(r"\s*(?:\.\.|–|—|\bto\b)\s*")
_MISSING = {"", "missing", "n/a", "na", "-", "–", "—", "…", "..."}
FORMS = "a number such as 20, 2.6, 1,200, >20, ~1200, <1, 18..39, more than 20, or missing"
MAX_MAGNITUDE = Decimal(10) ** 18
MIN_EXPONENT = -18  # power of ten
MAX_LENGTH = 200  # characters of a quantity, in words or digits


class Quantity(Struct, frozen=True):
    """A number and how exactly it is known.

    `low` and `high` are equal except for a range; both are None when the value is missing. `word` is
    the word the analyst chose for the qualifier ("nearly", "some"), None where a sign or nothing was
    written.
    """

    low: Decimal | None
    high: Decimal | None
    qualifier: Qualifier = Qualifier.EXACT
    word: str | None = None

    @property
    def is_range(self) -> bool:
        """Whether it spans from `low` to `high`."""
        return self.qualifier is Qualifier.RANGE

    @property
    def is_exact(self) -> bool:
        """Whether the value is known as written."""
        return self.qualifier is Qualifier.EXACT

    @property
    def value(self) -> float | None:
        """The number to draw: the stated number, a range's middle, or None when missing."""
        if self.low is None or self.high is None:
            return None
        return float((self.low + self.high) / 2)

    @property
    def bounds(self) -> tuple[float, float] | None:
        """`low` and `high` as floats, or None when missing."""
        if self.low is None or self.high is None:
            return None
        return float(self.low), float(self.high)


def parse(text: str | None) -> Quantity:
    """The quantity written in `text`; an empty text is a missing one.

    Raises ValueError, with the forms that can be written, for anything else.
    """
    written = " ".join((text or "").split())
    if written.casefold() in _MISSING:
        return Quantity(None, None, Qualifier.MISSING)
    if len(written) > MAX_LENGTH:
        raise ValueError(f"`{text}` is not a quantity: write {FORMS}")
    qualifier, word, rest = _qualifier(written)
    parts = _RANGE.split(rest)
    if len(parts) == 2 and all(parts):
        low, high = _number(parts[0], text), _number(parts[1], text)
        if qualifier not in (Qualifier.EXACT, Qualifier.ABOUT):
            both = f"both a range and “{word or qualifier}”"
            raise ValueError(f"`{text}` is {both}: write one of them")
        if low > high:
            raise ValueError(f"the range `{text}` runs downwards: write {parts[1]}..{parts[0]}")
        return Quantity(low, high, Qualifier.RANGE, word)
    number = _number(rest, text)
    return Quantity(number, number, qualifier, word)


def total(parts: Sequence[Quantity]) -> Quantity:
    """The sum, known as well as its parts are: `>14` and 7 make `>21`, `6..11` and 7 make `13..18`.

    Bounds of one direction bound the sum, with the low or high end of spans beside them; spans add up. A part that is
    about so much, or bounds of both directions, make it about so much. Missing where a part is.
    """
    low = high = Decimal(0)
    kinds = set()
    for part in parts:
        if part.low is None or part.high is None:
            return Quantity(None, None, Qualifier.MISSING)
        low, high = low + part.low, high + part.high
        kinds.add(part.qualifier)
    kinds.discard(Qualifier.EXACT)
    if not kinds:
        return Quantity(low, high)
    if kinds == {Qualifier.RANGE}:
        return Quantity(low, high, Qualifier.RANGE)
    for bounds, end in ((LOWER_BOUNDS, low), (UPPER_BOUNDS, high)):
        found = kinds & bounds
        if found == kinds - {Qualifier.RANGE}:
            strict = found & {Qualifier.MORE_THAN, Qualifier.LESS_THAN}
            return Quantity(end, end, strict.pop() if strict else found.pop())
    middle = (low + high) / 2
    return Quantity(middle, middle, Qualifier.ABOUT)


def format_quantity(quantity: Quantity) -> str:
    """The quantity as `parse` reads it."""
    if quantity.low is None or quantity.high is None:
        return "missing"
    if quantity.is_range:
        return f"{quantity.low:f}..{quantity.high:f}"
    return f"{_MARKS.get(quantity.qualifier, '')}{quantity.low:f}"


_MARKS = {
    Qualifier.ABOUT: "~",
    Qualifier.NEARLY: "nearly ",
    Qualifier.MORE_THAN: ">",
    Qualifier.AT_LEAST: ">=",
    Qualifier.LESS_THAN: "<",
    Qualifier.AT_MOST: "<=",
}


def _qualifier(written: str) -> tuple[Qualifier, str | None, str]:
    folded = written.casefold()
    for word, qualifier in _WORDS.items():
        if folded.startswith(word + " "):
            return qualifier, word, written[len(word) :].strip()
    for sign, qualifier in SIGNS.items():
        if written.startswith(sign):
            return qualifier, None, written[len(sign) :].strip()
    return Qualifier.EXACT, None, written


def _number(written: str, whole: str | None) -> Decimal:
    if not re.search(r"\d", written) or not _NUMBER.fullmatch(written):
        raise _parse_error(whole)
    plain = re.sub(r"[,_ \u00a0\u202f]", "", written).replace("−", "-")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise _parse_error(whole) from None
    # By the exponent first: arithmetic on 9e999999999 overflows, and 1e-9999999 is ten million digits long.
    if number and number.adjusted() < MIN_EXPONENT:
        raise ValueError(f"`{whole}` is too small to draw: use a smaller unit")
    if not number.is_finite() or number.adjusted() > 18 or abs(number) > MAX_MAGNITUDE:
        raise ValueError(f"`{whole}` is too large to draw: use `magnitude` with a smaller number")
    return number


def _parse_error(text: str | None) -> ValueError:
    """Why `text` is no quantity, and what to write for what is often meant by it."""
    written = (text or "").strip()
    number = re.search(r"\d[\d.,]*", written)
    if number and written.endswith("%"):
        return ValueError(f"`{text}` is not a quantity: write {number[0]}, and `unit: percent`")
    if number and re.match(r"[$€£¥]", written):
        meant = f"write {number[0]}, and its currency as in `currency: USD`"
        return ValueError(f"`{text}` is not a quantity: {meant}")
    if re.fullmatch(r"-?\d+,\d{1,2}", written):
        meant = written.replace(",", ".")
        return ValueError(f"`{text}` is not a quantity: write {meant}, with a decimal point")
    return ValueError(f"`{text}` is not a quantity: write {FORMS}")


# Parts of a whole that add up, or say what is left.

WHOLE = Decimal(100)


def short_of_whole(parts: Iterable[Quantity], has_rest: bool, name: str) -> Decimal:
    """How much percentages are short of 100, at least 0.

    Each part may be off by half a unit of its last digit, as rounded shares are. Raises ValueError when parts
    known exactly add up to more than 100, or to less where nothing says what the rest is.
    """
    parts = list(parts)
    known = [q for q in parts if q.low is not None and q.high is not None]
    low = sum((q.low for q in known if q.low is not None), Decimal(0))
    high = sum((q.high for q in known if q.high is not None), Decimal(0))
    rounding = sum((_half_unit(q) for q in known), Decimal(0))
    loose = any(q.qualifier not in (Qualifier.EXACT, Qualifier.RANGE) for q in parts)
    if low > WHOLE + rounding and not loose:
        raise ValueError(f"the parts of `{name}` add up to {low}, which is more than 100 percent")
    if high < WHOLE - rounding and not has_rest and not loose:
        raise ValueError(
            f"the parts of `{name}` add up to {high} percent: name what the other "
            f"{WHOLE - high} percent are in `rest`"
        )
    return max(Decimal(0), WHOLE - high)


def _half_unit(quantity: Quantity) -> Decimal:
    exponent = min(0, int(quantity.low.as_tuple().exponent)) if quantity.low is not None else 0
    return Decimal(1).scaleb(exponent) / 2
