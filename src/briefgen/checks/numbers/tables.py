"""How languages write numbers, read from `data/numbers/<language>.yaml`.

A language that has no file there is read by its digits, its number words and its months only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import Any, TypeAlias

import yaml

from briefgen.outline.quantity import Qualifier

Terms: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words, in small letters; what is said to be a pattern is a regular expression.

    `qualifiers` stand before a number, `after` behind it; `fillers` may stand between qualifier and number.
    `magnitudes` multiply by a power of ten (0: by twelve); `short` ones stand right at the digits (`20m`).
    `shares` join the two numbers of "seven in ten", `spans` those of a range, `pairs` those after `between`,
    `rates` a number and what it is counted against. After `from`, a span is two numbers. `times` follows a number
    that is a factor; `factors` are whole words that are one, `double` those only before one of `doubled`. `basis`
    is a hundredth of a percentage point, `hundredths` of a currency. `fractions` are the denominators' words,
    `alone` those that need no "one" before them; `half` are those for one half, `half_of` those that are one only
    before a magnitude ("medio millón"), neither after `not_half`. A number after `multiplied` (patterns) is a
    factor. `labels` (patterns) are followed by a number that is a name: "Table 3"; `names` (patterns) too, with a
    capital; `idioms` (patterns) count nothing. `articles` before a magnitude or a fraction mean one. `vague` are
    plurals that stand for an order of magnitude, as "hundred" is after `several`. `superlatives` and `ranks`
    (patterns) stand beside "first" and "second" that are ordinals. `composed` says that hundreds, tens and units
    of `numerals` make up the others.
    """

    qualifiers: dict[str, Qualifier] = field(default_factory=dict)
    after: dict[str, Qualifier] = field(default_factory=dict)
    magnitudes: dict[str, int] = field(default_factory=dict)
    short: dict[str, int] = field(default_factory=dict)
    factors: dict[str, Decimal] = field(default_factory=dict)
    fractions: dict[str, int] = field(default_factory=dict)
    alone: dict[str, int] = field(default_factory=dict)
    vague: dict[str, int] = field(default_factory=dict)
    numerals: dict[str, Decimal] = field(default_factory=dict)
    currencies: dict[str, str] = field(default_factory=dict)
    fillers: Terms = ()
    percent: Terms = ("percent",)
    points: Terms = ()
    basis: Terms = ()
    hundredths: Terms = ()
    times: Terms = ()
    suffixes: Terms = ()
    double: Terms = ()
    doubled: Terms = ()
    half: Terms = ()
    half_of: Terms = ()
    not_half: Terms = ()
    and_a_half: Terms = ()
    multiplied: Terms = ()
    ranks: Terms = ()
    superlatives: Terms = ()
    several: Terms = ()
    of: Terms = ()
    articles: Terms = ()
    rates: Terms = ()
    shares: Terms = ()
    spans: Terms = ("to",)
    pairs: Terms = ("and",)
    or_: Terms = ()
    between: Terms = ()
    from_: Terms = ()
    labels: Terms = ("§+",)
    names: Terms = ()
    idioms: Terms = ()
    durations: Terms = ()
    minus: Terms = ("minus",)
    spelled_ordinals: bool = False
    composed: bool = False


def _decimal(written: int | float) -> Decimal:
    return Decimal(str(written))


_VALUES: dict[str, Any] = {
    "qualifiers": Qualifier, "after": Qualifier, "magnitudes": int, "short": int, "factors": _decimal,
    "fractions": int, "alone": int, "vague": int, "numerals": _decimal, "currencies": str,
}  # fmt: skip


@lru_cache(maxsize=16)
def words(language: str) -> Words:
    """The words of a language, an ISO 639 code; those of an unknown one are few."""
    if not language.isalpha():
        return Words()
    file = resources.files("briefgen").joinpath("data", "numbers", f"{language}.yaml")
    if not file.is_file():
        return Words()
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return _words(yaml.load(file.read_text(encoding="utf-8"), loader))


def _words(written: Mapping[str, Any]) -> Words:
    made: dict[str, Any] = {}
    for key, value in written.items():
        name = {"or": "or_", "from": "from_"}.get(key, key)
        if name in _VALUES:
            made[name] = {w: _VALUES[name](v) for v, terms in value.items() for w in terms}
        else:
            made[name] = tuple(value) if isinstance(value, list) else value
    return Words(**made)


# Signs of currencies and the codes that stand for the same, in every language. A dollar is a dollar: which
# one is the text's to say.
SIGNS = {"US$": "$", "C$": "C$", "A$": "A$", "R$": "BRL", "$": "$", "€": "€", "£": "£", "¥": "¥", "₹": "₹",
         "₴": "₴", "zł": "zł", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "UAH": "₴", "Rs.": "₹",
         "PLN": "zł", "MXN": "MXN", "CHF": "CHF", "CAD": "C$", "AUD": "A$", "CNY": "CNY", "BRL": "BRL", "Rs": "₹",
         "грн": "₴"}  # fmt: skip
# Units that may stand right at the digits; other letters there make an identifier of them (`5G`, `3D`).
UNITS = frozenset(
    [
        "kg",
        "g",
        "mg",
        "t",
        "kt",
        "mt",
        "lb",
        "lbs",
        "oz",
        "km",
        "m",
        "cm",
        "mm",
        "nm",
        "ft",
        "mi",
        "ha",
        "l",
        "ml",
        "s",
        "min",
        "h",
        "hr",
        "hrs",
        "kw",
        "mw",
        "gw",
        "kwh",
        "mwh",
        "gwh",
        "twh",
        "mb",
        "gb",
        "tb",
        "kb",
        "pt",
        "px",
        "c",
        "f",
        "bp",
    ]
)
