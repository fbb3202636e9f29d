"""Deck fonts that briefgen does not ship, measured against the one that it does.

`stretch` is how much wider a font sets English text than Carlito (Calibri's metrics), bold or not, `leading`
its single line spacing as a multiple of the size. Arial, Times New Roman, Palatino, Century Gothic and
Verdana were measured on fonts of the same metrics (Liberation, URW, DejaVu); the others are estimates from
the average widths in their OS/2 tables. All are rounded up: a text thought wider than it is still fits.
"""

from __future__ import annotations

from briefgen import font_metrics
from briefgen.deck.measure import Typeface
from briefgen.theme import FONT_FOLDER, Fonts, Theme

_FACES: dict[str, tuple[float, float]] = {
    "calibri": (1.0, 1.2207), "carlito": (1.0, 1.2207), "calibri light": (1.0, 1.2207),
    "aptos": (1.12, 1.28), "aptos display": (1.1, 1.28), "arial": (1.17, 1.15), "liberation sans": (1.17, 1.15),
    "helvetica": (1.17, 1.15), "arial narrow": (0.96, 1.15), "times new roman": (1.05, 1.15),
    "liberation serif": (1.05, 1.15), "georgia": (1.24, 1.14), "cambria": (1.12, 1.18), "garamond": (1.02, 1.13),
    "verdana": (1.4, 1.22), "dejavu sans": (1.4, 1.17), "tahoma": (1.22, 1.21), "trebuchet ms": (1.18, 1.17),
    "segoe ui": (1.18, 1.33), "open sans": (1.24, 1.37), "noto sans": (1.24, 1.37), "lato": (1.15, 1.2),
    "roboto": (1.15, 1.18), "source sans pro": (1.06, 1.26), "source sans 3": (1.06, 1.26),
    "century gothic": (1.22, 1.23), "gill sans mt": (1.1, 1.16), "franklin gothic book": (1.1, 1.14),
    "palatino linotype": (1.12, 1.35), "corbel": (1.08, 1.22), "candara": (1.1, 1.22), "constantia": (1.14, 1.22),
}  # fmt: skip
# Fonts of the same metrics as one that comes with briefgen beside the theme's own.
_AS_LIBERATION = ("arial", "helvetica", "liberation sans")
_LIBERATION = {
    "family": "Liberation Sans", "regular": "LiberationSans-Regular.ttf", "bold": "LiberationSans-Bold.ttf",
    "italic": "LiberationSans-Italic.ttf", "bold_italic": "LiberationSans-BoldItalic.ttf",
}  # fmt: skip
# What is not in the list is taken to be as wide as the wider text fonts in common use.
_UNKNOWN = (1.24, 1.37)


def typeface(name: str, base: Theme) -> Typeface:
    """The measures of the deck font `name`; the deck font of `base` has those of its font files."""
    if font_metrics.joins(
        base.font_path("regular")
    ):  # what has other letters has lines of another height
        face = font_metrics.face(base)
        return Typeface(name, base, 1.0, max(1.2207, face.ascent + face.descent))
    if name in (base.fonts.deck, base.fonts.family):
        leading = _FACES.get(name.casefold(), (1.0, 1.2207))[1]
        return Typeface(name, base, 1.0, leading)
    stretch, leading = _FACES.get(name.casefold(), _UNKNOWN)
    measured = measured_by(name, base)
    return Typeface(name, measured, stretch if measured is base else 1.0, leading)


def measured_by(name: str, base: Theme) -> Theme:
    """`base`, or the same with font files of the metrics of the deck font `name`, where we have them."""
    if name in (base.fonts.deck, base.fonts.family) or name.casefold() not in _AS_LIBERATION:
        return base
    if base.font_path("regular").parent != FONT_FOLDER:  # chosen for its letters, or its look
        return base
    return base.model_copy(update={"fonts": base.fonts.model_copy(update=_LIBERATION)})


def drawn_in(name: str, base: Theme) -> Fonts:
    """The fonts of charts on a template in the font `name`."""
    return measured_by(name, base).fonts.model_copy(update={"deck": name})


def is_known(name: str) -> bool:
    """Whether the widths of this font are known rather than guessed."""
    return name.casefold() in _FACES
