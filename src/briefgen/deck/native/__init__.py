"""Charts that PowerPoint can edit, for the kinds that it has: the same values, labels and highlights."""

from briefgen.deck.native.plan import NativeChart, NativeSeries, plan

__all__ = ["NativeChart", "NativeSeries", "plan"]
