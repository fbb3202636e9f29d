"""What a language asks of a name that is put in the place of its abbreviation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grammar:
    """The words before an abbreviation that decide on the name's form, in small letters.

    After one of `determiners` it has no article of its own; after one of `plurals` it is in the plural; after one
    of `cases` it has an ending that we do not know, and one of `elided` is written otherwise before a vowel.
    `regular` says that a plural ends in s. `inflected` languages have such endings anywhere.
    """

    determiners: frozenset[str] = frozenset()
    plurals: frozenset[str] = frozenset()
    cases: frozenset[str] = frozenset()
    elided: frozenset[str] = frozenset()
    regular: bool = False
    inflected: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_INFLECTED = Grammar(inflected=True)
_GRAMMARS = {
    "en": Grammar(
        _words("the a an this that these those its his her their our your my each every any no some"),
        regular=True,
    ),
    "es": Grammar(
        _words(
            "el la los las un una unos unas lo al del este esta estos estas ese esa esos esas aquel aquella su sus"
            " nuestro nuestra nuestros nuestras cada ningún ninguna algún alguna"
        ),
        _words(
            "los las unos unas estos estas esos esas sus nuestros nuestras varios varias muchos muchas algunos algunas"
            " otros otras pocos pocas dos tres cuatro cinco seis siete ocho nueve diez"
        ),
    ),
    "fr": Grammar(
        _words(
            "le la les l un une des du au aux ce cet cette ces son sa ses leur leurs notre nos votre vos chaque aucun"
            " aucune"
        ),
        _words(
            "les des aux ces ses leurs nos vos plusieurs quelques certains certaines deux trois quatre cinq six sept huit"
            " neuf dix"
        ),
        elided=_words("le la de que"),
    ),
    "de": Grammar(
        _words(
            "der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen diesem zum zur vom beim"
            " im am ins ihr ihre ihren ihrem ihrer sein seine seinen seinem seiner jede jeder jedes jeden jedem kein keine"
        ),
        _words("diese viele mehrere einige alle beide zwei drei vier fünf sechs sieben acht neun zehn vielen mehreren"),
        _words("des eines dieses jedes seines ihres unseres keines"),
    ),
    **dict.fromkeys(("pl", "uk", "el", "ru", "cs", "sk", "sl", "hr", "sr", "bg", "lt", "lv", "et", "fi", "hu", "tr"), _INFLECTED),
}  # fmt: skip


def grammar(language: str) -> Grammar:
    """The grammar of a language, an ISO 639 code; of an unknown one, one that asks for nothing."""
    return _GRAMMARS.get(language, Grammar())
