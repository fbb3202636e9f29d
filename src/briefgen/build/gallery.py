"""Contact sheets: every layout of an outline as one picture each, to look at."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PIL import Image

from briefgen.editions import builder
from briefgen.model.diagnostics import BriefgenError, error
from briefgen.model.loaded import LoadedOutline
from briefgen.pdf.document import write_pdf
from briefgen.storage.files import write_whole

LAYOUTS: dict[str, dict[str, Any]] = {
    "auto": {"layout": "auto"},
    "auto-a4": {"layout": "auto", "size": "a4"},
    "highlights": {"layout": "highlights"},
    "highlights-a4": {"layout": "highlights", "size": "a4"},
    "brief": {"layout": "brief"},
    "full": {"layout": "full"},
    "greyscale": {"layout": "auto", "greyscale": True},
    "large-print": {"layout": "auto", "large_print": True},
    "proof": {"layout": "auto", "proof": True},
    "marks-duplex": {"layout": "auto", "marks": True, "duplex": True},
    "booklet": {"layout": "auto", "booklet": True},
}
DPI = 60
GAP = 10


def gallery(loaded: LoadedOutline, out: Path) -> list[Path]:
    """Draw each layout of the whole outline to `out`, as many pages a row as fit; returns the paths.

    Needs pypdfium2, which the extra `gallery` installs. Raises BriefgenError without it.
    """
    try:
        import pypdfium2
    except ImportError:
        hint = "install it: pip install 'briefgen[gallery]'"
        raise BriefgenError(
            error("missing-package", "pypdfium2 is not installed", hint=hint)
        ) from None
    edition = builder.edition(loaded)
    paths = []
    for name, options in LAYOUTS.items():
        stream = io.BytesIO()
        brief = edition.brief.model_copy(update={"pages": None, **options})
        write_pdf(replace(edition, brief=brief), stream, overflow=True)
        document = pypdfium2.PdfDocument(stream.getvalue())
        pictures = [page.render(scale=DPI / 72).to_pil() for page in document]
        path = out / f"{edition.name}-{name}.png"
        write_whole(path, lambda target, p=pictures: _sheet(p).save(target, "PNG"))  # type: ignore[misc]
        paths.append(path)
    return paths


def _sheet(pictures: list[Image.Image]) -> Image.Image:
    width, height = pictures[0].size
    columns = max(1, min(len(pictures), 2000 // width))
    rows = -(-len(pictures) // columns)
    sheet = Image.new(
        "RGB", (columns * (width + GAP) + GAP, rows * (height + GAP) + GAP), "#888888"
    )
    for index, picture in enumerate(pictures):
        spot = (GAP + index % columns * (width + GAP), GAP + index // columns * (height + GAP))
        sheet.paste(picture, spot)
    return sheet
