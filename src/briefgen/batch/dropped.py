"""What refers to parts that a row leaves out."""

from __future__ import annotations

from msgspec.structs import replace

from briefgen.outline.yamltree import Mapping, Node, Scalar, Sequence_

# Where an outline refers to a part by its id; a part that a row leaves out is no longer referred to.
_REFERENCES = {"findings", "ids", "key_numbers", "exhibits", "recommendations", "reword"}
# Where what an audience or a translation says of a part stands by the part's id.
_BY_ID = {"reword", "parts", "audiences"}
_REFERENCE = {"figure", "table", "key_number"}


def without(node: Node, ids: frozenset[str], key: str = "") -> Node:
    """`node` without references to the parts called `ids`."""
    if isinstance(node, Sequence_):
        kept = [
            without(item, ids)
            for item in node.items
            if not (key in _REFERENCES and isinstance(item, Scalar) and item.value in ids)
        ]
        return replace(node, items=tuple(kept))
    if not isinstance(node, Mapping):
        return node
    entries = {
        name: without(value, ids, name)
        for name, value in node.entries.items()
        if not (name in _REFERENCE and isinstance(value, Scalar) and value.value in ids)
        and not (key in _BY_ID and name in ids)
    }
    return replace(node, entries=entries)
