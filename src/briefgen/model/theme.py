"""The look, as data in one place: colours, fonts, type scale (points), spacing (points), chart style.

PDF, deck and charts all read it. An organisation's theme file gives only what differs from
`data/theme.yaml`. Colours are also compared here: grey of the same luma, contrast, steps of a scale.
"""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Colour: TypeAlias = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
Points: TypeAlias = Annotated[float, Field(gt=0, le=400)]


class _Part(BaseModel):
    """A part of a theme."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Colours(_Part):
    """#RRGGBB, all opaque."""

    ink: Colour
    muted: Colour
    primary: Colour
    accent: Colour
    link: Colour
    on_primary: Colour
    panel: Colour
    rule: Colour
    mute: Colour
    series: tuple[Colour, ...] = Field(min_length=3)


class Fonts(_Part):
    """Font files and the names that ask for them.

    A file of the theme's own is a whole path, one of briefgen's a name in `FONT_FOLDER`.
    """

    family: str
    regular: str
    bold: str
    italic: str
    bold_italic: str
    deck: str


class TextSizes(_Part):
    """Sizes in the brief, in points; `leading` is a multiple."""

    title: Points
    subtitle: Points
    message: Points
    heading: Points
    headline: Points
    body: Points
    leading: float = Field(ge=1, le=2)
    caption: Points
    note: Points
    key_number: Points


class SlideTextSizes(_Part):
    """Sizes on slides, in points."""

    title: Points
    body: Points
    small: Points
    source: Points
    key_number: Points


class Space(_Part):
    """Distances in the brief, in points."""

    margin: Points
    gutter: Points
    block: Points
    paragraph: Points


class ChartStyle(_Part):
    """Text sizes and line widths in charts, in points; `gap` is a share of a category's room."""

    title: Points
    subtitle: Points
    label: Points
    note: Points
    line: Points
    gap: float = Field(ge=0, lt=1)


class Theme(_Part):
    """A whole look."""

    name: str
    colours: Colours
    fonts: Fonts
    text: TextSizes
    slide_text: SlideTextSizes
    space: Space
    chart: ChartStyle

    def font_path(self, face: str) -> Path:
        """Path of the font file of `face`: regular, bold, italic or bold_italic."""
        return _font_path(getattr(self.fonts, face))


@lru_cache(maxsize=256)
def _font_path(name: str) -> Path:
    """The path of a font file; asked for with every label, so made once."""
    return FONT_FOLDER / name  # a whole path stays as it is


def is_file(path: Path) -> bool:
    """Whether there is a regular file; a name that no file can have is no error."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


_HERE = Path(__file__).parents[1]
DATA_FOLDER = _HERE / "data"
FONT_FOLDER = _HERE / "fonts"


def merge(base: Any, over: Any) -> Any:
    """`over` laid on `base`, mapping by mapping; lists and values are replaced whole."""
    if isinstance(base, dict) and isinstance(over, dict):
        return {**base, **{key: merge(base.get(key), value) for key, value in over.items()}}
    return over


def own_theme_data() -> Any:
    """briefgen's own theme as plain data, its scalars as text, to lay an organisation's on."""
    import yaml

    path = DATA_FOLDER / "theme.yaml"
    return yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)


@lru_cache(maxsize=1)
def own_theme() -> Theme:
    """briefgen's own theme."""
    return Theme.model_validate(own_theme_data())


# Colours as numbers: grey of the same luma, contrast, steps of a scale.

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
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


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
    changed: dict[str, object] = {n: of(c) for n, c in colours if isinstance(c, str)}
    changed |= {"accent": of(colours.ink), "series": tuple(of(c) for c in colours.series)}
    return theme.model_copy(update={"colours": colours.model_copy(update=changed)})


# How far apart colours look, also to eyes without one kind of cone.
# Dichromacy: the matrices for severity 1.0 of Machado, Oliveira and Fernandes, "A Physiologically-based Model for
# Simulation of Color Vision Deficiency", IEEE TVCG 15 (2009), applied to linear RGB. Difference: CIEDE2000 as in
# Sharma, Wu and Dalal, "The CIEDE2000 Color-Difference Formula", Color Research and Application 30 (2005).


MATRICES: dict[str, tuple[RGB, RGB, RGB]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}  # fmt: skip


def linear(colour: str) -> RGB:
    """#RRGGBB as linear sRGB (IEC 61966-2-1)."""
    parts = rgb(colour)
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return red, green, blue


def simulate_vision(colour: str, vision: str) -> RGB:
    """Linear sRGB of `colour` as someone with `vision` sees it."""
    rgb = linear(colour)
    red, green, blue = (
        min(1.0, max(0.0, sum(m * c for m, c in zip(row, rgb, strict=True))))
        for row in MATRICES[vision]
    )
    return red, green, blue


def lab(rgb: RGB) -> RGB:
    """CIE L*a*b* (D65, 2 degrees) of linear sRGB."""
    red, green, blue = rgb
    xyz = (
        (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047,
        0.2126729 * red + 0.7151522 * green + 0.0721750 * blue,
        (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883,
    )
    fx, fy, fz = (v ** (1 / 3) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116 for v in xyz)
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def ciede2000(one: RGB, other: RGB) -> float:
    """The difference of two L*a*b* colours; 1 is about what one can just tell apart side by side."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean**7 / (mean**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1 = math.degrees(math.atan2(b1, a1)) % 360 if c1 else 0.0
    h2 = math.degrees(math.atan2(b2, a2)) % 360 if c2 else 0.0
    turn = h2 - h1
    if c1 * c2 == 0:
        turn = 0.0
    elif abs(turn) > 180:
        turn -= math.copysign(360, turn)
    dl, dc = l2 - l1, c2 - c1
    dh = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    ml, mc = (l1 + l2) / 2, (c1 + c2) / 2
    mh = h1 + h2
    if c1 * c2:
        if abs(h1 - h2) <= 180:
            mh = (h1 + h2) / 2
        else:
            mh = (h1 + h2 + (360 if h1 + h2 < 360 else -360)) / 2
    cos = [math.cos(math.radians(x)) for x in (mh - 30, 2 * mh, 3 * mh + 6, 4 * mh - 63)]
    t = 1 - 0.17 * cos[0] + 0.24 * cos[1] + 0.32 * cos[2] - 0.20 * cos[3]
    rotation = -2 * math.sqrt(mc**7 / (mc**7 + 25**7))
    rotation *= math.sin(math.radians(60 * math.exp(-(((mh - 275) / 25) ** 2))))
    sl = 1 + 0.015 * (ml - 50) ** 2 / math.sqrt(20 + (ml - 50) ** 2)
    sc, sh = 1 + 0.045 * mc, 1 + 0.015 * mc * t
    parts = (dl / sl, dc / sc, dh / sh)
    return math.sqrt(sum(p * p for p in parts) + rotation * parts[1] * parts[2])


def difference(one: str, other: str, vision: str = "normal") -> float:
    """CIEDE2000 between two colours as someone with `vision` sees them."""
    return ciede2000(lab(simulate_vision(one, vision)), lab(simulate_vision(other, vision)))
