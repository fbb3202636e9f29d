"""Rows of small multiples, and the rows of a kind that they are for each small chart."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from briefgen.charts import series
from briefgen.charts.kind import ChartKind
from briefgen.outline.base import InlineText, Number, PlainText
from briefgen.outline.figure import STATUS_TEXT, Status, Unit


class SmallRow(Unit):
    """A row of a small chart: `panel` and the keys of the kind; or a label and a value for each small chart."""

    panel: PlainText | None = Field(None, description="The small chart that the row belongs to.")
    label: InlineText | None = Field(None, description="What the row belongs to.")
    values: dict[PlainText, Number] | None = Field(
        None,
        min_length=1,
        description="Without `panel`: a quantity for each small chart, by its name; with it: for each series.",
    )
    value: Number | None = Field(None, description="The quantity.")
    series: PlainText | None = Field(None, description="As in a line or an area.")
    x: PlainText | None = Field(None, description="As in a line, an area or a scatter.")
    y: Number | None = Field(None, description="As in a scatter.")
    size: Number | None = Field(None, description="As in a scatter.")
    target: Number | None = Field(None, description="As in a bullet.")
    whole: Number | None = Field(None, description="As in a share.")
    total: bool | None = Field(None, description="As in a waterfall.")
    to: dict[PlainText, Number] | None = Field(None, description="As in a flow.")
    date: PlainText | None = Field(None, description="As in a timeline.")
    ongoing: bool | None = Field(None, description="As in a timeline.")
    note: PlainText | None = Field(None, description="A few words drawn beside the mark.")
    status: Status | None = Field(None, description=STATUS_TEXT)


def rows_of(
    spec: Any, kind: ChartKind[Any], name: str, unit: dict[str, Any]
) -> list[dict[str, Any]]:
    """The rows of the small chart called `name`, with the keys that they have in a chart of the `kind`."""
    model = kind.row_model()
    fields = (model or kind.Spec).model_fields
    if spec.data[0].panel is None:
        place = "label" if "label" in fields else "x"
        rows = [
            {
                place: row.label,
                "value": (row.values or {}).get(name, series.MISSING),
                "status": row.status,
            }
            for row in spec.data
        ]
    else:
        own = [
            {
                key: getattr(row, key)
                for key in SmallRow.model_fields
                if getattr(row, key) is not None
            }
            for row in spec.data
            if row.panel == name
        ]
        rows = [{key: value for key, value in row.items() if key != "panel"} for row in own]
        # The same series in the same order, and so the same colours, in each small chart.
        every = list(dict.fromkeys(name for row in spec.data for name in row.values or ()))
        rows = [_filled(row, every) if "values" in row else row for row in rows]
        lines = list(dict.fromkeys(row.series for row in spec.data if row.series))
        if lines and {row.get("series") for row in rows} != set(lines):
            raise ValueError(f"`{name}` has not the same series as the other small charts")
        rows.sort(key=lambda row: lines.index(str(row["series"])) if "series" in row else 0)
    if model is not None and issubclass(model, Unit):
        rows = [{**unit, **row} for row in rows]
    if not fields.keys() & {"label", "x"}:
        rows = [{"value": row["value"]} for row in rows if "value" in row]
    return rows


def _filled(row: dict[str, Any], every: list[str]) -> dict[str, Any]:
    return {**row, "values": {name: row["values"].get(name, series.MISSING) for name in every}}
