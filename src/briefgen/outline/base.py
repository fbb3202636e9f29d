"""What every model of the outline shares: immutability, strictness about keys, and the kinds of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from briefgen.outline import quantity
from briefgen.outline.quantity import Quantity

Path: TypeAlias = tuple[str | int, ...]


class Node(BaseModel):
    """A part of the outline. `path` leads to it from the top of the file, for diagnostics."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True
    )

    _path: Path = PrivateAttr(default=())

    @property
    def path(self) -> Path:
        """Keys and indices from the outline's root to this part."""
        return self._path

    def place_at(self, path: Path) -> None:
        """Record, once, right after validation, where this part and all below it stand."""
        self._path = path
        for name in type(self).model_fields:
            _place(getattr(self, name), (*path, name))


def _place(value: Any, path: Path) -> None:
    if isinstance(value, Node):
        value.place_at(path)
    elif isinstance(value, tuple | list):
        for index, item in enumerate(value):
            _place(item, (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            _place(item, (*path, key))


def nodes_in(value: Any) -> Iterator[Node]:
    """`value` and every Node below it, in the order of the file."""
    if isinstance(value, Node):
        yield value
        for name in type(value).model_fields:
            yield from nodes_in(getattr(value, name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from nodes_in(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from nodes_in(item)


def _fold(value: Any) -> Any:
    """Line breaks inside a one-line text are spaces, as YAML's folded scalars and editors leave them."""
    return " ".join(value.split("\n")).strip() if isinstance(value, str) else value


_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")


def _id(value: Any) -> Any:
    if isinstance(value, str) and not _ID.fullmatch(value):
        raise PydanticCustomError(
            "id",
            "`{value}` cannot be an id: write small letters, digits and hyphens, such as `pill-seizures`",
            {"value": value},
        )
    return value


def _quantity(value: Any) -> Quantity:
    if isinstance(value, Quantity):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | float | None):
        raise PydanticCustomError("quantity", "expected {forms}", {"forms": quantity.FORMS})
    try:
        return quantity.parse(None if value is None else str(value))
    except ValueError as exc:
        raise PydanticCustomError("quantity", "{said}", {"said": str(exc)}) from None


def written(node: Node) -> dict[str, Any]:
    """The fields of a node that the outline writes: a copy made of them has the same defaults."""
    return {name: getattr(node, name) for name in node.model_fields_set}


# A text kind's name in `syntax` says what a renderer and the reference in docs/outline.md make of it.
PlainText: TypeAlias = Annotated[
    str,
    BeforeValidator(_fold),
    StringConstraints(min_length=1, max_length=2_000),
    Field(json_schema_extra={"syntax": "text"}),
]
InlineText: TypeAlias = Annotated[
    str,
    BeforeValidator(_fold),
    StringConstraints(min_length=1, max_length=2_000),
    Field(json_schema_extra={"syntax": "inline Markdown-lite"}),
]
BlockText: TypeAlias = Annotated[
    str,
    StringConstraints(min_length=1, max_length=50_000, strip_whitespace=True),
    Field(json_schema_extra={"syntax": "Markdown-lite"}),
]
Id: TypeAlias = Annotated[
    str,
    BeforeValidator(_id),
    StringConstraints(max_length=80),
    Field(json_schema_extra={"syntax": "id", "pattern": f"^{_ID.pattern}$"}),
]
# No text that a reader sees, so no `syntax`: an audience cannot reword it.
Phrase: TypeAlias = Annotated[
    str, BeforeValidator(_fold), StringConstraints(min_length=1, max_length=300)
]
Number: TypeAlias = Annotated[
    Quantity,
    BeforeValidator(_quantity),
    WithJsonSchema({"type": ["string", "number", "null"], "syntax": "quantity"}),
]
OneOrMore: TypeAlias = Annotated[
    tuple[PlainText, ...],
    BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
    WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}}),
]
