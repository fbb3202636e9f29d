"""The format `text`."""

from __future__ import annotations

from typing import IO

from briefgen.model.edition import Edition
from briefgen.model.rich_text import plain
from briefgen.pipeline.formats import Asked, Format, Outcome


class PlainText(Format):
    """The brief's title, findings and charts as plain text."""

    name, ending, unit = "text", "-text.txt", "line"

    def write(self, edition: Edition, stream: IO[bytes], asked: Asked) -> Outcome:
        """Write the text in UTF-8; counts its lines."""
        lines = [plain(edition.title), *(plain(each.headline) for each in edition.findings)]
        lines += [figure.alt for figure in edition.figures]
        stream.write("".join(f"{line}\n" for line in lines).encode())
        return len(lines), ()
