"""One figure alone, as a file for a web page or a press release."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import briefgen
from briefgen import charts
from briefgen.diagnostics import BriefgenError, error
from briefgen.editions import Edition
from briefgen.outline.richtext import plain
from briefgen.outputs import write_whole

PNG_DPI = 200


def export(
    edition: Edition, figure: str, path: Path, *, width: float = 504.0, greyscale: bool = False
) -> None:
    """Draw `figure` with title, subtitle, note and source to `path`; its ending chooses SVG, PNG or PDF.

    `width` is points. Raises BriefgenError for an unknown figure or ending, and when it cannot be written.
    """
    ending = path.suffix.lower()
    if ending not in (".svg", ".png", ".pdf"):
        message = f"`{path.name}` does not say which format to write"
        raise BriefgenError(error("chart-format", message, hint="end it in .svg, .png or .pdf"))
    fig = briefgen.chart(edition, figure, width, greyscale=greyscale)

    def write(stream: IO[bytes]) -> None:
        if ending == ".svg":
            shown = next(f for f in edition.figures if f.id == figure)
            text = charts.to_svg(charts.record(fig), edition.theme, title=plain(shown.title),
                                 description=shown.alt)  # fmt: skip
            stream.write(text.encode())
        elif ending == ".png":
            stream.write(charts.to_png(fig, PNG_DPI))
        else:
            from matplotlib import rc_context

            with rc_context({"pdf.fonttype": 42}):
                fig.savefig(stream, format="pdf", metadata={"CreationDate": None, "Producer": None})

    write_whole(path, write)
