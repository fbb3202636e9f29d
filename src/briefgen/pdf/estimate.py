"""How many pages a brief will about take, told from its words and figures before anything is laid out.

Each layout that is tried takes as long as drawing the pages. An estimate says which fit to begin with; that it keeps
the promise of pages, and that no looser one does, is for layouts to find out.
"""

from __future__ import annotations

from briefgen import charts, fonts
from briefgen.charts.kinds import kind_of
from briefgen.editions import Edition, EditionFigure, EditionTable
from briefgen.outline.richtext import Blocks, Inline, List, plain
from briefgen.pdf.styles import Fit, Look

RAGGED = 1.04  # lines end before the column does
LAST = 0.45  # of the column's width, a paragraph's last line leaves free on average
BREAKS = 0.17  # of a page of several stays empty at its foot, for what may not be parted


class Estimate:
    """What stands in a brief: paragraphs, figures and distances, measured in points of a page's height."""

    def __init__(self, edition: Edition, look: Look) -> None:
        self._look = look
        self._face = fonts.face(look.theme)
        self._short = edition.brief.layout == "highlights"
        self._page = look.paper.top(False) - look.paper.bottom
        # By what is shown with it: lines, their leading, and the share of the page's width.
        self._texts: dict[str, list[tuple[float, float, float]]] = {}
        self._figures: list[tuple[float, bool, float, float]] = []
        self._gaps = self._fixed = 0.0
        self._across(edition)
        for finding in edition.findings:
            block = look.theme.space.block
            self._text(finding.headline, "headline", shown="bodies", gap=block)
            self._text(finding.headline, "action", shown="bare")
            self._blocks(finding.body, "body", shown="bodies")
            for shown in (finding.figure, None if self._short else finding.table):
                if shown:
                    self._exhibit(shown)
            said = finding.quotation
            if said and not (finding.figure or finding.table or self._short):
                self._text(said.text, "quotation", shown="quotations", gap=block)
        for ask in edition.recommendations:
            self._text(ask.action, "item" if self._short else "action", gap=4)
            if not self._short:
                self._blocks(ask.body, "body")
                self._text("", "source")
        for source in edition.sources:
            self._text(source.text, "numbered")
        for note in () if self._short else edition.notes:
            self._text(note.text, "numbered", shown="cited")
            self._text(note.where, "numbered", shown="where")
        self._figures.sort()

    def pages(self, fit: Fit) -> float:
        """Pages as `fit` has it, with a fraction for the last."""
        shown = {"": True, "bodies": fit.bodies, "bare": not fit.bodies, "cited": fit.cited,
                 "where": not fit.cited, "quotations": fit.quotations}  # fmt: skip
        height = self._fixed + self._gaps * fit.space
        for name, texts in self._texts.items():
            if shown[name]:
                height += sum(
                    max(1.0, lines * fit.text + LAST) * leading * fit.text * share
                    for lines, leading, share in texts
                )
        gap = self._look.theme.space.block * fit.space
        for natural, gives, share, around in self._figures[: fit.figures]:
            height += (natural * (fit.figure if gives else 1.0) + around + gap) * share
        pages = height / self._page
        return pages if pages <= 1 else pages / (1 - BREAKS)

    def _width(self, share: float) -> float:
        return self._look.paper.text_width if share == 1 else self._look.column_width

    @property
    def _column(self) -> float:
        return 1 / self._look.columns

    def _text(self, content: Inline | str, style: str, share: float = 0.0, *, shown: str = "",
              gap: float = 0.0, inset: float = 0.0, part: float = 1.0) -> None:  # fmt: skip
        """A paragraph in a column, or of that `share` of the page's width; `part` is the share of that which it has."""
        share = share or self._column
        own = self._look.styles[style]
        said = content if isinstance(content, str) else plain(content)
        room = self._width(share) * part - inset - own.leftIndent
        lines = self._face.width(said, own.fontSize) * RAGGED / room
        self._texts.setdefault(shown, []).append((lines, own.leading, share))
        self._gaps += gap * share

    def _blocks(self, content: Blocks, style: str, share: float = 0.0, *, shown: str = "",
                inset: float = 0.0) -> None:  # fmt: skip
        for block in content:
            if isinstance(block, List):
                for item in block.items:
                    self._blocks(item, style, share, shown=shown, inset=inset + 12)
            else:
                gap = self._look.theme.space.paragraph
                self._text(block.runs, style, share, shown=shown, gap=gap, inset=inset)

    def _across(self, edition: Edition) -> None:
        """What stands across the page: the cover, key numbers, exhibits, what the brief is."""
        self._text(edition.title, "title", 1, inset=28)
        self._text(edition.subtitle, "subtitle", 1, inset=28)
        if edition.report and not self._short:
            self._text(edition.report, "caption", 1, inset=28)
        self._blocks(edition.message, "message", 1, inset=33)
        self._fixed += 100  # the masthead, and what pads the boxes
        self._gaps += 3 * self._look.theme.space.block
        if edition.key_numbers:
            for style in ("key number", "key qualifier"):
                self._text("", style, 1)
            label = max((plain(k.label) for k in edition.key_numbers), key=len)
            self._text(label, "key label", 1, part=1 / min(len(edition.key_numbers), 4))
        if self._short:
            return
        for shown in edition.exhibits:
            self._exhibit(shown, 1)
        if edition.about:
            self._text("", "heading", 1)
            self._blocks(edition.about, "body", 1, inset=22)
            self._fixed += 22

    def _exhibit(self, shown: EditionFigure | EditionTable, share: float = 0.0) -> None:
        share = share or self._column
        look, width = self._look, self._width(share)
        texts = [t for t in (shown.subtitle, shown.source, shown.note) if t]
        if isinstance(shown, EditionFigure):
            height = charts.natural_height(shown, look.theme, width, locale=look.locale)
            around = (1 + len(texts)) * look.styles["source"].leading
            self._figures.append((height, kind_of(shown.spec).elastic, share, around))
            return
        self._text(shown.title, "figure title", share, gap=1.4 * look.theme.space.block)
        for text in texts:
            self._text(text, "source", share)
        whole = sum(column.width for column in shown.columns)
        for row in (shown.headers, *shown.rows):
            cells = zip(row, shown.columns, strict=True)
            longest, column = max(cells, key=lambda pair: len(plain(pair[0])) / pair[1].width)
            self._text(longest, "cell", share, inset=8, part=column.width / whole)
            self._fixed += 6.5 * share
