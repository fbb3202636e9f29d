"""Validation: pydantic's errors as diagnostics, and what one value cannot tell.

A diagnostic says where in the file something is wrong, what, and what to write instead. Ids must exist or be unique;
links and marks in texts must lead somewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails, ValidationError

from briefgen.model import base, rich_text
from briefgen.model.base import Node, NodePath, models_in, text_fields
from briefgen.model.diagnostics import Diagnostic, Place, did_you_mean, error, warning
from briefgen.model.figures import Evidence, FigureBase
from briefgen.model.loaded import MappingNode, Scalar, TreeNode, find_key, find_node
from briefgen.model.outline import Audience, Finding, Outline
from briefgen.model.registry import CHART_KINDS
from briefgen.model.selection import TEXTS, inner_texts, lineage, reword, select_findings

_LIST = ("a list", "write one item a line, each after `- `")
_MAPPING = ("a mapping", "write `key: value` lines below it")
_DATE = ("a date", "write YYYY-MM-DD, such as 2022-02-08")
# What each of pydantic's errors wanted, and what to write.
_WRONG_TYPE = {
    "string": ("a text", "write one text; put it in quotes if it holds `: ` or starts with [ or {"),
    "list": _LIST, "tuple": _LIST, "dict": _MAPPING, "model": _MAPPING, "model_attributes": _MAPPING,
    "int": ("a whole number", "write digits only"),
    "float": ("a number", "write digits, with a point for decimals"),
    "bool": ("true or false", "write `true` or `false`"),
    "date": _DATE, "date_from_datetime": _DATE,
}  # fmt: skip
_TYPE_ERROR = re.compile(r"_(?:type|parsing|inexact)$")


MAX_EXPLAINED = 1_000  # each takes a search for what was meant; nobody reads more


def explain(exc: ValidationError, model: type[BaseModel], root: TreeNode) -> list[Diagnostic]:
    """A diagnostic for each error that `model` found in the data of the tree `root`."""
    errors = exc.errors(include_url=False)[:MAX_EXPLAINED]
    return [
        _explain(details, model, root)
        for details in errors
        # A list whose items are all wrong is not also too short.
        if details["type"] != "too_short"
        or not any(_is_below(other["loc"], details["loc"]) for other in errors)
    ]


def _is_below(loc: tuple[int | str, ...], above: tuple[int | str, ...]) -> bool:
    return len(loc) > len(above) and loc[: len(above)] == above


def _explain(details: ErrorDetails, model: type[BaseModel], root: TreeNode) -> Diagnostic:
    kind, loc = details["type"], details["loc"]
    context: dict[str, Any] = details.get("ctx") or {}
    node, path = find_node(root, loc)
    place = node.place
    name = next((str(part) for part in reversed(path) if isinstance(part, str)), "the outline")
    if kind == "missing":
        key = str(loc[-1])
        owner = find_key(root, path) if path and isinstance(path[-1], str) else place
        hint = f"add `{key}: …`" + (", or set SOURCE_DATE_EPOCH" if loc == ("date",) else "")
        return error("missing-key", f"the key `{key}` is missing here", owner, hint)
    if kind == "extra_forbidden":
        key = str(loc[-1])
        hint = did_you_mean(key, _keys_at(model, loc[:-1], root))
        return error("unknown-key", f"unknown key `{key}`", find_key(root, path), hint)
    if loc[-1:] == ("[key]",):  # a key of a mapping whose keys are of a kind
        key = str(loc[-2])
        hint = did_you_mean(key, _choices(context))
        return error("unknown-key", f"unknown key `{key}`", find_key(root, loc[:-1]), hint)
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _kind_error(node)
    if kind in ("literal_error", "enum"):
        written = _describe_node(node)
        hint = did_you_mean(written, _choices(context))
        return error("unknown-value", f"`{name}` cannot be `{written}`", place, hint)
    if _TYPE_ERROR.search(kind) and (wrong := _WRONG_TYPE.get(_TYPE_ERROR.sub("", kind))):
        wanted, hint = wrong
        if isinstance(node, Scalar) and node.value is None:
            hint = f"write {wanted}, or delete the key"
            if (place.text or "")[place.column - 1 :].lstrip().startswith("#"):
                hint = "put a text that starts with # in quotes: # begins a comment"
            return error("empty-value", f"`{name}` is empty", place, hint)
        return error("wrong-type", f"`{name}` is not {wanted}: {_describe_node(node)}", place, hint)
    if kind == "quantity":
        return error("bad-number", _sentence(details["msg"]), place)
    if kind == "id":
        return error("bad-id", details["msg"], place)
    return error("bad-value", *_bounds(kind, name, node, context, details["msg"], place))


def _choices(context: dict[str, Any]) -> list[str]:
    """The values that a literal may have, from pydantic's list of them."""
    allowed = str(context.get("expected", "")).replace(" or ", ", ").split(", ")
    return [choice.strip("'") for choice in allowed]


def _kind_error(node: TreeNode) -> Diagnostic:
    names = list(CHART_KINDS)
    where = find_node(node, ("kind",))[0]
    if not isinstance(where, Scalar):
        return error("missing-key", "the key `kind` is missing here", node.place,
                     did_you_mean("", names, "`kind:` and one of"))  # fmt: skip
    written = where.value or ""
    hint = did_you_mean(written, names)
    return error("unknown-kind", f"there is no chart kind `{written}`", where.place, hint)


def _bounds(
    kind: str, name: str, node: TreeNode, context: dict[str, Any], message: str, place: Any
) -> tuple[str, Any, str | None]:
    """Message, place and hint for a value of the right type that is out of bounds."""
    if kind == "string_too_short" or (kind == "too_short" and context.get("actual_length") == 0):
        return f"`{name}` is empty", place, "write it, or delete the key"
    if kind == "string_too_long":
        limit = context.get("max_length", 0)
        return f"`{name}` is longer than {limit:,} characters", place, "shorten it"
    if kind == "string_pattern_mismatch":
        form = _FORMS.get(name, f"`{context.get('pattern')}`")
        message = f"`{name}` cannot be `{_describe_node(node)}`"
        return message, place, f"write something of the form {form}"
    # What a model says of itself as a whole names its parts; pydantic's own words do not.
    said = _sentence(message)
    return said if kind == "value_error" else f"`{name}`: {said}", place, None


_FORMS = {
    "date": "`2014`, `2021-05` or `2021-05-15`",
    "language": "`en`, `en-US` or `es-MX`",
    "sha256": "64 hexadecimal digits, as `sha256sum` prints them",
    "currency": "`USD`: the three capital letters of ISO 4217",
}


def _sentence(message: str) -> str:
    """pydantic's wording, without its leading `Value error, ` and in our case."""
    text = message.removeprefix("Value error, ")
    return text[:1].lower() + text[1:] if text[:2].istitle() or text[1:2].islower() else text


def _describe_node(node: TreeNode) -> str:
    if isinstance(node, Scalar):
        text = node.value or ""
        return text if len(text) <= 60 else text[:57] + "…"
    return "a mapping" if isinstance(node, MappingNode) else "a list"


def _keys_at(model: type[BaseModel], loc: Sequence[str | int], root: TreeNode) -> list[str]:
    """The keys that may stand at `loc` in the data that `model` describes."""
    found: type[BaseModel] | None = model
    for index, part in enumerate(loc):
        if found is not None and part in found.model_fields:
            found = next(iter(models_in(found.model_fields[str(part)].annotation)), None)
        elif found is FigureBase:
            kind = find_node(root, (*loc[: index + 1], "kind"))[0]
            name = (kind.value or "") if isinstance(kind, Scalar) else ""
            found = CHART_KINDS[name].Spec if name in CHART_KINDS else None
    return list(found.model_fields) if found is not None else []


def validate(model: type[Any], data: Any, tree: TreeNode, found: list[Diagnostic]) -> Any | None:
    """`data` as a `model`, None where it is not one: what is wrong with it goes into `found`."""
    try:
        return model.model_validate(data)
    except ValidationError as exc:
        # A data file that could not be read leaves its key out: that is said already.
        said = bool(found)
        left_out = ("the key `data` is missing here", "the key `rows` is missing here")
        found += [d for d in explain(exc, model, tree) if not (said and d.message in left_out)]
        return None


# References between the parts, and links and marks in texts.

# What can be seen whatever Markdown makes of it, what may stand for nothing, and what Markdown may take away.
_WORD, _ENTITY, _MARKUP = re.compile(r"[^\W_]"), re.compile(r"&#?\w+;"), re.compile(r"[\[<&*_\\]")
Locate = Callable[..., Place]


def check_references(outline: Outline, place: Locate) -> Iterator[Diagnostic]:
    """Every broken reference in `outline`; `place(path, key=False)` is where something stands."""
    yield from _check_unique_ids(outline, place)
    yield from _check_ids(outline, place)
    yield from _check_tables(outline, place)
    yield from _check_texts(outline, place)


def _check_unique_ids(o: Outline, place: Locate) -> Iterator[Diagnostic]:
    for group in (o.parts, o.audiences):
        seen: dict[str, Place] = {}
        for part in group:
            here = place((*part.path, "id"))
            if part.id in seen:
                line = seen[part.id].line
                hint = f"line {line} has it already: ids are unique in the whole outline"
                yield error("duplicate-id", f"the id `{part.id}` is here twice", here, hint)
            seen.setdefault(part.id, here)


def check_id(kind: str, wanted: str, known: Iterable[str], here: Place) -> Iterator[Diagnostic]:
    """An error unless `wanted`, which stands `here`, is one of the ids of this `kind`."""
    known = list(known)
    if wanted not in known:
        hint = did_you_mean(wanted, known) if known else f"the outline has no {kind} yet"
        message = f"there is no {kind} `{wanted}`"
        yield error(f"unknown-{kind.replace(' ', '-')}", message, here, hint)


def _check_ids(o: Outline, place: Locate) -> Iterator[Diagnostic]:
    figures, tables = [f.id for f in o.figures], [t.id for t in o.tables]
    numbers, findings = [k.id for k in o.key_numbers], [f.id for f in o.findings]
    sources = [s.id for s in o.sources]
    for finding in o.findings:
        for key, known in (("figure", figures), ("table", tables), ("key_number", numbers)):
            wanted = getattr(finding, key)
            if wanted:
                kind = key.replace("_", " ")
                yield from check_id(kind, wanted, known, place((*finding.path, key)))
    for index, id in enumerate(o.exhibits):
        yield from check_id("figure or table", id, figures + tables, place(("exhibits", index)))
    own = (r for a in o.audiences for r in a.own_recommendations)
    for ask in (*o.recommendations, *own):
        for index, id in enumerate(ask.findings):
            yield from check_id("finding", id, findings, place((*ask.path, "findings", index)))
    for node in base.nodes_in(o):
        if isinstance(node, Evidence):
            if node.source not in sources:
                yield from check_id("source", node.source, sources, place((*node.path, "source")))
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
    shown: tuple[Any, ...] = (*o.figures, *o.tables)
    for part in shown:
        if part.id not in used:
            hint = "name it in a finding or in `exhibits`, or delete it"
            message = f"`{part.id}` is not shown anywhere"
            yield warning("unused", message, place((*part.path, "id")), hint)


def _check_tables(o: Outline, place: Locate) -> Iterator[Diagnostic]:
    for table in o.tables:
        for index, row in enumerate(table.rows):
            if len(row) != len(table.columns):
                message = f"{len(row)} cells in a table of {len(table.columns)} columns"
                here = place((*table.path, "rows", index))
                yield error("row-length", message, here, "write `~` for an empty cell")
            elif not row[0]:
                here = place((*table.path, "rows", index))
                message = "the first cell of a row names it and cannot be empty"
                yield error("row-name", message, here)


def _check_texts(o: Outline, place: Locate) -> Iterator[Diagnostic]:
    for node in base.nodes_in(o):
        evidence = node.evidence if isinstance(node, Finding) else ()
        marks = {e.id for e in evidence if e.id}
        for name in base.text_fields(type(node)):
            text = getattr(node, name)
            if isinstance(text, str) and not _is_sound(text):
                yield from check_text(text, o.language, marks, place((*node.path, name)))
    for a in o.audiences:
        for id, words in a.reword.items():
            finding = next((f for f in o.findings if f.id == id), None)
            marks = {e.id for e in finding.evidence if e.id} if finding else set()
            for field, said in words.items():
                path = (*a.path, "reword", id, field)
                for old, text in said.items() if isinstance(said, dict) else ((None, said),):
                    here = place(path if old is None else (*path, old))
                    yield from check_text(text, o.language, marks, here)
    for owner in (*o.sources, o.organisation, *((o.report,) if o.report else ())):
        if owner.url and (problem := rich_text.link_problem(owner.url)):
            here = place((*owner.path, "url"))
            yield error("bad-link", f"`{owner.url}` {problem}", here, "write it whole: `https://…`")


def _is_sound(text: str) -> bool:
    """Whether nothing can be wrong with it: there is no link or mark, and something to be seen."""
    if "[" in text or "<" in text:
        return False
    return _WORD.search(text if "&" not in text else _ENTITY.sub("", text)) is not None


def _is_visible(part: str | rich_text.Text | rich_text.Mark) -> bool:
    """Whether a reader sees anything of it: letters, digits, signs, the number of a note."""
    if isinstance(part, rich_text.Mark):
        return True
    text = part if isinstance(part, str) else part.text
    return any(unicodedata.category(c)[0] in "LNPS" for c in text)


def check_text(text: str, language: str, marks: set[str], here: Place) -> Iterator[Diagnostic]:
    """What is wrong with the links and marks in a text, and with one in which nothing can be seen.

    `marks` are the ids of evidence it may refer to.
    """
    if _is_sound(text):
        return
    runs = list(rich_text.inline_runs(rich_text.parse_blocks(text, language)))
    if not (_is_visible(text) if not _MARKUP.search(text) else any(map(_is_visible, runs))):
        hint = "write a text, or leave the key out"
        yield error("empty-value", "there is nothing to be seen in this text", here, hint)
    for run in runs:
        if isinstance(run, rich_text.Mark) and run.id not in marks:
            hint = "give a piece of this finding's evidence that `id`"
            hint = did_you_mean(run.id, marks) if marks else hint
            yield error("unknown-mark", f"no evidence here is called `{run.id}`", here, hint)
        url = run.url if isinstance(run, rich_text.Text) else None
        if url and (problem := rich_text.link_problem(url)):
            message = f"the link `{url}` {problem}"
            yield error("bad-link", message, here, "write it whole: `https://…`")


# What an audience names that does not exist: parts, tags, texts to reword, audiences to extend.

# Fields that hold the path of a file: other words for one would name another file.
_FILES = ("logo", "text")


def check_audiences(outline: Outline, place: Locate) -> Iterator[Diagnostic]:
    """Every broken reference in the outline's audiences; `place(path, key=False)` is where something stands."""
    for audience in outline.audiences:
        yield from _check_choices(outline, audience, place)
        yield from _check_rewordings(outline, audience, place)
    yield from _check_extends(outline, place)


def _check_extends(o: Outline, place: Locate) -> Iterator[Diagnostic]:
    """Audiences that extend one that is not there, or each other in a circle."""
    parents = {a.id: a.extends for a in o.audiences}
    for a in o.audiences:
        if a.extends is None:
            continue
        here = place((*a.path, "extends"))
        yield from check_id("audience", a.extends, parents, here)
        seen = {a.id}
        at: str | None = a.extends
        while at is not None and at in parents:
            if at in seen:
                hint = "let one of them stand on its own"
                yield error("audience-circle", f"`{a.id}` extends itself", here, hint)
                break
            seen.add(at)
            at = parents[at]


def _own_recommendations(o: Outline, a: Audience) -> list[str]:
    """The ids of the recommendations that only `a`, or one that it extends, gets."""
    return [r.id for each in lineage(o, a.id) for r in each.own_recommendations]


def _check_choices(o: Outline, a: Audience, place: Locate) -> Iterator[Diagnostic]:
    known = {
        "key_numbers": ("key number", [k.id for k in o.key_numbers]),
        "exhibits": ("figure or table", [*(f.id for f in o.figures), *(t.id for t in o.tables)]),
        "recommendations": (
            "recommendation",
            [*(r.id for r in o.recommendations), *_own_recommendations(o, a)],
        ),
    }
    findings = [f.id for f in o.findings]
    tags = sorted({tag for f in o.findings for tag in f.tags})
    for key, (kind, ids) in known.items():
        for index, id in enumerate(getattr(a, key) or ()):
            yield from check_id(kind, id, ids, place((*a.path, key, index)))
    if a.findings is None:
        return
    keys = (("ids", "finding", findings), ("exclude", "finding", findings), ("tags", "tag", tags))
    for key, kind, choices in keys:
        for index, id in enumerate(getattr(a.findings, key)):
            here = place((*a.path, "findings", key, index))
            yield from check_id(kind, id, choices, here)
    known_all = set(a.findings.ids) <= set(findings) and set(a.findings.tags) <= set(tags)
    if known_all and not select_findings(o, a.findings):
        hint = "widen `tags` or `importance`, or take less out with `exclude`"
        yield error("empty-selection", "this audience gets no finding", place(a.path), hint)


def _check_rewordings(o: Outline, a: Audience, place: Locate) -> Iterator[Diagnostic]:
    whole = {"organisation": o.organisation} | ({"report": o.report} if o.report else {})
    parts: dict[str, Any] = {**whole, **{part.id: part for part in o.parts}}
    for id, words in a.reword.items():
        path = (*a.path, "reword", id)
        if id not in parts:
            yield from check_id("part", id, parts, place(path, key=True))
        else:
            yield from _check_rewording(id, parts[id], words, path, place)


def _check_rewording(
    id: str, part: Node, words: Mapping[str, Any], path: NodePath, place: Locate
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
            reword(part, {field: text})
        except ValidationError as exc:
            yield error("bad-value", f"`{field}`: {exc.errors()[0]['msg']}", here)
