"""A file parsed again after an edit: of its pieces, only those that are not as they were.

The pieces are the entries of the mapping that the file is, and the items of the lists that are their values. A line
that begins further left than what is before it ends all that is open but for quotes and brackets (YAML 1.2.2, 6.1 and
8.2), and what leaves these open is no YAML by itself; so pieces that are each right by themselves are, together,
what they are in the file. Whatever is unusual is left to the parser of the whole file, and so is all that is wrong.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from briefgen.diagnostics import BriefgenError, Place
from briefgen.outline.yamlparser import Parser
from briefgen.outline.yamltree import MAX_NODES, Mapping, Node, Scalar, Sequence_

FILES = 8  # whose pieces are remembered
MOST = 300_000  # characters of such a file
# Marks of documents and directives, and line ends that are not counted alike by all.
_UNUSUAL = ("\n---", "\n...", "\n%", "\r", "\x85", "\u2028", "\u2029", "\ufeff")
_KEY = re.compile(
    r"\n[ -]*\?\s"
)  # a key written as such, whose value may stand where the next piece begins
_ENTRY = re.compile(r"\n(?=[A-Za-z_])")  # as quick as a regular expression is
# A key, maybe comments, and the first item of its list.
_LIST = re.compile(r"[A-Za-z_]+:[ ]*\n(?:[ ]*(?:#.*)?\n)*([ ]+)- ")


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a piece is by itself, and how many values it has."""

    node: Node
    count: int


_Pieces = dict[tuple[int, str], _Piece]
_known: OrderedDict[str, _Pieces] = OrderedDict()


def parsed(text: str, file: str) -> Node | None:
    """The tree of a `text` whose `file` was parsed before; None where the whole of it is to be parsed."""
    lines = f"\n{text}"
    if len(text) > MOST or any(mark in lines for mark in _UNUSUAL) or _KEY.search(lines):
        return None
    known = _known.get(file)
    if known is None:  # most files are read once
        _known[file] = {}
        if len(_known) > FILES:
            _known.popitem(last=False)
        return None
    _known.move_to_end(file)
    again = _Again(file, known)
    try:
        made = again.whole(text)
    except (BriefgenError, _UnusualError):
        return None
    _known[file] = again.pieces
    return made


class _UnusualError(Exception):
    """The file is not made of such pieces."""


class _Again:
    """Parses one file; `pieces` are those that it has now."""

    def __init__(self, file: str, known: _Pieces) -> None:
        self._file, self._known = file, known
        self.pieces: _Pieces = {}
        self._count = 0

    def whole(self, text: str) -> Node:
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        place: Place | None = None
        starts = [match.end() for match in _ENTRY.finditer(text)]
        before = not _ENTRY.match(f"\n{text[:1]}")  # comments, which go with the first entry
        for line, part in _split(text, starts[before:]):
            found = self._entry(line, part)
            if not entries.keys().isdisjoint(found.entries) or self._count > MAX_NODES:
                raise _UnusualError
            entries |= found.entries
            keys |= found.keys
            place = place or found.place
        if place is None:
            raise _UnusualError
        return Mapping(entries, keys, place)

    def _entry(self, line: int, text: str) -> Mapping:
        listed = _LIST.match(text)
        if listed is None:
            return self._mapping(line, text)
        starts = [match.end() for match in re.finditer(rf"\n(?={listed[1]}- )", text)]
        head, *rest = _split(text, starts)
        found = self._mapping(line, head[1])
        ((key, value),) = found.entries.items()
        if not isinstance(value, Scalar) or value.value is not None:
            raise _UnusualError
        lists = [self._list(line + below, part) for below, part in rest]
        items = tuple(item for each in lists for item in each.items)
        return Mapping({key: Sequence_(items, lists[0].place)}, found.keys, found.place)

    def _mapping(self, line: int, text: str) -> Mapping:
        node = self._piece(line, text)
        if not isinstance(node, Mapping) or node.place.column != 1:
            raise _UnusualError
        return node

    def _list(self, line: int, text: str) -> Sequence_:
        node = self._piece(line, text, 1)
        if not isinstance(node, Sequence_):
            raise _UnusualError
        return node

    def _piece(self, line: int, text: str, depth: int = 0) -> Node:
        found = self._known.get((line, text))
        if found is None:
            parser = Parser(text, self._file, line, depth)
            found = _Piece(parser.parse(), parser.nodes)
        self.pieces[line, text] = found
        self._count += found.count
        return found.node


def _split(text: str, at: list[int]) -> Iterator[tuple[int, str]]:
    """The parts of `text` between these places, and how many lines are before each."""
    line = 0
    for start, end in pairwise([0, *at, len(text)]):
        yield line, text[start:end]
        line += text.count("\n", start, end)
