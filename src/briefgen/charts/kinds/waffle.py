"""The chart kind `waffle`."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field

from briefgen.charts import rows, series
from briefgen.charts.kind import ChartKind
from briefgen.charts.sheet import Fill, Frame, Sheet, plain_label, wrap
from briefgen.languages.locale import Locale
from briefgen.model.base import InlineText
from briefgen.model.figures import FigureBase, Row, Unit
from briefgen.model.quantity import Qualifier, Quantity, short_of_whole

SMALLEST = 80.0  # points: the edge of the whole square, at scale 1


class WaffleSpec(FigureBase, Unit):
    """Ten rows of ten squares; values are percentages."""

    kind: Literal["waffle"]
    unit: Literal["percent", "%"] = Field("percent", description="Always `percent`.")
    data: tuple[Row, ...] = Field(
        min_length=1, max_length=6, description="A row a part of the whole."
    )
    rest: InlineText | None = Field(None, description="What the squares that no part takes are.")

    def validate_data(self) -> Self:
        for row in self.data:
            if row.value.low is None or row.value.low < 0:
                raise ValueError(f"`{row.label}` needs a share from 0 to 100 percent")
        short_of_whole([row.value for row in self.data], self.rest is not None, str(self.id))
        return self


def squares(shares: list[float], whole: bool) -> list[int]:
    """Squares for each share, by largest remainders (Hamilton's method); 100 in all if `whole`."""
    floors = [int(share) for share in shares]
    wanted = 100 if whole else round(sum(shares))
    order = sorted(range(len(shares)), key=lambda i: floors[i] - shares[i])
    for i in order[: max(0, wanted - sum(floors))]:
        floors[i] += 1
    return floors


def _shares_to_draw(shares: list[Quantity], whole: bool) -> list[float]:
    """How much of a hundred each part is drawn as: a range up to its high end, where all high ends fit."""
    highs = [float(share.high or 0) for share in shares]
    if not whole and sum(highs) <= 100:
        return highs
    return [share.value or 0.0 for share in shares]


def _sure(share: Quantity, count: int) -> int:
    """How many of a part's squares are sure to belong to it: a range's low end; the others are pale and dashed."""
    if share.is_range and share.low is not None:
        return min(count, int(share.low))
    if share.qualifier in (Qualifier.LESS_THAN, Qualifier.AT_MOST):
        return 0
    return count if share.is_exact else max(0, count - 1)


def _wide(width: float, scale: float) -> bool:
    return width >= 210 * scale


def _side(width: float, scale: float) -> float:
    """Edge of the whole square."""
    return min(150.0 * scale, width * (0.42 if _wide(width, scale) else 1.0))


def _names(spec: WaffleSpec, frame: Frame) -> list[list[str]]:
    size = frame.size
    room = frame.width - size * 1.3
    if _wide(frame.width, frame.scale):
        room -= _side(frame.width, frame.scale) + size * 1.5
    marks = rows.marks(spec, frame.locale)
    texts = [f"{mark.text} {mark.label}" for mark in marks]
    if spec.rest:
        texts.append(spec.rest)
    return [wrap(text, frame.theme, size, room, True) for text in texts]


def _height(spec: WaffleSpec, frame: Frame, side: float) -> float:
    size = frame.size
    key = sum(len(n) * size * 1.2 + size * 0.5 for n in _names(spec, frame))
    return max(side, key) if _wide(frame.width, frame.scale) else side + size * 0.8 + key


class Waffle(ChartKind[WaffleSpec]):
    """Waffle: a hundred squares, each one percent of a whole.

    Use it for one whole of two to five parts, for readers who count rather than compare lengths. Do not use it for
    shares below one percent or to compare several wholes (stacked shares).
    """

    name = "waffle"
    Spec = WaffleSpec
    narrow = True
    stretch = 1.6

    def natural_height(self, spec: WaffleSpec, frame: Frame) -> float:
        return _height(spec, frame, _side(frame.width, frame.scale))

    def least_height(self, spec: WaffleSpec, frame: Frame) -> float:
        """The lowest height in points at which squares can be told apart beside or over their names."""
        side = min(SMALLEST * frame.scale, _side(frame.width, frame.scale))
        return _height(spec, frame, side)

    def draw(self, spec: WaffleSpec, sheet: Sheet) -> None:
        """Draw the squares on `sheet`, filled from the upper left, and what they are beside or below."""
        size, colours = sheet.size("label"), sheet.theme.colours
        names = _names(spec, sheet.frame)
        marks = rows.marks(spec, sheet.locale)
        fills = series.fills(sheet, [row.label for row in spec.data], spec.highlight)
        pairs = zip(fills, marks, strict=True)
        fills = [Fill("#ffffff", f.ink, 45.0) if mark.status else f for f, mark in pairs]
        empty = Fill(colours.panel, colours.muted)
        whole = spec.rest is None
        counts = squares(_shares_to_draw([row.value for row in spec.data], whole), whole)
        cells = []
        for row, fill, count in zip(spec.data, fills, counts, strict=True):
            sure = _sure(row.value, count)
            cells += [(fill, False)] * sure + [(rows.soften(fill), True)] * (count - sure)
        cells = (cells + [(empty, False)] * 100)[:100]
        key = sum(len(n) * size * 1.2 + size * 0.5 for n in names)
        wide = _wide(sheet.width, sheet.scale)
        room = sheet.height if wide else sheet.height - key - size * 0.8
        room = min(room, sheet.width * (0.42 if wide else 1))
        side = max(10.0, min(_side(sheet.width, sheet.scale) * 1.6, room))
        pitch = side / 10
        for index, (fill, loose) in enumerate(cells):
            x, y = index % 10 * pitch, sheet.height - (index // 10 + 1) * pitch
            edge = colours.rule if fill is empty else fill.ink if loose else None
            sheet.rect(x, y, pitch * 0.86, pitch * 0.86, fill, edge, loose,
                       (0.9 if loose else 0.5) * sheet.scale)  # fmt: skip
        left = side + size * 1.5 if wide else 0.0
        top = sheet.height - (max(0.0, (side - key) / 2) if wide else side + size * 0.8)
        for name, fill in zip(names, [*fills, empty], strict=False):
            edge = colours.muted if fill is empty else None
            box = left, top - size * 0.85, size * 0.8, size * 0.8
            sheet.rect(*box, fill, edge, line=0.6 * sheet.scale)
            top = sheet.lines(left + size * 1.3, top, name, bold=True) - size * 0.5

    def values_in_words(self, spec: WaffleSpec, locale: Locale) -> list[str]:
        rest = [plain_label(spec.rest, locale)] if spec.rest else []
        return [*super().values_in_words(spec, locale), *rest]
