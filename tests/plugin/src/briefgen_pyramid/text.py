"""The format `text`."""

from __future__ import annotations

from typing import IO

from briefgen.diagnostics import Diagnostic
from briefgen.editions import Edition
from briefgen.formats import Format
from briefgen.outline.loaded import LoadedOutline
from briefgen.outline.richtext import plain


class PlainText(Format):
    """The brief's title, findings and charts as plain text."""

    name, ending, unit = "text", "-text.txt", "line"

    def write(
        self, edition: Edition, stream: IO[bytes], *, loaded: LoadedOutline | None = None,
        overflow: bool = False, key: str | None = None,
    ) -> tuple[int, tuple[Diagnostic, ...]]:  # fmt: skip
        """Write the text in UTF-8; counts its lines."""
        lines = [plain(edition.title), *(plain(each.headline) for each in edition.findings)]
        lines += [figure.alt for figure in edition.figures]
        stream.write("".join(f"{line}\n" for line in lines).encode())
        return len(lines), ()
