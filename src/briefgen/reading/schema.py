"""The outline's JSON Schema (draft 2020-12), which an editor completes and validates by.

It describes what may be written, not what is kept: plain YAML scalars stand for text, files for rows.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from briefgen.model.base import ID_PATTERN, OneOf, Syntax, models_in
from briefgen.model.figures import DataFile, FigureBase
from briefgen.model.outline import Outline
from briefgen.model.quantity import FORMS
from briefgen.model.registry import CHART_KINDS

SCALARS = ["string", "number", "boolean"]
_TEMPLATE = {"$ref": "#/$defs/Template"}
_WHEN = {
    "type": SCALARS,
    "description": "In `briefgen batch`: this item only where the expression holds, as in `deaths > 10`.",
}


class _Generator(GenerateJsonSchema):
    """The same of every version of pydantic."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> dict[str, Any]:
        made = super().decimal_schema(schema)
        for way in made["anyOf"]:
            way.pop("pattern", None)
        return made


def schema(slide_kinds: Sequence[str] = ()) -> dict[str, Any]:
    """The schema as plain data; `slide_kinds` are the names of the kinds of slides, where these are to be told."""
    made = Outline.model_json_schema(schema_generator=_Generator)
    definitions = made["$defs"]
    definitions["DataFile"] = DataFile.model_json_schema()
    _loosen(made)
    for definition in definitions.values():
        data = definition.get("properties", {}).get("data")
        if data and data.get("type") == "array":
            definition["properties"]["data"] = _or_file(data)
    if slide_kinds:
        layouts = definitions["DeckOptions"]["properties"]["layouts"]
        layouts["propertyNames"] = {"enum": [*slide_kinds]}
    table = definitions["Table"]["properties"]
    rows = table["rows"]
    file = {"type": "object", "required": ["file"], "additionalProperties": False, "properties": {
        "file": {"type": "string", "description": "Path of a CSV, XLSX or JSON file."},
        "columns": {"type": "array", "items": {"type": SCALARS}, "description": "Its columns, in order."},
        **{key: definitions["DataFile"]["properties"][key] for key in ("sheet", "filter", "sort")},
    }}  # fmt: skip
    table["rows"] = {"anyOf": [_bare(rows), file], **_described(rows)}
    made["required"].remove("date")  # the environment may say it
    _for_batches(made)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://briefgen.example/outline.schema.json",
        **made,
        "title": "briefgen outline",
    }


def schema_text(slide_kinds: Sequence[str] = ()) -> str:
    """The schema as JSON, which `briefgen schema` prints from the file that `briefgen.cli.authoring`, when run, writes."""
    return json.dumps(schema(slide_kinds), indent=2, ensure_ascii=False) + "\n"


def _bare(part: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in part.items() if k not in ("description", "title", "default")}


def _described(part: dict[str, Any]) -> dict[str, Any]:
    return {k: part[k] for k in ("description", "title") if k in part}


def _or_file(rows: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [_bare(rows), {"$ref": "#/$defs/DataFile"}], **_described(rows)}


def _loosen(node: Any) -> None:
    """YAML's numbers, dates and booleans are text where text is wanted."""
    if isinstance(node, list):
        for item in node:
            _loosen(item)
    if not isinstance(node, dict):
        return
    if node.get("type") == "string" and "enum" not in node and "const" not in node:
        if node.get("pattern") in (None, ID_PATTERN):
            node["type"] = SCALARS
        if node.get("format") == "date":
            node["type"] = "string"
    for key, value in list(node.items()):
        if key not in ("default", "enum", "const"):
            _loosen(value)


def _for_batches(made: dict[str, Any]) -> None:
    """Templates where a value is not any text; `when` in items of lists."""
    definitions = made["$defs"]
    for part in (made, *definitions.values()):
        properties = part.get("properties", {})
        for name, inner in properties.items():
            if _is_narrow(inner):
                about = {k: v for k, v in inner.items() if k in ("description", "title", "default")}
                properties[name] = {"anyOf": [_bare(inner), _TEMPLATE], **about}
    for name in sorted(_in_lists(made)):
        definitions[name]["properties"]["when"] = _WHEN
    definitions["Template"] = {
        "type": "string",
        "pattern": r"\{[{%#]",
        "description": "What `briefgen batch` fills in.",
    }


def _is_narrow(value: dict[str, Any]) -> bool:
    """Whether a property takes one value, of which a template's text would be refused."""
    ways = [w for w in value.get("anyOf", [value]) if w.get("type") != "null"]
    return all("const" not in w and (_is_kind(w) or _is_pattern(w)) for w in ways)


def _is_kind(value: dict[str, Any]) -> bool:
    return value.get("type") in ("integer", "number", "boolean") or "enum" in value


def _is_pattern(value: dict[str, Any]) -> bool:
    kinds = value.get("type")
    text = kinds == "string" or (isinstance(kinds, list) and "array" not in kinds)
    return text and ("pattern" in value or "format" in value)


def _in_lists(node: Any, inside: bool = False) -> set[str]:
    """The names of the definitions that items of lists have."""
    if isinstance(node, list):
        return {name for item in node for name in _in_lists(item, inside)}
    if not isinstance(node, dict):
        return set()
    found = {node["$ref"].rpartition("/")[2]} if inside and "$ref" in node else set()
    for key, value in node.items():
        if key != "discriminator":
            deeper = key == "items" or (inside and key in ("anyOf", "oneOf"))
            found |= _in_lists(value, deeper)
    return found


# docs/outline.md: every key of an outline, from the models. `python -m briefgen.reading.schema`.


_HEAD = f"""# The outline, key by key

Made from the models by `python -m briefgen.reading.schema > docs/outline.md`; a test compares the two.

An outline is one YAML file in UTF-8. Every scalar is read as the text that is written: `No`, `1:30`, `3.10` and
`2022-02-08` stay so wherever text is wanted. A key that is not listed here is an error.

- **text**: plain text. **inline Markdown-lite**: *italics*, **bold**, links, and `[^id]` for a reference to a piece
  of evidence. **Markdown-lite**: the same in paragraphs and lists. Anything else is drawn as the text it is.
- **quantity**: {FORMS}.
- **id**: small letters, digits and hyphens; unique in the whole outline.
- Rows of a figure (`data`) or a table (`rows`) may stand in a CSV, XLSX or JSON file beside the outline, as a `DataFile`:
  `data: {{file: pills.csv, columns: {{label: year, value: pills}}}}`; for a table's rows, `columns` is a list.
- Files are read inside the outline's folder only, unless `--allow-outside` is given.
"""


def reference() -> str:
    """The whole page as Markdown."""
    parts = [_HEAD, *_section(Outline, "An outline")]
    for model in _models_below(Outline):
        named = [name for name, kind in CHART_KINDS.items() if kind.Spec is model]
        title = f"Figure of kind `{named[0]}`" if named else f"`{model.__name__}`"
        parts += _section(model, title)
    parts += _section(DataFile, "`DataFile`")
    return "\n".join(parts)


def _section(model: type[BaseModel], title: str) -> Iterator[str]:
    yield f"\n## {title}\n"
    yield (model.__doc__ or "").strip().partition("\n\n")[0].replace("\n", " ") + "\n"
    yield "| key | what it is | what it says |"
    yield "| --- | --- | --- |"
    for name, field in model.model_fields.items():
        star = "**" if field.is_required() else ""
        yield f"| {star}`{name}`{star} | {_kind(field)} | {_cell(field.description or '')} |"


def _models_below(
    outer: type[BaseModel], seen: tuple[type[BaseModel], ...] = ()
) -> list[type[BaseModel]]:
    """Every model inside a model, each before those that it holds, in the order of their fields."""
    found = [*seen]
    for field in outer.model_fields.values():
        for model in models_in(field.annotation):
            every = [kind.Spec for kind in CHART_KINDS.values()] if model is FigureBase else [model]
            for each in every:
                if each not in found:
                    found = _models_below(each, (*found, each))
    return found


def _kind(field: FieldInfo) -> str:
    kind = _name(field.rebuild_annotation())
    default = field.get_default()
    if isinstance(default, str | int | float | bool):
        kind += f"; default `{default}`"
    return _cell(kind)


def _name(annotation: typing.Any) -> str:
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        for said in args[1:]:
            if isinstance(said, OneOf):
                return " or ".join(f"`{choice}`" for choice in said.texts)
            if isinstance(said, Syntax):
                return said.name
        return _name(args[0])
    if origin in (typing.Union, types.UnionType):
        return " or ".join(dict.fromkeys(_name(a) for a in args if a is not type(None)))
    if origin is typing.Literal:
        return " or ".join(f"`{a}`" for a in args)
    if origin is tuple:
        return f"list of {_name(args[0])}"
    if origin is dict:
        return f"mapping of {_name(args[0])} to {_name(args[1])}"
    if annotation is FigureBase:
        return "figure"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"`{annotation.__name__}`"
    name = str(annotation.__name__)
    words = {"str": "text", "int": "whole number", "float": "number", "bool": "true or false"}
    return words.get(name, name.lower())


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    print(reference(), end="\n")
