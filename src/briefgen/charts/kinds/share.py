"""The chart kind `share`."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field

from briefgen.charts import native, rows
from briefgen.charts.kind import ChartKind
from briefgen.charts.native import NativeChart
from briefgen.charts.sheet import Fill, Frame, Scale, Sheet, plain_label, wrap
from briefgen.charts.text_alternatives import Table, Write, describe_value
from briefgen.languages.locale import Locale
from briefgen.model.base import InlineText, Number
from briefgen.model.figures import FigureBase, Unit
from briefgen.model.quantity import Qualifier, Quantity
from briefgen.model.theme import Theme


class ShareSpec(FigureBase, Unit):
    """The part and the rest of one whole."""

    kind: Literal["share"]
    value: Number = Field(description="The part, in the same unit as `whole`.")
    whole: Number = Field(
        default="100", validate_default=True, description="The whole; 100 for a percentage."
    )
    label: InlineText = Field(description="What the part is.")
    rest: InlineText = Field(description="What the rest is, or that the source does not say.")

    def validate_data(self) -> Self:
        part, whole = self.value.bounds, self.whole.bounds
        if part is None or whole is None:
            raise ValueError("a share needs both its part and its whole: write numbers")
        if not 0 <= part[0] <= part[1] <= whole[1] or whole[1] <= 0:
            raise ValueError("a share lies between 0 and its whole: check `value` and `whole`")
        return self


def numbers(spec: ShareSpec, locale: Locale) -> tuple[str, str]:
    """The part's number and the rest's; the rest of an inexact part is inexact too."""
    part = locale.quantity(spec.value, spec, short=True)
    high, value = spec.whole.high, spec.value
    assert value.low is not None and value.high is not None and high is not None
    mirrored = {
        Qualifier.MORE_THAN: Qualifier.LESS_THAN, Qualifier.AT_LEAST: Qualifier.AT_MOST,
        Qualifier.LESS_THAN: Qualifier.MORE_THAN, Qualifier.AT_MOST: Qualifier.AT_LEAST,
        Qualifier.NEARLY: Qualifier.ABOUT,
    }.get(spec.value.qualifier, spec.value.qualifier)  # fmt: skip
    rest = Quantity(high - value.high, high - value.low, mirrored)
    return part, locale.quantity(rest, spec, short=True)


def _blocks(spec: ShareSpec, frame: Frame) -> list[list[str]]:
    size = frame.size
    texts = (plain_label(spec.label, frame.locale), plain_label(spec.rest, frame.locale))
    room = frame.width * 0.56, frame.width * 0.38
    return [wrap(t, frame.theme, size, r) for t, r in zip(texts, room, strict=True)]


class Share(ChartKind[ShareSpec]):
    """Share: one number of a whole, drawn as the part of a bar that it is.

    Use it where one part of one whole is the message. Do not use it for several parts (waffle) or several wholes
    (stacked shares).
    """

    name = "share"
    Spec = ShareSpec
    native_form = "stacked100"
    stretch = 1.2

    def natural_height(self, spec: ShareSpec, frame: Frame) -> float:
        size = frame.size
        lines = max(len(b) for b in _blocks(spec, frame))
        return size * (2.6 + 2.7) + lines * size * 1.2

    def draw(self, spec: ShareSpec, sheet: Sheet) -> None:
        size = sheet.size("label")
        big = size * 2.1
        part, rest = numbers(spec, sheet.locale)
        bounds, whole = spec.value.bounds, spec.whole.bounds
        assert bounds is not None and whole is not None
        edge = sheet.width - 1.5 * sheet.scale
        scale = Scale(0, whole[1], 0, edge)
        lines = _blocks(spec, sheet.frame)
        text_height = max(len(b) for b in lines) * size * 1.2
        colours = sheet.theme.colours
        room = sheet.height - big * 1.3 - text_height - size * 0.6
        thickness = max(size * 2.2, min(room, size * 4))
        top = sheet.height - big * 1.2
        y = top - thickness
        cut = scale(bounds[1])
        sheet.rect(0, y, edge, thickness, colours.panel, edge=colours.mute, line=0.8 * sheet.scale)
        mark = rows.Mark("", part, spec.value, True, False)
        if mark.quantity.is_range:
            low = scale(bounds[0])
            sheet.rect(0, y, low, thickness, colours.accent)
            sheet.rect(low, y, cut - low, thickness, Fill("#ffffff", colours.accent, 45.0))
        elif cut + rows.tip(mark, thickness, sheet.scale) > edge:
            # There is no room for a point before the whole ends.
            sheet.rect(0, y, cut, thickness, colours.accent)
        else:
            rows.bar(sheet, mark, scale, y + thickness / 2, thickness, "right")
        sheet.text(0, top + size * 0.45, part, size=big, bold=True, colour=colours.accent)
        sheet.text(edge, top + size * 0.45, rest, size=size * 1.5, bold=True, align="right",
                   colour=colours.muted)  # fmt: skip
        sheet.lines(0, y - size * 0.3, lines[0])
        sheet.lines(edge, y - size * 0.3, lines[1], align="right", colour=colours.muted)

    def values_in_words(self, spec: ShareSpec, locale: Locale) -> list[str]:
        return [f"{plain_label(spec.label, locale)}: {describe_value(spec.value, spec, locale)}"]

    def table(self, spec: ShareSpec, locale: Locale, write: Write) -> Table:
        part = (plain_label(spec.label, locale), write(spec.value, spec))
        whole = (locale.word("data whole"), write(spec.whole, spec))
        return (locale.word("data item"), locale.word("data value")), [part, whole]

    def small_rows(self) -> dict[str, bool]:
        """A share is one row."""
        return {"value": True, "whole": False}

    def native(self, spec: ShareSpec, theme: Theme, locale: Locale) -> NativeChart | str:
        """One stacked bar: the part and the rest."""
        if spec.value.is_range or not spec.whole.is_exact:
            return native.RANGES
        part, whole = spec.value.value, spec.whole.value
        assert part is not None and whole is not None
        c = theme.colours
        shown, left = numbers(spec, locale)
        ends = [(plain_label(spec.label, locale), part, shown, c.accent),
                (plain_label(spec.rest, locale), whole - part, left, c.mute)]  # fmt: skip
        made = tuple(
            native.NativeSeries(n, (v,), (text,), (c,), (False,)) for n, v, text, c in ends
        )
        written = native.number_format([spec.value], spec, locale)
        return NativeChart("stacked100", (" ",), made, written)
