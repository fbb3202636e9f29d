"""briefgen: one YAML outline of a report's key findings becomes a brief, a deck and charts.

    import briefgen

    outline = briefgen.load("brief.yaml")
    edition = briefgen.edition(outline, "legislators")
    briefgen.write_pdf(edition, "legislators.pdf")
    briefgen.write_pptx(edition, "legislators.pptx")
    figure = briefgen.chart(edition, "pills")        # a matplotlib Figure

`briefgen.pipeline.build.build` writes the files of all audiences at once.

Importing it is quick: reportlab, python-pptx and matplotlib are loaded when they are needed.
"""

from __future__ import annotations

import os
import sys
from types import ModuleType
from typing import IO, TYPE_CHECKING

from briefgen.model.diagnostics import (
    BriefgenError,
    Diagnostic,
    Place,
    Severity,
    limit_diagnostics,
    sort_diagnostics,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from briefgen.model.edition import Edition
    from briefgen.model.loaded import LoadedOutline

# reportlab runs files of these names, from the folder that one is in or from one's home, which may change what it draws.
for _name in ("reportlab_mods", "reportlab_settings"):
    sys.modules.setdefault(_name, ModuleType(_name))

__version__ = "0.1.0"
__all__ = [
    "BriefgenError",
    "Diagnostic",
    "Place",
    "Severity",
    "chart",
    "check",
    "edition",
    "load",
    "write_pdf",
    "write_pptx",
]


def load(path: str | os.PathLike[str], *, allow_outside: bool = False) -> LoadedOutline:
    """Read and validate an outline. Raises BriefgenError with every error found.

    Files that it names are read inside its folder only, unless `allow_outside`.
    """
    from briefgen.reading import loader

    return loader.load(path, allow_outside=allow_outside)


def check(path: str | os.PathLike[str], *, allow_outside: bool = False) -> list[Diagnostic]:
    """Everything that is wrong with the outline at `path` and with its editions, in the order of the file.

    Raises nothing for a bad outline: an empty list is a good one.
    """
    from briefgen.reading import loader

    loaded, found = loader.read(path, allow_outside=allow_outside)
    if loaded is None:
        return limit_diagnostics(found)
    from briefgen import checks

    wanted = checks.every_edition(loaded)
    found += checks.run(loaded, wanted)
    return limit_diagnostics(sort_diagnostics(found))


def edition(
    loaded: LoadedOutline, audience: str | None = None, language: str | None = None, *, fallback: bool = False
) -> Edition:  # fmt: skip
    """The edition for an audience, or of the whole outline, in a language by its tag (default: the audience's own).

    `fallback` takes the outline's own text where there is no translation. Raises BriefgenError for an unknown
    audience or language, and for a translation with gaps without `fallback`.
    """
    from briefgen.pipeline.build import select_edition

    return select_edition(loaded, audience, language, fallback=fallback)


def write_pdf(edition: Edition, target: str | os.PathLike[str] | IO[bytes]) -> int:
    """Write the brief to a path (whole or not at all) or a binary stream; returns its number of pages.

    Raises BriefgenError, for characters that the theme's fonts lack too.
    """
    return _write(edition, "pdf", target)


def write_pptx(edition: Edition, target: str | os.PathLike[str] | IO[bytes]) -> int:
    """Write the deck to a path (whole or not at all) or a binary stream; returns its number of slides.

    Raises BriefgenError, for characters that the theme's fonts lack too.
    """
    return _write(edition, "pptx", target)


def _write(edition: Edition, format: str, target: str | os.PathLike[str] | IO[bytes]) -> int:
    from briefgen.checks.glyphs import refuse_missing
    from briefgen.pipeline.rendering import write

    refuse_missing(edition)
    return write(edition, format, target)


def chart(edition: Edition, figure: str, width: float = 504.0, height: float | None = None, *,
          furniture: bool = True, greyscale: bool = False) -> Figure:  # fmt: skip
    """A figure of the edition, by its id, as a matplotlib Figure of `width` by `height` points.

    `furniture` draws title, subtitle, note and source too. Raises BriefgenError for an unknown id, and for
    characters of the edition that the theme's fonts lack.
    """
    from briefgen import charts
    from briefgen.checks.glyphs import refuse_missing
    from briefgen.languages.locale import locale_of

    refuse_missing(edition)
    return charts.plot(edition.figure(figure), edition.theme, locale_of(edition), width, height,
                       furniture=furniture, greyscale=greyscale)  # fmt: skip
