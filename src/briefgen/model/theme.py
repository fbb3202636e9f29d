"""The look, as data in one place: colours, fonts, type scale (points), spacing (points), chart style.

PDF, deck and charts all read it. An organisation's theme file gives only what differs from
`data/theme.yaml`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import yaml
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
    """Font files (in the theme file's folder, or briefgen's own) and the names that ask for them."""

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
    """A whole look. `folder` is where its font files are."""

    name: str
    colours: Colours
    fonts: Fonts
    text: TextSizes
    slide_text: SlideTextSizes
    space: Space
    chart: ChartStyle
    folder: Path = Path()

    def font_path(self, face: str) -> Path:
        """Path of the font file of `face`: regular, bold, italic or bold_italic."""
        return _font_file(self.folder, getattr(self.fonts, face))


@lru_cache(maxsize=256)
def _font_file(folder: Path, name: str) -> Path:
    """The file `name` in `folder`, or else briefgen's own; asked for with every label, so looked for once."""
    own = folder / name
    return own if is_file(own) else FONT_FOLDER / name


def is_file(path: Path) -> bool:
    """Whether there is a regular file; a name that no file can have is no error."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


_HERE = Path(__file__).parents[1]
DATA_FOLDER = _HERE / "data"
FONT_FOLDER = _HERE / "fonts"


def merged(base: Any, over: Any) -> Any:
    """`over` laid on `base`, mapping by mapping; lists and values are replaced whole."""
    if isinstance(base, dict) and isinstance(over, dict):
        return {**base, **{key: merged(base.get(key), value) for key, value in over.items()}}
    return over


def own_theme_data() -> Any:
    """briefgen's own theme as plain data, its scalars as text, to lay an organisation's on."""
    path = DATA_FOLDER / "theme.yaml"
    return yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)


@lru_cache(maxsize=1)
def own_theme() -> Theme:
    """briefgen's own theme."""
    return Theme.model_validate({**own_theme_data(), "folder": FONT_FOLDER})
