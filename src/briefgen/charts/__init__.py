"""Charts: a figure's specification drawn by matplotlib, without pyplot and without global state.

Importing this imports no matplotlib; drawing does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefgen.charts.drawing import Drawing
from briefgen.locale import Locale
from briefgen.theme import Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from briefgen.editions import EditionFigure

__all__ = ["Drawing", "draw", "natural_height", "record", "to_png", "to_svg"]


def natural_height(figure: EditionFigure, theme: Theme, width: float, *, locale: Locale,
                   furniture: bool = False, text_scale: float = 1.0) -> float:  # fmt: skip
    """The height in points that the figure asks for at `width` points; imports no matplotlib."""
    from briefgen.charts import furniture as around
    from briefgen.charts.kinds import KINDS

    height = float(
        KINDS[figure.spec.kind].natural_height(figure.spec, theme, locale, width, text_scale)
    )
    if furniture:
        head, foot = around.heights(figure, theme, locale, width, text_scale)
        height += head + foot
    return height


def draw(figure: EditionFigure, theme: Theme, locale: Locale, width: float, height: float | None = None,
         *, furniture: bool = False, greyscale: bool = False, text_scale: float = 1.0) -> Figure:  # fmt: skip
    """The figure as a matplotlib Figure of `width` by `height` points (default: its natural height).

    `furniture` adds title, subtitle, note and source; without, the page around it has them. `text_scale`
    multiplies text sizes and line widths. What had no room is listed in the Figure's `briefgen_dropped`.
    """
    from briefgen.charts import furniture as around
    from briefgen.charts.canvas import Sheet
    from briefgen.charts.kinds import KINDS

    if height is None:
        height = natural_height(
            figure, theme, width, locale=locale, furniture=furniture, text_scale=text_scale
        )
    sheet = Sheet(theme, locale, width, height, text_scale, greyscale)
    if furniture:
        around.draw(figure, sheet)
    KINDS[figure.spec.kind].draw(figure.spec, sheet)
    return sheet.fig  # type: ignore[no-any-return]


def record(fig: Any) -> Drawing:
    """What a Figure made by `draw` draws, as a display list."""
    from briefgen.charts.recorder import record as recorded

    return recorded(fig)


def to_svg(drawing: Drawing, theme: Theme, *, title: str = "", description: str = "") -> str:
    """The display list as an SVG 1.1 document; text stays text."""
    from briefgen.charts.svg import to_svg as svg

    return svg(drawing, theme, title=title, description=description)


def to_png(fig: Any, dpi: float) -> bytes:
    """A Figure as PNG, with nothing in it that changes from run to run."""
    import io

    stream = io.BytesIO()
    fig.savefig(stream, format="png", dpi=dpi, transparent=True, metadata={"Software": None})
    return stream.getvalue()
