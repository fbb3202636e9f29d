"""pydantic's errors -> diagnostics that say where in the file, what is wrong and what to write instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails, ValidationError

from briefgen.model import source_map
from briefgen.model.base import models_in
from briefgen.model.diagnostics import Diagnostic, did_you_mean, error
from briefgen.model.figures import FigureBase
from briefgen.model.registry import CHART_KINDS
from briefgen.model.source_map import Scalar, TreeNode

_WRONG_TYPE = {
    "string_type": (
        "a text",
        "write one text; put it in quotes if it holds `: ` or starts with [ or {",
    ),
    "list_type": ("a list", "write one item a line, each after `- `"),
    "tuple_type": ("a list", "write one item a line, each after `- `"),
    "dict_type": ("a mapping", "write `key: value` lines below it"),
    "model_type": ("a mapping", "write `key: value` lines below it"),
    "model_attributes_type": ("a mapping", "write `key: value` lines below it"),
    "int_parsing": ("a whole number", "write digits only"),
    "int_type": ("a whole number", "write digits only"),
    "float_parsing": ("a number", "write digits, with a point for decimals"),
    "float_type": ("a number", "write digits, with a point for decimals"),
    "bool_parsing": ("true or false", "write `true` or `false`"),
    "bool_type": ("true or false", "write `true` or `false`"),
    "date_from_datetime_parsing": ("a date", "write YYYY-MM-DD, such as 2022-02-08"),
    "date_parsing": ("a date", "write YYYY-MM-DD, such as 2022-02-08"),
    "date_type": ("a date", "write YYYY-MM-DD, such as 2022-02-08"),
    "date_from_datetime_inexact": ("a date", "write YYYY-MM-DD, such as 2022-02-08"),
}


MAX_EXPLAINED = 1_000  # each takes a search for what was meant; nobody reads more


def explain(exc: ValidationError, model: type[BaseModel], root: TreeNode) -> list[Diagnostic]:
    """A diagnostic for each error that `model` found in the data of the tree `root`."""
    errors = exc.errors(include_url=False)[:MAX_EXPLAINED]
    return [
        _explain(details, model, root)
        for details in errors
        # A list whose items are all wrong is not also too short.
        if details["type"] != "too_short"
        or not any(_below(other["loc"], details["loc"]) for other in errors)
    ]


def _below(loc: tuple[int | str, ...], above: tuple[int | str, ...]) -> bool:
    return len(loc) > len(above) and loc[: len(above)] == above


def _explain(details: ErrorDetails, model: type[BaseModel], root: TreeNode) -> Diagnostic:
    kind, loc = details["type"], details["loc"]
    context: dict[str, Any] = details.get("ctx") or {}
    node, path = source_map.find(root, loc)
    place = node.place
    name = next((str(part) for part in reversed(path) if isinstance(part, str)), "the outline")
    if kind == "missing":
        key = str(loc[-1])
        owner = source_map.key_place(root, path) if path and isinstance(path[-1], str) else place
        hint = f"add `{key}: …`" + (", or set SOURCE_DATE_EPOCH" if loc == ("date",) else "")
        return error("missing-key", f"the key `{key}` is missing here", owner, hint)
    if kind == "extra_forbidden":
        key = str(loc[-1])
        hint = did_you_mean(key, _keys_at(model, loc[:-1], root))
        return error("unknown-key", f"unknown key `{key}`", source_map.key_place(root, path), hint)
    if loc[-1:] == ("[key]",):  # a key of a mapping whose keys are of a kind
        key = str(loc[-2])
        hint = did_you_mean(key, _choices(context))
        return error(
            "unknown-key", f"unknown key `{key}`", source_map.key_place(root, loc[:-1]), hint
        )
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _kind_error(node)
    if kind in ("literal_error", "enum"):
        written = _shown(node)
        hint = did_you_mean(written, _choices(context))
        return error("unknown-value", f"`{name}` cannot be `{written}`", place, hint)
    if kind in _WRONG_TYPE:
        wanted, hint = _WRONG_TYPE[kind]
        if isinstance(node, Scalar) and node.value is None:
            hint = f"write {wanted}, or delete the key"
            if (place.text or "")[place.column - 1 :].lstrip().startswith("#"):
                hint = "put a text that starts with # in quotes: # begins a comment"
            return error("empty-value", f"`{name}` is empty", place, hint)
        return error("wrong-type", f"`{name}` is not {wanted}: {_shown(node)}", place, hint)
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
    where = source_map.find(node, ("kind",))[0]
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
        return (
            f"`{name}` cannot be `{_shown(node)}`",
            place,
            f"write something of the form {_form(name, context)}",
        )
    # What a model says of itself as a whole names its parts; pydantic's own words do not.
    return (
        _sentence(message) if kind == "value_error" else f"`{name}`: {_sentence(message)}",
        place,
        None,
    )


_FORMS = {
    "date": "`2014`, `2021-05` or `2021-05-15`",
    "language": "`en`, `en-US` or `es-MX`",
    "sha256": "64 hexadecimal digits, as `sha256sum` prints them",
    "currency": "`USD`: the three capital letters of ISO 4217",
}


def _form(name: str, context: dict[str, Any]) -> str:
    return _FORMS.get(name, f"`{context.get('pattern')}`")


def _sentence(message: str) -> str:
    """pydantic's wording, without its leading `Value error, ` and in our case."""
    text = message.removeprefix("Value error, ")
    return text[:1].lower() + text[1:] if text[:2].istitle() or text[1:2].islower() else text


def _shown(node: TreeNode) -> str:
    if isinstance(node, Scalar):
        text = node.value or ""
        return text if len(text) <= 60 else text[:57] + "…"
    return "a mapping" if isinstance(node, source_map.MappingNode) else "a list"


def _keys_at(model: type[BaseModel], loc: Sequence[str | int], root: TreeNode) -> list[str]:
    """The keys that may stand at `loc` in the data that `model` describes."""
    found: type[BaseModel] | None = model
    for index, part in enumerate(loc):
        if found is not None and part in found.model_fields:
            found = next(iter(models_in(found.model_fields[str(part)].annotation)), None)
        elif found is FigureBase:
            kind = source_map.find(root, (*loc[: index + 1], "kind"))[0]
            name = (kind.value or "") if isinstance(kind, Scalar) else ""
            found = CHART_KINDS[name].Spec if name in CHART_KINDS else None
    return list(found.model_fields) if found is not None else []


def validated(
    model: type[Any], data: Any, tree: source_map.TreeNode, found: list[Diagnostic]
) -> Any | None:
    """`data` as a `model`, None where it is not one: what is wrong with it goes into `found`."""
    try:
        return model.model_validate(data)
    except ValidationError as exc:
        # A data file that could not be read leaves its key out: that is said already.
        said = {(d.place.line if d.place else 0) for d in found}
        found += [
            d
            for d in explain(exc, model, tree)
            if not (
                d.code == "missing-key" and said and d.message.split("`")[1] in ("data", "rows")
            )
        ]
        return None
