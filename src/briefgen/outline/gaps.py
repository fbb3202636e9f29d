"""What a translation says, what it leaves out, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from briefgen.diagnostics import Diagnostic, Place, error, warning
from briefgen.outline import references, yamltree
from briefgen.outline.audience import Audience
from briefgen.outline.base import Node
from briefgen.outline.languages import Language
from briefgen.outline.models import Outline
from briefgen.outline.parts import Source
from briefgen.outline.suggest import did_you_mean

# Names, which a language may have its own form of; those of works are marked as of the original language.
NAMES = frozenset((
    ("Organisation", "name"), ("Report", "author"), ("Report", "title"),
    ("Source", "author"), ("Source", "publisher"), ("Source", "title"),
))  # fmt: skip


@dataclass
class Gaps:
    """A translation's words, and what is found on the way: texts that it lacks, and errors."""

    outline: Outline
    tag: str
    words: Language
    tree: yamltree.Node
    origin: Callable[..., Place]
    missing: list[Diagnostic] = field(default_factory=list)
    foreign: set[str] = field(default_factory=set)
    errors: list[Diagnostic] = field(default_factory=list)
    # A table's headers and cells in this language, by its id and by what the outline has there.
    cells: dict[str, dict[str, str]] = field(default_factory=dict)

    def here(self, path: Sequence[str | int], key: bool = False) -> Place:
        """Where the translation has the value, or the key, at `path`."""
        if key:
            return yamltree.key_place(self.tree, path)
        return yamltree.find(self.tree, path)[0].place

    def unknown_ids(
        self, given: Iterable[str], known: Iterable[str], kind: str, path: tuple[str, ...]
    ) -> None:
        known = list(known)
        for id in given:
            if id not in known:
                message, hint = f"there is no {kind} `{id}`", did_you_mean(id, known)
                here = self.here((*path, id), key=True)
                self.errors.append(error(f"unknown-{kind}", message, here, hint))

    def part_path(self, id: str, key: str) -> tuple[str | int, ...]:
        part = next(p for p in references.all_parts(self.outline) if p.id == id)
        return (*part.path, key)

    def called(self, text: str, labels: Mapping[str, str]) -> str:
        return labels.get(text) or self.phrase(text) or text

    def phrase(self, text: str) -> str | None:
        """What `phrases` has for the whole of `text`: itself, or a pattern with `*` for any part."""
        found = self.words.phrases.get(text)
        if found is not None:
            return found
        for pattern, new in self.words.phrases.items():
            before, star, after = pattern.partition("*")
            if star and text.startswith(before) and text.endswith(after) and len(text) > len(pattern) - 1:  # fmt: skip
                return new.replace("*", text[len(before) : len(text) - len(after)])
        return None

    def lacks(self, node: Node, name: str, what: str, text: str) -> None:
        if (type(node).__name__, name) in NAMES or (isinstance(node, Source) and name == "short"):
            if name in ("title", "short"):
                self.foreign.add(text)
        elif name == "highlight" or (text and not needed(text)):
            return
        else:
            self.say_missing(what, text, self.origin((*node.path, name)))

    def say_missing(self, what: str, text: str, place: Place) -> None:
        self.foreign.add(text)
        message = f"{what} is not translated into `{self.tag}`"
        hint = f"add it to the translation: `{text}`" if len(text) <= 60 else None
        self.missing.append(warning("not-translated", message, place, hint))

    def wrong(self, path: tuple[str | int, ...], name: str, wanted: str) -> None:
        self.errors.append(error("wrong-type", f"`{name}` should be {wanted}", self.here(path)))

    def marks(self, text: str, path: tuple[str | int, ...], marks: set[str]) -> None:
        self.errors += references.text_problems(text, self.tag, marks, self.here(path))

    def marks_of(self, id: str) -> set[str]:
        finding = next((f for f in self.outline.findings if f.id == id), None)
        return {e.id for e in finding.evidence if e.id} if finding else set()

    def labels(self, part: Any, given: Any, path: tuple[str, ...]) -> dict[str, str]:
        if given is None:
            return {}
        here = (*path, "labels")
        known = _texts_in(part)
        if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()):
            self.wrong(here, "labels", "a mapping of texts")
            return {}
        for label in given:
            if label not in known:
                message, hint = (
                    f"nothing in `{part.id}` is called `{label}`",
                    did_you_mean(label, known),
                )
                self.errors.append(error("unknown-label", message, self.here((*here, label), True), hint))  # fmt: skip
        return given

    def line(
        self,
        texts: Sequence[str | None],
        given: Any,
        path: tuple[str | int, ...],
        name: str,
        origin: tuple[str | int, ...] = (),
    ) -> list[Any]:
        if given is not None and (
            not isinstance(given, list)
            or len(given) != len(texts)
            or not all(isinstance(v, str | None) for v in given)
        ):
            self.wrong(path, str(path[-1]), f"a list of {len(texts)} texts")
            given = None
        at = origin or self.part_path(str(path[1]), "columns")
        out = []
        for index, text in enumerate(texts):
            new = given[index] if given else None
            if new is None and text is not None:
                new = self.phrase(text)
            if new is None and text is not None and needed(text):
                self.say_missing(f"a {name} of `{path[1]}`", text, self.origin((*at, index)))
            out.append(new or text)
        return out

    def rewordings(
        self, a: Audience, given: Mapping[str, dict[str, Any]], path: tuple[str, ...]
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
                    words[id][name] = self.inside(a, id, text, said, here)
                    continue
                if isinstance(said, dict):
                    self.wrong((*here, name), name, "a text")
                    said = None
                translated = said or self.phrase(text)
                if translated is None:
                    what = f"`{name}` of `{id}` for `{a.id}`"
                    self.say_missing(what, text, self.origin((*a.path, "reword", id, name)))
                elif name in new:
                    self.marks(translated, (*here, name), self.marks_of(id))
                words[id][name] = translated or text
        return words

    def inside(
        self, a: Audience, id: str, texts: dict[str, str], given: Any, path: tuple[str, ...]
    ) -> dict[str, str]:
        """What `reword` says of the labels inside a part, in this language on both sides."""
        labels = self.words.parts.get(id, {}).get("labels") or self.cells.get(id, {})
        if isinstance(given, str):
            self.wrong((*path, "texts"), "texts", "a mapping of texts")
            given = None
        said: dict[str, str] = given or {}
        self.unknown_ids(said, texts, "text", (*path, "texts"))
        out: dict[str, str] = {}
        for old, text in texts.items():
            new = said.get(old) or self.phrase(text)
            if new is None and needed(text):
                place = self.origin((*a.path, "reword", id, "texts", old))
                self.say_missing(f"a label of `{id}` for `{a.id}`", text, place)
            out[labels.get(old) or self.phrase(old) or old] = new or text
        return out


def needed(text: str) -> bool:
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
