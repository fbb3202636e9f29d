"""Small multiples: the same small chart for each series, on one scale.

Use it for many series that would cross or hide each other in one chart. Do not use it for two or three series
that can share one (grouped bars, lines).
"""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from briefgen.charts import series
from briefgen.charts.canvas import Sheet, wrapped
from briefgen.charts.kinds import area, bar, column, dot, line, lollipop
from briefgen.locale import Locale
from briefgen.outline.figure import FigureBase, SeriesRow, Unit
from briefgen.theme import Theme

KIND = "multiples"
OF: dict[str, Any] = {module.KIND: module for module in (column, bar, line, area, dot, lollipop)}
NARROWEST = 94.0
GAP = 14.0


class Spec(FigureBase, Unit):
    """A chart of kind `of` for each series."""

    kind: Literal["multiples"]
    of: Literal["column", "bar", "line", "area", "dot", "lollipop"] = Field(
        description="The kind of each small chart."
    )
    data: tuple[SeriesRow, ...] = Field(
        min_length=1, description="A row a label or a date, with a value for each small chart."
    )

    @model_validator(mode="after")
    def _panels(self) -> Self:
        try:
            panels(self)
        except ValidationError as exc:
            said = exc.errors()[0]["msg"].removeprefix("Value error, ")
            raise ValueError(f"not rows of a `{self.of}` chart: {said}") from None
        return self


def panels(spec: Spec) -> list[tuple[str, Any]]:
    """Name and specification of each small chart."""
    place = "x" if spec.of in ("line", "area") else "label"
    out = []
    for name in series.names(spec.data):
        data = [
            {place: row.label, "value": row.values.get(name, series.MISSING), "status": row.status}
            for row in spec.data
        ]
        unit = {key: getattr(spec, key) for key in Unit.model_fields}
        # A highlighted series is set off as a whole chart; a highlighted row in each of them.
        chosen = [h for h in spec.highlight if h in {row.label for row in spec.data}]
        out.append((name, OF[spec.of].Spec.model_validate(
            {"id": spec.id, "kind": spec.of, "title": name, "data": data, "highlight": chosen, **unit}
        )))  # fmt: skip
    return out


def toned(sheet: Sheet, shade: str) -> Sheet:
    """The sheet with one colour for all its marks."""
    colours = sheet.theme.colours
    series = (shade, *colours.series[1:])
    sheet.theme = sheet.theme.model_copy(
        update={"colours": colours.model_copy(update={"primary": shade, "series": series})}
    )
    return sheet


def _columns(count: int, width: float, scale: float) -> int:
    most = max(1, int((width + GAP * scale) // ((NARROWEST + GAP) * scale)))
    lines = -(-count // most)
    return -(-count // lines)


def _rows(
    spec: Spec, theme: Theme, locale: Locale, width: float, scale: float
) -> list[tuple[float, float]]:
    """Height of the names and of the charts in each line of small charts."""
    parts = panels(spec)
    columns = _columns(len(parts), width, scale)
    wide = _wide(columns, width, scale)
    size = theme.chart.label * scale
    out = []
    for start in range(0, len(parts), columns):
        group = parts[start : start + columns]
        names = max(len(wrapped(name, theme, size, wide, True)) for name, _ in group) * size * 1.2
        chart = max(OF[spec.of].natural_height(p, theme, locale, wide, scale) for _, p in group)
        out.append((names + size * 0.3, chart))
    return out


def _wide(columns: int, width: float, scale: float) -> float:
    return (width - GAP * scale * (columns - 1)) / columns


def natural_height(spec: Spec, theme: Theme, locale: Locale, width: float, scale: float) -> float:
    """Height in points at `width`."""
    lines = _rows(spec, theme, locale, width, scale)
    return sum(name + chart for name, chart in lines) + GAP * scale * (len(lines) - 1)


def draw(spec: Spec, sheet: Sheet) -> None:
    """Draw the small charts on `sheet`, row by row, each under its name."""
    parts = panels(spec)
    columns = _columns(len(parts), sheet.width, sheet.scale)
    wide = _wide(columns, sheet.width, sheet.scale)
    size, gap = sheet.size("label"), GAP * sheet.scale
    lines = _rows(spec, sheet.theme, sheet.locale, sheet.width, sheet.scale)
    charts = sum(natural for _, natural in lines)
    room = sheet.height - sum(name for name, _ in lines) - gap * (len(lines) - 1)
    known = [b for row in spec.data for q in row.values.values() for b in q.bounds or ()]
    zero = [] if spec.of == "dot" else [0.0]
    ends = min([*zero, *known], default=0.0), max([*zero, *known], default=1.0)
    domain = sheet.domain or ends
    if domain[0] == domain[1]:
        domain = domain[0], domain[0] + 1
    top = sheet.height
    for number, (head, natural) in enumerate(lines):
        high = max(1.0, natural * room / charts)
        for place, (name, part) in enumerate(parts[number * columns : (number + 1) * columns]):
            x = place * (wide + gap)
            chosen = name in spec.highlight
            colours = sheet.theme.colours
            label = sheet.inset(x, top - head, wide, head)
            label.lines(0, head, wrapped(name, sheet.theme, size, wide, True), size=size, bold=True,
                        colour=colours.accent if chosen else None)  # fmt: skip
            chart = sheet.inset(x, top - head - high, wide, high, domain)
            if set(spec.highlight) & set(series.names(spec.data)):
                chart = toned(chart, colours.accent if chosen else colours.mute)
            OF[spec.of].draw(part, chart)
        top -= head + high + gap
