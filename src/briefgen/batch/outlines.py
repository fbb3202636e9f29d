"""An outline with templates in it, and the outline that one row makes of it.

Templates are compiled once and filled in on the tree of the file, before data files are read and before anything is
validated, so that every value keeps its place in the outline.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from briefgen.batch.templates import Columns, Template, Templates
from briefgen.model.diagnostics import BriefgenError, Diagnostic, error, failure, in_reading_order
from briefgen.model.source_map import MappingNode, Scalar, SequenceNode, TreeNode, to_data
from briefgen.reading.loader import is_template
from briefgen.reading.yaml_parser import HIDDEN_HINT, hidden

# Where an outline refers to a part by its id; a part that a row leaves out is no longer referred to.
_REFERENCES = {"findings", "ids", "key_numbers", "exhibits", "recommendations", "reword"}
# Where what an audience or a translation says of a part stands by the part's id.
_BY_ID = {"reword", "parts", "audiences"}
_REFERENCE = {"figure", "table", "key_number"}


def remove_references(node: TreeNode, ids: frozenset[str], key: str = "") -> TreeNode:
    """`node` without references to the parts called `ids`."""
    if isinstance(node, SequenceNode):
        kept = [
            remove_references(item, ids)
            for item in node.items
            if not (key in _REFERENCES and isinstance(item, Scalar) and item.value in ids)
        ]
        return replace(node, items=tuple(kept))
    if not isinstance(node, MappingNode):
        return node
    entries = {
        name: remove_references(value, ids, name)
        for name, value in node.entries.items()
        if not (name in _REFERENCE and isinstance(value, Scalar) and value.value in ids)
        and not (key in _BY_ID and name in ids)
    }
    return replace(node, entries=entries)


MAX_FILLED = 5_000_000  # characters that all templates of an outline may come to in one row


@dataclass(slots=True)
class _Filling:
    """What happens while one row is filled in."""

    context: dict[str, Any]
    found: list[Diagnostic] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    length: int = 0
    dropped: set[str] = field(default_factory=set)

    def fill(self, template: Template) -> str:
        try:
            text = template.fill(self.context)
        except BriefgenError as exc:
            self.found += exc.diagnostics
            text = ""
        if said := hidden(text):
            self.found.append(
                error("control-character", f"of the row: {said}", template.place, HIDDEN_HINT)
            )
        self.texts.append(text)
        self.length += len(text)
        if self.length > MAX_FILLED:
            message = f"filled in, the outline is longer than {MAX_FILLED:,} characters"
            raise failure("template-size", message, template.place)
        return text


@dataclass(frozen=True, slots=True)
class _Text:
    template: Template
    scalar: Scalar

    def fill(self, filling: _Filling) -> TreeNode:
        text = filling.fill(self.template)
        # A text that comes to nothing is as if it were not there.
        return replace(self.scalar, value=text if text.strip() else None)


@dataclass(frozen=True, slots=True)
class _List:
    node: SequenceNode
    items: tuple[tuple[Template | None, _Part], ...]

    def fill(self, filling: _Filling) -> TreeNode:
        items = []
        for condition, part in self.items:
            kept = condition is None or filling.fill(condition)
            item = _fill(part, filling) if kept else None
            if item is not None:
                items.append(item)
                continue
            node = part.node if isinstance(part, _Map) else part
            id = node.entries.get("id") if isinstance(node, MappingNode) else None
            if isinstance(id, Scalar) and id.value:
                filling.dropped.add(id.value)
        return replace(self.node, items=tuple(items))


class _Map(Struct, frozen=True):
    node: MappingNode
    keys: dict[str, Template]
    parts: dict[str, _Part]

    def fill(self, filling: _Filling) -> TreeNode:
        entries: dict[str, TreeNode] = {}
        places = {}
        for key, node in self.node.entries.items():
            name = filling.fill(self.keys[key]) if key in self.keys else key
            place = self.node.keys[key]
            if name in entries:
                filling.found.append(
                    error("duplicate-key", f"the row makes the key `{name}` twice", place)
                )
            part = self.parts.get(key)
            entries[name] = node if part is None else _fill(part, filling)
            places[name] = place
        return MappingNode(entries, places, self.node.place)


@dataclass(frozen=True, slots=True)
class _InLanguage:
    """What is written in a language of its own, whose numbers and dates are that language's."""

    part: _Part
    tag: str

    def fill(self, filling: _Filling) -> TreeNode:
        usual = filling.context["_language"]
        filling.context["_language"] = self.tag
        node = _fill(self.part, filling)
        filling.context["_language"] = usual
        return node


_Part: TypeAlias = TreeNode | _Text | _List | _Map | _InLanguage


def _fill(part: _Part, filling: _Filling) -> TreeNode:
    return part.fill(filling) if isinstance(part, _Text | _List | _Map | _InLanguage) else part


@dataclass(frozen=True, slots=True)
class RowOutline:
    """The tree that a row makes, those of the translations beside it by their tags, and a digest (SHA-256, hex) of
    all that the outline and the row put in them.
    """

    tree: TreeNode
    digest: str
    beside: dict[str, TreeNode] = field(default_factory=dict)


class BatchOutline:
    """An outline's tree with its templates compiled."""

    def __init__(
        self, tree: TreeNode, columns: Columns, beside: dict[str, TreeNode] | None = None
    ) -> None:
        """`beside` are the trees of translations, by their tags.

        Raises BriefgenError with everything that is wrong with the templates.
        """
        self.tree = tree
        self.beside = beside or {}
        self._columns = columns
        self._templates = Templates(columns)
        self._found: list[Diagnostic] = []
        self._part = self._localize(self._compile(tree))
        self._beside = {tag: _InLanguage(self._compile(t), tag) for tag, t in self.beside.items()}
        language = tree.entries.get("language") if isinstance(tree, MappingNode) else None
        self._language = self._compile(language) if language is not None else None
        if self._found:
            raise BriefgenError(in_reading_order(self._found))
        whole = {"": tree, **self.beside}
        written = json.dumps({tag: to_data(t) for tag, t in whole.items()}, ensure_ascii=False)
        self._digest = hashlib.sha256(written.encode()).digest()

    def fill(self, row: Sequence[str]) -> RowOutline:
        """The outline for a row; raises BriefgenError with every template that cannot be filled in."""
        filling = _Filling(self._columns.context(row, "en-US"))
        if self._language is not None:
            language = _fill(self._language, filling)
            if isinstance(language, Scalar) and language.value:
                filling.context["_language"] = language.value
        tree = _fill(self._part, filling)
        beside = {tag: part.fill(filling) for tag, part in self._beside.items()}
        if filling.found:
            raise BriefgenError(in_reading_order(filling.found))
        if filling.dropped:
            ids = frozenset(filling.dropped)
            tree = remove_references(tree, ids)
            beside = {tag: remove_references(each, ids) for tag, each in beside.items()}
        digest = hashlib.sha256(self._digest)
        digest.update(json.dumps(filling.texts, ensure_ascii=False).encode())
        return RowOutline(tree, digest.hexdigest(), beside)

    @staticmethod
    def _localize(part: _Part) -> _Part:
        """`part`, the whole outline, whose `languages` speak their own."""
        languages = part.parts.get("languages") if isinstance(part, _Map) else None
        if not isinstance(part, _Map) or not isinstance(languages, _Map):
            return part
        parts: dict[str, _Part] = {
            tag: _InLanguage(inner, tag) for tag, inner in languages.parts.items()
        }
        return replace(part, parts={**part.parts, "languages": replace(languages, parts=parts)})

    def _compile(self, node: TreeNode) -> _Part:
        """`node` with what is a template compiled; `node` itself where there is none in it."""
        if isinstance(node, Scalar):
            template = self._template(node.value or "", node)
            return node if template is None else _Text(template, node)
        if isinstance(node, SequenceNode):
            items = tuple(self._item(item) for item in node.items)
            pairs = zip(items, node.items, strict=True)
            same = all(condition is None and part is item for (condition, part), item in pairs)
            return node if same else _List(node, items)
        keys = {
            key: template
            for key in node.entries
            if (template := self._template(key, Scalar(key, node.keys[key])))
        }
        parts = {key: self._compile(value) for key, value in node.entries.items()}
        parts = {key: part for key, part in parts.items() if part is not node.entries[key]}
        return _Map(node, keys, parts) if keys or parts else node

    def _item(self, item: TreeNode) -> tuple[Template | None, _Part]:
        when = item.entries.get("when") if isinstance(item, MappingNode) else None
        if not isinstance(item, MappingNode) or not isinstance(when, Scalar):
            return None, self._compile(item)
        rest = {key: value for key, value in item.entries.items() if key != "when"}
        try:
            condition = self._templates.condition(when.value or "", when.place)
        except BriefgenError as exc:
            self._found += exc.diagnostics
            condition = None
        return condition, self._compile(replace(item, entries=rest))

    def _template(self, text: str, scalar: Scalar) -> Template | None:
        if not is_template(text):
            return None
        try:
            return self._templates.compile(text, scalar.place)
        except BriefgenError as exc:
            self._found += exc.diagnostics
            return None
