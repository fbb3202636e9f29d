"""Labels as text that fits: read, wrapped, shortened. Measured with the font's own widths."""

from __future__ import annotations

from functools import lru_cache

from briefgen import font_metrics
from briefgen.locale import Locale
from briefgen.outline import markdown, richtext
from briefgen.theme import Theme

SMALLEST = 5.0  # points: the smallest type that a label without room is set in
SMALLER = 0.72  # of the label size: the least that one label may be beside others


@lru_cache(maxsize=20_000)
def plain_label(text: str, locale: Locale) -> str:
    """A label of the outline as the text it is."""
    return richtext.plain(markdown.parse_inline(text, locale.tag))


def wrapped(text: str, theme: Theme, size: float, width: float, bold: bool = False) -> list[str]:
    """`text` in lines of at most `width` points; a word that is longer is cut, with a hyphen."""
    face = font_metrics.face(theme, bold)
    out: list[str] = []
    for line in font_metrics.wrap(text, face, size, width):
        while face.width(line, size) > width and len(line) > 2:
            cut = len(line) - 1
            while cut > 1 and face.width(line[:cut] + "-", size) > width:
                cut -= 1
            out.append(line[:cut] + "-")
            line = line[cut:]
        out.append(line)
    return out


def shortened(text: str, face: font_metrics.Face, size: float, width: float) -> str:
    """`text`, or as much of it as fits in `width` points before an ellipsis."""
    if face.width(text, size) <= width:
        return text
    kept = text
    while kept and face.width(kept.rstrip() + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…" if kept else ""
