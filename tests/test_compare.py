"""Audiences side by side."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import briefgen
from briefgen.cli import main
from briefgen.compare import words
from briefgen.outline.richtext import plain
from conftest import ROOT

OUTLINE = str(ROOT / "brief.yaml")


def test_audiences_shows_places_by_content(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audiences", OUTLINE]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["(all)", "legislators", "public", "press"]
    cells = {line.split()[0]: line.split()[1:] for line in lines if line.startswith("  ")}
    assert cells["pill-seizures"] == ["3", "2", "3", "1"]
    assert cells["tablet-analysis"] == ["4", "·", "4", "2"]


def test_diff_shows_words_and_what_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "public", "press", OUTLINE]) == 0
    out = capsys.readouterr().out
    assert "  - supply-alone:" in out
    assert "  + revenues:" in out
    assert "~ title: [-Where illicit" in out
    assert "findings, in another order: pill-seizures" in out
    assert main(["diff", "press", "press", OUTLINE]) == 0
    assert capsys.readouterr().out == ""


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


def test_words() -> None:
    assert words("a b c", "a x c") == "a [-b-] {+x+} c"
    assert words("one", "one two") == "one {+two+}"
