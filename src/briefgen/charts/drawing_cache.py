"""Charts for renderers: read from the cache, or drawn by matplotlib and put there.

What a chart is made from is its key: the spec but for the words around it, the theme's colours, type and fonts, the
language, the size, and the versions of briefgen, matplotlib and Python. A change of anything else draws nothing anew.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from briefgen.charts.drawing import Drawing, from_json
from briefgen.languages import font_metrics
from briefgen.languages.locale import Locale
from briefgen.model.theme import Theme
from briefgen.storage import cache
from briefgen.storage.versions import versions

if TYPE_CHECKING:
    from briefgen.model.edition import EditionFigure

# Keys of a figure that the page or slide around a chart shows, not the chart.
_AROUND = {"id", "title", "subtitle", "source", "note", "alt", "evidence", "deck", "left_out"}
_STYLES = ("regular", "bold", "italic", "bold_italic")


def drawing(figure: EditionFigure, theme: Theme, locale: Locale, width: float, height: float, *,
            greyscale: bool = False, text_scale: float = 1.0) -> Drawing:  # fmt: skip
    """The figure without the words around it as a display list, `width` by `height` points."""
    asked = figure, theme, locale, width, height, greyscale, text_scale
    key = _key(*asked)
    found = _read(key)
    if found is None:
        from briefgen import charts

        found = charts.draw(
            figure, theme, locale, width, height, greyscale=greyscale, text_scale=text_scale
        )
        cache.current().put(key, found.to_json().encode())
    return found


def picture(figure: EditionFigure, theme: Theme, locale: Locale, width: float, height: float, *,
            dpi: float, text_scale: float = 1.0) -> tuple[str, bytes, tuple[str, ...]]:  # fmt: skip
    """The same chart as SVG, as a PNG of `dpi` and few colours, and the labels that had no room."""
    asked = figure, theme, locale, width, height, False, text_scale
    key = _key(*asked)
    image_key, vector_key = cache.key_of(key, "png", dpi), cache.key_of(key, "svg")
    kept = cache.current()
    image, vector = kept.get(image_key), _vector(kept.recall(vector_key))
    if image is None or vector is None:
        made = _draw_picture(*asked, dpi=dpi)
        for name, data in zip((key, vector_key, image_key), made, strict=True):
            kept.put(name, data)
        vector, image = _written(made[1]), made[2]
    svg, dropped = vector
    return svg, image, dropped


def _vector(data: bytes | None) -> tuple[str, tuple[str, ...]] | None:
    """What `picture` kept; None where there is nothing, or an entry that another program made."""
    try:
        return _written(data or b"")
    except (ValueError, TypeError, RecursionError):
        return None


@lru_cache(maxsize=64)
def _written(data: bytes) -> tuple[str, tuple[str, ...]]:
    svg, dropped = json.loads(data)
    return str(svg), tuple(str(label) for label in dropped)


def _read(key: str) -> Drawing | None:
    data = cache.current().get(key)
    if data is None:
        return None
    try:
        return _parsed(data)
    except (ValueError, KeyError, TypeError, RecursionError):  # an entry that another program made
        return None


@lru_cache(maxsize=64)
def _parsed(data: bytes) -> Drawing:
    """Raises what `from_json` does. A chart that many editions share is parsed once."""
    return from_json(data.decode())


def _draw_picture(figure: EditionFigure, theme: Theme, locale: Locale, width: float, height: float, greyscale: bool,
                  text_scale: float, dpi: float) -> tuple[bytes, bytes, bytes]:  # fmt: skip
    """The display list, the SVG with the labels that had no room, and the PNG, as they are kept."""
    from briefgen import charts

    fig = charts.plot(
        figure, theme, locale, width, height, greyscale=greyscale, text_scale=text_scale
    )
    made = charts.record(fig)
    vector = json.dumps((charts.to_svg(made, theme), made.dropped))
    return made.to_json().encode(), vector.encode(), charts.to_png(fig, dpi, few=True)


def _key(figure: EditionFigure, theme: Theme, locale: Locale, *rest: object) -> str:
    spec = figure.spec
    shown = [(n, getattr(spec, n)) for n in type(spec).model_fields if n not in _AROUND]
    faces = [font_metrics.digest(theme.font_path(style)) for style in _STYLES]
    look = (theme.colours, theme.fonts, theme.chart)
    return cache.key_of(
        versions(), shown, figure.domain, figure.shared, look, faces, repr(locale), rest
    )
