"""What stands around a chart on its own: title and subtitle above it, note and source below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.charts.canvas import Sheet, wrapped
from briefgen.locale import Locale
from briefgen.outline.richtext import plain
from briefgen.theme import Theme

if TYPE_CHECKING:
    from briefgen.editions import EditionFigure

LEADING = 1.22


def _even(title: str, theme: Theme, size: float, width: float) -> list[str]:
    """The title in as few lines as it needs, about as long as each other: no word alone on the last."""
    lines = wrapped(title, theme, size, width, True)
    for share in (0.6, 0.7, 0.8, 0.9):
        shorter = wrapped(title, theme, size, width * share, True)
        if len(shorter) == len(lines) and not any(line.endswith("-") for line in shorter[:-1]):
            return shorter
    return lines


def _above(
    figure: EditionFigure, theme: Theme, width: float, scale: float
) -> tuple[list[str], list[str]]:
    chart = theme.chart
    title = _even(plain(figure.title), theme, chart.title * scale, width)
    subtitle = plain(figure.subtitle)
    return title, wrapped(subtitle, theme, chart.subtitle * scale, width) if subtitle else []


def _below(
    figure: EditionFigure, theme: Theme, locale: Locale, width: float, scale: float
) -> list[str]:
    lines: list[str] = []
    for word, content in (("note", figure.note), ("source", figure.source)):
        text = plain(content)
        if text:
            # The word is set in bold, which takes a little more room.
            size = theme.chart.note * scale
            lines += wrapped(
                f"{locale.word(word)}{locale.colon}{text}", theme, size, width - size * 0.6
            )
    return lines


def heights(
    figure: EditionFigure, theme: Theme, locale: Locale, width: float, scale: float
) -> tuple[float, float]:
    """Height above and below the chart, in points."""
    title, subtitle = _above(figure, theme, width, scale)
    head = (len(title) * theme.chart.title + len(subtitle) * theme.chart.subtitle) * LEADING * scale
    foot = len(_below(figure, theme, locale, width, scale)) * theme.chart.note * LEADING * scale
    return head + 8 * scale, foot + (8 * scale if foot else 0)


def draw(figure: EditionFigure, sheet: Sheet) -> Sheet:
    """Draw it; returns the sheet that is left for the chart."""
    theme, scale, width = sheet.theme, sheet.scale, sheet.width
    head, foot = heights(figure, theme, sheet.locale, width, scale)
    title, subtitle = _above(figure, theme, width, scale)
    whole = sheet.height
    sheet.fig.patch.set_alpha(1)
    y = sheet.lines(0, whole, title, size=theme.chart.title * scale, bold=True, leading=LEADING)
    sheet.lines(0, y, subtitle, size=theme.chart.subtitle * scale, leading=LEADING,
                colour=theme.colours.muted)  # fmt: skip
    below = _below(figure, theme, sheet.locale, width, scale)
    size = theme.chart.note * scale
    words = tuple(f"{sheet.locale.word(word)}:" for word in ("note", "source"))
    for index, line in enumerate(below):
        y = foot - 6 * scale - size * (0.78 + index * LEADING)
        word = next((w for w in words if line.startswith(w)), "")
        sheet.text(0, y, word, size=size, bold=True, colour=theme.colours.muted)
        left = sheet.text_width(word + " ", size, True) if word else 0.0
        sheet.text(left, y, line.removeprefix(word).strip(), size=size, colour=theme.colours.muted)
    return sheet.inset(0, foot, width, max(10.0, whole - head - foot))
