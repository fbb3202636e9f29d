"""What templates work with: cells that stay as they are written and can be compared and calculated with."""

from __future__ import annotations

import decimal
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from jinja2 import Undefined, pass_context

from briefgen.locale import Locale
from briefgen.outline import quantity
from briefgen.outline.figure import Unit

MAX_JOINED = 100_000
_LARGEST = quantity.MAX_MAGNITUDE
_EXACT = decimal.Context(
    prec=28, traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow]
)


class RefusedError(Exception):
    """A value that does not do what a template asks of it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class Cell(str):
    """A cell as written: `01`, `1,200`, `>20`; it compares as a number with numbers, as text with text."""

    __slots__ = ()

    def _ordered(self, other: Any) -> tuple[Any, Any]:
        if isinstance(other, Cell) or not isinstance(other, str):
            return number(self), number(other)
        return str(self), str(other)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Cell) or not isinstance(other, str):
            try:
                return number(self) == number(other)
            except RefusedError:
                pass
        return str.__eq__(self, other) is True

    def __ne__(self, other: object) -> bool:
        return not self == other

    # Equal cells such as `1200` and `1,200` need not share a hash: no template keeps them in a set.
    __hash__ = str.__hash__

    def __lt__(self, other: Any) -> bool:
        one, two = self._ordered(other)
        return bool(one < two)

    def __le__(self, other: Any) -> bool:
        one, two = self._ordered(other)
        return bool(one <= two)

    def __gt__(self, other: Any) -> bool:
        one, two = self._ordered(other)
        return bool(one > two)

    def __ge__(self, other: Any) -> bool:
        one, two = self._ordered(other)
        return bool(one >= two)


def number(value: Any) -> Decimal:
    """The exact number that `value` is; raises RefusedError for what is none, or none that is exact."""
    if isinstance(value, Undefined):
        raise RefusedError("a value that is not there")
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise RefusedError(f"`{value}` is not a number")
    if isinstance(value, str):
        try:
            found = quantity.parse(value)
        except ValueError:
            raise RefusedError(f"`{_short(value)}` is not a number") from None
        if found.low is None or not found.is_exact:
            said = f"`{_short(value)}` is not an exact number" if value else "the cell is empty"
            hint = "ask first: `{% if column is number %}`"
            raise RefusedError(f"{said}, so it cannot be compared or calculated with", hint)
        value = found.low
    exact = _EXACT.create_decimal(value)
    if exact and (abs(exact) > _LARGEST or exact.adjusted() < -18):
        raise RefusedError("a number too large or too small to write")
    return exact


def negative(value: Any) -> Decimal:
    """`value` with the other sign; raises RefusedError."""
    return _EXACT.minus(number(value))


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _bounded(operation: Callable[[Decimal, Decimal], Decimal]) -> Callable[[Decimal, Decimal], Decimal]:  # fmt: skip
    def work(left: Decimal, right: Decimal) -> Decimal:
        try:
            return number(operation(left, right))
        except decimal.DivisionByZero:
            raise RefusedError("a division by zero") from None
        except decimal.DecimalException:
            raise RefusedError("a calculation without a result") from None

    return work


ARITHMETIC = {
    "+": _bounded(_EXACT.add),
    "-": _bounded(_EXACT.subtract),
    "*": _bounded(_EXACT.multiply),
    "/": _bounded(_EXACT.divide),
    "//": _bounded(_EXACT.divide_int),
    "%": _bounded(_EXACT.remainder),
}


def written(value: Any) -> Any:
    """`value` as text in an outline: calculated numbers plain, nothing where there is none."""
    if isinstance(value, Undefined):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value.normalize(_EXACT):f}"
    if isinstance(value, str | int):
        return str(value)
    raise RefusedError("a list cannot be written")


def slug(value: Any) -> str:
    """`value` as part of a file's name: small letters and digits of any script, with hyphens between."""
    text = unicodedata.normalize("NFKD", str(written(value)))
    plain = "".join(c for c in text if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", plain).lower()).strip("-")


def identifier(name: str) -> str:
    """A column's name as templates can write it: `Deaths, 2021` as `deaths_2021`."""
    return re.sub(r"\W+", "_", name.casefold()).strip("_")


# -- filters ---------------------------------------------------------------------------------------


def _in_words(context: Any, value: Any, unit: Unit) -> str:
    locale = Locale(context.get("_language"))
    if isinstance(value, str):
        try:
            return locale.quantity(quantity.parse(value), unit)
        except ValueError:
            raise RefusedError(f"`{_short(value)}` is not a quantity", quantity.FORMS) from None
    exact = number(value).normalize(_EXACT)
    plain = Decimal(f"{exact:f}")
    return locale.quantity(quantity.Quantity(plain, plain), unit)


def _decimals(value: Any) -> int | None:
    if value is None or (isinstance(value, int) and 0 <= value <= 6):
        return value
    raise RefusedError(f"`{value}` is not a number of decimals from 0 to 6")


@pass_context
def _number(context: Any, value: Any, decimals: Any = None) -> str:
    return _in_words(context, value, Unit(decimals=_decimals(decimals)))


@pass_context
def _percent(context: Any, value: Any, decimals: Any = None) -> str:
    return _in_words(context, value, Unit(unit="percent", decimals=_decimals(decimals)))


@pass_context
def _currency(context: Any, value: Any, code: Any = "USD", decimals: Any = None) -> str:
    if not isinstance(code, str) or not re.fullmatch("[A-Z]{3}", code):
        raise RefusedError(f"`{code}` is not the code of a currency, such as `USD`")
    return _in_words(context, value, Unit(currency=code, decimals=_decimals(decimals)))


@pass_context
def _date(context: Any, value: Any) -> str:
    try:
        return Locale(context.get("_language")).partial_date(str(value))
    except ValueError:
        hint = "write 2014, 2021-05 or 2021-05-15"
        raise RefusedError(f"`{_short(str(value))}` is not a date", hint) from None


def _round(value: Any, decimals: Any = 0) -> Decimal:
    places = _decimals(decimals) or 0
    return number(value).quantize(Decimal(1).scaleb(-places), decimal.ROUND_HALF_UP, _EXACT)


def _default(value: Any, other: Any) -> Any:
    return other if value in (None, "") else value


def _joined(parts: list[Any]) -> str:
    texts = [str(written(part)) for part in parts]
    if sum(map(len, texts)) > MAX_JOINED:
        raise RefusedError(f"it comes to more than {MAX_JOINED:,} characters")
    return "".join(texts)


def _text(change: Callable[[str], str]) -> Callable[[Any], str]:
    return lambda value: change(str(written(value)))


FILTERS: dict[str, Callable[..., Any]] = {
    "number": _number,
    "percent": _percent,
    "currency": _currency,
    "date": _date,
    "round": _round,
    "abs": lambda value: abs(number(value)),
    "default": _default,
    "upper": _text(str.upper),
    "lower": _text(str.lower),
    "capitalize": _text(lambda text: text[:1].upper() + text[1:]),
    "title": _text(str.title),
    "trim": _text(str.strip),
    "_exact": number,
    "_joined": _joined,
}
SHOWN = tuple(name for name in FILTERS if not name.startswith("_"))


def _is_number(value: Any) -> bool:
    try:
        number(value)
    except RefusedError:
        return False
    return True


TESTS: dict[str, Callable[..., Any]] = {
    "number": _is_number,
    "empty": lambda value: value in (None, ""),
}
