"""Templates in an outline that is built without rows: they are text, and a warning says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from briefgen.diagnostics import Diagnostic, Place, warning
from briefgen.outline.yamltree import Mapping, Node, Scalar, Sequence_

MARKS = ("{{", "{%", "{#")


def is_template(text: str) -> bool:
    """Whether `briefgen batch` would fill `text` in."""
    return "{" in text and any(mark in text for mark in MARKS)


def unfilled(tree: Node) -> list[Diagnostic]:
    """One warning, at the first of the templates in `tree`; none where there are none."""
    places = list(_places(tree))
    if not places:
        return []
    more = f", and {len(places) - 1} more like it" if len(places) > 1 else ""
    message = f"a template is text here{more}: only `briefgen batch` fills it in"
    hint = "build with `briefgen batch OUTLINE --data ROWS.csv`; see docs/batch.md"
    return [warning("template", message, places[0], hint)]


def for_batch(found: Diagnostic) -> Diagnostic:
    """What is said of a template, or of `when`, with the hint that it needs rows."""
    place = found.place
    written = (place.text or "")[place.column - 1 :][: place.length] if place else ""
    condition = found.code == "unknown-key" and found.message.endswith("`when`")
    if found.code == "template" or not (is_template(written) or condition):
        return found
    return replace(found, hint="check it with `briefgen batch OUTLINE --data ROWS.csv --check`")


def _places(node: Node, item: bool = False) -> Iterator[Place]:
    if isinstance(node, Scalar):
        if node.value and is_template(node.value):
            yield node.place
    elif isinstance(node, Sequence_):
        for each in node.items:
            yield from _places(each, item=True)
    elif isinstance(node, Mapping):
        for key, value in node.entries.items():
            if is_template(key) or (item and key == "when"):
                yield node.keys[key]
            yield from _places(value)
