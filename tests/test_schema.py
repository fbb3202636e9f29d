"""The JSON Schema takes what the loader takes, and refuses what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import jsonschema
import pytest
import yaml

import briefgen
from briefgen.model.diagnostics import has_errors
from briefgen.reading.schema import schema
from conftest import MINIMAL

CHECKER = jsonschema.Draft202012Validator(schema())
FIGURE = (
    "figures: [{id: f, kind: bar, title: T, data: [{label: 2020, value: 3}]%s}]\nexhibits: [f]\n"
)
GOOD = {
    "a number as a title": ("title: A title", "title: 2022"),
    "a boolean as a title": ("title: A title", "title: no"),
    "a decimal as a locator": ("locator: page 3", "locator: 3.10"),
    "a number as an id": ("id: one", "id: 1"),
    "a label that is a year": ("title: A title", FIGURE % ", highlight: 2020" + "title: A title"),
    "labels that are years": ("title: A title", FIGURE % ", highlight: [2020]" + "title: A title"),
    "a quantity with a sign": ("title: A title", (FIGURE % "").replace("3}", "'>20'}") + "title: A title"),
    "a missing quantity": ("title: A title", (FIGURE % "").replace("3}", "~}") + "title: A title"),
    "rows from a file": ("title: A title", (FIGURE % "").replace("[{label: 2020, value: 3}]", "{file: d.csv}") + "title: A title"),
    "renamed columns": ("title: A title", (FIGURE % "").replace("[{label: 2020, value: 3}]", "{file: d.csv, columns: {label: value, value: label}}") + "title: A title"),
    "a table's rows from a file": ("title: A title", "tables: [{id: t, title: T, columns: [2020, {header: B, align: right}], rows: {file: d.csv, columns: [label, value]}}]\nexhibits: [t]\ntitle: A title"),
    "an empty cell": ("title: A title", "tables: [{id: t, title: T, columns: [A, B], rows: [[1, ~]]}]\nexhibits: [t]\ntitle: A title"),
    "findings as a list": ("title: A title", "audiences: [{id: a, label: A, findings: [one]}]\ntitle: A title"),
    "findings as a choice": ("title: A title", "audiences: [{id: a, label: A, findings: {importance: 2, limit: 1}}]\ntitle: A title"),
    "a rewording": ("title: A title", "audiences: [{id: a, label: A, reword: {one: {headline: 2022}}}]\ntitle: A title"),
}  # fmt: skip
BAD = {
    "an unknown key": ("title: A title", "titel: A title"),
    "an unknown key below": ("quote: it is so", "quot: it is so"),
    "a missing key": ("message: The message.\n", ""),
    "a list as a title": ("title: A title", "title: [A]"),
    "an unknown kind": ("title: A title", (FIGURE % "").replace("bar", "pie") + "title: A title"),
    "a layout that is none": ("title: A title", "brief: {layout: poster}\ntitle: A title"),
}  # fmt: skip


def made(old: str, new: str, folder: Path) -> tuple[Path, Any]:
    assert old in MINIMAL
    text = MINIMAL.replace(old, new, 1)
    (folder / "d.csv").write_text("label,value\n1,2\n3,4\n")
    path = folder / "brief.yaml"
    path.write_text(text)
    # A language server does not turn dates into anything else.
    return path, yaml.load(text, Loader=_Loader)


class _Loader(yaml.SafeLoader):
    """Leaves dates as text."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, r) for tag, r in pairs if tag != "tag:yaml.org,2002:timestamp"]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@pytest.mark.parametrize("case", GOOD)
def test_takes_what_the_loader_takes(case: str, tmp_path: Path) -> None:
    path, data = made(*GOOD[case], tmp_path)
    assert not has_errors(briefgen.check(path))
    assert [e.message for e in CHECKER.iter_errors(data)] == []


@pytest.mark.parametrize("case", BAD)
def test_refuses_what_the_loader_refuses(case: str, tmp_path: Path) -> None:
    path, data = made(*BAD[case], tmp_path)
    assert briefgen.check(path)
    assert not CHECKER.is_valid(data)


def objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if "properties" in node and node.get("type") == "object":
            yield node
        for value in node.values():
            yield from objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from objects(value)


def test_every_object_is_closed_and_every_key_described() -> None:
    made = schema()
    for found in objects(made):
        assert found["additionalProperties"] is False, found.get("title")
        for key, value in found["properties"].items():
            target = made["$defs"].get(value.get("$ref", "").rpartition("/")[2], {})
            said = value.get("description") or target.get("description")
            assert key == "kind" or said, (found.get("title"), key)
