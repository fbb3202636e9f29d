"""Audiences side by side."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from wcwidth import wcswidth

import briefgen
from briefgen.checks.differences import Style, differences, mark_change, table, word_changes
from briefgen.cli import main
from briefgen.model.loaded import LoadedOutline
from briefgen.model.rich_text import plain
from conftest import ROOT

OUTLINE = str(ROOT / "brief.yaml")


def test_audiences_shows_places_by_content(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audiences", OUTLINE]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["(all)", "legislators", "public", "press"]
    cells = {line.split()[0]: line.split()[1:] for line in lines if line.startswith("  ")}
    assert cells["pill-seizures"][:4] == ["3", "2", "3", "1"]
    assert cells["at"] == ["most", "·", "10", "9", "10"]  # the grades that audiences should read at
    assert cells["tablet-analysis"][:6] == ["4", "·", "4", "2", "DEA’s", "analysis"]


def test_diff_shows_words_and_what_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "public", "press", OUTLINE]) == 0
    out = capsys.readouterr().out
    assert "  - supply-alone:" in out
    assert "  + revenues:" in out
    assert "  ~ title:\n    - Where illicit" in out
    assert "headline: Some 100,000 Americans died of an overdose in a [-single-] year{+," in out
    assert out.startswith("- only for public, + only for press")
    assert "  > pill-seizures: from place 3 to 1" in out or "  > overdose-deaths: from" in out
    assert "  ~ layout: [-highlights-] {+brief+}" in out
    assert "\x1b[" not in out
    assert main(["diff", "press", "press", OUTLINE]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "`press` and `press` say the same\n")


def test_editions_are_compared_in_another_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "public", "press", OUTLINE, "--language", "es"]) == 0
    assert "pastillas" in capsys.readouterr().out
    assert main(["audiences", OUTLINE, "--language", "es"]) == 0
    assert "es es es es" in " ".join(capsys.readouterr().out.split())
    assert main(["audiences", OUTLINE, "--language", "pl"]) == 2


def test_an_unknown_audience_is_named(capsys: Any) -> None:
    assert main(["diff", "pres", "public", OUTLINE]) != 0
    assert "did you mean `press`" in capsys.readouterr().err


AUDIENCES = """\
audiences:
  - {id: base, label: Base, title: Base title, brief: {size: a4}, reword: {one: {headline: It is so}}}
  - {id: child, label: Child, extends: base, title: Child title}
"""


def test_an_audience_takes_over_what_it_does_not_say(write: Callable[..., Path]) -> None:
    child = briefgen.edition(briefgen.load(write(AUDIENCES)), "child")
    assert plain(child.title) == "Child title"
    assert child.audience == "Child"
    assert child.brief.size == "a4"
    assert plain(child.findings[0].headline) == "It is so"


@pytest.mark.parametrize(
    ("parent", "code"), [("bse", "unknown-audience"), ("child", "audience-circle")]
)
def test_extending_nobody_or_oneself_is_refused(
    parent: str, code: str, write: Callable[..., Path]
) -> None:
    path = write(AUDIENCES.replace("extends: base", f"extends: {parent}"))
    (found,) = briefgen.check(path)
    assert found.code == code
    assert found.place is not None
    assert found.place.line == 12


def words(old: str, new: str) -> str:
    """`new` with the words marked that differ from `old`."""
    return "".join(mark_change(kind, text) for kind, text in word_changes(old, new)).strip()


def test_words() -> None:
    assert words("a b c", "a x c") == "a [-b-] {+x+} c"
    assert words("one", "one two") == "one {+two+}"


def test_words_keep_their_signs_and_long_stretches_are_cut() -> None:
    assert words("It is so.", "It is so, always.") == "It is so{+, always+}."
    assert words("reported by (DEA)", "reported by DEA") == "reported by [-(-] DEA[-)-]"
    same = " ".join(f"word{n}" for n in range(30))
    assert words(f"a {same}", f"b {same}") == "[-a-] {+b+} word0 word1 word2 word3 …"
    assert words(f"{same} a", f"{same} b") == "… word26 word27 word28 word29 [-a-] {+b+}"


def test_a_terminal_gets_colours_and_its_own_width(outline: LoadedOutline) -> None:
    one, other = (briefgen.edition(outline, id) for id in ("public", "press"))
    plain_lines = list(differences(one, other))
    lines = list(differences(one, other, Style(colour=True, width=60)))
    bare = [re.sub(r"\x1b\[\d*m", "", line) for line in lines]
    assert max(map(len, bare)) <= 60
    assert "".join("".join(bare).split()) == "".join("".join(plain_lines).split())
    assert any("\x1b[31m" in line for line in lines)


@pytest.mark.parametrize(
    ("variable", "value", "coloured"),
    [("NO_COLOR", "1", False), ("NO_COLOR", "", True), ("TERM", "dumb", False)],
)
def test_no_color_is_respected(
    variable: str,
    value: str,
    coloured: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv(variable, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert main(["diff", "public", "press", OUTLINE]) == 0
    assert ("\x1b[" in capsys.readouterr().out) is coloured


def test_what_is_reworded_anywhere_is_shown(write: Callable[..., Path]) -> None:
    audiences = """\
tables:
  - {id: grid, title: Grid, columns: [Who, Sum], rows: [[DOJ, "1"]], note: A note}
exhibits: [grid]
audiences:
  - {id: a, label: A}
  - {id: b, label: B, brief: {pages: 2}, reword: {grid: {note: Another note, texts: {DOJ: Justice}}}}
"""
    loaded = briefgen.load(write(audiences))
    one, other = (briefgen.edition(loaded, id) for id in ("a", "b"))
    assert list(differences(one, other)) == [
        "figures and tables:",
        "  ~ grid note: [-A-] {+Another+} note",
        "  ~ grid texts: Who; Sum [-DOJ-] {+Justice+}; 1",
        "options:",
        "  + pages: 2",
    ]


def test_a_narrow_terminal_gets_the_other_audiences_below(outline: LoadedOutline) -> None:
    editions = [briefgen.edition(outline, id) for id in (None, *outline.audiences)]
    whole, narrow = table(editions), table(editions, 50)
    assert max(map(len, narrow.splitlines())) <= 50
    assert narrow.count("school grade") == 2 and whole.count("school grade") == 1
    assert set(narrow.split()) < set(whole.split())
    assert "Seizures of counterfeit pills" in whole
    assert max(map(wcswidth, table(editions, 100).splitlines())) <= 100
