"""Charts: a figure's specification drawn by matplotlib, without pyplot and without global state.

Importing this imports no matplotlib; drawing does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar

import msgspec

from briefgen.charts import drawing as display_list
from briefgen.charts import layout as around
from briefgen.charts import text_alternatives
from briefgen.charts.drawing import Drawing
from briefgen.charts.kinds import kind_of
from briefgen.charts.sheet import SMALLEST, Frame, Sheet
from briefgen.languages import font_metrics
from briefgen.languages.locale import Locale, locale_of
from briefgen.model.diagnostics import BriefgenError, Diagnostic, Place, error, failure, warning
from briefgen.model.figures import rows_of
from briefgen.model.rich_text import plain
from briefgen.model.theme import Theme
from briefgen.storage import cache
from briefgen.storage.files import write_whole
from briefgen.storage.versions import versions

if TYPE_CHECKING:
    from briefgen.charts.matplotlib_backend import Chart
    from briefgen.model.edition import Edition, EditionFigure
    from briefgen.model.figures import Figure as Spec


T = TypeVar("T")
NAMED = 3  # labels that a warning names, at most


def data_table(spec: Spec, locale: Locale) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The data behind a chart: headings, and rows of text as the edition writes numbers; neither where it has none."""
    return kind_of(spec).table(spec, locale, lambda quantity, unit: locale.quantity(quantity, unit))


def data_csv(spec: Spec, locale: Locale) -> str:
    """The data behind a chart as CSV (RFC 4180), numbers plain, their qualifiers in a column; empty where it has none."""
    table = kind_of(spec).table(spec, locale, lambda quantity, _: quantity)
    return text_alternatives.csv_text(table)


def long_description(spec: Spec, locale: Locale) -> str:
    """The data behind a chart as lines of text, a row a line, as the edition writes numbers."""
    return text_alternatives.lines(data_table(spec, locale))


def no_room(figure: EditionFigure, labels: Sequence[str],
            size: tuple[float, float] | None = None, slide: bool = False) -> tuple[Diagnostic, ...]:  # fmt: skip
    """A warning that counts and names the labels of `figure` that had no room; none where all had.

    `size` is the chart's, in points; `slide` says that the chart stands on a slide. The warning's place is the row of the
    first label, or the figure.
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
    for row, place in zip(rows_of(figure.spec), figure.rows, strict=False):
        named = getattr(row, "label", None) or getattr(row, "x", None) or ""
        if isinstance(named, str) and named and (label == named or label.startswith(f"{named}:")):
            return place
    return None


def natural_height(figure: EditionFigure, theme: Theme, width: float, *, locale: Locale,
                   furniture: bool = False, text_scale: float = 1.0) -> float:  # fmt: skip
    """The height in points that the figure asks for at `width` points; imports no matplotlib."""
    height = _height(figure.spec, theme, locale, width, text_scale)
    if furniture:
        head, foot = around.heights(figure, Frame(theme, locale, width, text_scale))
        height += head + foot
    return height


# Heights with what they are of, which is kept so that nothing else has its ids.
_heights: cache.Memo[tuple[tuple[object, ...], float]] = cache.Memo(64)


def _height(spec: Spec, theme: Theme, locale: Locale, width: float, text_scale: float) -> float:
    """The natural height of a chart itself. Layout asks for it again for every fit that it tries, of the same object."""
    of, frame = (spec, theme, locale), Frame(theme, locale, width, text_scale)
    key = (*map(id, of), width, text_scale)
    return _heights.get(key, lambda: (of, kind_of(spec).natural_height(spec, frame)))[1]


def least_height(figure: EditionFigure, theme: Theme, width: float, *, locale: Locale,
                 text_scale: float = 1.0) -> float:  # fmt: skip
    """The lowest height in points, without furniture, at which `draw` leaves the text at its scale."""
    return kind_of(figure.spec).least_height(figure.spec, Frame(theme, locale, width, text_scale))


def plot(figure: EditionFigure, theme: Theme, locale: Locale, width: float, height: float | None = None,
         *, furniture: bool = False, greyscale: bool = False, text_scale: float = 1.0) -> Chart:  # fmt: skip
    """The figure as a matplotlib Figure of `width` by `height` points (default: its natural height).

    `furniture` adds title, subtitle, note and source on white paper; without, the page around it has them.
    `text_scale` multiplies text sizes and line widths. What had no room is listed in the Figure's `dropped`.
    """
    from briefgen.charts.matplotlib_backend import defaults, figure_of, record

    if height is not None:
        text_scale = _fit_scale(figure, theme, locale, width, height, furniture, text_scale)
    else:
        height = natural_height(figure, theme, width, locale=locale, furniture=furniture,
                                text_scale=text_scale)  # fmt: skip
    with defaults():
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
            common = around.margins(kind, figure.shared, sheet, size, figure.domain)
            sheet = replace(sheet, peers=figure.shared, margins=common)
        kind.draw(figure.spec, sheet)
        if not locale.right_to_left:
            return fig
        kept = around_it if kind.keeps(figure.spec) else None
        return figure_of(display_list.mirror(record(fig), kept), theme)


def draw(figure: EditionFigure, theme: Theme, locale: Locale, width: float, height: float | None = None,
         *, furniture: bool = False, greyscale: bool = False, text_scale: float = 1.0) -> Drawing:  # fmt: skip
    """What `plot` draws, as a display list."""
    from briefgen.charts.matplotlib_backend import record

    return record(plot(figure, theme, locale, width, height, furniture=furniture, greyscale=greyscale,
                       text_scale=text_scale))  # fmt: skip


def _fit_scale(figure: EditionFigure, theme: Theme, locale: Locale, width: float, height: float,
               furniture: bool, text_scale: float) -> float:  # fmt: skip
    """The text scale at which a chart of many rows still fits a height less than it asks for.

    Elastic kinds, such as columns and lines, need smaller type only for much less. Type is not made smaller than
    a reader can read: below `SMALLEST` labels are left out instead, and noted.
    """

    def fits(scale: float) -> bool:
        needed = least_height(figure, theme, width, locale=locale, text_scale=scale)
        if furniture:
            needed += sum(around.heights(figure, Frame(theme, locale, width, scale)))
        return needed <= height + 0.2

    if fits(text_scale):
        return text_scale
    low, high = min(SMALLEST / theme.chart.label, text_scale), text_scale
    for _ in range(8):
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


# Charts for renderers: read from the cache, or drawn by matplotlib and put there.
# What a chart is made from is its key: the spec but for the words around it, the theme's colours, type and fonts, the
# language, the size, and the versions of briefgen, matplotlib and Python. A change of anything else draws nothing anew.

# Keys of a figure that the page or slide around a chart shows, not the chart.
_AROUND = {"id", "title", "subtitle", "source", "note", "alt", "evidence", "deck", "left_out"}
_STYLES = ("regular", "bold", "italic", "bold_italic")


def load_drawing(figure: EditionFigure, theme: Theme, locale: Locale, width: float, height: float, *,
                 greyscale: bool = False, text_scale: float = 1.0) -> Drawing:  # fmt: skip
    """Return the figure without the words around it as a display list, from the cache or drawn."""
    key = _key(figure, theme, locale, width, height, greyscale, text_scale)
    found = _decode(_drawing_of, cache.current().get(key))
    if found is None:
        found = draw(figure, theme, locale, width, height, greyscale=greyscale,
                     text_scale=text_scale)  # fmt: skip
        cache.current().put(key, found.to_json())
    return found


def load_picture(figure: EditionFigure, theme: Theme, locale: Locale, width: float, height: float, *,
                 dpi: float, text_scale: float = 1.0) -> tuple[str, bytes, tuple[str, ...]]:  # fmt: skip
    """Return the same chart as SVG, as a PNG of `dpi` and few colours, and the labels that had no room."""
    key = _key(figure, theme, locale, width, height, False, text_scale)
    image_key, vector_key = cache.key_of(key, "png", dpi), cache.key_of(key, "svg")
    store = cache.current()
    image, vector = store.get(image_key), _decode(_vector_of, store.recall(vector_key))
    if image is None or vector is None:
        from briefgen.charts.matplotlib_backend import record, to_png

        fig = plot(figure, theme, locale, width, height, text_scale=text_scale)
        drawing = record(fig)
        vector = display_list.to_svg(drawing, theme), drawing.dropped
        image = to_png(fig, dpi, few=True)
        store.put(key, drawing.to_json())
        store.put(vector_key, msgspec.json.encode(vector))
        store.put(image_key, image)
    svg, dropped = vector
    return svg, image, dropped


def _decode(decode: Callable[[bytes], T], data: bytes | None) -> T | None:
    """Return what an entry of the cache holds; None where there is none, or one that another program made."""
    try:
        return None if data is None else decode(data)
    except msgspec.DecodeError:
        return None


# A chart that many editions share is decoded once.
_drawing_of = lru_cache(maxsize=64)(display_list.from_json)
_vector_of = lru_cache(maxsize=64)(msgspec.json.Decoder(tuple[str, tuple[str, ...]]).decode)


def _key(figure: EditionFigure, theme: Theme, locale: Locale, *rest: object) -> str:
    spec = figure.spec
    shown = [(n, getattr(spec, n)) for n in type(spec).model_fields if n not in _AROUND]
    faces = [font_metrics.digest(theme.font_path(style)) for style in _STYLES]
    look = (theme.colours, theme.fonts.family, theme.fonts.deck, theme.chart)
    parts = shown, figure.domain, figure.shared, look, faces, repr(locale), rest
    return cache.key_of(versions(), *parts)


# One figure alone, as a file for a web page or a press release: a picture, or its data.
PNG_DPI = 200
ENDINGS = (".svg", ".png", ".pdf", ".csv")


def export(
    edition: Edition, figure: str, path: Path, *, width: float = 504.0, greyscale: bool = False
) -> tuple[Diagnostic, ...]:
    """Write `figure` to `path`; its ending chooses SVG, PNG or PDF, with title, note and source, or CSV (RFC 4180).

    `width` is points. SVG tells the data in its description, PNG and PDF carry the alternative text. Returns what
    had no room. Raises BriefgenError for an unknown figure or ending, and when it cannot be written.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        message = f"`{path.name}` does not say which format to write"
        hint = "end it in .svg, .png, .pdf or .csv"
        raise BriefgenError(error("chart-format", message, hint=hint))
    shown = edition.figure(figure)
    if ending == ".csv":
        text = data_csv(shown.spec, locale_of(edition)).encode()
        if not text:
            message = f"figure `{figure}` has no data to write as CSV"
            raise failure("chart-format", message, hint="write a picture: .svg, .png or .pdf")
        write_whole(path, lambda stream: stream.write(text))
        return ()
    from briefgen.charts.matplotlib_backend import defaults, record, to_png

    fig = plot(shown, edition.theme, locale_of(edition), width, furniture=True, greyscale=greyscale)
    title = plain(shown.title)

    def write(stream: IO[bytes]) -> None:
        if ending == ".svg":
            data = f"{shown.alt}\n{long_description(shown.spec, locale_of(edition))}"
            svg = display_list.to_svg(record(fig), edition.theme, title=title, description=data)
            stream.write(svg.encode())
        elif ending == ".png":
            stream.write(to_png(fig, PNG_DPI, title=title, description=shown.alt))
        else:
            from matplotlib import rc_context

            with defaults(), rc_context({"pdf.fonttype": 42}):
                about = {
                    "Title": title,
                    "Subject": shown.alt,
                    "CreationDate": None,
                    "Producer": None,
                }
                fig.savefig(stream, format="pdf", metadata=about)

    write_whole(path, write)
    drawing = record(fig)
    return no_room(shown, drawing.dropped, (drawing.width, drawing.height))
