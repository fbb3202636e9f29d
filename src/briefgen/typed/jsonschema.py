"""Models -> JSON Schema (draft 2020-12)."""

from __future__ import annotations

import datetime
import inspect
import types
import typing
from collections import Counter
from decimal import Decimal
from typing import Any

from briefgen.typed.model import As, Key, Model

_Schema = dict[str, Any]
_PLAIN: dict[Any, _Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    datetime.date: {"type": "string", "format": "date"},
    Any: {},
}
_NUMBERS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}
_COUNTS = {"string": "Length", "array": "Items", "object": "Properties"}


def json_schema(model: type[Model]) -> _Schema:
    """The schema of a model, with those of all models inside it in `$defs`, by their names.

    Where several have one name each has that of its module before it.
    """
    inside = dict.fromkeys(models_below(model))
    same = Counter(each.__name__ for each in inside)
    writer = _Writer({
        each: each.__name__ if same[each.__name__] == 1
        else f"{each.__module__}.{each.__name__}".replace(".", "__")
        for each in inside
    })  # fmt: skip
    definitions = {name: writer.model(each) for each, name in writer.names.items()}
    whole = writer.model(model)
    return {"$defs": dict(sorted(definitions.items())), **whole} if definitions else whole


def models_below(model: type[Model]) -> list[type[Model]]:
    """Every model inside a model, each before those that it holds, in the order of their fields."""
    seen: list[type[Model]] = []

    def look(outer: type[Model]) -> None:
        for key in outer.model_fields.values():
            for inner in models_in(key.annotation):
                if inner not in seen:
                    seen.append(inner)
                    look(inner)

    look(model)
    return seen


def models_in(annotation: Any) -> list[type[Model]]:
    """The models that an annotation names, in order."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return [annotation]
    args = typing.get_args(annotation)
    if len(args) == 2 and isinstance(args[1], As) and args[1].models is not None:
        return list(args[1].models.values())
    return [model for arg in args for model in models_in(arg)]


class _Writer:
    """Writes schemas that refer to models by their `names`."""

    def __init__(self, names: dict[type[Model], str]) -> None:
        self.names = names

    def model(self, model: type[Model]) -> _Schema:
        keys = model.model_fields
        required = [name for name, key in keys.items() if key.is_required()]
        return {
            "additionalProperties": False,
            "description": inspect.cleandoc(model.__doc__ or ""),
            "properties": {name: self._property(name, key) for name, key in keys.items()},
            **({"required": required} if required else {}),
            "title": model.__name__,
            "type": "object",
        }

    def _property(self, name: str, key: Key) -> _Schema:
        made = self._of(key.annotation, key.limits)
        if key.syntax:
            made["syntax"] = key.syntax
        if key.description and not self._says(made, key.description):
            made["description"] = key.description
        if key.factory is None and not key.is_required():
            made["default"] = _plain(key.default)
        if _is_titled(key.annotation):
            made["title"] = name.title().replace("_", " ")
        return dict(sorted(made.items()))

    def _says(self, made: _Schema, description: str) -> bool:
        """Whether the model that is referred to has the same description."""
        named = (model for model, name in self.names.items() if made.get("$ref") == _ref(name))
        return any(model.__doc__ == description for model in named)

    def _of(self, annotation: Any, limits: dict[str, Any]) -> _Schema:
        if annotation in _PLAIN:
            return _limited(_PLAIN[annotation], limits)
        if annotation is Decimal:
            exact = {name: float(limit) for name, limit in limits.items()}
            return {"anyOf": [_limited({"type": "number"}, exact), {"type": "string"}]}
        if annotation in self.names:
            return {"$ref": _ref(self.names[annotation])}
        origin, args = typing.get_origin(annotation), typing.get_args(annotation)
        if origin is typing.Annotated:
            return self._annotated(args[0], args[1], limits)
        if origin in (typing.Union, types.UnionType):
            ways = [self._of(a, limits) for a in args if a is not type(None)]
            ways += [{"type": "null"}] if type(None) in args else []
            return {"anyOf": [way for each in ways for way in each.get("anyOf", [each])]}
        if origin is typing.Literal:
            return _one_of(args)
        if origin is tuple:
            return _limited({"items": self._of(args[0], {}), "type": "array"}, limits)
        return self._mapping(args[0], args[1], limits)

    def _annotated(self, annotation: Any, said: As, limits: dict[str, Any]) -> _Schema:
        if said.choices is not None:
            return _one_of(tuple(said.choices))
        if said.models is not None:
            refs = {kind: _ref(self.names[model]) for kind, model in said.models.items()}
            chosen = {"mapping": dict(sorted(refs.items())), "propertyName": "kind"}
            return {"discriminator": chosen, "oneOf": [{"$ref": ref} for ref in refs.values()]}
        made = {} if said.instead else self._of(annotation, {**said.limits, **limits})
        if said.also is not None:
            made = {"anyOf": [made, self._of(said.also, {})]}
        syntax = {"syntax": said.syntax} if said.syntax else {}
        return dict(sorted({**made, **said.schema, **syntax}.items()))

    def _mapping(self, key: Any, value: Any, limits: dict[str, Any]) -> _Schema:
        names, inner = self._of(key, {}), self._of(value, {})
        made: _Schema = {"type": "object"}
        pattern = names.pop("pattern", None)
        if pattern is not None:
            made["patternProperties"] = {pattern: inner}
        else:
            made["additionalProperties"] = inner or True
        if names.pop("type") and names:  # every key is a text
            made["propertyNames"] = names
        return dict(sorted(_limited(made, limits).items()))


def _limited(made: _Schema, limits: dict[str, Any]) -> _Schema:
    out = dict(made)
    for name, limit in limits.items():
        if name in _NUMBERS:
            out[_NUMBERS[name]] = limit
        elif name == "pattern":
            out[name] = limit
        elif name in ("min_length", "max_length"):
            out[name[:3] + _COUNTS[made["type"]]] = limit
    return dict(sorted(out.items()))


def _one_of(texts: tuple[str, ...]) -> _Schema:
    if len(texts) == 1:
        return {"const": texts[0], "type": "string"}
    return {"enum": list(texts), "type": "string"}


def _ref(name: str) -> str:
    return f"#/$defs/{name}"


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return {name: _plain(inner) for name, inner in value}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _is_titled(annotation: Any) -> bool:
    """Whether a field's schema has a title: not where it is a model's, which has one, or a type of our own."""
    args = [a for a in typing.get_args(annotation) if a is not type(None)]
    if typing.get_origin(annotation) is typing.Annotated:
        return args[1].instead is None and _is_titled(args[0])
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return len(args) > 1 or _is_titled(args[0])
    return not (isinstance(annotation, type) and issubclass(annotation, Model))
