"""The check `question-titles`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefgen.checks import Check
from briefgen.model.diagnostics import Diagnostic, warning
from briefgen.model.edition import Edition
from briefgen.model.loaded import LoadedOutline
from briefgen.model.rich_text import plain


class QuestionTitles(Check):
    """Titles of charts that ask instead of answer."""

    name = "question-titles"

    def run(self, loaded: LoadedOutline, wanted: Sequence[Edition]) -> Iterator[Diagnostic]:
        """Warnings, at the charts."""
        for figure in (figure for edition in wanted for figure in edition.figures):
            if plain(figure.title).endswith("?"):
                message = f"the title of `{figure.id}` asks a question"
                yield warning("question-title", message, figure.place, "write the answer")
