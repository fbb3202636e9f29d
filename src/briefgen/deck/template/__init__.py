"""Templates: briefgen's own, made from the theme, and those that organisations bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pptx import Presentation

from briefgen.deck import mirror
from briefgen.deck.placed import Kind
from briefgen.deck.template import load, own
from briefgen.deck.template.model import Frame, Layout, Place, Template
from briefgen.deck.template.read import read
from briefgen.diagnostics import BriefgenError, error
from briefgen.editions import Edition
from briefgen.outline.suggest import did_you_mean
from briefgen.theme import Theme, own_theme

if TYPE_CHECKING:
    from briefgen.deck.template.report import Report

__all__ = [
    "Frame",
    "Layout",
    "Place",
    "Template",
    "inspect",
    "layout_names",
    "layout_problem",
    "new",
    "opened",
    "read_template",
]


def opened(edition: Edition, path: Path | None = None) -> Template:
    """The template at `path`, or else the edition's, or briefgen's own in its theme, without slides.

    Raises BriefgenError for a file that cannot or must not be used, and for a layout that the outline
    asks for and the template does not have.
    """
    return read_template(path or edition.template, edition.theme, edition.deck.layouts)


def read_template(path: Path | None, base: Theme, asked: Mapping[Kind, str]) -> Template:
    """As `opened`, with the theme and the map from kinds of slides to layouts given. Raises BriefgenError."""
    made = _presentation(path, base)
    names = _names(made, path) if asked else []
    problems = (layout_problem(name, names) for name in asked.values())
    found = [error("layout", problem[0], hint=problem[1]) for problem in problems if problem]
    if found:
        raise BriefgenError(found)
    if path is None:
        return replace(_own(base, tuple(sorted(asked.items()))), presentation=made)
    with load.reading(path):
        if mirror.is_rtl(
            made
        ):  # composers know one direction; the deck is turned round when it is placed
            mirror.turn(made)
        return read(made, base, asked=asked)


@lru_cache(maxsize=8)
def _own(base: Theme, asked: tuple[tuple[Kind, str], ...]) -> Template:
    """Our own template as read once: reading it again takes a fifth of the time of a small deck."""
    made = read(_presentation(None, base), base, own=True, asked=dict(asked))
    return replace(made, presentation=None)


def layout_names(path: Path | None, base: Theme) -> list[str]:
    """The names of the layouts of the template at `path`, or of our own. Raises BriefgenError."""
    return _names(_presentation(path, base), path)


def layout_problem(name: str, names: Sequence[str]) -> tuple[str, str] | None:
    """What is wrong with asking for the layout `name` of a template with `names`, and a hint; else None."""
    if name.casefold() in (known.casefold() for known in names):
        return None
    return f"the template has no layout `{name}`", did_you_mean(name, names)


def _presentation(path: Path | None, base: Theme) -> Any:
    return Presentation(own.stream(base)) if path is None else load.presentation(path)


def _names(presentation: Any, path: Path | None) -> list[str]:
    with load.reading(path):
        return [layout.name for m in presentation.slide_masters for layout in m.slide_layouts]


def new(target: IO[bytes], theme: Theme | None = None) -> None:
    """Write briefgen's own template, in the look of `theme`, to a binary stream: a start for one's own."""
    own.write(theme or own_theme(), target)


def inspect(path: Path, theme: Theme | None = None) -> Report:
    """What the template at `path` has and how slides would use it. Raises BriefgenError."""
    from briefgen.deck.template.report import report

    return report(read_template(path, theme or own_theme(), {}))
