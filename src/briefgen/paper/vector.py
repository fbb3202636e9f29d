"""A recorded chart replayed on a reportlab canvas: paths stay paths, text stays text in the brief's fonts."""

from __future__ import annotations

import math
from typing import Any

from reportlab.lib.colors import Color

from briefgen.charts.drawing import Drawing, Label, Path
from briefgen.fonts import drawn
from briefgen.paper.typefaces import font_name
from briefgen.tagged import TaggedCanvas
from briefgen.theme import Theme


def replay(canvas: TaggedCanvas, drawing: Drawing, theme: Theme) -> None:
    """Draw `drawing` with its lower left corner at the canvas's origin."""
    for item in drawing.items:
        canvas.saveState()
        if isinstance(item, Label):
            _label(canvas, item, theme)
        else:
            _path(canvas, item)
        canvas.restoreState()


def _flat(colour: Any, alpha: float) -> Color:
    """The opaque colour that `colour` gives on white paper."""
    red, green, blue = (1 - alpha * (1 - part) for part in colour[:3])
    return Color(red, green, blue)


def _path(canvas: Any, item: Path) -> None:
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
        canvas.setFillColor(_flat(item.fill, item.alpha))
    if item.stroke is not None:
        canvas.setStrokeColor(_flat(item.stroke, item.alpha))
        canvas.setLineWidth(item.line_width)
        canvas.setLineCap({"butt": 0, "round": 1, "projecting": 2}.get(item.cap, 0))
        canvas.setLineJoin({"miter": 0, "round": 1, "bevel": 2}.get(item.join, 0))
        if item.dash:
            canvas.setDash(list(item.dash))
    canvas.drawPath(path, stroke=int(item.stroke is not None), fill=int(item.fill is not None))


def _label(canvas: Any, item: Label, theme: Theme) -> None:
    canvas.setFillColor(_flat(item.colour, 1))
    canvas.setFont(font_name(theme, item.bold, item.italic), item.size)
    text = drawn(item.text)
    if not item.rotation:
        canvas.drawString(item.x, item.y, text)
        return
    angle = math.radians(item.rotation)
    canvas.transform(
        math.cos(angle), math.sin(angle), -math.sin(angle), math.cos(angle), item.x, item.y
    )
    canvas.drawString(0, 0, text)
