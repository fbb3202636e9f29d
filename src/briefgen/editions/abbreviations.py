"""Abbreviations spelled out where an edition first uses them: `Drug Enforcement Administration (DEA)`.

The first use in running text counts (message, bodies, asks, about), in the order in which they are read. One that
stands in no running text is spelled out in the first label or headline that has it, or else in the note of the
first figure or table. A page of highlights shows headlines before bodies, so there they come first. Phrases in
quotation marks, links and what the author has spelled out stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from msgspec.structs import replace

from briefgen.languages.locale import locale_of
from briefgen.model.edition import ENDING, Edition, EditionFigure, EditionTable
from briefgen.model.outline import Term
from briefgen.model.rich_text import QUOTES, Blocks, Inline, List, Paragraph, Text, plain
from briefgen.model.selection import inner_texts


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
        _words("el la los las un una unos unas lo al del este esta estos estas ese esa esos esas aquel aquella su sus"
               " nuestro nuestra nuestros nuestras cada ningún ninguna algún alguna"),
        _words("los las unos unas estos estas esos esas sus nuestros nuestras varios varias muchos muchas algunos algunas"
               " otros otras pocos pocas dos tres cuatro cinco seis siete ocho nueve diez"),
    ),
    "fr": Grammar(
        _words("le la les l un une des du au aux ce cet cette ces son sa ses leur leurs notre nos votre vos chaque aucun"
               " aucune"),
        _words("les des aux ces ses leurs nos vos plusieurs quelques certains certaines deux trois quatre cinq six sept huit"
               " neuf dix"),
        elided=_words("le la de que"),
    ),
    "de": Grammar(
        _words("der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen diesem zum zur vom beim"
               " im am ins ihr ihre ihren ihrem ihrer sein seine seinen seinem seiner jede jeder jedes jeden jedem kein keine"),
        _words("diese viele mehrere einige alle beide zwei drei vier fünf sechs sieben acht neun zehn vielen mehreren"),
        _words("des eines dieses jedes seines ihres unseres keines"),
    ),
    **dict.fromkeys(("pl", "uk", "el", "ru", "cs", "sk", "sl", "hr", "sr", "bg", "lt", "lv", "et", "fi", "hu", "tr"), _INFLECTED),
}  # fmt: skip


def grammar(language: str) -> Grammar:
    """The grammar of a language, an ISO 639 code; of an unknown one, one that asks for nothing."""
    return _GRAMMARS.get(language, Grammar())


_SENTENCE_END = re.compile(r"(?:^|[.!?:]['\"”’»)]*\s+)$")
_ELISION = re.compile(r"\b(?:l|d|qu|j|n|s|c|dell|all|nell|un)['’]$", re.IGNORECASE)
_VOWEL = re.compile("[aeiouyhàâéèêëîïôöùûü]", re.IGNORECASE)
_LAST_WORD = re.compile(r"(\w+)(\s+)$")


@lru_cache(maxsize=256)
def uses(short: str) -> re.Pattern[str]:
    """Where `short` stands as a word, also in the plural or possessive (`TCOs`, `DEA’s`)."""
    return re.compile(rf"(?<![\w.-]){re.escape(short)}(?P<ending>{ENDING})(?![\w-])")


def author_explains(short: str, long: str, text: str) -> bool:
    """Whether `text` itself says what `short` stands for: `Long name (LN)`, `LN (long name)`."""
    if re.search(rf"\w \({re.escape(short)}(?:s|['’]s)?\)", text):
        return True
    return re.search(rf"\b{re.escape(short)} \({re.escape(long)}", text, re.IGNORECASE) is not None


@dataclass(slots=True)
class Speller:
    """Spells out each term once; `open` are those that are still to come, `done` those that were."""

    open: dict[str, Term]
    language: str
    done: list[str] = field(default_factory=list)

    def blocks(self, blocks: Blocks) -> Blocks:
        """`blocks` with the first use of each open term spelled out."""
        return tuple(self._block(block) for block in blocks)

    def _block(self, block: Paragraph | List) -> Paragraph | List:
        if isinstance(block, List):
            return replace(block, items=tuple(self.blocks(item) for item in block.items))
        return Paragraph(self.inline(block.runs))

    def inline(self, runs: Inline) -> Inline:
        """`runs` with the first use of each open term spelled out."""
        whole = plain(runs)
        for short, term in list(self.open.items()):
            if short not in whole:
                continue
            if author_explains(short, term.long, whole):
                self._close(short)
                continue
            runs = self._first(short, term, runs)
        return runs

    def _close(self, short: str) -> None:
        del self.open[short]
        self.done.append(short)

    def _first(self, short: str, term: Term, runs: Inline) -> Inline:
        before = ""
        for index, run in enumerate(runs):
            if not isinstance(run, Text):
                continue
            for use in uses(short).finditer(run.text) if run.url is None else ():
                lead = before + run.text[: use.start()]
                if self._in_quotation(lead):
                    continue
                self._close(short)
                head, said = self._spell(run.text[: use.start()], lead, use, term)
                new = replace(run, text=head + said + run.text[use.end() :])
                return (*runs[:index], new, *runs[index + 1 :])
            before += run.text
        return runs

    def _in_quotation(self, lead: str) -> bool:
        marks = QUOTES.get(self.language, QUOTES["en"])
        return lead.count(marks[0].strip()) > lead.count(marks[1].strip())

    def _spell(self, head: str, lead: str, use: re.Match[str], term: Term) -> tuple[str, str]:
        """What stands before the term, and the term spelled out."""
        rules = grammar(self.language)
        ending = use["ending"] or ""
        long = term.long
        last = _LAST_WORD.search(lead)
        word = last[1].lower() if last else ""
        plural = ending.startswith("s") or word in rules.plurals
        if plural and (term.plural or rules.regular):
            long = term.plural or f"{long}s"
        elif (
            plural
            or rules.inflected
            or word in rules.cases
            or (ending and not rules.regular)
            or (_ELISION.search(lead) and not _VOWEL.match(long))
            or (word in rules.elided and _VOWEL.match(long))
        ):
            # Its form here is not known; in brackets it stands as the glossary has it.
            return head, f"{use.group()} ({long})"
        if ending.endswith(("’s", "'s")):
            long += "’s"
        elif ending.endswith(("’", "'")):
            long += "’"
        possessive = re.search(r"['’](?:s?\s+)?$", lead) is not None
        if self.language == "en" and word in ("a", "an") and head.endswith(last[0] if last else ""):
            article = "an" if re.match(r"[aeio]|u(?!\.|ni|se|ti)", long, re.IGNORECASE) else "a"
            assert last is not None
            cut = len(head) - len(last[0])
            article = article.capitalize() if last[1][0].isupper() else article
            head = head[:cut] + article + last[2]
        elif term.article and word not in rules.determiners and not possessive:
            gap = "" if term.article.endswith(("'", "’")) else " "
            long = f"{term.article}{gap}{long}"
        if _SENTENCE_END.search(lead):
            long = long[0].upper() + long[1:]
        return head, f"{long} ({use.group()})"


def spell_out(edition: Edition, glossary: Mapping[str, Term | None]) -> Edition:
    """`edition` with its abbreviations spelled out at their first use, and `abbreviations`, the list of them."""
    terms = {short: term for short, term in glossary.items() if term is not None}
    if not terms:
        return edition
    texts = list(reader_texts(edition))
    used = {s for s in terms if any(s in text and uses(s).search(text) for text in texts)}
    speller = Speller({s: t for s, t in terms.items() if s in used}, locale_of(edition).language)
    edition = replace(edition, message=speller.blocks(edition.message))
    # One page of highlights has headlines first, and bodies only where there is room.
    short = edition.brief.layout == "highlights"
    for step in (_headlines, _bodies) if short else (_bodies, _headlines):
        edition = step(edition, speller)
    edition = _notes(edition, speller)
    listed = tuple((s, terms[s].long) for s in sorted(used, key=str.casefold))
    return replace(edition, abbreviations=listed)


def _bodies(e: Edition, speller: Speller) -> Edition:
    findings = tuple(replace(f, body=speller.blocks(f.body)) for f in e.findings)
    asks = tuple(replace(r, body=speller.blocks(r.body)) for r in e.recommendations)
    about = speller.blocks(e.about)
    return replace(e, findings=findings, recommendations=asks, about=about)


def _headlines(e: Edition, speller: Speller) -> Edition:
    if not speller.open:
        return e
    numbers = tuple(replace(n, label=speller.inline(n.label)) for n in e.key_numbers)
    findings = tuple(replace(f, headline=speller.inline(f.headline)) for f in e.findings)
    asks = tuple(replace(r, action=speller.inline(r.action)) for r in e.recommendations)
    return replace(e, findings=findings, recommendations=asks, key_numbers=numbers)


def _notes(e: Edition, speller: Speller) -> Edition:
    if not speller.open:
        return e

    def add_note(shown: Any) -> Any:
        said = "\n".join(exhibit_texts(shown)) if shown else ""
        here = [(s, t) for s, t in speller.open.items() if s in said and uses(s).search(said)]
        if not here:
            return shown
        for short, _ in here:
            speller.open.pop(short)
        text = "; ".join(f"{short}: {term.long}" for short, term in here) + "."
        note = (*shown.note, Text(f" {text}")) if shown.note else (Text(text),)
        return replace(shown, note=note)

    pairs = [(f, add_note(f.figure), add_note(f.table)) for f in e.findings]
    findings = tuple(replace(f, figure=figure, table=table) for f, figure, table in pairs)
    return replace(e, findings=findings, exhibits=tuple(add_note(x) for x in e.exhibits))


def exhibit_texts(shown: EditionFigure | EditionTable) -> Iterator[str]:
    """What a reader sees of a figure or table, but for its source line."""
    yield from (plain(shown.title), plain(shown.subtitle), plain(shown.note))
    if isinstance(shown, EditionFigure):
        yield from inner_texts(shown.spec)
    else:
        yield from (plain(cell) for row in (shown.headers, *shown.rows) for cell in row)


def reader_texts(e: Edition) -> Iterator[str]:
    """The edition's own texts, in its order: no notes, sources, quotations or names of files."""
    yield from (plain(e.title), plain(e.subtitle), plain(e.message))
    yield from (plain(number.label) for number in e.key_numbers)
    for f in e.findings:
        yield from (plain(f.headline), plain(f.body))
        if f.key_number:
            yield plain(f.key_number.label)
        for shown in (f.figure, f.table):
            if shown:
                yield from exhibit_texts(shown)
    for exhibit in e.exhibits:
        yield from exhibit_texts(exhibit)
    for r in e.recommendations:
        yield from (r.actor, plain(r.action), plain(r.body))
    yield plain(e.about)
