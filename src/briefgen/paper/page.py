"""Paper: sizes and margins, in points."""

from __future__ import annotations

from msgspec import Struct

# ANSI/ASME Y14.1 Letter and ISO 216 A4, in points.
SIZES = {"letter": (612.0, 792.0), "a4": (595.276, 841.89)}


class Paper(Struct, frozen=True):
    """One page's geometry in points: trim size, margins, and the gutter between columns.

    `shift` moves the text area outwards for duplex printing, half of what inner and outer margin differ.
    """

    width: float
    height: float
    margin: float
    gutter: float
    head: float = 30.0
    foot: float = 18.0
    shift: float = 0.0

    @property
    def text_width(self) -> float:
        """Width between the margins."""
        return self.width - 2 * self.margin

    @property
    def bottom(self) -> float:
        """Lowest y of the text area; the footer stands below it."""
        return self.margin + self.foot - 10

    def top(self, first: bool) -> float:
        """Highest y of the text area; on later pages the running header stands above it."""
        return self.height - (self.margin - 18 if first else self.margin + self.head - 14)

    def left(self, page: int) -> float:
        """Left margin of a page: with a `shift`, odd pages (on the right) have the wider one inside."""
        return self.margin + (self.shift if page % 2 else -self.shift)

    def column_width(self, columns: int) -> float:
        """Width of each of `columns` equal columns."""
        return (self.text_width - self.gutter * (columns - 1)) / columns
