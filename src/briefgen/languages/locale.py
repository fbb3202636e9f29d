"""How numbers, dates and fixed words are written in the language of an edition."""

from __future__ import annotations

import datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from briefgen.languages.words import word, words
from briefgen.model.edition import Edition
from briefgen.model.figures import POWERS, Unit
from briefgen.model.quantity import Qualifier, Quantity

if TYPE_CHECKING:
    from babel import Locale as BabelLocale

NBSP = "\u00a0"
# Keeps what stands on both sides of it from left to right, within text that runs from right to left.
LRM = "\u200e"
# Digits of numbering systems that languages have by default (CLDR).
_DIGITS = {
    "arab": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"),
    "arabext": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"),
}
_ARABIC = frozenset(("ar", "fa", "ur"))
# Of these it is known that they run from left to right and have Latin digits; CLDR, asked of others, takes 20 ms to load.
_PLAIN = frozenset(("de", "el", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "uk", "zh"))
# Where a number of four digits is not grouped (CLDR, `minimumGroupingDigits` of 2).
_LONE_THOUSANDS = frozenset(("es", "pl", "pt"))
# Nouns in Romance languages: `millones de pastillas`.
_NOUNS = ("million", "billion", "trillion")
_SHORT = {
    Qualifier.ABOUT: "~",
    Qualifier.MORE_THAN: ">",
    Qualifier.AT_LEAST: "≥",
    Qualifier.LESS_THAN: "<",
    Qualifier.AT_MOST: "≤",
}


class Locale(Struct, frozen=True):
    """Formats for one language, by its BCP 47 tag."""

    tag: str

    @property
    def language(self) -> str:
        """The primary language subtag: `en` of `en-US`."""
        return self.tag.split("-")[0]

    @property
    def right_to_left(self) -> bool:
        """Whether the language is written from right to left."""
        if self.language in _PLAIN:
            return False
        return bool(_babel(self.tag).character_order == "right-to-left")

    @property
    def comma(self) -> str:
        """The separator of the items of a list."""
        return "，" if self.language == "zh" else "، " if self.language in _ARABIC else ", "

    @property
    def colon(self) -> str:
        """The separator between a label and its text."""
        return "：" if self.language == "zh" else ": "

    def digits(self, text: object) -> str:
        """Write a number with the language's digits: `٣` for `3` in Egypt's Arabic."""
        table = _DIGITS.get(self.numbering_system)
        return str(text).translate(table) if table else str(text)

    def isolate(self, text: str, lang: str | None) -> str:
        """Mark `text` of another language so that the punctuation at its ends stays with it."""
        if not text or not lang or Locale(lang).right_to_left == self.right_to_left:
            return text
        mark = LRM if self.right_to_left else "\u200f"
        return f"{mark}{text}{mark}"

    def marks_of(self, lang: str | None) -> str:
        """The language whose quotation marks a whole quotation in `lang` has: its own where it runs the other way."""
        turned = lang is not None and Locale(lang).right_to_left != self.right_to_left
        return lang if turned and lang else self.tag

    def word(self, key: str, **fields: object) -> str:
        """The fixed word or phrase `key` with these fields; in English where the language lacks it (`words.word`)."""
        text = word(key, self.language)
        if not fields:
            return text
        counted = {n: self.digits(v) if isinstance(v, int) else v for n, v in fields.items()}
        return text.format(**counted)

    def date(self, date: datetime.date) -> str:
        """Write a date in the language's long form: `February 8, 2022`."""
        from babel.dates import format_date

        return self.digits(format_date(date, format="long", locale=_babel(self.tag)))

    def month(self, year: int, month: int) -> str:
        """Write a month and year: `May 2021`."""
        from babel.dates import format_skeleton

        day = datetime.date(year, month, 1)
        return self.digits(format_skeleton("yMMM", day, locale=_babel(self.tag)))

    def partial_date(self, text: str) -> str:
        """Write a date as exact as it is known, from `2014`, `2021-05` or `2021-05-15`."""
        match [int(part) for part in text.split("-")]:
            case [year, month]:
                return self.month(year, month)
            case [year, month, day]:
                return self.date(datetime.date(year, month, day))
        return self.digits(text)

    def number(self, number: Decimal, decimals: int | None = None) -> str:
        """Write a plain number with the language's grouping and decimal mark, never rounded unless asked."""
        # By its digits: 2 and 2.0 are equal, and written differently.
        return _number(self.tag, str(number), decimals)

    def compact(self, value: float, currency: str | None = None) -> str:
        """Write a round number in short, as for an axis: `2.5M`, `$2.5M`."""
        from babel.numbers import format_compact_currency, format_compact_decimal

        options: dict[str, Any] = {"locale": _babel(self.tag), "fraction_digits": 2}
        if currency is None:
            text = format_compact_decimal(value, **options)
        else:
            text = format_compact_currency(value, currency, **options)
        return self.write_minus(self.digits(text))

    @property
    def numbering_system(self) -> str:
        """The numbering system of its numbers, where briefgen has the digits of the usual one."""
        if self.language in _PLAIN:
            return "latn"
        usual = str(_babel(self.tag).default_numbering_system)
        return usual if usual in _DIGITS else "latn"

    def write_minus(self, text: str) -> str:
        """Write a true minus sign for each hyphen of `text`, a number, which stays at the left of its number."""
        return text.replace("-", f"{LRM}−" if self.right_to_left else "−")

    def quantity(self, quantity: Quantity, unit: Unit, *, short: bool = False) -> str:
        """Write a quantity with its unit: `more than 20 million pills`, or short, for labels: `>20 million`.

        The short form leaves out what is counted (the subtitle says it) but never the qualifier.
        """
        qualifier, number = self.parts(quantity, unit, named=not short)
        if short and quantity.qualifier in _SHORT and quantity.word is None:
            return (LRM if self.right_to_left else "") + _SHORT[quantity.qualifier] + number
        return self.join_qualifier(qualifier, number)

    def join_qualifier(self, qualifier: str, number: str) -> str:
        """Put a number behind its qualifier: `more than 20 million`, `超过2000万`."""
        space = "" if not qualifier or self.language == "zh" else " "
        return f"{qualifier}{space}{number}"

    def parts(self, quantity: Quantity, unit: Unit, *, named: bool = True) -> tuple[str, str]:
        """The qualifier in words ("" where exact) and the number with its unit; `named` also names what is counted."""
        if quantity.low is None or quantity.high is None:
            return "", self.word("missing")
        ends, magnitude = self._ends(quantity.low, quantity.high, unit)
        number = ends[0]
        if ends[0] != ends[1]:
            # A dash beside a minus sign cannot be told from it.
            minus = any("−" in end for end in ends)
            number = self.word("range", start=ends[0], end=ends[1]) if minus else "–".join(ends)
        exact = quantity.qualifier in (Qualifier.EXACT, Qualifier.RANGE)
        if exact or (quantity.word and self.language == "en"):
            qualifier = quantity.word or ""  # the analyst's own
        else:
            qualifier = self.word(f"qualifier {quantity.qualifier.value}")
        return qualifier, self._add_unit(number, magnitude, unit, named)

    def _ends(self, low: Decimal, high: Decimal, unit: Unit) -> tuple[list[str], str]:
        """Both ends of a quantity, and the word of their magnitude, "" if they have none."""
        if unit.magnitude and self.language == "zh":
            *ends, word = _count_in_chinese((low, high), POWERS[unit.magnitude], unit.decimals)
            numbers = [self.number(n, decimals) for n, decimals in ends]
            return [text.replace(",", "") if word else text for text in numbers], word
        word = self.plural(unit.magnitude, high) if unit.magnitude else ""
        return [self.number(n, unit.decimals) for n in (low, high)], word

    def _add_unit(self, number: str, magnitude: str, unit: Unit, named: bool) -> str:
        ends = f"{self._gap(magnitude)}{magnitude}" if magnitude else ""
        if not unit.currency:
            number += ends
        elif self._puts_sign_first():
            number = self._add_currency(number, unit.currency) + ends
        else:
            number = self._add_currency(number + ends, unit.currency)
        if unit.unit in ("percent", "%"):
            return f"{number}{self._percent}"
        if named and unit.unit and unit.magnitude in _NOUNS and self.language != "zh":
            return self.word("magnitude of", number=number, unit=unit.unit)
        if named and unit.unit:
            return f"{number}{self._gap(unit.unit)}{unit.unit}"
        return number

    @property
    def _percent(self) -> str:
        if not self.right_to_left:
            return self.word("percent sign")
        symbols = _babel(self.tag).number_symbols
        return str(symbols.get(self.numbering_system, symbols["latn"])["percentSign"])

    def _gap(self, after: str) -> str:
        """What stands between a number and `after`: nothing before Chinese, as in `260万片`."""
        return "" if self.language == "zh" and after[0] >= "\u2e80" else NBSP

    def plural(self, key: str, count: Decimal) -> str:
        """The fixed word `key` in the form that `count` asks for (CLDR's plural rules)."""
        category = _babel(self.tag).plural_form(abs(count))
        return words(self.language).get(f"{key} {category}") or self.word(key)

    def _puts_sign_first(self) -> bool:
        """Whether a currency's sign comes before the number."""
        pattern: str = _babel(self.tag).currency_formats["standard"].pattern
        return pattern.index("¤") < pattern.index("0")

    def _add_currency(self, number: str, code: str) -> str:
        from babel.numbers import get_currency_symbol

        locale = _babel(self.tag)
        symbol = get_currency_symbol(code, locale=locale)
        if self.right_to_left and symbol[0].isalpha():  # "US$" is one sign
            symbol = f"{LRM}{symbol}{LRM}"
        if not self._puts_sign_first():
            return f"{number}{NBSP}{symbol}"
        sign = "−" if number.startswith("−") else ""
        return f"{sign}{symbol}{number.removeprefix(sign)}"


@lru_cache(maxsize=50_000)
def _number(tag: str, digits: str, decimals: int | None) -> str:
    """`Locale.number`, worked out once for each number: a chart writes its labels again for each size."""
    from babel.numbers import format_decimal

    number = Decimal(digits)
    shown = -int(number.as_tuple().exponent) if decimals is None else decimals
    pattern = "#,##0" + ("." + "0" * shown if shown > 0 else "")
    if abs(number) < 10_000 and tag.split("-")[0] in _LONE_THOUSANDS:
        pattern = pattern.replace(",", "").replace("##0", "0")
    locale = Locale(tag)
    system = locale.numbering_system
    text = format_decimal(number, format=pattern, locale=_babel(tag), numbering_system=system)
    return locale.write_minus(locale.digits(text))


@lru_cache(maxsize=16)
def _babel(tag: str) -> BabelLocale:
    from babel import Locale as BabelLocale
    from babel import UnknownLocaleError

    try:
        return BabelLocale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return BabelLocale.parse("en-US", sep="-")


def locale_of(edition: Edition) -> Locale:
    """The locale of an edition, by its language."""
    return Locale(edition.language)


# Chinese counts in powers of ten thousand, as CLDR's short numbers in it do (`0000万`, `0亿`, `0万亿`): 2.6 million is
# 260万, 1.2 billion is 12亿. Below ten thousand a number stands in full.
_CHINESE_POWERS = ((12, "万亿"), (8, "亿"), (4, "万"))


def _count_in_chinese(ends: tuple[Decimal, Decimal], power: int, decimals: int | None) -> tuple[tuple[Decimal, int], tuple[Decimal, int], str]:  # fmt: skip
    """Return both ends of a quantity in multiples of 10**`power`, each as a number with its decimals, and their common word.

    Rounded to `decimals` in the multiples given, as all languages are; no decimals are lost or claimed by counting in
    other ones.
    """
    largest = max(abs(end) for end in ends).scaleb(power)
    own, word = next(((p, w) for p, w in _CHINESE_POWERS if largest >= Decimal(10) ** p), (0, ""))
    low, high = (_shift(end, power - own, decimals) for end in ends)
    return low, high, word


def _shift(number: Decimal, by: int, decimals: int | None) -> tuple[Decimal, int]:
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals))
    number = number.scaleb(by)
    if by < 0:  # 20 thousand is 2万, 25 thousand 2.5万
        number = number.normalize()
    return number, max(0, -int(number.as_tuple().exponent))
