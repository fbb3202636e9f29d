"""Alternative text written from a figure's data, where the analyst gives none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.locale import Locale

if TYPE_CHECKING:
    from briefgen.charts.kinds import Figure


def describe(spec: Figure, locale: Locale) -> str:
    """What the chart shows, in a sentence or two, from its kind and its data."""
    return spec.title
