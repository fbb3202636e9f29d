"""The chart kinds, each one small module: its `Spec` (what the outline may say) and its `draw`."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field

from briefgen.charts.kinds import (
    area,
    bar,
    bullet,
    column,
    dot,
    dumbbell,
    flow,
    grouped,
    heat,
    histogram,
    line,
    lollipop,
    multiples,
    panel,
    range_,
    scatter,
    share,
    slope,
    stacked,
    stacked100,
    tilemap,
    timeline,
    waffle,
    waterfall,
)

# In the order of the gallery: amounts, parts, change, relations, text-like.
KINDS = {
    module.KIND: module
    for module in (
        column, bar, grouped, lollipop, dot, dumbbell, range_, bullet, histogram,
        share, waffle, stacked, stacked100, waterfall,
        line, area, slope, timeline, multiples,
        scatter, heat, tilemap, flow, panel,
    )
}  # fmt: skip

Figure: TypeAlias = Annotated[
    column.Spec
    | bar.Spec
    | grouped.Spec
    | lollipop.Spec
    | dot.Spec
    | dumbbell.Spec
    | range_.Spec
    | bullet.Spec
    | histogram.Spec
    | share.Spec
    | waffle.Spec
    | stacked.Spec
    | stacked100.Spec
    | waterfall.Spec
    | line.Spec
    | area.Spec
    | slope.Spec
    | timeline.Spec
    | multiples.Spec
    | scatter.Spec
    | heat.Spec
    | tilemap.Spec
    | flow.Spec
    | panel.Spec,
    Field(discriminator="kind"),
]


def elastic(spec: Figure) -> bool:
    """Whether the figure's kind is as good at any height; in the others each row needs its room."""
    return bool(getattr(KINDS[spec.kind], "ELASTIC", False))
