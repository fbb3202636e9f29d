"""Scripts that briefgen cannot set yet."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.diagnostics import Diagnostic, error
from briefgen.editions import Edition
from briefgen.outline.loader import LoadedOutline


def unset_scripts(loaded: LoadedOutline, edition: Edition) -> Iterator[Diagnostic]:
    """An error for an edition whose language is written from right to left.

    Its letters would be drawn one by one from left to right: a page that looks finished and cannot be read.
    """
    if not edition.locale.right_to_left:
        return
    translated = loaded.translations.get(edition.locale.tag)
    place = loaded.place(("language",)) if translated is None else translated.tree.place
    message = f"briefgen cannot set `{edition.locale.tag}` yet: it is written from right to left"
    yield error("right-to-left", message, place, "leave this language out of the build")
