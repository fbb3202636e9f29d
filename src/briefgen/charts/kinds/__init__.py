"""The chart kinds, each one small module: its `Spec` (what the outline may say) and its `draw`."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field

from briefgen.charts.kinds import bar, column, line, range_, share, timeline

KINDS = {module.KIND: module for module in (column, bar, line, range_, share, timeline)}

Figure: TypeAlias = Annotated[
    column.Spec | bar.Spec | line.Spec | range_.Spec | share.Spec | timeline.Spec,
    Field(discriminator="kind"),
]
