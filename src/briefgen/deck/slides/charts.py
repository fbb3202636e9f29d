"""Charts on slides: across the slide, over a strip of words, or beside a panel of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from briefgen import charts
from briefgen.charts.kinds import KINDS, elastic
from briefgen.deck.draft import Draft
from briefgen.deck.native import plan as plan_native
from briefgen.deck.notes import Notes
from briefgen.deck.placed import Box, ChartBox, Kind, Line, Panel, Part, Picture, TextBox
from briefgen.deck.slides.numbers import number_box
from briefgen.deck.slides.strip import strip
from briefgen.deck.slides.voices import quote_box, quote_lines, voices
from briefgen.deck.template.own_layouts import GUTTER, SIDE
from briefgen.diagnostics import Diagnostic, Severity, warning
from briefgen.editions import EditionFigure, EditionFinding
from briefgen.outline.richtext import Inline, plain

# Text in charts is 9 points times the scale: 18 and more on a slide of usual height.
LEAST_SCALE, USUAL_HEIGHT = 2.0, 540.0
_SCALES = (1.5, 1.35, 1.2, 1.1, 1.0)
# At larger scales a timeline would run downwards and leave the slide's right half empty.
_LARGEST = {"timeline": 1.1}
# More marks than this want the whole width.
_FEW = 6
_STRETCH = 1.4
_PAD = 18.0


@dataclass(frozen=True, slots=True)
class _Plan:
    """The chart's box and text scale, and what stands beside or below it."""

    picture: Picture
    words: tuple[Part, ...] = ()
    beside: bool = False


def chart_slide(
    draft: Draft, title: Inline, figure: EditionFigure, section: str, notes: Notes,
    finding: EditionFinding | None = None,
) -> None:  # fmt: skip
    """The chart with its takeaway and measure above it and, where there is room, the words behind it."""
    frame = draft.frame("chart")
    source = draft.source(frame, figure.source, figure.note)
    foot = min(source[0].box.y - 10, frame.source.y) if source else frame.body.bottom
    area = frame.body.until(max(foot, frame.body.y + 60))
    plan = _beside(draft, figure, finding, title, area) if finding else None
    if plan is None and finding:
        plan = _above(draft, figure, finding, title, area)
    caption = _caption(draft, figure, title, plan.picture.box.width if plan else area.width, area)
    if plan is None:
        room = area.below(_under(caption))
        plan = _Plan(_picture(draft, figure, room))
    kind: Kind = "points" if plan.beside else "chart"
    if plan.picture.text_scale < 0.85 * _least(draft):
        size = plan.picture.text_scale * draft.theme.chart.label
        message = f"the chart `{figure.id}` has so much on it that its text is {size:.0f} points on a slide"
        draft.found.append(
            warning("slide-chart", message, hint="show fewer rows, or say it in a table")
        )
    drawn = _native(draft, figure, plan.picture) or plan.picture
    draft.add(kind, title, [*caption, drawn, *plan.words, *source], section, notes)


def _native(draft: Draft, figure: EditionFigure, picture: Picture) -> ChartBox | None:
    """The figure as PowerPoint's own chart, where that is asked for and possible."""
    if (figure.spec.deck or draft.edition.deck.charts) == "picture":
        return None
    made = plan_native(figure.spec, draft.theme, draft.edition.locale)
    if isinstance(made, str):
        message = f"the chart `{figure.id}` is a picture on its slide: {made}"
        draft.found.append(Diagnostic(Severity.NOTE, "slide-chart", message))
        return None
    return ChartBox(picture.box, picture.alt, figure, made)


def _caption(
    draft: Draft, figure: EditionFigure, title: Inline, width: float, area: Box
) -> list[TextBox]:
    """The figure's own takeaway, where the slide's title is another, and what is measured."""
    lines: list[Line] = []
    if plain(figure.title) != plain(title):
        lines.append(Line(figure.title, 20, bold=True))
    if figure.subtitle:
        lines.append(Line(figure.subtitle, draft.size("small"), "muted", gap=2))
    if not lines:
        return []
    high = draft.high(lines, width)
    return [draft.text(Box(area.x, area.y, width, high), lines, "caption")]


def _under(caption: list[TextBox]) -> float:
    return caption[0].box.height + 14 if caption else 0.0


def _least(draft: Draft) -> float:
    """The smallest text scale: on a lower slide, which is shown as large, text may be smaller."""
    return LEAST_SCALE * min(1.0, draft.template.height / USUAL_HEIGHT)


def _natural(draft: Draft, figure: EditionFigure, width: float, scale: float) -> float:
    return charts.natural_height(
        figure, draft.theme, width, locale=draft.edition.locale, text_scale=scale
    )


def _picture(draft: Draft, figure: EditionFigure, room: Box) -> Picture:
    """The chart in the whole room; one of a few rows as large as it can be, in the middle."""
    least = _least(draft)
    scale, high = least, room.height
    if not elastic(figure.spec):
        most = _LARGEST.get(figure.spec.kind, _SCALES[0])
        scales = [least * s for s in _SCALES if s <= most]
        fitting = (s for s in scales if _natural(draft, figure, room.width, s) <= room.height)
        scale = next(fitting, 0.0)
        if not scale:
            natural = _natural(draft, figure, room.width, least)
            scale = least * min(0.99, room.height / natural)
        stretch = float(getattr(KINDS[figure.spec.kind], "STRETCH", _STRETCH))
        high = min(room.height, _natural(draft, figure, room.width, scale) * stretch)
    box = Box(room.x, room.y + (room.height - high) * 0.4, room.width, high)
    return Picture(box, figure.alt, figure=figure, text_scale=scale)


def _beside(
    draft: Draft, figure: EditionFigure, finding: EditionFinding, title: Inline, area: Box
) -> _Plan | None:
    """The chart beside a panel with the key number, or else the phrase; None where it would be cramped."""
    if area.width < 700 or _wide(draft, figure, area):
        return None
    width = area.width - SIDE - GUTTER
    room = Box(area.x, area.y, width, area.height).below(
        _under(_caption(draft, figure, title, width, area))
    )
    if not elastic(figure.spec) and _natural(draft, figure, width, _least(draft)) > room.height:
        across = area.below(_under(_caption(draft, figure, title, area.width, area)))
        if _natural(draft, figure, area.width, _least(draft)) <= across.height:
            return None  # it fits across; one that is too tall either way leaves a side free
    said = voices(draft, finding)
    panel = Box(area.right - SIDE, area.y, SIDE, area.height)
    inner = panel.inset(_PAD, 14)
    words: TextBox | None = None
    if finding.key_number:
        number = number_box(draft, finding.key_number, inner, largest=72)
        lines = list(number.lines)
        if said:
            first, *rest = quote_lines(draft, said[0], 18, gap=4)
            spaced = [*lines, replace(first, gap=16), *rest]
            lines = spaced if draft.high(spaced, inner.width) <= inner.height else lines
        words = draft.text(inner, lines, "side", "middle")
    elif said and (
        elastic(figure.spec)
        or _natural(draft, figure, area.width, _least(draft)) > 0.55 * room.height
    ):
        words = quote_box(draft, said[0], inner, 26, "side")
    if words is None or not words.fits:
        return None
    accent = Panel(Box(panel.x, panel.y, panel.width, 4), "accent")
    return _Plan(_picture(draft, figure, room), (Panel(panel, "panel"), accent, words), True)


def _wide(draft: Draft, figure: EditionFigure, area: Box) -> bool:
    """Whether the chart has so much on it that it wants the whole width; a timeline of many steps runs downwards."""
    if figure.spec.kind == "timeline":
        return _natural(draft, figure, area.width, _least(draft)) <= area.height
    rows = getattr(figure.spec, "data", ())
    return figure.spec.kind in ("line", "area", "scatter") or len(rows) > _FEW


def _above(
    draft: Draft, figure: EditionFigure, finding: EditionFinding, title: Inline, area: Box
) -> _Plan | None:
    """A low chart over a strip with the key number or the phrase; None where it needs the height."""
    if elastic(figure.spec):
        return None
    room = area.below(_under(_caption(draft, figure, title, area.width, area)))
    words = strip(draft, finding, area)
    if not words:
        return None
    high = words[0].box.height
    if _natural(draft, figure, area.width, _least(draft)) + high + 16 > room.height:
        return None
    picture = _picture(draft, figure, room.until(room.bottom - high - 16))
    return _Plan(picture, tuple(words))
