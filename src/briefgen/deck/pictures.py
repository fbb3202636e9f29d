"""Charts on slides: SVG, sharp at any zoom, with a PNG for programs that cannot show it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from lxml import etree
from msgspec import Struct

from briefgen.deck.names import IMAGE, A, R, qn
from briefgen.deck.sheet import Sheet, Vector, describe
from briefgen.editions import EditionFigure
from briefgen.locale import Locale
from briefgen.theme import Theme

PNG_DPI = 144
_ASVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"


class ChartPicture(Struct, frozen=True):
    """One chart in both forms."""

    svg: str
    png: bytes
    dropped: tuple[str, ...] = ()  # labels that had no room


# Draws a figure at a width and height in points, its text multiplied by a scale.
Artist: TypeAlias = Callable[[EditionFigure, float, float, float], ChartPicture]


def own_artist(theme: Theme, locale: Locale) -> Artist:
    """Draws charts in the look of `theme`; matplotlib is imported when the first is drawn."""

    def draw(figure: EditionFigure, width: float, height: float, text_scale: float) -> ChartPicture:
        from briefgen.charts import kept

        svg, png, dropped = kept.picture(
            figure, theme, locale, width, height, dpi=PNG_DPI, text_scale=text_scale
        )
        return ChartPicture(svg, png, dropped)

    return draw


def add_svg(sheet: Sheet, picture: Any, svg: str, number: int) -> None:
    """The svgBlip extension of the blip of a picture's element ([MS-ODRAWXML] 2.3.1.4)."""
    rid = sheet.relate(IMAGE, Vector(svg, number))
    blip = next(picture.iter(qn("a:blip")))
    extensions = etree.SubElement(blip, f"{{{A}}}extLst")
    extension = etree.SubElement(
        extensions, f"{{{A}}}ext", uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
    )
    etree.SubElement(
        extension, f"{{{_ASVG}}}svgBlip", {f"{{{R}}}embed": rid}, nsmap={"asvg": _ASVG}
    )


def mark_decorative(element: Any) -> None:
    """Tell screen readers to pass over the shape ([MS-ODRAWXML] 2.24.3.1, decorative)."""
    describe(element, "")
    properties = next(element.iter(qn("p:cNvPr")))
    extensions = etree.SubElement(properties, f"{{{A}}}extLst")
    extension = etree.SubElement(
        extensions, f"{{{A}}}ext", uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
    )
    etree.SubElement(
        extension, f"{{{_DECORATIVE}}}decorative", {"val": "1"}, nsmap={"adec": _DECORATIVE}
    )
