"""Breaks outlines key by key: every key that the JSON Schema knows is given what it may be, and every kind of thing that it may not."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from functools import cache
from typing import Any

import yaml

from briefgen.model.theme import DATA_FOLDER

# What a key may be given in place of what it takes: each kind of value that YAML has, and bounds of each.
WRONG: list[Any] = [
    None, [], {}, [None], [[]], [{}], {"": None}, {"a": {"b": ["c"]}}, [["a", "b"], ["c"]], [{"id": "one"}], True, False, "", " ", "yes",
    0, -1, 1, 7, -2147483649, 10**18, 10**30, 0.5, 1e-300, 1e308, "1e999", "-1e999", ".nan", ".inf", "0x1F", "0o17", "1:30", "2026-02-30", "0001-01-01", "9999-12-31",
    "x" * 60_000, ["x"] * 500, {f"k{i}": "x" for i in range(300)}, "\U0001f469\u200d\U0001f680", "\u0301", "\u202b", "\uffff", "\ue000",
    "W" * 1_999, "a\nb\n\n- c\n", "[x](javascript:alert)", "[^proof]", "<para>x</para>", "]]>&amp;<b>", "{{ x }}", "one", "../x", "x.csv", "#12345g", "en-", "missing",
]  # fmt: skip
Schema = dict[str, Any]


@cache
def schema() -> Schema:
    read: Schema = json.loads((DATA_FOLDER / "outline.schema.json").read_text(encoding="utf-8"))
    return read


def _ways(part: Schema) -> list[Schema]:
    """The schemas that a value may follow, none of which leads elsewhere."""
    if "$ref" in part:
        return _ways(schema()["$defs"][part["$ref"].rpartition("/")[2]])
    each: list[Schema] = part.get("anyOf") or part.get("oneOf") or []
    return [way for one in each for way in _ways(one)] or [part]


def mappings(data: Any, part: Schema) -> list[tuple[dict[str, Any], Schema]]:
    """Every mapping in `data` that `part` describes, with the schema that has its keys."""
    found = []
    for way in _ways(part):
        if isinstance(data, dict):
            keys = way.get("properties", {})
            kind = keys.get("kind", {}).get("const")
            if kind is not None and data.get("kind") != kind:
                continue
            if keys:
                found.append((data, way))
            for name, value in data.items():
                inner = keys.get(name, way.get("additionalProperties") or {})
                found += mappings(value, inner if isinstance(inner, dict) else {})
        elif isinstance(data, list):
            for item in data:
                found += mappings(item, way.get("items", {}))
    return found


def sample(part: Schema, rng: random.Random, depth: int = 0) -> Any:
    """A value of the form that `part` describes, more or less: what it refers to may not be there."""
    way = rng.choice(_ways(part))
    if "const" in way:
        return way["const"]
    if "enum" in way:
        return rng.choice(way["enum"])
    kinds = way.get("type", "string")
    kind = rng.choice(kinds) if isinstance(kinds, list) else kinds
    if kind == "object":
        keys, needed = way.get("properties", {}), way.get("required", ())
        more = rng.random() * (0.5 if depth < 3 else 0.0)
        return {n: sample(p, rng, depth + 1) for n, p in keys.items() if n in needed or rng.random() < more} or {"one": "x"}  # fmt: skip
    if kind == "array":
        count = max(way.get("minItems", 0), rng.choice((0, 1, 2, 3)))
        return [sample(way.get("items", {}), rng, depth + 1) for _ in range(min(count, 9))]
    if kind == "boolean":
        return rng.random() < 0.5
    if kind == "null":
        return None
    if kind in ("integer", "number"):
        low, high = way.get("minimum", way.get("exclusiveMinimum", -3)), way.get("maximum", 900)
        return rng.choice((low, high, 0, 1, 2, 12.5, -7, 100))
    if way.get("format") == "date":
        return rng.choice(("2026-03-01", "0001-01-01", "9999-12-31"))
    texts = ("one", "many", "proof", "report", "cells", "example", "press", "health", "act", "A text.", "https://example.org/a",
             "logo.png", "5", "2020", "#336699", "2020-05", "first", "percent", "USD", "~10", "1..3", ">5")  # fmt: skip
    return rng.choice(texts)


def break_by_schema(text: str, rng: random.Random) -> bytes:
    """One to three keys of the outline, there or not, given what the schema describes or anything else."""
    data = yaml.load(text, Loader=yaml.BaseLoader)
    for _ in range(rng.choice((1, 1, 2, 3))):
        held = mappings(data, schema())
        where, way = rng.choice(held)
        name, part = rng.choice(list(way["properties"].items()))
        value = sample(part, rng) if rng.random() < 0.4 else deepcopy(rng.choice(WRONG))
        inside = mappings(value, part)
        if inside and rng.random() < 0.5:  # what is given is right but for one key
            deep, said = rng.choice(inside)
            deep[rng.choice(list(said["properties"]))] = deepcopy(rng.choice(WRONG))
        where[name] = value
    return json.dumps(data, indent=1, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")  # fmt: skip
