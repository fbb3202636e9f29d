"""What can go wrong while a tagged file is written.

Every error is raised in the program that draws, as near to the mistake as can be told; none is
left for a validator to find.
"""


class TagError(Exception):
    """The drawing and the structure tree do not fit together (ISO 32000-1, 14.7 and 14.8)."""


class StrayContentError(TagError):
    """Painted outside every tag and artifact (ISO 14289-1, 7.1; Matterhorn 01-003)."""


class FontError(TagError):
    """A font that is not embedded, or lacks a glyph (ISO 14289-1, 7.21; ISO 19005-2, 6.2.11)."""


class ConformanceError(TagError):
    """A feature that PDF/UA-1 or PDF/A forbids was asked for; the message names the clause."""
