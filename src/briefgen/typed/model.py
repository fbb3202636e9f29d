"""Classes with declared fields. Their methods are named as pydantic's, which readers know."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, ClassVar, Self

_NOTHING: Any = object()  # a default that is not given: the key must be written
# What may limit a value, by pydantic-core's names: of numbers, of texts, of how many items there are.
LIMITS = frozenset(
    ("ge", "gt", "le", "lt", "min_length", "max_length", "pattern", "strip_whitespace")
)


class As:
    """What an annotation, `Annotated[str, As(…)]`, says of a type beyond its name.

    `before` is applied to a value before it is validated, `instead` in place of that. `models` has the model for each
    `kind` that a mapping may have, `choices` the texts that it may be. `syntax` is the type's name in the reference,
    `schema` what its JSON Schema says besides, `also` another type that `before` takes.
    """

    __slots__ = ("also", "before", "choices", "instead", "limits", "models", "schema", "syntax")

    def __init__(
        self,
        *,
        before: Callable[[Any], Any] | None = None,
        instead: Callable[[Any], Any] | None = None,
        models: Mapping[str, type[Model]] | None = None,
        choices: Collection[str] | None = None,
        syntax: str | None = None,
        schema: Mapping[str, Any] | None = None,
        also: type | None = None,
        **limits: Any,
    ) -> None:
        self.before, self.instead, self.models, self.choices = before, instead, models, choices
        self.syntax, self.schema, self.also = syntax, schema or {}, also
        self.limits = _known(limits)


class Key:
    """One field of a model: what it takes, what it is where it is not written, and what it is for."""

    __slots__ = (
        "_annotation", "_home", "_text", "default", "description", "factory", "limits", "syntax",
        "validate_default",
    )  # fmt: skip

    def __init__(self, default: Any, factory: Callable[[], Any] | None, description: str | None,
                 syntax: str | None, validate_default: bool, limits: dict[str, Any]) -> None:  # fmt: skip
        self.default, self.factory, self.description = default, factory, description
        self.syntax, self.validate_default, self.limits = syntax, validate_default, limits
        self._annotation: Any = _NOTHING

    def belongs(self, home: str, text: str) -> None:
        """Say what it is annotated with, a text that means something in the module `home`."""
        self._home, self._text = home, text

    @property
    def annotation(self) -> Any:
        """The type that is written beside its name."""
        if self._annotation is _NOTHING:
            self._annotation = eval(self._text, vars(sys.modules[self._home]))
        return self._annotation

    def is_required(self) -> bool:
        """Whether it must be written."""
        return self.default is _NOTHING and self.factory is None

    def get_default(self) -> Any:
        """What it is where it is not written; None where it must be."""
        if self.factory is not None:
            return self.factory()
        return None if self.default is _NOTHING else self.default


def Field(  # noqa: N802 - as pydantic's and dataclasses' users know it
    default: Any = _NOTHING, *, default_factory: Callable[[], Any] | None = None, description: str | None = None,
    syntax: str | None = None, validate_default: bool = False, **limits: Any,
) -> Any:  # fmt: skip
    """The declaration of a field: `width: float = Field(1.0, gt=0, description="…")`.

    `limits` are LIMITS; `syntax` is what the reference calls its type. A default is taken as it is, unless
    `validate_default`.
    """
    return Key(default, default_factory, description, syntax, validate_default, _known(limits))


def _known(limits: dict[str, Any]) -> dict[str, Any]:
    if limits.keys() <= LIMITS:
        return limits
    raise TypeError(f"not limits: {', '.join(sorted(limits.keys() - LIMITS))}")


class Model:
    """Immutable data with declared fields; keys that it does not declare are refused.

    A subclass declares fields as annotations with `Field(…)` or a plain default, and may refuse what its fields are
    together in `checked`.
    """

    # The names are those that pydantic-core fills in.
    __slots__ = (
        "__dict__", "__pydantic_extra__", "__pydantic_fields_set__", "__pydantic_private__", "__weakref__",
    )  # fmt: skip
    __pydantic_fields_set__: set[str]

    model_fields: ClassVar[dict[str, Key]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        # Those of bases first, where two have the same order as in pydantic.
        found: dict[str, Key] = {}
        for base in reversed(cls.__mro__[1:]):
            if issubclass(base, Model):
                found |= base.__dict__["model_fields"]
        for name, text in cls.__annotations__.items():
            if name[0] == "_" or text.startswith("ClassVar"):
                continue
            given = cls.__dict__.get(name, _NOTHING)
            key = given if isinstance(given, Key) else Field(given)
            key.belongs(cls.__module__, text)
            found[name] = key
            if given is not _NOTHING:
                delattr(cls, name)  # a value is an instance's
        cls.model_fields = found

    def __init__(self, **values: Any) -> None:
        """Raises pydantic_core.ValidationError for values that are not those of its fields."""
        cls = type(self)
        if values or any(key.is_required() for key in cls.model_fields.values()):
            made = cls.model_validate(values)
            self._fill(made.__dict__, made.model_fields_set)
        else:
            self._fill({n: key.get_default() for n, key in cls.model_fields.items()}, set())

    def _fill(self, values: dict[str, Any], said: set[str]) -> Self:
        fill = object.__setattr__
        fill(self, "__dict__", values)
        fill(self, "__pydantic_extra__", None)
        fill(self, "__pydantic_fields_set__", said)
        return self

    def checked(self) -> Self:
        """Itself, when its fields go together. Raises ValueError."""
        return self

    @property
    def model_fields_set(self) -> set[str]:
        """The names of the fields that were written."""
        return self.__pydantic_fields_set__

    @classmethod
    def model_validate(cls, data: Any) -> Self:
        """`data`, a mapping or an instance, as this model. Raises pydantic_core.ValidationError."""
        from briefgen.typed.validation import validator

        made: Self = validator(cls).validate_python(data)
        return made

    @classmethod
    def model_construct(cls, **values: Any) -> Self:
        """One with these values, which are known to be right, and the defaults of the others."""
        every = {n: values[n] if n in values else k.get_default() for n, k in cls.model_fields.items()}  # fmt: skip
        return cls.__new__(cls)._fill(every, set(values))

    def model_copy(self, *, update: Mapping[str, Any]) -> Self:
        """A copy with other values, which are known to be right."""
        made = type(self).__new__(type(self))
        return made._fill({**self.__dict__, **update}, {*self.model_fields_set, *update})

    def made_of(self) -> list[Any]:
        """What `remade` takes: the names of the fields that were written, and the values of all."""
        said = self.model_fields_set
        values = self.__dict__
        return [
            tuple(n for n in self.model_fields if n in said),
            *(values[n] for n in self.model_fields),
        ]

    @classmethod
    def remade(cls, said: Collection[str], *values: Any) -> Self:
        """One of what `made_of` gave. Raises ValueError where the values are not as many as its fields."""
        every = dict(zip(cls.model_fields, values, strict=True))
        return cls.__new__(cls)._fill(every, set(said))

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        yield from self.__dict__.items()

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable: `{name}` cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable: `{name}` cannot be deleted")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *self.__dict__.values()))

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"{type(self).__name__}({inside})"

    def __setstate__(self, state: tuple[dict[str, Any], dict[str, Any]]) -> None:
        """What pickle and copy fill a new one with: its values, and what it has besides."""
        values, slots = state
        for name, value in {"__dict__": values, **slots}.items():
            object.__setattr__(self, name, value)
