"""Charts on slides: across the slide, over a strip of words, beside a panel of them, or in parts over several slides."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from briefgen import charts
from briefgen.charts import parts
from briefgen.charts.kinds import kind_of
from briefgen.deck.draft import Draft
from briefgen.deck.notes import Notes
from briefgen.deck.placed import Box, ChartBox, Kind, Picture
from briefgen.deck.slides.alone import number_slide
from briefgen.deck.slides.panels import onward, parted, shortened
from briefgen.deck.slides.plans import Plan, across, whole
from briefgen.deck.slides.strip import strip
from briefgen.deck.slides.tables import table_slides
from briefgen.diagnostics import Diagnostic, Severity, warning
from briefgen.editions import EditionFigure, EditionFinding, EditionTable
from briefgen.outline.parts import Column
from briefgen.outline.richtext import Inline, Text

_GAP = 16.0


def chart_slide(
    draft: Draft, title: Inline, figure: EditionFigure, section: str, notes: Notes,
    finding: EditionFinding | None = None,
) -> None:  # fmt: skip
    """The chart with its takeaway and measure above it and, where there is room, the words behind it.

    One with more rows than fit goes on over next slides; one that cannot be divided is shown as a table of its data,
    and reported. A key number that stands beside none of them has a slide of its own.
    """
    frame, given = draft.frame("chart"), figure
    figure, above = shortened(draft, figure, title, frame.body)
    lines = draft.sources(figure.source, figure.note)
    lines, below = parted(draft, lines, frame.source.width, frame.body.height)
    source = draft.foot(frame, lines)
    foot = min(source[0].box.y - 10, frame.source.y) if source else frame.body.bottom
    area = frame.body.until(max(foot, frame.body.y + 60))
    one = whole(draft, figure, finding, title, area)
    plans = [one] if one else _parted(draft, figure, finding, title, area)
    if not plans:
        _as_table(draft, given, section, notes, finding)
        return
    for plan in plans:
        kind: Kind = "points" if plan.beside else "chart"
        drawn = _native(draft, plan) or plan.picture
        draft.add(kind, title, [*plan.caption, drawn, *plan.words, *source], section, notes)
        notes = Notes()
    onward(draft, title, [*above, *below], section)
    if finding and finding.key_number and not any(plan.numbered for plan in plans):
        number_slide(draft, finding, section, notes)


def _parted(
    draft: Draft, figure: EditionFigure, finding: EditionFinding | None, title: Inline, area: Box
) -> list[Plan]:
    """The chart over as few slides as show all of its rows, the words behind it on each where that takes no more."""
    bare = _divided(draft, figure, title, area)
    words = strip(draft, finding, area) if finding else []
    if not words:
        return bare
    low = area.until(words[0].box.y - _GAP)
    worded = _divided(draft, figure, title, low)
    if not worded or len(worded) > len(bare):
        return bare
    numbered = finding is not None and finding.key_number is not None
    return [replace(plan, words=tuple(words), numbered=numbered) for plan in worded]


def _divided(draft: Draft, figure: EditionFigure, title: Inline, area: Box) -> list[Plan]:
    """A plan for each part, none where no number of parts fits."""
    kind = kind_of(figure.spec)
    if not kind.divisible:
        return []
    rows = len(kind.pieces(figure.spec))
    for count in range(2, rows + 1):
        if -(-rows // count) == -(-rows // (count - 1)):
            continue  # the largest part would be no smaller
        found = parts.divided(figure, count, draft.edition.locale)
        plans = [across(draft, part, title, area) for part in found]
        fitting = [plan for plan in plans if plan is not None]
        if len(fitting) == count:
            scale = min(plan.picture.text_scale for plan in fitting)
            return [_set(plan, scale) for plan in fitting]
    return []


def _set(plan: Plan, scale: float) -> Plan:
    """The plan in the type of the part that needs the smallest."""
    return replace(plan, picture=replace(plan.picture, text_scale=scale))


def _native(draft: Draft, plan: Plan) -> ChartBox | None:
    """The figure as PowerPoint's own chart, where that is asked for and possible."""
    picture: Picture = plan.picture
    figure = picture.figure
    assert figure is not None
    if (figure.spec.deck or draft.edition.deck.charts) == "picture":
        return None
    made = kind_of(figure.spec).plan_native(figure.spec, draft.theme, draft.edition.locale)
    if isinstance(made, str):
        message = f"the chart `{figure.id}` is a picture on its slide: {made}"
        said = Diagnostic(Severity.NOTE, "slide-chart", message, figure.place)
        draft.found += [] if said in draft.found else [said]
        return None
    return ChartBox(picture.box, picture.alt, figure, replace(made, domain=figure.domain))


def _as_table(
    draft: Draft, figure: EditionFigure, section: str, notes: Notes, finding: EditionFinding | None
) -> None:
    """The figure's data as a table, where all that is on the chart fits no slide."""
    message = f"the chart `{figure.id}` has more on it than fits a slide in type of 18 points: slides show its data as a table"
    hint = "show fewer rows, shorten labels, or choose another kind of chart"
    draft.found.append(warning("slide-chart", message, figure.place, hint))
    headers, rows = charts.data_table(figure.spec, draft.edition.locale)
    shown = EditionTable(
        figure.id, figure.number, figure.title, figure.subtitle,
        tuple(Column(header=head) for head in headers),
        tuple((Text(head),) for head in headers),
        tuple(tuple((Text(cell),) for cell in row) for row in rows),
        figure.source, (*figure.note, *_beside_data(draft, figure)),
    )  # fmt: skip
    table_slides(draft, shown, section, notes, finding)


def _beside_data(draft: Draft, figure: EditionFigure) -> Inline:
    """What a chart writes beside its marks and lines, which its data has no column for."""
    spec: Any = figure.spec
    locale = draft.edition.locale
    told = [
        f"{getattr(row, 'label', None) or getattr(row, 'x', '')}{locale.colon} {row.note}"
        for row in getattr(spec, "data", ()) if getattr(row, "note", None)
    ]  # fmt: skip
    told += [
        f"{reference.label}{locale.colon} {locale.quantity(reference.value, spec)}"
        for reference in getattr(spec, "references", ())
    ]
    told += [spec.rest] if getattr(spec, "rest", None) else []
    before = " " if figure.note else ""
    return (Text(before + "; ".join(told) + "."),) if told else ()
