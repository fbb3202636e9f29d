"""Templates: briefgen's own, made from the theme, and those that organisations bring."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from pptx import Presentation

from briefgen.deck.template import own
from briefgen.deck.template.model import Frame, Layout, Place, Template
from briefgen.deck.template.read import read
from briefgen.editions import Edition
from briefgen.theme import Theme, own_theme

__all__ = ["Frame", "Layout", "Place", "Template", "new", "opened"]


def opened(edition: Edition, path: Path | None = None) -> Template:
    """The template at `path`, or briefgen's own in the edition's theme, without slides."""
    assert path is None
    return read(Presentation(own.stream(edition.theme)), edition.theme, own=True)


def new(target: IO[bytes], theme: Theme | None = None) -> None:
    """Write briefgen's own template, in the look of `theme`, to a binary stream: a start for one's own."""
    own.write(theme or own_theme(), target)
