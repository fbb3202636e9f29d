"""Templates of decks that cannot be used, and layouts that they do not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefgen.diagnostics import BriefgenError, Diagnostic, error
from briefgen.editions import Edition
from briefgen.outline.loaded import LoadedOutline


def unusable_templates(loaded: LoadedOutline, wanted: Sequence[Edition]) -> Iterator[Diagnostic]:
    """Each template that the decks of `wanted` name is opened once; decks that name nothing cost nothing."""
    decks = {(e.deck.path, e.template): e for e in wanted if e.template or e.deck.layouts}
    for edition in decks.values():
        yield from _of(loaded, edition)


def _of(loaded: LoadedOutline, edition: Edition) -> Iterator[Diagnostic]:
    from briefgen.deck.template import layout_names, layout_problem

    deck = edition.deck
    try:
        names = layout_names(edition.template, edition.theme)
    except BriefgenError as exc:
        # A template of the command line has no place in the outline: the diagnostic names its file.
        here = loaded.place((*deck.path, "template")) if deck.template else None
        yield from (replace(d, place=here or d.place) for d in exc.diagnostics)
        return
    for kind, name in deck.layouts.items():
        problem = layout_problem(name, names)
        if problem:
            here = loaded.place((*deck.path, "layouts", kind))
            yield error("layout", problem[0], here, problem[1])
