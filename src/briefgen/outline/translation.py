"""The outline in another language: its texts replaced by id, and a list of those that are not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import ValidationError

from briefgen.diagnostics import Diagnostic, Place, error
from briefgen.outline import references, yamltree
from briefgen.outline.audience import Audience
from briefgen.outline.base import Node, text_fields, written
from briefgen.outline.figure import Evidence
from briefgen.outline.gaps import Gaps
from briefgen.outline.languages import Language
from briefgen.outline.models import Outline
from briefgen.outline.parts import Finding, Table
from briefgen.outline.suggest import did_you_mean

# Texts that are the same in every language: addresses, names of files and of layouts, and the source's words.
KEPT = frozenset(
    (
        "url",
        "logo",
        "text",
        "theme",
        "template",
        "layouts",
        "quote",
        "authors",
        "calculations",
        "not_claims",
    )
)
PERCENT = ("percent", "%")


@dataclass(frozen=True)
class Translation:
    """The outline in one language.

    `missing` has a warning for each text that is still in the outline's own language; `foreign` is these texts and
    the titles of works, to be marked as of it. `tree` is where the translation is written.
    """

    outline: Outline
    missing: tuple[Diagnostic, ...]
    foreign: frozenset[str]
    fallback: bool
    tree: yamltree.Node


def translate(
    outline: Outline,
    tag: str,
    words: Language,
    tree: yamltree.Node,
    origin: Callable[..., Place],
) -> tuple[Translation, list[Diagnostic]]:
    """`outline` with the texts of `words`, and what is wrong with these.

    `origin(path)` is where the outline has a value; `tree` is what `words` was read from.
    """
    t = _Translator(outline, tag, words, tree, origin)
    changed = t.outline_()
    found = Translation(changed, tuple(t.missing), frozenset(t.foreign), words.fallback, tree)
    return found, t.errors


@dataclass
class _Translator(Gaps):
    def outline_(self) -> Outline:
        o, w = self.outline, self.words
        self.unknown_ids(w.parts, (p.id for p in references.all_parts(o)), "part", ("parts",))
        self.unknown_ids(w.audiences, (a.id for a in o.audiences), "audience", ("audiences",))
        changes: dict[str, Any] = {}
        for name in ("title", "subtitle", "message", "about"):
            changes[name] = self.text(o, name, getattr(w, name), (name,), {})
        for name in ("organisation", "report", "deck"):
            if (node := getattr(o, name)) is not None:
                changes[name] = self.node(node, _said(getattr(w, name)), (name,), {})
        changes["theme"] = w.theme or o.theme
        changes["keywords"] = w.keywords or o.keywords
        if o.keywords and not w.keywords:
            self.lacks(o, "keywords", "`keywords`", ", ".join(o.keywords))
        changes["glossary"] = w.glossary or o.glossary
        if o.glossary and not w.glossary:
            self.lacks(o, "glossary", "`glossary`", "")
        for name in ("key_numbers", "findings", "figures", "tables", "recommendations", "sources"):
            changes[name] = tuple(self.part(part) for part in getattr(o, name))
        changes["audiences"] = tuple(self.audience(a) for a in o.audiences)
        changed = o.model_copy(update={**changes, "language": self.tag})
        changed.place_at(())
        return changed

    def part(self, part: Any) -> Any:
        path = ("parts", part.id)
        given = dict(self.words.parts.get(part.id, {}))
        labels = self.labels(part, given.pop("labels", None), path)
        marks = {e.id for e in part.evidence if e.id} if isinstance(part, Finding) else set()
        if isinstance(part, Table):
            return self.table(part, given, path)
        return self.node(part, given, path, labels, marks)

    def table(self, table: Table, given: dict[str, Any], path: tuple[str, ...]) -> Table:
        """A table's headers and cells by place; the shape must be the original's."""
        columns, rows = given.pop("columns", None), given.pop("rows", None)
        count = len(table.columns)
        heads = self.line([c.header for c in table.columns], columns, (*path, "columns"), "header")
        cells: list[tuple[str | None, ...]] = []
        if rows is not None and (not isinstance(rows, list) or len(rows) != len(table.rows)):
            self.wrong((*path, "rows"), "rows", f"a list of {len(table.rows)} rows")
            rows = None
        for index, row in enumerate(table.rows):
            said = None if rows is None else rows[index]
            origin = (*table.path, "rows", index)
            cells.append(tuple(self.line(row, said, (*path, "rows", index), "cell", origin)))
        assert len(heads) == count
        before = [c.header for c in table.columns], *table.rows
        after = heads, *cells
        self.cells[table.id] = {
            old: new
            for olds, news in zip(before, after, strict=True)
            for old, new in zip(olds, news, strict=True)
            if old and new
        }
        named = tuple(
            c.model_copy(update={"header": h}) for c, h in zip(table.columns, heads, strict=True)
        )
        changed: Table = self.node(table, given, path, {}, skip={"columns", "rows"})
        return changed.model_copy(update={"columns": named, "rows": tuple(cells)})

    def audience(self, a: Audience) -> Audience:
        w = self.words.audiences.get(a.id)
        given = {} if w is None else _said(w)
        path = ("audiences", a.id)
        reword = given.pop("reword", {})
        deck = given.pop("deck", {})
        changed: Audience = self.node(
            a, given, path, {}, skip={"deck", "theme", "own_recommendations"}
        )
        own = tuple(self.part(r) for r in a.own_recommendations)
        words = self.rewordings(a, reword, (*path, "reword"))
        update: dict[str, Any] = {"reword": words, "own_recommendations": own}
        if a.deck is not None:
            update["deck"] = self.node(a.deck, deck, (*path, "deck"), {})
        return changed.model_copy(update=update)

    def node(self, node: Node, given: Mapping[str, Any], path: tuple[str | int, ...],
             labels: Mapping[str, str], marks: set[str] | None = None,
             skip: Iterable[str] = ()) -> Any:  # fmt: skip
        """`node` and all below it in this language; `given` are its own texts, by key."""
        texts = [n for n in text_fields(type(node)) if n not in KEPT and n not in skip]
        for name in given:
            if name not in texts:
                message = f"`{name}` is not a text of `{path[-1]}` that can be translated"
                here = self.here((*path, name), key=True)
                self.errors.append(error("unknown-key", message, here, did_you_mean(name, texts)))
        changes: dict[str, Any] = {}
        for name in type(node).model_fields:
            if name in skip or name in KEPT:
                continue
            if name in texts:
                new = self.text(node, name, given.get(name), (*path, name), labels, marks)
            else:
                new = self.below(getattr(node, name), path, labels)
            if new is not getattr(node, name):
                changes[name] = new
        if not changes:
            return node
        try:
            changed = type(node).model_validate(written(node) | changes)
        except ValidationError as exc:
            details = exc.errors()[0]
            name = str(details["loc"][0]) if details["loc"] else str(path[-1])
            message = f"`{name}`: {details['msg']}"
            self.errors.append(error("bad-value", message, self.here((*path, name))))
            return node
        changed.place_at(node.path)
        return changed

    def below(self, value: Any, path: tuple[str | int, ...], labels: Mapping[str, str]) -> Any:
        if isinstance(value, Node):
            return self.node(value, {}, path, labels)
        if isinstance(value, tuple) and any(isinstance(v, Node) for v in value):
            return tuple(self.below(v, path, labels) for v in value)
        return value

    def text(self, node: Node, name: str, given: Any, path: tuple[str | int, ...],
             labels: Mapping[str, str], marks: set[str] | None = None) -> Any:  # fmt: skip
        value = getattr(node, name)
        if given is not None:
            if not isinstance(given, str):
                self.wrong(path, name, "a text")
                return value
            if value is None:
                message = f"the outline has no `{name}` here to translate"
                self.errors.append(error("unknown-key", message, self.here(path, key=True)))
                return value
            self.marks(given, path, marks or set())
            return given
        if isinstance(value, str):
            if name == "unit" and value in PERCENT:
                return value  # a word of briefgen's own
            new = labels.get(value) or self.phrase(value)
            if new is None:
                self.lacks(node, name, _what(node, name), value)
            return new or value
        if isinstance(value, tuple):
            return tuple(self.called(v, labels) if isinstance(v, str) else v for v in value)
        if isinstance(value, dict):
            for key in value:
                if key not in labels and self.phrase(key) is None:
                    self.lacks(node, name, _what(node, name), key)
            return {self.called(key, labels): v for key, v in value.items()}
        return value


def _said(node: Node) -> dict[str, Any]:
    """What a translation's part says itself, as plain data."""
    said = {name: getattr(node, name) for name in type(node).model_fields}
    return {n: (_said(v) if isinstance(v, Node) else v) for n, v in said.items() if v is not None}


def _what(node: Node, name: str) -> str:
    owner = getattr(node, "id", None)
    if isinstance(node, Evidence):
        return f"`{name}` of this evidence"
    return f"`{name}` of `{owner}`" if owner else f"`{name}`"
