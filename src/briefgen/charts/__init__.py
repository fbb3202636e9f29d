"""Charts: a figure's specification drawn by matplotlib, without pyplot and without global state.

Importing this imports no matplotlib; drawing does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from briefgen.charts.drawing import Drawing
from briefgen.languages.locale import Locale
from briefgen.model.diagnostics import Diagnostic, Place, warning
from briefgen.model.theme import Theme
from briefgen.storage.cache import Memo

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from briefgen.charts.matplotlib_backend import Chart
    from briefgen.model.edition import EditionFigure
    from briefgen.model.figures import Figure as Spec

__all__ = [
    "Drawing",
    "data_csv",
    "data_table",
    "draw",
    "least_height",
    "long_description",
    "natural_height",
    "no_room",
    "plot",
    "record",
    "to_png",
    "to_svg",
]


@contextmanager
def defaults() -> Iterator[None]:
    """matplotlib's own settings while it lasts, then again those of the process."""
    from matplotlib import rc_context, rcParams

    changed = {name: own for name, own in _own_settings() if rcParams[name] != own}
    if not changed:
        yield
        return
    with rc_context(changed):
        yield


@lru_cache(maxsize=1)
def _own_settings() -> list[tuple[Any, Any]]:
    """The settings that a drawing may depend on: a backend is chosen by name, and loaded when it is asked for."""
    from matplotlib import rcParamsDefault

    return [(name, own) for name, own in rcParamsDefault.items() if not name.startswith("backend")]


NAMED = 3  # labels that a warning names, at most


def data_table(spec: Spec, locale: Locale) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The data behind a chart: headings, and rows of text as the edition writes numbers."""
    from briefgen.charts.kinds import kind_of

    return kind_of(spec).table(spec, locale, lambda quantity, unit: locale.quantity(quantity, unit))


def data_csv(spec: Spec, locale: Locale) -> str:
    """The data behind a chart as CSV (RFC 4180), numbers plain, their qualifiers in a column."""
    from briefgen.charts import text_alternatives
    from briefgen.charts.kinds import kind_of

    return text_alternatives.csv_text(
        kind_of(spec).table(spec, locale, lambda quantity, _: quantity)
    )


def long_description(spec: Spec, locale: Locale) -> str:
    """The data behind a chart as lines of text, a row a line, as the edition writes numbers."""
    from briefgen.charts import text_alternatives

    return text_alternatives.lines(data_table(spec, locale))


def no_room(figure: EditionFigure, labels: Sequence[str],
            size: tuple[float, float] | None = None, slide: bool = False) -> tuple[Diagnostic, ...]:  # fmt: skip
    """A warning that counts and names the labels of `figure` that had no room; none where all had.

    `size` is the chart's, in points; `slide` says that it stands on one. It stands at the row that the first of them belongs to, or at the figure.
    """
    if not labels:
        return ()
    named = ", ".join(f"“{label}”" for label in labels[:NAMED])
    more = f" and {len(labels) - NAMED:,} more" if len(labels) > NAMED else ""
    count = f"{len(labels):,} labels: " if len(labels) > 1 else ""
    on = " on a slide" if slide else ""
    at = f" at {size[0]:.0f} by {size[1]:.0f} points" if size else ""
    message = f"figure `{figure.id}` has no room{on}{at} for {count}{named}{more}"
    hint = "shorten labels, show fewer rows, or draw it wider"
    return (warning("chart-room", message, _row_of(figure, labels[0]) or figure.place, hint),)


def _row_of(figure: EditionFigure, label: str) -> Place | None:
    """Where the row that `label` names stands."""
    data: Sequence[Any] = getattr(figure.spec, "data", ())
    for row, place in zip(data, figure.rows, strict=False):
        named = getattr(row, "label", None) or getattr(row, "x", None) or ""
        if isinstance(named, str) and named and (label == named or label.startswith(f"{named}:")):
            return place
    return None


def natural_height(figure: EditionFigure, theme: Theme, width: float, *, locale: Locale,
                   furniture: bool = False, text_scale: float = 1.0) -> float:  # fmt: skip
    """The height in points that the figure asks for at `width` points; imports no matplotlib."""
    from briefgen.charts import layout as around

    height = _height(figure.spec, theme, locale, width, text_scale)
    if furniture:
        head, foot = around.heights(figure, theme, locale, width, text_scale)
        height += head + foot
    return height


# Heights with what they are of, which is kept so that nothing else has its ids.
_heights: Memo[tuple[tuple[object, ...], float]] = Memo(64)


def _height(spec: Spec, theme: Theme, locale: Locale, width: float, text_scale: float) -> float:
    """The natural height of a chart itself. Layout asks for it again for every fit that it tries, of the same object."""
    from briefgen.charts.kinds import kind_of
    from briefgen.charts.sheet import Frame

    of = spec, theme, locale

    def made() -> tuple[tuple[object, ...], float]:
        return of, kind_of(spec).natural_height(spec, Frame(theme, locale, width, text_scale))

    return _heights.get((*map(id, of), width, text_scale), made)[1]


def least_height(figure: EditionFigure, theme: Theme, width: float, *, locale: Locale,
                 text_scale: float = 1.0) -> float:  # fmt: skip
    """The lowest height in points, without furniture, at which `draw` leaves the text at its scale."""
    from briefgen.charts.kinds import kind_of
    from briefgen.charts.sheet import Frame

    return kind_of(figure.spec).least_height(figure.spec, Frame(theme, locale, width, text_scale))


@defaults()
def plot(figure: EditionFigure, theme: Theme, locale: Locale, width: float, height: float | None = None,
         *, furniture: bool = False, greyscale: bool = False, text_scale: float = 1.0) -> Chart:  # fmt: skip
    """The figure as a matplotlib Figure of `width` by `height` points (default: its natural height).

    `furniture` adds title, subtitle, note and source on white paper; without, the page around it has them.
    `text_scale` multiplies text sizes and line widths. What had no room is listed in the Figure's `dropped`.
    """
    from briefgen.charts import layout as around
    from briefgen.charts.kinds import kind_of
    from briefgen.charts.layout import margins
    from briefgen.charts.sheet import Sheet

    if height is not None:
        text_scale = _fitting(figure, theme, locale, width, height, furniture, text_scale)
    else:
        height = natural_height(
            figure, theme, width, locale=locale, furniture=furniture, text_scale=text_scale
        )
    sheet = Sheet(theme, locale, width, height, text_scale, greyscale, figure.domain)
    fig: Chart = sheet.fig
    around_it = 0
    if furniture:
        sheet = around.draw(figure, sheet)
        around_it = len(record(fig).items) if locale.right_to_left else 0
    kind = kind_of(figure.spec)
    if not kind.elastic:
        # Rows far apart are hard to compare: what a chart cannot use is left free above and below it.
        natural = kind.natural_height(figure.spec, sheet.frame.within(width))
        most = natural * (kind.stretch or 2.0)
        if sheet.height > most:
            sheet = sheet.inset(0, (sheet.height - most) / 2, width, most)
    if figure.shared:
        size = sheet.width, sheet.height
        common = margins(kind, figure.shared, sheet, size, figure.domain)
        sheet = replace(sheet, peers=figure.shared, margins=common)
    kind.draw(figure.spec, sheet)
    if not locale.right_to_left:
        return fig
    from briefgen.charts import mirror

    kept = around_it if kind.keeps(figure.spec) else None
    return mirror.figure(mirror.mirrored(record(fig), kept), theme)


def draw(figure: EditionFigure, theme: Theme, locale: Locale, width: float, height: float | None = None,
         *, furniture: bool = False, greyscale: bool = False, text_scale: float = 1.0) -> Drawing:  # fmt: skip
    """What `plot` draws, as a display list."""
    return record(plot(figure, theme, locale, width, height, furniture=furniture, greyscale=greyscale,
                       text_scale=text_scale))  # fmt: skip


def _fitting(figure: EditionFigure, theme: Theme, locale: Locale, width: float, height: float,
             furniture: bool, text_scale: float) -> float:  # fmt: skip
    """The text scale at which a chart of many rows still fits a height less than it asks for.

    Elastic kinds, such as columns and lines, need smaller type only for much less. Type is not made smaller than
    a reader can read: below `SMALLEST` labels are left out instead, and noted.
    """
    from briefgen.charts import layout as around
    from briefgen.charts.sheet import SMALLEST

    def fits(scale: float) -> bool:
        needed = least_height(figure, theme, width, locale=locale, text_scale=scale)
        if furniture:
            needed += sum(around.heights(figure, theme, locale, width, scale))
        return needed <= height + 0.2

    if fits(text_scale):
        return text_scale
    low, high = min(SMALLEST / theme.chart.label, text_scale), text_scale
    for _ in range(8):
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


@defaults()
def record(fig: Chart) -> Drawing:
    """What a Figure made by `plot` draws, as a display list."""
    from briefgen.charts.matplotlib_backend import record as recorded

    return recorded(fig)


def to_svg(drawing: Drawing, theme: Theme, *, title: str = "", description: str = "") -> str:
    """The display list as an SVG 1.1 document; text stays text."""
    from briefgen.charts.svg import to_svg as svg

    return svg(drawing, theme, title=title, description=description)


@defaults()
def to_png(fig: Figure, dpi: float, *, few: bool = False, title: str = "", description: str = "") -> bytes:  # fmt: skip
    """A Figure as PNG, with nothing in it that changes from run to run.

    `title` and `description` are kept in it as text (PNG specification, 11.3.3.1). `few` takes a palette of 256
    colours: half as large, in half the time.
    """
    from briefgen.charts.matplotlib_backend import to_png as png

    return png(fig, dpi, few=few, title=title, description=description)
