"""Findings: the claim as the title, and as the body what shows it: a chart, a number, a phrase, a table."""

from __future__ import annotations

from briefgen import charts
from briefgen.charts.kinds import KINDS
from briefgen.deck.draft import BODY, SOURCE, Draft
from briefgen.deck.notes import finding_notes
from briefgen.deck.placed import Box, Line, Panel, Part, Picture, TextBox, height
from briefgen.deck.slides.numbers import number_box
from briefgen.deck.slides.tables import table_slides
from briefgen.editions import EditionFigure, EditionFinding, EditionTable, Quotation
from briefgen.outline.richtext import QUOTES, Inline, Text, plain

# Kinds that read as well at two thirds of the width, and leave room for a number or a phrase.
_COMPACT = frozenset({"column", "bar", "share", "dot", "lollipop", "waffle", "bullet"})
SIDE = 262.0


def findings(draft: Draft) -> None:
    """A slide for each finding, and one for each table that a finding has."""
    section = draft.word("findings")
    for finding in draft.edition.findings:
        notes = finding_notes(finding, draft.edition)
        if finding.figure:
            _chart(draft, finding.headline, finding.figure, section, notes, finding)
        elif finding.table:
            table_slides(draft, finding.table, section, notes, title=finding.headline)
        else:
            _statement(draft, finding, section, notes)
        if finding.figure and finding.table:
            table_slides(draft, finding.table, section, "")


def exhibits(draft: Draft) -> None:
    """Figures and tables that stand on their own."""
    for shown in draft.edition.exhibits:
        section = draft.word("findings")
        if isinstance(shown, EditionTable):
            table_slides(draft, shown, section, "")
        else:
            _chart(draft, shown.title, shown, section, shown.alt)


def _chart(draft: Draft, title: Inline, figure: EditionFigure, section: str, notes: str,
           finding: EditionFinding | None = None) -> None:  # fmt: skip
    """The chart with its takeaway and measure above it; a compact one leaves a side for words."""
    beside = finding if figure.spec.kind in _COMPACT and finding else None
    side = _side(draft, beside) if beside else None
    width = BODY.width - (SIDE + 36 if side else 0)
    caption: list[Line] = []
    if plain(figure.title) != plain(title):
        caption.append(Line(figure.title, 20, bold=True))
    if figure.subtitle:
        caption.append(Line(figure.subtitle, draft.size("small"), "muted", gap=2))
    high = height(caption, draft.theme, width)
    parts: list[Part] = []
    if caption:
        parts.append(TextBox(Box(BODY.x, BODY.y, width, high), tuple(caption), "caption"))
    source = draft.source(figure.source, figure.note)
    foot = source[0].box.y if source else SOURCE.y
    room = Box(BODY.x, BODY.y + high + 12, width, foot - BODY.y - high - 24)
    parts.append(_picture(draft, figure, room))
    if side:
        parts += side
    draft.add("Evidence", title, [*parts, *source], section, notes)


def _picture(draft: Draft, figure: EditionFigure, room: Box) -> Picture:
    """The chart in the whole room; one of a few rows as large as they can be, in the middle."""

    def natural(scale: float) -> float:
        return charts.natural_height(
            figure, draft.theme, room.width, locale=draft.edition.locale, text_scale=scale
        )

    scale, high = 2.0, room.height
    if not getattr(KINDS[figure.spec.kind], "ELASTIC", False):
        scale = next((s for s in (3.0, 2.7, 2.4, 2.2) if natural(s) <= room.height), 2.0)
        stretch = 1.0 if figure.spec.kind == "timeline" else 1.5
        high = min(room.height, natural(scale) * stretch)
    box = Box(room.x, room.y + (room.height - high) * 0.4, room.width, high)
    return Picture(box, figure.alt, figure=figure, text_scale=scale)


def _side(draft: Draft, finding: EditionFinding) -> list[Part]:
    """A panel beside the chart: the key number, or else the phrase."""
    box = Box(BODY.x + BODY.width - SIDE, BODY.y, SIDE, 330)
    inner = Box(box.x + 18, box.y + 18, box.width - 36, box.height - 36)
    if finding.key_number:
        text = number_box(draft, finding.key_number, inner)
        return [Panel(box, "panel"), TextBox(inner, text.lines, "free", "middle")]
    if finding.quotation:
        text = _quote(draft, finding.quotation, inner, 24)
        if height(text.lines, draft.theme, inner.width) <= inner.height:
            return [Panel(box, "panel"), text]
    return []


def _quote(draft: Draft, quotation: Quotation, box: Box, largest: float) -> TextBox:
    marks = QUOTES.get(draft.edition.locale.language, QUOTES["en"])
    said = (Text(f"{marks[0]}{quotation.text}{marks[1]}"),)
    size = largest
    while True:
        lines = (
            Line(said, size, "primary", italic=True),
            Line((Text(quotation.attribution),), draft.size("small"), "muted", gap=12),
        )
        if size <= draft.size("small") or height(lines, draft.theme, box.width) <= box.height:
            return TextBox(box, lines, "body", "middle")
        size -= 1


def _statement(draft: Draft, finding: EditionFinding, section: str, notes: str) -> None:
    """No chart: the number large beside the phrase, or the phrase alone, larger."""
    top, high = BODY.y + 10, BODY.height - 30
    parts: list[Part] = []
    if finding.key_number:
        left = Box(BODY.x, top, 400, high)
        right = Box(BODY.x + 452, top, BODY.width - 452, high)
        number = number_box(draft, finding.key_number, Box(left.x, left.y, left.width, left.height))
        parts.append(TextBox(left, number.lines, "free", "middle"))
        box = right
        largest = 28.0
    else:
        box = Box(BODY.x, top, BODY.width, high)
        largest = 38.0
    if finding.quotation:
        inner = Box(box.x + 34, box.y + 16, box.width - 58, box.height - 32)
        parts += [Panel(box, "panel"), Panel(Box(box.x, box.y, 8, box.height), "accent")]
        parts.append(_quote(draft, finding.quotation, inner, largest))
    draft.add("Statement", finding.headline, parts, section, notes)
