"""A chart of many rows in parts, each a figure of its own: rows divided evenly, one extent of the value axis."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from briefgen.charts.alt import describe
from briefgen.charts.canvas import Frame, plain_label
from briefgen.charts.kinds import kind_of
from briefgen.locale import Locale
from briefgen.theme import Theme

if TYPE_CHECKING:
    from briefgen.diagnostics import Place
    from briefgen.editions import EditionFigure


def laid(figure: EditionFigure, theme: Theme, locale: Locale, width: float, scale: float) -> EditionFigure:  # fmt: skip
    """The figure; one of columns whose names do not fit below them at `width` points as the bars it is drawn as."""
    spec = kind_of(figure.spec).shape(figure.spec, Frame(theme, locale, width, scale))
    return figure if spec is figure.spec else replace(figure, spec=spec)


def divided(figure: EditionFigure, count: int, locale: Locale) -> list[EditionFigure]:
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
        said = f"{spec.alt.rstrip('.')}." if spec.alt else describe(part, locale)
        which = locale.word("part of", part=number, parts=count)
        ends = f": {_name(every[start], locale)} – {_name(every[end - 1], locale)}" if spec.alt else ""  # fmt: skip
        out.append(
            replace(
                figure,
                spec=part,
                alt=f"{said} {which}{ends}.",
                rows=places[start:end],
                domain=domain,
                shared=specs if kind.alike else (),
            )
        )
    return out


def _places(figure: EditionFigure, pieces: list[Any]) -> tuple[Place, ...]:
    """Where each of the pieces stands, as far as that is known."""
    data = getattr(figure.spec, "data", ())
    if len(figure.rows) != len(data):
        return ()
    places = {id(row): place for row, place in zip(data, figure.rows, strict=True)}
    return tuple(places[id(piece)] for piece in pieces if id(piece) in places)


def _name(piece: Any, locale: Locale) -> str:
    return piece if isinstance(piece, str) else plain_label(piece.label, locale)
