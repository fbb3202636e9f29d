"""The parts of a figure's specification that every chart kind shares.

Each kind adds its own in `briefgen.charts.kinds`; a kind's module imports matplotlib only when it draws,
so that checking an outline never does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeAlias

from pydantic import BaseModel, Field, GetJsonSchemaHandler, ValidationError, model_validator
from pydantic_core import PydanticKnownError, core_schema

from briefgen.model.base import Id, InlineText, Node, Number, OneOrMore, Phrase, PlainText, optional
from briefgen.model.registry import CHART_KINDS

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

SlideChart: TypeAlias = Literal["picture", "native"]
Magnitude: TypeAlias = Literal["thousand", "million", "billion", "trillion"]
POWERS = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}  # of ten


class Evidence(Node):
    """A short quoted phrase or datum with its source and the place in it."""

    id: Id | None = optional("To refer to it in a text as `[^id]`.")
    source: Id = Field(description="The id of the source it stands in.")
    quote: PlainText | None = optional("The phrase as the source has it, without quotation marks.")
    datum: PlainText | None = Field(
        None,
        description="What the source shows where there is no phrase to quote: a cell, a point.",
    )
    says: PlainText | None = optional("Who says it, where that is not the source's author: `DEA`.")
    locator: PlainText | None = optional(
        "Where in the source: `page 12`, `paragraph 10`, `Table 3`."
    )
    data: PlainText | None = optional(
        "Path of a CSV, XLSX or JSON file, from the outline's folder, that holds the source's data: the "
        "numbers in it are evidence."
    )


class Claim(Node):
    """What every part has whose numbers are traced to its evidence."""

    calculations: tuple[Phrase, ...] = Field(
        (),
        description="How its numbers follow from those of the evidence: `20 / 2.6 = 7.7`; `check` works it out.",
    )
    not_claims: tuple[Phrase, ...] = Field(
        (),
        description="Words of its texts whose numbers need no evidence, as they are written there: `two sides`.",
    )


class Unit(Node):
    """How a number is written: `{magnitude: million, unit: pills}`, `{currency: USD}`, `{unit: percent}`."""

    unit: PlainText | None = optional("What is counted: `pills`, `kg`; `percent` is written as %.")
    magnitude: Magnitude | None = optional(
        "What the numbers are multiples of; written after the number."
    )
    currency: str | None = optional("ISO 4217 code of a currency: `USD`.", pattern="^[A-Z]{3}$")
    decimals: int | None = optional(
        "Digits after the decimal mark; default: as written.", ge=0, le=6
    )


Status: TypeAlias = Literal["provisional", "forecast"]
STATUS_TEXT = (
    "`provisional` or `forecast`: drawn as a hollow or dashed mark, and said in its label."
)


class Row(Node):
    """One labelled value."""

    label: InlineText = Field(description="What the value belongs to, drawn beside the mark.")
    value: Number = Field(description="The quantity: `2.6`, `>20`, `18..39`, `missing`.")
    note: PlainText | None = optional("A few words drawn beside this mark.")
    status: Status | None = Field(None, description=STATUS_TEXT)


class SeriesRow(Node):
    """One label with a value for each series."""

    label: InlineText = Field(description="What the values belong to.")
    values: dict[PlainText, Number] = Field(
        min_length=1,
        description="A quantity for each series, by the series' name: `{2019: 2.6, 2021: '>20'}`; "
        "one that is not named is missing.",
    )
    status: Status | None = Field(None, description=STATUS_TEXT)


class Reference(Node):
    """A value to compare with, drawn as a thin line across the chart."""

    value: Number = Field(description="Where the line stands, in the unit of the data.")
    label: InlineText = Field(description="What it is: `OECD average`.")


class DataFile(Node):
    """Rows read from a file beside the outline, in place of rows written here."""

    file: PlainText = Field(
        description="Path, from the outline's folder, of a CSV or XLSX file whose first row names its columns, "
        "or of a JSON file with a list of objects."
    )
    sheet: PlainText | None = optional("Which sheet of an XLSX file; default: the first.")
    decimal: Literal["comma", "point"] | None = optional(
        "How its numbers are written: `1.234,5` or `1,234.5`; default: found in the file, where semicolons "
        "or tabs part its cells, and a point where commas do."
    )
    columns: dict[str, PlainText | tuple[PlainText, ...]] = Field(
        default_factory=dict,
        description="Which column of the file serves as which key of a row: `{label: year, value: pills}`; "
        "a key not named here is looked up by its own name. A file with a column for each series: "
        "`{label: state, values: [2019, 2021]}`; one with a row for each value: "
        "`{label: state, series: year, value: pills}`.",
    )
    filter: dict[str, PlainText | tuple[PlainText, ...]] = Field(
        default_factory=dict,
        description="Only the rows whose column has this text, one of these texts, or a number in these "
        "bounds: `{country: Mexico, year: '>=2015'}`.",
    )
    sort: PlainText | None = optional(
        "The column to order rows by; with `-` before it, the largest first."
    )
    top: int | None = optional("How many rows to keep, from the first.", ge=1, le=1000)
    rest: PlainText | None = optional(
        "The label of one more row with the sum of those that `top` leaves out."
    )


class FigureBase(Claim):
    """What every figure has; `kind` chooses the chart."""

    if TYPE_CHECKING:  # each kind declares its own, after the keys that all have
        kind: str

    id: Id = Field(description="A name of its own in the whole outline.")
    title: InlineText = Field(description="The takeaway, as a sentence.")
    subtitle: InlineText | None = optional("What is measured, in which unit, where and when.")
    source: InlineText | None = optional(
        "The source line; default: the sources of its evidence, by name."
    )
    note: InlineText | None = optional("What a reader must know to read it rightly.")
    left_out: int | None = optional(
        "How many more items there are than it shows, which is then said below it; counted by itself where "
        "`top` without `rest`, or a filter of the values, leaves out rows of a file.",
        ge=1,
    )
    alt: PlainText | None = Field(
        None,
        description="What it shows, for those who cannot see it; default: written from the data.",
    )
    evidence: tuple[Evidence, ...] = Field((), description="Where the data stand in the sources.")
    highlight: OneOrMore = Field(
        (), description="Label or labels of the marks to set off; the others are muted."
    )
    deck: SlideChart | None = optional("How slides show it, in place of the deck's `charts`.")

    def names(self) -> set[str]:
        """The names that `highlight` may give: labels, dates and series of the data."""
        found: set[str] = set()
        for row in rows_of(self):
            found |= {
                str(getattr(row, key))
                for key in ("label", "x", "date", "series", "panel")
                if getattr(row, key, None)
            }
            found |= set(map(str, mapping_of(row, "values")))
        return found

    def validate_data(self) -> Self:
        """Return self, or raise ValueError if its fields do not go together."""
        return self

    @model_validator(mode="after")
    def _check(self) -> Self:
        return self.validate_data()


def own_fields(spec: FigureBase) -> list[str]:
    """The names of the fields that a figure's kind has of its own, `data` before others."""
    names = [n for n in type(spec).model_fields if n not in FigureBase.model_fields and n != "kind"]
    return sorted(names, key=lambda name: name != "data")


def rows_field(spec: FigureBase) -> str | None:
    """The name of the field that lists a figure's rows: `data`, or else the kind's first own field with a list of models.

    None where there is no such field, or nothing in it.
    """
    for name in own_fields(spec):
        value = getattr(spec, name)
        if isinstance(value, tuple | list) and value and isinstance(value[0], BaseModel):
            return name
    return None


def rows_of(spec: FigureBase) -> tuple[Any, ...]:
    """The models in the field that lists a figure's rows; none where it has none."""
    name = rows_field(spec)
    return () if name is None else tuple(getattr(spec, name))


def mapping_of(row: Any, name: str) -> Mapping[str, Any]:
    """The mapping that a row has in the field `name`; an empty one where it has none."""
    value = getattr(row, name, None)
    return value if isinstance(value, Mapping) else {}


def _figure(data: Any) -> FigureBase:
    """A figure as its kind's specification, which is imported then. Raises ValidationError or PydanticKnownError."""
    if isinstance(data, FigureBase):
        return data
    if not isinstance(data, dict):
        raise PydanticKnownError("model_attributes_type")
    if "kind" not in data:
        raise PydanticKnownError("union_tag_not_found", {"discriminator": "kind"})
    kind = data["kind"]
    if not isinstance(kind, str) or kind not in CHART_KINDS:
        said = {"discriminator": "kind", "tag": str(kind), "expected_tags": ", ".join(CHART_KINDS)}
        raise PydanticKnownError("union_tag_invalid", said)
    spec: type[FigureBase] = CHART_KINDS[kind].Spec
    with CHART_KINDS.blame(kind, ValidationError):
        return spec.model_validate(data)


class _ByKind:
    """In an annotation: a figure whose `kind` says which specification it has; not a union, since kinds can be added."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(_figure)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        ways = {}
        for name, kind in CHART_KINDS.items():
            kind.Spec.model_rebuild()
            ways[name] = kind.Spec.__pydantic_core_schema__
        return handler(core_schema.tagged_union_schema(ways, discriminator="kind"))


Figure: TypeAlias = Annotated[FigureBase, _ByKind()]
