"""Colours as numbers: grey of the same luma, contrast, steps of a scale."""

from __future__ import annotations

from functools import lru_cache

from briefgen.theme import Theme

RGB = tuple[float, float, float]


def rgb(colour: str) -> RGB:
    """#RRGGBB as three parts of one."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def as_hex(parts: RGB) -> str:
    """Three parts of one as #RRGGBB."""
    return "#" + "".join(f"{round(max(0.0, min(1.0, part)) * 255):02x}" for part in parts)


def luma(colour: str) -> float:
    """0 black .. 1 white, of the gamma-encoded parts (ITU-R BT.709)."""
    red, green, blue = rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def luminance(colour: str) -> float:
    """Relative luminance, 0..1 (WCAG 2.2, definition)."""
    parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1..21 (WCAG 2.2, definition)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def readable_on(colour: str, theme: Theme) -> str:
    """The text colour that stands out more on a surface of `colour`: the theme's ink, or white."""
    return max((theme.colours.ink, "#ffffff"), key=lambda ink: contrast(ink, colour))


def tint(colour: str, share: float) -> str:
    """`colour` mixed with white: `share` 1 is the colour itself, 0 white."""
    red, green, blue = (1 - share * (1 - part) for part in rgb(colour))
    return as_hex((red, green, blue))


def step(theme: Theme, share: float) -> str:
    """A colour of the sequential scale: `share` 0 is nearly white, 1 the theme's primary colour.

    The lightest is still tinted, so that a low value is not taken for none.
    """
    return tint(theme.colours.primary, 0.1 + 0.9 * max(0.0, min(1.0, share)))


@lru_cache(maxsize=8)
def grey(theme: Theme) -> Theme:
    """The theme for printing in black: each colour as its grey, what is highlighted nearly black."""

    def of(colour: str) -> str:
        return as_hex((luma(colour),) * 3)

    colours = theme.colours
    changed = {
        name: of(getattr(colours, name)) for name in type(colours).model_fields if name != "series"
    }
    changed["accent"] = of(colours.ink)
    return theme.model_copy(update={"colours": colours.model_copy(
        update={**changed, "series": tuple(of(c) for c in colours.series)})})  # fmt: skip
