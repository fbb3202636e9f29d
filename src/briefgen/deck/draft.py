"""What every slide composer works with: the edition, the template's frames, and what all slides share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from briefgen.deck.measure import Typeface
from briefgen.deck.notes import Notes
from briefgen.deck.placed import Box, Kind, Line, Part, Slide, TextBox, height
from briefgen.deck.template.model import Frame, Template
from briefgen.diagnostics import Diagnostic, warning
from briefgen.editions import Edition
from briefgen.outline.richtext import Inline, Text, plain
from briefgen.theme import Theme

TITLE_STEPS = (1.0, 0.9, 0.8)
TITLE_LARGEST, TITLE_LEAST = 44.0, 18.0
# Capitals are about so much wider than the text they replace.
_CAPITALS = 1.2


@dataclass
class Draft:
    """The deck being composed; `_titles` keeps slide titles unique."""

    edition: Edition
    template: Template
    slides: list[Slide] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)
    _titles: dict[str, int] = field(default_factory=dict)

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

    def add(
        self, kind: Kind, title: Inline | str, parts: Sequence[Part], section: str,
        notes: Notes = Notes(),  # noqa: B008 - immutable
    ) -> None:  # fmt: skip
        """A slide; a title that was there before is marked as continued."""
        runs: Inline = (Text(title),) if isinstance(title, str) else title
        text = plain(runs)
        self._titles[text] = count = self._titles.get(text, 0) + 1
        if count > 1:
            key = "continued" if count == 2 else "continued further"
            runs = (Text(self.word(key, title=text, number=count)),)
        placed, whole = self.title(kind, runs)
        if not whole:
            notes = replace(notes, prose=f"{text}\n\n{notes.prose}".strip())
        self.slides.append(
            Slide(
                kind, placed, tuple(parts), section, notes.text(self.edition.locale), notes.minutes
            )
        )

    def title(self, kind: Kind, runs: Inline, most: int = 2) -> tuple[TextBox, bool]:
        """The title at the largest size at which it takes `most` lines, and whether all of it is there.

        One that takes more even so is set smaller, is cut where that is not enough, and is reported.
        """
        frame = self.frame(kind)
        box, style = frame.title, frame.title_style
        face = frame.title_face
        if style.capitals:
            face = replace(face, stretch=face.stretch * _CAPITALS)
        largest = min(style.size, TITLE_LARGEST)

        def line(size: float, shown: Inline = runs) -> Line:
            return Line(
                shown,
                size,
                "on_primary" if frame.dark else "primary",
                style.bold,
                align=style.align,
            )

        def fits(size: float, lines: int, shown: Inline = runs) -> bool:
            count = len(line(size, shown).broken(face, box.width))
            return count <= lines and count * size * face.leading <= box.height + 0.5

        sizes = [max(TITLE_LEAST, round(largest * step)) for step in TITLE_STEPS]
        shown, size = runs, next((s for s in sizes if fits(s, most)), 0.0)
        if not size:
            message = f"the slide title “{plain(runs)}” takes more than {most} lines"
            hint = "say it in fewer words, here or in an audience's `reword`"
            self.found.append(warning("slide-title", message, hint=hint))
            size = next((s for s in (22.0, 20.0, TITLE_LEAST) if fits(s, 9)), 0.0)
        if not size:
            size, shown = TITLE_LEAST, runs
            words = plain(runs).split(" ")
            while len(words) > 1 and not fits(size, 9, shown):
                words.pop()
                shown = (Text(" ".join(words) + " …"),)
        placed = TextBox(box, (line(size, shown),), face, "title", style.anchor, frame.has_title)
        return placed, shown is runs

    def source(self, frame: Frame, content: Inline, note: Inline = ()) -> list[Part]:
        """Note and source at the foot of the body, in small type; what is over two lines is cut."""
        size, box = self.size("source"), frame.source
        lines = [
            Line((Text(f"{self.word(word)}: ", bold=True), *text), size, "muted")
            for word, text in (("note", note), ("source", content))
            if text
        ]
        if not lines:
            return []
        high = self.high(lines, box.width)
        return [
            self.text(Box(box.x, box.bottom - high, box.width, high), lines, "source", "bottom")
        ]
