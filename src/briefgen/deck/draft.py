"""What every slide composer works with: the edition, the template's frames, and what all slides share."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.deck import titles
from briefgen.deck.measure import Typeface
from briefgen.deck.notes import Notes
from briefgen.deck.placed import Box, Kind, Line, Panel, Part, Slide, TextBox, height
from briefgen.deck.template.model import Frame, Template
from briefgen.diagnostics import Diagnostic, Place, warning
from briefgen.editions import Edition, EditionFigure, EditionTable
from briefgen.outline.richtext import Inline, Text, plain
from briefgen.theme import Theme

_USUAL_TITLE = 24.0


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
        return self.edition.locale.word(key, **fields)

    def text(
        self, box: Box, lines: Sequence[Line], role: str = "free", anchor: str = "top"
    ) -> TextBox:
        """Text in the body's typeface."""
        return TextBox(box, tuple(lines), self.face, role, anchor)  # type: ignore[arg-type]

    def high(self, lines: Sequence[Line], width: float) -> float:
        """Height of lines of body text at `width`."""
        return height(lines, self.face, width)

    def told(self, figure: EditionFigure) -> Hashable:
        """All that a chart's natural size depends on but for its width and its scale, of one build or another."""
        held = self._told.get(id(figure.spec))
        if held is None:
            look = (self.template.token, repr(self.edition.locale), repr(figure.spec))
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
            runs = self._continued(kind, text, count)
        placed, whole = self.title(kind, runs)
        if not whole:
            notes = replace(notes, prose=f"{text}\n\n{notes.prose}".strip())
        parts = [*self.ground(kind), *parts]
        self.slides.append(
            Slide(
                kind, placed, tuple(parts), section, notes.text(self.edition.locale), notes.minutes
            )
        )

    def _continued(self, kind: Kind, title: str, count: int) -> Inline:
        """The title of a next slide: that of the first, cut at a word where it has no room for its mark too."""
        key = "continued" if count == 2 else "continued further"
        fitter, words, said = titles.Fitter(self.frame(kind)), title.split(" "), title
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
        fitter = titles.Fitter(self.frame(kind))
        base = self._size_of_titles if kind not in ("title", "section") else 0.0
        size = fitter.size(runs, most, base)
        shown = runs
        if not size:
            message = f"the slide title “{plain(runs)}” takes more than {most} lines"
            hint = "say it in fewer words, here or in an audience's `reword`"
            place = self._places.get(plain(runs))
            self.found.append(warning("slide-title", message, place, hint))
            size, shown = fitter.forced(runs)
        return fitter.placed(shown, size), shown is runs

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
        fitter = titles.Fitter(self.frame("chart"))
        fitted = sorted(fitter.size(f.headline, 2) for f in self.edition.findings)
        sizes = [size for size in fitted if size] or [0.0]
        return max(sizes[len(sizes) // 4], _USUAL_TITLE)

    def sources(self, content: Inline, note: Inline = ()) -> list[Line]:
        """Note and source in small type."""
        size = self.size("source")
        return [
            Line(
                (Text(self.word(word) + self.edition.locale.colon, bold=True), *text), size, "muted"
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
