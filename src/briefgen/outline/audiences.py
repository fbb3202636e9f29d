"""What an audience names that does not exist: parts, tags, texts to reword, audiences to extend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic_core import ValidationError

from briefgen.diagnostics import Diagnostic, error
from briefgen.editions.rewording import TEXTS, inner_texts, reworded
from briefgen.editions.selection import selected
from briefgen.outline.audience import Audience
from briefgen.outline.base import Node, Path, text_fields
from briefgen.outline.models import Outline
from briefgen.outline.references import Locate, all_parts, known_id
from briefgen.outline.suggest import did_you_mean

# Fields that hold the path of a file: other words for one would name another file.
_FILES = ("logo", "text")


def check(outline: Outline, place: Locate) -> Iterator[Diagnostic]:
    """Every broken reference in the outline's audiences; `place(path, key=False)` is where something stands."""
    for audience in outline.audiences:
        yield from _chosen(outline, audience, place)
        yield from _rewordings(outline, audience, place)
    yield from _extends(outline, place)


def _extends(o: Outline, place: Locate) -> Iterator[Diagnostic]:
    """Audiences that extend one that is not there, or each other in a circle."""
    parents = {a.id: a.extends for a in o.audiences}
    for a in o.audiences:
        if a.extends is None:
            continue
        here = place((*a.path, "extends"))
        yield from known_id("audience", a.extends, parents, here)
        seen = {a.id}
        at: str | None = a.extends
        while at is not None and at in parents:
            if at in seen:
                hint = "let one of them stand on its own"
                yield error("audience-circle", f"`{a.id}` extends itself", here, hint)
                break
            seen.add(at)
            at = parents[at]


def _own(o: Outline, a: Audience) -> list[str]:
    """The ids of the recommendations that only `a`, or one that it extends, gets."""
    by_id = {each.id: each for each in o.audiences}
    chain: list[Audience] = []
    at: Audience | None = a
    while at is not None and at not in chain:
        chain.append(at)
        at = by_id.get(at.extends) if at.extends else None
    return [r.id for each in chain for r in each.own_recommendations]


def _chosen(o: Outline, a: Audience, place: Locate) -> Iterator[Diagnostic]:
    known = {
        "key_numbers": ("key number", [k.id for k in o.key_numbers]),
        "exhibits": ("figure or table", [*(f.id for f in o.figures), *(t.id for t in o.tables)]),
        "recommendations": ("recommendation", [*(r.id for r in o.recommendations), *_own(o, a)]),
    }
    findings = [f.id for f in o.findings]
    tags = sorted({tag for f in o.findings for tag in f.tags})
    for key, (kind, ids) in known.items():
        for index, id in enumerate(getattr(a, key) or ()):
            yield from known_id(kind, id, ids, place((*a.path, key, index)))
    if a.findings is None:
        return
    for key, kind, choices in (
        ("ids", "finding", findings), ("exclude", "finding", findings), ("tags", "tag", tags)
    ):  # fmt: skip
        for index, id in enumerate(getattr(a.findings, key)):
            here = place((*a.path, "findings", key, index))
            yield from known_id(kind, id, choices, here)
    known_all = set(a.findings.ids) <= set(findings) and set(a.findings.tags) <= set(tags)
    if known_all and not selected(o, a.findings):
        hint = "widen `tags` or `importance`, or take less out with `exclude`"
        yield error("empty-selection", "this audience gets no finding", place(a.path), hint)


def _rewordings(o: Outline, a: Audience, place: Locate) -> Iterator[Diagnostic]:
    whole = {"organisation": o.organisation} | ({"report": o.report} if o.report else {})
    parts: dict[str, Any] = {**whole, **{part.id: part for part in all_parts(o)}}
    for id, words in a.reword.items():
        path = (*a.path, "reword", id)
        if id not in parts:
            yield from known_id("part", id, parts, place(path, key=True))
        else:
            yield from _reworded(id, parts[id], words, path, place)


def _reworded(
    id: str, part: Node, words: Mapping[str, Any], path: Path, place: Locate
) -> Iterator[Diagnostic]:
    inside = list(dict.fromkeys(inner_texts(part))) if hasattr(part, "evidence") else []
    texts = [name for name in text_fields(type(part)) if name not in _FILES]
    for field, text in words.items():
        here = place((*path, field))
        if field == TEXTS and inside:
            if not isinstance(text, dict):
                hint = "write `{the text: other words}`"
                yield error("wrong-type", "`texts` is a mapping", here, hint)
                continue
            for old in text:
                if old not in inside:
                    hint = did_you_mean(old, inside)
                    message = f"`{id}` has no text `{old}`"
                    key = place((*path, field, old), key=True)
                    yield error("unknown-text", message, key, hint)
        elif field not in texts:
            hint = did_you_mean(field, [*texts, TEXTS] if inside else texts)
            message = f"`{field}` is not a text of `{id}` that can be reworded"
            yield error("unknown-key", message, place((*path, field), key=True), hint)
            continue
        elif not isinstance(text, str):
            yield error("wrong-type", f"`{field}` is a text", here, "only `texts` takes a mapping")
            continue
        try:
            reworded(part, {field: text})
        except ValidationError as exc:
            yield error("bad-value", f"`{field}`: {exc.errors()[0]['msg']}", here)
