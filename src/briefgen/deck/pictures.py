"""Charts on slides: SVG, sharp at any zoom, with a PNG for programs that cannot show it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Pt

from briefgen import charts
from briefgen.deck.placed import Box, Picture
from briefgen.editions import Edition, EditionFigure

PNG_DPI = 144
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ASVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"


@dataclass(frozen=True, slots=True)
class ChartPicture:
    """One chart in both forms."""

    svg: str
    png: bytes


Artist: TypeAlias = Callable[[EditionFigure, float, float, float], ChartPicture]


def artist(edition: Edition) -> Artist:
    """Draws the edition's charts; arguments are the figure, width and height in points, the text scale."""

    def draw(figure: EditionFigure, width: float, height: float, text_scale: float) -> ChartPicture:
        fig = charts.draw(
            figure, edition.theme, edition.locale, width, height, text_scale=text_scale
        )
        svg = charts.to_svg(charts.record(fig), edition.theme)
        return ChartPicture(svg, charts.to_png(fig, PNG_DPI))

    return draw


def add_picture(slide: Any, picture: Picture, draw: Artist, placeholder: Any, number: int) -> None:
    """Put the picture on the slide, into `placeholder` where there is one."""
    box = picture.box
    drawn = None
    if picture.figure is not None:
        drawn = draw(picture.figure, box.width, box.height, picture.text_scale)
        image: Any = io.BytesIO(drawn.png)
    else:
        image = picture.file
    if placeholder is not None:
        shape = placeholder.insert_picture(image)
        shape.crop_left = shape.crop_right = shape.crop_top = shape.crop_bottom = 0
    else:
        shape = slide.shapes.add_picture(image, 0, 0)
    place(shape, box)
    shape._element.nvPicPr.cNvPr.set("descr", picture.alt)
    shape.name = f"Chart: {picture.figure.id}" if picture.figure else "Logo"
    if drawn is not None:
        _add_svg(slide, shape, drawn.svg, number)


def place(shape: Any, box: Box) -> None:
    """Set the shape's position and size."""
    shape.left, shape.top, shape.width, shape.height = (
        Pt(box.x),
        Pt(box.y),
        Pt(box.width),
        Pt(box.height),
    )


def _add_svg(slide: Any, shape: Any, svg: str, number: int) -> None:
    """The svgBlip extension of the picture's blip ([MS-ODRAWXML] 2.3.1.4)."""
    name = PackURI(f"/ppt/media/chart{number}.svg")
    part = Part(name, "image/svg+xml", slide.part.package, svg.encode())
    rid = slide.part.relate_to(part, RT.IMAGE)
    blip = shape._element.blipFill.find(f"{{{_A}}}blip")
    extensions = etree.SubElement(blip, f"{{{_A}}}extLst")
    extension = etree.SubElement(
        extensions, f"{{{_A}}}ext", uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
    )
    etree.SubElement(
        extension, f"{{{_ASVG}}}svgBlip", {f"{{{_R}}}embed": rid}, nsmap={"asvg": _ASVG}
    )


def mark_decorative(shape: Any) -> None:
    """Tell screen readers to pass over the shape ([MS-ODRAWXML] 2.24.3.1, decorative)."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("descr", "")
    extensions = etree.SubElement(properties, f"{{{_A}}}extLst")
    extension = etree.SubElement(
        extensions, f"{{{_A}}}ext", uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
    )
    etree.SubElement(
        extension, f"{{{_DECORATIVE}}}decorative", {"val": "1"}, nsmap={"adec": _DECORATIVE}
    )
