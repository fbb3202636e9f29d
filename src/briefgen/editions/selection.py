"""What an audience chooses: which findings, in which words, with what it takes over from others."""

from __future__ import annotations

from typing import Any, TypeVar

from briefgen.outline.base import Node
from briefgen.outline.models import Audience, Finding, Outline, Selection

T = TypeVar("T", bound=Node)


def reworded(node: T, words: dict[str, str]) -> T:
    """`node` with other texts, validated as its own were; its evidence stays."""
    changed = type(node).model_validate({**dict(node), **words})
    changed.place_at(node.path)
    return changed


def selected(outline: Outline, selection: Selection | None) -> list[Finding]:
    """The findings that `selection` leaves, in its order or else in the outline's."""
    if selection is None:
        return list(outline.findings)
    by_id = {f.id: f for f in outline.findings}
    chosen = [by_id[id] for id in selection.ids] if selection.ids else list(outline.findings)
    if selection.tags:
        chosen = [f for f in chosen if set(f.tags) & set(selection.tags)]
    if selection.importance:
        chosen = [f for f in chosen if f.importance <= selection.importance]
    if selection.limit and len(chosen) > selection.limit:
        kept = sorted(chosen, key=lambda f: f.importance)[: selection.limit]
        chosen = [f for f in chosen if f in kept]
    return chosen


def resolved(outline: Outline, id: str) -> Audience:
    """The audience called `id` with what it takes over from those it extends. Raises KeyError."""
    by_id = {a.id: a for a in outline.audiences}
    audience = by_id[id]
    chain = [audience]
    while chain[-1].extends is not None:
        chain.append(by_id[chain[-1].extends])
    said: dict[str, Any] = {}
    words: dict[str, dict[str, str]] = {}
    for each in reversed(chain):
        said |= {name: getattr(each, name) for name in each.model_fields_set}
        for part, new in each.reword.items():
            words[part] = {**words.get(part, {}), **new}
    return audience.model_copy(update={**said, "reword": words})
