"""What lies around a chart: the margins that several share, title and source, and its division into parts."""

from __future__ import annotations

import dataclasses
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from briefgen.charts.kind import ChartKind
from briefgen.charts.kinds import kind_of
from briefgen.charts.sheet import Frame, Sheet, plain_label, wrap
from briefgen.languages.locale import Locale
from briefgen.model.figures import rows_of
from briefgen.model.rich_text import plain
from briefgen.model.theme import Theme
from briefgen.storage.cache import key_of

if TYPE_CHECKING:
    from briefgen.model.diagnostics import Place
    from briefgen.model.edition import EditionFigure


_MOST = 32  # margins that a process remembers
_margins: dict[str, dict[str, tuple[float, float]]] = {}


def margins(
    kind: ChartKind[Any], peers: tuple[Any, ...], sheet: Sheet, size: tuple[float, float],
    domain: tuple[float, float] | None,
) -> dict[str, tuple[float, float]]:  # fmt: skip
    """What the charts `peers` need beside their scales at a size in points, by the scale's direction.

    Each is drawn once on a sheet that is thrown away, and what they need is remembered: a chart in a hundred parts
    asks for it a hundred times.
    """
    asked = (sheet.theme, sheet.locale, *size, sheet.scale, sheet.greyscale, domain)
    key = key_of(kind.name, asked, peers)
    found = _margins.get(key)
    if found is None:
        found = {}
        for part in peers:
            of_part = dataclasses.replace(Sheet(*asked), peers=peers, margins=found, keyed=True)
            kind.draw(part, of_part)
        if len(_margins) >= _MOST:
            _margins.clear()
        _margins[key] = found
    return dict(found)


# What stands around a chart on its own: title and subtitle above it, note and source below.
LEADING = 1.22


def _even(title: str, theme: Theme, size: float, width: float) -> list[str]:
    """The title in as few lines as it needs, about as long as each other: no word alone on the last."""
    lines = wrap(title, theme, size, width, True)
    for share in (0.6, 0.7, 0.8, 0.9):
        shorter = wrap(title, theme, size, width * share, True)
        if len(shorter) == len(lines) and not any(line.endswith("-") for line in shorter[:-1]):
            return shorter
    return lines


def _above(figure: EditionFigure, frame: Frame) -> tuple[list[str], list[str]]:
    chart = frame.theme.chart
    title = _even(plain(figure.title), frame.theme, chart.title * frame.scale, frame.width)
    subtitle, size = plain(figure.subtitle), chart.subtitle * frame.scale
    return title, wrap(subtitle, frame.theme, size, frame.width) if subtitle else []


def _below(figure: EditionFigure, frame: Frame) -> list[str]:
    lines: list[str] = []
    size = frame.theme.chart.note * frame.scale
    for word, content in (("note", figure.note), ("source", figure.source)):
        text = plain(content)
        if text:
            text = f"{frame.locale.word(word)}{frame.locale.colon}{text}"
            # The word is set in bold, which takes a little more room.
            lines += wrap(text, frame.theme, size, frame.width - size * 0.6)
    return lines


def heights(figure: EditionFigure, frame: Frame) -> tuple[float, float]:
    """Height above and below the chart, in points."""
    chart, scale = frame.theme.chart, frame.scale
    title, subtitle = _above(figure, frame)
    head = (len(title) * chart.title + len(subtitle) * chart.subtitle) * LEADING * scale
    foot = len(_below(figure, frame)) * chart.note * LEADING * scale
    return head + 8 * scale, foot + (8 * scale if foot else 0)


def draw(figure: EditionFigure, sheet: Sheet) -> Sheet:
    """Draw them and return the sheet that is left for the chart."""
    theme, scale, width = sheet.theme, sheet.scale, sheet.width
    head, foot = heights(figure, sheet.frame)
    title, subtitle = _above(figure, sheet.frame)
    whole = sheet.height
    sheet.fig.patch.set_alpha(1)
    y = sheet.lines(0, whole, title, size=theme.chart.title * scale, bold=True, leading=LEADING)
    sheet.lines(0, y, subtitle, size=theme.chart.subtitle * scale, leading=LEADING,
                colour=theme.colours.muted)  # fmt: skip
    below = _below(figure, sheet.frame)
    size = theme.chart.note * scale
    words = tuple(f"{sheet.locale.word(word)}:" for word in ("note", "source"))
    for index, line in enumerate(below):
        y = foot - 6 * scale - size * (0.78 + index * LEADING)
        word = next((w for w in words if line.startswith(w)), "")
        sheet.text(0, y, word, size=size, bold=True, colour=theme.colours.muted)
        left = sheet.text_width(word + " ", size, True) if word else 0.0
        sheet.text(left, y, line.removeprefix(word).strip(), size=size, colour=theme.colours.muted)
    return sheet.inset(0, foot, width, max(10.0, whole - head - foot))


def resolve_kind(figure: EditionFigure, theme: Theme, locale: Locale, width: float, scale: float) -> EditionFigure:  # fmt: skip
    """The figure; one of columns whose names do not fit below them at `width` points as the bars it is drawn as."""
    spec = kind_of(figure.spec).shape(figure.spec, Frame(theme, locale, width, scale))
    return figure if spec is figure.spec else replace(figure, spec=spec)


# A chart of many rows in parts, each a figure of its own: rows divided evenly, one extent of the value axis.


def divide(figure: EditionFigure, count: int, locale: Locale) -> list[EditionFigure]:
    """The figure in `count` parts, as even as can be, the larger ones first; fewer where it has fewer rows.

    The highlight is the whole figure's on each, and so are the names and colours of series. Alternative text says
    which part it is of, and what stands on it.
    """
    spec: Any = figure.spec
    kind = kind_of(spec)
    every = kind.pieces(spec)
    count = min(count, len(every))
    size, larger = divmod(len(every), count)
    domain, places, out = kind.extent((spec,)), _places(figure, every), []
    starts = [number * size + min(number, larger) for number in range(count + 1)]
    specs = tuple(kind.with_pieces(spec, every[start:end]) for start, end in pairwise(starts))
    for number, part in enumerate(specs, 1):
        start, end = starts[number - 1 : number + 1]
        said = f"{spec.alt.rstrip('.')}." if spec.alt else kind_of(part).describe(part, locale)
        which = locale.word("part of", part=number, parts=count)
        names = [_name(every[index], locale) for index in (start, end - 1)]
        ends = f": {' – '.join(names)}" if spec.alt and all(names) else ""
        out.append(replace(figure, spec=part, alt=f"{said} {which}{ends}.", rows=places[start:end],
                           domain=domain, shared=specs if kind.alike else ()))  # fmt: skip
    return out


def _places(figure: EditionFigure, pieces: list[Any]) -> tuple[Place, ...]:
    """Where each of the pieces stands, as far as that is known."""
    data = rows_of(figure.spec)
    if len(figure.rows) != len(data):
        return ()
    places = {id(row): place for row, place in zip(data, figure.rows, strict=True)}
    return tuple(places[id(piece)] for piece in pieces if id(piece) in places)


def _name(piece: Any, locale: Locale) -> str:
    """The name of a small chart, or a row's label; empty where it has none."""
    if isinstance(piece, str):
        return piece
    label = getattr(piece, "label", None)
    return plain_label(label, locale) if isinstance(label, str) else ""
