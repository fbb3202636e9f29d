"""A file parsed again by its pieces gives the tree, and the errors, that it gives when it is parsed whole."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefgen.diagnostics import BriefgenError
from briefgen.outline import yamlpieces, yamltree
from briefgen.outline.yamlparser import Parser
from conftest import ROOT

TEXT = (ROOT / "brief.yaml").read_text(encoding="utf-8")
SMALL = """\
# What stands before.
title: >-
  One, in

  two parts
list:
  # of two
  - a: |+
      kept

    b: "quoted: x"
  - [c,
     d]
more: {x: 1}
"""
CHANGES = (
    "\n", "  ", "- ", "  - ", ": ", "'", '"', "|", "\n  - ", "\n- ", "#", "[", "{", "}", "&a ", "*a", "? ", "|+\n\n",
    ">-\n", "a: b\n", "\nkey: v\n", "\ntitle: again\n", "\t", "!x ", "<<: ", "\n---\n", "\n...\n", "%A\n", "\\", "\u2028", "\r",
)  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yamlpieces, "_known", type(yamlpieces._known)())


def whole(text: str) -> object:
    yamlpieces._known.clear()
    return parsed(text)


def by_pieces(text: str) -> object:
    yamlpieces._known.clear()
    parsed(SMALL)
    return parsed(text)


def parsed(text: str) -> object:
    try:
        return yamltree.parse(text.encode(), "f")
    except BriefgenError as exc:
        return exc.diagnostics


def test_after_an_edit_only_what_changed_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    yamltree.parse(TEXT.encode(), "f")
    yamltree.parse(TEXT.encode(), "f")
    seen: list[str] = []
    parse = Parser.parse

    def noted(self: Parser) -> yamltree.Node:
        seen.append(self.text)
        return parse(self)

    monkeypatch.setattr(Parser, "parse", noted)
    edited = TEXT.replace("headline: ", "headline: Now, ", 1)
    tree = yamltree.parse(edited.encode(), "f")
    (piece,) = seen
    assert "headline: Now, " in piece and piece.count("headline") == 1
    assert tree == whole(edited)


@given(st.lists(st.tuples(st.integers(0, len(SMALL)), st.integers(0, 9), st.sampled_from(CHANGES)), min_size=1, max_size=3))  # fmt: skip
@example([(SMALL.index("more"), 0, "title: again\n")])
@example([(SMALL.index("more"), 0, " - x\n")])
@example([(SMALL.index("b: "), 0, "? ")])
@example([(SMALL.index("more"), 0, "? x\n")])
@example([(SMALL.index("[c"), 1, "&a [*a, ")])
def test_whatever_is_edited(changes: list[tuple[int, int, str]]) -> None:
    text = SMALL
    for at, less, more in changes:
        text = text[:at] + more + text[at + less :]
    assert by_pieces(text) == whole(text)


@pytest.mark.parametrize("deep", range(yamltree.MAX_DEPTH - 3, yamltree.MAX_DEPTH + 2))
def test_depth_is_counted_from_the_top_of_the_file(deep: int) -> None:
    text = f"list:\n  - {'[' * deep}{']' * deep}\n"
    assert by_pieces(text) == whole(text)


def test_how_many_values_there_may_be_is_counted_for_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(yamlpieces, "MAX_NODES", 20)
    monkeypatch.setattr("briefgen.outline.yamlparser.MAX_NODES", 20)
    text = "".join(f"key{n}: [1, 2, 3, 4]\n" for n in range(4))
    assert by_pieces(text) == whole(text)
    assert isinstance(whole(text), tuple)


def test_what_is_further_right_at_the_top_is_no_entry() -> None:
    text = "  one: 'x\ny: z'\ntwo: 2\n"
    assert by_pieces(text) == whole(text)
    assert isinstance(whole(text), tuple)


def test_few_files_are_remembered() -> None:
    for number in range(20):
        yamltree.parse(SMALL.encode(), f"f{number}")
    assert len(yamlpieces._known) == yamlpieces.FILES
    yamltree.parse(SMALL.encode(), "f19")
    assert yamlpieces._known["f19"]
    long = SMALL + "# " + "x" * yamlpieces.MOST
    assert yamlpieces.parsed(long, "f19") is None
