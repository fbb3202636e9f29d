"""One figure alone, as a file for a web page or a press release: a picture, or its data."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from briefgen import charts
from briefgen.languages.locale import locale_of
from briefgen.model.diagnostics import BriefgenError, Diagnostic, error
from briefgen.model.edition import Edition
from briefgen.model.rich_text import plain
from briefgen.storage.files import write_whole

PNG_DPI = 200
ENDINGS = (".svg", ".png", ".pdf", ".csv")


def export(
    edition: Edition, figure: str, path: Path, *, width: float = 504.0, greyscale: bool = False
) -> tuple[Diagnostic, ...]:
    """Write `figure` to `path`; its ending chooses SVG, PNG or PDF, with title, note and source, or CSV (RFC 4180).

    `width` is points. SVG tells the data in its description, PNG and PDF carry the alternative text. Returns what
    had no room. Raises BriefgenError for an unknown figure or ending, and when it cannot be written.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        message = f"`{path.name}` does not say which format to write"
        raise BriefgenError(
            error("chart-format", message, hint="end it in .svg, .png, .pdf or .csv")
        )
    shown = edition.figure(figure)
    if ending == ".csv":
        text = charts.data_csv(shown.spec, locale_of(edition)).encode()
        write_whole(path, lambda stream: stream.write(text))
        return ()
    fig = charts.plot(
        shown, edition.theme, locale_of(edition), width, furniture=True, greyscale=greyscale
    )
    title = plain(shown.title)

    def write(stream: IO[bytes]) -> None:
        if ending == ".svg":
            told = f"{shown.alt}\n{charts.long_description(shown.spec, locale_of(edition))}"
            svg = charts.to_svg(charts.record(fig), edition.theme, title=title, description=told)
            stream.write(svg.encode())
        elif ending == ".png":
            stream.write(charts.to_png(fig, PNG_DPI, title=title, description=shown.alt))
        else:
            from matplotlib import rc_context

            from briefgen.charts import defaults

            with defaults(), rc_context({"pdf.fonttype": 42}):
                about = {"Title": title, "Subject": shown.alt}
                nothing = {"CreationDate": None, "Producer": None}
                fig.savefig(stream, format="pdf", metadata={**about, **nothing})

    write_whole(path, write)
    drawing = charts.record(fig)
    return charts.no_room(shown, drawing.dropped, (drawing.width, drawing.height))
