"""The outline in another language: its texts replaced by id, with a list of those that are not, and of errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import ValidationError

from briefgen.model.base import Node, NodePath, text_fields, written_fields
from briefgen.model.diagnostics import Diagnostic, Place, did_you_mean, error, warning
from briefgen.model.figures import Evidence
from briefgen.model.loaded import Translation, TreeNode, find_key, find_node
from briefgen.model.outline import Audience, Finding, Language, Outline, Source, Table
from briefgen.reading.validation import check_text

# Names, which a language may have its own form of; those of works are marked as of the original language.
NAMES = frozenset((
    ("Organisation", "name"), ("Report", "author"), ("Report", "title"),
    ("Source", "author"), ("Source", "publisher"), ("Source", "title"),
))  # fmt: skip


@dataclass
class _Translator:
    """Translates an outline; collects the texts that the translation lacks, and errors."""

    outline: Outline
    tag: str
    words: Language
    tree: TreeNode
    origin: Callable[..., Place]
    missing: list[Diagnostic] = field(default_factory=list)
    foreign: set[str] = field(default_factory=set)
    errors: list[Diagnostic] = field(default_factory=list)
    # A table's headers and cells in this language, by its id and by what the outline has there.
    cells: dict[str, dict[str, str]] = field(default_factory=dict)

    def here(self, path: NodePath, key: bool = False) -> Place:
        """Where the translation has the value, or the key, at `path`."""
        return find_key(self.tree, path) if key else find_node(self.tree, path)[0].place

    def unknown_ids(
        self, given: Iterable[str], known: Iterable[str], kind: str, path: NodePath
    ) -> None:
        known = list(known)
        for id in given:
            if id not in known:
                message, hint = f"there is no {kind} `{id}`", did_you_mean(id, known)
                here = self.here((*path, id), key=True)
                self.errors.append(error(f"unknown-{kind}", message, here, hint))

    def part_path(self, id: str, key: str) -> NodePath:
        part = next(p for p in self.outline.parts if p.id == id)
        return (*part.path, key)

    def translate_label(self, text: str, labels: Mapping[str, str]) -> str:
        return labels.get(text) or self.find_phrase(text) or text

    def find_phrase(self, text: str) -> str | None:
        """What `phrases` has for the whole of `text`: itself, or a pattern with `*` for any part."""
        found = self.words.phrases.get(text)
        if found is not None:
            return found
        for pattern, new in self.words.phrases.items():
            before, star, after = pattern.partition("*")
            if star and text.startswith(before) and text.endswith(after) and len(text) > len(pattern) - 1:  # fmt: skip
                return new.replace("*", text[len(before) : len(text) - len(after)])
        return None

    def report_gap(self, node: Node, name: str, what: str, text: str) -> None:
        if (type(node).__name__, name) in NAMES or (isinstance(node, Source) and name == "short"):
            if name in ("title", "short"):
                self.foreign.add(text)
        elif name == "highlight" or (text and not has_words(text)):
            return
        else:
            self.report_missing(what, text, self.origin((*node.path, name)))

    def report_missing(self, what: str, text: str, place: Place) -> None:
        self.foreign.add(text)
        message = f"{what} is not translated into `{self.tag}`"
        hint = f"add it to the translation: `{text}`" if len(text) <= 60 else None
        self.missing.append(warning("not-translated", message, place, hint))

    def report_type(self, path: NodePath, name: str, wanted: str) -> None:
        self.errors.append(error("wrong-type", f"`{name}` should be {wanted}", self.here(path)))

    def check_marks(self, text: str, path: NodePath, marks: set[str]) -> None:
        self.errors += check_text(text, self.tag, marks, self.here(path))

    def marks_of(self, id: str) -> set[str]:
        finding = next((f for f in self.outline.findings if f.id == id), None)
        return {e.id for e in finding.evidence if e.id} if finding else set()

    def labels(self, part: Any, given: Any, path: NodePath) -> dict[str, str]:
        if given is None:
            return {}
        here = (*path, "labels")
        known = _texts_in(part)
        if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()):
            self.report_type(here, "labels", "a mapping of texts")
            return {}
        for label in given:
            if label not in known:
                message = f"nothing in `{part.id}` is called `{label}`"
                key, hint = self.here((*here, label), key=True), did_you_mean(label, known)
                self.errors.append(error("unknown-label", message, key, hint))
        return given

    def translate_line(
        self,
        texts: Sequence[str | None],
        given: Any,
        path: NodePath,
        name: str,
        origin: NodePath = (),
    ) -> list[Any]:
        if given is not None and (
            not isinstance(given, list)
            or len(given) != len(texts)
            or not all(isinstance(v, str | None) for v in given)
        ):
            self.report_type(path, str(path[-1]), f"a list of {len(texts)} texts")
            given = None
        at = origin or self.part_path(str(path[1]), "columns")
        out = []
        for index, text in enumerate(texts):
            new = given[index] if given else None
            if new is None and text is not None:
                new = self.find_phrase(text)
            if new is None and text is not None and has_words(text):
                self.report_missing(f"a {name} of `{path[1]}`", text, self.origin((*at, index)))
            out.append(new or text)
        return out

    def translate_rewords(
        self, a: Audience, given: Mapping[str, dict[str, Any]], path: NodePath
    ) -> dict[str, dict[str, str | dict[str, str]]]:
        """What an audience rewords, in this language; `given` is what the translation has of it."""
        self.unknown_ids(given, a.reword, "rewording", path)
        words: dict[str, dict[str, str | dict[str, str]]] = {}
        for id, texts in a.reword.items():
            new = given.get(id, {})
            here = (*path, id)
            self.unknown_ids(new, texts, "rewording", here)
            words[id] = {}
            for name, text in texts.items():
                said: Any = new.get(name)
                if isinstance(text, dict):
                    words[id][name] = self.translate_inside(a, id, text, said, here)
                    continue
                if isinstance(said, dict):
                    self.report_type((*here, name), name, "a text")
                    said = None
                translated = said or self.find_phrase(text)
                if translated is None:
                    what = f"`{name}` of `{id}` for `{a.id}`"
                    self.report_missing(what, text, self.origin((*a.path, "reword", id, name)))
                elif name in new:
                    self.check_marks(translated, (*here, name), self.marks_of(id))
                words[id][name] = translated or text
        return words

    def translate_inside(
        self, a: Audience, id: str, texts: dict[str, str], given: Any, path: NodePath
    ) -> dict[str, str]:
        """What `reword` says of the labels inside a part, in this language on both sides."""
        labels = self.words.parts.get(id, {}).get("labels") or self.cells.get(id, {})
        if isinstance(given, str):
            self.report_type((*path, "texts"), "texts", "a mapping of texts")
            given = None
        said: dict[str, str] = given or {}
        self.unknown_ids(said, texts, "text", (*path, "texts"))
        out: dict[str, str] = {}
        for old, text in texts.items():
            new = said.get(old) or self.find_phrase(text)
            if new is None and has_words(text):
                place = self.origin((*a.path, "reword", id, "texts", old))
                self.report_missing(f"a label of `{id}` for `{a.id}`", text, place)
            out[labels.get(old) or self.find_phrase(old) or old] = new or text
        return out

    def translate_outline(self) -> Outline:
        o, w = self.outline, self.words
        self.unknown_ids(w.parts, (p.id for p in o.parts), "part", ("parts",))
        self.unknown_ids(w.audiences, (a.id for a in o.audiences), "audience", ("audiences",))
        changes: dict[str, Any] = {}
        for name in ("title", "subtitle", "message", "about"):
            changes[name] = self.translate_text(o, name, getattr(w, name), (name,), {})
        for name in ("organisation", "report", "deck"):
            if (node := getattr(o, name)) is not None:
                given = _plain_data(getattr(w, name))
                changes[name] = self.translate_node(node, given, (name,), {})
        changes["theme"] = w.theme or o.theme
        changes["keywords"] = w.keywords or o.keywords
        if o.keywords and not w.keywords:
            self.report_gap(o, "keywords", "`keywords`", ", ".join(o.keywords))
        changes["glossary"] = w.glossary or o.glossary
        if o.glossary and not w.glossary:
            self.report_gap(o, "glossary", "`glossary`", "")
        for name in ("key_numbers", "findings", "figures", "tables", "recommendations", "sources"):
            changes[name] = tuple(self.translate_part(part) for part in getattr(o, name))
        changes["audiences"] = tuple(self.translate_audience(a) for a in o.audiences)
        changed = o.model_copy(update={**changes, "language": self.tag})
        changed.place_at(())
        return changed

    def translate_part(self, part: Any) -> Any:
        path = ("parts", part.id)
        given = dict(self.words.parts.get(part.id, {}))
        labels = self.labels(part, given.pop("labels", None), path)
        marks = {e.id for e in part.evidence if e.id} if isinstance(part, Finding) else set()
        if isinstance(part, Table):
            return self.translate_table(part, given, path)
        return self.translate_node(part, given, path, labels, marks)

    def translate_table(self, table: Table, given: dict[str, Any], path: NodePath) -> Table:
        """A table's headers and cells by place; the shape must be the original's."""
        columns, rows = given.pop("columns", None), given.pop("rows", None)
        headers = [c.header for c in table.columns]
        heads = self.translate_line(headers, columns, (*path, "columns"), "header")
        cells: list[tuple[str | None, ...]] = []
        if rows is not None and (not isinstance(rows, list) or len(rows) != len(table.rows)):
            self.report_type((*path, "rows"), "rows", f"a list of {len(table.rows)} rows")
            rows = None
        for index, row in enumerate(table.rows):
            said = None if rows is None else rows[index]
            origin = (*table.path, "rows", index)
            here = (*path, "rows", index)
            cells.append(tuple(self.translate_line(row, said, here, "cell", origin)))
        before = headers, *table.rows
        after = heads, *cells
        self.cells[table.id] = {
            old: new
            for olds, news in zip(before, after, strict=True)
            for old, new in zip(olds, news, strict=True)
            if old and new
        }
        pairs = zip(table.columns, heads, strict=True)
        named = tuple(c.model_copy(update={"header": h}) for c, h in pairs)
        changed: Table = self.translate_node(table, given, path, {}, skip={"columns", "rows"})
        return changed.model_copy(update={"columns": named, "rows": tuple(cells)})

    def translate_audience(self, a: Audience) -> Audience:
        w = self.words.audiences.get(a.id)
        given = {} if w is None else _plain_data(w)
        path = ("audiences", a.id)
        reword = given.pop("reword", {})
        deck = given.pop("deck", {})
        skip = {"deck", "theme", "own_recommendations"}
        changed: Audience = self.translate_node(a, given, path, {}, skip=skip)
        own = tuple(self.translate_part(r) for r in a.own_recommendations)
        words = self.translate_rewords(a, reword, (*path, "reword"))
        update: dict[str, Any] = {"reword": words, "own_recommendations": own}
        if a.deck is not None:
            update["deck"] = self.translate_node(a.deck, deck, (*path, "deck"), {})
        return changed.model_copy(update=update)

    def translate_node(self, node: Node, given: Mapping[str, Any], path: NodePath,
             labels: Mapping[str, str], marks: set[str] | None = None,
             skip: Iterable[str] = ()) -> Any:  # fmt: skip
        """`node` and all below it in this language; `given` are its own texts, by key."""
        texts = [n for n in text_fields(type(node)) if n not in SAME_EVERYWHERE and n not in skip]
        for name in given:
            if name not in texts:
                message = f"`{name}` is not a text of `{path[-1]}` that can be translated"
                here = self.here((*path, name), key=True)
                self.errors.append(error("unknown-key", message, here, did_you_mean(name, texts)))
        changes: dict[str, Any] = {}
        for name in type(node).model_fields:
            if name in skip or name in SAME_EVERYWHERE:
                continue
            if name in texts:
                new = self.translate_text(node, name, given.get(name), (*path, name), labels, marks)
            else:
                new = self.translate_below(getattr(node, name), path, labels)
            if new is not getattr(node, name):
                changes[name] = new
        if not changes:
            return node
        try:
            changed = type(node).model_validate(written_fields(node) | changes)
        except ValidationError as exc:
            details = exc.errors()[0]
            name = str(details["loc"][0]) if details["loc"] else str(path[-1])
            message = f"`{name}`: {details['msg']}"
            self.errors.append(error("bad-value", message, self.here((*path, name))))
            return node
        changed.place_at(node.path)
        return changed

    def translate_below(self, value: Any, path: NodePath, labels: Mapping[str, str]) -> Any:
        if isinstance(value, Node):
            return self.translate_node(value, {}, path, labels)
        if isinstance(value, tuple) and any(isinstance(v, Node) for v in value):
            return tuple(self.translate_below(v, path, labels) for v in value)
        return value

    def translate_text(self, node: Node, name: str, given: Any, path: NodePath,
             labels: Mapping[str, str], marks: set[str] | None = None) -> Any:  # fmt: skip
        value = getattr(node, name)
        if given is not None:
            if not isinstance(given, str):
                self.report_type(path, name, "a text")
                return value
            if value is None:
                message = f"the outline has no `{name}` here to translate"
                self.errors.append(error("unknown-key", message, self.here(path, key=True)))
                return value
            self.check_marks(given, path, marks or set())
            return given
        if isinstance(value, str):
            if name == "unit" and value in PERCENT:
                return value  # a word of briefgen's own
            new = labels.get(value) or self.find_phrase(value)
            if new is None:
                self.report_gap(node, name, _describe_text(node, name), value)
            return new or value
        if isinstance(value, tuple):
            return tuple(
                self.translate_label(v, labels) if isinstance(v, str) else v for v in value
            )
        if isinstance(value, dict):
            for key in value:
                if key not in labels and self.find_phrase(key) is None:
                    self.report_gap(node, name, _describe_text(node, name), key)
            return {self.translate_label(key, labels): v for key, v in value.items()}
        return value


def has_words(text: str) -> bool:
    """Whether a text has words at all: dates and plain numbers are written by the language's rules."""
    return any(c.isalpha() for c in text)


def _texts_in(value: Any) -> set[str]:
    """Every text in a part's data, which its `labels` may name."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, Node):
        names = type(value).model_fields
        value = [getattr(value, n) for n in names if n not in ("evidence", "id", "kind")]
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list | tuple):
        return {text for item in value for text in _texts_in(item)}
    return set()


# Texts that are the same in every language: addresses, names of files and of layouts, and the source's words.
SAME_EVERYWHERE = frozenset((
    "url", "logo", "text", "theme", "template", "layouts", "quote", "authors", "calculations",
    "not_claims",
))  # fmt: skip
PERCENT = ("percent", "%")


def translate(
    outline: Outline,
    tag: str,
    words: Language,
    tree: TreeNode,
    origin: Callable[..., Place],
) -> tuple[Translation, list[Diagnostic]]:
    """`outline` with the texts of `words`, and what is wrong with these.

    `origin(path)` is where the outline has a value; `tree` is what `words` was read from.
    """
    t = _Translator(outline, tag, words, tree, origin)
    changed = t.translate_outline()
    found = Translation(changed, tuple(t.missing), frozenset(t.foreign), words.fallback, tree)
    return found, t.errors


def _plain_data(node: Node) -> dict[str, Any]:
    """What a translation's part says itself, as plain data."""
    said = {name: getattr(node, name) for name in type(node).model_fields}
    given = {n: v for n, v in said.items() if v is not None}
    return {n: _plain_data(v) if isinstance(v, Node) else v for n, v in given.items()}


def _describe_text(node: Node, name: str) -> str:
    owner = getattr(node, "id", None)
    if isinstance(node, Evidence):
        return f"`{name}` of this evidence"
    return f"`{name}` of `{owner}`" if owner else f"`{name}`"
