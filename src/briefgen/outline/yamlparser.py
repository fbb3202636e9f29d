"""PyYAML's events -> the tree of `yamltree`; its event parser gives positions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml

from briefgen.diagnostics import BriefgenError, Diagnostic, Place, error
from briefgen.outline.characters import HIDDEN_HINT, MAX_FOUND, hidden
from briefgen.outline.yamltree import MAX_DEPTH, MAX_NODES, Mapping, Node, Scalar, Sequence_

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
    anchors: dict[str, tuple[Node, int]] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    nodes: int = 0

    def __post_init__(self) -> None:
        self.lines = self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def place(self, start: Any, end: Any = None) -> Place:
        line, column = start.line, start.column
        text = self.lines[line] if line < len(self.lines) else ""
        length = 1
        if end is not None:
            length = (end.column if end.line == line else len(text.rstrip())) - column
            if length < 1:
                length = 1
        return Place(self.file, line + 1, column + 1, length, text)

    def fail(self, code: str, message: str, place: Place, hint: str | None = None) -> BriefgenError:
        return BriefgenError([*self.found, error(code, message, place, hint)])

    def parse(self) -> Node:
        """The document. Raises BriefgenError."""
        loader = None
        try:
            loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(self.text)
            self.next_event = loader.get_event
            root = self._document()
        except yaml.MarkedYAMLError as exc:
            from briefgen.outline.yamlsyntax import explained

            stopped = exc.problem_mark or exc.context_mark
            line = self.place(stopped).text if stopped else None
            mark, said, hint = explained(exc, line or "")
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
            raise BriefgenError(
                error("empty-file", "the file is empty", Place(self.file), "start with `title: …`")
            )
        return root

    def _document(self) -> Node | None:
        root: Node | None = None
        while type(event := self.next_event()) is not yaml.StreamEndEvent:
            if type(event) is yaml.DocumentStartEvent:
                if root is not None:
                    raise self.fail(
                        "yaml-documents",
                        "the file holds more than one YAML document",
                        self.place(event.start_mark, event.end_mark),
                        "keep one outline in one file: remove the `---` line",
                    )
                root = self._node(self.next_event(), 0)
        return root

    def _node(self, event: Any, depth: int) -> Node:
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
        node: Node
        if kind is yaml.ScalarEvent:
            value = event.value
            node = Scalar(None if value in _NULLS and not event.style else value, place)
            if (said := hidden(value)) and len(self.found) < MAX_FOUND:
                self.found.append(error("control-character", said, place, HIDDEN_HINT))
        elif kind is yaml.SequenceStartEvent:
            items = []
            while type(child := self.next_event()) is not yaml.SequenceEndEvent:
                items.append(self._node(child, depth + 1))
            node = Sequence_(tuple(items), place)
        else:
            node = self._mapping(depth, place)
        if self.nodes > MAX_NODES:
            raise self._too_many(place)
        if event.anchor:
            self.anchors[event.anchor] = (node, self.nodes - before)
        return node

    def _alias(self, anchor: str, place: Place) -> Node:
        if anchor not in self.anchors:
            hint = "quote a text that starts with *"
            raise self.fail("yaml-alias", f"nothing is anchored as &{anchor} above", place, hint)
        node, size = self.anchors[anchor]
        self.nodes += size
        if self.nodes > MAX_NODES:
            raise self._too_many(place)
        return node

    def _too_many(self, place: Place) -> BriefgenError:
        return self.fail(
            "yaml-size", f"more than {MAX_NODES:,} values once aliases are expanded", place
        )

    def _mapping(self, depth: int, place: Place) -> Mapping:
        entries: dict[str, Node] = {}
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
        return Mapping(entries, keys, place)
