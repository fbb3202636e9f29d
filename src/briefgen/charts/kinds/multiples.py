"""The chart kind `multiples`, and the rows of another kind that its rows are for each small chart."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import Field

from briefgen.charts import series, text_alternatives
from briefgen.charts.kind import LIMIT, ChartKind
from briefgen.charts.kinds import kind_of
from briefgen.charts.layout import margins
from briefgen.charts.sheet import Frame, Sheet, wrap
from briefgen.charts.text_alternatives import Table, Write, change, reads
from briefgen.languages.locale import Locale
from briefgen.model.base import InlineText, Number, OneOf, PlainText
from briefgen.model.figures import STATUS_TEXT, FigureBase, Status, Unit
from briefgen.model.registry import CHART_KINDS


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
        rows = []
        for row in spec.data:
            value = (row.values or {}).get(name, series.MISSING)
            rows.append({place: row.label, "value": value, "status": row.status})
    else:
        own = [row for row in spec.data if row.panel == name]
        # The same series in the same order, and so the same colours, in each small chart.
        every = list(dict.fromkeys(name for row in spec.data for name in row.values or ()))
        own = [series.with_values(row, every) if row.values else row for row in own]
        keys = [key for key in SmallRow.model_fields if key != "panel"]
        rows = [{k: v for k in keys if (v := getattr(row, k)) is not None} for row in own]
        lines = list(dict.fromkeys(row.series for row in spec.data if row.series))
        if lines and {row.get("series") for row in rows} != set(lines):
            raise ValueError(f"`{name}` has not the same series as the other small charts")
        rows.sort(key=lambda row: lines.index(str(row["series"])) if "series" in row else 0)
    if model is not None and issubclass(model, Unit):
        rows = [{**unit, **row} for row in rows]
    if not fields.keys() & {"label", "x"}:
        rows = [{"value": row["value"]} for row in rows if "value" in row]
    return rows


NARROWEST = 94.0  # width in points of a small chart with one mark a row
WIDER = 130.0  # of one with more in it
GAP = 14.0
Parts: TypeAlias = list[tuple[str, Any]]  # name and specification of each small chart


class _Others(Collection[str]):
    """The kinds of which the small charts can be: all but this one."""

    def __contains__(self, kind: object) -> bool:
        return kind != "multiples" and kind in CHART_KINDS

    def __iter__(self) -> Iterator[str]:
        return (kind for kind in CHART_KINDS if kind != "multiples")

    def __len__(self) -> int:
        return len(CHART_KINDS) - 1


OF = _Others()


class MultiplesSpec(FigureBase, Unit):
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

    def validate_data(self) -> Self:
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


def names(spec: MultiplesSpec) -> list[str]:
    """The small charts, in order of their first appearance."""
    if spec.data[0].panel is not None:
        return list(dict.fromkeys(row.panel for row in spec.data if row.panel is not None))
    return list(dict.fromkeys(name for row in spec.data for name in row.values or ()))


def panels(spec: MultiplesSpec) -> Parts:
    """Name and specification of each small chart; raises ValidationError or ValueError for rows of another kind."""
    kind = CHART_KINDS[spec.of]
    fields = kind.Spec.model_fields
    unit = {key: getattr(spec, key) for key in Unit.model_fields if key in spec.model_fields_set}
    shared = {**({key: unit[key] for key in unit if key in fields}), **spec.options}
    # A highlighted small chart is set off as a whole; a highlighted row or series in each of them.
    own = {getattr(row, key) for row in spec.data for key in ("label", "x", "date", "series")}
    if spec.data[0].panel is not None:
        own |= {name for row in spec.data for name in row.values or ()}
    chosen = [name for name in spec.highlight if name in own]
    out = []
    for name in names(spec):
        rows = rows_of(spec, kind, name, unit)
        part = {"id": spec.id, "kind": spec.of, "title": name, "highlight": chosen, **shared}
        if "data" in fields:
            part["data"] = rows
        elif len(rows) == 1:
            part.update(rows[0])
        else:
            raise ValueError(f"`{name}` has {len(rows)} rows: a {spec.of} is one")
        out.append((name, kind.Spec.model_validate(part)))
    return out


def recolour(sheet: Sheet, shade: str) -> Sheet:
    """The sheet with one colour for all its marks."""
    colours = sheet.theme.colours
    series = (shade, *colours.series[1:])
    palette = colours.model_copy(update={"primary": shade, "series": series})
    sheet.theme = sheet.theme.model_copy(update={"colours": palette})
    return sheet


def _columns(spec: MultiplesSpec, count: int, frame: Frame) -> int:
    least, scale = NARROWEST if CHART_KINDS[spec.of].narrow else WIDER, frame.scale
    most = max(1, int((frame.width + GAP * scale) // ((least + GAP) * scale)))
    lines = -(-count // most)
    return -(-count // lines)


def _small(columns: int, frame: Frame) -> Frame:
    """What each of the small charts is laid out for."""
    return frame.within((frame.width - GAP * frame.scale * (columns - 1)) / columns)


def _rows(spec: MultiplesSpec, parts: Parts, frame: Frame) -> list[tuple[float, float]]:
    """Height of the names and of the charts in each line of small charts."""
    kind, columns = CHART_KINDS[spec.of], _columns(spec, len(parts), frame)
    small, size = _small(columns, frame), frame.size
    own = series.key_height(kind.series(parts[0][1]), small)
    out = []
    for start in range(0, len(parts), columns):
        group = parts[start : start + columns]
        lines = [len(wrap(name, frame.theme, size, small.width, True)) for name, _ in group]
        chart = max(kind.natural_height(part, small) for _, part in group)
        out.append((max(lines) * size * 1.2 + size * 0.3, chart - own))
    return out


def _describe_panel(name: str, values: Sequence[str], room: int) -> str:
    """The name, and as many of its values as go into `room` characters and still read as language."""
    out = name
    for index, value in enumerate(values):
        joined = f"{out}{', ' if index else ': '}{value}"
        if len(joined) > room or not reads(joined):
            break
        out = joined
    return out


class Multiples(ChartKind[MultiplesSpec]):
    """Small multiples: the same small chart for each of several groups, on one scale.

    Use it for many series or groups that would cross or hide each other in one chart; the small charts are of any kind.
    Do not use it for two or three series that can share one (grouped bars, lines). Where a small chart has more than a
    value a row, each row names its chart as `panel`: `{panel: North, label: "2025", values: {Wages: 48, Other: 9}}` with
    `of: stacked`; in a file that is a column, `columns: {panel: region, …}`.
    """

    name = "multiples"
    Spec = MultiplesSpec
    divisible = True

    def natural_height(self, spec: MultiplesSpec, frame: Frame) -> float:
        parts = panels(spec)
        lines = _rows(spec, parts, frame)
        key = series.key_height(CHART_KINDS[spec.of].series(parts[0][1]), frame)
        gaps = GAP * frame.scale * (len(lines) - 1)
        return key + sum(name + chart for name, chart in lines) + gaps

    def draw(self, spec: MultiplesSpec, sheet: Sheet) -> None:
        """Draw the small charts on `sheet`, row by row, each under its name."""
        kind, parts = CHART_KINDS[spec.of], panels(spec)
        columns = _columns(spec, len(parts), sheet.frame)
        wide = _small(columns, sheet.frame).width
        size, gap = sheet.size("label"), GAP * sheet.scale
        lines = _rows(spec, parts, sheet.frame)
        charts = sum(natural for _, natural in lines)
        peers = tuple(part for _, part in parts)
        keyed = bool(kind.series(peers[0]))
        fills = kind.fills(peers[0], sheet) if keyed else []
        key = series.key(sheet, kind.series(peers[0]), fills)
        room = sheet.height - key - sum(name for name, _ in lines) - gap * (len(lines) - 1)
        domain = sheet.domain or self.extent((spec,))
        least = max(1.0, min(natural for _, natural in lines) * room / charts)
        alike = peers if kind.common != "none" else ()
        common = margins(kind, alike, sheet, (wide, least), domain)
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
                label.lines(0, head, wrap(name, sheet.theme, size, wide, True), bold=True,
                            colour=colours.accent if chosen else None)  # fmt: skip
                chart = sheet.inset(x, top - head - high, wide, high)
                chart = replace(chart, peers=peers, margins=common, keyed=keyed)
                chart.domain = domain or sheet.domain
                if marked:
                    chart = recolour(chart, colours.accent if chosen else colours.mute)
                kind.draw(part, chart)
            top -= head + high + gap

    def keeps(self, spec: MultiplesSpec) -> bool:
        return bool(CHART_KINDS[spec.of].keeps(spec))

    def extent(self, specs: Sequence[MultiplesSpec]) -> tuple[float, float] | None:
        """What all small charts together span, where their scale is of values alone."""
        kind = CHART_KINDS[specs[0].of]
        parts = [part for spec in specs for _, part in panels(spec)]
        return kind.extent(parts) if kind.common == "values" else None

    def pieces(self, spec: MultiplesSpec) -> list[str]:
        """The small charts; all as one piece where only all together tell what they have in common."""
        alone = CHART_KINDS[spec.of].common != "peers"
        return names(spec) if alone else [", ".join(names(spec))]

    def with_pieces(self, spec: MultiplesSpec, taken: Sequence[Any]) -> MultiplesSpec:
        if len(self.pieces(spec)) == len(taken):
            return spec
        if spec.data[0].panel is not None:
            rows = [row for row in spec.data if row.panel in taken]
        else:
            rows = [series.with_values(row, taken) for row in spec.data]
        return spec.model_copy(update={"data": tuple(rows)})

    def values_in_words(self, spec: MultiplesSpec, locale: Locale) -> list[str]:
        """How each small chart changes from its first to its last value, or what it shows, the highlighted ones first."""
        order = sorted(names(spec), key=lambda name: name not in spec.highlight)
        if spec.data[0].panel is not None:
            room = LIMIT * 2 // 3 // len(order) - 2
            parts, kind = dict(panels(spec)), CHART_KINDS[spec.of]
            values = [(name, kind.values_in_words(parts[name], locale)) for name in order]
            return [_describe_panel(name, texts, room) for name, texts in values]
        out = []
        for name in order:
            values = [(row.label or "", (row.values or {}).get(name)) for row in spec.data]
            known = [(label, q) for label, q in values if q is not None and q.value is not None]
            text = change(known, spec, locale) if known else locale.word("missing")
            out.append(f"{name}: {text}")
        return out

    def table(self, spec: MultiplesSpec, locale: Locale, write: Write) -> Table:
        """A column for each small chart, or their tables one below the other."""
        if spec.data[0].panel is None:
            return text_alternatives.of_series(spec, locale, write)
        tables = [(name, kind_of(part).table(part, locale, write)) for name, part in panels(spec)]
        return text_alternatives.of_parts(tables, locale)

    def row_keys(self, of: str = "", columns: Collection[str] = ()) -> dict[str, bool]:
        """Those of the small charts' kind where a column names the charts."""
        if "panel" not in columns:
            return {"label": True, "values": True, "status": False}
        return {"panel": True, **(CHART_KINDS[of].small_rows() if of in CHART_KINDS else {})}
