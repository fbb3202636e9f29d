"""Several values for each row: names of series, how they are filled, and the key that names them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from briefgen import font_metrics
from briefgen.charts import rows
from briefgen.charts.canvas import Fill, Frame, Sheet
from briefgen.charts.colour import tint
from briefgen.charts.rows import Mark
from briefgen.charts.textfit import shortened
from briefgen.locale import Locale
from briefgen.outline.figure import SeriesRow
from briefgen.outline.quantity import Qualifier, Quantity

MISSING = Quantity(None, None, Qualifier.MISSING)
LEADING = 1.35


def names(data: Iterable[SeriesRow]) -> list[str]:
    """The series in order of their first appearance."""
    return list(dict.fromkeys(name for row in data for name in row.values))


def row_marks(data: Iterable[SeriesRow], highlight: Sequence[str], locale: Locale,
              told: Sequence[str] = ()) -> list[Mark]:  # fmt: skip
    """The rows as marks without a value, for their names; which of the series `told` a row lacks is its note."""
    out = []
    for row in data:
        gone = [name for name in told if row.values.get(name, MISSING).value is None]
        note = f"{', '.join(gone)}: {locale.word('missing')}" if 0 < len(gone) < len(told) else ""
        chosen = row.label in highlight
        out.append(Mark(rows.named(row, locale), "", MISSING, chosen, False, note, row.status))
    return out


def with_values(row: Any, names: Sequence[str]) -> Any:
    """The row with a value for each of the series `names` and for no other."""
    return row.model_copy(update={"values": {n: row.values.get(n, MISSING) for n in names}})


def fills(sheet: Sheet, names: Sequence[str], highlight: Sequence[str]) -> list[Fill]:
    """A fill for each series; with a highlighted one, the accent for it and greys for the others."""
    if not set(names) & set(highlight):
        return [sheet.series(index) for index in range(len(names))]
    colours = sheet.theme.colours
    out, others = [], 0
    for name in names:
        if name in highlight:
            out.append(Fill(colours.accent, colours.accent))
        else:
            shade = tint(colours.mute, (1.0, 0.55, 0.78)[others % 3])
            out.append(Fill(shade, colours.muted))
            others += 1
    return out


def _entries(names: Sequence[str], frame: Frame) -> list[list[tuple[float, str]]]:
    """The key's lines: offsets and names."""
    size = frame.size
    face = font_metrics.face(frame.theme)
    out: list[list[tuple[float, str]]] = [[]]
    x = 0.0
    for name in names:
        shown = shortened(name, face, size, frame.width - size)
        wide = size + face.width(shown, size)
        if out[-1] and x + wide > frame.width:
            out.append([])
            x = 0.0
        out[-1].append((x, shown))
        x += wide + size * 1.2
    return out


def key_height(names: Sequence[str], frame: Frame) -> float:
    """Height of the key in points; one series needs none."""
    if len(names) < 2:
        return 0.0
    size = frame.size
    return len(_entries(names, frame)) * size * LEADING + size * 0.5


def key(sheet: Sheet, names: Sequence[str], fills: Sequence[Fill]) -> float:
    """Squares and names in the order of the marks at the top of the sheet; returns the height taken in points.

    Nothing where the sheet is `keyed`: one of several that have their key in common.
    """
    if len(names) < 2 or sheet.keyed:
        return 0.0
    size, top = sheet.size("label"), sheet.height
    at = iter(fills)
    for index, line in enumerate(_entries(names, sheet.frame)):
        y = top - size * (0.78 + index * LEADING)
        for x, name in line:
            sheet.rect(x, y, size * 0.68, size * 0.68, next(at))
            sheet.text(x + size, y, name, size=size)
    return key_height(names, sheet.frame)
