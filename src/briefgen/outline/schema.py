"""The outline's JSON Schema (draft 2020-12), which an editor completes and validates by.

It describes what may be written, not what is kept: plain YAML scalars stand for text, files for rows.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from briefgen.outline.base import ID_PATTERN
from briefgen.outline.figure import DataFile
from briefgen.outline.models import Outline

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


def schema() -> dict[str, Any]:
    """The schema as plain data."""
    made = Outline.model_json_schema(schema_generator=_Generator)
    definitions = made["$defs"]
    definitions["DataFile"] = DataFile.model_json_schema()
    _loosen(made)
    for definition in definitions.values():
        data = definition.get("properties", {}).get("data")
        if data and data.get("type") == "array":
            definition["properties"]["data"] = _or_file(data)
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


def schema_text() -> str:
    """The schema as JSON, which `briefgen schema` prints from the file that this module, when run, writes."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


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


if __name__ == "__main__":
    file = Path(__file__).parents[1] / "data" / "outline.schema.json"
    file.write_text(schema_text(), encoding="utf-8")
