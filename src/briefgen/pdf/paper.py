"""What brief and handout share on paper: page sizes, the theme's fonts embedded, charts replayed, metadata."""

from __future__ import annotations

import hashlib
import math
from datetime import UTC, datetime
from functools import cache
from typing import Any

from msgspec import Struct
from reportlab.lib.colors import Color
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from briefgen.charts.drawing import Drawing, Label
from briefgen.charts.drawing import PathShape as Outline
from briefgen.languages import font_metrics
from briefgen.languages.font_metrics import replace_rare_characters
from briefgen.model.diagnostics import BriefgenError, error
from briefgen.model.edition import Edition
from briefgen.model.rich_text import plain
from briefgen.model.theme import FONT_FOLDER, Theme, own_theme
from briefgen.pdf.tagged.canvas import TaggedCanvas
from briefgen.pdf.tagged.document import Metadata
from briefgen.pdf.tagged.fonts import ShapedFont

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


_STYLES = ((0, 0), (1, 0), (0, 1), (1, 1))  # bold, italic


def font_name(theme: Theme, bold: bool = False, italic: bool = False) -> str:
    """Return reportlab's name of a face, registering the family when it is first asked for.

    Raises BriefgenError for a file that reportlab cannot embed (CFF outlines, a licence that forbids it).
    """
    f = theme.fonts
    return _register_family(f.regular, f.bold, f.italic, f.bold_italic)[bold, italic]


def _register_font(font: TTFont) -> None:
    # reportlab would take another file, or a font that is not shaped, of the same PostScript name for this one.
    pdfmetrics._dynFaceNames.pop(font.face.name, None)
    pdfmetrics.registerFont(font)


def _register_spare(face: str) -> str:
    """Register briefgen's own face and return its name, for what a font of Arabic or Hebrew lacks."""
    path = own_theme().font_path(face)
    name = f"{path.stem}-spare"
    if name not in pdfmetrics.getRegisteredFontNames():
        _register_font(ShapedFont(name, path))
    return name


@cache
def _register_family(*files: str) -> dict[tuple[int, int], str]:
    """Register four font files, as a theme names them, and return the names of the styles.

    Families that share a file never meet, since reportlab finds the bold face of a name in one family alone: a name
    holds a digest of the whole family.
    """
    names: dict[tuple[int, int], str] = {}
    for style, file in zip(_STYLES, files, strict=True):
        path = FONT_FOLDER / file
        family = hashlib.sha256(repr((file, files)).encode("utf-8", "backslashreplace"))
        names[style] = name = f"{path.stem}-{family.hexdigest()[:8]}"
        try:
            if font_metrics.has_joining_letters(path):
                spare = _register_spare(font_metrics.face_name(*map(bool, style)))
                _register_font(ShapedFont(name, path, spare))
            else:
                _register_font(TTFont(name, str(path)))
        except (TTFError, OSError, ValueError) as exc:
            message = f"the font `{path.name}` cannot be embedded: {exc}"
            hint = "name a TrueType font (.ttf with glyf outlines) in the theme"
            raise BriefgenError(error("font", message, hint=hint)) from None
    for regular in names.values():
        for (bold, italic), name in names.items():
            addMapping(regular, bold, italic, name)
    return names


def replay(canvas: TaggedCanvas, drawing: Drawing, theme: Theme) -> None:
    """Draw `drawing` with its lower left corner at the canvas's origin."""
    for item in drawing.items:
        canvas.saveState()
        if isinstance(item, Label):
            _draw_label(canvas, item, theme)
        else:
            _draw_path(canvas, item)
        canvas.restoreState()


def _blend_on_white(colour: Any, alpha: float) -> Color:
    """The opaque colour that `colour` gives on white paper."""
    red, green, blue = (1 - alpha * (1 - part) for part in colour[:3])
    return Color(red, green, blue)


def _draw_path(canvas: Any, item: Outline) -> None:
    path = canvas.beginPath()
    if item.clip is not None:
        x, y, width, height = item.clip
        clip = canvas.beginPath()
        clip.rect(x, y, width, height)
        canvas.clipPath(clip, stroke=0, fill=0)
    for op, *at in item.commands:
        if op == "M":
            path.moveTo(*at)
        elif op == "L":
            path.lineTo(*at)
        elif op == "C":
            path.curveTo(*at)
        else:
            path.close()
    if item.fill is not None:
        canvas.setFillColor(_blend_on_white(item.fill, item.alpha))
    if item.stroke is not None:
        canvas.setStrokeColor(_blend_on_white(item.stroke, item.alpha))
        canvas.setLineWidth(item.line_width)
        canvas.setLineCap({"butt": 0, "round": 1, "projecting": 2}.get(item.cap, 0))
        canvas.setLineJoin({"miter": 0, "round": 1, "bevel": 2}.get(item.join, 0))
        if item.dash:
            canvas.setDash(list(item.dash))
    canvas.drawPath(path, stroke=int(item.stroke is not None), fill=int(item.fill is not None))


def _draw_label(canvas: Any, item: Label, theme: Theme) -> None:
    canvas.setFillColor(_blend_on_white(item.colour, 1))
    canvas.setFont(font_name(theme, item.bold, item.italic), item.size)
    text = replace_rare_characters(item.text)
    if not item.rotation:
        canvas.drawString(item.x, item.y, text)
        return
    angle = math.radians(item.rotation)
    canvas.transform(
        math.cos(angle), math.sin(angle), -math.sin(angle), math.cos(angle), item.x, item.y
    )
    canvas.drawString(0, 0, text)


def metadata(edition: Edition) -> Metadata:
    """Title, authors and date of `edition`; the date is the outline's, so that builds repeat byte for byte."""
    return Metadata(
        title=plain(edition.title),
        authors=edition.authors or (edition.organisation.name,),
        description=plain(edition.subtitle),
        keywords=edition.keywords,
        creator="briefgen",
        created=datetime(edition.date.year, edition.date.month, edition.date.day, tzinfo=UTC),
    )
