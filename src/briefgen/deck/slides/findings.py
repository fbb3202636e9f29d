"""Findings: the claim as the title, and as the body what shows it: a chart, a number, a phrase, a table."""

from __future__ import annotations

from dataclasses import replace

from briefgen.deck.draft import Draft
from briefgen.deck.notes import Notes, finding_notes
from briefgen.deck.placed import Box, Line, Panel, Part
from briefgen.deck.slides.alone import number_slide
from briefgen.deck.slides.charts import chart_slide
from briefgen.deck.slides.tables import table_slides
from briefgen.deck.slides.voices import cited_at, points, quote_box, quote_lines, voices
from briefgen.editions import EditionFinding, Quotation
from briefgen.outline.richtext import Text, plain


def findings(draft: Draft) -> None:
    """A slide for each finding, and one more for a table that stands beside a chart."""
    section = draft.word("findings")
    for finding in draft.edition.findings:
        notes = finding_notes(finding, draft.edition)
        if finding.figure:
            chart_slide(draft, finding.headline, finding.figure, section, notes, finding)
        elif finding.table:
            table_slides(draft, finding.table, section, notes, finding)
        else:
            _words(draft, finding, section, notes)
        if finding.figure and finding.table:
            table_slides(draft, finding.table, section, Notes(plain(finding.table.title)))


def _words(draft: Draft, finding: EditionFinding, section: str, notes: Notes) -> None:
    """No chart and no table: a number beside the phrase behind it, or phrases alone."""
    said = voices(draft, finding)
    if finding.key_number:
        number_slide(draft, finding, section, notes)
    elif len(said) == 2 and _speakers(draft, finding) == 2:
        draft.add("comparison", finding.headline, _two(draft, said), section, notes)
    elif said:
        parts = _quotation(draft, said)
        draft.add("quotation", finding.headline, parts, section, notes)
    else:
        _datum(draft, finding, section, notes)


def _speakers(draft: Draft, finding: EditionFinding) -> int:
    evidence = [n.evidence for n in draft.edition.notes if n.number in finding.notes]
    return len({(e.says, e.source) for e in evidence if e.quote})


def _quotation(draft: Draft, said: list[Quotation]) -> list[Part]:
    """A phrase as large as it can be on a panel; others in a column beside it."""
    body = draft.frame("quotation").body
    gutter, column = 32.0, 0.0
    others: list[list] = []  # type: ignore[type-arg]
    if len(said) > 1 and body.width > 700:
        column = body.width * 0.36
        others = points(draft, said[1:], column, body.height - 20)
    wide = body.width - (column + gutter if others else 0)
    panel = Box(body.x, body.y, wide, body.height)
    inner = Box(panel.x + 36, panel.y + 24, panel.width - 64, panel.height - 48)
    main = quote_box(draft, said[0], inner, 40, "body")
    if main is None:
        return _datum_lines(draft, inner, said[0])
    if not others:
        panel = panel.around(main.text_height + 84)
        inner = Box(inner.x, panel.y + 24, inner.width, panel.height - 48)
        main = replace(main, box=inner)
    parts: list[Part] = [Panel(panel, "panel"), Panel(Box(panel.x, panel.y, 8, panel.height), "accent"), main]  # fmt: skip
    x, high = panel.right + gutter, sum(draft.high(o, column) + 26 for o in others) - 26
    y = body.y + max(0.0, (body.height - high) / 2)
    for lines in others:
        used = draft.high(lines, column)
        parts.append(Panel(Box(x, y - 12, column, 1), "rule"))
        parts.append(draft.text(Box(x, y, column, used), lines))
        y += used + 26
    return parts


def _datum_lines(draft: Draft, box: Box, said: Quotation) -> list[Part]:
    """A phrase too long for any slide, in the smallest type, cut at the slide's foot."""
    words = said.text.split(" ")
    while len(words) > 1:
        words.pop()
        shorter = replace(said, text=" ".join(words) + " …")
        cut = quote_box(draft, shorter, box, 18, "body")
        if cut:
            return [cut]
    return []


def _two(draft: Draft, said: list[Quotation]) -> list[Part]:
    """Two voices side by side, set alike."""
    body = draft.frame("comparison").body
    gutter = 32.0
    wide = (body.width - gutter) / 2
    boxes = [Box(body.x + i * (wide + gutter), body.y, wide, body.height) for i in range(2)]
    size = 32.0
    found = [quote_box(draft, s, b.inset(28, 22), size) for s, b in zip(said, boxes, strict=True)]
    size = min((f.lines[0].size for f in found if f), default=18)
    used = max((draft.high(quote_lines(draft, s, size), wide - 56) for s in said), default=0.0)
    boxes = [box.around(used + 76) for box in boxes]
    parts: list[Part] = []
    for box in boxes:
        parts += [Panel(box, "panel"), Panel(Box(box.x, box.y, box.width, 5), "accent")]
    for each, box, role in zip(said, boxes, ("body", "side"), strict=True):
        text = quote_box(draft, each, box.inset(28, 22), size, role)
        parts += [text] if text else _datum_lines(draft, box.inset(28, 22), each)
    return parts


def _datum(draft: Draft, finding: EditionFinding, section: str, notes: Notes) -> None:
    """Evidence that has no words to quote: what the source shows, and where."""
    noted = [n for n in draft.edition.notes if n.number in finding.notes]
    shown = [Quotation(n.evidence.datum or plain(n.where), cited_at(n)) for n in noted]
    body = draft.frame("quotation").body
    inner = body.inset(36, 24)
    lines: list[Line] = []
    for each in shown:
        more = [
            Line((Text(each.text),), 28, "primary", bold=True, gap=22),
            Line(each.attribution, 18, "muted", gap=4),
        ]
        if draft.high([*lines, *more], inner.width) <= inner.height:
            lines += more
    panel = body.around(draft.high(lines, inner.width) + 84)
    text = draft.text(
        Box(inner.x, panel.y + 24, inner.width, panel.height - 48), lines, "body", "middle"
    )
    accent = Panel(Box(panel.x, panel.y, 8, panel.height), "accent")
    draft.add("quotation", finding.headline, [Panel(panel, "panel"), accent, text], section, notes)
