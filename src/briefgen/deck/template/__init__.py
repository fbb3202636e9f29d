"""Templates: briefgen's own, made from the theme, and those that organisations bring."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pptx import Presentation

from briefgen.deck.template import load, own
from briefgen.deck.template.match import KINDS
from briefgen.deck.template.model import Frame, Layout, Place, Template
from briefgen.deck.template.read import read
from briefgen.diagnostics import BriefgenError, error
from briefgen.editions import Edition
from briefgen.outline.suggest import did_you_mean
from briefgen.theme import Theme, own_theme

if TYPE_CHECKING:
    from briefgen.deck.template.report import Report

__all__ = ["Frame", "Layout", "Place", "Template", "inspect", "new", "opened", "read_template"]


def opened(edition: Edition, path: Path | None = None) -> Template:
    """The template at `path`, or else the edition's, or briefgen's own in its theme, without slides.

    Raises BriefgenError for a file that cannot or must not be used, and for a layout that the outline
    asks for and the template does not have.
    """
    return read_template(path or edition.template, edition.theme, edition.deck.layouts)


def read_template(path: Path | None, base: Theme, asked: Mapping[str, str]) -> Template:
    """As `opened`, with the theme and the map from kinds of slides to layouts given. Raises BriefgenError."""
    made = Presentation(own.stream(base)) if path is None else load.presentation(path)
    _check(asked, [layout.name for m in made.slide_masters for layout in m.slide_layouts])
    return read(made, base, own=path is None, asked=asked)


def _check(asked: Mapping[str, str], names: list[str]) -> None:
    known = {name.casefold() for name in names}
    found = []
    for kind, name in asked.items():
        if kind not in KINDS:
            hint = did_you_mean(kind, KINDS) or f"choose from {', '.join(KINDS)}"
            found.append(error("layout", f"`{kind}` is not a kind of slide", hint=hint))
        elif name.casefold() not in known:
            hint = did_you_mean(name, names) or f"its layouts: {', '.join(names)}"
            found.append(error("layout", f"the template has no layout `{name}`", hint=hint))
    if found:
        raise BriefgenError(found)


def new(target: IO[bytes], theme: Theme | None = None) -> None:
    """Write briefgen's own template, in the look of `theme`, to a binary stream: a start for one's own."""
    own.write(theme or own_theme(), target)


def inspect(path: Path, theme: Theme | None = None) -> Report:
    """What the template at `path` has and how slides would use it. Raises BriefgenError."""
    from briefgen.deck.template.report import report

    return report(read_template(path, theme or own_theme(), {}))
