"""Templates: briefgen's own, made from the theme, and those that organisations bring."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING

from briefgen.deck.placed import Kind
from briefgen.deck.template.model import Frame, Layout, Place, Template
from briefgen.deck.template.source import Source, layout_problem
from briefgen.editions import Edition
from briefgen.theme import Theme, own_theme

if TYPE_CHECKING:
    from briefgen.deck.template.report import Report

__all__ = [
    "Frame",
    "Layout",
    "Place",
    "Source",
    "Template",
    "inspect",
    "layout_names",
    "layout_problem",
    "new",
    "opened",
    "read_template",
]


def opened(edition: Edition, path: Path | None = None) -> Template:
    """The template at `path`, or else the edition's, or briefgen's own in its theme.

    Raises BriefgenError for a file that cannot or must not be used, and for a layout that the outline
    asks for and the template does not have.
    """
    return read_template(path or edition.template, edition.theme, edition.deck.layouts)


def read_template(path: Path | None, base: Theme, asked: Mapping[Kind, str]) -> Template:
    """As `opened`, with the theme and the map from kinds of slides to layouts given. Raises BriefgenError."""
    return Source(path, base).template(asked)


def layout_names(path: Path | None, base: Theme) -> list[str]:
    """The names of the layouts of the template at `path`, or of our own. Raises BriefgenError."""
    return [layout.name for layout in read_template(path, base, {}).layouts]


def new(target: IO[bytes], theme: Theme | None = None) -> None:
    """Write briefgen's own template, in the look of `theme`, to a binary stream: a start for one's own."""
    from briefgen.deck.template import own

    own.write(theme or own_theme(), target)


def inspect(path: Path, theme: Theme | None = None) -> Report:
    """What the template at `path` has and how slides would use it. Raises BriefgenError."""
    from briefgen.deck.template.report import report

    return report(read_template(path, theme or own_theme(), {}))
