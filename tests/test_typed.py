"""Models: what they take and refuse, that nothing changes them, and what importing them costs."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Annotated, Any, Literal

import pytest
from pydantic_core import ValidationError

from briefgen.outline.base import Id, Node, Number, PlainText
from briefgen.outline.figure import Evidence, Row, Unit
from briefgen.typed import As, Field, Model
from briefgen.typed.jsonschema import json_schema
from briefgen.typed.validation import validator
from conftest import ROOT


class Circle(Model):
    """Round."""

    kind: Literal["circle"]
    radius: float = Field(gt=0)


class Square(Model):
    """Not round."""

    kind: Literal["square"]
    side: float = 1.0


SHAPES: dict[str, type[Model]] = {"circle": Circle, "square": Square}


class Sheet(Model):
    """A sheet of paper."""

    name: PlainText = Field(description="What it is called.")
    shapes: tuple[Annotated[Model, As(models=SHAPES)], ...] = Field((), max_length=2)
    colour: Annotated[str, As(choices=("red", "blue"))] = "red"
    sizes: dict[Id, Number] = Field(default_factory=dict)
    most: int | None = Field(None, ge=1)

    def checked(self) -> Sheet:
        if self.most is not None and len(self.shapes) > self.most:
            raise ValueError("there are too many shapes")
        return self


def wrong(model: type[Model], **values: Any) -> list[tuple[str, tuple[int | str, ...]]]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(values)
    return [(each["type"], each["loc"]) for each in caught.value.errors()]


def test_plain_data_becomes_a_model_with_its_defaults() -> None:
    data = {"name": "A\nsheet", "shapes": [{"kind": "circle", "radius": "2"}], "sizes": {"a": ">3"}}
    sheet = Sheet.model_validate(data)
    assert (sheet.name, sheet.colour, sheet.most) == ("A sheet", "red", None)
    (circle,) = sheet.shapes
    assert isinstance(circle, Circle) and circle.radius == 2
    assert sheet.sizes["a"].qualifier == "more than"
    assert sheet.model_fields_set == {"name", "shapes", "sizes"}
    assert dict(Square.model_validate({"kind": "square"})) == {"kind": "square", "side": 1.0}


def test_all_that_is_wrong_is_said_at_once() -> None:
    shapes = [{"kind": "circle", "radius": 0, "x": 1}, {"kind": "star"}, {"side": 2}, "square"]
    assert wrong(Sheet, name="", shapes=shapes[:2], colour="pink", most=0, title="A") == [
        ("string_too_short", ("name",)),
        ("greater_than", ("shapes", 0, "radius")),
        ("extra_forbidden", ("shapes", 0, "x")),
        ("union_tag_invalid", ("shapes", 1)),
        ("literal_error", ("colour",)),
        ("greater_than_equal", ("most",)),
        ("extra_forbidden", ("title",)),
    ]
    assert wrong(Sheet, shapes=shapes[2:]) == [
        ("missing", ("name",)),
        ("union_tag_not_found", ("shapes", 0)),
        ("model_attributes_type", ("shapes", 1)),
    ]
    two = [{"kind": "square"}, {"kind": "square"}]
    assert wrong(Sheet, name="A", shapes=two, most=1) == [("value_error", ())]
    assert wrong(Sheet, name="A", shapes=[*two, *two]) == [("too_long", ("shapes",))]


@pytest.mark.parametrize("kind", [None, 3, ["circle"], {"circle": 1}, "Circle"])
def test_a_kind_that_is_none_is_refused(kind: object) -> None:
    assert wrong(Sheet, name="A", shapes=[{"kind": kind}]) == [("union_tag_invalid", ("shapes", 0))]


def test_nothing_changes_a_model() -> None:
    row = Row(label="A", value="2")
    with pytest.raises(AttributeError, match="`label` cannot be set"):
        row.label = "B"
    with pytest.raises(AttributeError, match="`label` cannot be deleted"):
        del row.label
    other = row.model_copy(update={"label": "B"})
    assert (row.label, other.label, other.value) == ("A", "B", row.value)


def test_a_part_is_another_one_elsewhere() -> None:
    one, two = (Evidence(source="a", quote="q") for _ in range(2))
    assert one == two and hash(one) == hash(two) and len({one, two}) == 1
    one.place_at(("findings", 0, "evidence", 0))
    assert one != two
    assert one != "q"


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda n: pickle.loads(pickle.dumps(n))]
)
def test_copies_are_the_same(again: Callable[[Node], Node]) -> None:
    row = Row(label="A", value="2", note="n")
    row.place_at(("figures", 0, "data", 1))
    made = again(row)
    assert made is not row
    assert (made, made.path, made.model_fields_set) == (row, row.path, {"label", "value", "note"})


def test_one_without_values_needs_no_validator() -> None:
    assert dict(Unit()) == {"unit": None, "magnitude": None, "currency": None, "decimals": None}
    assert Unit().model_fields_set == set()
    with pytest.raises(ValidationError):
        Row()


def test_bases_come_first_and_a_key_stays_where_it_was() -> None:
    class Both(Row, Unit):
        """Of two."""

        label: PlainText = Field(description="Another.")
        more: bool = False

    assert list(Both.model_fields) == [*Unit.model_fields, *Row.model_fields, "more"]
    assert Both.model_fields["label"].description == "Another."


def test_what_is_no_limit_is_refused() -> None:
    with pytest.raises(TypeError, match="not limits: most"):
        Field(most=3)
    with pytest.raises(TypeError, match="no field can be of the type"):
        validator(type("Odd", (Model,), {"__annotations__": {"x": "set"}, "__module__": __name__}))


def test_the_schema_says_what_is_taken() -> None:
    made = json_schema(Sheet)
    assert made["required"] == ["name"]
    assert made["properties"]["name"] == {
        "description": "What it is called.", "maxLength": 2000, "minLength": 1, "syntax": "text",
        "title": "Name", "type": "string",
    }  # fmt: skip
    assert made["properties"]["colour"]["enum"] == ["red", "blue"]
    assert made["properties"]["shapes"]["items"]["oneOf"] == [
        {"$ref": "#/$defs/Circle"},
        {"$ref": "#/$defs/Square"},
    ]
    assert made["properties"]["most"]["anyOf"] == [{"minimum": 1, "type": "integer"}, {"type": "null"}]  # fmt: skip
    assert made["$defs"]["Circle"]["properties"]["radius"]["exclusiveMinimum"] == 0


def test_only_the_kinds_that_an_outline_has_are_imported() -> None:
    code = (
        "import sys, briefgen; briefgen.load('brief.yaml'); "
        "print(*(n for n in sys.modules if n.startswith('briefgen.charts.kinds.') or n == 'pydantic'))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True,
        env={**os.environ, "BRIEFGEN_CACHE": "off"},
    )  # fmt: skip
    kinds = {name.rpartition(".")[2] for name in ran.stdout.split()}
    assert {"bar", "column", "range_", "share", "timeline"} <= kinds
    assert not {"heat", "tilemap", "multiples", "flow", "pydantic"} & kinds
