"""Whether one stated number supports another, with their qualifiers.

A number is a set of possible values: "more than 20" all above 20. A claim is supported when its evidence leaves no
value that the claim excludes; it is stronger than its evidence when it is the same number but excludes more.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from enum import IntEnum

from briefgen.checks.numbers.found import Found
from briefgen.outline.quantity import Qualifier

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
        bound = (
            c.qualifier in (Qualifier.MORE_THAN, Qualifier.AT_LEAST)
            and c.kind == "count"
            and c.low == e.low
        )
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
    return (
        Support.YES
        if inside
        and e.qualifier in (Qualifier.EXACT, Qualifier.ABOUT, Qualifier.NEARLY, Qualifier.RANGE)
        else Support.NO
    )


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
        precise = (
            c.decimals > 0 and c.step < e.step and x == y and not c.currency and e.kind != "any"
        )
        return Support.STRONGER if e.qualifier is not Qualifier.EXACT or precise else Support.YES
    if c.qualifier is Qualifier.ABOUT:
        close = near or (
            abs(x - y) <= max(_zeros(x), slack * 2) / 2 and abs(x - y) <= _LOOSE * abs(x)
        )
        fits = e.qualifier in (Qualifier.EXACT, Qualifier.ABOUT, Qualifier.NEARLY)
        return _said(close and fits, close)
    if c.qualifier is Qualifier.NEARLY:
        below = e.qualifier in (Qualifier.EXACT, Qualifier.ABOUT) and (1 - _LOOSE) * x <= y < x
        return _said(below or (near and e.qualifier is Qualifier.NEARLY), near)
    return _bounds(c, e, near)


def _said(supported: bool, same: bool) -> Support:
    return Support.YES if supported else Support.STRONGER if same else Support.NO


def _zeros(number: Decimal) -> Decimal:
    """The last place of a round number that is not a zero: 10 for 70, 100 for 1,200."""
    return Decimal(1).scaleb(int(number.normalize().as_tuple().exponent)) if number else Decimal(1)


def _bounds(c: Found, e: Found, near: bool) -> Support:
    """Claims of the forms "more than", "at least", "less than", "at most"."""
    x = c.low
    upward = c.qualifier in (Qualifier.MORE_THAN, Qualifier.AT_LEAST)
    strict = c.qualifier in (Qualifier.MORE_THAN, Qualifier.LESS_THAN)
    bound = _lowest(e) if upward else _highest(e)
    if bound is None:
        return Support.STRONGER if near else Support.NO
    y, open_ = bound
    beyond = y > x if upward else y < x
    reach = abs(y) <= _REACH * abs(x) if upward else abs(x) <= _REACH * abs(y)
    return _said((beyond and reach) or (y == x and (open_ or not strict)), near)


def _lowest(e: Found) -> tuple[Decimal, bool] | None:
    """The lower bound of what `e` leaves possible, and whether it is itself left out."""
    if e.qualifier in (Qualifier.LESS_THAN, Qualifier.AT_MOST):
        return None
    share = {Qualifier.ABOUT: Decimal("0.95"), Qualifier.NEARLY: 1 - _LOOSE}.get(
        e.qualifier, Decimal(1)
    )
    return e.low * share, e.qualifier is Qualifier.MORE_THAN


def _highest(e: Found) -> tuple[Decimal, bool] | None:
    if e.qualifier in (Qualifier.MORE_THAN, Qualifier.AT_LEAST):
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
