"""Models -> pydantic-core's validators, built when something is first read into a model."""

from __future__ import annotations

import datetime
import pathlib
import types
import typing
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from pydantic_core import PydanticKnownError, SchemaValidator, core_schema

from briefgen.typed.model import As, Key, Model

_Schema = core_schema.CoreSchema
_PLAIN: dict[Any, Callable[..., _Schema]] = {
    str: core_schema.str_schema,
    int: core_schema.int_schema,
    float: core_schema.float_schema,
    bool: core_schema.bool_schema,
    Decimal: core_schema.decimal_schema,
    datetime.date: core_schema.date_schema,
    Any: core_schema.any_schema,
}


# As many as there are models: a class is made once.
_VALIDATORS: dict[type[Model], SchemaValidator] = {}
_SCHEMAS: dict[type[Model], _Schema] = {}


def validator(model: type[Model]) -> SchemaValidator:
    """What makes a model of plain data, or raises ValidationError."""
    found = _VALIDATORS.get(model)
    if found is None:
        found = _VALIDATORS[model] = SchemaValidator(_model(model))
    return found


def _model(model: type[Model]) -> _Schema:
    found = _SCHEMAS.get(model)
    if found is None:
        found = _SCHEMAS[model] = _made(model)
    return found


def _made(model: type[Model]) -> _Schema:
    name = model.__name__
    fields = {n: core_schema.model_field(_field(key)) for n, key in model.model_fields.items()}
    whole: _Schema = core_schema.model_schema(
        model,
        core_schema.model_fields_schema(fields, model_name=name),
        config=core_schema.CoreConfig(title=name, extra_fields_behavior="forbid"),
    )
    if model.checked is Model.checked:
        return whole
    return core_schema.no_info_after_validator_function(model.checked, whole)


def _field(key: Key) -> _Schema:
    inner = _schema(key.annotation, key.limits)
    if key.is_required():
        return inner
    if key.factory is not None:
        return core_schema.with_default_schema(inner, default_factory=key.factory)
    return core_schema.with_default_schema(
        inner, default=key.default, validate_default=key.validate_default
    )


def _schema(annotation: Any, limits: Mapping[str, Any]) -> _Schema:
    """The schema of a type, with the limits that are set on it from outside."""
    if annotation in _PLAIN:
        return _PLAIN[annotation](**limits)
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _annotated(args[0], args[1], limits)
    if origin in (typing.Union, types.UnionType):
        ways = [_schema(a, limits) for a in args if a is not type(None)]
        inner = ways[0] if len(ways) == 1 else core_schema.union_schema([*ways])
        return core_schema.nullable_schema(inner) if type(None) in args else inner
    if origin is typing.Literal:
        return core_schema.literal_schema(list(args))
    if origin is tuple and args[1:] == (...,):
        return core_schema.tuple_schema([_schema(args[0], {})], variadic_item_index=0, **limits)
    if origin is dict:
        return core_schema.dict_schema(_schema(args[0], {}), _schema(args[1], {}), **limits)
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return _model(annotation)
    if annotation is pathlib.Path:
        return core_schema.is_instance_schema(pathlib.Path)
    raise TypeError(f"no field can be of the type {annotation!r}")


def _annotated(annotation: Any, said: As, limits: Mapping[str, Any]) -> _Schema:
    if said.instead is not None:
        return core_schema.no_info_plain_validator_function(said.instead)
    if said.models is not None:
        return core_schema.no_info_plain_validator_function(_chooser(said.models))
    if said.choices is not None:
        return core_schema.literal_schema(list(said.choices))
    inner = _schema(annotation, {**said.limits, **limits})
    if said.before is None:
        return inner
    return core_schema.no_info_before_validator_function(said.before, inner)


def _chooser(models: Mapping[str, type[Model]]) -> Callable[[Any], Any]:
    """A validator of mappings whose `kind` says which of the models they are; that model's is built then."""

    def chosen(value: Any) -> Any:
        if isinstance(value, Model):
            return value
        if not isinstance(value, dict):
            raise PydanticKnownError("model_attributes_type")
        if "kind" not in value:
            raise PydanticKnownError("union_tag_not_found", {"discriminator": "kind"})
        kind = value["kind"]
        if not isinstance(kind, str) or kind not in models:
            said = {"discriminator": "kind", "tag": str(kind), "expected_tags": ", ".join(models)}
            raise PydanticKnownError("union_tag_invalid", said)
        return validator(models[kind]).validate_python(value)

    return chosen
