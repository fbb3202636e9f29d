"""The models of an outline: what they take and refuse, that nothing changes them, and what importing them costs."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field
from pydantic_core import ValidationError

from briefgen.model import figures, registry
from briefgen.model.base import Id, Node, Number, OneOf, PlainText
from briefgen.model.figures import Evidence, Figure, FigureBase, Row, Unit
from briefgen.model.registry import CHART_KINDS
from conftest import ROOT


class Sheet(Node):
    """A sheet of paper."""

    name: PlainText = Field(description="What it is called.")
    figures: tuple[Figure, ...] = Field((), max_length=2)
    colour: Annotated[str, OneOf(("red", "blue"))] = "red"
    sizes: dict[Id, Number] = Field(default_factory=dict)
    most: int | None = Field(None, ge=1)


BAR = {"kind": "bar", "id": "a", "title": "T", "data": [{"label": "A", "value": ">2"}]}


def wrong(model: type[Node], **values: Any) -> list[tuple[str, tuple[int | str, ...]]]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(values)
    return [(each["type"], each["loc"]) for each in caught.value.errors()]


def test_plain_data_becomes_a_model_with_its_defaults() -> None:
    data = {"name": "A\nsheet", "figures": [BAR], "sizes": {"a": ">3"}}
    sheet = Sheet.model_validate(data)
    assert (sheet.name, sheet.colour, sheet.most) == ("A sheet", "red", None)
    (bar,) = sheet.figures
    assert isinstance(bar, CHART_KINDS["bar"].Spec) and bar.data[0].value.low == 2
    assert sheet.sizes["a"].qualifier == "more than"
    assert sheet.model_fields_set == {"name", "figures", "sizes"}
    assert Sheet(name="again", figures=(bar,)).figures == (bar,)


def test_a_model_without_values_has_its_defaults_and_none_that_is_written() -> None:
    assert dict(Unit()) == {"unit": None, "magnitude": None, "currency": None, "decimals": None}
    assert Unit().model_fields_set == set()
    with pytest.raises(ValidationError):
        Row()  # type: ignore[call-arg]


def test_all_that_is_wrong_is_said_at_once() -> None:
    figures = [{**BAR, "id": "A", "x": 1}, {"kind": "star"}, {"id": "a"}, "bar"]
    assert wrong(Sheet, name="", figures=figures[:2], colour="pink", most=0, title="A") == [
        ("string_too_short", ("name",)),
        ("id", ("figures", 0, "id")),
        ("extra_forbidden", ("figures", 0, "x")),
        ("union_tag_invalid", ("figures", 1)),
        ("literal_error", ("colour",)),
        ("greater_than_equal", ("most",)),
        ("extra_forbidden", ("title",)),
    ]
    assert wrong(Sheet, figures=figures[2:]) == [
        ("missing", ("name",)),
        ("union_tag_not_found", ("figures", 0)),
        ("model_attributes_type", ("figures", 1)),
    ]
    line = {**BAR, "kind": "slope", "data": [{"label": "A", "values": {"1": 1}}]}
    assert wrong(Sheet, name="A", figures=[line]) == [("value_error", ("figures", 0))]
    assert wrong(Sheet, name="A", figures=[BAR, BAR, BAR]) == [("too_long", ("figures",))]


@pytest.mark.parametrize("kind", [None, 3, ["bar"], {"bar": 1}, "Bar"])
def test_a_kind_that_is_none_is_refused(kind: object) -> None:
    figures = [{**BAR, "kind": kind}]
    assert wrong(Sheet, name="A", figures=figures) == [("union_tag_invalid", ("figures", 0))]


class StarSpec(FigureBase):
    """A chart of another's making."""

    kind: Literal["star"]
    points: int = Field(5, ge=3, description="How many points it has.")


class Star:
    """The least of a kind that reading an outline needs."""

    Spec = StarSpec


def test_a_kind_can_be_added_when_others_have_been_read(monkeypatch: pytest.MonkeyPatch) -> None:
    star = {"kind": "star", "id": "s", "title": "S"}
    assert wrong(Sheet, name="A", figures=[BAR, star]) == [("union_tag_invalid", ("figures", 1))]
    every = {
        **{name: registry.CHART_KINDS.entries()[name].value for name in registry.CHART_KINDS.own},
        "star": f"{__name__}:Star",
    }
    monkeypatch.setattr(figures, "CHART_KINDS", registry.Registry[Any]("none", "", every))
    _, made = Sheet(name="A", figures=(BAR, star)).figures
    assert isinstance(made, StarSpec) and made.points == 5
    assert wrong(Sheet, name="A", figures=[{**star, "points": 2}]) == [
        ("greater_than_equal", ("figures", 0, "points"))
    ]
    assert "StarSpec" in Sheet.model_json_schema()["$defs"]


def test_nothing_changes_a_model() -> None:
    row = Row(label="A", value="2")
    with pytest.raises(ValidationError, match="frozen"):
        row.label = "B"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="frozen"):
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
    "again",
    [
        copy.copy,
        copy.deepcopy,
        lambda n: n.model_copy(update={"note": "n"}),
        lambda n: pickle.loads(pickle.dumps(n)),
    ],
)
def test_copies_are_the_same(again: Callable[[Node], Node]) -> None:
    row = Row(label="A", value="2", note="n")
    row.place_at(("figures", 0, "data", 1))
    made = again(row)
    assert made is not row
    assert (made, made.path, made.model_fields_set) == (row, row.path, {"label", "value", "note"})


def test_bases_come_first_and_a_key_stays_where_it_was() -> None:
    class Both(Row, Unit):
        """Of two."""

        label: PlainText = Field(description="Another.")
        more: bool = False

    assert list(Both.model_fields) == [*Unit.model_fields, *Row.model_fields, "more"]
    assert Both.model_fields["label"].description == "Another."


def test_the_schema_says_what_is_taken() -> None:
    made = Sheet.model_json_schema()
    assert made["required"] == ["name"]
    assert made["properties"]["name"] == {
        "description": "What it is called.", "maxLength": 2000, "minLength": 1, "title": "Name", "type": "string",
    }  # fmt: skip
    assert made["properties"]["colour"]["enum"] == ["red", "blue"]
    kinds = made["properties"]["figures"]["items"]["discriminator"]["mapping"]
    assert list(kinds) == sorted(CHART_KINDS)
    (bar,) = (made["$defs"][kinds["bar"].rpartition("/")[2]],)
    assert bar["properties"]["kind"]["const"] == "bar"
    assert made["properties"]["most"]["anyOf"] == [{"minimum": 1, "type": "integer"}, {"type": "null"}]  # fmt: skip


def test_only_the_kinds_that_an_outline_has_are_imported() -> None:
    code = (
        "import sys, briefgen; briefgen.load('brief.yaml'); "
        "print(*(n for n in sys.modules if n.startswith('briefgen.charts.kinds.')))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True,
        env={**os.environ, "BRIEFGEN_CACHE": "off"},
    )  # fmt: skip
    kinds = {name.rpartition(".")[2] for name in ran.stdout.split()}
    assert {"bar", "column", "range_", "share", "timeline"} <= kinds
    assert not {"heat", "tilemap", "multiples", "flow"} & kinds
