"""What every slide composer works with: the edition, the template's frames, titles, notes, panels of text."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.deck.measure import Typeface
from briefgen.deck.placed import Box, Kind, Line, Panel, Part, Slide, TextBox, fill_slides, height
from briefgen.deck.template.model import Frame, LayoutNeeds, Template
from briefgen.languages.locale import Locale, locale_of
from briefgen.model.diagnostics import Diagnostic, Place, warning
from briefgen.model.edition import Edition, EditionFigure, EditionFinding, EditionTable
from briefgen.model.rich_text import Blocks, Inline, Paragraph, Text, plain
from briefgen.model.theme import Theme

_USUAL_TITLE = 24.0


# Conversational English runs at about 150 words a minute (National Center for Voice and Speech,
# "Voice Qualities"); a talk with pauses at its figures is slower.
WORDS_PER_MINUTE = 130
BULLET = "– "
# What a slide takes that is only looked at.
LEAST_MINUTES = 0.5
# Layouts of PowerPoint and LibreOffice for a title and one thing under it.
ONE_CONTENT = ("Title and Content", "Title, Content", "Content with Caption")
LARGEST, LEAST = 44.0, 18.0
# A template whose titles are no larger than text has said nothing about them.
USUAL, SMALL = 28.0, 22.0
_STEPS = (1.0, 0.9, 0.8)
_SMALLER = (32.0, 28.0, 26.0, 24.0, 22.0, 20.0)
# Capitals are about so much wider than the text they replace.
_CAPITALS = 1.2
# A last word of no more than this share of the title's width is not left on a line of its own.
_SHORT = 0.25
PAD_X, PAD_Y = 64.0, 84.0  # what a panel takes of width and height
# Of the body's height, what a title, a subtitle, a note or a source may take from the chart or table.
_SHARE = 0.3


class Notes(Struct, frozen=True):
    """What the speaker says, and what it rests on, which is not said."""

    prose: str = ""
    evidence: tuple[str, ...] = ()

    @property
    def minutes(self) -> float:
        """How long the prose takes to say, in halves of a minute; 0 where there is none."""
        words = len(self.prose.split())
        return max(LEAST_MINUTES, round(words / WORDS_PER_MINUTE * 2) / 2) if words else 0.0

    def text(self, locale: Locale) -> str:
        """The notes as they stand under the slide."""
        parts = [self.prose] if self.prose else []
        if self.evidence:
            listed = "\n".join(f"{BULLET}{text}" for text in self.evidence)
            parts.append(f"{locale.word('evidence')}:\n{listed}")
        if self.minutes:
            parts.append(
                locale.word("speaking time", minutes=locale.number(Decimal(f"{self.minutes:g}")),
                            rate=WORDS_PER_MINUTE)
            )  # fmt: skip
        return "\n\n".join(parts)


class SlideKind(LayoutNeeds):
    """A kind of slide: what it needs of a template, and the slides of this kind that a deck has at its place.

    One that findings choose by what they have to show composes nothing by itself. Slides that are shown
    `after_talk` take none of its time.
    """

    after_talk: bool = False

    def compose(self, draft: Draft) -> None:
        """Add the slides."""


class Statement(SlideKind):
    """A kind of slide that says something in words under its title."""

    names = ("Statement", *ONE_CONTENT)
    types = ("obj", "tx", "tbl", "chart")
    contents = 1
    roles = ("title", "body")
    statement = True


class Draft(Struct, dict=True):
    """The deck being composed; `_titles` keeps slide titles unique."""

    edition: Edition
    template: Template
    slides: list[Slide] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)
    _titles: dict[str, int] = field(default_factory=dict)
    _told: dict[int, tuple[object, Hashable]] = field(default_factory=dict)

    @property
    def theme(self) -> Theme:
        """The look, in the template's colours."""
        return self.template.theme

    @property
    def face(self) -> Typeface:
        """The typeface of all text but titles."""
        return self.template.face

    def frame(self, kind: Kind) -> Frame:
        """Where a slide of this kind has room."""
        return self.template.frames[kind]

    def size(self, name: str) -> float:
        """The theme's slide text size `name`, in points."""
        return float(getattr(self.theme.slide_text, name))

    def word(self, key: str, **fields: object) -> str:
        """A fixed word in the edition's language."""
        return locale_of(self.edition).word(key, **fields)

    def text(
        self, box: Box, lines: Sequence[Line], role: str = "free", anchor: str = "top"
    ) -> TextBox:
        """Text in the body's typeface."""
        return TextBox(box, tuple(lines), self.face, role, anchor)  # type: ignore[arg-type]

    def high(self, lines: Sequence[Line], width: float) -> float:
        """Height of lines of body text at `width`."""
        return height(lines, self.face, width)

    def figure_key(self, figure: EditionFigure) -> Hashable:
        """All that a chart's natural size depends on but for its width and its scale, of one build or another."""
        held = self._told.get(id(figure.spec))
        if held is None:
            look = (self.template.token, repr(locale_of(self.edition)), repr(figure.spec))
            held = self._told[id(figure.spec)] = figure.spec, look
        return held[1]

    def add(
        self, kind: Kind, title: Inline | str, parts: Sequence[Part], section: str,
        notes: Notes = Notes(),  # noqa: B008 - immutable
    ) -> None:  # fmt: skip
        """A slide; a title that was there before is marked as continued."""
        runs: Inline = (Text(title),) if isinstance(title, str) else title
        text = plain(runs)
        self._titles[text] = count = self._titles.get(text, 0) + 1
        if count > 1:
            runs = self._continue_title(kind, text, count)
        placed, whole = self.title(kind, runs)
        if not whole:
            notes = replace(notes, prose=f"{text}\n\n{notes.prose}".strip())
        parts = [*self.ground(kind), *parts]
        self.slides.append(
            Slide(
                kind,
                placed,
                tuple(parts),
                section,
                notes.text(locale_of(self.edition)),
                notes.minutes,
            )
        )

    def _continue_title(self, kind: Kind, title: str, count: int) -> Inline:
        """The title of a next slide: that of the first, cut at a word where it has no room for its mark too."""
        key = "continued" if count == 2 else "continued further"
        fitter, words, said = TitleFitter(self.frame(kind)), title.split(" "), title
        while True:
            runs = (Text(self.word(key, title=said, number=count)),)
            if len(words) == 1 or fitter.size(runs, 2):
                return runs
            words.pop()
            said = " ".join(words) + " …"

    def ground(self, kind: Kind) -> list[Part]:
        """A panel for what stands on a slide of this kind, where the template's own ground is no place for text."""
        frame = self.frame(kind)
        backed = frame.backed or frame.title_backed
        return [Panel(_sheet(frame, self.template), "paper")] if backed else []

    def reserve(self, title: str) -> None:
        """Count a title that is on a slide already."""
        self._titles[title] = self._titles.get(title, 0) + 1

    def title(self, kind: Kind, runs: Inline, most: int = 2) -> tuple[TextBox, bool]:
        """The title at the deck's title size, or smaller, and whether all of it is there.

        One that takes more than `most` lines even so is set smaller, is cut where that is not enough,
        and is reported.
        """
        fitter = TitleFitter(self.frame(kind))
        base = self._size_of_titles if not self.frame(kind).opening else 0.0
        size = fitter.size(runs, most, base)
        shown = runs
        if not size:
            message = f"the slide title “{plain(runs)}” takes more than {most} lines"
            hint = "say it in fewer words, here or in an audience's `reword`"
            place = self._places.get(plain(runs))
            self.found.append(warning("slide-title", message, place, hint))
            size, shown = fitter.force(runs)
        return fitter.place(shown, size), shown is runs

    @cached_property
    def _places(self) -> dict[str, Place | None]:
        """Where the texts that make titles are written."""
        e = self.edition
        tables = [x for x in e.exhibits if isinstance(x, EditionTable)]
        tables += [f.table for f in e.findings if f.table]
        return {
            **{self.word("recommendation to", actor=r.actor): r.place for r in e.recommendations},
            **{plain(x.title): x.place for x in tables},
            **{plain(x.title): x.titled for x in e.figures},
            **{plain(f.headline): f.place for f in e.findings},
            plain(e.title): e.place,
        }

    @cached_property
    def _size_of_titles(self) -> float:
        """The largest size at which most claims take two lines, so that titles do not jump in size.

        A few long claims do not make all others smaller than is usual.
        """
        fitter = TitleFitter(self.frame("chart"))
        fitted = sorted(fitter.size(f.headline, 2) for f in self.edition.findings)
        sizes = [size for size in fitted if size] or [0.0]
        return max(sizes[len(sizes) // 4], _USUAL_TITLE)

    def sources(self, content: Inline, note: Inline = ()) -> list[Line]:
        """Note and source in small type."""
        size = self.size("source")
        return [
            Line(
                (Text(self.word(word) + locale_of(self.edition).colon, bold=True), *text),
                size,
                "muted",
            )
            for word, text in (("note", note), ("source", content))
            if text
        ]

    def foot(self, frame: Frame, lines: Sequence[Line]) -> list[Part]:
        """`sources` at the foot of the body."""
        if not lines:
            return []
        box = frame.source
        high = self.high(lines, box.width)
        return [
            self.text(Box(box.x, box.bottom - high, box.width, high), lines, "source", "bottom")
        ]


def _sheet(frame: Frame, template: Template) -> Box:
    """The ground under title, body and sources, as far as these need one, a little larger than they are."""
    boxes = [frame.body, frame.source] if frame.backed else []
    if frame.title_backed or not (boxes and frame.has_title):
        boxes.append(frame.title)
    x, y = max(0.0, min(b.x for b in boxes) - 14), max(0.0, min(b.y for b in boxes) - 6)
    right = min(template.width, max(b.right for b in boxes) + 14)
    bottom = min(template.height, max(b.bottom for b in boxes) + 6)
    return Box(x, y, right - x, bottom - y)


class TitleFitter:
    """Sizes titles for one frame."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        face = frame.title_face
        capitals = frame.title_style.capitals
        self.face: Typeface = (
            Typeface(face.name, face.theme, face.stretch * _CAPITALS, face.leading)
            if capitals
            else face
        )
        given = frame.title_style.size
        largest = min(given if given >= SMALL else USUAL, LARGEST)
        steps = [largest * step for step in _STEPS]
        self.sizes = [*(round(s) for s in steps), *(s for s in _SMALLER if s < steps[-1] - 1)]

    def line(self, runs: Inline, size: float) -> Line:
        """The title as a paragraph."""
        usual = "on_primary" if self.frame.dark else "primary"
        colour = self.frame.recoloured.get("title", usual)
        style = self.frame.title_style
        return Line(runs, size, colour, style.bold, align=style.align)

    def fits(self, runs: Inline, size: float, lines: int) -> bool:
        """Whether it takes so many lines at most, and no more than the title's box."""
        box = self.frame.title
        count = len(self.line(runs, size).break_lines(self.face, box.width))
        return count <= lines and count * size * self.face.leading <= box.height + 0.5

    def size(self, runs: Inline, lines: int, largest: float = 0.0) -> float:
        """The largest size, in points, at which it fits, from `largest` down; 0 where there is none."""
        sizes = (s for s in self.sizes if not largest or s <= largest)
        return next((s for s in sizes if self.fits(runs, s, lines)), 0.0)

    def force(self, runs: Inline) -> tuple[float, Inline]:
        """The smallest type over as many lines as there is room for; what is over is cut at a word."""
        for size in (22.0, 20.0, LEAST):
            if self.fits(runs, size, 9):
                return size, runs
        words = plain(runs).split(" ")
        shown = runs
        while len(words) > 1 and not self.fits(shown, LEAST, 9):
            words.pop()
            shown = (Text(" ".join(words) + " …"),)
        return LEAST, shown

    def place(self, runs: Inline, size: float) -> TextBox:
        """The title in its box, or in a narrower one where a short word would stand on a line of its own."""
        frame = self.frame
        line, style = self.line(runs, size), frame.title_style
        return TextBox(
            self._narrow(line), (line,), self.face, "title", style.anchor, frame.has_title
        )

    def _narrow(self, line: Line) -> Box:
        box, style = self.frame.title, self.frame.title_style
        rows = line.break_lines(self.face, box.width)
        if len(rows) < 2 or not self._is_lone(rows[-1], line.size):
            return box
        for step in range(1, 9):
            width = box.width * (1 - step * 0.04)
            found = line.break_lines(self.face, width)
            if len(found) != len(rows):
                break
            if not self._is_lone(found[-1], line.size):
                shift = {"left": 0.0, "center": 0.5, "right": 1.0}[style.align]
                return replace(box, x=box.x + (box.width - width) * shift, width=width)
        return box

    def _is_lone(self, row: Inline, size: float) -> bool:
        """Whether this last line is one short word."""
        word = plain(row)
        wide = self.face.width(word, size, self.frame.title_style.bold)
        return " " not in word and wide <= _SHORT * self.frame.title.width


def spoken_languages(edition: Edition) -> dict[str, str]:
    """The paragraphs of notes that are wholly in another language than the edition, and that language."""
    found: dict[str, str] = {}
    for whole in (
        edition.message,
        edition.about,
        *(f.body for f in edition.findings),
        *(r.body for r in edition.recommendations),
        *((Paragraph(runs),) for f in edition.findings for runs in (f.headline,)),
        *((Paragraph(r.action),) for r in edition.recommendations),
        *((Paragraph(n.text),) for n in edition.notes),
    ):
        for runs in _paragraphs(whole):
            languages = {run.lang for run in runs if isinstance(run, Text)}
            lang = languages.pop() if len(languages) == 1 else None
            if lang:
                found[plain(runs)] = lang
    return found


def _paragraphs(blocks: Blocks) -> Iterator[Inline]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.runs
        else:
            for item in block.items:
                yield from _paragraphs(item)


def cited(numbers: tuple[int, ...], edition: Edition) -> tuple[str, ...]:
    """The notes with these numbers: who says what, where."""
    return tuple(_isolate(n.text, locale_of(edition)) for n in edition.notes if n.number in numbers)


def _isolate(runs: Inline, locale: Locale) -> str:
    """The text of `runs`; what is foreign in it keeps its own order."""
    texts = [run for run in runs if isinstance(run, Text)]
    if len({run.lang for run in texts}) == 1:
        return plain(runs)
    return "".join(locale.isolate(run.text, run.lang) for run in texts)


def finding_notes(finding: EditionFinding, edition: Edition) -> Notes:
    """The finding's body and the evidence it rests on."""
    return Notes(plain(finding.body) or plain(finding.headline), cited(finding.notes, edition))


def panel_text(draft: Draft, lines: list[Line]) -> list[Part]:
    """Lines on a panel that is as high as they need it, a little above the middle of the slide."""
    body = draft.frame("quotation").body
    panel = body.around(draft.high(lines, body.width - PAD_X) + PAD_Y)
    inner = Box(panel.x + 36, panel.y + 24, panel.width - PAD_X, panel.height - 48)
    return [*accented(panel), draft.text(inner, lines, "body", "middle")]


def accented(panel: Box, wide: float = 8.0, *, above: bool = False) -> list[Part]:
    """The panel, and an accent `wide` points wide along its left edge, or high along the upper one."""
    size = (panel.width, wide) if above else (wide, panel.height)
    return [Panel(panel, "panel"), Panel(Box(panel.x, panel.y, *size), "accent")]


def caption(draft: Draft, shown: EditionFigure | EditionTable, title: Inline) -> list[Line]:
    """The takeaway of a chart or table, where its slide's `title` is another, and what is measured or listed."""
    lines = [] if plain(shown.title) == plain(title) else [Line(shown.title, 20, bold=True)]
    if shown.subtitle:
        lines.append(Line(shown.subtitle, draft.size("small"), "muted", gap=2))
    return lines


def shorten(
    draft: Draft, shown: EditionFigure, title: Inline, body: Box
) -> tuple[EditionFigure, list[Line]]:
    """The figure without those of its own title and subtitle that would leave it little of the `body`, and these."""
    lines = caption(draft, shown, title)
    _, over = split_long(draft, lines, body.width, body.height)
    for line in over:
        own = {"title": title} if line.bold else {"subtitle": ()}
        shown = replace(shown, **own)
    return shown, over


def split_long(draft: Draft, lines: Sequence[Line], width: float, height: float) -> tuple[list[Line], list[Line]]:  # fmt: skip
    """Those of the lines that leave room for what they stand over or under, and those that are too long for it.

    `height` is the body's, in points.
    """
    kept = list(lines)
    while kept:
        most = max(height * _SHARE, 2 * max(line.size for line in kept) * draft.face.leading)
        if draft.high(kept, width) <= most:
            break
        kept.remove(max(kept, key=lambda line: draft.high([line], width)))
    return kept, [line for line in lines if line not in kept]


def add_rest(draft: Draft, title: Inline | str, lines: Sequence[Line], section: str) -> None:
    """Lines that had no room, in type to be read, on as many next slides as they take."""
    if not lines:
        return
    body = draft.frame("quotation").body

    def sized(size: float) -> list[Line]:
        return [replace(line, size=size, colour="ink", gap=size * 0.6) for line in lines]

    sizes = (24.0, 22.0, 20.0, draft.size("small"))
    for run in fill_slides(sized, sizes, draft.face, body.width - PAD_X, body.height - PAD_Y):
        draft.add("quotation", title, panel_text(draft, run), section)
