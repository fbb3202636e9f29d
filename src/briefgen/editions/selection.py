"""What an audience chooses: which findings, in which words, with what it takes over from others."""

from __future__ import annotations

from typing import Any, TypeVar

from briefgen.editions.rewording import TEXTS
from briefgen.outline.audience import Audience, Selection
from briefgen.outline.base import Node, Path
from briefgen.outline.models import Outline
from briefgen.outline.parts import Finding, Recommendation

T = TypeVar("T", bound=Node)
OPTIONS = ("brief", "deck")


def selected(outline: Outline, selection: Selection | None) -> list[Finding]:
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


def chain(outline: Outline, id: str) -> list[Audience]:
    """The audience called `id`, the one that it extends, and so on. Raises KeyError."""
    by_id = {a.id: a for a in outline.audiences}
    found = [by_id[id]]
    while (parent := found[-1].extends) is not None:
        found.append(by_id[parent])
    return found


def resolved(outline: Outline, id: str) -> Audience:
    """The audience called `id` with what it takes over from those it extends. Raises KeyError.

    Of `brief` and `deck` only the keys that are written count: the others are those of the audience that it
    extends, or else the outline's.
    """
    audiences = chain(outline, id)
    said: dict[str, Any] = {}
    words: dict[str, dict[str, Any]] = {}
    own: dict[str, Recommendation] = {}
    options: dict[str, Any] = {name: getattr(outline, name) for name in OPTIONS}
    for each in reversed(audiences):
        said |= {name: getattr(each, name) for name in each.model_fields_set}
        own |= {r.id: r for r in each.own_recommendations}
        for name in OPTIONS:
            options[name] = laid_on(options[name], getattr(each, name))
        for part, new in each.reword.items():
            before: Any = words.get(part, {})
            now: Any = new.get(TEXTS, {})
            inside = {**before.get(TEXTS, {}), **now}
            words[part] = {**before, **new, **({TEXTS: inside} if inside else {})}
    kept = {"reword": words, "own_recommendations": tuple(own.values())}
    return audiences[0].model_copy(update={**said, **options, **kept})


def laid_on(base: T, over: T | None) -> T:
    """`base` with the keys that `over` writes."""
    if over is None:
        return base
    made = base.model_copy(update={name: getattr(over, name) for name in over.model_fields_set})
    if over.model_fields_set & {
        "template",
        "layouts",
    }:  # what may be wrong in a way that only a deck shows
        made.place_at(over.path)
    return made


def written_at(outline: Outline, audience: str | None, *keys: str) -> Path:
    """The path of the option `keys`, such as `deck`, `template`, as the audience or the outline writes it."""
    for each in chain(outline, audience) if audience else ():
        part: Any = each
        for key in keys:
            part = getattr(part, key) if part and key in part.model_fields_set else None
        if part is not None:
            return (*each.path, *keys)
    return keys
