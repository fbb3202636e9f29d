"""The dates, spans of years and fractions with a slash of a text."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from briefgen.checks.numbers.found import Found
from briefgen.checks.numbers.lexicon import Lexicon
from briefgen.checks.numbers.scan import YEARS

_ISO = re.compile(r"(?<![\w-])(\d{4})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?(?![\w-])")
_SPAN_OF_YEARS = re.compile(
    r"(?<![\d.,$€£])(?:fy\s?'?)?(?P<a>\d{4})(?:\s*[–—/-]\s*)(?:fy\s?'?)?(?P<b>\d{4}|\d{2})(?![\d%]|[.,]\d)"
)
_SLASH = re.compile(r"(?<![\w/.,])(?<!\b\d\s)(?<!\b\d\d\s)([1-9])/([2-9]|10)(?![\w/])")
_FISCAL = re.compile(r"(?<!\w)(?:fy|af|hj)\s?'?(?P<a>\d{4}|\d{2})(?!\d)")


def dates(lx: Lexicon, shown: str, small: str) -> tuple[list[Found], str]:
    """The dates in a text, and the text with them blanked out."""
    found: list[Found] = []

    def add(start: int, end: int, date: tuple[int | None, int | None, int | None]) -> None:
        value = Decimal(next(part for part in date if part is not None))
        found.append(Found(value, value, "", start, end, (start, end), date=date, base=value))

    def blank(match: re.Match[str]) -> str:
        return "\0" * len(match[0])

    def named(match: re.Match[str]) -> str:
        first = shown[match.start("month")]
        day, year = match["d"] or match["e"], match["y"]
        if not (day or year) or (lx.language in ("en", "de") and first.islower()):
            return match[0]
        if day and not 1 <= int(day) <= 31:
            return match[0]
        date = (int(year) if year else None, lx.months[match["month"]], int(day) if day else None)
        add(match.start(), match.end(), date)
        return blank(match)

    def iso(match: re.Match[str]) -> str:
        add(
            match.start(),
            match.end(),
            (int(match[1]), int(match[2]), int(match[3]) if match[3] else None),
        )
        return blank(match)

    def years(match: re.Match[str]) -> str:
        first = int(match["a"])
        last = int(match["b"]) if len(match["b"]) == 4 else first // 100 * 100 + int(match["b"])
        if first not in YEARS or last not in YEARS or last <= first:
            return match[0]
        add(match.start(), match.end("a"), (first, None, None))
        add(match.start("b"), match.end(), (last, None, None))
        return blank(match)

    def fiscal(match: re.Match[str]) -> str:
        year = int(match["a"])
        add(match.start(), match.end(), (year if year >= 100 else 2000 + year, None, None))
        return blank(match)

    if any(c.isdigit() for c in small):
        small = _month_pattern(lx).sub(named, small)
        small = _ISO.sub(iso, small)
        small = _SPAN_OF_YEARS.sub(years, small)
        small = _FISCAL.sub(fiscal, small)
    return found, small


def slashes(small: str, found: list[Found]) -> str:
    """The fractions written with a slash, which are put into `found`, blanked out."""

    def take(match: re.Match[str]) -> str:
        value = Decimal(match[1]) * 100 / Decimal(match[2])
        found.append(Found(value, value, "", match.start(), match.end(), match.span(), kind="percent",
                           slack=Decimal(2), base=value))  # fmt: skip
        return "\0" * len(match[0])

    return _SLASH.sub(take, small) if "/" in small else small


@lru_cache(maxsize=16)
def _month_pattern(lx: Lexicon) -> re.Pattern[str]:
    months = "|".join(re.escape(m) for m in sorted(lx.months, key=len, reverse=True) if m) or "(?!)"
    of = r"(?:(?:of|de|del)\s+)?"
    return re.compile(
        rf"(?:(?<![\w.,])(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?\s+{of})?(?<!\w)(?P<month>{months})\b\.?"
        rf"(?:\s+(?P<e>\d{{1,2}})(?:st|nd|rd|th)?(?![\w%]|[.,]\d|\s*(?:%|percent|million|billion|thousand)))?"
        rf"(?:,?\s+{of}(?P<y>\d{{4}})(?![\w%]|[.,]\d))?"
    )
