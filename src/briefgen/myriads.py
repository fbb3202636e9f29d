"""Chinese counts in powers of ten thousand: 2.6 million is 260万, 1.2 billion is 12亿.

As CLDR's short numbers in Chinese do (`0000万`, `0亿`, `0万亿`). Below ten thousand a number stands in full.
"""

from __future__ import annotations

from decimal import Decimal

_WORDS = ((12, "万亿"), (8, "亿"), (4, "万"))


def written(ends: tuple[Decimal, Decimal], power: int, decimals: int | None) -> tuple[tuple[Decimal, int], tuple[Decimal, int], str]:  # fmt: skip
    """Both ends of a quantity in multiples of 10**`power`, each as a number with its decimals, and their common word.

    Rounded to `decimals` in the multiples given, as all languages are; no decimals are lost or claimed by counting in
    other ones.
    """
    largest = max(abs(end) for end in ends).scaleb(power)
    own, word = next(((p, w) for p, w in _WORDS if largest >= Decimal(10) ** p), (0, ""))
    low, high = (_moved(end, power - own, decimals) for end in ends)
    return low, high, word


def _moved(number: Decimal, by: int, decimals: int | None) -> tuple[Decimal, int]:
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals))
    moved = number.scaleb(by)
    if by < 0:  # 20 thousand is 2万, 25 thousand 2.5万
        moved = moved.normalize()
    return moved, max(0, -int(moved.as_tuple().exponent))
