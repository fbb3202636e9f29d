"""What one value cannot tell: ids that must exist or be unique, rewordings, links and marks in texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from briefgen.diagnostics import Diagnostic, Place, error, warning
from briefgen.outline import base, richtext
from briefgen.outline.figure import Evidence
from briefgen.outline.models import Audience, Finding, Outline
from briefgen.outline.suggest import did_you_mean

Locate = Callable[..., Place]


def check(outline: Outline, place: Locate) -> Iterator[Diagnostic]:
    """Every broken reference in `outline`; `place(path, key=False)` is where something stands."""
    yield from _unique(outline, place)
    yield from _references(outline, place)
    yield from _audiences(outline, place)
    yield from _extends(outline, place)
    yield from _tables(outline, place)
    yield from _texts(outline, place)


def all_parts(o: Outline) -> Iterable[Any]:
    """Everything in the outline that has an id of its own, but for audiences."""
    return (*o.key_numbers, *o.findings, *o.figures, *o.tables, *o.recommendations, *o.sources)


def _unique(o: Outline, place: Locate) -> Iterator[Diagnostic]:
    for group in (all_parts(o), o.audiences):
        seen: dict[str, Place] = {}
        for part in group:
            here = place((*part.path, "id"))
            if part.id in seen:
                hint = (
                    f"line {seen[part.id].line} has it already: ids are unique in the whole outline"
                )
                yield error("duplicate-id", f"the id `{part.id}` is here twice", here, hint)
            seen.setdefault(part.id, here)


def _extends(o: Outline, place: Locate) -> Iterator[Diagnostic]:
    """Audiences that extend one that is not there, or each other in a circle."""
    parents = {a.id: a.extends for a in o.audiences}
    for a in o.audiences:
        if a.extends is None:
            continue
        here = place((*a.path, "extends"))
        yield from _known("audience", a.extends, parents, here)
        seen = {a.id}
        at: str | None = a.extends
        while at is not None and at in parents:
            if at in seen:
                hint = "let one of them stand on its own"
                yield error("audience-circle", f"`{a.id}` extends itself", here, hint)
                break
            seen.add(at)
            at = parents[at]


def _known(kind: str, wanted: str, known: Iterable[str], here: Place) -> Iterator[Diagnostic]:
    known = list(known)
    if wanted not in known:
        hint = did_you_mean(wanted, known) if known else f"the outline has no {kind} yet"
        yield error(
            f"unknown-{kind.replace(' ', '-')}", f"there is no {kind} `{wanted}`", here, hint
        )


def _references(o: Outline, place: Locate) -> Iterator[Diagnostic]:
    figures, tables = [f.id for f in o.figures], [t.id for t in o.tables]
    numbers, findings = [k.id for k in o.key_numbers], [f.id for f in o.findings]
    sources = [s.id for s in o.sources]
    for finding in o.findings:
        for key, known in (("figure", figures), ("table", tables), ("key_number", numbers)):
            wanted = getattr(finding, key)
            if wanted:
                yield from _known(key.replace("_", " "), wanted, known, place((*finding.path, key)))
    for index, id in enumerate(o.exhibits):
        yield from _known("figure or table", id, figures + tables, place(("exhibits", index)))
    for ask in o.recommendations:
        for index, id in enumerate(ask.findings):
            yield from _known("finding", id, findings, place((*ask.path, "findings", index)))
    for node in base.nodes_in(o):
        if isinstance(node, Evidence):
            yield from _known("source", node.source, sources, place((*node.path, "source")))
            if not node.quote and not node.datum and not node.data:
                message = "this evidence has neither a `quote` nor a `datum` nor `data`"
                hint = "quote the phrase of the source that supports the claim"
                yield error("missing-key", message, place(node.path), hint)
    for figure in o.figures:
        labels = figure.names()
        for index, label in enumerate(figure.highlight):
            if labels and label not in labels:
                here = place((*figure.path, "highlight", index))
                hint = did_you_mean(label, sorted(labels))
                yield error("unknown-label", f"no mark is labelled `{label}`", here, hint)
    used = {f.figure for f in o.findings} | {f.table for f in o.findings} | set(o.exhibits)
    for part in (*o.figures, *o.tables):
        if part.id not in used:
            hint = "name it in a finding or in `exhibits`, or delete it"
            yield warning(
                "unused", f"`{part.id}` is not shown anywhere", place((*part.path, "id")), hint
            )


def _audiences(o: Outline, place: Locate) -> Iterator[Diagnostic]:
    known = {
        "key_numbers": ("key number", [k.id for k in o.key_numbers]),
        "exhibits": ("figure or table", [p.id for p in (*o.figures, *o.tables)]),
        "recommendations": ("recommendation", [r.id for r in o.recommendations]),
    }
    findings = [f.id for f in o.findings]
    tags = sorted({tag for f in o.findings for tag in f.tags})
    for a in o.audiences:
        for key, (kind, ids) in known.items():
            for index, id in enumerate(getattr(a, key) or ()):
                yield from _known(kind, id, ids, place((*a.path, key, index)))
        if a.findings:
            for index, id in enumerate(a.findings.ids):
                yield from _known(
                    "finding", id, findings, place((*a.path, "findings", "ids", index))
                )
            for index, tag in enumerate(a.findings.tags):
                yield from _known("tag", tag, tags, place((*a.path, "findings", "tags", index)))
        yield from _rewordings(o, a, place)


def _rewordings(o: Outline, a: Audience, place: Locate) -> Iterator[Diagnostic]:
    from briefgen.editions import reworded, selected

    parts = {part.id: part for part in all_parts(o)}
    for id, words in a.reword.items():
        path = (*a.path, "reword", id)
        if id not in parts:
            yield from _known("part", id, parts, place(path, key=True))
            continue
        texts = text_fields(type(parts[id]))
        for field, text in words.items():
            if field not in texts:
                hint = did_you_mean(field, texts)
                message = f"`{field}` is not a text of `{id}` that can be reworded"
                yield error("unknown-key", message, place((*path, field), key=True), hint)
                continue
            try:
                reworded(parts[id], {field: text})
            except ValidationError as exc:
                said = exc.errors()[0]["msg"]
                yield error("bad-value", f"`{field}`: {said}", place((*path, field)))
    ids = [] if a.findings is None else list(a.findings.ids)
    if not has_unknown(ids, [f.id for f in o.findings]) and not selected(o, a.findings):
        hint = "widen `tags` or `importance`"
        yield error("empty-selection", "this audience gets no finding", place(a.path), hint)


def has_unknown(ids: Iterable[str], known: Iterable[str]) -> bool:
    """Whether some of `ids` are not `known`."""
    return not set(ids) <= set(known)


def text_fields(model: type[base.Node]) -> list[str]:
    """The names of a model's fields that hold texts a reader sees."""
    return [
        name
        for name, field in model.model_fields.items()
        if "syntax" in (extra := field_extra(field)) and extra["syntax"] not in ("id", "quantity")
    ]


def field_extra(field: Any) -> dict[str, Any]:
    """What a text type's annotation says of itself, also inside an Optional."""
    extra = dict(field.json_schema_extra or {}) if isinstance(field.json_schema_extra, dict) else {}
    pending = [field.annotation]
    while pending and "syntax" not in extra:
        annotation = pending.pop()
        for meta in getattr(annotation, "__metadata__", ()):
            given = getattr(meta, "json_schema_extra", None)
            if isinstance(given, dict):
                extra.update(given)
        pending.extend(getattr(annotation, "__args__", ()))
    return extra


def _tables(o: Outline, place: Locate) -> Iterator[Diagnostic]:
    for table in o.tables:
        for index, row in enumerate(table.rows):
            if len(row) != len(table.columns):
                message = f"{len(row)} cells in a table of {len(table.columns)} columns"
                here = place((*table.path, "rows", index))
                yield error("row-length", message, here, "write `~` for an empty cell")
            elif not row[0]:
                here = place((*table.path, "rows", index))
                yield error(
                    "row-name", "the first cell of a row names it and cannot be empty", here
                )


def _texts(o: Outline, place: Locate) -> Iterator[Diagnostic]:
    for node in base.nodes_in(o):
        evidence = node.evidence if isinstance(node, Finding) else ()
        marks = {e.id for e in evidence if e.id}
        for name in text_fields(type(node)):
            text = getattr(node, name)
            if isinstance(text, str):
                yield from text_problems(text, o.language, marks, place((*node.path, name)))
    for a in o.audiences:
        for id, words in a.reword.items():
            finding = next((f for f in o.findings if f.id == id), None)
            marks = {e.id for e in finding.evidence if e.id} if finding else set()
            for field, text in words.items():
                yield from text_problems(
                    text, o.language, marks, place((*a.path, "reword", id, field))
                )
    for owner in (*o.sources, o.organisation, *((o.report,) if o.report else ())):
        if owner.url and (problem := richtext.link_problem(owner.url)):
            here = place((*owner.path, "url"))
            yield error("bad-link", f"`{owner.url}` {problem}", here, "write it whole: `https://…`")


def text_problems(text: str, language: str, marks: set[str], here: Place) -> Iterator[Diagnostic]:
    """What is wrong with the links and marks in a text; `marks` are the ids of evidence it may refer to."""
    if "[" not in text and "<" not in text:
        return
    for run in richtext.inline_runs(richtext.parse_blocks(text, language)):
        if isinstance(run, richtext.Mark) and run.id not in marks:
            hint = (
                did_you_mean(run.id, [m for m in marks if m])
                if marks
                else ("give a piece of this finding's evidence that `id`")
            )
            yield error("unknown-mark", f"no evidence here is called `{run.id}`", here, hint)
        if (
            isinstance(run, richtext.Text)
            and run.url
            and (problem := richtext.link_problem(run.url))
        ):
            yield error(
                "bad-link", f"the link `{run.url}` {problem}", here, "write it whole: `https://…`"
            )
