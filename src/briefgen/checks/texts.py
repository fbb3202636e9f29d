"""Checks of an edition's texts: abbreviations that nobody explains, and how hard it is to read.

Reading is measured as a school grade, against the audience's target. Syllables are pyphen's. English has the
Flesch-Kincaid grade (Kincaid, Fishburne, Rogers and Chissom, "Derivation of new readability formulas", Research Branch
Report 8-75, 1975). Other languages have Flesch's reading ease as adapted to the language, read as a grade by Flesch's
own table ("How to Write Plain English", 1979, chapter 2):

- Spanish: Fernández Huerta, "Medidas sencillas de lecturabilidad", Consigna 214, 1959
- German: Amstad, "Wie verständlich sind unsere Zeitungen?", Zürich 1978
- French: Kandel and Moles, "Application de l'indice de Flesch à la langue française", Cahiers d'Études de
  Radio-Télévision 19, 1958
- Italian: Franchina and Vacca, "Adaptation of Flesh readability index on a bilingual text", Linguaggi 3, 1986
- Dutch: Douma, "De leesbaarheid van landbouwbladen", Wageningen 1960

Polish has Gunning's fog index ("The Technique of Clear Writing", 1952), which is a grade, hard words being those of
four syllables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from briefgen.charts.kinds.tilemap import STATES
from briefgen.editions.abbreviations import reader_texts
from briefgen.languages.locale import locale_of
from briefgen.model.base import NodePath
from briefgen.model.diagnostics import Diagnostic, Place, Severity, warning
from briefgen.model.edition import Edition
from briefgen.model.loaded import LoadedOutline, MappingNode, Scalar, TreeNode, find_node
from briefgen.model.outline import Outline
from briefgen.model.rich_text import Blocks, Inline, plain
from briefgen.model.selection import lineage, option_path


def outline_in(loaded: LoadedOutline, tag: str) -> Outline:
    """The outline with the texts of a language that it has."""
    return loaded.outline if tag == loaded.outline.language else loaded.translations[tag].outline


def trees(loaded: LoadedOutline, tag: str) -> Iterator[TreeNode]:
    """What texts in a language are read from: the translation, then the outline."""
    if tag != loaded.outline.language:
        yield loaded.translations[tag].tree
    yield loaded.tree


def scalar_in(
    loaded: LoadedOutline, tag: str, ways: Iterator[NodePath] | list[NodePath]
) -> Scalar | None:
    """The first text that a translation writes at one of these paths."""
    tree = loaded.translations[tag].tree
    for way in ways:
        node, walked = find_node(tree, way)
        if walked == way and isinstance(node, Scalar) and node.value is not None:
            return node
    return None


def ways(loaded: LoadedOutline, audience: str, keys: tuple[str, ...]) -> Iterator[NodePath]:
    """The paths of a translation at which a text may stand: `keys` is a part's id and key, or a key."""
    for each in lineage(loaded.outline, audience or None):
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
_WELL_KNOWN = frozenset((
    "US", "USA", "UK", "EU", "UN", "UAE", "DC", "TV", "DNA", "RNA", "HIV", "AIDS", "DVD", "CD",
    "ID", "OK", "AM", "PM", "AD", "BC", "CE", "BCE", "PDF", "FAQ", "GPS", "PS", "MW", "GW",
    "MHZ", "GHZ", "KG", "KM", "MPH", "HQ", "PO", "ZIP", "IQ",
))  # fmt: skip
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


# The reading level of an edition.

FORMULAS = {
    "en": "Flesch-Kincaid",
    "es": "Fernández Huerta",
    "de": "Amstad",
    "fr": "Kandel and Moles",
    "it": "Franchina and Vacca",
    "nl": "Douma",
    "pl": "Gunning fog",
}
# Reading ease: a constant, less so much for each word of a sentence, less so much for each syllable of a word.
_EASE = {
    "es": (206.84, 1.02, 60.0),
    "de": (180.0, 1.0, 58.5),
    "fr": (207.0, 1.015, 73.6),
    "it": (217.0, 1.3, 60.0),
    "nl": (206.835, 0.93, 77.0),
}
# Reading ease -> school grade at that ease, from Flesch's table of bands; linear between.
_GRADES = (
    (100.0, 5.0), (90.0, 6.0), (80.0, 7.0), (70.0, 8.0), (60.0, 10.0), (50.0, 13.0), (30.0, 17.0), (0.0, 20.0),
)  # fmt: skip
# What is no part of a word: all but letters, digits and the apostrophe of an English contraction.
_IN_WORDS = re.compile(r"'(?![tsd]|ve|ll|re)|[^\w\s']")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(
    r"[^aeiouy](?:(?<!l)e|(?<=[aeiouy]l)e|(?<![td])ed|(?:(?<![sxzcghl])|(?<=[aeiouy]l))es)$"
    r"|[gq]ues?$|[^aeiouyl]e(?=(?:ly|ments?|ful|less|ness)$)"
)
# In fewer words one long one decides alone.
_FRAGMENT = 8
_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Dr|St|No))(?<!\bMrs)(?<!\bPhD)[.!?…][”’»\")]*\s+(?=[\W\d]*[A-ZÀ-ÝŁŚŻ])|\n"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an edition, its grade, and the place of the text that it stands in."""

    text: str
    grade: float
    place: Place


def grade(edition: Edition) -> float | None:
    """The school grade of the edition's running text; None where no formula fits its language."""
    texts = [s for text, _ in _texts(edition) for s in sentences(text)]
    return measure_grade(texts, locale_of(edition).language)


def measure_grade(texts: list[str], language: str) -> float | None:
    """The school grade of these sentences together; None where no formula fits the language."""
    if language not in FORMULAS or not texts:
        return None
    counted = [_words(text) for text in texts]
    words = [word for sentence in counted for word in sentence]
    # What has one word or two is no sentence, but its words count.
    length = len(words) / max(1, sum(len(sentence) > 2 for sentence in counted))
    if not words:
        return 0.0
    syllables = [_syllables(word, language) for word in words]
    per_word = sum(syllables) / len(words)
    if language == "en":
        return round(0.39 * length + 11.8 * per_word - 15.59, 1)
    if language == "pl":
        return round(0.4 * (length + 100 * sum(n >= 4 for n in syllables) / len(words)), 1)
    base, by_length, by_syllables = _EASE[language]
    return round(_grade_at(base - by_length * length - by_syllables * per_word), 1)


def _words(text: str) -> list[str]:
    """The words of a sentence in small letters, a word with hyphens being one."""
    return _IN_WORDS.sub("", text).lower().split()


@lru_cache(maxsize=8192)
def _syllables(word: str, language: str) -> int:
    """How many syllables a word has: its places of hyphenation and one.

    English is hyphenated in fewer places than it has syllables, so there it is at least the groups of vowels, without
    one for a silent `e`.
    """
    hyphenated = len(_hyphenation(language).positions(word)) + 1
    if language != "en":
        return hyphenated
    silent = 1 if _SILENT.search(word) else 0
    return max(hyphenated, len(_VOWELS.findall(word)) - silent)


@cache
def _hyphenation(language: str) -> Any:
    from pyphen import Pyphen

    return Pyphen(lang=language)


def _grade_at(ease: float) -> float:
    ease = min(max(ease, 0.0), 100.0)
    for (high, low_grade), (low, high_grade) in pairwise(_GRADES):
        if ease >= low:
            return low_grade + (high - ease) / (high - low) * (high_grade - low_grade)
    return _GRADES[-1][1]


@lru_cache(maxsize=2048)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of `text`, list items and headlines among them."""
    found = (part.strip() for part in _SENTENCE_END.split(text))
    return tuple(part for part in found if re.search(r"\w\W+\w", part))


def reading_levels(loaded: LoadedOutline, edition: Edition) -> Iterator[Diagnostic]:
    """A warning when the edition is harder to read than its audience's `reading_level`.

    A note where nothing measures its language.
    """
    if not edition.audience_id:
        return
    audiences = lineage(loaded.outline, edition.audience_id)
    targets = (a.reading_level for a in audiences if "reading_level" in a.model_fields_set)
    target = next(targets, None)
    if target is None:
        return
    here = loaded.place(option_path(loaded.outline, edition.audience_id, "reading_level"))
    tag, own = edition.language, loaded.outline.language
    named = f"the edition for `{edition.audience_id}`" + (f" in `{tag}`" if tag != own else "")
    level = grade(edition)
    if locale_of(edition).language not in FORMULAS:
        reason = "there is no formula for its language"
        message = f"the reading level of {named} is not measured: {reason}"
        yield Diagnostic(Severity.NOTE, "reading-level", message, here)
    if level is None or level <= target:
        return
    said = []
    for hard in hardest(loaded, edition, 3):
        short = hard.text if len(hard.text) <= 90 else hard.text[:89].rsplit(" ", 1)[0] + " …"
        file = f"{hard.place.file} " if hard.place.file != here.file else ""
        said.append(f"{file}line {hard.place.line}, grade {hard.grade:g}: “{short}”")
    formula = FORMULAS[locale_of(edition).language]
    message = f"{named} reads at school grade {level:g} ({formula}); its target is {target:g}"
    hint = f"start with its hardest sentences: {'; '.join(said)}"
    yield warning("reading-level", message, here, hint)


def hardest(loaded: LoadedOutline, edition: Edition, count: int) -> list[Sentence]:
    """The `count` sentences of the highest grades, the hardest first."""
    found = []
    for text, keys in _texts(edition):
        place = _place(loaded, edition, keys)
        for sentence in sentences(text):
            if len(sentence.split()) < _FRAGMENT:
                continue
            level = measure_grade([sentence], locale_of(edition).language)
            if level is not None:
                found.append(Sentence(sentence, level, place))
    return sorted(found, key=lambda s: -s.grade)[:count]


def _texts(e: Edition) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Running texts with the id and key that they stand under.

    What the glossary spells out counts as its abbreviation: a name is not the author's to shorten.
    """
    pairs: list[tuple[Inline | Blocks, tuple[str, ...]]] = [(e.message, ("message",))]
    for finding in e.findings:
        id = finding.id
        pairs += [(finding.headline, (id, "headline")), (finding.body, (id, "body"))]
    for ask in e.recommendations:
        pairs += [(ask.action, (ask.id, "action")), (ask.body, (ask.id, "body"))]
    pairs.append((e.about, ("about",)))
    for content, keys in pairs:
        text = plain(content)
        for short, long in e.abbreviations:
            spelled = rf"(?:the )?{re.escape(long)}\S* \(({re.escape(short)}\S*?)\)"
            text = re.sub(spelled, r"\1", text, flags=re.IGNORECASE)
        yield text, keys


def _place(loaded: LoadedOutline, edition: Edition, keys: tuple[str, ...]) -> Place:
    tag = edition.language
    paths = ways(loaded, edition.audience_id, keys)
    if tag != loaded.outline.language and (written := scalar_in(loaded, tag, paths)):
        return written.place
    return loaded.place(_path(loaded, edition, keys))


def _path(loaded: LoadedOutline, edition: Edition, keys: tuple[str, ...]) -> NodePath:
    """Where the text is written: by the audience, by one that it extends, or in the outline."""
    if len(keys) == 1:
        return option_path(loaded.outline, edition.audience_id or None, *keys)
    id, key = keys
    o = loaded.outline
    audiences = lineage(o, edition.audience_id or None)
    for audience in audiences:
        if key in audience.reword.get(id, {}):
            return (*audience.path, "reword", id, key)
    own = (r for a in audiences for r in a.own_recommendations)
    paths = {p.id: p.path for p in (*o.recommendations, *own)} | {f.id: f.path for f in o.findings}
    return (*paths[id], key)
