"""What a chart kind is: one class that knows all about its charts, their alternative text among it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, ClassVar, Generic, Literal, TypeVar

from briefgen.charts import axis, derived, rows, series, text_alternatives
from briefgen.charts.axis import Point, format_x
from briefgen.charts.native import Axes, Domain, Form, NativeChart, of_data
from briefgen.charts.sheet import Fill, Frame, Sheet, plain_label
from briefgen.charts.text_alternatives import Table, Write, reads
from briefgen.languages.locale import Locale
from briefgen.languages.words import register_words
from briefgen.model.base import models_in
from briefgen.model.figures import (
    FigureBase,
    Row,
    SeriesRow,
    mapping_of,
    rows_field,
    rows_of,
)
from briefgen.model.quantity import Quantity
from briefgen.model.theme import Theme

LIMIT = 299
SPELLED = 3  # values: so few get a sentence around them where figures would outweigh the words
NAMED = 90  # characters at most that say what is highlighted


S = TypeVar("S", bound=FigureBase)

# How many times less than its natural height a kind that is elastic needs, at least.
ELASTICITY = 2.5
# More marks than this want the whole width of a slide.
_FEW = 6


class ChartKind(Generic[S]):
    """A kind of chart. One instance, without state, serves all figures of the kind.

    briefgen's own are in `briefgen.charts.kinds`; an installed package adds more by entry points of the group
    `briefgen.charts`. Importing a kind imports no matplotlib; drawing does.

    A subclass needs `name`, `Spec`, `natural_height` and `draw`; all else has a default. Data table and alternative text
    are those of rows of labelled values where the rows are such, else they are derived from the fields of `Spec`. Its
    docstring is its documentation: the first line says what it is, the next paragraph when to use it.
    """

    name: ClassVar[str]
    """What `kind` is in the outline."""
    Spec: type[S]
    """The model of what the outline may say: a subclass of FigureBase with `kind: Literal[name]`."""
    words: ClassVar[Mapping[str, str]] = {}
    """Its name in alternative text, by language tag: `{"en": "Pyramid chart"}`; briefgen has those of its own kinds."""

    elastic: ClassVar[bool] = False
    """Whether it is as good at any height; in other kinds each row needs its room."""
    stretch: ClassVar[float | None] = None
    """Of its natural height, how high it is drawn at most; None where it is the renderer's to say."""
    common: ClassVar[Literal["values", "peers", "none"]] = "none"
    """What small charts of the kind have in common: one scale of `values`, what only all `peers` together tell, or none."""
    from_zero: ClassVar[bool] = True
    """Whether its scale of values begins at zero; else with the data."""
    keyed: ClassVar[bool] = False
    """Whether a key above the chart names the series of its rows."""
    narrow: ClassVar[bool] = False
    """Whether a small chart of it can be as narrow as one with one mark a row."""
    divisible: ClassVar[bool] = False
    """Whether a chart with too many rows can be divided over several slides."""
    wide: ClassVar[bool] = False
    """Whether it wants the whole width of a slide, however few rows it has."""
    keeps_direction: ClassVar[bool] = False
    """Whether a level axis, or a map, stays as it is for readers from right to left."""
    first_column: ClassVar[float | None] = None
    """Share of its data table's width that the first column takes; None for as much as others have."""
    native_form: ClassVar[Form | None] = None
    """The form of PowerPoint's chart that shows the same, if there is one."""
    native_notes: ClassVar[bool] = False
    """Whether PowerPoint's chart shows the rows' notes."""

    def __init__(self) -> None:
        if self.words:
            register_words(f"chart {self.name}", self.words)

    # -- drawing -------------------------------------------------------------------------------

    def natural_height(self, spec: S, frame: Frame) -> float:
        """The height in points that the chart asks for in `frame`, without drawing it."""
        raise NotImplementedError

    def least_height(self, spec: S, frame: Frame) -> float:
        """The lowest height in points at which all its text has its size."""
        height = self.natural_height(spec, frame)
        return height / ELASTICITY if self.elastic else height

    def draw(self, spec: S, sheet: Sheet) -> None:
        """Draw the chart on the whole of `sheet`."""
        raise NotImplementedError

    def series(self, spec: S) -> list[str]:
        """The names in the key above the chart; none where it has no key."""
        return series.names(getattr(spec, "data", ())) if self.keyed else []

    def fills(self, spec: S, sheet: Sheet) -> list[Fill]:
        """How the marks of each of `series` are filled on `sheet`."""
        return series.fills(sheet, self.series(spec), spec.highlight)

    def shape(self, spec: S, frame: Frame) -> FigureBase:
        """The specification as it is drawn in `frame`: of another kind where this one has not the room."""
        return spec

    def keeps(self, spec: S) -> bool:
        """Whether the chart stays as it is for readers from right to left."""
        return self.keeps_direction

    # -- on slides -----------------------------------------------------------------------------

    def wants_width(self, spec: S, fits: Callable[[], bool]) -> bool:
        """Whether it wants the whole width of a slide; `fits` tells whether its natural height fits there."""
        return self.wide or len(rows_of(spec)) > _FEW

    def text_scales(self, spec: S, frame: Frame, larger: Sequence[float]) -> list[float]:
        """Those of the text scales `larger` than the frame's that the chart may be drawn at."""
        return list(larger)

    # -- scales and parts ----------------------------------------------------------------------

    @property
    def alike(self) -> bool:
        """Whether parts of a divided chart leave the same room beside their scales."""
        return self.common == "values"

    def ends(self, spec: S) -> list[float]:
        """The values that its scale has to show, with what they are compared with."""
        fields: list[Any] = []
        for row in rows_of(spec):
            fields += [getattr(row, key, None) for key in ("value", "target")]
            fields += mapping_of(row, "values").values()
        found = [bound for q in fields if isinstance(q, Quantity) for bound in q.bounds or ()]
        return found + axis.values(getattr(spec, "references", ()))

    def extent(self, specs: Sequence[S]) -> tuple[float, float] | None:
        """Lowest and highest value on the scale that `specs` share; None where there is no scale."""
        if self.common == "none":
            return None
        ends = [end for spec in specs for end in self.ends(spec)]
        ends += [0.0] if self.from_zero else []
        low, high = min(ends, default=0.0), max(ends, default=1.0)
        return (low, high) if high > low else (low, low + 1)

    def pieces(self, spec: S) -> list[Any]:
        """What is divided: rows in the order drawn."""
        return list(rows_of(spec))

    def with_pieces(self, spec: S, taken: Sequence[Any]) -> S:
        """The specification with these pieces alone; each part names all series, so that colours and key stay."""
        if taken and isinstance(taken[0], SeriesRow):
            names = series.names(rows_of(spec))
            taken = [series.with_values(row, names) for row in taken]
        return spec.model_copy(update={rows_field(spec) or "data": tuple(taken)})

    # -- words ---------------------------------------------------------------------------------

    def describe(self, spec: S, locale: Locale) -> str:
        """The alternative text of the chart, where the analyst gives none: its kind, its takeaway, its values as far as 300 characters go.

        Values are left out, and counted, also where figures would outweigh the words: the table has them all.
        """
        title = plain_label(spec.title, locale).rstrip(".")
        head = f"{self.word(locale)}: {title}."
        if len(head) > LIMIT:
            return head[: LIMIT - 1].rstrip() + "…"
        values = self.values_in_words(spec, locale)
        chosen = self._describe_highlights(spec, locale)
        end = f" {chosen}." if chosen and len(head) + len(chosen) + 2 <= LIMIT else ""
        limit = LIMIT - len(end)
        out = head
        if 0 < len(values) <= SPELLED and not reads(f"{head} {'; '.join(values)}.{end}"):
            out = f"{head} {locale.word('these values')}"
            out = out if len(out) <= limit else head
        for index, value in enumerate(values):
            joined = f"{out}{' ' if index == 0 else '; '}{value}"
            rest = locale.word("and more", count=len(values) - index)
            room = limit - 1 - (len(rest) + 2 if index < len(values) - 1 else 0)
            if len(joined) > room or not reads(joined + end):
                closed = f"{out}{' ' if index == 0 else '; '}{rest}."
                return (closed if len(closed) <= limit else out) + end
            out = joined
        return (out if out.endswith(".") else out + ".") + end

    def _describe_highlights(self, spec: Any, locale: Locale) -> str:
        """What of the chart is highlighted, in the order of the outline; nothing where nothing is."""
        data, names = rows_of(spec), set[str]()
        for row in data:
            fields = (getattr(row, key, None) for key in ("label", "x", "date", "series", "panel"))
            names |= {text for text in fields if isinstance(text, str)}
            names |= {*mapping_of(row, "values"), *mapping_of(row, "to")}
        dates = (getattr(row, key, None) for row in data for key in ("x", "date"))
        dated = {date for date in dates if isinstance(date, str)}
        chosen = [name for name in spec.highlight if name in names]
        said: list[str] = []
        for index, name in enumerate(chosen):
            text = format_x(name, locale) if name in dated else self.label_in_words(name, locale)
            text = text if len(text) <= NAMED else text[: NAMED - 1].rstrip() + "…"
            if len(", ".join([*said, text])) > NAMED:
                said.append(locale.word("and more", count=len(chosen) - index))
                break
            said.append(text)
        return locale.word("highlighted", names=", ".join(said)) if chosen else ""

    def word(self, locale: Locale) -> str:
        """The kind's name in alternative text."""
        return locale.word(f"chart {self.name}")

    def values_in_words(self, spec: S, locale: Locale) -> list[str]:
        """The values of the chart in words for its alternative text, the most important first."""
        data = rows_of(spec)
        first = data[0] if rows_field(spec) == "data" else None
        if isinstance(first, SeriesRow):
            return text_alternatives.of_table(spec, locale)
        if isinstance(first, Point):
            return text_alternatives.of_points(spec, locale)
        if isinstance(first, Row):
            return text_alternatives.of_rows(data, spec, locale, self.label_in_words)
        return derived.values_in_words(spec, locale)

    def label_in_words(self, label: str, locale: Locale) -> str:
        """A row's label in alternative text."""
        return plain_label(label, locale)

    # -- data ----------------------------------------------------------------------------------

    def table(self, spec: S, locale: Locale, write: Write) -> Table:
        """The headings and rows of the data table, neither where it has none; `write` gives the cell for a quantity."""
        data = rows_of(spec) if rows_field(spec) == "data" else ()
        if data and isinstance(data[0], SeriesRow):
            return text_alternatives.of_series(spec, locale, write)
        if data and all(map(derived.has_known_fields, data)):
            return text_alternatives.of_fields(spec, locale, write)
        return derived.table(spec, locale, write)

    def row_keys(self, of: str = "", columns: Collection[str] = ()) -> dict[str, bool]:
        """The keys of a row of `data`, and whether a row must have them; none where it has no rows.

        `of` is the kind of small charts, `columns` the keys for which the outline names columns of a file.
        """
        model = self.row_model()
        if model is None:
            return {}
        return {name: field.is_required() for name, field in model.model_fields.items()}

    def row_model(self) -> Any:
        """The model of a row of `data`; None where it has no rows."""
        field = self.Spec.model_fields.get("data")
        return next(iter(models_in(field.annotation)), None) if field else None

    def small_rows(self) -> dict[str, bool]:
        """The keys of a row of small charts of this kind, but for `panel`."""
        return self.row_keys()

    # -- PowerPoint's own chart ----------------------------------------------------------------

    def plan_native(self, spec: S, theme: Theme, locale: Locale) -> NativeChart | str:
        """PowerPoint's chart that shows the same, or why there is none."""
        if self.native_form is None:
            return f"PowerPoint has no chart of the kind `{self.name}`"
        rows = rows_of(spec)
        if not self.native_notes and any(getattr(row, "note", None) for row in rows):
            return "PowerPoint's charts have no words beside what is drawn"
        if any(getattr(row, "status", None) for row in rows):
            return "PowerPoint's charts do not tell provisional values and forecasts from others"
        if getattr(spec, "references", ()):
            return "PowerPoint's charts have no lines to compare values with"
        unit: Any = getattr(spec, "y", spec)
        with_axes = self.native_form in ("line", "area", "scatter")
        if with_axes and locale.language == "zh" and unit.magnitude:
            return "axes of PowerPoint's charts cannot count in ten thousands (万)"
        return self.native(spec, theme, locale)

    def native(self, spec: S, theme: Theme, locale: Locale) -> NativeChart | str:
        """The chart of `native_form`, or why it cannot show what this figure says."""
        assert self.native_form is not None
        return of_data(self.native_form, spec, theme, locale)

    def native_axes(self, spec: S, domain: Domain, across: int) -> Axes:
        """The ticks and units of the value axis, and then of the other, that PowerPoint's chart shows; none of most.

        `domain` is shared with other charts; there is room for about `across` ticks along the level axis.
        """
        return []


class Banded(ChartKind[S]):
    """A kind with one row below the other, each with a mark of its value."""

    thickness: ClassVar[float] = 13.0
    """Of the marks, in points at scale 1."""
    foot: ClassVar[float] = 0.0
    """Room for an axis or a key besides, of the label size."""
    common = "values"
    divisible = True

    def natural_height(self, spec: S, frame: Frame) -> float:
        return self.plan(spec, frame).height + self.besides(spec, frame)

    def least_height(self, spec: S, frame: Frame) -> float:
        return self.plan(spec, frame).least + self.besides(spec, frame)

    def marks(self, spec: Any, locale: Locale) -> list[rows.Mark]:
        """The rows' names, notes and values."""
        return rows.marks(spec, locale)

    def plan(self, spec: S, frame: Frame) -> rows.Bands:
        """The rows' heights and the places of their names."""
        return rows.plan(self.marks(spec, frame.locale), frame, self.thickness)

    def besides(self, spec: S, frame: Frame) -> float:
        """The height in points above and below the rows."""
        return axis.head(getattr(spec, "references", ()), frame.size) + frame.size * self.foot
