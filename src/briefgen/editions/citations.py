"""Where the texts of an edition are written: in a translation, in an audience's words, or in the outline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from string import Formatter
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from briefgen.languages.locale import Locale
from briefgen.model import rich_text, source_map
from briefgen.model.base import Node
from briefgen.model.base import NodePath as Keys
from briefgen.model.diagnostics import Place
from briefgen.model.edition import EditionSource, Note, Quotation
from briefgen.model.figures import Evidence
from briefgen.model.outline import Audience, Outline, Source
from briefgen.model.rich_text import Blocks, Inline, List, Mark, Paragraph, Text
from briefgen.model.selection import reworded


class Places(Struct, frozen=True):
    """`tree` is the outline's, `translated` its translation's; `audiences` the edition's own and those it extends."""

    tree: source_map.TreeNode
    translated: source_map.TreeNode | None = None
    audiences: tuple[Audience, ...] = ()

    def part(self, name: str, node: Node, key: str) -> Place:
        """Where the text `key` of `node`, which a rewording or a translation calls `name`, stands."""
        worded = self._worded(("reword", name, key))
        return self._first(*worded, (self.translated, ("parts", name, key)), at=(*node.path, key))

    def option(self, *keys: str) -> Place:
        """Where a key that audiences have for themselves stands: `title`, or `deck`, `footer`."""
        return self._first(*self._worded(keys), (self.translated, keys), at=keys)

    def _worded(self, keys: Keys) -> Iterator[tuple[source_map.TreeNode | None, Keys]]:
        for audience in self.audiences:
            yield self.translated, ("audiences", audience.id, *keys)
            yield self.tree, (*audience.path, *keys)

    def _first(self, *tried: tuple[source_map.TreeNode | None, Keys], at: Keys) -> Place:
        for tree, keys in tried:
            if tree is not None:
                found, walked = source_map.find(tree, keys)
                if walked == keys:
                    return found.place
        return source_map.find(self.tree, at)[0].place


# The outline's texts in an audience's words, and the notes and sources that they rest on, numbered as they are met.


T = TypeVar("T", bound=Node)


@dataclass(slots=True)
class Citations:
    """Numbers notes and sources in reading order while an edition is put together."""

    outline: Outline
    audience: Audience | None
    locale: Locale
    original: str
    places: Places
    foreign: frozenset[str] = frozenset()
    notes: dict[tuple[str | None, ...], Note] = field(default_factory=dict)
    sources: dict[str, EditionSource] = field(default_factory=dict)
    _by_id: dict[str, Node] = field(default_factory=dict)
    _citations: dict[tuple[str | None, ...], Inline] = field(default_factory=dict)

    def __post_init__(self) -> None:
        o = self.outline
        parts: Iterable[Any] = (
            *o.key_numbers, *o.findings, *o.figures, *o.tables, *o.recommendations, *o.sources
        )  # fmt: skip
        own = self.audience.own_recommendations if self.audience else ()
        self._by_id = {part.id: part for part in (*parts, *own)}

    def part(self, id: str) -> Any:
        """The part called `id`, in this audience's words."""
        return self.worded(id, self._by_id[id])

    def worded(self, name: str, node: T) -> T:
        """`node`, which a rewording calls `name`, in this audience's words."""
        words = self.audience.reword.get(name) if self.audience else None
        return reworded(node, words) if words else node

    def whole(self, name: str, node: T) -> T:
        """The outline's `organisation` or `report`, unless a part has that name for an id."""
        return node if name in self._by_id else self.worded(name, node)

    def inline(self, text: str | None) -> Inline:
        if text in self.foreign:
            return rich_text.in_language(rich_text.parse_inline(text, self.original), self.original)
        return rich_text.parse_inline(text, self.locale.tag) if text else ()

    def blocks(self, text: str | None) -> Blocks:
        if text in self.foreign:
            return rich_text.blocks_in_language(
                rich_text.parse_blocks(text, self.original), self.original
            )
        return rich_text.parse_blocks(text, self.locale.tag) if text else ()

    def lang(self, text: str) -> str | None:
        """The language of a plain text where it is not the edition's."""
        return self.original if text in self.foreign else None

    @property
    def quote_lang(self) -> str | None:
        """The language of the sources' own words where it is not the edition's."""
        return None if self.original == self.locale.tag else self.original

    def source(self, id: str) -> EditionSource:
        if id not in self.sources:
            s: Source = self.part(id)
            text = [*self.inline(s.author), Text(". ")] if s.author else []
            title = self.inline(s.title)
            text += [replace(t, italic=True) for t in title if isinstance(t, Text)]
            tail = [part for part in (s.publisher, s.date) if part]
            text.append(Text((". " + self.locale.comma.join(tail) if tail else "") + "."))
            if s.url:
                text += [Text(" "), Text(s.url, url=s.url)]
            if s.note:
                text += [Text(" "), *self.inline(s.note)]
            short = s.short or rich_text.plain(title)
            self.sources[id] = EditionSource(id, len(self.sources) + 1, tuple(text), short)
        return self.sources[id]

    def note(self, evidence: Evidence) -> Note:
        e = evidence
        key = (e.source, e.quote, e.datum, e.says, e.locator)
        if key not in self.notes:
            source = self.source(evidence.source)
            where = (*self.citation(evidence), Text("."))
            runs = self.citation(evidence)
            if evidence.quote:
                before, after = rich_text.quoted("\n", self.locale.tag).split("\n")
                runs += (
                    Text(self.locale.colon + before),
                    Text(evidence.quote, lang=self.quote_lang),
                )
                # A closing mark like this one ends the sentence well enough.
                runs += (Text(after if after == "”" else after + "."),)
            elif evidence.datum:
                runs += (
                    Text(self.locale.colon),
                    Text(evidence.datum, lang=self.lang(evidence.datum)),
                )
                runs += () if evidence.datum.endswith(".") else (Text("."),)
            else:
                runs += (Text("."),)
            runs, where = rich_text.joined(runs), rich_text.joined(where)
            self.notes[key] = Note(
                len(self.notes) + 1, runs, where, source, evidence, self.quote_lang
            )
        return self.notes[key]

    def citation(self, evidence: Evidence) -> Inline:
        """`DEA, quoted in Commission 2022, paragraph 10`."""
        key = (evidence.source, evidence.says, evidence.locator)
        if key not in self._citations:
            self._citations[key] = self._citation(evidence)
        return self._citations[key]

    def _citation(self, evidence: Evidence) -> Inline:
        source = self.source(evidence.source)
        cited: Inline = (Text(source.short, lang=self.lang(source.short)),)
        if evidence.says:
            who = Text(evidence.says, lang=self.lang(evidence.says))
            cited = self.filled("quoted in", who=(who,), source=cited)
        if evidence.locator:
            cited += (
                Text(self.locale.comma),
                Text(evidence.locator, lang=self.lang(evidence.locator)),
            )
        return rich_text.joined(cited)

    def filled(self, key: str, **fields: Inline) -> Inline:
        """A fixed phrase with runs in place of its fields."""
        runs: Inline = ()
        for before, name, _, _ in Formatter().parse(self.locale.word(key)):
            runs += (Text(before),) if before else ()
            runs += fields[name] if name else ()
        return runs

    def source_line(self, evidence: Iterable[Evidence], written: str | None = None) -> Inline:
        if written:
            return self.inline(written)
        runs: list[Text | Mark] = []
        for cited in dict.fromkeys(self.citation(e) for e in evidence):
            runs += [Text("; "), *cited] if runs else cited
        return rich_text.joined(runs)

    def marked(self, content: Blocks, evidence: Sequence[Evidence], placed: set[int]) -> Blocks:
        """`content` with its marks numbered; `placed` collects the numbers it uses."""
        named = {e.id: e for e in evidence if e.id}

        def number(id: str) -> int:
            return self.note(named[id]).number if id in named else 0

        return tuple(_numbered(block, number, placed) for block in content)

    def quotation(self, evidence: Iterable[Evidence]) -> Quotation | None:
        """The first phrase quoted in `evidence`."""
        for e in evidence:
            if e.quote:
                return Quotation(e.quote, self.citation(e), self.quote_lang)
        return None


def _numbered(block: Any, number: Callable[[str], int], placed: set[int]) -> Any:
    """`block` with its marks numbered, in the order in which a reader meets them."""
    if isinstance(block, List):
        items = tuple(tuple(_numbered(b, number, placed) for b in item) for item in block.items)
        return List(items, block.ordered, block.start)
    runs = []
    for run in block.runs:
        if isinstance(run, Mark) and (found := number(run.id)):
            placed.add(found)
            run = Mark(run.id, found)
        runs.append(run)
    return Paragraph(tuple(runs))
