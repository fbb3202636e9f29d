"""Charts on slides: across the slide, over a strip of words, beside a panel of them, or in parts over several slides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from briefgen import charts
from briefgen.charts import layout
from briefgen.charts.kinds import kind_of
from briefgen.charts.layout import resolve_kind
from briefgen.charts.sheet import Frame
from briefgen.deck.boxes import Box, ChartBox, Kind, Part, Picture, TextBox
from briefgen.deck.draft import (
    ONE_CONTENT,
    Draft,
    Notes,
    SlideKind,
    accent_panel,
    add_rest,
    caption,
    shorten,
    split_long,
)
from briefgen.deck.slides.evidence import (
    add_number_slides,
    number_box,
    quote_box,
    quote_lines,
    strip,
    voices,
)
from briefgen.deck.slides.tables import add_table_slides
from briefgen.deck.template.builtin import GUTTER, SIDE
from briefgen.languages.locale import locale_of
from briefgen.model.diagnostics import Diagnostic, Severity, warning
from briefgen.model.edition import EditionFigure, EditionFinding, EditionTable
from briefgen.model.figures import rows_of
from briefgen.model.outline import Column
from briefgen.model.rich_text import Inline, Text
from briefgen.storage.cache import Memo

LEAST = 18.0  # points: the smallest type in a chart
_SCALES = (1.5, 1.35, 1.2, 1.1, 1.0)
_STRETCH = 1.4
# Of its natural height, what a kind that is as good at any height should keep over a strip of words.
_KEPT = 0.7
_PAD, _GAP = 18.0, 16.0


class Chart(SlideKind):
    """A chart across the slide."""

    name = "chart"
    names = ("Evidence", *ONE_CONTENT)
    types = ("obj", "chart", "tbl", "tx")
    contents = 1
    roles = ("title", "picture")


class ChartBesideWords(SlideKind):
    """A chart beside a panel of words."""

    name = "points"
    names = ("Evidence and points", "Two Content", "Title, 2 Content")
    types = ("objAndTx", "txAndObj", "chartAndTx", "twoObj")
    contents = 2
    roles = ("title", "picture", "side")


def add_chart_slides(
    draft: Draft, title: Inline, figure: EditionFigure, section: str, notes: Notes,
    finding: EditionFinding | None = None,
) -> None:  # fmt: skip
    """Add the chart with its takeaway and measure above it and, where there is room, the words behind it.

    One with more rows than fit goes on over next slides; one that cannot be divided is shown as a table of its data,
    and reported. A key number that stands beside none of them has a slide of its own.
    """
    frame, given = draft.frame("chart"), figure
    figure, above = shorten(draft, figure, title, frame.body)
    lines = draft.sources(figure.source, figure.note)
    lines, below = split_long(draft, lines, frame.source.width, frame.body.height)
    source = draft.foot(frame, lines)
    foot = min(source[0].box.y - 10, frame.source.y) if source else frame.body.bottom
    area = frame.body.until(max(foot, frame.body.y + 60))
    one = plan_whole(draft, figure, finding, title, area)
    plans = [one] if one else _plan_parts(draft, figure, finding, title, area)
    if not plans:
        _as_table(draft, given, section, notes, finding)
        return
    for plan in plans:
        kind: Kind = "points" if plan.beside else "chart"
        chart = _native(draft, plan) or plan.picture
        draft.add(kind, title, [*plan.caption, chart, *plan.words, *source], section, notes)
        notes = Notes()
    add_rest(draft, title, [*above, *below], section)
    if finding and finding.key_number and not any(plan.numbered for plan in plans):
        add_number_slides(draft, finding, section, notes)


def _plan_parts(
    draft: Draft, figure: EditionFigure, finding: EditionFinding | None, title: Inline, area: Box
) -> list[Plan]:
    """The chart over as few slides as show all of its rows, the words behind it on each where that takes no more."""
    bare = _divide(draft, figure, title, area)
    words = strip(draft, finding, area) if finding else []
    if not words:
        return bare
    low = area.until(words[0].box.y - _GAP)
    worded = _divide(draft, figure, title, low)
    if not worded or len(worded) > len(bare):
        return bare
    numbered = finding is not None and finding.key_number is not None
    return [replace(plan, words=tuple(words), numbered=numbered) for plan in worded]


def _divide(draft: Draft, figure: EditionFigure, title: Inline, area: Box) -> list[Plan]:
    """A plan for each part, none where no number of parts fits."""
    kind = kind_of(figure.spec)
    if not kind.divisible:
        return []
    rows = len(kind.pieces(figure.spec))
    for count in range(2, rows + 1):
        if -(-rows // count) == -(-rows // (count - 1)):
            continue  # the largest part would be no smaller
        found = layout.divide(figure, count, locale_of(draft.edition))
        plans = [plan_across(draft, part, title, area) for part in found]
        fitting = [plan for plan in plans if plan is not None]
        if len(fitting) == count:
            # All in the type of the part that needs the smallest.
            scale = min(plan.picture.text_scale for plan in fitting)
            return [replace(p, picture=replace(p.picture, text_scale=scale)) for p in fitting]
    return []


def _native(draft: Draft, plan: Plan) -> ChartBox | None:
    """The figure as PowerPoint's own chart, where that is asked for and possible."""
    picture, figure = plan.picture, plan.picture.figure
    assert figure is not None
    if (figure.spec.deck or draft.edition.deck.charts) == "picture":
        return None
    made = kind_of(figure.spec).plan_native(figure.spec, draft.theme, locale_of(draft.edition))
    if isinstance(made, str):
        message = f"the chart `{figure.id}` is a picture on its slide: {made}"
        said = Diagnostic(Severity.NOTE, "slide-chart", message, figure.place)
        draft.found += [] if said in draft.found else [said]
        return None
    return ChartBox(picture.box, picture.alt, figure, replace(made, domain=figure.domain))


def _as_table(
    draft: Draft, figure: EditionFigure, section: str, notes: Notes, finding: EditionFinding | None
) -> None:
    """The figure's data as a table, where all that is on the chart fits no slide; its alternative text where it has none."""
    locale = locale_of(draft.edition)
    headers, rows = charts.data_table(figure.spec, locale)
    instead = "its data as a table" if headers else "its alternative text"
    message = f"the chart `{figure.id}` has more on it than fits a slide in type of 18 points: slides show {instead}"
    hint = "show fewer rows, shorten labels, or choose another kind of chart"
    draft.found.append(warning("slide-chart", message, figure.place, hint))
    if not headers:
        headers, rows = (kind_of(figure.spec).word(locale),), [(figure.alt,)]
    shown = EditionTable(
        figure.id, figure.number, figure.title, figure.subtitle,
        tuple(Column(header=head) for head in headers),
        tuple((Text(head),) for head in headers),
        tuple(tuple((Text(cell),) for cell in row) for row in rows),
        figure.source, (*figure.note, *_beside_data(draft, figure)),
    )  # fmt: skip
    add_table_slides(draft, shown, section, notes, finding)


def _beside_data(draft: Draft, figure: EditionFigure) -> Inline:
    """What a chart writes beside its marks and lines, which its data has no column for."""
    spec: Any = figure.spec
    locale = locale_of(draft.edition)
    told = [
        f"{getattr(row, 'label', None) or getattr(row, 'x', '')}{locale.colon} {row.note}"
        for row in rows_of(spec) if getattr(row, "note", None)
    ]  # fmt: skip
    told += [
        f"{reference.label}{locale.colon} {locale.quantity(reference.value, spec)}"
        for reference in getattr(spec, "references", ())
    ]
    told += [spec.rest] if getattr(spec, "rest", None) else []
    before = " " if figure.note else ""
    return (Text(before + "; ".join(told) + "."),) if told else ()


# Sizes of charts are asked for many times in each build, and are the same in the next.
_heights: Memo[float] = Memo(4096)
_stays: Memo[bool] = Memo(1024)


class Plan(Struct, frozen=True):
    """A chart's box and text scale, the caption above it, and what stands beside or below it.

    `numbered` says whether the finding's key number is among the words.
    """

    picture: Picture
    caption: tuple[Part, ...] = ()
    words: tuple[Part, ...] = ()
    beside: bool = False
    numbered: bool = False


def plan_whole(
    draft: Draft, figure: EditionFigure, finding: EditionFinding | None, title: Inline, area: Box
) -> Plan | None:
    """All of the chart on one slide, with the finding's number or phrase where there is room; None where it does not fit."""
    found = None
    if finding:

        def fits() -> bool:
            return _natural(draft, figure, area.width) <= area.height

        if not kind_of(figure.spec).wants_width(figure.spec, fits):
            found = _plan_beside(draft, figure, finding, title, area)
        found = found or _plan_above(draft, figure, finding, title, area)
        if found is None and finding.key_number and kind_of(figure.spec).elastic:
            found = _plan_beside(draft, figure, finding, title, area)
    return found or plan_across(draft, figure, title, area)


def plan_across(draft: Draft, figure: EditionFigure, title: Inline, area: Box) -> Plan | None:
    """The chart alone in `area` under its caption, or None where its text would be too small."""
    caption = _caption(draft, figure, title, area.width, area)
    picture = _picture(draft, figure, area.below(_under(caption)))
    return Plan(picture, tuple(caption)) if picture else None


def _caption(
    draft: Draft, figure: EditionFigure, title: Inline, width: float, area: Box
) -> list[TextBox]:
    """The box over the chart, if there is something to say in it."""
    lines = caption(draft, figure, title)
    if not lines:
        return []
    high = draft.height(lines, width)
    return [draft.text(Box(area.x, area.y, width, high), lines, "caption")]


def _under(caption: list[TextBox]) -> float:
    return caption[0].box.height + 14 if caption else 0.0


def _scale(draft: Draft) -> float:
    """The smallest text scale."""
    return LEAST / draft.theme.chart.label


def _natural(draft: Draft, figure: EditionFigure, width: float, scale: float = 0.0) -> float:
    """The chart's natural height at this width and text scale (default: the smallest)."""
    return _measure(draft, charts.natural_height, figure, width, scale or _scale(draft))


def _least(draft: Draft, figure: EditionFigure, width: float) -> float:
    return _measure(draft, charts.least_height, figure, width, _scale(draft))


def _measure(
    draft: Draft, measure: Callable[..., float], figure: EditionFigure, width: float, scale: float
) -> float:
    """A height of the chart by the function `measure`, of this build or an earlier one."""
    look = {"locale": locale_of(draft.edition), "text_scale": scale}
    key = (measure.__name__, draft.figure_key(figure), width, scale)
    return _heights.get(key, lambda: measure(figure, draft.theme, width, **look))


def _arrange(draft: Draft, figure: EditionFigure, width: float) -> EditionFigure:
    """The figure in the form that suits the width."""

    def arrange() -> EditionFigure:
        return resolve_kind(figure, draft.theme, locale_of(draft.edition), width, _scale(draft))

    # A figure has places in its file too, which are another build's: only whether it stays as it is is remembered.
    key = (draft.figure_key(figure), width)
    return figure if _stays.get(key, lambda: arrange() is figure) else arrange()


def _picture(draft: Draft, figure: EditionFigure, room: Box) -> Picture | None:
    """The chart in the whole room; one of a few rows as large as it can be, in the middle; None where it does not fit."""
    figure = _arrange(draft, figure, room.width)
    if _least(draft, figure, room.width) > room.height:
        return None
    scale, high = _scale(draft), room.height
    kind = kind_of(figure.spec)
    if not kind.elastic:
        frame = Frame(draft.theme, locale_of(draft.edition), room.width, scale)
        scales = kind.text_scales(figure.spec, frame, [scale * s for s in _SCALES])
        fitting = (s for s in scales if _natural(draft, figure, room.width, s) <= room.height)
        scale = next(fitting, scale)
        stretch = kind.stretch or _STRETCH
        high = min(room.height, _natural(draft, figure, room.width, scale) * stretch)
    box = Box(room.x, room.y + (room.height - high) * 0.4, room.width, high)
    return Picture(box, figure.alt, figure=figure, text_scale=scale)


def _plan_beside(
    draft: Draft, figure: EditionFigure, finding: EditionFinding, title: Inline, area: Box
) -> Plan | None:
    """The chart beside a panel with the key number, or else the phrase; None where it would be cramped."""
    if area.width < 700:
        return None
    width = area.width - SIDE - GUTTER
    caption = _caption(draft, figure, title, width, area)
    room = Box(area.x, area.y, width, area.height).below(_under(caption))
    shown = _arrange(draft, figure, width)
    elastic = kind_of(shown.spec).elastic
    if not elastic and _natural(draft, shown, width) > room.height:
        over = _under(_caption(draft, figure, title, area.width, area))
        wide = _arrange(draft, figure, area.width)
        if _natural(draft, wide, area.width) <= area.height - over:
            return None  # it fits across; one that is too tall either way leaves a side free
    picture = _picture(draft, figure, room)
    if picture is None:
        return None
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
            lines = spaced if draft.height(spaced, inner.width) <= inner.height else lines
        words = draft.text(inner, lines, "side", "middle")
    elif said and (elastic or _natural(draft, shown, area.width) > 0.55 * room.height):
        words = quote_box(draft, said[0], inner, 26, "side")
    if words is None or not words.fits:
        return None
    numbered = finding.key_number is not None
    beside = (*accent_panel(panel, 4, above=True), words)
    return Plan(picture, tuple(caption), beside, True, numbered)


def _plan_above(
    draft: Draft, figure: EditionFigure, finding: EditionFinding, title: Inline, area: Box
) -> Plan | None:
    """The chart over a strip with the key number or the phrase; None where it needs the height.

    For a key number a chart gives up some of its height; for a phrase, which the notes have too, it does not.
    """
    caption = _caption(draft, figure, title, area.width, area)
    room = area.below(_under(caption))
    shown = _arrange(draft, figure, area.width)
    natural = _natural(draft, shown, area.width)
    if kind_of(shown.spec).elastic:
        if finding.key_number is None:
            return None
        natural *= _KEPT
    needs = [(False, natural)]
    if finding.key_number:
        needs.append((True, _least(draft, shown, area.width)))
    for close, needed in needs:
        words = strip(draft, finding, area, close=close)
        if words and needed + words[0].box.height + _GAP <= room.height:
            picture = _picture(draft, figure, room.until(words[0].box.y - _GAP))
            if picture:
                numbered = finding.key_number is not None
                return Plan(picture, tuple(caption), tuple(words), numbered=numbered)
    return None
