"""Galleries: docs/charts.md with a picture of each chart kind, and contact sheets of each layout of an outline.

`python -m briefgen.pipeline.gallery` writes the first: a picture of each kind, when to use it, and an example. The examples
are the files `docs/charts/<kind>.yaml`, each one figure as an outline has it. Run it in the project's folder after a
change to a chart; a test compares what it writes with what is there.
"""

from __future__ import annotations

import inspect
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from briefgen import charts
from briefgen.charts.drawing import to_svg
from briefgen.charts.kinds import figure_of, kind_of
from briefgen.editions import builder
from briefgen.languages.locale import Locale
from briefgen.model import rich_text
from briefgen.model.diagnostics import BriefgenError, failure
from briefgen.model.edition import EditionFigure
from briefgen.model.figures import Figure
from briefgen.model.loaded import LoadedOutline, to_data
from briefgen.model.registry import CHART_KINDS
from briefgen.model.theme import own_theme
from briefgen.reading import datafiles, yaml_parser
from briefgen.storage.files import write_whole
from briefgen.storage.folder import Folder

if TYPE_CHECKING:
    from PIL import Image

WIDTH = 460.0
_HEAD = """\
# Charts

Made by `python -m briefgen.pipeline.gallery` from the modules in `src/briefgen/charts/kinds` and the examples in
`docs/charts`; a test compares the two. The numbers in the examples are invented. Every key of each kind is in
[outline.md](outline.md).

What holds for all of them: a bar starts at zero; a value that is not exact is not drawn as if it were (`>20` has a
point at its end, `<1` is a dashed outline, `~7` ends in a dashed part or is a ring, `18..39` is a span); a missing
value is said, never drawn as zero; a provisional value or a forecast is hatched, hollow or dashed, and its label
says so. There is no second axis, no third dimension and no break in an axis.

No label leaves the chart or lies on another. One that has no room is moved, wrapped, set a little smaller or told in
a line below; what still has none is left out, and a warning (`chart-room`) counts and names it at its row. Left out
without a word is only what an axis tells as well: some of the years, dates and values along an axis, and exact values
of columns, lines, areas and dots above one. Of more than 60 dots in a scatter only highlighted ones are named. The
value of a part too thin for it stands outside the stacked bar, with a line to the part.

An organisation's colours are measured when its theme is read (`theme-colour`): 3:1 to paper for marks and 4.5:1 for
text, and a difference (CIEDE2000) of at least 10 between series, to each kind of colour vision.
"""


def read_example(kind: str, folder: Path) -> EditionFigure:
    """The figure in `<kind>.yaml` in `folder`. Raises BriefgenError and pydantic_core.ValidationError."""
    path = folder / f"{kind}.yaml"
    text = path.read_text(encoding="utf-8")
    listed = "figures:\n- id: example\n" + "".join(f"  {line}\n" for line in text.splitlines())
    root = yaml_parser.parse(listed.encode(), path.name)
    root, found = datafiles.expand(root, Folder(folder))
    if found:
        raise BriefgenError(found)
    return resolve_figure(figure_of(to_data(root)["figures"][0]), 1)


def resolve_figure(spec: Figure, number: int) -> EditionFigure:
    """A figure as an English edition has it."""
    locale = Locale("en-US")
    title, subtitle, note = (
        rich_text.parse_inline(text, locale.tag) if text else ()
        for text in (spec.title, spec.subtitle, spec.note)
    )
    alt = spec.alt or kind_of(spec).describe(spec, locale)
    return EditionFigure(spec.id, number, spec, title, subtitle, (), note, alt)


def draw_picture(figure: EditionFigure) -> str:
    """The figure alone, as SVG."""
    drawing = charts.draw(figure, own_theme(), Locale("en-US"), WIDTH, furniture=True)
    title = rich_text.plain(figure.title)
    return to_svg(drawing, own_theme(), title=title, description=figure.alt)


def compose_page(folder: Path) -> str:
    """The whole page as Markdown, of briefgen's own kinds; `folder` has the examples."""
    parts = [_HEAD]
    for kind in CHART_KINDS.own:
        name, _, use = inspect.cleandoc(CHART_KINDS[kind].__doc__ or "").partition("\n\n")
        alt = read_example(kind, folder).alt.replace("\n", " ")
        text = (folder / f"{kind}.yaml").read_text(encoding="utf-8")
        parts.append(
            f"## `{kind}`\n\n{name}\n\n{use}\n\n![{alt}](charts/{kind}.svg)\n\n```yaml\n{text}```\n"
        )
    return "\n".join(parts)


def main(docs: Path) -> None:
    """Write the page and its pictures to the folder `docs`."""
    folder = docs / "charts"
    for kind in CHART_KINDS.own:
        svg = draw_picture(read_example(kind, folder))
        (folder / f"{kind}.svg").write_text(svg, encoding="utf-8")
    (docs / "charts.md").write_text(compose_page(folder), encoding="utf-8")


# Contact sheets.


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


def draw_layouts(loaded: LoadedOutline, out: Path) -> list[Path]:
    """Draw each layout of the whole outline to `out`, as many pages a row as fit; returns the paths.

    Needs pypdfium2, which the extra `gallery` installs. Raises BriefgenError without it.
    """
    try:
        import pypdfium2
    except ImportError:
        hint = "install it: pip install 'briefgen[gallery]'"
        raise failure("missing-package", "pypdfium2 is not installed", hint=hint) from None
    from briefgen.pdf.document import write_pdf

    edition = builder.edition(loaded)
    paths = []
    for name, options in LAYOUTS.items():
        stream = io.BytesIO()
        brief = edition.brief.model_copy(update={"pages": None, **options})
        write_pdf(replace(edition, brief=brief), stream, overflow=True)
        document = pypdfium2.PdfDocument(stream.getvalue())
        pictures = [page.render(scale=DPI / 72).to_pil() for page in document]
        path = out / f"{edition.name}-{name}.png"
        write_whole(path, lambda target, p=pictures: _arrange(p).save(target, "PNG"))  # type: ignore[misc]
        paths.append(path)
    return paths


def _arrange(pictures: list[Image.Image]) -> Image.Image:
    from PIL import Image

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


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
