"""What an audience chooses of the outline, and a part in its words; evidence and numbers stay.

`TEXTS` as a key of a rewording stands for the short texts inside a figure or table, which have no key of
their own: labels, names of series, cells and headings, each by the text that it replaces.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from briefgen.model.base import Node, NodePath, text_fields, written_fields
from briefgen.model.figures import Evidence
from briefgen.model.outline import Audience, Finding, Outline, Recommendation, Selection

T = TypeVar("T", bound=Node)
TEXTS = "texts"
# Parts of a part that no audience rewords here: its evidence is the sources', its slide has options.
_NOT_INSIDE = frozenset(("evidence", "deck"))


def _reader_fields(node: Node) -> Iterator[tuple[str, Any]]:
    """The fields of a node in which texts are that a reader sees."""
    texts = text_fields(type(node))
    for name, value in dict(node).items():
        if name not in _NOT_INSIDE and (not isinstance(value, str) or name in texts):
            yield name, value


def reword(node: T, words: Mapping[str, Any]) -> T:
    """`node` with other texts, validated as its own were; its evidence stays."""
    own = {name: text for name, text in words.items() if name != TEXTS}
    inside = words.get(TEXTS) or {}
    values = written_fields(node)
    values |= {
        n: _replace_texts(v, inside)
        for n, v in _reader_fields(node)
        if n in values and not own.get(n)
    }
    changed = type(node).model_validate({**values, **own})
    changed.place_at(node.path)
    return changed


def _replace_texts(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return words.get(value, value)
    if isinstance(value, Evidence) or not words:
        return value
    if isinstance(value, Node):
        new = {name: _replace_texts(inner, words) for name, inner in _reader_fields(value)}
        return value.model_copy(update=new)
    if isinstance(value, tuple | list):
        return tuple(_replace_texts(item, words) for item in value)
    if isinstance(value, dict):
        return {_replace_texts(k, words): _replace_texts(v, words) for k, v in value.items()}
    return value


def inner_texts(value: Any) -> Iterator[str]:
    """The texts that `TEXTS` can replace in a figure or table, in the order of the file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Node) and not isinstance(value, Evidence):
        for _, inner in _reader_fields(value):
            yield from inner_texts(inner)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from inner_texts(item)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from inner_texts(key)
            yield from inner_texts(inner)


# What an audience chooses: which findings, in which words, with what it takes over from others.

OPTIONS = ("brief", "deck")


def select_findings(outline: Outline, selection: Selection | None) -> list[Finding]:
    """The findings that `selection` leaves, in its order or else in the outline's."""
    if selection is None:
        return list(outline.findings)
    by_id = {f.id: f for f in outline.findings}
    ids = dict.fromkeys(selection.ids)  # a finding is there once
    chosen = [by_id[id] for id in ids] if ids else list(outline.findings)
    if selection.tags:
        chosen = [f for f in chosen if set(f.tags) & set(selection.tags)]
    if selection.importance:
        chosen = [f for f in chosen if f.importance <= selection.importance]
    chosen = [f for f in chosen if f.id not in selection.exclude]
    if selection.limit and len(chosen) > selection.limit:
        kept = sorted(chosen, key=lambda f: f.importance)[: selection.limit]
        chosen = [f for f in chosen if f in kept]
    return chosen


def lineage(outline: Outline, id: str | None) -> list[Audience]:
    """The audience called `id`, the one that it extends, and so on; none for None. Raises KeyError."""
    if id is None:
        return []
    by_id = {a.id: a for a in outline.audiences}
    found = [by_id[id]]
    while (parent := by_id.get(found[-1].extends or "")) and parent not in found:
        found.append(parent)
    return found


def resolve_audience(outline: Outline, id: str) -> Audience:
    """The audience called `id` with what it takes over from those it extends. Raises KeyError.

    Of `brief` and `deck` only the keys that are written count: the others are those of the audience that it
    extends, or else the outline's.
    """
    audiences = lineage(outline, id)
    said: dict[str, Any] = {}
    words: dict[str, dict[str, Any]] = {}
    own: dict[str, Recommendation] = {}
    options: dict[str, Any] = {name: getattr(outline, name) for name in OPTIONS}
    for each in reversed(audiences):
        said |= {name: getattr(each, name) for name in each.model_fields_set}
        own |= {r.id: r for r in each.own_recommendations}
        for name in OPTIONS:
            options[name] = override_options(options[name], getattr(each, name))
        for part, new in each.reword.items():
            before: Any = words.get(part, {})
            now: Any = new.get(TEXTS, {})
            inside = {**before.get(TEXTS, {}), **now}
            words[part] = {**before, **new, **({TEXTS: inside} if inside else {})}
    kept = {"reword": words, "own_recommendations": tuple(own.values())}
    return audiences[0].model_copy(update={**said, **options, **kept})


def override_options(base: T, over: T | None) -> T:
    """`base` with the keys that `over` writes."""
    if over is None:
        return base
    made = base.model_copy(update={name: getattr(over, name) for name in over.model_fields_set})
    # What may be wrong in a way that only a deck shows.
    if over.model_fields_set & {"template", "layouts"}:
        made.place_at(over.path)
    return made


def option_path(outline: Outline, audience: str | None, *keys: str) -> NodePath:
    """The path of the option `keys`, such as `deck`, `template`, as the audience or the outline writes it."""
    for each in lineage(outline, audience):
        part: Any = each
        for key in keys:
            part = getattr(part, key) if part and key in part.model_fields_set else None
        if part is not None:
            return (*each.path, *keys)
    return keys
