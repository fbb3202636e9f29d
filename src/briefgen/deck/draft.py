"""What every slide composer works with: the edition, its measures, and the frame all slides share."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefgen.deck.notes import speaking_time
from briefgen.deck.placed import (
    HEIGHT,
    MARGIN,
    WIDTH,
    Box,
    Line,
    Part,
    Slide,
    TextBox,
    height,
    wrapped,
)  # fmt: skip
from briefgen.diagnostics import Diagnostic, warning
from briefgen.editions import Edition
from briefgen.outline.richtext import Inline, Text, plain
from briefgen.theme import Theme

TITLE = Box(MARGIN, 26, WIDTH - 2 * MARGIN, 76)
BODY = Box(MARGIN, 122, WIDTH - 2 * MARGIN, 350)
SOURCE = Box(MARGIN, 478, WIDTH - 2 * MARGIN, 30)
FOOT_Y = HEIGHT - 26
TITLE_LEAST = 24.0


@dataclass
class Draft:
    """The deck being composed; `titles` keeps slide titles unique."""

    edition: Edition
    slides: list[Slide] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)
    _titles: dict[str, int] = field(default_factory=dict)

    @property
    def theme(self) -> Theme:
        """The edition's theme."""
        return self.edition.theme

    def size(self, name: str) -> float:
        """The theme's slide text size `name`, in points."""
        return float(getattr(self.theme.slide_text, name))

    def word(self, key: str, **fields: object) -> str:
        """A fixed word in the edition's language."""
        return self.edition.locale.word(key, **fields)

    def add(
        self, layout: str, title: Inline | str, parts: list[Part], section: str, notes: str = ""
    ) -> None:
        """A slide; a title that was there before is marked as continued."""
        runs: Inline = (Text(title),) if isinstance(title, str) else title
        text = plain(runs)
        self._titles[text] = self._titles.get(text, 0) + 1
        if self._titles[text] > 1:
            count = self._titles[text]
            text = self.word("continued", title=text) + ("" if count == 2 else f" {count}")
            runs = (Text(text),)
        timed = speaking_time(notes, self.edition.locale)
        self.slides.append(Slide(layout, self.title(runs), tuple(parts), section, timed))

    def title(self, runs: Inline) -> TextBox:
        """The title at the largest size at which it takes two lines at most."""
        size = self.size("title")
        while (
            size > TITLE_LEAST
            and len(wrapped(self._title_line(runs, size), self.theme, TITLE.width)) > 2
        ):
            size -= 1
        line = self._title_line(runs, size)
        if len(wrapped(line, self.theme, TITLE.width)) > 2:
            message = (
                f"the slide title “{plain(runs)}” takes more than two lines at {size:g} points"
            )
            hint = "say it in fewer words, here or in an audience's `reword`"
            self.found.append(warning("slide-title", message, hint=hint))
        return TextBox(TITLE, (line,), "title", "bottom")

    def _title_line(self, runs: Inline, size: float) -> Line:
        return Line(runs, size, "primary", bold=True)

    def source(self, content: Inline, note: Inline = ()) -> list[Part]:
        """Note and source at the foot of the body, in small type, two lines at most."""
        size = self.size("source")
        lines = [
            Line((Text(f"{self.word(word)}: ", bold=True), *text), size, "muted")
            for word, text in (("note", note), ("source", content))
            if text
        ]
        if not lines:
            return []
        high = height(lines, self.theme, SOURCE.width)
        return [
            TextBox(
                Box(SOURCE.x, SOURCE.bottom - high, SOURCE.width, high),
                tuple(lines),
                "source",
                "bottom",
            )
        ]
