"""A kind of slide is one class in one list: composing, templates, their inspection and the check know it by that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import briefgen
from briefgen import deck as deck_package
from briefgen.deck import compose, slides, template
from briefgen.deck.draft import Draft, SlideKind, Statement
from briefgen.deck.slides import KINDS
from briefgen.model.diagnostics import BriefgenError

from . import foreign


class Glossary(Statement):
    """What abbreviations stand for."""

    name = "glossary"

    def compose(self, draft: Draft) -> None:
        """One slide."""
        draft.add(self.name, "Glossary", [], "Glossary")


@pytest.fixture
def glossary(monkeypatch: pytest.MonkeyPatch) -> SlideKind:
    added = Glossary()
    for module in (deck_package, slides):
        monkeypatch.setattr(module, "KINDS", (*KINDS, added))
    return added


def test_kinds_have_names_of_their_own_and_a_title() -> None:
    names = [kind.name for kind in KINDS]
    assert len(set(names)) == len(names)
    assert all(kind.roles[0] == "title" for kind in KINDS)


@pytest.mark.usefixtures("glossary")
def test_a_listed_kind_is_composed_and_inspected(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    standard = foreign.standard(tmp_path)
    path = write("deck: {template: standard.pptx, layouts: {glossary: Title Only}}\n")
    foreign.standard(path.parent)
    assert briefgen.check(path) == []
    deck = compose(briefgen.edition(briefgen.load(path)))
    assert (deck.slides[-1].kind, deck.slides[-1].title_text) == ("glossary", "Glossary")
    (service,) = [
        s for s in template.inspect(standard, slides.KINDS).services if s.kind == "glossary"
    ]
    assert (service.layout, service.missing) == ("Title and Content", ())


def test_a_kind_that_is_not_listed_is_refused(write: Callable[..., Path]) -> None:
    path = write("deck: {layouts: {glossary: Title only}}\n")
    (found,) = briefgen.check(path)
    assert (found.code, found.message) == ("unknown-key", "unknown key `glossary`")
    with pytest.raises(BriefgenError, match="unknown key `glossary`"):
        compose(briefgen.edition(briefgen.load(path)))
