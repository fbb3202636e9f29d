"""YAML text -> a tree in which every value knows its file, line and column, by PyYAML's events.

Own code, because PyYAML's loaders drop the places of values and turn `No` and `1:30` into something else, and ruamel.yaml's
round trip, which keeps places, takes about four times as long for our outline.

A text file is UTF-8 without what nobody can see, or what shows something else than it says. Limits on size, depth and
aliases keep a hostile file within bounded time and memory.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml

from briefgen.model.diagnostics import BriefgenError, Diagnostic, Place, error, failure
from briefgen.model.loaded import MAX_DEPTH, MAX_NODES, MappingNode, Scalar, SequenceNode, TreeNode

# Code points that a terminal, an XML part or a PDF text string cannot hold, noncharacters (Unicode 23.7),
# and the overrides by which a text shows something else than it says (Unicode Technical Report 36, 2.3).
_NEVER = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u206a-\u206f\ufff9-\ufffb\ufdd0-\ufdef"
    "\ud800-\udfff"
    + "".join(chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF))
)
_FORBIDDEN = re.compile(f"[{_NEVER}]")
_FORBIDDEN_IN_VALUE = re.compile(f"[{_NEVER}\r]")
_ISOLATES = re.compile("[\u2066-\u2069]")

HIDDEN_HINT = "delete it: it is invisible, and was most likely pasted along"
MAX_FOUND = 20  # errors of one sort, of which a file that is broken throughout has thousands
_ENCODING_HINT = "save the file as UTF-8 in your editor"


def decode(data: bytes, file: str) -> str:
    """Decode UTF-8 (a byte order mark is dropped); raise BriefgenError naming the place of what is not."""
    if data.count(0) * 4 > len(data) and not data.startswith(codecs.BOM_UTF16_LE):
        message = "the file is not UTF-8 text: it looks like UTF-16 or UTF-32"
        raise failure("encoding", message, Place(file), _ENCODING_HINT)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        before = data[: exc.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        message = f"the file is not UTF-8 text: {_guess(data, exc.start)}"
        raise failure("encoding", message, Place(file, line, column), _ENCODING_HINT) from None
    if all(line.isprintable() for line in text.split("\n")):
        return text  # which none of these characters is
    found = []
    for match in _FORBIDDEN.finditer(text):
        above = text[: match.start()]
        line_start = above.rfind("\n") + 1
        content = text[line_start:].partition("\n")[0]
        place = Place(file, above.count("\n") + 1, len(above) - line_start + 1, 1, content)
        message = f"the character U+{ord(match[0]):04X} cannot be in a text"
        found.append(error("control-character", message, place, HIDDEN_HINT))
        if len(found) == MAX_FOUND:
            break
    if found:
        raise BriefgenError(found)
    return text


def _guess(data: bytes, at: int) -> str:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "it is UTF-32"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "it is UTF-16"
    shown = data[at : at + 1].decode("cp1252", "replace")
    return f"the byte 0x{data[at]:02X} is `{shown}` in Latin-1 or Windows-1252"


def find_hidden(value: str) -> str | None:
    """What is wrong with a value that escapes (YAML's, JSON's, HTML's) have filled with what a text cannot hold.

    Isolates (U+2066 to U+2069) belong in a text of two directions, as long as each is closed.
    """
    if value.isprintable() and "&" not in value:
        return None  # nearly all are: a table has a million
    text = html.unescape(value) if "&" in value else value
    if found := _FORBIDDEN_IN_VALUE.search(text):
        return f"the character U+{ord(found[0]):04X} cannot be in a text"
    if _ISOLATES.search(text):
        depth = 0
        for match in _ISOLATES.finditer(text):
            depth += -1 if match[0] == "\u2069" else 1
            if depth < 0:
                break
        if depth:
            return "an isolate for the direction of writing (U+2066 to U+2069) has no partner here"
    return None


# What a YAML parser says, in words for somebody who has written a text and no program: what, where and what to write.

# What libyaml says, and what to do.
_HINTS = (
    ("unknown escape character", "write two backslashes for one, or put the text in '…'"),
    ("scanning an alias", "quote a text that starts with *"),
    ("scanning an anchor", "quote a text that starts with &"),
    ("scanning a block scalar", "quote a text that starts with > or |"),
    ("block sequence entries are not allowed", "begin a list on the next line, or quote a text that starts with -"),
    ("mapping keys are not allowed", "quote a text that starts with ?"),
    ("cannot start any token", "indent with spaces, not tabs, and quote a text that starts with @, ` or %"),
    ("tab character", "indent with spaces, not tabs"),
    ("could not find expected ':'", "indent it more than the key of the text that it belongs to, or write `key: …`"),
    ("block end", "look at the indentation, and at quotes or brackets that are not closed"),
    ("did not find expected", "look at the indentation, and at quotes or brackets that are not closed"),
)  # fmt: skip
_CLOSED_EARLY = re.compile(r"""[:\-]\s+(?:(?P<quote>["']).*(?P=quote)|\[.*\]|\{.*\})\s*$""")
_FIRST_KEY = re.compile(r"\s*(?:-\s+)*[\w.-]+")


def explain_error(exc: yaml.MarkedYAMLError, text: str) -> tuple[yaml.Mark | None, str, str | None]:
    """Where something is wrong, what, and what to write instead; `text` is the line that the parser stopped at."""
    said = " ".join(part for part in (exc.context, exc.problem) if part)
    mark = exc.problem_mark or exc.context_mark
    opened = exc.context_mark
    if opened is not None and "quoted scalar" in said and "end of stream" in said:
        what = "the quotation mark that opens here is not closed"
        return opened, what, "close it; write one that is in the text twice"
    if opened is not None and mark is not None and "parsing a flow" in said:
        what = f"the bracket that opens here is not closed, or a comma is missing, before line {mark.line + 1}"
        if mark.line == opened.line:
            what = f"a comma or the closing bracket is missing before column {mark.column + 1}"
        return opened, what, "close it; quote a text that starts with a bracket"
    before = text[: mark.column] if mark is not None else ""
    if "mapping values are not allowed" in said:
        if _FIRST_KEY.fullmatch(before):
            hint = "look at the line above: at a space missing after its `:`, at its `- `, and at the indentation"
            return mark, said, hint
        return mark, said, 'put a text that contains ": " in quotes'
    if "did not find expected key" in said and _CLOSED_EARLY.search(before[-500:]):
        hint = "put all of a text in quotes that has some in it: \"Its 'new' plan\", 'It''s so'"
        return mark, "the text goes on after its closing quotation mark or bracket", hint
    if "did not find expected key" in said and before.rstrip().endswith(('"', "'")):
        hint = "look for a quotation mark above that opens a text and does not close it"
        return mark, "the text goes on after a closing quotation mark", hint
    return mark, said, next((hint for part, hint in _HINTS if part in said), None)


# PyYAML's events -> the tree.

MAX_BYTES = 5_000_000
# Those of the core schema (YAML 1.2.2, 10.3) say no more than the value does.
_TAGS = {"!"} | {
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "seq", "map", "timestamp")
}
_NULLS = {"", "~", "null", "Null", "NULL"}


@dataclass(slots=True)
class Parser:
    """Reads the one document of a file; `found` are errors that do not stop it."""

    text: str
    file: str
    lines: list[str] = field(init=False)
    next_event: Callable[[], Any] = field(init=False)
    anchors: dict[str, tuple[TreeNode, int]] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    nodes: int = 0

    def __post_init__(self) -> None:
        self.lines = self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def place(self, start: Any, end: Any = None) -> Place:
        line, column = start.line, start.column
        text = self.lines[line] if line < len(self.lines) else ""
        length = 1
        if end is not None:
            length = max(1, (end.column if end.line == line else len(text.rstrip())) - column)
        return Place(self.file, line + 1, column + 1, length, text)

    def fail(self, code: str, message: str, place: Place, hint: str | None = None) -> BriefgenError:
        return BriefgenError([*self.found, error(code, message, place, hint)])

    def parse(self) -> TreeNode:
        """The document. Raises BriefgenError."""
        loader = None
        try:
            loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(self.text)
            self.next_event = loader.get_event
            root = self._document()
        except yaml.MarkedYAMLError as exc:
            stopped = exc.problem_mark or exc.context_mark
            line = self.place(stopped).text if stopped else None
            mark, said, hint = explain_error(exc, line or "")
            place = self.place(mark) if mark else Place(self.file)
            raise self.fail("yaml-syntax", f"not valid YAML: {said}", place, hint) from None
        except yaml.YAMLError as exc:
            raise self.fail("yaml-syntax", f"not valid YAML: {exc}", Place(self.file)) from None
        finally:
            if loader is not None:
                loader.dispose()
        if self.found:
            raise BriefgenError(self.found)
        if root is None:
            message = "the file is empty"
            raise failure("empty-file", message, Place(self.file), "start with `title: …`")
        return root

    def _document(self) -> TreeNode | None:
        root: TreeNode | None = None
        while type(event := self.next_event()) is not yaml.StreamEndEvent:
            if type(event) is yaml.DocumentStartEvent:
                if root is not None:
                    message = "the file holds more than one YAML document"
                    here = self.place(event.start_mark, event.end_mark)
                    hint = "keep one outline in one file: remove the `---` line"
                    raise self.fail("yaml-documents", message, here, hint)
                root = self._node(self.next_event(), 0)
        return root

    def _node(self, event: Any, depth: int) -> TreeNode:
        place = self.place(event.start_mark, event.end_mark)
        before = self.nodes
        self.nodes += 1
        kind = type(event)
        tag = None if kind is yaml.AliasEvent else event.tag
        if tag is not None and tag not in _TAGS:
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            hint = "delete it: a value is what its key makes of it; quote a text that starts with !"
            raise self.fail("yaml-tag", f"the tag `{shown}` means nothing here", place, hint)
        if depth > MAX_DEPTH:
            raise self.fail("yaml-depth", f"nested more than {MAX_DEPTH} levels deep", place)
        if kind is yaml.AliasEvent:
            return self._alias(event.anchor, place)
        node: TreeNode
        if kind is yaml.ScalarEvent:
            value = event.value
            node = Scalar(None if value in _NULLS and not event.style else value, place)
            if (said := find_hidden(value)) and len(self.found) < MAX_FOUND:
                self.found.append(error("control-character", said, place, HIDDEN_HINT))
        elif kind is yaml.SequenceStartEvent:
            items = []
            while type(child := self.next_event()) is not yaml.SequenceEndEvent:
                items.append(self._node(child, depth + 1))
            node = SequenceNode(tuple(items), place)
        else:
            node = self._mapping(depth, place)
        if self.nodes > MAX_NODES:
            raise self._too_many(place)
        if event.anchor:
            self.anchors[event.anchor] = (node, self.nodes - before)
        return node

    def _alias(self, anchor: str, place: Place) -> TreeNode:
        if anchor not in self.anchors:
            hint = "quote a text that starts with *"
            raise self.fail("yaml-alias", f"nothing is anchored as &{anchor} above", place, hint)
        node, size = self.anchors[anchor]
        self.nodes += size
        if self.nodes > MAX_NODES:
            raise self._too_many(place)
        return node

    def _too_many(self, place: Place) -> BriefgenError:
        message = f"more than {MAX_NODES:,} values once aliases are expanded"
        return self.fail("yaml-size", message, place)

    def _mapping(self, depth: int, place: Place) -> MappingNode:
        entries: dict[str, TreeNode] = {}
        keys: dict[str, Place] = {}
        while type(event := self.next_event()) is not yaml.MappingEndEvent:
            key = self._node(event, depth + 1)
            if not isinstance(key, Scalar):
                raise self.fail("yaml-key", "a key must be plain text", key.place)
            name = key.value if key.value is not None else ""
            if name == "<<":
                hint = "write the keys out, or repeat the whole value by an alias"
                raise self.fail("yaml-merge", "an outline has no merge keys", key.place, hint)
            if name in keys and len(self.found) < MAX_FOUND:
                said = f"the key `{name}` is here twice"
                hint = f"it was first given on line {keys[name].line}: keep one of the two"
                self.found.append(error("duplicate-key", said, key.place, hint))
            value = self._node(self.next_event(), depth + 1)
            keys.setdefault(name, key.place)
            entries.setdefault(name, value)
        return MappingNode(entries, keys, place)


def parse(data: bytes, file: str) -> TreeNode:
    """Parse UTF-8 YAML `data` read from `file` (the name shown in diagnostics).

    Raises BriefgenError when it is not UTF-8, not one well-formed YAML document with unique text keys, holds
    control characters or bidirectional overrides (escaped ones too), tags or merge keys, or is over `MAX_BYTES`,
    `MAX_DEPTH` or `MAX_NODES`.
    """
    if len(data) > MAX_BYTES:
        raise failure("file-size", f"larger than {MAX_BYTES // 1_000_000} MB", Place(file))
    return Parser(decode(data, file), file).parse()
