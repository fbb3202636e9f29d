"""What every model of the outline shares: immutability, strictness about keys, and the kinds of text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any, Self, TypeAlias

from briefgen.outline import quantity
from briefgen.outline.quantity import Quantity
from briefgen.typed import As, Model

Path: TypeAlias = tuple[str | int, ...]


class Node(Model):
    """A part of the outline. `path` leads to it from the top of the file, for diagnostics."""

    __slots__ = ("_path",)
    _path: Path

    @property
    def path(self) -> Path:
        """Keys and indices from the outline's root to this part."""
        return getattr(self, "_path", ())

    def place_at(self, path: Path) -> None:
        """Record, once, right after validation, where this part and all below it stand."""
        object.__setattr__(self, "_path", path)
        for name, value in self:
            if value.__class__ not in _PLAIN:
                _place(value, (*path, name))

    def model_copy(self, *, update: Mapping[str, Any]) -> Self:
        """A copy with other values, which are known to be right, at the same place."""
        made = super().model_copy(update=update)
        object.__setattr__(made, "_path", self.path)
        return made

    def made_of(self) -> list[Any]:
        """As a model's, with the place before the values."""
        said, *values = super().made_of()
        return [said, self.path, *values]

    @classmethod
    def remade(cls, said: Collection[str], *values: Any) -> Self:
        """One of what `made_of` gave."""
        path, *rest = values
        made = super().remade(said, *rest)
        object.__setattr__(made, "_path", path)
        return made

    def __eq__(self, other: object) -> bool:
        """Whether they say the same at the same place."""
        return isinstance(other, Node) and self.path == other.path and super().__eq__(other) is True

    __hash__ = Model.__hash__


_PLAIN = frozenset((str, int, float, bool, type(None), Quantity))  # what holds no part


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
        from pydantic_core import PydanticCustomError

        raise PydanticCustomError(
            "id",
            "`{value}` cannot be an id: write small letters, digits and hyphens, such as `pill-seizures`",
            {"value": value},
        )
    return value


def _quantity(value: Any) -> Quantity:
    if isinstance(value, Quantity):
        return value
    from pydantic_core import PydanticCustomError

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
    str, As(before=_fold, min_length=1, max_length=2_000, syntax="text")
]
InlineText: TypeAlias = Annotated[
    str, As(before=_fold, min_length=1, max_length=2_000, syntax="inline Markdown-lite")
]
BlockText: TypeAlias = Annotated[
    str, As(min_length=1, max_length=50_000, strip_whitespace=True, syntax="Markdown-lite")
]
Id: TypeAlias = Annotated[
    str, As(before=_id, max_length=80, syntax="id", schema={"pattern": f"^{_ID.pattern}$"})
]
# No text that a reader sees, so no `syntax`: an audience cannot reword it.
Phrase: TypeAlias = Annotated[str, As(before=_fold, min_length=1, max_length=300)]
Number: TypeAlias = Annotated[
    Quantity, As(instead=_quantity, schema={"type": ["string", "number", "null"]})
]
OneOrMore: TypeAlias = Annotated[
    tuple[PlainText, ...],
    As(
        before=lambda value: [value] if isinstance(value, str) else value,
        schema={"type": ["string", "array"], "items": {"type": "string"}},
    ),
]
