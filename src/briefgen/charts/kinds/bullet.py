"""The chart kind `bullet`."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace
from pydantic import Field

from briefgen.charts import rows
from briefgen.charts.kind import Banded
from briefgen.charts.kinds import bar
from briefgen.charts.sheet import Sheet, plain_label
from briefgen.languages.locale import Locale
from briefgen.model.base import InlineText, Number
from briefgen.model.figures import FigureBase, Row, Unit


class TargetRow(Row):
    """A value and what it is held against."""

    target: Number = Field(description="The goal or limit, in the unit of the value.")


class BulletSpec(FigureBase, Unit):
    """A bar for each value, a stroke across it for its target (Few, "Bullet Graph Design Specification", 2006)."""

    kind: Literal["bullet"]
    data: tuple[TargetRow, ...] = Field(min_length=1, description="A row a bar, from the top down.")
    target: InlineText = Field(
        "Target", description="What the strokes are, said once: `Target for 2030`."
    )


class Bullet(Banded[BulletSpec]):
    """Bullet: a value against its target, row by row.

    Use it for goals and limits: was the target met, and by how much is it missed. Do not use it without targets
    (bars), or for one target that all rows share (bars with a reference line).
    """

    name = "bullet"
    Spec = BulletSpec
    thickness = 15.0
    foot = 1.5

    def marks(self, spec: BulletSpec, locale: Locale) -> list[rows.Mark]:
        """Rows whose text names the target too: `42 of 60`; where one of the two is missing, the target is a note."""
        out = []
        for row, mark in zip(spec.data, rows.marks(spec, locale), strict=True):
            target = locale.quantity(row.target, spec, short=True)
            both = locale.word("of target", value=mark.text, target=target)
            if row.target.bounds is None or mark.reach is None:
                apart = f"{plain_label(spec.target, locale)}: {target}"
                mark = replace(mark, note="; ".join(t for t in (mark.note, apart) if t))
            else:
                mark = replace(mark, text=both)
            out.append(mark)
        return out

    def draw(self, spec: BulletSpec, sheet: Sheet) -> None:
        """Draw the bars and targets on `sheet`, and above them what the strokes are."""
        marks = self.marks(spec, sheet.locale)
        size, colours = sheet.size("label"), sheet.theme.colours
        plan = rows.plan(marks, sheet.frame, self.thickness)
        top = sheet.height - size * 1.5
        targets = [row.target for row in spec.data]
        known = [bound for target in targets for bound in target.bounds or ()]
        scale = bar.value_scale(sheet, marks, rows.extent(marks, known), plan.start, size * 0.5)
        zero = scale(0)
        stroke = [top + size * 0.4, top + size * 1.35]
        sheet.line([size * 0.3] * 2, stroke, colours.ink, 2.2 * sheet.scale)
        sheet.text(size * 0.8, top + size * 0.55, plain_label(spec.target, sheet.locale), cut=True)
        placed = rows.place(plan, marks, sheet, top, 0)
        for mark, target, band in zip(marks, targets, placed, strict=True):
            rows.bar(sheet, mark, scale, band.middle, band.thickness * 0.62, "right")
            reach = zero if mark.reach is None else scale(mark.reach)
            below = mark.reach is not None and mark.reach < 0
            end = reach if below else max(reach, zero) + rows.tip(mark, band.thickness, sheet.scale)
            for x in dict.fromkeys(scale(bound) for bound in target.bounds or ()):
                half = band.thickness * 0.5
                sheet.line([x, x], [band.middle - half, band.middle + half], colours.ink,
                           2.2 * sheet.scale, not (target.is_exact or target.is_range))  # fmt: skip
                end = min(end, x - sheet.scale) if below else max(end, x + sheet.scale)
            rows.value_beside(sheet, mark, end, band.middle, size * 0.4, below)
        sheet.line([zero, zero], [0, top], colours.muted, 0.8 * sheet.scale)
