"""A display list as SVG 1.1: shapes as paths, text as text in the theme's font or one of its measures.

Arabic and Hebrew letters are shapes too.
"""

from __future__ import annotations

from briefgen.charts.drawing import Colour, Drawing, Label, PathShape
from briefgen.charts.mirror import outlined
from briefgen.languages import font_metrics
from briefgen.model.rich_text import escape, quoteattr
from briefgen.model.theme import Theme

# Fonts of the same metrics as those that come with briefgen.
_ALIKE = {
    "Carlito": ("Calibri", "Carlito"),
    "Liberation Sans": ("Arial", "Helvetica", "Liberation Sans"),
}


def to_svg(drawing: Drawing, theme: Theme, *, title: str = "", description: str = "") -> str:
    """The whole document; sizes are points, which a viewer takes as user units of the view box."""
    width, height = _number(drawing.width), _number(drawing.height)
    family = ", ".join(f"'{name}'" for name in _families(theme)) + ", sans-serif"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" '
        f'viewBox="0 0 {width} {height}" role="img" font-family="{family}">'
    ]
    if title:
        lines.append(f"<title>{escape(title)}</title>")
    if description:
        lines.append(f"<desc>{escape(description)}</desc>")
    # Programs that show SVG know neither how letters join nor which font has them.
    outlines = font_metrics.has_joining_letters(theme.font_path("regular"))
    for item in drawing.items:
        if isinstance(item, Label):
            if outlines:
                lines.append(_path(outlined(item, theme, drawing.rtl), drawing.height))
            else:
                lines.append(_label(item, drawing.height))
        else:
            lines.append(_path(item, drawing.height))
    lines.append("</svg>\n")
    return "\n".join(lines)


def _families(theme: Theme) -> tuple[str, ...]:
    """The fonts to ask for: the deck's, unless the chart's was measured by one of other widths, and labels would move."""
    deck, family = theme.fonts.deck, theme.fonts.family
    alike = _ALIKE.get(family, (deck,))
    return tuple(dict.fromkeys((deck if deck in alike else alike[0], family)))


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def _path(item: PathShape, height: float) -> str:
    parts = []
    for op, *at in item.commands:
        flipped = [v if i % 2 == 0 else height - v for i, v in enumerate(at)]
        parts.append(op + " ".join(_number(v) for v in flipped))
    style = [f'fill="{_hex(item.fill)}"' if item.fill else 'fill="none"']
    if item.stroke:
        style.append(f'stroke="{_hex(item.stroke)}" stroke-width="{_number(item.line_width)}"')
        if item.dash:
            style.append(f'stroke-dasharray="{" ".join(_number(d) for d in item.dash)}"')
        if item.cap == "round":
            style.append('stroke-linecap="round"')
        if item.join == "round":
            style.append('stroke-linejoin="round"')
    if item.alpha < 1:
        style.append(f'opacity="{_number(item.alpha)}"')
    return f'<path d="{"".join(parts)}" {" ".join(style)}/>'


def _label(item: Label, height: float) -> str:
    x, y = _number(item.x), _number(height - item.y)
    style = f'font-size="{_number(item.size)}" fill="{_hex(item.colour)}"'
    style += ' font-weight="bold"' if item.bold else ""
    style += ' font-style="italic"' if item.italic else ""
    if item.rotation:
        turn = quoteattr(f"rotate({_number(-item.rotation)} {x} {y})")
        style += f" transform={turn}"
    return f'<text x="{x}" y="{y}" {style} xml:space="preserve">{escape(item.text)}</text>'
