"""Parts of a whole that add up, or say what is left."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from briefgen.outline.quantity import Qualifier, Quantity

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
