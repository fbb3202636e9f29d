"""What every model of the outline shares: immutability, strictness about keys, and the kinds of text."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, TypeAlias, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    GetPydanticSchema,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError, core_schema

from briefgen.model import quantity
from briefgen.model.quantity import Quantity

NodePath: TypeAlias = tuple[str | int, ...]


class Node(BaseModel):
    """A part of the outline. `path` leads to it from the top of the file, for diagnostics.

    Two are equal when they say the same at the same place.
    """

    # A validator is built when something is first read into the model: an outline needs few of them.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    _path: NodePath = ()

    @property
    def path(self) -> NodePath:
        """Keys and indices from the outline's root to this part."""
        return self._path

    def place_at(self, path: NodePath) -> None:
        """Record, once, right after validation, where this part and all below it stand."""
        self._path = path
        for name, value in self.__dict__.items():
            if value.__class__ not in _PLAIN:
                _place(value, (*path, name))


_PLAIN = frozenset((str, int, float, bool, type(None), Quantity))  # what holds no part


def _place(value: Any, path: NodePath) -> None:
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
    left = [value]
    while left:
        part = left.pop()
        if part.__class__ in _PLAIN:
            continue
        if isinstance(part, Node):
            yield part
            values = part.__dict__
            left += [values[name] for name in reversed(type(part).model_fields)]
        elif isinstance(part, tuple | list):
            left += part[::-1]
        elif isinstance(part, dict):
            left += reversed(part.values())


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


def written_fields(node: Node) -> dict[str, Any]:
    """The fields of a node that the outline writes: a copy made of them has the same defaults."""
    return {name: getattr(node, name) for name in node.model_fields_set}


def optional(description: str, **bounds: Any) -> Any:
    """A field that may be left out, with `bounds` as pydantic's `Field` takes them."""
    return Field(None, description=description, **bounds)


def models_in(annotation: Any) -> list[type[BaseModel]]:
    """The models that the annotation of a field names, in order."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for arg in get_args(annotation) for model in models_in(arg)]


@dataclass(frozen=True)
class Syntax:
    """What a renderer and the reference in docs/outline.md make of a text, in an annotation: `inline Markdown-lite`."""

    name: str


def syntax_of(annotation: Any) -> str | None:
    """The `Syntax` that an annotation has inside; of a mapping's values before its keys."""
    for said in getattr(annotation, "__metadata__", ()):
        if isinstance(said, Syntax):
            return said.name
    inside = (syntax_of(arg) for arg in reversed(getattr(annotation, "__args__", ())))
    return next((name for name in inside if name is not None), None)


@cache
def text_fields(model: type[Node]) -> tuple[str, ...]:
    """The names of a model's fields that hold texts a reader sees."""
    return tuple(
        name
        for name, field in model.model_fields.items()
        if syntax_of(field.rebuild_annotation()) not in (None, "id")
    )


@dataclass(frozen=True, eq=False)
class OneOf:
    """In an annotation: one of `texts`, which may become more until the validator is built."""

    texts: Collection[str]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.literal_schema(list(self.texts))


@dataclass(frozen=True, eq=False)
class Shorthand:
    """In an annotation: a shorter way to write a value; `expand` writes it out, `schema` is its JSON Schema."""

    expand: Callable[[Any], Any]
    schema: Mapping[str, Any]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(self.expand, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [handler(schema), dict(self.schema)]}


def text_for(key: str) -> Shorthand:
    """In an annotation: a text stands for a mapping with that text under `key`."""
    return Shorthand(lambda v: {key: v} if isinstance(v, str) else v, {"type": "string"})


_Line: TypeAlias = Annotated[
    str, StringConstraints(min_length=1, max_length=2_000), BeforeValidator(_fold)
]
PlainText: TypeAlias = Annotated[_Line, Syntax("text")]
InlineText: TypeAlias = Annotated[_Line, Syntax("inline Markdown-lite")]
BlockText: TypeAlias = Annotated[
    str,
    StringConstraints(min_length=1, max_length=50_000, strip_whitespace=True),
    Syntax("Markdown-lite"),
]
ID_PATTERN = f"^{_ID.pattern}$"
Id: TypeAlias = Annotated[
    str,
    StringConstraints(max_length=80),
    BeforeValidator(_id),
    Syntax("id"),
    Field(json_schema_extra={"pattern": ID_PATTERN}),
]
# No text that a reader sees, so no `Syntax`: an audience cannot reword it.
Phrase: TypeAlias = Annotated[
    str, StringConstraints(min_length=1, max_length=300), BeforeValidator(_fold)
]
Number: TypeAlias = Annotated[
    Quantity,
    GetPydanticSchema(lambda _, __: core_schema.no_info_plain_validator_function(_quantity)),
    WithJsonSchema({"type": ["string", "number", "null"]}),
]
OneOrMore: TypeAlias = Annotated[
    tuple[PlainText, ...],
    Shorthand(lambda value: [value] if isinstance(value, str) else value, {"type": "string"}),
]
