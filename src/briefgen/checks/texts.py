"""Where an edition's texts are written: in the outline, or in the translation that it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefgen.charts.kinds.tilemap import STATES
from briefgen.editions.abbreviations import reader_texts
from briefgen.languages.locale import locale_of
from briefgen.model import source_map
from briefgen.model.base import NodePath
from briefgen.model.diagnostics import Diagnostic, Place, warning
from briefgen.model.edition import Edition
from briefgen.model.loaded import LoadedOutline
from briefgen.model.outline import Outline
from briefgen.model.selection import chain
from briefgen.model.source_map import MappingNode, Scalar, TreeNode


def outline_in(loaded: LoadedOutline, tag: str) -> Outline:
    """The outline with the texts of a language that it has."""
    return loaded.outline if tag == loaded.outline.language else loaded.translations[tag].outline


def trees(loaded: LoadedOutline, tag: str) -> Iterator[source_map.TreeNode]:
    """What texts in a language are read from: the translation, then the outline."""
    if tag != loaded.outline.language:
        yield loaded.translations[tag].tree
    yield loaded.tree


def scalar_in(
    loaded: LoadedOutline, tag: str, ways: Iterator[NodePath] | list[NodePath]
) -> source_map.Scalar | None:
    """The first text that a translation writes at one of these paths."""
    tree = loaded.translations[tag].tree
    for way in ways:
        node, walked = source_map.find(tree, way)
        if walked == way and isinstance(node, source_map.Scalar) and node.value is not None:
            return node
    return None


def ways(loaded: LoadedOutline, audience: str, keys: tuple[str, ...]) -> Iterator[NodePath]:
    """The paths of a translation at which a text may stand: `keys` is a part's id and key, or a key."""
    for each in chain(loaded.outline, audience) if audience else ():
        yield ("audiences", each.id, *(("reword",) if len(keys) > 1 else ()), *keys)
    yield ("parts", *keys) if len(keys) > 1 else keys


# Abbreviations that an edition uses and nobody explains: neither the glossary nor the text itself.


# Two to six capitals, Latin, Greek or Cyrillic, and an s for the plural: neither `FY2019`, `EP68838` and `COVID-19`,
# nor `U.S.` and `EE. UU.`
_CAPITAL = "A-ZÀ-ÖØ-ÞΑ-ΫЀ-Я"
_CAPITALS = re.compile(
    rf"(?<![\w.&/-])(?!([{_CAPITAL}])\1\.\s?([{_CAPITAL}])\2\.)(?<![{_CAPITAL}]{{2}}\.\s)(?:[{_CAPITAL}]{{2,6}}|[A-Z]&[A-Z])"
    r"(?=(?:s|['’]s?|s['’])?(?![\w&-]))"
)
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_SHOUTED = re.compile(r"[A-Z]{2,}(?:[\s,–—-]+[A-Z]{2,}){2,}")
# In every dictionary, without a note of what they stand for; units and times of day among them.
_WELL_KNOWN = frozenset(
    [
        "US",
        "USA",
        "UK",
        "EU",
        "UN",
        "UAE",
        "DC",
        "TV",
        "DNA",
        "RNA",
        "HIV",
        "AIDS",
        "DVD",
        "CD",
        "ID",
        "OK",
        "AM",
        "PM",
        "AD",
        "BC",
        "CE",
        "BCE",
        "PDF",
        "FAQ",
        "GPS",
        "PS",
        "MW",
        "GW",
        "MHZ",
        "GHZ",
        "KG",
        "KM",
        "MPH",
        "HQ",
        "PO",
        "ZIP",
        "IQ",
    ]
)
_WELL_KNOWN_IN = {
    "es": frozenset(["EE", "UU", "UE", "ONU", "ADN", "VIH", "SIDA", "RAE", "IVA"]),
    "fr": frozenset(["UE", "ONU", "ADN", "VIH", "TVA"]),
    "de": frozenset(["EU", "UN", "DNS", "USA", "UNO"]),
    "pl": frozenset(["UE", "ONZ", "USA", "RP"]),
    "el": frozenset(["ΗΠΑ", "ΕΕ", "ΟΗΕ"]),
    "uk": frozenset(["США", "ЄС", "ООН"]),
}
# Keys of the outline whose texts are the sources' words, or are not words.
_NOT_OURS = frozenset(("evidence", "sources", "glossary", "report", "organisation", "keywords"))


def undefined_abbreviations(loaded: LoadedOutline, edition: Edition) -> Iterator[Diagnostic]:
    """A warning for each abbreviation that the edition does not explain, where it is first written."""
    texts = [_SHOUTED.sub("", text) for text in reader_texts(edition)]
    explained = "\n".join(texts)
    found: dict[str, None] = {}
    for text in texts:
        for use in _CAPITALS.finditer(text):
            found.setdefault(use.group(), None)
    for short in found:
        if _is_known(short, loaded, edition) or re.search(rf"\w \({re.escape(short)}\b", explained):
            continue
        if re.search(rf"\b{re.escape(short)} \(\w", explained) or _is_amount(short, explained):
            continue
        message = f"nothing says what `{short}` stands for"
        hint = f"add `{short}: …` to `glossary`, or `{short}: ~` where every reader knows it"
        written = (p for tree in trees(loaded, edition.language) for p in _places(tree, short))
        place = next(written, loaded.place(()))
        yield warning("undefined-abbreviation", message, place, hint)


def _is_known(short: str, loaded: LoadedOutline, edition: Edition) -> bool:
    return (
        short in outline_in(loaded, edition.language).glossary
        or short in _WELL_KNOWN
        or short in _WELL_KNOWN_IN.get(locale_of(edition).language, ())
        or short in STATES
        or _ROMAN.fullmatch(short) is not None
        or re.search(rf"\b{re.escape(short)}\b", edition.organisation.name) is not None
    )


def _is_amount(short: str, text: str) -> bool:
    """Whether it is a currency beside a number: `USD 20`, `20 EUR`."""
    if not re.search(rf"\b{short}[\s\u00a0]?\d|\d[\s\u00a0]?{short}\b", text):
        return False
    from babel.numbers import is_currency

    return bool(is_currency(short))


def _places(node: TreeNode, short: str) -> Iterator[Place]:
    if isinstance(node, Scalar):
        if re.search(rf"(?<![\w.&/-]){re.escape(short)}(?:s|['’]s?)?(?![\w&-])", node.value or ""):
            place = node.place
            at = (place.text or "").find(short, place.column - 1)
            if at >= 0:
                place = Place(place.file, place.line, at + 1, len(short), place.text)
            yield place
        return
    if isinstance(node, MappingNode):
        for key, item in node.entries.items():
            if key not in _NOT_OURS:
                yield from _places(item, short)
    else:
        for item in node.items:
            yield from _places(item, short)
