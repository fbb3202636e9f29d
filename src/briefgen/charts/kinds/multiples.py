"""Small multiples: the same small chart for each of several groups, on one scale.

Use it for many series or groups that would cross or hide each other in one chart; the small charts are of any kind.
Do not use it for two or three series that can share one (grouped bars, lines). Where a small chart has more than a
value a row, each row names its chart as `panel`: `{panel: North, label: "2025", values: {Wages: 48, Other: 9}}` with
`of: stacked`; in a file that is a column, `columns: {panel: region, …}`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal, Self

from pydantic import Field

from briefgen.charts import series
from briefgen.charts.canvas import Sheet, wrapped
from briefgen.charts.common_scale import SCALED, extent, margins
from briefgen.charts.kinds import KINDS, Kinds
from briefgen.charts.small import SmallRow, rows_of
from briefgen.locale import Locale
from briefgen.outline.base import OneOf
from briefgen.outline.figure import FigureBase, Unit
from briefgen.theme import Theme

KIND = "multiples"
OF = Kinds(kind for kind in KINDS if kind != KIND)  # of which the small charts can be
NARROWEST = 94.0  # width in points of a small chart with one mark a row
WIDER = 130.0  # of one with more in it
_PLAIN = ("column", "bar", "line", "area", "dot", "lollipop", "range", "waffle", "panel")
GAP = 14.0


class Spec(FigureBase, Unit):
    """A chart of kind `of` for each series, or for each `panel`."""

    kind: Literal["multiples"]
    of: Annotated[str, OneOf(OF)] = Field(description="The kind of each small chart.")
    data: tuple[SmallRow, ...] = Field(
        min_length=1,
        description="A row a label or a date, with a value for each small chart; or the rows of the kind, each with "
        "the name of its small chart as `panel`.",
    )
    options: dict[str, Any] = Field(
        default_factory=dict,
        description="Other keys of the kind, the same for each small chart: `{references: […]}`, `{x: …, y: …}`.",
    )

    def checked(self) -> Self:
        """Itself, when its rows make such a chart. Raises ValueError."""
        named = [row.panel is not None for row in self.data]
        if any(named) and not all(named):
            raise ValueError("some rows name their small chart as `panel`, others do not")
        if not any(named) and any(row.label is None or not row.values for row in self.data):
            raise ValueError(
                "each row needs `label` and `values`, or `panel` and the keys of its kind"
            )
        from pydantic_core import ValidationError

        try:
            panels(self)
        except ValidationError as exc:
            first = exc.errors()[0]
            where = ".".join(map(str, first["loc"]))
            said = first["msg"].removeprefix("Value error, ")
            at = "" if first["type"] == "value_error" or not where else f"`{where}`: "
            raise ValueError(f"not rows of a `{self.of}` chart: {at}{said}") from None
        return self


def names(spec: Spec) -> list[str]:
    """The small charts, in order of their first appearance."""
    if spec.data[0].panel is not None:
        return list(dict.fromkeys(row.panel for row in spec.data if row.panel is not None))
    return list(dict.fromkeys(name for row in spec.data for name in row.values or ()))


def panels(spec: Spec) -> list[tuple[str, Any]]:
    """Name and specification of each small chart; raises ValidationError or ValueError for rows of another kind."""
    fields = OF[spec.of].Spec.model_fields
    unit = {key: getattr(spec, key) for key in Unit.model_fields if key in spec.model_fields_set}
    shared = {**({key: unit[key] for key in unit if key in fields}), **spec.options}
    # A highlighted small chart is set off as a whole; a highlighted row or series in each of them.
    own = {getattr(row, key) for row in spec.data for key in ("label", "x", "date", "series")}
    if spec.data[0].panel is not None:
        own |= {name for row in spec.data for name in row.values or ()}
    chosen = [name for name in spec.highlight if name in own]
    out = []
    for name in names(spec):
        data = rows_of(spec, name, unit)
        part = {"id": spec.id, "kind": spec.of, "title": name, "highlight": chosen, **shared}
        if spec.of == "share":
            if len(data) != 1:
                raise ValueError(f"`{name}` has {len(data)} rows: a share is one")
            part.update(data[0])
        else:
            part["data"] = data
        out.append((name, OF[spec.of].Spec.model_validate(part)))
    return out


def toned(sheet: Sheet, shade: str) -> Sheet:
    """The sheet with one colour for all its marks."""
    colours = sheet.theme.colours
    series = (shade, *colours.series[1:])
    sheet.theme = sheet.theme.model_copy(
        update={"colours": colours.model_copy(update={"primary": shade, "series": series})}
    )
    return sheet


def _columns(count: int, of: str, width: float, scale: float) -> int:
    least = NARROWEST if of in _PLAIN else WIDER
    most = max(1, int((width + GAP * scale) // ((least + GAP) * scale)))
    lines = -(-count // most)
    return -(-count // lines)


def _rows(
    spec: Spec, theme: Theme, locale: Locale, width: float, scale: float
) -> list[tuple[float, float]]:
    """Height of the names and of the charts in each line of small charts."""
    parts = panels(spec)
    columns = _columns(len(parts), spec.of, width, scale)
    wide = _wide(columns, width, scale)
    size = theme.chart.label * scale
    own = series.key_height(_keyed(spec), theme, wide, scale)
    out = []
    for start in range(0, len(parts), columns):
        group = parts[start : start + columns]
        names = max(len(wrapped(name, theme, size, wide, True)) for name, _ in group) * size * 1.2
        chart = max(OF[spec.of].natural_height(p, theme, locale, wide, scale) for _, p in group)
        out.append((names + size * 0.3, chart - own))
    return out


def _keyed(spec: Spec) -> list[str]:
    """The series in the key that the small charts have in common; none where their kind has no key."""
    part = panels(spec)[0][1]
    rest = [part.rest] if spec.of == "stacked100" and part.rest else []
    return series.names(part.data) + rest if hasattr(OF[spec.of], "key") else []


def _wide(columns: int, width: float, scale: float) -> float:
    return (width - GAP * scale * (columns - 1)) / columns


def natural_height(spec: Spec, theme: Theme, locale: Locale, width: float, scale: float) -> float:
    """Height in points at `width`."""
    lines = _rows(spec, theme, locale, width, scale)
    key = series.key_height(_keyed(spec), theme, width, scale)
    return key + sum(name + chart for name, chart in lines) + GAP * scale * (len(lines) - 1)


def draw(spec: Spec, sheet: Sheet) -> None:
    """Draw the small charts on `sheet`, row by row, each under its name."""
    parts = panels(spec)
    columns = _columns(len(parts), spec.of, sheet.width, sheet.scale)
    wide = _wide(columns, sheet.width, sheet.scale)
    size, gap = sheet.size("label"), GAP * sheet.scale
    lines = _rows(spec, sheet.theme, sheet.locale, sheet.width, sheet.scale)
    charts = sum(natural for _, natural in lines)
    keyed = hasattr(OF[spec.of], "key")
    key = series.key(sheet, *OF[spec.of].key(parts[0][1], sheet)) if keyed else 0.0
    room = sheet.height - key - sum(name for name, _ in lines) - gap * (len(lines) - 1)
    peers = tuple(part for _, part in parts)
    domain = sheet.domain or extent(spec, peers)
    least = max(1.0, min(natural for _, natural in lines) * room / charts)
    alike = spec.of in SCALED or spec.of in ("histogram", "waterfall", "scatter")
    common = margins(OF[spec.of].draw, peers if alike else (), sheet, (wide, least), domain)
    # Where colours tell series apart a small chart is set off by its name alone.
    marked = bool(set(spec.highlight) & set(names(spec))) and not keyed
    top = sheet.height - key
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
            chart = replace(chart, peers=peers, margins=common, keyed=keyed)
            if marked:
                chart = toned(chart, colours.accent if chosen else colours.mute)
            OF[spec.of].draw(part, chart)
        top -= head + high + gap
