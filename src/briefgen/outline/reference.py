"""docs/outline.md: every key of an outline, from the models. `python -m briefgen.outline.reference`."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from briefgen.outline.base import OneOf, Syntax, models_in
from briefgen.outline.figure import DataFile, FigureBase, kinds
from briefgen.outline.models import Outline
from briefgen.outline.quantity import FORMS

_HEAD = f"""# The outline, key by key

Made from the models by `python -m briefgen.outline.reference > docs/outline.md`; a test compares the two.

An outline is one YAML file in UTF-8. Every scalar is read as the text that is written: `No`, `1:30`, `3.10` and
`2022-02-08` stay so wherever text is wanted. A key that is not listed here is an error.

- **text**: plain text. **inline Markdown-lite**: *italics*, **bold**, links, and `[^id]` for a reference to a piece
  of evidence. **Markdown-lite**: the same in paragraphs and lists. Anything else is drawn as the text it is.
- **quantity**: {FORMS}.
- **id**: small letters, digits and hyphens; unique in the whole outline.
- Rows of a figure (`data`) or a table (`rows`) may stand in a CSV, XLSX or JSON file beside the outline, as a `DataFile`:
  `data: {{file: pills.csv, columns: {{label: year, value: pills}}}}`; for a table's rows, `columns` is a list.
- Files are read inside the outline's folder only, unless `--allow-outside` is given.
"""


def reference() -> str:
    """The whole page as Markdown."""
    parts = [_HEAD, *_section(Outline, "An outline")]
    for model in _models_below(Outline):
        named = [name for name, kind in kinds().items() if kind.Spec is model]
        title = f"Figure of kind `{named[0]}`" if named else f"`{model.__name__}`"
        parts += _section(model, title)
    parts += _section(DataFile, "`DataFile`")
    return "\n".join(parts)


def _section(model: type[BaseModel], title: str) -> Iterator[str]:
    yield f"\n## {title}\n"
    yield (model.__doc__ or "").strip().partition("\n\n")[0].replace("\n", " ") + "\n"
    yield "| key | what it is | what it says |"
    yield "| --- | --- | --- |"
    for name, field in model.model_fields.items():
        star = "**" if field.is_required() else ""
        yield f"| {star}`{name}`{star} | {_kind(field)} | {_cell(field.description or '')} |"


def _models_below(
    outer: type[BaseModel], seen: tuple[type[BaseModel], ...] = ()
) -> list[type[BaseModel]]:
    """Every model inside a model, each before those that it holds, in the order of their fields."""
    found = [*seen]
    for field in outer.model_fields.values():
        for model in models_in(field.annotation):
            every = [kind.Spec for kind in kinds().values()] if model is FigureBase else [model]
            for each in every:
                if each not in found:
                    found = _models_below(each, (*found, each))
    return found


def _kind(field: FieldInfo) -> str:
    kind = _name(field.rebuild_annotation())
    default = field.get_default()
    if isinstance(default, str | int | float | bool):
        kind += f"; default `{default}`"
    return _cell(kind)


def _name(annotation: typing.Any) -> str:
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        for said in args[1:]:
            if isinstance(said, OneOf):
                return " or ".join(f"`{choice}`" for choice in said.texts)
            if isinstance(said, Syntax):
                return said.name
        return _name(args[0])
    if origin in (typing.Union, types.UnionType):
        return " or ".join(dict.fromkeys(_name(a) for a in args if a is not type(None)))
    if origin is typing.Literal:
        return " or ".join(f"`{a}`" for a in args)
    if origin is tuple:
        return f"list of {_name(args[0])}"
    if origin is dict:
        return f"mapping of {_name(args[0])} to {_name(args[1])}"
    if annotation is FigureBase:
        return "figure"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"`{annotation.__name__}`"
    name = str(annotation.__name__)
    words = {"str": "text", "int": "whole number", "float": "number", "bool": "true or false"}
    return words.get(name, name.lower())


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    print(reference(), end="\n")
